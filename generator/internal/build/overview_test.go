package build

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestReview(t *testing.T) {
	page := func(front string) string { return "---\ntitle: T\nclaims: false\n" + front + "---\n\nWords.\n" }
	hash := func() string {
		r := build(t, newBuilder(bare(map[string]string{"content/a.md": page("")}), today))
		return r.Site.Page("content/a.md").Hash
	}()
	tests := []struct{ name, front, want string }{
		{"never", "", "pending   0"},
		{"these words", "reviewed: 2026-11-20\nreviewOf: " + hash + "\n", "reviewed 2026-11-20 2027-11-20 4"},
		{"other words", "reviewed: 2026-11-20\nreviewOf: abc\n", "changed 2026-11-20 2027-11-20 4"},
		{"nothing says which words", "reviewed: 2026-11-24\n", "changed 2026-11-24 2027-11-24 0"},
		{"long ago", "reviewed: 2025-11-23\nreviewOf: " + hash + "\n", "overdue 2025-11-23 2026-11-23 366"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := build(t, newBuilder(bare(map[string]string{"content/a.md": page(tt.front),
				"site.yaml": "title: T\nlanguages: [en]\nreview:\n  every: 12mo\n"}), today))
			v := r.Overview("a/index.html").Review
			if got := fmt.Sprint(v.State, " ", v.Date, " ", v.Due, " ", v.Days); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestOverviews(t *testing.T) {
	page := func(front string) string { return "---\ntitle: T\nclaims: false\n" + front + "---\n\nWords.\n" }
	r := build(t, newBuilder(bare(map[string]string{
		"site.yaml":            "title: T\nlanguages: [en, es]\n",
		"content/a.md":         page("lastmod: 2026-11-20\n"),
		"content/draft.md":     page("draft: true\n"),
		"content/es/a.md":      page("lastmod: 2026-11-01\n"),
		"content/es/_index.md": page(""),
	}), today))
	var got []string
	for _, o := range r.Overviews() {
		got = append(got, strings.TrimSpace(fmt.Sprint(o.Source, " ", o.Output, " ", o.Hidden, " ", o.Translations)))
	}
	want := []string{
		"content/_index.md index.html  [{es /es/ false}]",
		"content/a.md a/index.html  [{es /es/a/ true}]",
		"content/draft.md  a draft []",
		"content/es/_index.md es/index.html  [{en / false}]",
		"content/es/a.md es/a/index.html  [{en /a/ false}]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if r.Overview("css/site.css") != nil || r.Overview("draft/index.html") != nil {
		t.Error("what is no page has an overview")
	}
}

func TestReading(t *testing.T) {
	tests := []struct {
		name, path, sentence string
		known, ease, hard    bool
	}{
		{"easy", "content/a.md", "We sit and talk. ", true, false, false},
		{"hard", "content/a.md", "Comprehensive multidisciplinary rehabilitation necessitates considerable deliberation. ", true, false, true},
		{"Spanish", "content/es/a.md", "La casa es de mi tía. ", true, true, false},
		{"too short to tell", "content/a.md", "", false, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := "---\ntitle: T\nclaims: false\n---\n\nOne. " + strings.Repeat(tt.sentence, 40) + "\n"
			r := build(t, newBuilder(bare(map[string]string{tt.path: text, "site.yaml": "title: T\nlanguages: [en, es]\n"}), today))
			o := r.Overview(strings.TrimSuffix(strings.TrimPrefix(tt.path, "content/"), ".md") + "/index.html")
			v := o.Reading()
			if v.Known != tt.known || v.Ease != tt.ease || v.Hard != tt.hard {
				t.Errorf("got %+v", v)
			}
			if want := 1 + 40*len(strings.Fields(tt.sentence)); v.Words != want {
				t.Errorf("words: got %d, want %d", v.Words, want)
			}
		})
	}
}

// TestSheets makes sure that nothing is drawn before it is asked for, and that a
// page names its style sheets from any depth.
func TestSheets(t *testing.T) {
	layout := `<!doctype html><html lang=en><link rel=stylesheet href="{{.Asset "css/site.css"}}"><h1>{{.Page.Title}}</h1>`
	page := "---\ntitle: T\nclaims: false\n---\n\nWords.\n"
	r := build(t, newBuilder(bare(map[string]string{"layouts/page.html": layout, "content/a/b.md": page}), today))
	o := r.Outputs["a/b/index.html"]
	if o.Drawn() {
		t.Error("the page is drawn before anybody asked for it")
	}
	data, _ := o.Bytes()
	sheets := Sheets(o.Path, data)
	if len(sheets) != 1 || unhashed(sheets[0]) != "css/site.css" || !o.Drawn() || o.Size() != len(data) {
		t.Errorf("got %q, drawn %t, %d bytes of %d", sheets, o.Drawn(), o.Size(), len(data))
	}
}
