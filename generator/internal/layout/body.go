package layout

import (
	"fmt"
	"html"
	"html/template"
	"io"
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
}

// A Back leads from a note back to a mark in the text. Letter tells several
// marks of one note apart; it is empty if there is one.
type Back struct{ ID, Letter string }

// A filler writes what stands in the slots of a page's body. It goes through
// them in reading order, and numbers the marks as it meets them.
type filler struct {
	page    *content.Page
	view    *site.View
	pieces  []*piece // of the body, as far as it is written
	notes   []*Note
	numbers map[noteKey]*Note
	part    string // where the slot stands that is filled
}

// A noteKey is what a note is of, and the part that lists it: a part lists its
// notes itself, so that a tap on a mark does not leave it.
type noteKey struct {
	part string
	of   any // a *site.Source or *markdown.Note
}

// A piece is the HTML of one part of a body, or of what stands before the first.
type piece struct {
	part string
	html strings.Builder
}

// fill writes the body of a page, then the footnotes that it refers to, which
// may cite sources themselves.
func fill(p *content.Page, v *site.View) ([]*piece, []*Note, error) {
	f := &filler{page: p, view: v, numbers: map[noteKey]*Note{}, pieces: []*piece{{}}}
	f.pieces[0].html.Grow(len(p.File.Data) * 5 / 4)
	if err := f.document(f, p.Body, v.Targets); err != nil {
		return nil, nil, err
	}
	for i := 0; i < len(f.notes); i++ { // grows while footnotes cite
		if n := f.notes[i]; n.body != nil {
			var nb strings.Builder
			f.part = n.part
			if err := f.document(&nb, n.body, n.leads); err != nil {
				return nil, nil, err
			}
			n.HTML = template.HTML(nb.String())
		}
	}
	for _, n := range f.notes {
		letter(n.Backs)
	}
	return f.pieces, f.notes, nil
}

// Write adds to the piece that is being written.
func (f *filler) Write(p []byte) (int, error) { return f.pieces[len(f.pieces)-1].html.Write(p) }

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

// document writes d, whose slots lead to t.
func (f *filler) document(w io.Writer, d *markdown.Document, t *site.Targets) error {
	i := 0
	return d.WriteHTML(w, func(w io.Writer, s markdown.Slot) error {
		target := t.Slots[i]
		i++
		return f.slot(w, s, target, d, t)
	})
}

func (f *filler) slot(w io.Writer, s markdown.Slot, t site.Target, d *markdown.Document, in *site.Targets) error {
	var out string
	switch s.Kind {
	case markdown.LinkOpen:
		out = f.open(t)
	case markdown.LinkClose:
		out = f.close(t)
	case markdown.Picture:
		out = f.picture(s, t)
	case markdown.Mark:
		if t.Source != nil {
			out = f.mark(t.Source, &Note{Source: t.Source}, f.view.Strings.Text("mark-source", t.Source.Label)+", "+strconv.Itoa(f.number(t.Source)))
		}
	case markdown.NoteMark:
		out = f.footnote(s.Dest, d, in)
	case markdown.Word:
		out = html.EscapeString(f.word(s))
	case markdown.PartStart:
		f.part = s.Dest
		f.pieces = append(f.pieces, &piece{part: s.Dest})
	case markdown.Include:
		if t.Included != nil {
			return f.document(w, t.Included.Fragment.Body, t.Included.Targets)
		}
	}
	_, err := io.WriteString(w, out)
	return err
}

func (f *filler) word(s markdown.Slot) string {
	if s.Text == "" {
		return f.view.Strings.Text(s.Dest)
	}
	return f.view.Strings.Text(s.Dest, s.Text)
}

func (f *filler) open(t site.Target) string {
	if t.Problem != nil {
		return ""
	}
	attrs := ""
	if t.Page != nil && t.Page.Lang != f.page.Lang {
		attrs = ` hreflang="` + html.EscapeString(t.Page.Lang) + `"`
	}
	return `<a href="` + html.EscapeString(f.address(t)) + `"` + attrs + `>`
}

func (f *filler) address(t site.Target) string {
	fragment := ""
	if t.Fragment != "" {
		fragment = "#" + t.Fragment
	}
	switch {
	case t.Page == f.page.Meta && fragment != "":
		return fragment
	case t.Page != nil:
		return f.view.Config.Href(f.page.URL, t.Page) + fragment
	case strings.HasPrefix(t.URL, "/"):
		return f.view.Config.Rel(f.page.URL, t.URL) + fragment
	case t.URL != "":
		return t.URL
	}
	return fragment
}

// close ends a link, and says so if it leads to a page in another language.
func (f *filler) close(t site.Target) string {
	if t.Problem != nil {
		return ""
	}
	if t.Page != nil && t.Page.Lang != f.page.Lang {
		return " " + html.EscapeString(f.view.Strings.Text("in-language-"+t.Page.Lang)) + "</a>"
	}
	return "</a>"
}

func (f *filler) picture(s markdown.Slot, t site.Target) string {
	if t.File == nil {
		return ""
	}
	alt := html.EscapeString(s.Text)
	var b strings.Builder
	if s.Figure {
		b.WriteString(`<figure class="picture">`)
	}
	switch {
	case t.File.SVG != "" && s.Text == "":
		b.WriteString(strings.Replace(t.File.SVG, "<svg", `<svg aria-hidden="true"`, 1))
	case t.File.SVG != "":
		b.WriteString(strings.Replace(t.File.SVG, "<svg", `<svg role="img" aria-label="`+alt+`"`, 1))
	default:
		fmt.Fprintf(&b, `<img src="%s" alt="%s"`, html.EscapeString(f.view.Config.Rel(f.page.URL, t.File.URL)), alt)
		if t.File.Width > 0 {
			fmt.Fprintf(&b, ` width="%d" height="%d"`, t.File.Width, t.File.Height)
		}
		b.WriteString(` loading="lazy" decoding="async">`)
	}
	if s.Figure {
		if s.Title != "" {
			b.WriteString("<figcaption>" + html.EscapeString(s.Title) + "</figcaption>")
		}
		b.WriteString("</figure>")
	}
	return b.String()
}

func (f *filler) footnote(label string, d *markdown.Document, in *site.Targets) string {
	for _, n := range d.Notes {
		if n.Label == label {
			made := &Note{body: n.Body, leads: in.Notes[label]}
			return f.mark(n, made, f.view.Strings.Text("mark-note", f.number(n)))
		}
	}
	return ""
}

// number returns the number of what key stands for: the one it has, or the next.
func (f *filler) number(key any) int {
	if n := f.numbers[noteKey{f.part, key}]; n != nil {
		return n.N
	}
	return len(f.notes) + 1
}

// mark writes a numbered mark that leads to the note of key, which is made of n
// at the first mark.
func (f *filler) mark(key any, made *Note, name string) string {
	n := f.numbers[noteKey{f.part, key}]
	if n == nil {
		n = made
		n.N, n.part = len(f.notes)+1, f.part
		n.ID = fmt.Sprintf("n-%d", n.N)
		f.numbers[noteKey{f.part, key}] = n
		f.notes = append(f.notes, n)
	}
	back := fmt.Sprintf("r-%d", n.N)
	if len(n.Backs) > 0 {
		back = fmt.Sprintf("r-%d-%d", n.N, len(n.Backs)+1)
	}
	n.Backs = append(n.Backs, Back{ID: back})
	return fmt.Sprintf(`<sup class="mark"><a href="#%s" id="%s" aria-label="%s">%d</a></sup>`,
		n.ID, back, html.EscapeString(name), n.N)
}
