package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// An output is the HTML of one document while it is written, as small as a
// minifier would make it, so that none has to read it again. Who writes to it says
// what each tag is: one of a block, between which white space means nothing, or
// one within a line. From that the output knows which white space to leave out,
// and where a paragraph must be ended. Other end tags that may be left out are not
// written in the first place.
//
// It leaves out carriage returns, so that files from Windows make the same pages.
type output struct {
	job   *job
	html  []byte
	slots []Slot
	// echoes are the parts of html that stand in the source.
	echoes []echo

	shut  bool // white space means nothing here: a block begins, or white space went before
	blank int  // where the white space stands that means nothing if the block ends now, or -1
	open  bool // a paragraph has ended; before anything but a block it must be told
	and   int  // the length of html after an ampersand that what follows may need escaped, or -1
	empty int  // the length of html after a tag that began within a line, or -1

	heading string   // the id of the last heading, until a table is named after it
	tables  int      // written so far
	columns []string // the words at the head of the table that is written
	column  int      // the number of its cell
	link    Slot     // that was opened last
}

// render writes the tree below n into doc.
func (j *job) render(r renderer.Renderer, n ast.Node, doc *Document) {
	w := &output{job: j, html: j.html[:0], slots: j.slots[:0], echoes: j.echoes[:0], shut: true, blank: -1, and: -1, empty: -1}
	if err := r.Render(w, j.source, n); err != nil {
		panic(err) // nothing that is called returns an error
	}
	w.trim()
	w.endParagraph()
	w.keep(doc)
	j.html = w.html
	doc.Slots, j.slots = settle(w.slots)
	doc.echoes, j.echoes = settle(w.echoes)
}

// block writes tags of blocks, or the first part of one. An end tag that may be
// left out is written as nothing.
func (o *output) block(tags string) {
	o.settle(0)
	o.trim()
	o.open, o.shut = false, true
	o.html = append(o.html, tags...)
}

// start writes a tag that begins something within a line, or the first part of it.
func (o *output) start(tag string) {
	o.settle(0)
	o.endParagraph()
	o.blank = -1
	o.html = append(o.html, tag...)
	o.empty = len(o.html)
}

// end writes a tag that ends something within a line.
func (o *output) end(tag string) {
	o.settle(0)
	if o.empty == len(o.html) {
		o.shut = false // a style may put something here
	}
	o.html = append(o.html, tag...)
}

// tag writes the rest of a tag that block or start has begun, or what no
// white space is left out of.
func (o *output) tag(s string) { o.html = append(o.html, s...) }

// attr writes an attribute of a tag.
func (o *output) attr(name, value string) { o.html = AppendAttr(o.html, name, value) }

// drawn writes a drawing or a box to click, beside which white space counts.
func (o *output) drawn(s string) {
	o.tag(s)
	o.shut, o.blank = false, -1
}

// paragraph ends a paragraph.
func (o *output) paragraph() {
	o.block("")
	o.open = true
}

// endParagraph says that the last paragraph has ended, where that does not go
// without saying.
func (o *output) endParagraph() {
	if o.open {
		o.html = append(o.html, "</p>"...)
		o.open, o.shut = false, true
	}
}

// trim leaves out the white space at the end of a block.
func (o *output) trim() {
	if o.blank < 0 {
		return
	}
	o.html = append(o.html[:o.blank], o.html[o.blank+1:]...)
	for i := len(o.slots) - 1; i >= 0 && int(o.slots[i].at) > o.blank; i-- {
		o.slots[i].at--
	}
	o.blank = -1
}

// settle escapes the ampersand before next, where html ends in one, only if it
// would otherwise mean something.
func (o *output) settle(next byte) {
	if o.and == len(o.html) && !names(next) {
		o.html = o.html[:len(o.html)-len("amp;")]
	}
	o.and = -1
}

// names reports whether an ampersand before c may begin the name of a character.
func names(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '#'
}

// Open leaves a slot open at this place of the output. It is for extensions.
func Open(w util.BufWriter, s Slot) {
	o := w.(*output)
	o.and, o.empty = -1, -1
	switch {
	case s.Kind == PartStart || s.Kind == Include:
		o.trim()
		o.endParagraph()
		o.shut = true
	case s.Kind == Picture && s.Figure:
		o.block("")
	case s.Kind == LinkOpen:
		o.endParagraph()
		o.blank = -1
	case s.Kind != LinkClose && s.Kind != Label:
		o.endParagraph()
		o.shut, o.blank = false, -1
	}
	s.at = int32(len(o.html))
	o.slots = append(o.slots, s)
}

// word opens a slot for a word of the interface. Its key is one of WordKeys.
func (o *output) word(key string) { Open(o, Slot{Kind: Word, Dest: key}) }

// text writes s, which is not HTML.
func (o *output) text(s string) { o.words([]byte(s)) }

// words writes s, which is not HTML, with one blank or line end for all white
// space that stands together, and none where it means nothing.
func (o *output) words(s []byte) {
	o.endParagraph()
	done := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if signs[c] == plain {
			continue
		}
		if c == ' ' && i > done && i+1 < len(s) && signs[s[i+1]] == plain {
			i++ // between two words stands one blank
			continue
		}
		o.plain(s[done:i])
		o.sign(c)
		done = i + 1
	}
	o.plain(s[done:])
}

// sign writes a byte that does not stand for itself.
func (o *output) sign(c byte) {
	switch signs[c] {
	case white:
		o.white(c)
	case escaped:
		o.settle(0)
		o.shut, o.blank = false, -1
		o.html = append(o.html, util.EscapeHTMLByte(c)...)
		if c == '&' {
			o.and = len(o.html)
		}
	}
}

// plain writes words that need no escape, and no blank of which means nothing.
func (o *output) plain(s []byte) {
	if len(s) > 0 {
		o.settle(s[0])
		o.shut, o.blank = false, -1
		o.html = append(o.html, s...)
		o.echoed(s)
	}
}

// white writes white space.
func (o *output) white(c byte) {
	o.settle(0)
	if c != '\n' {
		c = ' '
	}
	switch last := len(o.html) - 1; {
	case !o.shut:
		o.html = append(o.html, c)
		o.shut, o.blank, o.empty = true, last+1, -1
	case c == '\n' && o.blank == last && last >= 0 && !o.slotHere():
		o.html[last] = c
	}
}

// slotHere reports whether the last slot stands at the end of what is written.
func (o *output) slotHere() bool {
	n := len(o.slots)
	return n > 0 && int(o.slots[n-1].at) == len(o.html)
}

// exact writes s, which is not HTML, where all white space counts.
func (o *output) exact(s []byte) {
	for _, c := range s {
		switch with := util.EscapeHTMLByte(c); {
		case with != nil:
			o.html = append(o.html, with...)
		case c != '\r':
			o.html = append(o.html, c)
		}
	}
}

// A sign is what a byte is to text in HTML.
type signKind uint8

const (
	plain   signKind = iota
	white            // white space, as HTML sees it
	escaped          // it means something else
	dropped
)

// signs are what bytes are to text in HTML. Quotation marks are escaped in
// attributes alone.
var signs = [256]signKind{' ': white, '\t': white, '\n': white, '\f': white, '\r': dropped,
	'&': escaped, '<': escaped, 0: escaped}

// AppendText appends s, which is not HTML, to b. It is to stand within a line.
func AppendText(b []byte, s string) []byte {
	o := output{html: b, blank: -1, and: -1, empty: -1}
	o.text(s)
	return o.html
}

// AppendAttr appends to b, which ends within a tag, an attribute.
func AppendAttr(b []byte, name, value string) []byte {
	b = append(append(b, ' '), name...)
	if value == "" {
		return b
	}
	return AppendValue(append(b, '='), value)
}

// AppendValue appends the value of an attribute to b, in quotes if it needs them:
// those that it holds fewer of.
func AppendValue(b []byte, value string) []byte {
	quote, bare := byte('"'), true
	balance := 0 // how many more double than single quotes there are
	for i := range len(value) {
		switch value[i] {
		case '"':
			balance++
			bare = false
		case '\'':
			balance--
			bare = false
		case ' ', '\t', '\n', '\f', '\r', '<', '=', '>', '`':
			bare = false
		}
	}
	if bare {
		return appendValue(b, value, 0)
	}
	if balance > 0 {
		quote = '\''
	}
	return append(appendValue(append(b, quote), value, quote), quote)
}

// appendValue appends value to b with quote escaped, and ampersands that would
// mean something.
func appendValue(b []byte, value string, quote byte) []byte {
	for i := range len(value) {
		switch c := value[i]; {
		case c == '&' && i+1 < len(value) && names(value[i+1]):
			b = append(b, "&amp;"...)
		case c == 0:
			b = append(b, "\ufffd"...)
		case c == quote && c == '"':
			b = append(b, "&#34;"...)
		case c == quote && c == '\'':
			b = append(b, "&#39;"...)
		case c != '\r':
			b = append(b, c)
		}
	}
	return b
}

// Write implements io.Writer. What it writes is taken for text.
func (o *output) Write(p []byte) (int, error) {
	o.words(p)
	return len(p), nil
}

// WriteString implements io.StringWriter, likewise.
func (o *output) WriteString(s string) (int, error) { return o.Write([]byte(s)) }

// WriteByte implements io.ByteWriter, likewise.
func (o *output) WriteByte(c byte) error {
	_, err := o.Write([]byte{c})
	return err
}

// WriteRune writes r, likewise.
func (o *output) WriteRune(r rune) (int, error) { return o.WriteString(string(r)) }

// Available, Buffered and Flush complete util.BufWriter.
func (o *output) Available() int { return 0 }

// Buffered returns the length of the HTML so far.
func (o *output) Buffered() int { return len(o.html) }

// Flush does nothing: all is in memory.
func (o *output) Flush() error { return nil }
