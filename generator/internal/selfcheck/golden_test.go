package selfcheck_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/selfcheck"

	"github.com/rogpeppe/go-internal/txtar"
)

// updating reports whether golden files are to be rewritten: the flag is that
// of the tests inside the package.
func updating() bool { return flag.Lookup("update").Value.String() == "true" }

var converter = markdown.New(selfcheck.Extension)

// compile reads text as the body of a self-check.
func compile(text, lang string) (*selfcheck.Tree, *markdown.Document, diag.List) {
	var list diag.List
	f := &diag.File{Name: "page.md", Data: []byte(text)}
	d := converter.Convert(f, bodyAt(text), &markdown.Env{Lang: lang}, &list)
	list.Sort()
	tree, _ := d.Extra.(*selfcheck.Tree)
	return tree, d, list
}

// bodyAt returns where the body begins after front matter.
func bodyAt(text string) int {
	if !strings.HasPrefix(text, "---\n") {
		return 0
	}
	return strings.Index(text, "\n---\n") + len("\n---\n")
}

// TestExample reads the example that the format is explained by.
func TestExample(t *testing.T) {
	data, err := os.ReadFile("testdata/example.md")
	if err != nil {
		t.Fatal(err)
	}
	tree, _, list := compile(string(data), "en")
	if len(list) > 0 {
		var b bytes.Buffer
		_ = diag.Print(&b, list, false)
		t.Fatalf("got diagnostics\n%s", &b)
	}
	c := tree.Count()
	if c.Questions != 7 || c.Results != 6 || c.Links != 21 || c.Longest != 11 ||
		c.Routes.Int64() != 26 || c.Ways.Int64() != 3292 {
		t.Errorf("got %+v", c)
	}
	if len(tree.Rules) != 7 || len(tree.Cases) != 6 {
		t.Errorf("got %d rules, %d cases; want 7, 6", len(tree.Rules), len(tree.Cases))
	}
}

// TestFaults compiles each archive of testdata/faults: its pages, alone, and
// what is to be said of each below.
func TestFaults(t *testing.T) {
	paths, err := filepath.Glob("testdata/faults/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			lang := "en"
			if strings.Contains(string(a.Comment), "lang: es") {
				lang = "es"
			}
			var b bytes.Buffer
			_, _, list := compile(string(a.Files[0].Data), lang)
			if err := diag.Print(&b, list, false); err != nil {
				t.Fatal(err)
			}
			if updating() {
				a.Files = []txtar.File{a.Files[0], {Name: "want", Data: b.Bytes()}}
				if err := os.WriteFile(path, txtar.Format(a), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got, want := b.String(), string(a.Files[1].Data); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// FuzzConvert makes sure that no text breaks the reader, and that every place
// lies in the file.
func FuzzConvert(f *testing.F) {
	data, err := os.ReadFile("testdata/example.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	paths, _ := filepath.Glob("testdata/faults/*.txtar")
	for _, path := range paths {
		if a, err := txtar.ParseFile(path); err == nil {
			f.Add(string(a.Files[0].Data))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, _, list := compile(text, "en")
		for _, d := range list {
			if d.Start < 0 || d.End < d.Start || d.End > len(text) {
				t.Fatalf("%s lies at %d to %d of %d", d.Message, d.Start, d.End, len(text))
			}
		}
	})
}
