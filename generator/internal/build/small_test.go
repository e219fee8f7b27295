package build

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/layout"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/testsite"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// small returns html as the minifier would make it, if something followed.
func small(t *testing.T, html []byte) []byte {
	t.Helper()
	made, err := minified("text/html", append(bytes.Clone(html), end...))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSuffix(made, end)
}

// TestBodiesAreSmall makes sure that the minifier would change nothing in what
// pages say: it is not asked to.
func TestBodiesAreSmall(t *testing.T) {
	files, err := testsite.Files(testsite.Options{Pages: 100, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	made := fstest.MapFS{}
	for name, data := range files {
		made[name] = &fstest.MapFile{Data: bytes.Clone(data)}
	}
	for _, src := range []fs.FS{iopguide.Default(), guide(t), made} {
		r := build(t, New(overlay.FS{{FS: src}}, Options{Date: today, BaseURL: iop}))
		for _, place := range r.Site.Places {
			for _, html := range bodies(layout.New(place.Page, place.View, r.memo)) {
				if got := small(t, html); !bytes.Equal(got, html) {
					t.Errorf("%s: %s", place.Page.Path, firstDifference(strings.SplitAfter(string(html), ">"), strings.SplitAfter(string(got), ">")))
				}
			}
		}
	}
}

// bodies returns all that d shows of the page's Markdown.
func bodies(d *layout.Data) [][]byte {
	var all [][]byte
	if d.Body != "" {
		all = append(all, d.Piece("0").HTML)
	}
	notes := slices.Clone(d.Notes)
	for _, s := range d.Steps {
		all, notes = append(all, []byte(s.HTML)), append(notes, s.Notes...)
	}
	for _, n := range notes {
		all = append(all, []byte(n.HTML))
	}
	return all
}

// FuzzBodyIsSmall compiles any Markdown, and holds what comes out against what the
// minifier makes of it.
func FuzzBodyIsSmall(f *testing.F) {
	archives, err := filepath.Glob("../markdown/testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		f.Fatalf("no Markdown: %v", err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, ".md") {
				f.Add(string(file.Data))
			}
		}
	}
	f.Add("# A {.}\n")
	f.Add("`a `*b *\n\n- &amp;b & **&**c &copy; \"x' <\n- a  \n  b\\\n  `` c ``\n")
	f.Fuzz(func(t *testing.T, source string) {
		html := compiled(source)
		if bytes.Contains(html, []byte("<svg")) && bytes.Contains(html, []byte("&quot;")) {
			return // the minifier itself would stumble over the quotes that it makes of this
		}
		// Whether an ampersand before a link means something is not known before the
		// link is.
		want := bytes.ReplaceAll(small(t, html), []byte("&amp;<"), []byte("&<"))
		if got := bytes.ReplaceAll(html, []byte("&amp;<"), []byte("&<")); !bytes.Equal(got, want) {
			t.Errorf("%q\n got %s\nwant %s", source, got, want)
		}
	})
}

var converter = markdown.New()

// compiled returns the HTML of source, with something of the right sort in each slot.
func compiled(source string) []byte {
	var list diag.List
	env := &markdown.Env{Lang: "en", Glossary: markdown.NewGlossary([]markdown.Entry{{Key: "iop", Term: "IOP"}})}
	doc := converter.Convert(&diag.File{Name: "x.md", Data: []byte(source)}, 0, env, &list)
	return doc.AppendHTML(nil, func(b []byte, s markdown.Slot) []byte {
		switch {
		case s.Kind == markdown.Label:
			return markdown.AppendValue(b, "Table"+s.Title)
		case s.Kind == markdown.Picture && s.Figure:
			return append(b, "<figure><img src=x></figure>"...)
		}
		return append(b, map[markdown.SlotKind]string{markdown.LinkOpen: "<a href=x>", markdown.LinkClose: "</a>",
			markdown.Picture: "<img src=x>", markdown.Mark: "<sup>1</sup>", markdown.NoteMark: "<sup>2</sup>",
			markdown.Include: "<p>Included.</p>", markdown.Word: "Word"}[s.Kind]...)
	})
}

// TestSameAsGoldmark writes Markdown at random, and compares the tree that a browser
// makes of our HTML with that of goldmark's own, which leaves nothing out. Attributes
// differ, and quotation marks and dashes are left out.
func TestSameAsGoldmark(t *testing.T) {
	pieces := strings.Split("*|**|~~|`|``|_|# |## |===|* |+ |1. |2) |> |    |\t|word|word & word|&amp;|&lt;|&quot;|&copy;|&nbsp;|a < b|1 > 0"+
		"|[word](x.md)|[*a* b](x.md)|***|```|~~~|: |\\*|\\|(|)|é|  |, ", "|")
	full := goldmark.New(goldmark.WithExtensions(extension.DefinitionList, extension.Strikethrough))
	attributes := regexp.MustCompile(`^(<\w+).*>$`)
	shape := func(html []byte) *domTree {
		made := tree(t, html)
		for i, n := range made.nodes {
			made.nodes[i] = attributes.ReplaceAllString(n, "$1>")
		}
		return made
	}
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		var source strings.Builder
		for range r.IntN(30) {
			fmt.Fprint(&source, pieces[r.IntN(len(pieces))], []string{"", "", " ", "\n", "\n", "\n\n", "  \n"}[r.IntN(7)])
		}
		var whole bytes.Buffer
		if err := full.Convert([]byte(source.String()), &whole); err != nil {
			t.Fatal(err)
		}
		html := compiled(source.String())
		got, want := shape(html), shape(whole.Bytes())
		if !slices.Equal(got.nodes, want.nodes) || got.words.String() != want.words.String() {
			t.Fatalf("%q\n got %s\nfrom %s\n%s", source.String(), html, whole.Bytes(), firstDifference(want.nodes, got.nodes))
		}
	}
}
