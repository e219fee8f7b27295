package markdown

import "bytes"

// An echo is a part of a document's HTML that stands in its source as it is. Most of
// what a page says does, and is kept there alone.
type echo struct{ at, source, size int32 }

// shortest is how long an echo must be, so as to save more than it takes.
const shortest = 24

// echoed says that the last bytes written are s, which may be a part of the source. It
// joins them to the echo before, if what is in between is the same in both.
func (o *output) echoed(s []byte) {
	if o.job == nil {
		return
	}
	source, ok := within(o.job.source, s)
	if !ok {
		return
	}
	e := echo{at: int32(len(o.html) - len(s)), source: int32(source), size: int32(len(s))}
	if n := len(o.echoes) - 1; n >= 0 {
		last := &o.echoes[n]
		end, from := last.at+last.size, last.source+last.size
		if e.at-end == e.source-from && bytes.Equal(o.html[end:e.at], o.job.source[from:e.source]) {
			last.size += e.at - end + e.size
			return
		}
		if last.size < shortest {
			o.echoes = o.echoes[:n]
		}
	}
	o.echoes = append(o.echoes, e)
}

// within returns where in whole its part s lies, if it is one.
func within(whole, s []byte) (at int, ok bool) {
	at = cap(whole) - cap(s)
	return at, len(s) > 0 && at >= 0 && at+len(s) <= len(whole) && &whole[at] == &s[0]
}

// keep puts what is written into doc, without what its source holds.
func (o *output) keep(doc *Document) {
	if n := len(o.echoes) - 1; n >= 0 && o.echoes[n].size < shortest {
		o.echoes = o.echoes[:n]
	}
	size := len(o.html)
	for _, e := range o.echoes {
		size -= int(e.size)
	}
	doc.own, doc.size = make([]byte, 0, size), int32(len(o.html))
	at := int32(0)
	for _, e := range o.echoes {
		doc.own = append(doc.own, o.html[at:e.at]...)
		at = e.at + e.size
	}
	doc.own = append(doc.own, o.html[at:]...)
}

// A copying copies the HTML of a document, part by part.
type copying struct {
	doc  *Document
	at   int32 // in the HTML
	own  int32 // of it, how many bytes are the document's own
	echo int   // the one that comes next, or that is copied in part
}

// appendTo appends the HTML up to the place to to b.
func (c *copying) appendTo(b []byte, to int32) []byte {
	for c.at < to {
		next := to
		if c.echo < len(c.doc.echoes) {
			e := c.doc.echoes[c.echo]
			if c.at >= e.at {
				from, end := e.source+c.at-e.at, min(to, e.at+e.size)
				b = append(b, c.doc.File.Data[from:from+end-c.at]...)
				if c.at = end; end == e.at+e.size {
					c.echo++
				}
				continue
			}
			next = min(next, e.at)
		}
		b = append(b, c.doc.own[c.own:c.own+next-c.at]...)
		c.own, c.at = c.own+next-c.at, next
	}
	return b
}
