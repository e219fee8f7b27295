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

	heading string // the id of the last heading, until a table is named after it
	tables  int    // written so far
}

// render writes the tree below n into doc.
func (j *job) render(r renderer.Renderer, n ast.Node, doc *Document) {
	w := &output{job: j, html: j.buffer[:0]}
	if err := r.Render(w, j.source, n); err != nil {
		panic(err) // nothing that is called returns an error
	}
	doc.html, doc.Slots = bytes.Clone(w.html), w.slots
	j.buffer = w.html
}

// Open leaves a slot open at this place of the output. It is for extensions.
func Open(w util.BufWriter, s Slot) {
	o := w.(*output)
	s.at = len(o.html)
	o.slots = append(o.slots, s)
}

// word opens a slot for a word of the interface. Its key is one of WordKeys.
func (o *output) word(key string) { Open(o, Slot{Kind: Word, Dest: key}) }

// tag writes s, which is HTML.
func (o *output) tag(s string) { o.html = append(o.html, s...) }

// text writes s, which is not.
func (o *output) text(s string) {
	_, _ = o.Write(util.EscapeHTML([]byte(s)))
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	n := len(p)
	for {
		i := bytes.IndexByte(p, '\r')
		if i < 0 {
			break
		}
		o.html = append(o.html, p[:i]...)
		p = p[i+1:]
	}
	o.html = append(o.html, p...)
	return n, nil
}

// WriteString implements io.StringWriter.
func (o *output) WriteString(s string) (int, error) { return o.Write([]byte(s)) }

// WriteByte implements io.ByteWriter.
func (o *output) WriteByte(c byte) error {
	_, _ = o.Write([]byte{c})
	return nil
}

// WriteRune writes r.
func (o *output) WriteRune(r rune) (int, error) {
	return o.Write(utf8.AppendRune(nil, r))
}

// Available, Buffered and Flush complete util.BufWriter.
func (o *output) Available() int { return 0 }

// Buffered returns the length of the HTML so far.
func (o *output) Buffered() int { return len(o.html) }

// Flush does nothing: all is in memory.
func (o *output) Flush() error { return nil }
