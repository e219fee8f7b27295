package scaffold

import (
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

// everything is a site that sets all that people are asked for.
var everything = Settings{
	"base": {"default"}, "title": {"Yes: we care"}, "languages": {"en", "es"},
	"clinic.name": {"Yes: we care"}, "clinic.phone": {"(217) 555-0134"}, "clinic.text": {"(217) 555-0135"},
	"clinic.url": {"https://www.clinic.example/"}, "clinic.email": {"hello@clinic.example"},
	"clinic.address": {"12 Oak Street, Springfield"}, "clinic.hours": {"Mon to Fri, 8 am to 6 pm"},
	"clinic.insurance": {"Medicaid", "Blue #1", "No"},
	"brand.primary":    {"#1f6f5c"}, "brand.accent": {"teal"}, "brand.logo": {"logo.svg"},
}

// TestSiteYAML holds that what is set is read back, and nothing else is.
func TestSiteYAML(t *testing.T) {
	for name, s := range map[string]Settings{
		"nothing but the base": {"base": {"default"}},
		"everything":           everything,
	} {
		t.Run(name, func(t *testing.T) { readBack(t, s) })
	}
}

// readBack fails unless the site.yaml for s says s.
func readBack(t *testing.T, s Settings) {
	t.Helper()
	var list diag.List
	f := &diag.File{Name: "site.yaml", Data: SiteYAML(s)}
	v := schema.Decode(f, schema.Partial(schema.Site), &list)
	if len(list) > 0 {
		t.Fatalf("got %v in\n%s", list, f.Data)
	}
	count := 0
	for _, key := range v.Keys() {
		for _, in := range append(v.Get(key).Keys(), "") {
			name, value := key, v.Get(key)
			if in != "" {
				name, value = key+"."+in, value.Get(in)
			} else if len(value.Keys()) > 0 {
				continue
			}
			got := value.Texts()
			if got == nil {
				got = []string{value.Text()}
			}
			if !slices.Equal(got, s[name]) {
				t.Errorf("%s: got %q, want %q", name, got, s[name])
			}
			count++
		}
	}
	if count != len(s) {
		t.Errorf("got %d values, want %d, in\n%s", count, len(s), f.Data)
	}
}

// TestRemarks holds that each remark is a setting that works when the sign before
// it is taken away, as the file says.
func TestRemarks(t *testing.T) {
	for name, s := range map[string]Settings{"nothing": {}, "a name": {"clinic.name": {"Oak"}}} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			remarks := 0
			_, text, _ := strings.Cut(string(SiteYAML(s)), "\n\n")
			for line := range strings.Lines(text) {
				lead := line[:len(line)-len(strings.TrimLeft(line, " "))]
				rest := strings.TrimPrefix(line[len(lead):], "# ")
				key, _, found := strings.Cut(strings.TrimSpace(rest), ":")
				if found && !strings.Contains(key, " ") {
					b.WriteString(lead + rest)
					remarks++
				}
			}
			var list diag.List
			v := schema.Decode(&diag.File{Name: "site.yaml", Data: []byte(b.String())}, schema.Partial(schema.Site), &list)
			if len(list) > 0 || remarks < 20 || v.Get("clinic", "text") == nil || v.Get("omit") == nil {
				t.Errorf("got %v and %d lines in\n%s", list, remarks, b.String())
			}
		})
	}
}

// TestOffered holds that each key that is offered is one.
func TestOffered(t *testing.T) {
	for _, key := range offered {
		if !slices.ContainsFunc(schema.Site.Fields, func(f schema.Field) bool { return f.Name == key }) {
			t.Errorf("there is no key %s", key)
		}
	}
	for _, key := range later {
		if !slices.ContainsFunc(schema.Page.Fields, func(f schema.Field) bool { return f.Name == key }) {
			t.Errorf("there is no key %s", key)
		}
	}
}

func TestWith(t *testing.T) {
	a := Settings{"title": {"A"}}
	b := a.With("title", "B").With("languages", "en", "es")
	if a["title"][0] != "A" || b["title"][0] != "B" || len(b["languages"]) != 2 {
		t.Errorf("got %v and %v", a, b)
	}
	if c := b.With("title"); c["title"] != nil || b["title"] == nil {
		t.Errorf("without values the key is to go: got %v and %v", c, b)
	}
}

// FuzzSiteYAML holds that any name, number and list is read back as it was given.
func FuzzSiteYAML(f *testing.F) {
	f.Add("Yes: we care", "(217) 555-0134", "Blue #1")
	f.Add("- Oak", "+1 217 555 0134", "[]")
	f.Add("'", "*", "no")
	f.Fuzz(func(t *testing.T, name, phone, plan string) {
		for _, s := range []string{name, phone, plan} {
			if strings.TrimSpace(s) == "" || !slices.Equal([]byte(s), []byte(strings.ToValidUTF8(s, ""))) {
				return // is no answer
			}
		}
		readBack(t, Settings{"base": {"default"}, "title": {name}, "clinic.name": {name}, "clinic.phone": {phone},
			"clinic.hours": {plan}, "clinic.insurance": {plan, name}})
	})
}
