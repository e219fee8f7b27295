package layout

import (
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"
)

// cached returns the pages at paths, all made with one Memo, whose layout uses the
// partial p.html, and what was wrong.
func cached(t *testing.T, files, partial, page string, paths ...string) (pages []string, list diag.List) {
	t.Helper()
	set, list := Parse([]*diag.File{{Name: "layouts/page.html", Data: []byte(page)},
		{Name: "layouts/partials/p.html", Data: []byte(partial)}})
	memo, s := memo(), siteOf(t, files)
	for _, path := range paths {
		p := s.Page(path)
		d, err := New(p, s.View(p), memo)
		if err != nil {
			t.Fatal(err)
		}
		html, wrong := execute(set, "page", d)
		list = append(list, wrong...)
		whole, ok := d.Assemble(nil, html, func(p *Piece) []byte { return p.HTML })
		if html != nil && !ok {
			list = append(list, set.Misplaced("page")...)
		}
		pages = append(pages, string(whole))
	}
	return pages, list
}

// TestPartialCached makes pages in several folders with one Memo. Each must be the
// same as with the plain partial.
func TestPartialCached(t *testing.T) {
	const files = `
-- content/costs/_index.md --
---
title: Costs
---
-- content/costs/x.md --
---
title: X
---
-- content/costs/y.md --
---
title: Y
---
`
	const partial = `<nav>{{range .Menu}}<a href="{{$.Href .}}"{{if $.Is .}} aria-current="page"{{else if $.InMenu .}} aria-current="true"{{end}}>{{.Name}}</a>{{end}}
{{range .Trail}}<a href="{{$.Href .}}">{{.Name}}</a>{{end}}<a href="{{.RootHref}}">{{.Site.Title}}</a>
<a href="{{.Href .Pages.GetHelp}}">{{.T "help-in-en"}}</a>{{.Asset "css/site.css"}}{{range .Languages}}{{.Href}}{{end}}</nav>`
	paths := []string{"content/a.md", "content/get-help-now.md", "content/costs/x.md", "content/costs/y.md",
		"content/costs/_index.md", "content/_index.md", "content/es/_index.md"}
	got, list := cached(t, files, partial, `<p>{{.Page.Title}}</p>{{partialCached "p.html" .}}`, paths...)
	want, more := cached(t, files, partial, `<p>{{.Page.Title}}</p>{{template "p.html" .}}`, paths...)
	for _, d := range slices.Concat(list, more) {
		t.Errorf("%s: %s", d.Position(), d.Message)
	}
	for i, path := range paths {
		if got[i] != want[i] {
			t.Errorf("%s: got\n%s\nwant\n%s", path, got[i], want[i])
		}
	}
}

// TestPartialsAreShared counts how often a partial is made.
func TestPartialsAreShared(t *testing.T) {
	const files = "-- content/costs/_index.md --\n---\ntitle: Costs\n---\n-- content/costs/x.md --\n---\ntitle: X\n---\n-- content/costs/y.md --\n---\ntitle: Y\n---\n"
	made := 0
	m := NewMemo(func([]byte) any { made++; return nil })
	set, _ := Parse([]*diag.File{{Name: "layouts/page.html", Data: []byte(`{{partialCached "p.html" .}}`)},
		{Name: "layouts/partials/p.html", Data: []byte(`<p>{{.Site.Title}}</p>`)}})
	s := siteOf(t, files)
	for _, path := range []string{"content/costs/x.md", "content/costs/y.md"} {
		d, err := New(s.Page(path), s.View(s.Page(path)), m)
		if err != nil {
			t.Fatal(err)
		}
		if _, list := execute(set, "page", d); list != nil {
			t.Fatal(list[0].Message)
		}
	}
	if made != 1 {
		t.Errorf("two pages of one folder: made %d times, want 1", made)
	}
}

// TestPartialCachedMistakes shows where a mistake in a shared partial is told.
func TestPartialCachedMistakes(t *testing.T) {
	for _, tt := range []struct{ name, partial, page, at, says string }{
		{"of the page", `<p>{{.Page.Title}}</p>`, `{{partialCached "p.html" .}}`, "layouts/partials/p.html:1:11", "Page"},
		{"another page", `<p>{{range .Pages.Menu.Pages}}{{$.Href .}}{{end}}{{.Href .Pages.Home}}{{.Asset "css/no.css"}}</p>`, `{{partialCached "p.html" .}}`,
			"layouts/partials/p.html:1:73", "static/css/no.css"},
		{"no such partial", ``, `<p>{{partialCached "q.html" .}}`, "layouts/page.html:1:6", "layouts/partials/q.html"},
		{"not the page", ``, `<p>{{partialCached "p.html" .Page}}`, "layouts/page.html:1:6", "the page itself"},
		{"in a tag", `<p>Words</p>`, `<p title="{{partialCached "p.html" .}}">`, "layouts/page.html:1:13", "no element can"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, list := cached(t, "", tt.partial, tt.page, "content/a.md")
			if len(list) != 1 || list[0].Position().String() != tt.at || !strings.Contains(list[0].Message, tt.says) {
				for _, d := range list {
					t.Errorf("got %s: %s, want %s: … %s …", d.Position(), d.Message, tt.at, tt.says)
				}
				if list == nil {
					t.Errorf("got nothing, want %s", tt.at)
				}
			}
		})
	}
}
