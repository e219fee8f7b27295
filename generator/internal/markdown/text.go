package markdown

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// words writes text, with escapes, entities and typography resolved.
var words = &ext{renderers: renderers{
	ast.KindText: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
		if entering {
			w.run(n.(*ast.Text))
		}
		return ast.WalkContinue
	},
}}

// run writes a run of text.
func (o *output) run(t *ast.Text) {
	if t.IsRaw() {
		o.words(t.Segment.Value(o.job.source))
	} else {
		r := o.job.read(t.Segment.Start, t.Segment.Stop)
		for r.next() {
			o.words(r.word)
		}
	}
	switch {
	case t.HardLineBreak():
		o.block("<br>")
	case t.SoftLineBreak():
		o.white('\n')
	}
}

// A reading goes through a part of the source piece by piece and resolves
// escapes, entities and typography. After each next, word is the piece, which
// stands in the source between from and to; plain, if it stands there as it is.
type reading struct {
	word     []byte
	from, to int
	plain    bool

	src      []byte
	at, stop int   // what is still to be read
	subs     []sub // those that may still come
	verbatim bool  // there are no escapes or entities
}

// read begins a reading of the source between start and stop.
func (j *job) read(start, stop int) reading {
	return reading{src: j.source, at: start, stop: stop, verbatim: j.verbatim, subs: j.subsFrom(start)}
}

// isPlain reports whether a reading of the source between start and stop would be
// one piece, which stands there as it is.
func (j *job) isPlain(start, stop int) bool {
	if !j.verbatim {
		return false
	}
	subs := j.subsFrom(start)
	return len(subs) == 0 || subs[0].at >= stop
}

// subsFrom returns the substitutions from the place at on. What is read stands
// mostly in order, so it goes on where it looked last.
func (j *job) subsFrom(at int) []sub {
	if j.sub > 0 && j.subs[j.sub-1].at >= at {
		j.sub, _ = slices.BinarySearchFunc(j.subs, at, func(s sub, at int) int { return s.at - at })
	}
	for j.sub < len(j.subs) && j.subs[j.sub].at < at {
		j.sub++
	}
	return j.subs[j.sub:]
}

// next reads a piece, and reports whether there was one.
func (r *reading) next() bool {
	if r.at >= r.stop {
		return false
	}
	for len(r.subs) > 0 && r.subs[0].at < r.at {
		r.subs = r.subs[1:]
	}
	plain := r.stop
	if len(r.subs) > 0 {
		plain = min(plain, r.subs[0].at)
	}
	if !r.verbatim {
		plain = r.untilEscape(plain)
	}
	if plain > r.at {
		r.piece(r.src[r.at:plain], plain, true)
	} else if !r.escape() {
		s := r.subs[0]
		r.piece(s.text, s.at+s.n, false)
	}
	return true
}

func (r *reading) piece(word []byte, to int, plain bool) {
	r.word, r.from, r.to, r.plain = word, r.at, to, plain
	r.at = to
}

// untilEscape returns the place of the first escape or entity before limit, or
// limit.
func (r *reading) untilEscape(limit int) int {
	for i := r.at; i < limit; i++ {
		if c := r.src[i]; c == '\\' || c == '&' || c == 0 {
			if _, n := resolve(r.src[i:r.stop]); n > 0 {
				return i
			}
		}
	}
	return limit
}

// escape reads an escape or an entity, and reports whether one stands here.
func (r *reading) escape() bool {
	if r.verbatim {
		return false
	}
	word, n := resolve(r.src[r.at:r.stop])
	if n > 0 {
		r.piece(word, r.at+n, false)
	}
	return n > 0
}

var entity = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});`)
})

// resolve returns what the escape or entity that src begins with stands for,
// and its length; 0 if src begins with none.
func resolve(src []byte) (word []byte, n int) {
	switch {
	case src[0] == 0:
		return []byte("\ufffd"), 1
	case src[0] == '\\' && len(src) > 1 && util.IsPunct(src[1]):
		return src[1:2], 2
	case src[0] == '&':
		name := string(entity().Find(src))
		if s := html.UnescapeString(name); s != name {
			return []byte(s), len(name)
		}
	}
	return nil, 0
}

// isVerbatim reports whether src holds nothing that resolve knows.
func isVerbatim(src []byte) bool {
	return bytes.IndexByte(src, '\\') < 0 && bytes.IndexByte(src, '&') < 0 && bytes.IndexByte(src, 0) < 0
}

// unescape resolves the escapes and entities of an address or a title.
func unescape(s []byte) string {
	if isVerbatim(s) {
		return string(s)
	}
	var b []byte
	r := reading{src: s, stop: len(s)}
	for r.next() {
		b = append(b, r.word...)
	}
	return string(b)
}

// A run is the words of a block or a link without its markup, and where they
// stand: in the source, and in which nodes of the tree. A job has one, which
// holds until the next words are read.
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
	r := &j.current
	*r = run{text: r.text[:0], pieces: r.pieces[:0], plain: r.plain[:0], spans: r.spans[:0]}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		j.collect(r, c, true)
	}
	if n := len(r.pieces); n > 0 && r.pieces[n-1].isStill() { // the end of the text is after what it replaces
		r.pieces = append(r.pieces, moving(len(r.text), r.pieces[n-1].at(0)+1))
	}
	r.text = bytes.TrimRight(r.text, blanks)
	for i := range r.plain {
		r.plain[i].to = min(r.plain[i].to, len(r.text))
	}
	return r
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
	} else if j.isPlain(t.Segment.Start, t.Segment.Stop) {
		r.add(j.source[t.Segment.Start:t.Segment.Stop], t.Segment.Start, t.Segment.Stop, true)
	} else {
		p := j.read(t.Segment.Start, t.Segment.Stop)
		for p.next() {
			r.add(p.word, p.from, p.to, p.plain)
		}
	}
	if split && !t.IsRaw() {
		r.spans = append(r.spans, span{cut{from, len(r.text)}, t})
	}
	if t.SoftLineBreak() || t.HardLineBreak() {
		r.space(j.source, t.Segment.Stop)
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
		r.space(j.source, t.Segment.Start+len(words))
	}
}

// add adds a piece of text that stands in the source between from and to, as
// it is if it is plain. Of white space that markup interrupts, one stays.
func (r *run) add(word []byte, from, to int, plain bool) {
	if plain && (len(r.text) == 0 || from != r.end && r.broken()) {
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
	r.pieces = append(r.pieces, still(at, from))
}

// broken reports whether white space that follows adds nothing to the words.
func (r *run) broken() bool {
	return len(r.text) == 0 || strings.IndexByte(blanks, r.text[len(r.text)-1]) >= 0
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
	if n := len(r.pieces); n > 0 && r.pieces[n-1].reaches(at, from) {
		return
	}
	r.pieces = append(r.pieces, moving(at, from))
}

// space adds the space that a line break at the place from becomes. The end of a
// line is part of the text, as it is; whoever copies it from the source knows.
func (r *run) space(source []byte, from int) {
	if r.broken() {
		return
	}
	if from < len(source) && source[from] == '\n' {
		r.map1(len(r.text), from)
	} else {
		r.pieces = append(r.pieces, still(len(r.text), from))
	}
	r.text = append(r.text, ' ')
	r.end = from
}
