package main

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

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
