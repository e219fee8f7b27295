// Package site arranges pages, and says what each can see of the others.
//
// Arranging needs the pages' Metas, the settings and the shared data. It puts
// pages into sections, by folder; it makes the menu, the trails and the lists
// that some pages show; it finds what each slot of a page leads to. All that a
// page can see of this is its View: a value of pointers. Every part of it that
// is the same as at the last arranging is the same pointer, so a page must be
// rendered again exactly if its page or its View is not equal to the last.
//
// Addresses in a Site begin at its root, such as /costs/insurance/. What a
// page shows is relative to the page: Config.Rel.
package site

import (
	"cmp"
	"slices"

	"iopguide/generator/internal/content"
)

// A Site is all the pages, arranged. It is never changed.
type Site struct {
	Config *Config
	Data   *Data
	Pages  []*content.Page // those that are published, by path
	Places []*Place        // theirs, in the same order
	Hidden []Hidden        // those that are not, by path
	Faces  *Pages          // what other pages can know of Pages

	world
}

// A Place is a published page and what it can see. It is kept while both are the
// same.
type Place struct {
	Page   *content.Page
	View   View
	Output string // where it is published

	cites []string // the sources, each once
}

// same reports whether pl is as o, but for the page itself.
func (pl *Place) same(o *Place) bool { return pl.View == o.View && slices.Equal(pl.cites, o.cites) }

// Hidden is a page that is not published, and why: "a draft", "not due before
// 2027-01-01", "expired on 2026-01-01", "omitted by site.yaml".
type Hidden struct {
	Page *content.Page
	Why  string
	Date bool // only the day keeps it away
}

// A Section is a folder of content: its pages and the sections inside it.
type Section struct {
	Dir      string
	Index    *content.Meta   // may be nil
	Pages    []*content.Meta // without the Index, in their order
	Sections []*Section
}

// Pages is a list of pages.
type Pages struct{ Pages []*content.Meta }

// Lang is what all pages of one language share.
type Lang struct {
	Lang string
	Menu *Pages
	Card *Card // nil without baseURL
	Feed bool  // whether the site has a feed
	// Pages that every page leads to; nil where the site has none. One that
	// lacks a translation is that of the site's first language.
	Home, GetHelp, Path, About, Privacy, Accessibility, Sources, Glossary *content.Meta
}

// Lists are what the pages show that list other pages or data.
type Lists struct {
	Sections []*Section    // home
	Sources  []*UsedSource // sources
	Terms    []*Term       // glossary
}

// A UsedSource is a source and the pages that cite it.
type UsedSource struct {
	*Source
	Pages []*content.Meta
}

// A Translation leads to the same page in another language, or, where there is
// none, to that language's home.
type Translation struct {
	Lang string
	Page *content.Meta
	Same bool          // Page is the same page
	Help *content.Meta // that language's get-help-now
}

// Translations are a page's ways into the other languages.
type Translations struct{ Langs []Translation }

// A View is what one page can see of the rest of the site. It is a value of
// pointers, so two Views are equal when everything in them is the same.
type View struct {
	Config       *Config
	Lang         *Lang
	Trail        *Pages   // from the front page down to the parent
	Section      *Section // whose own page this is; nil for other pages
	Prev, Next   *content.Meta
	Related      *Pages
	Image        *Target // in place of its language's share card; nil if it names none
	Help         *Help
	Strings      *Strings
	Assets       *Assets
	Targets      *Targets
	Translations *Translations
	Lists        *Lists // nil for pages that show none
}

// A version is what a page says, in one language.
type version struct{ lang, key string }

// Input is all that arranging needs.
type Input struct {
	Config    *Config
	Data      *Data
	Pages     []*content.Page
	Hidden    []Hidden
	Fragments []*content.Fragment
	// Each calls do for 0 to n-1, maybe several at once, and returns when all
	// calls have. Without it they come one after the other.
	Each func(n int, do func(i int))
}

// New arranges pages. Every part that is the same as in old is taken from old,
// which may be nil.
func New(old *Site, in Input) *Site {
	if old == nil {
		old = &Site{}
	}
	s := &Site{Config: in.Config, Data: in.Data, Pages: slices.Clone(in.Pages), Hidden: in.Hidden}
	byPath := func(a, b *content.Page) int { return cmp.Compare(a.Path, b.Path) }
	if !slices.EqualFunc(s.Pages, old.Pages, samePath) && !slices.IsSortedFunc(s.Pages, byPath) {
		slices.SortFunc(s.Pages, byPath)
	}
	var looking []int // the pages that may see something else than in old, by their number
	if renewed, same := s.renewed(old, in.Fragments); same && s.inPlace(old, renewed) {
		looking = s.rearrange(old, renewed)
	} else {
		s.arrange(old, in.Fragments)
		if same {
			s.moved = faces(old, renewed)
		}
		looking = numbers(len(s.Pages))
	}
	s.look(old, in.Each, looking)
	if slices.Equal(s.Places, old.Places) && slices.Equal(s.Hidden, old.Hidden) && s.Data == old.Data && s.Config == old.Config {
		return old
	}
	return s
}

// numbers returns those below n.
func numbers(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// A Change is a page that is another, or sees something else, than in an older site.
type Change struct{ Old, New *Place }

// Face reports whether others may see the change.
func (c Change) Face() bool { return c.Old.Page.Meta != c.New.Page.Meta }

// Seen reports whether the page sees something else.
func (c Change) Seen() bool { return !c.Old.same(c.New) }

// Changes returns how the pages differ from those of old, where the same pages are
// published, and the settings, the data and the pages left out are as in old.
func (s *Site) Changes(old *Site) (changes []Change, ok bool) {
	if s.Config != old.Config || s.Data != old.Data || !slices.Equal(s.Hidden, old.Hidden) ||
		!slices.EqualFunc(s.Pages, old.Pages, samePath) {
		return nil, false
	}
	for i, pl := range s.Places {
		if o := old.Places[i]; o != pl {
			changes = append(changes, Change{o, pl})
		}
	}
	return changes, true
}

// Place returns the place of the page at path, or nil.
func (s *Site) Place(path string) *Place {
	if i, ok := s.at[path]; ok {
		return s.Places[i]
	}
	return nil
}

// Version returns the page that says in lang what key stands for, or nil.
func (s *Site) Version(lang, key string) *content.Meta {
	if i, ok := s.versions[version{lang, key}]; ok {
		return s.Pages[i].Meta
	}
	return nil
}

// View returns what page p can see.
func (s *Site) View(p *content.Page) View {
	if pl := s.Place(p.Path); pl != nil {
		return pl.View
	}
	return View{}
}

// Page returns the published page at path, or nil.
func (s *Site) Page(path string) *content.Page {
	if i, ok := s.at[path]; ok {
		return s.Pages[i]
	}
	return nil
}

// Fragment returns the fragment at path, or nil.
func (s *Site) Fragment(path string) *content.Fragment { return s.parts[path] }

// KeepPages returns old if it lists the same pages as made, and made otherwise.
func KeepPages(old, made *Pages) *Pages {
	if old != nil && slices.Equal(old.Pages, made.Pages) {
		return old
	}
	return made
}
