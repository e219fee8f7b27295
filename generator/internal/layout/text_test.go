package layout

import (
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"
)

// texts makes the page content/a.md of each site, one after the other, with what the
// Texts of the first keep. Its layout shows the partial p.html. made counts how often
// something was finished.
func texts(t *testing.T, partial, page string, sites ...*site.Site) (pages []string, made []int, list diag.List) {
	t.Helper()
	set, list := Parse([]*diag.File{{Name: "layouts/page.html", Data: []byte(page)},
		{Name: "layouts/partials/p.html", Data: []byte(partial)}, {Name: "layouts/partials/q.html", Data: []byte("<b>{{.Label}}</b>")}})
	kept := NewTexts(sites[0])
	for _, s := range sites {
		n := 0
		memo := NewMemo(func([]byte, bool) any { n++; return nil }, kept)
		p := s.Page("content/a.md")
		d := New(p, s.View(p), memo)
		html, wrong := execute(set, "page", d)
		whole, lost := d.Assemble(html, func(p *Piece) []byte { return p.HTML })
		if lost != "" {
			wrong = append(wrong, set.Misplaced("page", lost)...)
		}
		pages, made, list = append(pages, string(whole)), append(made, n), append(list, wrong...)
	}
	return pages, made, list
}

const twoWords = "-- content/a.md --\n---\ntitle: A\n---\nWords [@va].\n"

// retitled arranges the pages of s under another title.
func retitled(s *site.Site, title string) *site.Site {
	c := *s.Config
	c.Title = title
	return site.New(s, site.Input{Config: &c, Data: s.Data, Pages: s.Pages, Hidden: s.Hidden})
}

// TestTextsAreShared makes a page of two sites that differ in their settings. What it
// says is made once.
func TestTextsAreShared(t *testing.T) {
	one := siteOf(t, twoWords)
	two := retitled(one, "Two")
	for _, tt := range []struct {
		name, partial string
		page          string
		want          []string
		made          []int
	}{
		{"what the page says", `<h1>{{.Page.Title}}</h1>`, `{{partialCached "p.html" $ .Text}}{{.Site.Title}}`,
			[]string{"<h1>A</h1>The guide", "<h1>A</h1>Two"}, []int{2, 0}},
		{"with a partial of its own", `<p>{{range .Notes}}{{partialCached "q.html" $ .Source}}{{end}}</p>`, `{{partialCached "p.html" $ .Text}}`,
			[]string{"<p><b>VA &amp; co</b></p>", "<p><b>VA &amp; co</b></p>"}, []int{2, 0}},
		{"nothing", "\n{{with .TOC}}<p>{{end}}", `{{partialCached "p.html" $ .Text}}`, []string{"\n", "\n"}, []int{2, 0}},
		{"more than the page says", `<p>{{.Site.Title}}</p>`, `{{partialCached "p.html" $ .Text}}`,
			[]string{"<p>The guide</p>", "<p>Two</p>"}, []int{1, 0}},
		{"more, after a source", `<p>{{range .Notes}}{{partialCached "q.html" $ .Source}}{{end}}{{.Site.Title}}</p>`, `{{partialCached "p.html" $ .Text}}`,
			[]string{"<p><b>VA &amp; co</b>The guide</p>", "<p><b>VA &amp; co</b>Two</p>"}, []int{2, 1}},
		{"as an older layout has it", `<h1>{{.Page.Title}}</h1>`, `{{template "p.html" .}}`, []string{"<h1>A</h1>", "<h1>A</h1>"}, []int{1, 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pages, made, list := texts(t, tt.partial, tt.page, one, two)
			for _, d := range list {
				t.Errorf("%s: %s", d.Position(), d.Message)
			}
			if !slices.Equal(pages, tt.want) || !slices.Equal(made, tt.made) {
				t.Errorf("got %q, made %d; want %q, made %d", pages, made, tt.want, tt.made)
			}
			if strings.Contains(tt.partial, "q.html") {
				return
			}
			if alone, _ := cached(t, twoWords, tt.partial, tt.page, "content/a.md"); alone[0] != tt.want[0] {
				t.Errorf("alone: got %q, want %q", alone[0], tt.want[0])
			}
		})
	}
}

// TestTextsOfOthers makes a page of a site in which it leads elsewhere, and of one
// whose links have another form. Only what the first site has in common is kept.
func TestTextsOfOthers(t *testing.T) {
	one := siteOf(t, "-- content/a.md --\n---\ntitle: A\n---\n[B](b.md)\n-- content/b.md --\n---\ntitle: B\n---\n")
	without := site.New(one, site.Input{Config: one.Config, Data: one.Data, Hidden: []site.Hidden{{Page: one.Page("content/b.md"), Why: "a draft"}},
		Pages: slices.DeleteFunc(slices.Clone(one.Pages), func(p *content.Page) bool { return p.Path == "content/b.md" })})
	c := *one.Config
	c.FileLinks = !c.FileLinks
	folders := site.New(one, site.Input{Config: &c, Data: one.Data, Pages: one.Pages})
	pages, made, list := texts(t, `<h1>{{.Page.Title}}</h1>`, `{{.Body}}`, one, without, without, folders, folders, one)
	want := []string{`<p><a href=../b/index.html>B</a></p>`, `<p>B</p>`, `<p>B</p>`, `<p><a href=../b/>B</a></p>`, `<p><a href=../b/>B</a></p>`,
		`<p><a href=../b/index.html>B</a></p>`}
	if !slices.Equal(pages, want) || !slices.Equal(made, []int{1, 1, 1, 1, 0, 0}) || list != nil {
		t.Errorf("got %q, made %d, %v; want %q", pages, made, list, want)
	}
}

// TestTextMistakes shows where a mistake in a partial that shows a Text is told.
func TestTextMistakes(t *testing.T) {
	for _, tt := range []struct{ name, partial, page, at, says string }{
		{"neither of the page", `<p>{{.Nothing}}</p>`, `{{partialCached "p.html" $ .Text}}`, "layouts/partials/p.html:1:6", "Nothing"},
		{"no such partial", ``, `<p>{{partialCached "r.html" $ .Text}}`, "layouts/page.html:1:6", "layouts/partials/r.html"},
		{"in a tag", `<p>{{.Page.Title}}</p>`, `<p title="{{partialCached "p.html" $ .Text}}">`, "layouts/page.html:1:13", "partialCached stands where no element can"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, list := texts(t, tt.partial, tt.page, siteOf(t, twoWords))
			if len(list) != 1 || list[0].Position().String() != tt.at || !strings.Contains(list[0].Message, tt.says) {
				t.Errorf("got %v, want %s: … %s …", list, tt.at, tt.says)
			}
		})
	}
}
