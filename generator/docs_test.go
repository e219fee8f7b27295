package main

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// exampleLinks is the document in which links to headings of its own are those of examples.
const exampleLinks = "docs/self-checks.md"

// TestDocsLinks follows every link of our own documents: to a file that is there, and
// to a heading in it.
func TestDocsLinks(t *testing.T) {
	names := documents(t)
	if len(names) < 10 {
		t.Fatalf("got %d documents", len(names))
	}
	for _, name := range names {
		for _, to := range readDocument(t, name).links {
			u, err := url.Parse(to)
			if err != nil || u.Scheme != "" || u.Path == "" && name == exampleLinks {
				continue
			}
			target := name
			if u.Path != "" {
				target = path.Join(path.Dir(name), u.Path)
			}
			if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(target))); err != nil {
				t.Errorf("%s links to %s, which is not there", name, to)
				continue
			}
			if u.Fragment != "" && !readDocument(t, target).headings[u.Fragment] {
				t.Errorf("%s links to %s: there is no such heading", name, to)
			}
		}
	}
}

// A document is a file in Markdown.
type document struct {
	links    []string
	headings map[string]bool // as GitHub calls them in addresses
}

// documents lists those at the top and in docs/, as seen from the top.
func documents(t *testing.T) []string {
	t.Helper()
	top := os.DirFS("..")
	names, err := fs.Glob(top, "*.md")
	if err != nil {
		t.Fatal(err)
	}
	err = fs.WalkDir(top, "docs", func(name string, d fs.DirEntry, err error) error {
		if err == nil && path.Ext(name) == ".md" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// readDocument reads the links and headings of a document. What stands in code is none.
func readDocument(t *testing.T, name string) *document {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	d := &document{headings: map[string]bool{}}
	root := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParserOptions(parser.WithHeadingAttribute())).Parser().Parse(text.NewReader(source))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Link:
			if entering {
				d.links = append(d.links, string(n.Destination))
			}
		case *ast.Image:
			if entering {
				d.links = append(d.links, string(n.Destination))
			}
		case *ast.Heading:
			if id, ok := n.AttributeString("id"); ok && entering {
				d.headings[string(id.([]byte))] = true
			} else if entering {
				d.headings[slug(letters(n, source))] = true
			}
		}
		return ast.WalkContinue, nil
	})
	return d
}

// letters are what a reader sees of n.
func letters(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if word, ok := c.(*ast.Text); ok && entering {
			b.Write(word.Segment.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// slug is what GitHub calls a heading in an address.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

// example is the entry of a data file that docs/writers.md shows, by the name of the file.
func example(t *testing.T, kind string) []byte {
	t.Helper()
	text, err := os.ReadFile("../docs/writers.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n`content/_data/"+kind+".yaml`, and then")
	_, rest, _ = strings.Cut(rest, "```yaml\n")
	entry, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatalf("docs/writers.md shows no entry of %s.yaml", kind)
	}
	return []byte(entry)
}

// TestDocsEntries holds the entries that writers are shown against what is read: all
// keys are in them, and they have no mistake.
func TestDocsEntries(t *testing.T) {
	for _, kind := range []string{"sources", "glossary", "contacts"} {
		var list diag.List
		data := schema.Decode(&diag.File{Name: kind + ".yaml", Data: example(t, kind)}, schema.Data[kind], &list)
		if len(list) > 0 || len(data.Keys()) != 1 {
			t.Fatalf("%s: %d entries, %v", kind, len(data.Keys()), list)
		}
		entry := data.Get(data.Keys()[0])
		for _, f := range schema.Data[kind].Elem.Fields {
			if entry.Get(f.Name) == nil && f.Name != "remove" && f.Name != "because" {
				t.Errorf("the entry of %s.yaml lacks the key %s", kind, f.Name)
			}
		}
	}
}

// TestDocsCitations makes sure that each source that a document cites as an example is
// one of the guide's, or that which docs/writers.md shows how to write.
func TestDocsCitations(t *testing.T) {
	guide, err := os.ReadFile("../content/_data/sources.yaml")
	if err != nil {
		t.Fatal(err)
	}
	known := "\n" + string(guide) + "\n" + string(example(t, "sources"))
	cited := regexp.MustCompile(`\[@([a-z0-9-]+)`)
	for _, name := range documents(t) {
		text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range cited.FindAllStringSubmatch(string(text), -1) {
			if key := m[1]; key != "key" && key != "other-key" && !strings.Contains(known, "\n"+key+":") {
				t.Errorf("%s cites %s, which is no source", name, key)
			}
		}
	}
}
