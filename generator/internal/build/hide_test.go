package build

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

// TestHidden holds which pages are left out, and the reason that is told.
func TestHidden(t *testing.T) {
	page := func(front string) string { return "---\ntitle: T\ndescription: D.\nclaims: false\n" + front + "---\n" }
	tests := []struct {
		name, path, front, site string
		drafts                  bool
		why                     string
	}{
		{"published", "content/a.md", "", "", false, ""},
		{"draft", "content/a.md", "draft: true\n", "", false, "a draft"},
		{"draft, with drafts", "content/a.md", "draft: true\n", "", true, ""},
		{"due tomorrow", "content/a.md", "publishDate: 2026-11-25\n", "", false, "not due before 2026-11-25"},
		{"due today", "content/a.md", "publishDate: 2026-11-24\n", "", false, ""},
		{"due tomorrow, with drafts", "content/a.md", "publishDate: 2026-11-25\n", "", true, "not due before 2026-11-25"},
		{"expires tomorrow", "content/a.md", "expiryDate: 2026-11-25\n", "", false, ""},
		{"expires today", "content/a.md", "expiryDate: 2026-11-24\n", "", false, "expired since 2026-11-24"},
		{"omitted", "content/a.md", "", "omit: [a.md]\n", false, "omitted by site.yaml"},
		{"omitted by a pattern", "content/costs/a.md", "", "omit: [costs/*.md]\n", false, "omitted by site.yaml"},
		{"omitted with a section", "content/costs/deep/a.md", "", "omit: ['costs/**']\n", false, "omitted by site.yaml"},
		{"all omitted", "content/a.md", "", "omit: ['**']\n", false, "omitted by site.yaml"},
		{"a pattern for others", "content/costs/a.md", "", "omit: ['*.md']\n", false, ""},
		{"help stays", "content/get-help-now.md", "", "omit: ['**']\n", false, ""},
		{"omitted goes before draft", "content/a.md", "draft: true\n", "omit: [a.md]\n", false, "omitted by site.yaml"},
		{"another language", "content/es/a.md", "", "", false, "in a language that site.yaml does not list"},
		{"the page of another language", "content/es/_index.md", "", "", false, "in a language that site.yaml does not list"},
		{"no language", "content/qq/a.md", "", "", false, ""},
		{"a folder deeper down", "content/costs/es/a.md", "", "", false, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBuilder(bare(map[string]string{tt.path: page(tt.front),
				"site.yaml": "title: T\nlanguages: [en]\n" + tt.site}), today)
			b.opts.Drafts = tt.drafts
			r := build(t, b)
			why := ""
			for _, h := range r.Hidden {
				if h.Page.Path == tt.path {
					why = h.Why
				}
			}
			if why != tt.why {
				t.Errorf("got %q, want %q", why, tt.why)
			}
			if published := r.Site.Page(tt.path) != nil; published != (tt.why == "") {
				t.Errorf("published is %t", published)
			}
		})
	}
}

// TestOtherLanguageUntold makes sure that nothing is said of a page in a language
// that the site does not have: a self-check in Spanish is no mistake in English.
func TestOtherLanguageUntold(t *testing.T) {
	wrong := "---\ntitle: T\nwieght: 10\n---\n"
	for path, want := range map[string]bool{"content/es/a.md": false, "content/a.md": true} {
		_, r := made(t, map[string]string{"site.yaml": "title: T\nlanguages: [en]\n", path: wrong})
		told := slices.ContainsFunc(r.Diags, func(d diag.Diagnostic) bool { return d.Rule == "unknown-key" })
		if told != want {
			t.Errorf("%s: got %t, want %t", path, told, want)
		}
	}
}

// TestStrangeLanguages holds that a site without a guide below it is told of pages in a
// folder that is named as a language is, unless it has the words of that language.
func TestStrangeLanguages(t *testing.T) {
	page := "---\ntitle: T\ndescription: D.\nclaims: false\n---\n"
	for name, c := range map[string]struct{ path, words, want string }{
		"another language": {"content/pa/a.md", "",
			"content/pa/a.md:1:1: no page of content/pa/ is published: it is a language that site.yaml does not list\n"},
		"one left out on purpose": {"content/pa/a.md", "content/pa/_data/strings.yaml", ""},
		"the first language": {"content/en/a.md", "",
			"content/en/a.md:1:1: no page of content/en/ is published: the pages of the first language lie in content/ itself\n"},
	} {
		files := map[string]string{c.path: page}
		if c.words != "" {
			files[c.words] = "share-line: x\n"
		}
		_, r := made(t, files)
		if got := messages(t, r, "languages"); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// TestMeantLanguages holds that a folder is told of which was to be that of a language,
// in the place of its pages that no way leads to.
func TestMeantLanguages(t *testing.T) {
	const told = "sp/ has the names of pages that are there already, and sp is no language"
	page := func(title string) string { return "---\ntitle: " + title + "\ndescription: D.\nclaims: false\n---\n" }
	for name, c := range map[string]struct {
		pages []string
		want  string
	}{
		"a translation":             {[]string{"sp/what.md", "sp/help/money.md"}, "content/sp/help/money.md:1:1: content/" + told},
		"with a page of its own":    {[]string{"sp/_index.md", "sp/what.md"}, "content/sp/_index.md:1:1: content/" + told},
		"with one page more":        {[]string{"sp/what.md", "sp/help/money.md", "sp/help/travel.md", "sp/a.md"}, "content/sp/a.md:1:1: content/" + told},
		"a section":                 {[]string{"ot/_index.md", "ot/a.md", "ot/b.md", "ot/what.md"}, ""},
		"a section without pages":   {[]string{"ot/_index.md"}, ""},
		"a folder of three letters": {[]string{"spa/what.md"}, ""},
	} {
		files := map[string]string{"site.yaml": "base: default\nlanguages: [en]\n"}
		for i, p := range c.pages {
			files["content/"+p] = page("Ours " + string(rune('a'+i)))
		}
		_, all := over(t, files)
		got, orphans := "", 0
		for _, d := range all {
			switch {
			case d.Rule == "languages":
				got += d.Position().String() + ": " + d.Message
			case strings.HasPrefix(d.File.Name, "content/sp/") && (d.Rule == "orphan-page" || d.Rule == "missing-index"):
				orphans++
			}
		}
		if got != c.want || orphans > 0 && c.want != "" {
			t.Errorf("%s: got %q and %d that follow from it, want %q", name, got, orphans, c.want)
		}
	}
}

// TestOmitsInVain makes sure that a pattern which leaves nothing out is told: a
// page that somebody wanted gone would be published.
func TestOmitsInVain(t *testing.T) {
	_, r := made(t, map[string]string{
		"site.yaml":               "title: T\nlanguages: [en]\nomit: [a.md, 'b/*', aa.md, '[', /a.md, get-help-now.md]\n",
		"content/a.md":            "---\ntitle: A\n---\n",
		"content/get-help-now.md": "---\ntitle: Help\n---\n",
	})
	var got []string
	for _, d := range r.Diags {
		if d.Rule == "omit" {
			got = append(got, d.Position().String()+": "+d.Message+" = "+d.Help)
		}
	}
	const name = " = name a file below content/, such as conditions/ocd.md, or a pattern, such as conditions/*.md"
	want := []string{
		"site.yaml:3:14: no page is left out by b/*" + name,
		"site.yaml:3:21: no page is left out by aa.md = did you mean a.md?",
		"site.yaml:3:28: no page is left out by [" + name,
		"site.yaml:3:33: no page is left out by /a.md = did you mean a.md?",
		"site.yaml:3:40: get-help-now.md cannot be left out = somebody may need it; put a page of your own in its place",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestPlacesStayTrue makes sure that messages point to where things stand now,
// also after an edit that changes nothing but the place.
func TestPlacesStayTrue(t *testing.T) {
	for _, name := range []string{"site.yaml", "content/_data/contacts.yaml", "content/_data/sources.yaml", "content/es/_data/strings.yaml", "content/what.md"} {
		tree := guide(t)
		tree["site.yaml"].Data = append([]byte("menu: [gone.md]\nomit: [gone.md]\n"), tree["site.yaml"].Data...)
		tree["content/es/_data/strings.yaml"].Data = bytes.Replace(tree["content/es/_data/strings.yaml"].Data, []byte("skip:"), []byte("skp:"), 1)
		tree["content/what.md"].Data = bytes.Replace(tree["content/what.md"].Data, []byte("related:"), []byte("related: [gone.md]\nrelate:"), 1)
		later := schema.Date{Year: 2030, Month: 1, Day: 1} // all is overdue
		b := newBuilder(tree, later)
		build(t, b)
		data := append([]byte("# a remark\n"), tree[name].Data...)
		if strings.HasSuffix(name, ".md") {
			data = bytes.Replace(tree[name].Data, []byte("---\n"), []byte("---\n# a remark\n"), 1)
		}
		tree[name] = &fstest.MapFile{Data: data}
		equal(t, "a remark in "+name, build(t, b, name), build(t, newBuilder(tree, later)))
	}
}

// TestNextDay holds the first day on which the site would be another without
// any edit.
func TestNextDay(t *testing.T) {
	tests := []struct{ name, a, b, site, want string }{
		{"none", "", "", "", ""},
		{"one is due", "publishDate: 2027-01-02", "", "", "2027-01-02 a due"},
		{"one expires", "expiryDate: 2027-01-02", "", "", "2027-01-02 a expires"},
		{"the first of two", "publishDate: 2027-01-02", "expiryDate: 2026-12-01", "", "2026-12-01 b expires"},
		{"the same day", "publishDate: 2027-01-02", "publishDate: 2027-01-02", "", "2027-01-02 a due"},
		{"past", "publishDate: 2026-01-02", "expiryDate: 2026-11-24", "", ""},
		{"due, then expires", "publishDate: 2027-01-02\nexpiryDate: 2027-02-02", "", "", "2027-01-02 a due"},
		{"a draft", "draft: true\npublishDate: 2027-01-02", "", "", ""},
		{"omitted", "publishDate: 2027-01-02", "publishDate: 2027-03-02", "omit: [a.md]", "2027-03-02 b due"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			page := func(front string) string { return "---\ntitle: T\n" + strings.TrimSpace(front) + "\n---\n" }
			r := build(t, newBuilder(bare(map[string]string{"content/a.md": page(tt.a), "content/b.md": page(tt.b),
				"site.yaml": "title: T\nlanguages: [en]\n" + tt.site}), today))
			got := ""
			if day, p, expires := r.NextDay(); p != nil {
				got = day.String() + " " + strings.TrimSuffix(strings.TrimPrefix(p.Path, "content/"), ".md") + " due"
				if expires {
					got = strings.TrimSuffix(got, "due") + "expires"
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestToday makes sure that a build without a day is one of today in UTC.
func TestToday(t *testing.T) {
	if r := build(t, newBuilder(bare(nil), schema.Date{})); r.Day.IsZero() || r.Day.Before(schema.Date{Year: 2025, Month: 1, Day: 1}) {
		t.Errorf("got %s", r.Day)
	}
}
