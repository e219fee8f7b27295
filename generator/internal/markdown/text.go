package markdown

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// words writes text, with escapes, entities and typography resolved.
var words = &ext{renderers: renderers{
	ast.KindText: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
		if entering {
			w.words(n.(*ast.Text))
		}
		return ast.WalkContinue
	},
}}

func (o *output) words(t *ast.Text) {
	if t.IsRaw() {
		_, _ = o.Write(util.EscapeHTML(t.Segment.Value(o.job.source)))
	} else {
		o.job.read(t.Segment.Start, t.Segment.Stop, func(word []byte, _, _ int, _ bool) {
			_, _ = o.Write(util.EscapeHTML(word))
		})
	}
	switch {
	case t.HardLineBreak():
		o.tag("<br>\n")
	case t.SoftLineBreak():
		o.tag("\n")
	}
}

// An emit receives a piece of text that stands in the source between from and
// to; plain, if it stands there as it is, and not by an escape, an entity or a
// substitution.
type emit func(word []byte, from, to int, plain bool)

// read resolves the source between start and stop: escapes, entities and
// typography.
func (j *job) read(start, stop int, emit emit) {
	decode(j.source, start, stop, func(word []byte, from, to int, plain bool) {
		if !plain {
			emit(word, from, to, false)
			return
		}
		i, _ := slices.BinarySearchFunc(j.subs, from, func(s sub, at int) int { return s.at - at })
		for ; i < len(j.subs) && j.subs[i].at < to; i++ {
			s := j.subs[i]
			if s.at > from {
				emit(j.source[from:s.at], from, s.at, true)
			}
			from = s.at + s.n
			emit([]byte(s.text), s.at, from, false)
		}
		if from < to {
			emit(j.source[from:to], from, to, true)
		}
	})
}

var entity = regexp.MustCompile(`^&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});`)

// decode resolves escapes and entities of src between start and stop.
func decode(src []byte, start, stop int, emit emit) {
	if start < stop && !bytes.ContainsAny(src[start:stop], "\\&\x00") {
		emit(src[start:stop], start, stop, true)
		return
	}
	done := start
	literal := func(word []byte, from, to int) {
		if from > done {
			emit(src[done:from], done, from, true)
		}
		emit(word, from, to, false)
		done = to
	}
	for i := start; i < stop; i = max(i+1, done) {
		switch src[i] {
		case 0:
			literal([]byte("\ufffd"), i, i+1)
		case '\\':
			if i+1 < stop && util.IsPunct(src[i+1]) {
				literal(src[i+1:i+2], i, i+2)
			}
		case '&':
			name := entity.Find(src[i:stop])
			if word := html.UnescapeString(string(name)); word != string(name) {
				literal([]byte(word), i, i+len(name))
			}
		}
	}
	if done < stop {
		emit(src[done:stop], done, stop, true)
	}
}

// unescape resolves the escapes and entities of an address or a title.
func unescape(s []byte) string {
	var b []byte
	decode(s, 0, len(s), func(word []byte, _, _ int, _ bool) { b = append(b, word...) })
	return string(b)
}

// A run is the words of a block or a link without its markup, and where they
// stand: in the source, and in which nodes of the tree.
type run struct {
	text       []byte
	pieces     []piece
	start, end int   // in the source
	plain      []cut // the parts of text that stand in the source as they are
	spans      []span
}

// A cut is a part of a text.
type cut struct{ from, to int }

// A span is the part of a run that a node holds which may be split.
type span struct {
	cut
	node *ast.Text
}

// blanks is the white space of Markdown. A no-break space is a sign like others.
const blanks = " \t\r\n"

// run reads the words below n.
func (j *job) run(n ast.Node) *run {
	r := &run{text: make([]byte, 0, sizeOf(n))}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		j.collect(r, c, true)
	}
	r.text = bytes.TrimRight(r.text, blanks)
	for i := range r.plain {
		r.plain[i].to = min(r.plain[i].to, len(r.text))
	}
	return r
}

// sizeOf is about how many bytes the words below n have.
func sizeOf(n ast.Node) int {
	if n.Type() == ast.TypeInline {
		return 32
	}
	size := 0
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		size += line.Len()
	}
	return size
}

// words returns the words below n.
func (j *job) words(n ast.Node) string { return string(j.run(n).text) }

func (j *job) collect(r *run, n ast.Node, split bool) {
	switch n := n.(type) {
	case *ast.Text:
		j.collectText(r, n, split)
	case *ast.String:
		r.add(n.Value, r.end, r.end, false)
	case *ast.AutoLink:
		start, end := j.labelOf(n)
		r.literal(j.source[start:end], start)
	case *ast.CodeSpan:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			j.collectCode(r, c)
		}
	case *ast.Image, *east.TaskCheckBox:
	default:
		_, link := n.(*ast.Link)
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			j.collect(r, c, split && !link)
		}
	}
}

func (j *job) collectText(r *run, t *ast.Text, split bool) {
	from := len(r.text)
	if t.IsRaw() {
		r.literal(j.source[t.Segment.Start:t.Segment.Stop], t.Segment.Start)
	} else {
		j.read(t.Segment.Start, t.Segment.Stop, r.add)
	}
	if split && !t.IsRaw() {
		r.spans = append(r.spans, span{cut{from, len(r.text)}, t})
	}
	if t.SoftLineBreak() || t.HardLineBreak() {
		r.space(t.Segment.Stop)
	}
}

func (j *job) collectCode(r *run, n ast.Node) {
	t, ok := n.(*ast.Text)
	if !ok {
		return
	}
	line := j.source[t.Segment.Start:t.Segment.Stop]
	words := bytes.TrimRight(line, "\r\n")
	r.literal(words, t.Segment.Start)
	if len(words) < len(line) {
		r.space(t.Segment.Start + len(words))
	}
}

// add is the emit of a run. Of white space that markup interrupts, one stays.
func (r *run) add(word []byte, from, to int, plain bool) {
	if plain && (len(r.text) == 0 || strings.IndexByte(blanks, r.text[len(r.text)-1]) >= 0) {
		trimmed := bytes.TrimLeft(word, blanks)
		from += len(word) - len(trimmed)
		word = trimmed
	}
	if len(word) == 0 {
		return
	}
	if len(r.text) == 0 {
		r.start = from
	}
	at := len(r.text)
	r.text = append(r.text, word...)
	r.end = to
	if plain {
		r.plain = append(r.plain, cut{at, len(r.text)})
		r.map1(at, from)
		return
	}
	for i := range word {
		// The bytes of a replacement all stand where what it replaces begins.
		r.pieces = append(r.pieces, piece{at + i, from})
	}
}

// literal adds words that stand in the source as they are, but that typography
// leaves alone.
func (r *run) literal(word []byte, from int) {
	if len(word) == 0 {
		return
	}
	if len(r.text) == 0 {
		r.start = from
	}
	r.map1(len(r.text), from)
	r.text = append(r.text, word...)
	r.end = from + len(word)
}

// map1 says that the bytes of the text from at on stand, one by one, in the
// source from on.
func (r *run) map1(at, from int) {
	if n := len(r.pieces); n > 0 {
		if last := r.pieces[n-1]; last.source+at-last.text == from {
			return
		}
	}
	r.pieces = append(r.pieces, piece{at, from})
}

// space adds the space that a line break at the place from becomes.
func (r *run) space(from int) {
	if len(r.text) > 0 && strings.IndexByte(blanks, r.text[len(r.text)-1]) < 0 {
		r.text = append(r.text, ' ')
		r.pieces = append(r.pieces, piece{len(r.text) - 1, from})
		r.end = from
	}
}

// block returns the run as prose of the given kind.
func (r *run) block(kind BlockKind) Block {
	return Block{Kind: kind, Text: string(r.text), Start: r.start, End: max(r.start, r.end), pieces: r.pieces}
}
