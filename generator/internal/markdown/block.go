package markdown

import (
	"bytes"
	"slices"
)

// A Block is one run of prose: a paragraph, a heading, a list item's text, a
// table cell. A site has hundreds of thousands, and nearly all they say stands in
// the source, so a Block only says where: Document.Text puts the words together.
type Block struct {
	Kind       BlockKind
	Digits     bool  // its text has one of 0 to 9 in it
	Signs      bool  // its text has one of [ { * @ _ ` < in it, or begins with what is no ASCII letter or digit
	tidy       bool  // one space stands between the words, and no other white space
	Start, End int32 // in the source
	size       int32 // of the text
	piece      int32 // the first that is its own of the document's pieces
	still      int32 // the first that is its own of the bytes that stand for pieces
}

// BlockKind says what a Block is.
type BlockKind uint8

const (
	Paragraph BlockKind = iota
	HeadingText
	Item // the text of a list item, or of a definition
	Cell
)

// Text returns the words of block i, without any markup.
func (d *Document) Text(i int) string { return string(d.AppendText(nil, i)) }

// AppendText appends the words of block i to text.
func (d *Document) AppendText(text []byte, i int) []byte {
	at := d.Blocks[i].still
	text = slices.Grow(text, int(d.Blocks[i].size))
	d.eachPiece(i, func(p piece, size int32) {
		if p.isStill() {
			text = append(text, d.still[at:at+size]...)
			at += size
			return
		}
		from := len(text)
		text = append(text, d.File.Data[p.source:p.source+size]...)
		unbreak(text[from:])
	})
	return text
}

// eachPiece calls do for each piece of block i, with how many bytes it stands for.
func (d *Document) eachPiece(i int, do func(p piece, size int32)) {
	b, pieces := &d.Blocks[i], d.piecesOf(i)
	for n, p := range pieces {
		to := b.size
		if n+1 < len(pieces) {
			to = min(to, pieces[n+1].text)
		}
		if p.text < to {
			do(p, to-p.text)
		}
	}
}

// piecesOf returns the pieces of block i.
func (d *Document) piecesOf(i int) []piece {
	if i+1 < len(d.Blocks) {
		return d.pieces[d.Blocks[i].piece:d.Blocks[i+1].piece]
	}
	return d.pieces[d.Blocks[i].piece:]
}

// unbreak turns the ends of lines in text, which is a part of a paragraph's
// source, into spaces.
func unbreak(text []byte) {
	for n := bytes.IndexByte(text, '\n'); n >= 0; n = bytes.IndexByte(text, '\n') {
		text[n] = ' '
		text = text[n+1:]
	}
}

// Source returns the place in the source of the byte at at of the text of block i.
func (d *Document) Source(i, at int) int {
	return sourceOf(d.piecesOf(i), int(d.Blocks[i].Start), at)
}

// AppendWords appends the words of block i to line, with one space in between.
func (d *Document) AppendWords(line []byte, i int) []byte {
	if d.Blocks[i].tidy {
		return d.AppendText(line, i)
	}
	return AppendWords(line, d.Text(i))
}

// Words returns how many words the document's prose has.
func (d *Document) Words() int { return d.words }

// say adds a block between two places of the source, whose text was taken apart
// into w.
func (d *Document) say(kind BlockKind, start, end int, text []byte, pieces []piece, w *wording) {
	d.Blocks = append(d.Blocks, Block{Kind: kind, Digits: w.digits, Signs: w.signs, tidy: w.tidy,
		Start: int32(start), End: int32(end), size: int32(len(text)), piece: int32(len(d.pieces)), still: int32(len(d.still))})
	d.pieces = append(d.pieces, pieces...)
	d.words += w.fields
	d.eachPiece(len(d.Blocks)-1, func(p piece, size int32) {
		if p.isStill() {
			d.still = append(d.still, text[p.text:p.text+size]...)
		}
	})
}
