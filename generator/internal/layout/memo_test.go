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
		d := New(p, s.View(p), memo)
		html, wrong := execute(set, "page", d)
		list = append(list, wrong...)
		whole, lost := d.Assemble(html, func(p *Piece) []byte { return p.HTML })
		if html != nil && lost != "" {
			list = append(list, set.Misplaced("page", lost)...)
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
	m := NewMemo(func([]byte, bool) any { made++; return nil }, nil)
	set, _ := Parse([]*diag.File{{Name: "layouts/page.html", Data: []byte(`{{partialCached "p.html" .}}`)},
		{Name: "layouts/partials/p.html", Data: []byte(`<p>{{.Site.Title}}</p>`)}})
	s := siteOf(t, files)
	for _, path := range []string{"content/costs/x.md", "content/costs/y.md"} {
		d := New(s.Page(path), s.View(s.Page(path)), m)
		if _, list := execute(set, "page", d); list != nil {
			t.Fatal(list[0].Message)
		}
	}
	if made != 1 {
		t.Errorf("two pages of one folder: made %d times, want 1", made)
	}
}

// TestThingsAreShared counts how often a partial that shows one thing is made: once
// for each thing, in whatever folder its pages are.
func TestThingsAreShared(t *testing.T) {
	const files = "-- content/a.md --\n---\ntitle: A\n---\n[@va] [@nimh]\n-- content/costs/_index.md --\n---\ntitle: Costs\n---\n-- content/costs/x.md --\n---\ntitle: X\n---\n[@va]\n"
	made := 0
	m := NewMemo(func(_ []byte, small bool) any {
		if !small {
			made++
		}
		return nil
	}, nil)
	set, _ := Parse([]*diag.File{{Name: "layouts/page.html", Data: []byte(`{{range .Notes}}{{partialCached "p.html" $ .Source}};{{end}}`)},
		{Name: "layouts/partials/p.html", Data: []byte(`<b>{{.Label}}</b>`)}})
	s := siteOf(t, files)
	for path, want := range map[string]string{"content/a.md": "<b>VA &amp; co</b>;<b>NIMH</b>;", "content/costs/x.md": "<b>VA &amp; co</b>;"} {
		d := New(s.Page(path), s.View(s.Page(path)), m)
		html, list := execute(set, "page", d)
		if list != nil {
			t.Fatal(list[0].Message)
		}
		if got, lost := d.Assemble(html, func(p *Piece) []byte { return p.HTML }); string(got) != want || lost != "" {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
	if made != 2 {
		t.Errorf("two sources on two pages: made %d, want 2", made)
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
		{"a thing that is a list", ``, `<p>{{partialCached "p.html" $ .Menu}}`, "layouts/page.html:1:6", "can show one thing"},
		{"nothing", ``, `<p>{{partialCached "p.html" $ nil}}`, "layouts/page.html:1:6", "can show one thing"},
		{"of the page, where a thing is shown", `{{.T "back"}}`, `<p>{{partialCached "p.html" $ .Page.Title}}`, "layouts/partials/p.html:1:3", "no T here"},
		{"in a tag", `<p>Words</p>`, `<p title="{{partialCached "p.html" .}}">`, "layouts/page.html:1:13", "partialCached stands where no element can"},
		{"the body in a tag", ``, `<p title="{{.Body}}">`, "layouts/page.html:1:13", ".Body stands where no element can"},
		{"the body in an address", ``, `<a href="/?{{.Body}}">x</a>`, "layouts/page.html:1:14", ".Body stands where no element can"},
		{"the body in a script", ``, `<script>x = {{.Body}}</script>`, "layouts/page.html:1:15", ".Body stands where no element can"},
		{"the body in the title", ``, `<title>{{.Body}}</title>`, "layouts/page.html:1:10", ".Body stands where no element can"},
		{"the body in a tag, after it stood well", ``, `<p>{{.Body}}<p title="{{.Body}}">`, "layouts/page.html:1:6", ".Body stands where no element can"},
		{"the body in a tag, before it stands well", ``, `<p title="{{.Body}}"><p>{{.Body}}`, "layouts/page.html:1:13", ".Body stands where no element can"},
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

// TestBodyInPlace makes pages whose layouts show the body in several ways.
func TestBodyInPlace(t *testing.T) {
	const words = "-- content/a.md --\n---\ntitle: A\n---\nWords.\n\nMore.\n"
	const none = "-- content/a.md --\n---\ntitle: A\n---\n"
	for _, tt := range []struct{ name, files, page, want string }{
		{"before a block", words, `<div>{{.Body}}</div>`, `<div><p>Words.<p>More.</div>`},
		{"before words", words, `{{.Body}} and more`, `<p>Words.<p>More.</p> and more`},
		{"at the end", words, `<i>{{.Body}}`, `<i><p>Words.<p>More.</p>`},
		{"twice", words, `{{.Body}}<hr>{{.Body}}`, `<p>Words.<p>More.<hr><p>Words.<p>More.</p>`},
		{"asked for", words, `{{with .Body}}<b>{{.}}</b>{{end}}`, `<b><p>Words.<p>More.</p></b>`},
		{"not shown", words, `{{if .Body}}<p>There are words{{end}}`, `<p>There are words`},
		{"no words", none, `{{if .Body}}<p>There are words{{end}}`, ``},
		{"beside a partial", words, `{{partialCached "p.html" .}}{{.Body}}{{partialCached "p.html" .}}`, `<p>A part</p><p>Words.<p>More.<p>A part</p>`},
		{"after what looks like its mark", words, `<hr partial="9">{{.Body}}`, `<hr partial="9"><p>Words.<p>More.</p>`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pages, list := cached(t, tt.files, "<p>A part</p>", tt.page, "content/a.md")
			if len(list) > 0 || pages[0] != tt.want {
				t.Errorf("got %s and %v, want %s", pages[0], list, tt.want)
			}
		})
	}
}

// TestDone makes sure that a body which is written into the memory of another has
// nothing of it.
func TestDone(t *testing.T) {
	s, m := siteOf(t, "-- content/a.md --\n---\ntitle: A\n---\nMany words, and more of them.\n-- content/b.md --\n---\ntitle: B\n---\nFew.\n"), memo()
	for _, want := range []string{"<p>Many words, and more of them.</p>", "<p>Few.</p>", "<p>Many words, and more of them.</p>"} {
		path := "content/a.md"
		if strings.Contains(want, "Few") {
			path = "content/b.md"
		}
		d := New(s.Page(path), s.View(s.Page(path)), m)
		if got := bodyOf(d); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		d.Done()
	}
}
