package site

import (
	"regexp"
	"strings"
	"testing"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/schema"

	"github.com/rogpeppe/go-internal/txtar"
)

// A shelf is a small site that tests arrange again and again, as build does:
// what stays the same between two arrangings stays the same pointer.
type shelf struct {
	t         *testing.T
	files     map[string]string
	pages     map[string]*content.Page
	fragments map[string]*content.Fragment
	hidden    map[string]string // why, by path
	sources   map[string]*Source
	config    *Config
	site      *Site
}

// small is the site that most tests use.
const small = `
-- site.yaml --
title: The guide
languages: [en, es]
menu: [costs/_index.md, about.md, gone.md]
-- sources.yaml --
nimh: {label: NIMH, title: Depression, publisher: Institute, url: "https://www.nimh.nih.gov/", checked: 2026-11-01}
va: {label: VA, title: Care, publisher: Department, url: "https://www.va.gov/", checked: 2026-11-01}
-- contacts.yaml --
emergency: {name: Emergency, region: US, role: emergency, call: "911", checked: 2026-11-01}
lifeline: {name: Lifeline, region: US, role: crisis, call: "988", checked: 2026-11-01}
-- glossary.yaml --
iop: {term: IOP, definition: A program.}
arbeit: {term: Ärger, definition: A word.}
-- content/_index.md --
-- content/about.md --
[us](costs/_index.md) and [Spanish](es/about.md) [@nimh]
-- content/get-help-now.md --
-- content/costs/_index.md --
weight: 5
-- content/costs/insurance.md --
weight: 10
related: [../about.md, free.md, lost.md]
---
[@nimh] [@va] [@nimh]
-- content/costs/free.md --
weight: 20
-- content/costs/late.md --
-- content/costs/plans/hmo.md --
-- content/costs/plans/_index.md --
-- content/costs/room.svg --
-- content/costs/form.pdf --
-- content/_shared/call.md --
[help](../get-help-now.md) [@va]
-- content/es/_index.md --
-- content/es/about.md --
[dinero](/costs/insurance.md)
-- content/es/costs/insurance.md --
`

func newShelf(t *testing.T, text string) *shelf {
	s := &shelf{t: t, files: map[string]string{}, pages: map[string]*content.Page{},
		fragments: map[string]*content.Fragment{}, hidden: map[string]string{}}
	for _, f := range txtar.Parse([]byte(text)).Files {
		s.files[f.Name] = string(f.Data)
	}
	s.arrange()
	return s
}

// edit replaces old by new in a file and arranges again.
func (s *shelf) edit(name, old, new string) {
	s.t.Helper()
	if !strings.Contains(s.files[name], old) {
		s.t.Fatalf("%s does not hold %q", name, old)
	}
	s.files[name] = strings.Replace(s.files[name], old, new, 1)
	s.arrange()
}

func (s *shelf) arrange() *Site {
	s.t.Helper()
	s.config = NewConfig(s.decode("site.yaml", schema.Site), "").Keep(s.config)
	in := Input{Config: s.config, Data: s.data()}
	for name := range s.files {
		switch env := s.env(name); {
		case content.IsPage(name):
			p := s.page(name, env)
			if why := s.hidden[name]; why != "" {
				in.Hidden = append(in.Hidden, Hidden{Page: p, Why: why})
			} else {
				in.Pages = append(in.Pages, p)
			}
		case content.IsFragment(name):
			f := &diag.File{Name: name, Data: []byte(s.files[name])}
			if g := s.fragments[name]; g == nil || string(g.File.Data) != string(f.Data) {
				s.fragments[name] = content.CompileFragment(name, f, env)
			}
			in.Fragments = append(in.Fragments, s.fragments[name])
		}
	}
	s.site = New(s.site, in)
	return s.site
}

func (s *shelf) env(name string) *content.Env {
	lang := content.Lang(name, s.config.Languages)
	return &content.Env{Lang: lang, Languages: s.config.Languages, Markdown: &markdown.Env{Lang: lang}}
}

var setting = regexp.MustCompile(`^\w+: `)

// page compiles a page, whose front matter may be left out. Its title is the
// file's name.
func (s *shelf) page(name string, env *content.Env) *content.Page {
	front, body, both := strings.Cut(s.files[name], "---\n")
	if !both && !setting.MatchString(front) {
		front, body = "", front
	}
	if !strings.Contains(front, "title:") {
		front += "title: " + strings.TrimSuffix(name[strings.LastIndex(name, "/")+1:], ".md") + "\n"
	}
	text := "---\n" + front + "---\n" + body
	old := s.pages[name]
	if old != nil && string(old.File.Data) == text {
		return old
	}
	s.pages[name] = content.Compile(name, &diag.File{Name: name, Data: []byte(text)}, env, old)
	for _, d := range s.pages[name].Diags {
		s.t.Fatalf("%s: %s", d.Position(), d.Message)
	}
	return s.pages[name]
}

func (s *shelf) decode(name string, field schema.Field) *schema.Value {
	s.t.Helper()
	if s.files[name] == "" {
		return nil
	}
	var list diag.List
	v := schema.Decode(&diag.File{Name: name, Data: []byte(s.files[name])}, field, &list)
	for _, d := range list {
		s.t.Fatalf("%s: %s", d.Position(), d.Message)
	}
	return v
}

func (s *shelf) data() *Data {
	s.sources = NewSources(s.decode("sources.yaml", schema.Data["sources"]), s.sources)
	d := &Data{Contacts: map[string]*Contacts{}, Sources: s.sources, Glossary: map[string][]*Term{},
		Strings: map[string]*Strings{}, Assets: NewAssets(map[string]string{"a.css": "a.0.css"}), Files: map[string]*File{}}
	for _, lang := range s.config.Languages {
		d.Contacts[lang] = NewContacts(s.decode("contacts.yaml", schema.Data["contacts"]), s.config.Region)
		d.Strings[lang] = NewStrings(lang, s.decode("strings.yaml", schema.Data["strings"]))
	}
	d.Glossary["en"] = NewTerms(s.decode("glossary.yaml", schema.Data["glossary"]))
	for name, text := range s.files {
		switch {
		case strings.HasSuffix(name, ".svg"):
			d.Files[name] = &File{Path: name, URL: "/" + strings.TrimPrefix(name, "content/"), Width: 4, SVG: text}
		case strings.HasSuffix(name, ".pdf"):
			d.Files[name] = &File{Path: name, URL: "/" + strings.TrimPrefix(name, "content/"), Problem: "it is not a picture"}
		case strings.HasSuffix(name, ".png"):
			d.Files[name] = &File{Path: name, Problem: "it is damaged, or not what its name says"}
		}
	}
	var old *Data
	if s.site != nil {
		old = s.site.Data
	}
	return KeepData(old, d)
}

// view returns what the page at path can see.
func (s *shelf) view(path string) View {
	s.t.Helper()
	p := s.site.Page(path)
	if p == nil {
		s.t.Fatalf("there is no page %s", path)
	}
	return s.site.View(p)
}

// titles returns the titles of pages, so that lists can be compared.
func titles(pages []*content.Meta) string {
	var names []string
	for _, m := range pages {
		if m == nil {
			names = append(names, "nil")
		} else {
			names = append(names, strings.TrimSuffix(strings.TrimPrefix(m.Path, "content/"), ".md"))
		}
	}
	return strings.Join(names, " ")
}

// TestInPlace gives one page another face: only those that show it get another place, and
// whether the site has a feed is not forgotten.
func TestInPlace(t *testing.T) {
	s := newShelf(t, strings.Replace(small, "title: The guide\n", "title: The guide\nbaseURL: https://guide.example/\nfeatures: {feed: true}\n", 1))
	old := s.site
	arrange := func(name, text string) *Site {
		s.files[name] = text
		in := Input{Config: old.Config, Data: old.Data, Fragments: old.fragments}
		for _, p := range old.Pages {
			if p.Path == name {
				p = s.page(name, s.env(name))
			}
			in.Pages = append(in.Pages, p)
		}
		return New(old, in)
	}
	others := func(now *Site) string {
		changes, ok := now.Changes(old)
		if !ok {
			t.Fatal("they have not the same pages")
		}
		var metas []*content.Meta
		for _, c := range changes {
			metas = append(metas, c.New.Page.Meta)
		}
		return titles(metas)
	}
	now := arrange("content/costs/free.md", "title: For free\nweight: 20\n")
	if got, want := others(now), "_index costs/_index costs/free costs/insurance"; got != want {
		t.Errorf("a title: got %s, want %s", got, want)
	}
	old = now
	now = arrange("content/costs/free.md", "title: For free\nweight: 5\n")
	if got, want := titles([]*content.Meta{now.Places[0].View.Prev, now.Place("content/costs/insurance.md").View.Prev}), "nil costs/free"; got != want {
		t.Errorf("before insurance: got %s, want %s", got, want)
	}
	if now.HasFeed() {
		t.Error("there is a feed without a day")
	}
	old = now
	if now = arrange("content/costs/free.md", "title: For free\nlastmod: 2026-11-01\n"); !now.HasFeed() {
		t.Error("there is no feed, though a page has a day")
	}
	old = now
	if now = arrange("content/about.md", "title: All about us\n---\n[@nimh]"); !now.HasFeed() {
		t.Error("the feed is gone with another page's title")
	}
	if got, want := titles(now.cited["nimh"]), "about costs/insurance"; got != want {
		t.Errorf("who cites: got %s, want %s", got, want)
	}
	if now.cited["nimh"][0] != now.Page("content/about.md").Meta {
		t.Error("who cites has the old face")
	}
}
