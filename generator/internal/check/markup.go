package check

import (
	"bytes"
	"slices"
)

// Markup is plain if all who read HTML read it alike, and in one glance: names
// of letters, digits, hyphens, colons, dots and underscores; attributes with or
// without quotes; elements whose text is nothing but text up to their end. Our
// layouts and the minifier write no other. Anything else is left to the
// tokenizer of x/net, from the tag on at which it stands: nobody gets around what
// is to be proved of a page by writing it oddly.

// plain reads page as far as its markup is plain, and returns how far that is.
func (r *reader) plain(page []byte) int {
	for at := 0; ; {
		n := bytes.IndexByte(page[at:], '<')
		if n < 0 && r.policy == "" {
			return len(page) // words that nobody asks for
		}
		if n < 0 || !opens(page[at+n:]) {
			return at
		}
		if n > 0 && r.policy != "" {
			if !isPlain(page[at : at+n]) {
				return at
			}
			r.words(page[at : at+n])
		}
		at += n
		c := cursor{page, at}
		if !r.markup(&c) {
			return at
		}
		at = c.at
	}
}

// opens reports whether a tag or the like stands at the beginning of s, rather
// than a < that is text.
func opens(s []byte) bool {
	return len(s) > 2 && (isLetter(s[1]) || s[1] == '!' || s[1] == '/' && isLetter(s[2]))
}

// isPlain reports whether a tokenizer would take text as it is.
func isPlain(text []byte) bool {
	return bytes.IndexByte(text, '&') < 0 && bytes.IndexByte(text, '\r') < 0 && bytes.IndexByte(text, 0) < 0
}

// A cursor is a place in a page.
type cursor struct {
	page []byte
	at   int
}

// peek returns the byte at c, or 0 at the end: 0 is nowhere plain.
func (c *cursor) peek() byte {
	if c.at < len(c.page) {
		return c.page[c.at]
	}
	return 0
}

// name moves on behind a name, and returns it.
func (c *cursor) name() []byte {
	from := c.at
	for c.at < len(c.page) && inName[c.page[c.at]] {
		c.at++
	}
	return c.page[from:c.at]
}

// markup reads the tag at c and moves on behind it. It reports false if that is
// not plain, and has done nothing then.
func (r *reader) markup(c *cursor) bool {
	switch c.page[c.at+1] {
	case '!':
		n := bytes.IndexByte(c.page[c.at:], '>')
		const doctype = "<!doctype "
		if n < len(doctype) || !bytes.EqualFold(c.page[c.at:c.at+len(doctype)], []byte(doctype)) {
			return false
		}
		c.at += n + 1
		return true
	case '/':
		c.at += 2
		name := c.name()
		if c.peek() != '>' {
			return false
		}
		c.at++
		r.end(lower(name))
		return true
	}
	return r.open(c)
}

// open reads the opening tag at c, and the text of an element that holds text
// alone.
func (r *reader) open(c *cursor) bool {
	from := c.at
	c.at++
	name := lower(c.name())
	t := &r.last
	t.attrs, t.more = t.attrs[:0], false
	plain, ok := t.read(c)
	if !ok {
		return false
	}
	text := c.page[c.at:c.at]
	switch string(name) {
	case "script", "style", "title":
		if text = textOnly(c, name); text == nil || r.policy != "" || len(t.attr("data-policy")) > 0 {
			return false
		}
	case "iframe", "noembed", "noframes", "noscript", "plaintext", "textarea", "xmp":
		return false
	}
	if !plain {
		r.tokens(c.page[from:c.at]) // the tag alone
	} else {
		r.begin(name, t)
	}
	if len(text) > 0 && r.inStyle {
		r.style(string(text))
	}
	c.at += len(text)
	return true
}

// textOnly returns what stands between c and the end tag of the element name, or
// nil if there is any other < before it, or what a tokenizer would change.
func textOnly(c *cursor, name []byte) []byte {
	rest := c.page[c.at:]
	n := bytes.IndexByte(rest, '<')
	if n < 0 {
		return nil
	}
	end := slices.Concat([]byte("</"), name, []byte(">"))
	if !bytes.HasPrefix(rest[n:], end) {
		return nil
	}
	if text := rest[:n]; bytes.IndexByte(text, '\r') < 0 && bytes.IndexByte(text, 0) < 0 {
		return text
	}
	return nil
}

// read reads attributes up to the end of the tag, and moves c there. ok says that
// the tag is plain, plain that the values are which matter.
func (t *tag) read(c *cursor) (plain, ok bool) {
	plain = true
	for {
		for isSpace(c.peek()) {
			c.at++
		}
		switch {
		case c.peek() == '>':
			c.at++
			return plain, true
		case c.peek() == '/' && c.at+1 < len(c.page) && c.page[c.at+1] == '>':
			c.at += 2
			return plain, true
		}
		key := c.name()
		value, ok := c.value()
		if len(key) == 0 || !ok {
			return false, false
		}
		plain = t.add(key, value) && plain
	}
}

// value reads what stands after the name of an attribute, and moves on behind it.
func (c *cursor) value() (value []byte, ok bool) {
	if c.peek() != '=' {
		return nil, true
	}
	c.at++
	from := c.at
	if quote := c.peek(); quote == '"' || quote == '\'' {
		n := bytes.IndexByte(c.page[from+1:], quote)
		if n < 0 {
			return nil, false
		}
		c.at = from + 1 + n + 1
		return c.page[from+1 : c.at-1], true
	}
	for b := c.peek(); b != 0 && b != '>' && !isSpace(b); b = c.peek() {
		c.at++
	}
	return c.page[from:c.at], c.at > from && c.peek() != 0
}

// lower returns name in small letters: name itself, if it is.
func lower(name []byte) []byte {
	for _, c := range name {
		if 'A' <= c && c <= 'Z' {
			return bytes.ToLower(name)
		}
	}
	return name
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\f' || c == '\r' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// inName are the bytes that the names of elements and attributes are made of.
var inName = func() (in [256]bool) {
	for c := range in {
		b := byte(c)
		in[c] = isLetter(b) || '0' <= b && b <= '9' || b == '-' || b == ':' || b == '_' || b == '.'
	}
	return in
}()
