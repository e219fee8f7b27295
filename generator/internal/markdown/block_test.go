package markdown

import (
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"

	"github.com/yuin/goldmark/ast"
)

// overheard is a Converter that keeps, as the Extra of a document, the texts of
// its blocks as they were when they were read.
var overheard = New(&ext{order: orderProse + 1, transform: func(j *job, doc *ast.Document) {
	var texts []string
	walkBlocks(doc, func(n ast.Node) {
		if isProse(n) {
			if text := j.words(n); text != "" {
				texts = append(texts, text)
			}
		} else if n, ok := n.(drawing); ok {
			for _, c := range n.blocks() {
				texts = append(texts, string(j.source[c.from:c.to]))
			}
		}
	})
	j.doc.Extra = texts
}})

// TestText holds for all golden sources: the text of a block, which is put
// together from the source, is what was read; and what is known of it holds.
func TestText(t *testing.T) {
	for name, source := range sources(t) {
		t.Run(name, func(t *testing.T) { sameText(t, source, 0, "en") })
		t.Run(name+", with the line ends of Windows", func(t *testing.T) {
			sameText(t, []byte(strings.ReplaceAll(string(source), "\n", "\r\n")), 0, "es")
		})
	}
}

// FuzzText holds the same for any source.
func FuzzText(f *testing.F) {
	for _, source := range sources(f) {
		f.Add(source, 0, "en")
		f.Add([]byte("a\\\nb  \nc &amp;\n> `d\n> e` \"f\"\n\n"+string(source)), 5, "es")
	}
	for _, sign := range "[{*@_`<" {
		f.Add([]byte("a "+string(sign)+" b"), 0, "en")
	}
	f.Fuzz(sameText)
}

func sameText(t *testing.T, source []byte, offset int, lang string) {
	doc := overheard.Convert(&diag.File{Name: "x.md", Data: source}, offset, &Env{Lang: lang, Glossary: glossary}, new(diag.List))
	var got []string
	words := 0
	eachBlock(doc, func(d *Document, i int) {
		text, b := d.Text(i), d.Blocks[i]
		got = append(got, text)
		words += len(strings.Fields(text))
		if strings.ContainsAny(text, "0123456789") != b.Digits {
			t.Errorf("%q: got %t for digits", text, b.Digits)
		}
		signs := strings.ContainsAny(text, "[{*@_`<") || text != "" && kinds[text[0]] != letter
		if signs != b.Signs {
			t.Errorf("%q: got %t for signs", text, b.Signs)
		}
		if got, want := string(d.AppendWords([]byte("x"), i)), "x"+strings.Join(strings.Fields(text), " "); got != want {
			t.Errorf("got words %q, want %q", got, want)
		}
	})
	left, _ := doc.Extra.([]string) // a footnote of no use stays
	for _, text := range got {
		i := slices.Index(left, text)
		if i < 0 {
			t.Fatalf("got %q, want one of %q", text, left)
		}
		left = slices.Delete(left, i, i+1)
	}
	for _, n := range doc.Notes {
		words -= n.Body.Words()
	}
	if doc.Words() != words {
		t.Errorf("got %d words, want %d", doc.Words(), words)
	}
}
