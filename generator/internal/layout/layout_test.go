package layout

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"

	"github.com/rogpeppe/go-internal/txtar"
)

// base is what the small sites of these tests share; a test's own files go over
// it.
const base = `
-- site.yaml --
title: The guide
languages: [en, es]
-- sources.yaml --
nimh: {label: NIMH, title: Depression, publisher: Institute, url: "https://www.nimh.nih.gov/", checked: 2026-11-01}
va: {label: VA & co, title: Care, publisher: Department, url: "https://www.va.gov/", checked: 2026-11-01}
-- contacts.yaml --
emergency: {name: Emergency, region: US, role: emergency, call: "911", checked: 2026-11-01}
lifeline: {name: Lifeline, region: US, role: crisis, call: "1-800-273", press: "2", text: "741-741", textWord: HOME, chat: "https://chat.example/", checked: 2026-11-01}
-- strings.yaml --
mark-source: "Source: %s"
mark-note: Note %d
in-language-es: (in Spanish)
in-language-en: (in English)
language-es: Español
language-en: English
help-in-es: Ayuda
help-in-en: Help
not-found-title: Not here
task-open: "To do <now>"
-- content/_index.md --
---
title: Start
---
-- content/get-help-now.md --
---
title: Help
---
-- content/es/_index.md --
---
title: Inicio
---
-- content/es/get-help-now.md --
---
title: Ayuda
---
-- content/a.md --
---
title: A page
---
Words.
`

// shown returns what the layout of the page at path sees, in the site that base
// and files make.
func shown(t *testing.T, files, path string) *Data {
	t.Helper()
	p, v := arranged(t, files, path)
	return New(p, v, memo())
}

func arranged(t *testing.T, files, path string) (*content.Page, site.View) {
	t.Helper()
	s := siteOf(t, files)
	p := s.Page(path)
	if p == nil {
		t.Fatalf("there is no page %s", path)
	}
	return p, s.View(p)
}

// siteOf arranges the site that base and files make.
func siteOf(t *testing.T, files string) *site.Site {
	t.Helper()
	tree := map[string][]byte{}
	for _, f := range txtar.Parse([]byte(base + files)).Files {
		tree[f.Name] = f.Data
	}
	var list diag.List
	decode := func(name string, field schema.Field) *schema.Value {
		return schema.Decode(&diag.File{Name: name, Data: tree[name]}, field, &list)
	}
	c := site.NewConfig(decode("site.yaml", schema.Site), "")
	data := &site.Data{Contacts: map[string]*site.Contacts{}, Strings: map[string]*site.Strings{},
		Glossary: map[string][]*site.Term{}, Files: map[string]*site.File{},
		Sources: site.NewSources(decode("sources.yaml", schema.Data["sources"]), nil),
		Assets:  site.NewAssets(map[string]string{"css/site.css": "css/site.0a.css"})}
	var glossary []markdown.Entry
	if tree["glossary.yaml"] != nil {
		data.Glossary["en"] = site.NewTerms(decode("glossary.yaml", schema.Data["glossary"]))
		for _, e := range data.Glossary["en"] {
			glossary = append(glossary, markdown.Entry{Key: e.Key, Term: e.Term, Definition: e.Definition, Also: e.Also})
		}
	}
	for _, lang := range c.Languages {
		data.Contacts[lang] = site.NewContacts(decode("contacts.yaml", schema.Data["contacts"]), c.Region)
		data.Strings[lang] = site.NewStrings(lang, decode("strings.yaml", schema.Data["strings"]))
	}
	in := site.Input{Config: c, Data: data}
	for name, text := range tree {
		f := &diag.File{Name: name, Data: text}
		lang := content.Lang(name, c.Languages)
		env := &content.Env{Lang: lang, Languages: c.Languages,
			Markdown: &markdown.Env{Lang: lang, Glossary: markdown.NewGlossary(glossary)}}
		switch {
		case content.IsPage(name):
			in.Pages = append(in.Pages, content.Compile(name, f, env, nil))
			list = append(list, in.Pages[len(in.Pages)-1].Diags...)
		case content.IsFragment(name):
			in.Fragments = append(in.Fragments, content.CompileFragment(name, f, env))
		case strings.HasSuffix(name, ".svg"):
			data.Files[name] = &site.File{Path: name, URL: "/" + strings.TrimPrefix(name, "content/"),
				Width: 40, Height: 20, SVG: strings.TrimSpace(string(text))}
		case strings.HasSuffix(name, ".png"):
			data.Files[name] = &site.File{Path: name, URL: "/" + strings.TrimPrefix(name, "content/"), Width: 40, Height: 20}
		}
	}
	for _, d := range list {
		t.Fatalf("%s: %s", d.Position(), d.Message)
	}
	return site.New(nil, in)
}

// layouts parses the files of an archive.
func layouts(text string) (*Set, diag.List) {
	var files []*diag.File
	for _, f := range txtar.Parse([]byte(text)).Files {
		files = append(files, &diag.File{Name: f.Name, Data: f.Data})
	}
	return Parse(files)
}

func TestExecute(t *testing.T) {
	set, list := layouts(`
-- layouts/page.html --
<h1>{{.Page.Title}}</h1>{{template "body.html" .}}
-- layouts/poster.html --
<p>{{.Params.color}}</p>
-- layouts/partials/body.html --
{{.Body}}
`)
	if len(list) != 0 {
		t.Fatal(list)
	}
	for name, want := range map[string]bool{"page": true, "poster": true, "body": false, "gone": false} {
		if set.Has(name) != want {
			t.Errorf("Has(%s) is %t, want %t", name, set.Has(name), want)
		}
	}
	if got := strings.Join(set.Names(), " "); got != "page poster" {
		t.Errorf("names: got %s, want page poster", got)
	}
	d := shown(t, "-- content/a.md --\n---\ntitle: A <b> & B\nparams: {color: blue}\n---\nWords.\n", "content/a.md")
	got, list := execute(set, "page", d)
	if want := "<h1>A &lt;b&gt; &amp; B</h1>" + bodyMark + "\n\n"; string(got) != want || len(list) != 0 {
		t.Errorf("got %q and %v, want %q", got, list, want)
	}
	if got, _ := execute(set, "poster", d); string(got) != "<p>blue</p>\n" {
		t.Errorf("a site's own layout: got %q", got)
	}
}

// TestMistakesInLayouts holds the place of each mistake, and that it is told
// once, whichever pages need the layout.
func TestMistakesInLayouts(t *testing.T) {
	tests := []struct{ name, files, want string }{
		{"no end", "-- layouts/page.html --\n<p>\n{{if .Page}}x\n", "layouts/page.html:3:1: this layout cannot be used: an {{if}}, {{with}}, {{range}} or {{define}} in it has no {{end}}"},
		{"unknown function", "-- layouts/page.html --\n<p>\n{{shout .Page}}\n",
			`layouts/page.html:2:1: this layout cannot be used: there is nothing called shout; what a page has is written with a dot before it, as .Page.Title`},
		{"unknown field", "-- layouts/page.html --\n<p>\n  {{.Titel}}\n",
			`layouts/page.html:2:5: this layout cannot be used: there is no Titel here to show, as .Titel asks for`},
		{"unknown field in a partial", "-- layouts/page.html --\n{{template \"x.html\" .}}\n-- layouts/partials/x.html --\n<p>\n<b>{{.Page.Titel}}</b>\n",
			`layouts/partials/x.html:2:11: this layout cannot be used: there is no Titel here to show, as .Page.Titel asks for`},
		{"partial that is not there", "-- layouts/page.html --\n<p>\n{{template \"gone.html\" .}}\n",
			`layouts/page.html:2:12: this layout cannot be used: no such template "gone.html"`},
		{"partial that cannot be parsed", "-- layouts/page.html --\n{{template \"x.html\" .}}\n-- layouts/partials/x.html --\n<p>{{.Page\n",
			"layouts/partials/x.html:2:1: this layout cannot be used: unclosed action started at x.html:1"},
		{"value where it would be unsafe", "-- layouts/page.html --\n<p>\n<a {{.Page.Title}}=\"x\" href='\n",
			"layouts/page.html:1:1: this layout cannot be used: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set, list := layouts(tt.files)
			if !set.Has("page") {
				t.Error("the layout counts as missing: each page would tell that too")
			}
			page, more := execute(set, "page", shown(t, "", "content/a.md"))
			if page != nil {
				t.Errorf("a page comes out: %q", page)
			}
			list = append(list, more...)
			if len(list) != 1 {
				t.Fatalf("got %d diagnostics, want 1: %v", len(list), list)
			}
			if got := list[0].Position().String() + ": " + list[0].Message; !strings.HasPrefix(got, tt.want) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestEmptyLayout makes sure that a layout with nothing in it makes a page, with
// nothing in it: the rules then tell what the page lacks.
func TestEmptyLayout(t *testing.T) {
	set, _ := layouts("-- layouts/page.html --\n")
	page, list := execute(set, "page", shown(t, "", "content/a.md"))
	if page == nil || len(page) > 0 || len(list) > 0 {
		t.Errorf("got %q and %v, want an empty page", page, list)
	}
}

// source returns the text of a file of this package.
func source(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// memo returns a Memo of partials that need no finishing.
func memo() *Memo { return NewMemo(func([]byte, bool) any { return nil }, nil) }

// execute returns the page of d, nil if there is none, and what was wrong.
func execute(s *Set, name string, d *Data) ([]byte, diag.List) {
	b := bytes.NewBuffer([]byte{})
	list, ok := s.Execute(b, name, d)
	if !ok {
		return nil, list
	}
	return b.Bytes(), list
}

// TestMissingWords makes sure that no page shows the name of a key in place of
// words.
func TestMissingWords(t *testing.T) {
	for _, use := range []string{`{{.T "no-such-words" 1}}`, `{{.N "no-such-words" 2}}`} {
		set, _ := layouts("-- layouts/page.html --\n<p>\n" + use + "</p>\n")
		_, list := execute(set, "page", shown(t, "", "content/a.md"))
		if len(list) != 1 || list[0].Position().String() != "layouts/page.html:2:3" || !strings.Contains(list[0].Message, "no words for no-such-words") {
			t.Errorf("%s: got %v, want one message at layouts/page.html:2:3", use, list)
		}
	}
}
