package markdown

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// An output is the HTML of one document while it is written. It leaves out
// carriage returns, so that files from Windows make the same pages.
type output struct {
	job   *job
	html  []byte
	slots []Slot

	heading string   // the id of the last heading, until a table is named after it
	tables  int      // written so far
	columns []string // the words at the head of the table that is written
	column  int      // the number of its cell
	link    Slot     // that was opened last
}

// render writes the tree below n into doc.
func (j *job) render(r renderer.Renderer, n ast.Node, doc *Document) {
	w := &output{job: j, html: j.html[:0], slots: j.slots[:0]}
	if err := r.Render(w, j.source, n); err != nil {
		panic(err) // nothing that is called returns an error
	}
	doc.html, j.html = bytes.Clone(w.html), w.html
	doc.Slots, j.slots = settle(w.slots)
}

// Open leaves a slot open at this place of the output. It is for extensions.
func Open(w util.BufWriter, s Slot) {
	o := w.(*output)
	s.at = int32(len(o.html))
	o.slots = append(o.slots, s)
}

// word opens a slot for a word of the interface. Its key is one of WordKeys.
func (o *output) word(key string) { Open(o, Slot{Kind: Word, Dest: key}) }

// tag writes s, which is HTML.
func (o *output) tag(s string) { o.html = append(o.html, s...) }

// text writes s, which is not.
func (o *output) text(s string) {
	o.html = appendEscaped(o.html, s)
}

// escape writes s, which is not HTML.
func (o *output) escape(s []byte) {
	o.html = appendEscaped(o.html, s)
}

// appendEscaped appends s to html with what HTML has a meaning for escaped, and
// without carriage returns.
func appendEscaped[T string | []byte](html []byte, s T) []byte {
	done := 0
	for i := range len(s) {
		with := escapes[s[i]]
		if with == nil {
			continue
		}
		html = append(html, s[done:i]...)
		html = append(html, *with...)
		done = i + 1
	}
	return append(html, s[done:]...)
}

// escapes are what stands in HTML for a byte that cannot stand there itself.
var escapes = func() (table [256]*string) {
	for c := range table {
		if with := util.EscapeHTMLByte(byte(c)); with != nil {
			s := string(with)
			table[c] = &s
		}
	}
	table['\r'] = new(string)
	return table
}()

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.html = appendLines(o.html, p)
	return len(p), nil
}

// WriteString implements io.StringWriter.
func (o *output) WriteString(s string) (int, error) {
	o.html = appendLines(o.html, s)
	return len(s), nil
}

// appendLines appends s to html without carriage returns.
func appendLines[T string | []byte](html []byte, s T) []byte {
	done := 0
	for i := range len(s) {
		if s[i] == '\r' {
			html = append(html, s[done:i]...)
			done = i + 1
		}
	}
	return append(html, s[done:]...)
}

// WriteByte implements io.ByteWriter.
func (o *output) WriteByte(c byte) error {
	if c != '\r' {
		o.html = append(o.html, c)
	}
	return nil
}

// WriteRune writes r.
func (o *output) WriteRune(r rune) (int, error) {
	if r != '\r' {
		o.html = utf8.AppendRune(o.html, r)
	}
	return utf8.RuneLen(r), nil
}

// Available, Buffered and Flush complete util.BufWriter.
func (o *output) Available() int { return 0 }

// Buffered returns the length of the HTML so far.
func (o *output) Buffered() int { return len(o.html) }

// Flush does nothing: all is in memory.
func (o *output) Flush() error { return nil }
