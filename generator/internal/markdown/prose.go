package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// prose reads the finished tree once, in reading order, and notes what it says:
// blocks, headings and cards. It links terms on the way, because which use of
// a term is the first, and how far apart links are, is a matter of that order.
var prose = &ext{order: orderProse, transform: func(j *job, doc *ast.Document) {
	r := &proseReader{job: j, linker: newLinker(j)}
	r.read(doc, scene{doc: j.doc, kind: Paragraph})
}}

type proseReader struct {
	*job
	linker *linker
}

// A scene is what is known of the place where prose stands.
type scene struct {
	doc   *Document // that it belongs to
	kind  BlockKind // that a paragraph has here
	plain bool      // terms are not linked here
	cards []int     // of doc.Cards that are open
}

// isProse reports whether n is a block that holds words and markup, and no
// other blocks.
func isProse(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindParagraph, ast.KindTextBlock, ast.KindHeading,
		east.KindTableCell, east.KindDefinitionTerm, kindCardTitle:
		return true
	}
	return false
}

func (r *proseReader) read(n ast.Node, at scene) {
	if isProse(n) {
		r.block(n, at)
		return
	}
	if alert := r.alerts[n]; alert != nil {
		alert.Links = r.linksBelow(n)
		at.cards = append(at.cards[:len(at.cards):len(at.cards)], len(at.doc.Cards))
		at.doc.Cards = append(at.doc.Cards, *alert)
	}
	switch n := n.(type) {
	case *ast.ListItem, *east.DefinitionDescription:
		at.kind = Item
	case *ast.Blockquote, *card:
		at.kind = Paragraph
	case *east.TableHeader:
		at.plain = true
	case *Part:
		r.linker.begin(n.ID)
	case *footnote:
		at = scene{doc: n.note.Body, kind: Paragraph, plain: true}
	case drawing:
		at.doc.Blocks = append(at.doc.Blocks, n.blocks()...)
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.read(c, at)
	}
}

func (r *proseReader) block(n ast.Node, at scene) {
	words := r.run(n)
	if h, ok := n.(*ast.Heading); ok {
		start, end := r.headingPlace(h)
		at.doc.Headings = append(at.doc.Headings,
			Heading{Level: h.Level, ID: headingID(h), Text: string(words.text), Start: start, End: end})
	}
	if len(words.text) == 0 {
		return
	}
	block := words.block(r.kindOf(n, at))
	at.doc.Blocks = append(at.doc.Blocks, block)
	for _, c := range at.cards {
		card := &at.doc.Cards[c]
		card.Text = strings.TrimSpace(card.Text + " " + block.Text)
	}
	switch n.Kind() {
	case ast.KindHeading, kindCardTitle, east.KindDefinitionTerm:
		at.plain = true
	}
	r.linker.block(n, words, at.plain)
}

func (r *proseReader) kindOf(n ast.Node, at scene) BlockKind {
	switch n.Kind() {
	case ast.KindHeading:
		return HeadingText
	case east.KindTableCell:
		return Cell
	case east.KindDefinitionTerm:
		return Item
	}
	return at.kind
}
