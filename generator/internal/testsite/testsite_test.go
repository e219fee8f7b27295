package testsite

import (
	"bytes"
	"context"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/schema"
)

// made returns the files of a site.
func made(t *testing.T, o Options) map[string][]byte {
	t.Helper()
	files, err := Files(o)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for name, data := range files {
		if all[name] != nil {
			t.Errorf("two files are named %s", name)
		}
		all[name] = bytes.Clone(data)
	}
	return all
}

// TestSameAgain wants a seed to make the same site each time, and another seed to
// make other words.
func TestSameAgain(t *testing.T) {
	for _, form := range Forms {
		t.Run(string(form), func(t *testing.T) {
			first, second := made(t, Options{Pages: 60, Seed: 1, Form: form}), made(t, Options{Pages: 60, Seed: 1, Form: form})
			if len(first) != len(second) {
				t.Errorf("got %d files, then %d", len(first), len(second))
			}
			for name, data := range first {
				if !bytes.Equal(data, second[name]) {
					t.Errorf("%s is not the same again", name)
				}
			}
			page := Middle(Options{Pages: 60, Seed: 1, Form: form}).File
			if other := made(t, Options{Pages: 60, Seed: 2, Form: form}); bytes.Equal(first[page], other[page]) {
				t.Errorf("%s is the same with another seed", page)
			}
		})
	}
}

// TestNoDiagnostics wants nothing to be said of the sites for iopguide, so that
// no time is taken by saying it.
func TestNoDiagnostics(t *testing.T) {
	for _, o := range []Options{
		{Pages: MinPages, Seed: 1}, {Pages: 40, Seed: 1}, {Pages: 200, Seed: 1}, {Pages: 200, Seed: 2}, {Pages: 200, Seed: 1, Form: Guide},
	} {
		r := built(t, o)
		list, err := r.All(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 0 {
			var b strings.Builder
			if err := diag.Print(&b, list, false); err != nil {
				t.Fatal(err)
			}
			t.Errorf("%+v: %s", o, b.String())
		}
		if r.Pages != o.Pages {
			t.Errorf("%+v: got %d pages", o, r.Pages)
		}
		if page := Middle(o).URL + "index.html"; r.Outputs[page] == nil {
			t.Errorf("%+v: the page in the middle, %s, is not there", o, page)
		}
	}
}

// built builds a site.
func built(t *testing.T, o Options) *build.Result {
	t.Helper()
	tree := fstest.MapFS{}
	for name, data := range made(t, o) {
		tree[name] = &fstest.MapFile{Data: data}
	}
	r, err := build.New(overlay.FS{{FS: tree}}, build.Options{Date: schema.Date{Year: 2030, Month: 1, Day: 1}}).Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestPagesOfAll wants the same pages in every form.
func TestPagesOfAll(t *testing.T) {
	want := pages(made(t, Options{Pages: 60, Seed: 1}))
	for _, form := range Forms {
		got := pages(made(t, Options{Pages: 60, Seed: 1, Form: form}))
		if len(got) != len(want) {
			t.Errorf("%s: got %d pages, want %d", form, len(got), len(want))
		}
		for name := range want {
			if !got[name] {
				t.Errorf("%s: there is no page %s", form, name)
			}
		}
	}
}

// pages returns the addresses of the pages among files.
func pages(files map[string][]byte) map[string]bool {
	all := map[string]bool{}
	for name := range files {
		if name, ok := strings.CutSuffix(name, ".md"); ok {
			if base := path.Base(name); base == "_index" || base == "index" {
				name = path.Dir(name)
			}
			all[name] = true
		}
	}
	return all
}

// TestEveryConstruct wants a site to hold whatever pages can hold.
func TestEveryConstruct(t *testing.T) {
	var all []byte
	for name, data := range made(t, Options{Pages: 200, Seed: 1}) {
		if strings.HasSuffix(name, ".md") {
			all = append(all, data...)
		}
	}
	for _, sign := range []string{"\n## ", "\n### ", "\n- ", "\n  - ", "\n1. ", "\n- [x] ", "|------", "\n:   ", "> [!NOTE]", "> [!TIP]",
		"> [!IMPORTANT]", "```schedule\n", "![", ".png ", ".svg ", "[@", "; @", "[^1]", "\n[^1]: ", "](../", ".md#", "**", "~~", "`", " -- ", "it's"} {
		if !bytes.Contains(all, []byte(sign)) {
			t.Errorf("no page has %q", sign)
		}
	}
}

// TestRefused wants plain words for what cannot be made.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		o    Options
		want string
	}{
		{"too small", Options{Pages: 3}, "a site of 3 pages is too small; it needs 10 or more"},
		{"no such form", Options{Pages: 40, Form: "jekyll"}, "there is no form jekyll; the forms are [small guide hugo zola eleventy]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Files(c.o); err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}
