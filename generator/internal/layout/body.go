package layout

import (
	"html/template"
	"strconv"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

// A Note is one entry of the list at a page's end: a source that it cites, or a
// footnote. Either Source or HTML is set.
type Note struct {
	N      int
	ID     string
	Backs  []Back
	Source *site.Source
	HTML   template.HTML
	body   *markdown.Document
	leads  *site.Targets
	part   string // that its marks stand in
	of     any    // what it is a note of: a *site.Source or *markdown.Note
}

// A Back leads from a note back to a mark in the text. Letter tells several
// marks of one note apart; it is empty if there is one.
type Back struct{ ID, Letter string }

// A filler writes what stands in the slots of a page's body. It goes through
// them in reading order, and numbers the marks as it meets them.
type filler struct {
	page   *content.Page
	words  *site.Strings
	links  site.Links
	pieces []piece // of the body, those that are written
	notes  []*Note
	part   string // where the slot stands that is filled
}

// A piece is the HTML of one part of a body, or of what stands before the first.
// It is as small as a minifier would make it.
type piece struct {
	part string
	html []byte
}

// fill writes the body of a page made from all in from, its beginning into room, then
// the footnotes that it refers to, which may cite sources themselves.
func fill(p *content.Page, from *saying, room []byte) ([]piece, []*Note) {
	f := &filler{page: p, words: from.strings, links: from.links}
	last := f.document(room, p.Body, from.targets)
	f.pieces = append(f.pieces, piece{f.part, last})
	for i := 0; i < len(f.notes); i++ { // grows while footnotes cite
		if n := f.notes[i]; n.body != nil {
			f.part = n.part
			n.HTML = template.HTML(f.document(nil, n.body, n.leads))
		}
	}
	for _, n := range f.notes {
		letter(n.Backs)
	}
	return f.pieces, f.notes
}

func letter(backs []Back) {
	if len(backs) < 2 {
		return
	}
	for i := range backs {
		backs[i].Letter = letters(i)
	}
}

// letters counts a, b, … z, aa, ab, ….
func letters(i int) string {
	if i < 26 {
		return string(rune('a' + i))
	}
	return letters(i/26-1) + letters(i%26)
}

// document appends d, whose slots lead to t, to b.
func (f *filler) document(b []byte, d *markdown.Document, t *site.Targets) []byte {
	i := 0
	return d.AppendHTML(b, func(b []byte, s markdown.Slot) []byte {
		target := t.Slots[i]
		i++
		return f.slot(b, s, target, d, t)
	})
}

func (f *filler) slot(b []byte, s markdown.Slot, t *site.Target, d *markdown.Document, in *site.Targets) []byte {
	switch s.Kind {
	case markdown.LinkOpen:
		return f.open(b, t)
	case markdown.LinkClose:
		return f.close(b, t)
	case markdown.Picture:
		return f.picture(b, s, t)
	case markdown.Mark:
		if t.Source != nil {
			return f.mark(b, t.Source, &Note{Source: t.Source}, f.words.Text("mark-source", t.Source.Label)+", "+strconv.Itoa(f.number(t.Source)))
		}
	case markdown.NoteMark:
		return f.footnote(b, s.Dest, d, in)
	case markdown.Word:
		return markdown.AppendText(b, f.word(s))
	case markdown.Label:
		return markdown.AppendValue(b, f.word(s)+s.Title)
	case markdown.PartStart:
		f.pieces = append(f.pieces, piece{f.part, b})
		f.part = s.Dest
		return nil
	case markdown.Include:
		if t.Included != nil {
			return f.document(b, t.Included.Fragment.Body, t.Included.Targets)
		}
	}
	return b
}

func (f *filler) word(s markdown.Slot) string {
	if s.Text == "" {
		return f.words.Text(s.Dest)
	}
	return f.words.Text(s.Dest, s.Text)
}

func (f *filler) open(b []byte, t *site.Target) []byte {
	if t.Problem != nil {
		return b
	}
	b = markdown.AppendAttr(append(b, "<a"...), "href", f.address(t))
	if t.Page != nil && t.Page.Lang != f.page.Lang {
		b = markdown.AppendAttr(b, "hreflang", t.Page.Lang)
	}
	return append(b, '>')
}

func (f *filler) address(t *site.Target) string {
	fragment := ""
	if t.Fragment != "" {
		fragment = "#" + t.Fragment
	}
	switch {
	case t.Page == f.page.Meta && fragment != "":
		return fragment
	case t.Page != nil:
		return f.links.Rel(f.page.URL, t.Page.URL) + fragment
	case strings.HasPrefix(t.URL, "/"):
		return f.links.Rel(f.page.URL, t.URL) + fragment
	case t.URL != "":
		return t.URL
	}
	return fragment
}

// close ends a link, and says so if it leads to a page in another language.
func (f *filler) close(b []byte, t *site.Target) []byte {
	if t.Problem != nil {
		return b
	}
	if t.Page != nil && t.Page.Lang != f.page.Lang {
		b = markdown.AppendText(b, " "+f.words.Text("in-language-"+t.Page.Lang))
	}
	return append(b, "</a>"...)
}

func (f *filler) picture(b []byte, s markdown.Slot, t *site.Target) []byte {
	if t.File == nil {
		return b
	}
	if s.Figure {
		b = append(b, "<figure class=picture>"...)
	}
	switch drawing, ok := strings.CutPrefix(t.File.SVG, "<svg"); {
	case ok && s.Text == "":
		b = append(append(b, `<svg aria-hidden="true"`...), drawing...)
	case ok:
		b = append(append(b, `<svg role="img" aria-label="`...), template.HTMLEscapeString(s.Text)...)
		b = append(append(b, '"'), drawing...)
	default:
		b = f.image(b, s.Text, t.File)
	}
	if s.Figure {
		if s.Title != "" {
			b = markdown.AppendText(append(b, "<figcaption>"...), strings.TrimSpace(s.Title))
			b = append(b, "</figcaption>"...)
		}
		b = append(b, "</figure>"...)
	}
	return b
}

func (f *filler) image(b []byte, alt string, file *site.File) []byte {
	b = markdown.AppendAttr(append(b, "<img"...), "src", f.links.Rel(f.page.URL, file.URL))
	b = markdown.AppendAttr(b, "alt", alt)
	if file.Width > 0 {
		b = markdown.AppendAttr(b, "width", strconv.Itoa(file.Width))
		b = markdown.AppendAttr(b, "height", strconv.Itoa(file.Height))
	}
	return append(b, " loading=lazy decoding=async>"...)
}

func (f *filler) footnote(b []byte, label string, d *markdown.Document, in *site.Targets) []byte {
	for _, n := range d.Notes {
		if n.Label == label {
			made := &Note{body: n.Body, leads: in.Notes[label]}
			return f.mark(b, n, made, f.words.Text("mark-note", f.number(n)))
		}
	}
	return b
}

// noted returns the note of what is noted, or nil. A part lists its notes itself, so
// that a tap on a mark does not leave it.
func (f *filler) noted(what any) *Note {
	for _, n := range f.notes {
		if n.of == what && n.part == f.part {
			return n
		}
	}
	return nil
}

// number returns the number of the note of what: the one it has, or the next.
func (f *filler) number(what any) int {
	if n := f.noted(what); n != nil {
		return n.N
	}
	return len(f.notes) + 1
}

// mark writes a numbered mark that leads to the note of what, which is made at the
// first mark.
func (f *filler) mark(b []byte, what any, made *Note, name string) []byte {
	n := f.noted(what)
	if n == nil {
		n = made
		n.N, n.part, n.of = len(f.notes)+1, f.part, what
		n.ID = "n-" + strconv.Itoa(n.N)
		f.notes = append(f.notes, n)
	}
	number := strconv.Itoa(n.N)
	back := "r-" + number
	if len(n.Backs) > 0 {
		back += "-" + strconv.Itoa(len(n.Backs)+1)
	}
	n.Backs = append(n.Backs, Back{ID: back})
	b = append(b, "<sup class=mark><a href=#"...)
	b = append(append(append(b, n.ID...), " id="...), back...)
	b = append(markdown.AppendAttr(b, "aria-label", name), '>')
	return append(append(b, number...), "</a></sup>"...)
}
