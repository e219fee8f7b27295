package layout

import (
	"html/template"
	"strings"
	"unicode/utf8"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// longPage is how many sections a page has before it gets a contents list.
const longPage = 4

// Data is all that a layout can see. There is no way from it to another page's
// body.
type Data struct {
	Page   *content.Page
	Body   template.HTML // the mark of the body; of a self-check, of what stands before its steps
	Notes  []*Note       // sources and footnotes, in the order of their numbers
	Steps  []*Step       // of a self-check
	Target *content.Meta
	// Full is, of a page in a frame of another site, the page as the site shows it.
	Full     *content.Meta
	Snippets *Snippets // of the page that shows what other sites copy
	Head     *Head
	// InlineStyle is the style of a page that can load nothing, such as 404.html.
	InlineStyle template.CSS
	// RootAbsolute is the address of the site's root on a page that may be shown
	// at any depth, where relative links lead nowhere; "" on other pages, and
	// where the site has no baseURL.
	RootAbsolute string

	*Frame
	view   site.View
	memo   *Memo
	same   *Frame   // stands for this one and all that are equal, once it is asked for
	pieces []*Piece // the body, if it has words, and those that {{partialCached}} has put into the page
}

// New returns what the layout of p shows. Partials that many pages share are
// kept in memo.
func New(p *content.Page, v site.View, memo *Memo) *Data {
	pieces, notes := fill(p, &v, memo.room())
	d := newData(p, v, memo)
	if body := pieces[0].html; len(body) > 0 {
		d.pieces = append(d.pieces, &Piece{HTML: body, Finished: memo.finish(body, true)})
		d.Body = bodyMark
	}
	d.Notes, d.Steps = notesOf(notes, ""), steps(p, pieces[1:], notes)
	d.Head = newHead(d)
	return d
}

// Done gives back the memory of the body for that of another page. Nothing of d
// may be used any more.
func (d *Data) Done() {
	if d.Body != "" {
		d.memo.bodies.Put(&d.pieces[0].HTML)
	}
}

func newData(p *content.Page, v site.View, memo *Memo) *Data {
	return &Data{Page: p, Frame: newFrame(p, v), view: v, memo: memo}
}

// NotFound returns what the page shows that stands for pages that do not exist.
// It may be shown at any depth, so its links, if any, are absolute.
func NotFound(v site.View, style string, memo *Memo) *Data {
	m := &content.Meta{URL: "/404.html", Kind: "404", Lang: v.Lang.Lang, Title: v.Strings.Text("not-found-title")}
	d := newData(&content.Page{Meta: m}, v, memo)
	d.InlineStyle, d.RootAbsolute, d.Frame.deep = template.CSS(style), v.Config.Absolute("/"), true
	d.Head = newHead(d)
	return d
}

// Alias returns what the page at an old address shows: the way to target.
func Alias(v site.View, url string, target *content.Meta, memo *Memo) *Data {
	m := &content.Meta{URL: url, Kind: "alias", Lang: target.Lang, Title: target.Title}
	d := newData(&content.Page{Meta: m}, v, memo)
	d.Target = target
	d.Head = newHead(d)
	return d
}

// Href returns the address of a page as a link of this page.
func (d *Data) Href(m *content.Meta) string {
	switch {
	case m == nil:
		return ""
	case d.deep:
		return d.view.Config.Absolute(m.URL)
	}
	return d.view.Config.Href(d.Page.URL, m)
}

// Day writes a day as the page's language does.
func (d *Data) Day(day schema.Date) string { return longDate(d.Page.Lang, day) }

// ISO writes a day as 2026-11-24, for machines.
func (d *Data) ISO(day schema.Date) string { return day.String() }

// PageClass is a word for styles: help-page on get-help-now, else the page's kind.
func (d *Data) PageClass() string {
	if d.Is(d.view.Lang.GetHelp) {
		return "help-page"
	}
	return d.Page.Kind
}

// Is reports whether m is this page, or this page is m in a frame.
func (d *Data) Is(m *content.Meta) bool { return m != nil && (m == d.Page.Meta || m == d.Full) }

// InMenu reports whether this page is m, or lies in the section of m.
func (d *Data) InMenu(m *content.Meta) bool { return d.Is(m) || d.Frame.InMenu(m) }

// An Entry is a line of a contents list.
type Entry struct {
	ID, Text string
	Items    []Entry
}

// TOC is the page's contents list; short pages have none.
func (d *Data) TOC() []Entry {
	var toc []Entry
	if d.Page.Body == nil || d.Page.NoTOC {
		return nil
	}
	for _, h := range d.Page.Body.Headings {
		switch e := (Entry{ID: h.ID, Text: h.Text}); {
		case h.Level == 2:
			toc = append(toc, e)
		case h.Level == 3 && len(toc) > 0:
			last := &toc[len(toc)-1]
			last.Items = append(last.Items, e)
		}
	}
	if len(toc) < longPage {
		return nil
	}
	return toc
}

// A Word is a glossary term that the page uses.
type Word struct{ ID, Term, Definition, Back string }

// Words are the glossary terms that the page uses, in the order of their use.
func (d *Data) Words() []Word {
	if d.Page.Body == nil {
		return nil
	}
	return wordsOf(d.Page, "")
}

// wordsOf returns the terms that one part of p uses.
func wordsOf(p *content.Page, part string) []Word {
	var words []Word
	for _, t := range p.Body.Terms {
		if t.Part == part {
			words = append(words, Word{markdown.WordID(t.Key, part), t.Term, t.Definition, t.ID})
		}
	}
	return words
}

// Logs says on the privacy page what the host keeps of visits, if site.yaml does.
func (d *Data) Logs() string {
	c := d.view.Config
	if c.Logs == "" || !d.Is(d.view.Lang.Privacy) {
		return ""
	}
	return d.view.Strings.Text("privacy-logs", c.Logs, c.LogDays)
}

// Related are the pages that this page's author put beside it.
func (d *Data) Related() []*content.Meta { return list(d.view.Related) }

// Section is the section whose own page this is, or nil.
func (d *Data) Section() *site.Section { return d.view.Section }

// Prev is the page before this one in its section, or nil.
func (d *Data) Prev() *content.Meta { return d.view.Prev }

// Next is the page after this one in its section, or nil.
func (d *Data) Next() *content.Meta { return d.view.Next }

// Review says who reviewed the page's words, and whether they are still those.
type Review struct {
	State    string // pending, reviewed, changed, or none for a page without claims
	Date     schema.Date
	Reviewer string
}

// Review says how far the page's clinical review is.
func (d *Data) Review() Review { return ReviewOf(d.Page) }

// ReviewOf says how far the clinical review of a page is.
func ReviewOf(m *content.Page) Review {
	r := Review{State: "reviewed", Date: m.Reviewed, Reviewer: m.Reviewer}
	switch {
	case !m.Claims:
		r.State = "none"
	case m.Reviewed.IsZero():
		r.State = "pending"
	case m.ReviewOf != m.Hash:
		r.State = "changed"
	}
	return r
}

// Params are the page's own params, for a site's own layouts.
func (d *Data) Params() map[string]any { return d.Page.Params }

// A Group is the terms that begin with one letter.
type Group struct {
	Letter string
	Terms  []*site.Term
}

// AllTerms is the glossary, by letter. Only the glossary page has it.
func (d *Data) AllTerms() []Group {
	var groups []Group
	if d.view.Lists == nil {
		return nil
	}
	for _, t := range d.view.Lists.Terms {
		r, _ := utf8.DecodeRuneInString(content.SortKey(t.Term))
		letter := strings.ToUpper(string(r))
		if len(groups) == 0 || groups[len(groups)-1].Letter != letter {
			groups = append(groups, Group{Letter: letter})
		}
		last := &groups[len(groups)-1]
		last.Terms = append(last.Terms, t)
	}
	return groups
}

// AllSources are the sources that pages cite. Only the sources page has them.
func (d *Data) AllSources() []*site.UsedSource {
	if d.view.Lists == nil {
		return nil
	}
	return d.view.Lists.Sources
}

// Sections are the sections at the top of the site. Only the home page has them.
func (d *Data) Sections() []*site.Section {
	if d.view.Lists == nil {
		return nil
	}
	return d.view.Lists.Sections
}
