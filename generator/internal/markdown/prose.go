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
	r.text.Grow(max(len(j.source)-j.offset, 0))
	j.doc.Blocks, j.doc.Headings = j.blocks[:0], j.headings[:0]
	r.read(doc, scene{doc: j.doc, kind: Paragraph})
	j.doc.Blocks, j.blocks = settle(j.doc.Blocks)
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
	text   strings.Builder                  // all blocks' words, one after the other
	pieces []piece                          // and where they stand
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
		at.doc.Blocks = append(at.doc.Blocks, n.blocks()...)
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.read(c, at)
	}
}

func (r *proseReader) block(n ast.Node, at scene) {
	words := r.run(n)
	text := r.keep(words.text)
	if h, ok := n.(*ast.Heading); ok {
		start, end := r.headingPlace(h)
		at.doc.Headings = append(at.doc.Headings,
			Heading{Level: h.Level, ID: r.named[h], Text: text, Start: start, End: end})
	}
	if text == "" {
		return
	}
	r.wording.read(text)
	at.doc.Blocks = append(at.doc.Blocks, Block{Kind: r.kindOf(n, at), Text: text, tidy: r.wording.tidy,
		Start: words.start, End: max(words.start, words.end), pieces: r.keepPieces(words.pieces)})
	for _, c := range at.cards {
		r.cards[at.doc][c].WriteString(" " + text)
	}
	switch n.Kind() {
	case ast.KindHeading, kindCardTitle, east.KindDefinitionTerm:
		at.plain = true
	}
	r.linker.block(n, words, text, &r.wording, at.plain)
}

// keep returns text as a part of one long string: a page has many blocks.
func (r *proseReader) keep(text []byte) string {
	if r.text.Cap()-r.text.Len() < len(text) {
		r.text = strings.Builder{}
		r.text.Grow(max(len(text), keptText))
	}
	from := r.text.Len()
	r.text.Write(text)
	return r.text.String()[from:]
}

// keepPieces returns a copy of pieces that is a part of a long slice.
func (r *proseReader) keepPieces(pieces []piece) []piece {
	if cap(r.pieces)-len(r.pieces) < len(pieces) {
		r.pieces = make([]piece, 0, max(len(pieces), keptPieces))
	}
	from := len(r.pieces)
	r.pieces = append(r.pieces, pieces...)
	return r.pieces[from:len(r.pieces):len(r.pieces)]
}

// How much is kept in one piece of memory.
const (
	keptText   = 1 << 10
	keptPieces = 1 << 5
)

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
