package layout

import (
	"strings"
	"sync"
	"unicode/utf8"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// A Text is what a page says, whoever shows it: its body, its notes, the words that it
// explains, the pages that it leads on to. There is no way from it to the settings, the
// contacts or the look of the site, so all sites of which it is made from the same have
// the same Text, and it is made once for them: see Texts.
type Text struct {
	Page    *content.Page
	Notes   []*Note         // sources and footnotes, in the order of their numbers
	Steps   []*Step         // of a self-check
	Words   []Word          // the glossary terms that the page uses, in the order of their use
	TOC     []Entry         // the page's contents list; short pages have none
	Related []*content.Meta // the pages that this page's author put beside it
	Prev    *content.Meta   // the page before this one in its section, or nil
	Next    *content.Meta   // the page after this one in its section, or nil

	saying
	body   *Piece   // nil if there are no words
	in     *Data    // the page that it is shown in; nil if its partials are made for themselves
	shared bool     // it may be shown in several pages
	pieces sync.Map // of *Piece, by textPart; those of its partials that are made for themselves
}

// A saying is all that a Text is made from.
type saying struct {
	page    *content.Page
	url     string // that it stands at
	links   site.Links
	targets *site.Targets
	strings *site.Strings
	related *site.Pages
	section *site.Section
	lists   *site.Lists
	prev    *content.Meta
	next    *content.Meta
}

// textPart is a partial that shows a Text.
type textPart struct {
	set  *Set
	name string
}

// says returns what the Text of p at the address url is made from.
func says(p *content.Page, v *site.View, url string) saying {
	return saying{page: p, url: url, links: v.Config.Links(), targets: v.Targets, strings: v.Strings,
		related: v.Related, section: v.Section, lists: v.Lists, prev: v.Prev, next: v.Next}
}

// newText makes a Text. Its body begins in room.
func newText(from saying, room []byte, m *Memo) *Text {
	t := &Text{Page: from.page, Words: wordsOf(from.page, ""), TOC: contents(from.page),
		Related: list(from.related), Prev: from.prev, Next: from.next, saying: from}
	if from.url != from.page.URL {
		page, face := *from.page, *from.page.Meta
		page.Meta, face.URL = &face, from.url // links are relative to where they stand
		t.Page = &page
	}
	pieces, notes := fill(t.Page, &from, room)
	if body := pieces[0].html; len(body) > 0 {
		t.body = &Piece{HTML: body, Finished: m.finish(body, true)}
	}
	t.Notes, t.Steps = notesOf(notes, ""), steps(t.Page, pieces[1:], notes)
	return t
}

// Texts keeps what pages say through the builds of many sites. It keeps what those of
// one site do, and the others may: so it does not grow with them.
type Texts struct {
	base *site.Site
	made sync.Map // of *Text, by saying
}

// NewTexts returns an empty Texts for sites that have pages in common with base.
func NewTexts(base *site.Site) *Texts { return &Texts{base: base} }

// keep reports whether a page of the base is made from the same, however its links end.
func (t *Texts) keep(from saying) bool {
	if t == nil {
		return false
	}
	pl := t.base.Place(from.page.Path)
	if pl == nil {
		return false
	}
	same := says(pl.Page, &pl.View, from.url)
	same.links = from.links
	return same == from
}

// text returns what p says at the address url.
func (m *Memo) text(p *content.Page, v *site.View, url string) *Text {
	from := says(p, v, url)
	if !m.texts.keep(from) {
		return newText(from, m.room(), m)
	}
	if known, ok := m.texts.made.Load(from); ok {
		return known.(*Text)
	}
	t := newText(from, nil, m)
	t.shared = true
	known, _ := m.texts.made.LoadOrStore(from, t)
	return known.(*Text)
}

// T returns the words of the interface for key, with args put in.
func (t *Text) T(key string, args ...any) (string, error) {
	return t.strings.Text(key, args...), lacks(t.strings, key)
}

// N returns the words for key in the plural form for n.
func (t *Text) N(key string, n int) (string, error) {
	return t.strings.Count(key, n), lacks(t.strings, key)
}

// Note says in which language m is, if not in this page's.
func (t *Text) Note(m *content.Meta) string {
	if m.Lang == t.Page.Lang {
		return ""
	}
	return t.strings.Text("in-language-" + m.Lang)
}

// Href returns the address of a page as a link of this page.
func (t *Text) Href(m *content.Meta) string {
	if m == nil {
		return ""
	}
	return t.links.Rel(t.Page.URL, m.URL)
}

// Day writes a day as the page's language does.
func (t *Text) Day(day schema.Date) string { return longDate(t.Page.Lang, day) }

// ISO writes a day as 2026-11-24, for machines.
func (t *Text) ISO(day schema.Date) string { return day.String() }

// longPage is how many sections a page has before it gets a contents list.
const longPage = 4

// An Entry is a line of a contents list.
type Entry struct {
	ID, Text string
	Items    []Entry
}

// contents returns the contents list of p.
func contents(p *content.Page) []Entry {
	if p.NoTOC || len(p.Body.Headings) < longPage {
		return nil
	}
	var toc []Entry
	for _, h := range p.Body.Headings {
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

// Section is the section whose own page this is, or nil.
func (t *Text) Section() *site.Section { return t.section }

// Review says who reviewed the page's words, and whether they are still those.
type Review struct {
	State    string // pending, reviewed, changed, or none for a page without claims
	Date     schema.Date
	Reviewer string
}

// Review says how far the page's clinical review is.
func (t *Text) Review() Review { return ReviewOf(t.Page) }

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
func (t *Text) Params() map[string]any { return t.Page.Params }

// A Group is the terms that begin with one letter.
type Group struct {
	Letter string
	Terms  []*site.Term
}

// AllTerms is the glossary, by letter. Only the glossary page has it.
func (t *Text) AllTerms() []Group {
	var groups []Group
	if t.lists == nil {
		return nil
	}
	for _, term := range t.lists.Terms {
		r, _ := utf8.DecodeRuneInString(content.SortKey(term.Term))
		letter := strings.ToUpper(string(r))
		if len(groups) == 0 || groups[len(groups)-1].Letter != letter {
			groups = append(groups, Group{Letter: letter})
		}
		last := &groups[len(groups)-1]
		last.Terms = append(last.Terms, term)
	}
	return groups
}

// AllSources are the sources that pages cite. Only the sources page has them.
func (t *Text) AllSources() []*site.UsedSource {
	if t.lists == nil {
		return nil
	}
	return t.lists.Sources
}

// Sections are the sections at the top of the site. Only the home page has them.
func (t *Text) Sections() []*site.Section {
	if t.lists == nil {
		return nil
	}
	return t.lists.Sections
}
