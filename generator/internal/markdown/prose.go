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
	r := &proseReader{job: j, linker: newLinker(j), cards: map[*Document][]*strings.Builder{}}
	j.doc.Blocks, j.doc.pieces, j.doc.still, j.doc.Headings = j.blocks[:0], j.pieces[:0], j.still[:0], j.headings[:0]
	r.read(doc, scene{doc: j.doc, kind: Paragraph})
	j.doc.Blocks, j.blocks = settle(j.doc.Blocks)
	j.doc.pieces, j.pieces = settle(j.doc.pieces)
	j.doc.still, j.still = settle(j.doc.still)
	j.doc.Headings, j.headings = settle(j.doc.Headings)
	for doc, texts := range r.cards {
		for i, text := range texts {
			doc.Cards[i].Text = strings.TrimSpace(text.String())
		}
	}
}}

// A proseReader reads the prose of a document and its footnotes.
type proseReader struct {
	*job
	linker *linker
	cards  map[*Document][]*strings.Builder // the words of its cards
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
		r.cards[at.doc] = append(r.cards[at.doc], &strings.Builder{})
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
		r.drawn(n, at.doc)
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
			Heading{Level: h.Level, ID: r.named[h], Text: string(words.text), Start: start, End: end})
	}
	if len(words.text) == 0 {
		return
	}
	r.wording.read(words.text)
	at.doc.say(r.kindOf(n, at), words.start, max(words.start, words.end), words.text, words.pieces, &r.wording)
	for _, c := range at.cards {
		r.cards[at.doc][c].WriteByte(' ')
		r.cards[at.doc][c].Write(words.text)
	}
	switch n.Kind() {
	case ast.KindHeading, kindCardTitle, east.KindDefinitionTerm:
		at.plain = true
	}
	r.linker.block(n, words, &r.wording, at.plain)
}

// drawn notes the words of a drawing.
func (r *proseReader) drawn(n drawing, doc *Document) {
	for _, c := range n.blocks() {
		text := r.source[c.from:c.to]
		r.wording.read(text)
		doc.say(Cell, c.from, c.to, text, []piece{moving(0, c.from)}, &r.wording)
	}
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
