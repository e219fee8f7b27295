package build

import (
	"bytes"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/testsite"
)

// large is a site of ten thousand pages, one of them, and a builder that has built
// it as serve does.
func large(t *testing.T) (fstest.MapFS, string, *Builder, *Result) {
	t.Helper()
	o := testsite.Options{Pages: 10_000, Seed: 1}
	files, err := testsite.Files(o)
	if err != nil {
		t.Fatal(err)
	}
	tree := fstest.MapFS{}
	for name, data := range files {
		tree[name] = &fstest.MapFile{Data: data}
	}
	b := New(overlay.FS{{FS: tree}}, Options{Date: today, PlainAssets: true})
	r := build(t, b)
	if len(r.Diags) > 0 || r.Pages != o.Pages {
		t.Fatalf("got %d pages and %d diagnostics, want %d and none", r.Pages, len(r.Diags), o.Pages)
	}
	return tree, testsite.Middle(o).File, b, r
}

// madeAgain returns the pages of now whose outputs are others than in old.
func madeAgain(old, now *Result) []*content.Page {
	var pages []*content.Page
	for _, pl := range now.Site.Places {
		if now.Outputs[pl.Output] != old.Outputs[pl.Output] {
			pages = append(pages, pl.Page)
		}
	}
	return pages
}

// TestTenThousandPages counts what an edit of a large site makes again.
func TestTenThousandPages(t *testing.T) {
	tree, name, b, old := large(t)
	edit := func(file, from, to string) (now *Result, again []*content.Page) {
		t.Helper()
		data := bytes.Replace(tree[file].Data, []byte(from), []byte(to), 1)
		if from != "" && bytes.Equal(data, tree[file].Data) {
			t.Fatalf("%s does not hold %q", file, from)
		}
		tree[file] = &fstest.MapFile{Data: bytes.Clone(data)}
		now = build(t, b, file)
		again, old = madeAgain(old, now), now
		return now, again
	}
	if r, again := edit(name, "", ""); r.Compiled != 0 || len(again) != 0 {
		t.Errorf("a touch: compiled %d, made %d again, want 0 and 0", r.Compiled, len(again))
	}
	if r, again := edit(name, "\n\n", "\n\nA sentence more.\n\n"); r.Compiled != 1 || len(again) != 1 || again[0].Path != name {
		t.Errorf("a body: compiled %d, made %d again, want 1 and 1", r.Compiled, len(again))
	}
	r, again := edit(name, "title: ", "title: A new ")
	if r.Compiled != 1 || len(again) < 2 || len(again) > 100 {
		t.Errorf("a title: compiled %d, made %d again, want 1 and some of its section", r.Compiled, len(again))
	}
	for _, p := range again {
		shows := p.Path == name
		r.Site.Place(p.Path).EachWay(func(m *content.Meta) { shows = shows || m == r.Site.Page(name).Meta })
		if !shows && !strings.HasPrefix(path.Dir(name), p.Dir()) {
			t.Errorf("a title: %s was made again, and does not show it", p.Path)
		}
	}
	if r, again := edit("layouts/page.html", "<main", "<main "); r.Compiled != 0 || len(again) == 0 {
		t.Errorf("a layout: compiled %d, made %d again, want 0 and all", r.Compiled, len(again))
	}
	if r, again := edit("static/css/site.css", "}", "}\n.more{color:red}"); r.Compiled != 0 || len(again) != 0 {
		t.Errorf("a style: compiled %d, made %d again, want 0 and 0", r.Compiled, len(again))
	}
}
