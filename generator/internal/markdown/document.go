package markdown

import (
	"bytes"

	"iopguide/generator/internal/diag"
)

// A Document is a compiled Markdown body: HTML with slots left open, and what
// other steps need to know of it. All offsets are in the source file. It is
// never changed.
type Document struct {
	File     *diag.File
	Slots    []Slot    // in the order they stand in the HTML
	Headings []Heading // likewise
	Blocks   []Block   // the prose, for rules about wording; likewise
	Cards    []Card    // alerts of every kind, likewise
	Dropped  []Dropped // raw HTML that was left out
	Terms    []Term    // glossary terms, in the order of their first use
	Notes    []*Note   // footnotes that are defined, in the order of definition
	Extra    any       // what an extension made of the page, such as the tree of a self-check

	own    []byte // of the HTML, what does not stand in the source
	echoes []echo // the rest of it, in its order
	size   int32  // of all of it

	words  int     // of the prose
	pieces []piece // of all blocks, one after the other
	still  []byte  // likewise, what stands for those of them that are still
}

// A Slot is a place in a Document that only the whole site can fill.
type Slot struct {
	Kind       SlotKind
	Figure     bool   // a Picture alone in its paragraph
	at         int32  // in the HTML
	Dest       string // as the author wrote it: an address, a source's key, a path, a word's key
	Text       string // of a Picture its alternative text; of a link its words
	Title      string // of a Picture its caption, of a link its title
	Start, End int    // in the source
}

// SlotKind says what stands in a slot.
type SlotKind uint8

const (
	LinkOpen  SlotKind = iota // where <a …> stands, or nothing if the link leads nowhere
	LinkClose                 // where its </a> stands; its Dest, Start and End are those of the LinkOpen
	Picture                   // a whole <figure> or <img>
	Mark                      // a citation: Dest is the source's key
	NoteMark                  // a reference to a footnote: Dest is its label
	Include                   // another compiled Document: Dest is its path, as written
	Word                      // a word of the interface: Dest is its key in strings.yaml, Text what is put in
	PartStart                 // where the part Dest begins; it ends where the next begins, or the document
	Label                     // the value of an attribute: the word for Dest, and Title
)

// A Heading is a heading with an id that links can name.
type Heading struct {
	Level      int
	ID, Text   string
	Start, End int
}

// A Card is an alert, `> [!KIND]`.
type Card struct {
	Kind       string   // as written, in upper case, such as WARNING or an unknown word
	Title      string   // the first paragraph, if all of it is bold
	Text       string   // all its words
	Links      []string // where its links lead, as written
	Start, End int      // of the [!KIND]
}

// Dropped is one element of raw HTML that was left out of the page.
type Dropped struct {
	Element    string // its name, such as div
	Start, End int    // of its opening tag
}

// A Term is a glossary term that the page uses.
type Term struct {
	Key, Term, Definition string
	ID                    string // of its first use, for the way back
	Part                  string // that it is used in; "" before the first, and on a page without parts
}

// A Note is the body of a footnote.
type Note struct {
	Label      string
	Body       *Document // with its own slots
	Start, End int
}

// An Env is what compiling depends on besides the file. It is never changed.
type Env struct {
	Lang     string    // such as en
	Glossary *Glossary // may be nil
}

// AppendHTML appends the document to b; fill appends what stands in each slot, in
// reading order, so that it can number as it goes. If it gives back another b, such
// as an empty one where a part begins, what follows is appended to that.
func (d *Document) AppendHTML(b []byte, fill func(b []byte, s Slot) []byte) []byte {
	html, included := copying{doc: d}, false
	for i := range d.Slots {
		s := &d.Slots[i]
		b = html.append(b, s.at, included)
		included = s.Kind == Include
		before := len(b)
		b = fill(b, *s)
		if included && len(b) > before {
			b = append(unended(b[:before]), b[before:]...)
		}
	}
	return html.append(b, d.size, included)
}

// append appends the HTML up to the place to to b. Where it follows a document that is
// included, it begins with a block.
func (c *copying) append(b []byte, to int32, included bool) []byte {
	if included && c.at < to {
		b = unended(b)
	}
	return c.appendTo(b, to)
}

// unended is b without the end of a paragraph, which goes without saying before a
// block.
func unended(b []byte) []byte { return bytes.TrimSuffix(b, []byte("</p>")) }
