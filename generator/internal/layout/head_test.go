package layout

import (
	"encoding/json"
	"html/template"
	"reflect"
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/site"
)

const (
	addressed = "-- site.yaml --\ntitle: The guide\nlanguages: [en, es]\nbaseURL: https://clinic.example/iop/\n"
	plain     = "-- site.yaml --\ntitle: The guide\nlanguages: [en, es]\n"
)

func TestTitle(t *testing.T) {
	tests := []struct{ name, files, path, want string }{
		{"a page", "", "content/a.md", "A page – The guide"},
		{"home", "", "content/_index.md", "The guide: Start"},
		{"home named as the site", "-- content/_index.md --\n---\ntitle: The guide\n---\n", "content/_index.md", "The guide"},
	}
	for _, tt := range tests {
		if got := shown(t, tt.files, tt.path).Head.Title; got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestHeadWithoutAddress(t *testing.T) {
	h := shown(t, plain, "content/_index.md").Head
	if h.Canonical != "" || h.Feed != "" || h.Image != nil || h.URL != "" || h.OG || h.Alternates != nil || h.Robots != "" {
		t.Errorf("got %+v, want no addresses and no word for search engines", h)
	}
	if strings.Contains(text(t, h.JSONLD()), "http://") || strings.Contains(text(t, h.JSONLD()), "clinic.example") {
		t.Errorf("JSON-LD has an address: %s", text(t, h.JSONLD()))
	}
}

// TestShare holds that what is told where somebody shares a page does not tell what
// they read about: not for pages that make claims about health.
func TestShare(t *testing.T) {
	const sites = "-- site.yaml --\ntitle: The guide\ndescription: What it is for.\nlanguages: [en, es]\nbaseURL: https://clinic.example/iop/\n" +
		"-- content/es/a.md --\n---\ntitle: La depresión\ndescription: De ella.\n---\n" +
		"-- content/plain.md --\n---\ntitle: Privacy\ndescription: What is kept.\nclaims: false\n---\n"
	for name, c := range map[string]struct {
		files, path string
		want        Share
	}{
		"claims":           {"", "content/a.md", Share{"The guide", "What it is for."}},
		"another language": {"-- strings.yaml --\nshare-line: Words for all\n", "content/es/a.md", Share{"The guide", "Words for all"}},
		"no words for it":  {"", "content/es/a.md", Share{"The guide", ""}},
		"no claims":        {"", "content/plain.md", Share{"Privacy", "What is kept."}},
	} {
		if got := shown(t, sites+c.files, c.path).Head.Share; got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestHeadWithAddress(t *testing.T) {
	const changed = "-- content/a.md --\n---\ntitle: A page\nlastmod: 2026-11-01\n---\nWords.\n"
	d := shown(t, addressed+changed, "content/_index.md")
	h := d.Head
	if want := "https://clinic.example/iop/"; h.Canonical != want || !h.OG {
		t.Errorf("canonical: got %q and %t, want %q and true", h.Canonical, h.OG, want)
	}
	if h.Feed != "feed.xml" {
		t.Errorf("feed: got %q, want feed.xml", h.Feed)
	}
	want := []Alternate{{"en", "https://clinic.example/iop/"}, {"es", "https://clinic.example/iop/es/"},
		{"x-default", "https://clinic.example/iop/"}}
	for _, path := range []string{"content/_index.md", "content/es/_index.md"} {
		got := shown(t, addressed, path).Head.Alternates
		slices.SortFunc(got, func(a, b Alternate) int { return strings.Compare(a.Lang, b.Lang) })
		if !slices.Equal(got, want) {
			t.Errorf("alternates of %s: got %v, want %v", path, got, want)
		}
	}
	if h := shown(t, addressed+changed, "content/a.md").Head; h.Alternates != nil || h.Feed != "../feed.xml" {
		t.Errorf("a page that is not translated: got %v and %q, want no alternates and ../feed.xml", h.Alternates, h.Feed)
	}
	if h := shown(t, addressed+"features: {feed: false}\n"+changed, "content/a.md").Head; h.Feed != "" {
		t.Errorf("without a feed: got %q", h.Feed)
	}
	if h := shown(t, addressed, "content/a.md").Head; h.Feed != "" {
		t.Errorf("where no page names a day: got %q, want none", h.Feed)
	}
	if h := shown(t, addressed+"links: file\n", "content/a.md").Head; h.Canonical != "https://clinic.example/iop/a/" {
		t.Errorf("links to files: canonical is %q, want the folder", h.Canonical)
	}
}

// TestShareImage makes sure that the picture of those who share a page is the page's
// own where it has one that they can show.
func TestShareImage(t *testing.T) {
	page := func(name string) string {
		return "-- content/a.md --\n---\ntitle: A\nimage: {src: " + name + ", alt: A room}\n---\n-- content/" + name + " --\n"
	}
	room := &site.Card{URL: "https://clinic.example/iop/room.png", Alt: "A room", Width: 40, Height: 20}
	ours := &site.Card{URL: "https://clinic.example/iop/card.png", Alt: "The guide", Width: 1200, Height: 630}
	for name, tt := range map[string]struct {
		files string
		card  bool
		want  *site.Card
	}{
		"its own":              {addressed + page("room.png"), true, room},
		"a drawing":            {addressed + page("room.svg"), true, ours},
		"none":                 {addressed, true, ours},
		"a site without cards": {addressed, false, nil},
		"no address":           {plain + page("room.png"), false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p, v := arranged(t, tt.files, "content/a.md")
			if tt.card {
				lang := *v.Lang
				lang.Card = &site.Card{URL: "/card.png", Alt: "The guide", Width: 1200, Height: 630}
				v.Lang = &lang
			}
			d := New(p, v, memo())
			if got := d.Head.Image; !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

// TestCanonical makes sure that search engines are led to the site that stands for
// this one, and readers never.
func TestCanonical(t *testing.T) {
	const there = "https://guide.example/"
	elsewhere := "search: {canonical: " + there + "}\n"
	for name, tt := range map[string]struct {
		files, canonical, url string
		alternates            int
	}{
		"elsewhere":          {addressed + elsewhere, there, "https://clinic.example/iop/", 0},
		"without an address": {plain + elsewhere, there, "", 0},
		"itself":             {addressed + "search: {canonical: https://clinic.example/iop}\n", "https://clinic.example/iop/", "https://clinic.example/iop/", 3},
	} {
		t.Run(name, func(t *testing.T) {
			h := shown(t, tt.files, "content/_index.md").Head
			if h.Canonical != tt.canonical || h.URL != tt.url || len(h.Alternates) != tt.alternates {
				t.Errorf("got canonical %q, address %q, alternates %v; want %q, %q and %d of them",
					h.Canonical, h.URL, h.Alternates, tt.canonical, tt.url, tt.alternates)
			}
		})
	}
	p, v := arranged(t, addressed+elsewhere, "content/a.md")
	if got := Alias(v, "/old/", p.Meta, memo()).Head.Canonical; got != there+"a/" {
		t.Errorf("an old address: got %q, want %sa/: a canonical address must not lead to one with another", got, there)
	}
}

func TestRobots(t *testing.T) {
	if got := shown(t, plain+"search: {index: false}\n", "content/a.md").Head.Robots; got != "noindex" {
		t.Errorf("search.index false: got %q, want noindex", got)
	}
	p, v := arranged(t, addressed, "content/a.md")
	alias := Alias(v, "/old/", p.Meta, memo())
	if alias.Head.Robots != "noindex" || alias.Head.Canonical != "https://clinic.example/iop/a/" || alias.Head.JSONLD() != nil {
		t.Errorf("alias: got %+v, want noindex, and the canonical address of its target", alias.Head)
	}
	if got := alias.Href(alias.Target); got != "../a/" {
		t.Errorf("alias leads to %q, want ../a/", got)
	}
	lost := NotFound(v, "b{c:d}", memo())
	if lost.Head.Robots != "noindex" || lost.Head.Canonical != "" || lost.InlineStyle != template.CSS("b{c:d}") {
		t.Errorf("404: got %+v, want noindex and no canonical address", lost.Head)
	}
	if lost.Page.Title != "Not here" || lost.RootAbsolute != "https://clinic.example/iop/" {
		t.Errorf("404: got %q and root %q", lost.Page.Title, lost.RootAbsolute)
	}
	if got := lost.Href(p.Meta); got != "https://clinic.example/iop/a/" {
		t.Errorf("404 leads to %q, want an absolute address", got)
	}
}

// TestNotFoundFromDisk makes sure that 404.html without an address has no links
// of its own: it may be shown at any depth.
func TestNotFoundFromDisk(t *testing.T) {
	p, v := arranged(t, plain, "content/a.md")
	if d := NotFound(v, "", memo()); d.RootAbsolute != "" || d.Href(p.Meta) != "" || d.RootHref() != "" {
		t.Errorf("got root %q, link %q, home %q; want none", d.RootAbsolute, d.Href(p.Meta), d.RootHref())
	}
}

// text writes JSON-LD as text.
func text(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestJSONLD(t *testing.T) {
	const context = `"@context":"https://schema.org"`
	tests := []struct{ name, files, path, want string }{
		{"home", addressed, "content/_index.md",
			`{` + context + `,"@graph":[{"@type":"WebSite","description":"","inLanguage":"en","name":"The guide","url":"https://clinic.example/iop/"}]}`},
		{"a page that makes claims", plain + "-- content/a.md --\n---\ntitle: A </script> page\ndescription: D.\nkeywords: [cost, pay]\nlastmod: 2026-11-02\n---\n", "content/a.md",
			`{` + context + `,"@graph":[{"@type":"MedicalWebPage","dateModified":"2026-11-02","description":"D.","inLanguage":"en","keywords":["cost","pay"],"name":"A \u003c/script\u003e page"},` +
				`{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","name":"Start","position":1},{"@type":"ListItem","name":"A \u003c/script\u003e page","position":2}]}]}`},
		{"a page that makes none", addressed + "-- content/a.md --\n---\ntitle: A page\nlinkTitle: A\nclaims: false\n---\n", "content/a.md",
			`{` + context + `,"@graph":[{"@type":"WebPage","description":"","inLanguage":"en","name":"A page","url":"https://clinic.example/iop/a/"},` +
				`{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","item":"https://clinic.example/iop/","name":"Start","position":1},` +
				`{"@type":"ListItem","item":"https://clinic.example/iop/a/","name":"A","position":2}]}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := text(t, shown(t, tt.files, tt.path).Head.JSONLD()); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestReviewed makes sure that a page says it was reviewed only while its words
// are those that were.
func TestReviewed(t *testing.T) {
	page := func(front, body string) string {
		return "-- content/a.md --\n---\ntitle: A page\n" + front + "---\n" + body + "\n"
	}
	hash := shown(t, page("", "Words."), "content/a.md").Page.Hash
	review := "reviewed: 2026-11-20\nreviewer: Ana Ruiz\nreviewOf: " + hash + "\n"
	tests := []struct{ name, front, body, state string }{
		{"never", "", "Words.", "pending"},
		{"these words", review, "Words.", "reviewed"},
		{"these words in bold", review, "**Words.**", "reviewed"},
		{"other words", review, "More words.", "changed"},
		{"without a hash", "reviewed: 2026-11-20\n", "Words.", "changed"},
		{"nothing to review", review + "claims: false\n", "Words.", "none"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := shown(t, page(tt.front, tt.body), "content/a.md")
			if got := d.Review(); got.State != tt.state {
				t.Errorf("got %s, want %s", got.State, tt.state)
			}
			told := text(t, d.Head.JSONLD())
			want := `"lastReviewed":"2026-11-20"`
			if strings.Contains(told, want) != (tt.state == "reviewed") || strings.Contains(told, "Ana Ruiz") != (tt.state == "reviewed") {
				t.Errorf("state %s, but JSON-LD is %s", tt.state, told)
			}
		})
	}
}

// TestPolicySurvives makes sure that the place for the policy keeps its quotes
// when the page is minified: it has blanks, and no letter that ends an attribute.
func TestPolicySurvives(t *testing.T) {
	if !strings.Contains(CSP, " ") || strings.ContainsAny(CSP, `"'<>&`) {
		t.Errorf("CSP is %q", CSP)
	}
	if h := shown(t, "", "content/a.md").Head; h.CSP != CSP {
		t.Errorf("got %q, want %q", h.CSP, CSP)
	}
}
