package site

import (
	"testing"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

// decoded reads YAML that is known to be right.
func decoded(t *testing.T, table, text string) *schema.Value {
	t.Helper()
	field, ok := schema.Data[table]
	if table == "site" {
		field, ok = schema.Site, true
	}
	if !ok {
		t.Fatalf("there is no table %s", table)
	}
	var list diag.List
	v := schema.Decode(&diag.File{Name: table + ".yaml", Data: []byte(text)}, field, &list)
	for _, d := range list {
		t.Fatalf("%s: %s", d.Position(), d.Message)
	}
	return v
}

func TestHelpByRegion(t *testing.T) {
	v := decoded(t, "contacts", `
us-emergency: {name: Emergency, region: US, role: emergency, call: "911", checked: 2026-11-01}
mx-emergency: {name: Emergencias, region: MX, role: emergency, call: "911", checked: 2026-11-01}
uk-emergency: {name: Emergency UK, region: GB, role: emergency, call: "999", checked: 2026-11-01}
first: {name: Lifeline, region: US, role: crisis, call: "988", checked: 2026-11-01}
second: {name: Text Line, region: US, role: crisis, text: "741741", checked: 2026-11-01}
anywhere: {name: Worldwide, role: crisis, chat: "https://chat.example/", checked: 2026-11-01}
find-treatment: {name: FindTreatment.gov, region: US, role: help, url: "https://findtreatment.gov/", checked: 2026-11-01}
`)
	tests := []struct{ region, emergency, crisis, find string }{
		{"US", "Emergency", "Lifeline", "FindTreatment.gov"},
		{"MX", "Emergencias", "Worldwide", ""},
		{"GB", "Emergency UK", "Worldwide", ""},
		{"FR", "", "Worldwide", ""},
	}
	name := func(c *Contact) string {
		if c == nil {
			return ""
		}
		return c.Name
	}
	for _, tt := range tests {
		c := NewContacts(v, tt.region)
		h := c.Help
		if name(h.Emergency) != tt.emergency || name(h.Crisis) != tt.crisis || name(h.FindProgram) != tt.find {
			t.Errorf("%s: got %q, %q, %q; want %q, %q, %q", tt.region, name(h.Emergency), name(h.Crisis), name(h.FindProgram),
				tt.emergency, tt.crisis, tt.find)
		}
		if len(c.All) != 7 {
			t.Errorf("%s: got %d contacts, want all 7", tt.region, len(c.All))
		}
	}
}

func TestNumbers(t *testing.T) {
	tests := []struct{ number, tel, sms string }{
		{"988", "tel:988", "sms:988"},
		{"1-800-222-1222", "tel:18002221222", "sms:18002221222"},
		{"+44 (0)20 7946 0000", "tel:+4402079460000", "sms:+4402079460000"},
		{`1"><script>`, "tel:1", "sms:1"},
	}
	for _, tt := range tests {
		if got := Tel(tt.number); got != tt.tel {
			t.Errorf("Tel(%s) = %s, want %s", tt.number, got, tt.tel)
		}
		if got := SMS(tt.number); got != tt.sms {
			t.Errorf("SMS(%s) = %s, want %s", tt.number, got, tt.sms)
		}
	}
}

func TestStrings(t *testing.T) {
	s := NewStrings("en", decoded(t, "strings", `
skip: Skip
percent: 100% of %s
by: By %s
pages: {one: "%d page", other: "%d pages"}
many: {other: Many}
`))
	tests := []struct{ name, got, want string }{
		{"words", s.Text("skip"), "Skip"},
		{"an argument", s.Text("by", "Ana"), "By Ana"},
		{"a sign that is no place for an argument", s.Text("percent"), "100% of %s"},
		{"more arguments than places", s.Text("skip", "x"), "Skip"},
		{"missing", s.Text("gone"), "[gone]"},
		{"one", s.Count("pages", 1), "1 page"},
		{"none", s.Count("pages", 0), "0 pages"},
		{"two", s.Count("pages", 2), "2 pages"},
		{"a form that is not there", s.Count("many", 1), "Many"},
		{"counted though it has no forms", s.Count("skip", 2), "Skip"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
	if !s.Has("skip") || s.Has("gone") {
		t.Error("Has does not tell what there is")
	}
}

func TestPlurals(t *testing.T) {
	forms := `n: {zero: "%d zero", one: "%d one", two: "%d two", few: "%d few", many: "%d many", other: "%d other"}`
	tests := []struct {
		lang string
		n    int
		want string
	}{
		{"en", 1, "1 one"}, {"en", 0, "0 other"}, {"es", 1, "1 one"}, {"es", 5, "5 other"},
		{"pl", 3, "3 few"}, {"pl", 5, "5 many"}, {"ar", 0, "0 zero"}, {"ar", 2, "2 two"}, {"ja", 1, "1 other"},
	}
	for _, tt := range tests {
		if got := NewStrings(tt.lang, decoded(t, "strings", forms)).Count("n", tt.n); got != tt.want {
			t.Errorf("%s, %d: got %s, want %s", tt.lang, tt.n, got, tt.want)
		}
	}
}

func TestConfig(t *testing.T) {
	tests := []struct {
		name, yaml, flag string
		want             func(*Config) bool
	}{
		{"defaults", "title: T", "", func(c *Config) bool {
			return c.Region == "US" && len(c.Languages) == 1 && c.Languages[0] == "en" && c.FileLinks && c.Feed && c.Index && c.Clinic == nil
		}},
		{"links by default with an address", "title: T\nbaseURL: https://c.example/", "", func(c *Config) bool { return !c.FileLinks }},
		{"links as told", "title: T\nbaseURL: https://c.example/\nlinks: file", "", func(c *Config) bool { return c.FileLinks }},
		{"folder links from a disk", "title: T\nlinks: folder", "", func(c *Config) bool { return !c.FileLinks }},
		{"no slash at the end", "title: T\nbaseURL: https://c.example/iop/", "", func(c *Config) bool { return c.BaseURL == "https://c.example/iop" }},
		{"the flag wins", "title: T\nbaseURL: https://a.example/", "https://b.example/", func(c *Config) bool { return c.BaseURL == "https://b.example" }},
		{"the flag makes folder links", "title: T", "https://b.example/", func(c *Config) bool { return !c.FileLinks }},
		{"no feed, no index", "title: T\nfeatures: {feed: false}\nsearch: {index: false}", "", func(c *Config) bool { return !c.Feed && !c.Index }},
		{"clinic", "title: T\nclinic: {name: Oak, phone: 1-555-010-0100}", "", func(c *Config) bool {
			return c.Clinic != nil && c.Clinic.Name == "Oak" && c.Clinic.Phone == "1-555-010-0100"
		}},
		{"notices in their order", "title: T\nnotices: {healthData: https://a.example/, accessibility: https://b.example/}", "", func(c *Config) bool {
			return len(c.Notices) == 2 && c.Notices[0].Key == "healthData" && c.Notices[1].URL == "https://b.example/"
		}},
		{"params", "title: T\nparams: {color: blue}", "", func(c *Config) bool { return c.Params["color"] == "blue" }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if c := NewConfig(decoded(t, "site", tt.yaml), tt.flag); !tt.want(c) {
				t.Errorf("got %+v", c)
			}
		})
	}
}

func TestConfigIsKept(t *testing.T) {
	old := NewConfig(decoded(t, "site", "title: T\nregion: US\nparams: {a: [1, 2]}"), "")
	if c := NewConfig(decoded(t, "site", "# a remark\nregion: 'US'\ntitle: T\nparams: {a: [1, 2]}"), "").Keep(old); c != old {
		t.Error("settings that say the same are another pointer")
	}
	if c := NewConfig(decoded(t, "site", "title: T\nregion: US\nparams: {a: [1, 3]}"), "").Keep(old); c == old {
		t.Error("settings that say something else are the same pointer")
	}
}

// TestDataIsKept makes sure that what is equal stays the same pointer, part by
// part.
func TestDataIsKept(t *testing.T) {
	const contacts = `emergency: {name: Emergency, region: US, role: emergency, call: "911", checked: 2026-11-01}`
	made := func(contacts, words, svg string) *Data {
		return &Data{
			Contacts: map[string]*Contacts{"en": NewContacts(decoded(t, "contacts", contacts), "US")},
			Strings:  map[string]*Strings{"en": NewStrings("en", decoded(t, "strings", words))},
			Files:    map[string]*File{"content/a.svg": {Path: "content/a.svg", SVG: svg}},
			Assets:   NewAssets(map[string]string{"a.css": "a.0.css"}),
		}
	}
	old := made(contacts, "skip: Skip", "<svg/>")
	same := KeepData(old, made(contacts, "skip: Skip", "<svg/>"))
	if same.Contacts["en"] != old.Contacts["en"] || same.Strings["en"] != old.Strings["en"] ||
		same.Files["content/a.svg"] != old.Files["content/a.svg"] || same.Assets != old.Assets {
		t.Error("equal data is another pointer")
	}
	other := KeepData(old, made(contacts+"\npoison: {name: Poison Help, role: help, call: \"1\", checked: 2026-11-01}", "skip: Go", "<svg />"))
	if other.Contacts["en"] == old.Contacts["en"] || other.Strings["en"] == old.Strings["en"] ||
		other.Files["content/a.svg"] == old.Files["content/a.svg"] {
		t.Error("other data is the same pointer")
	}
	if other.Contacts["en"].Help != old.Contacts["en"].Help {
		t.Error("help that shows the same is another pointer, though only another contact was added")
	}
}

func TestSourcesAreKept(t *testing.T) {
	one := `nimh: {label: NIMH, title: A, publisher: P, url: "https://a.example/", checked: 2026-11-01}`
	two := "\nva: {label: VA, title: B, publisher: P, url: \"https://b.example/\", checked: 2026-11-01}"
	old := NewSources(decoded(t, "sources", one), nil)
	made := NewSources(decoded(t, "sources", one+two), old)
	if made["nimh"] != old["nimh"] {
		t.Error("a source that is as it was is another pointer")
	}
}
