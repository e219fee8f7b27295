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
	"maps"
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
)

// A Site is all the pages, arranged. It is never changed.
type Site struct {
	Config *Config
	Data   *Data
	Pages  []*content.Page // those that are published, by path
	Places []*Place        // theirs, in the same order
	Hidden []Hidden        // those that are not, by path
	Faces  *Pages          // what other pages can know of Pages

	places map[string]*Place // by path
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

// A world is all that pages see of the site, but for what some list of the
// others' bodies.
type world struct {
	fragments []*content.Fragment
	hidden    map[string]Hidden
	parts     map[string]*content.Fragment // by path
	sections  map[string]*Section          // by folder
	trails    map[string]*Pages            // by folder: from the front page to its own
	versions  map[version]*content.Meta
	langs     map[string]*Lang
	shared    map[string]*Translations // of a page that is in no other language
	cited     map[string][]*content.Meta

	// moved are the faces of old that are others now, if besides them every link
	// leads where it did when old was arranged; else nil.
	moved map[*content.Meta]bool
}

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
	Image        *Target // of the page's share card; nil if it names none
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
	s.fragments = in.Fragments
	byPath := func(a, b *content.Page) int { return cmp.Compare(a.Path, b.Path) }
	if !slices.EqualFunc(s.Pages, old.Pages, samePath) && !slices.IsSortedFunc(s.Pages, byPath) {
		slices.SortFunc(s.Pages, byPath)
	}
	if s.seesAs(old) {
		s.Faces = old.Faces
		s.world, s.places = old.world, maps.Clone(old.places)
		s.moved = map[*content.Meta]bool{}
		s.Places = slices.Clone(old.Places)
		s.look(old, in.Each, func(i int) bool { return s.Pages[i] != old.Pages[i] })
	} else {
		s.Places, s.places = make([]*Place, len(s.Pages)), make(map[string]*Place, len(s.Pages))
		s.Faces = &Pages{}
		for i, p := range s.Pages {
			s.put(i, &Place{Page: p})
			s.Faces.Pages = append(s.Faces.Pages, p.Meta)
		}
		s.Faces = KeepPages(old.Faces, s.Faces)
		s.arrange(old)
		s.moved = s.replaced(old)
		s.look(old, in.Each, func(int) bool { return true })
	}
	if slices.Equal(s.Places, old.Places) && slices.Equal(s.Hidden, old.Hidden) && s.Data == old.Data && s.Config == old.Config {
		return old
	}
	return s
}

func (s *Site) put(i int, pl *Place) { s.Places[i], s.places[pl.Page.Path] = pl, pl }

func samePath(a, b *content.Page) bool { return a.Path == b.Path }

// replaced returns the faces of old that are others in s, if the files and all else
// that decides where links lead are as in old; else nil.
func (s *Site) replaced(old *Site) map[*content.Meta]bool {
	sameHidden := func(a, b Hidden) bool { return a.Page.Path == b.Page.Path && a.Why == b.Why && a.Date == b.Date }
	if s.Config != old.Config || s.Data != old.Data || !slices.Equal(s.fragments, old.fragments) ||
		!slices.EqualFunc(s.Pages, old.Pages, samePath) || !slices.EqualFunc(s.Hidden, old.Hidden, sameHidden) {
		return nil
	}
	moved := map[*content.Meta]bool{}
	for i, p := range s.Pages {
		if o := old.Pages[i]; o.Meta != p.Meta {
			moved[o.Meta] = true
		}
	}
	return moved
}

// seesAs reports whether all that pages can see of s, but for one another's
// bodies, is as in old.
func (s *Site) seesAs(old *Site) bool {
	return s.Config == old.Config && s.Data == old.Data && old.places != nil && slices.Equal(s.fragments, old.fragments) &&
		slices.EqualFunc(s.Pages, old.Pages, func(a, b *content.Page) bool { return a.Meta == b.Meta }) &&
		slices.EqualFunc(s.Hidden, old.Hidden, func(a, b Hidden) bool {
			return a.Page.Meta == b.Page.Meta && a.Why == b.Why && a.Date == b.Date
		})
}

// arrange makes the world of s, with every part that is the same as in old
// taken from old.
func (s *Site) arrange(old *Site) {
	s.hidden, s.parts, s.versions = map[string]Hidden{}, map[string]*content.Fragment{}, map[version]*content.Meta{}
	for _, p := range s.Pages {
		if v := (version{p.Lang, p.TranslationKey}); s.versions[v] == nil {
			s.versions[v] = p.Meta
		}
	}
	for _, h := range s.Hidden {
		s.hidden[h.Page.Path] = h
	}
	for _, g := range s.fragments {
		s.parts[g.Path] = g
	}
	s.sections = arrange(old.sections, s.Pages)
	s.langs = s.languages(old.langs)
	s.trails, s.shared = map[string]*Pages{}, map[string]*Translations{}
	for dir := range s.sections {
		lang := content.Lang(dir+"/", s.Config.Languages)
		s.trails[dir] = KeepPages(old.trails[dir], &Pages{s.trail(dir, lang)})
	}
	for lang := range s.langs {
		alone := &content.Page{Meta: &content.Meta{Path: s.root(lang) + "/404", Lang: lang, TranslationKey: "404"}}
		s.shared[lang] = keepTranslations(old.shared[lang], s.translations(alone))
	}
}

// look finds what pages can see, those of which new says so by their number, then
// what lists of bodies show.
func (s *Site) look(old *Site, each func(int, func(int)), new func(i int) bool) {
	if each == nil {
		each = oneByOne
	}
	var looking []int
	for i := range s.Pages {
		if new(i) {
			looking = append(looking, i)
		}
	}
	made := make([]*Place, len(looking))
	each(len(looking), func(n int) {
		p := s.Pages[looking[n]]
		o := old.places[p.Path]
		if o == nil {
			o = &Place{}
		}
		pl := &Place{Page: p, View: s.view(o, p), Output: Output(p.URL), cites: o.cites}
		if o.Page != p || s.moved == nil {
			pl.cites = distinct(s.Citations(p))
		}
		made[n] = pl
	})
	cited := s.cited != nil
	for n, pl := range made {
		s.put(looking[n], pl)
		o := old.places[pl.Page.Path]
		cited = cited && o != nil && slices.Equal(o.cites, pl.cites)
	}
	if !cited {
		s.cited = s.citing()
	}
	for i, pl := range s.Places {
		if lists := s.lists(pl.Page); lists != nil {
			with := *pl
			with.View.Lists = keepLists(old.View(pl.Page).Lists, lists)
			s.put(i, &with)
			s.keep(i, old)
		}
	}
	for _, i := range looking {
		s.keep(i, old)
	}
}

// keep puts the place that a page had in old into its place if it is the same.
func (s *Site) keep(i int, old *Site) {
	pl := s.Places[i]
	if o := old.places[pl.Page.Path]; o != nil && o.Page == pl.Page && o.same(pl) {
		s.put(i, o)
	}
}

// Alike reports whether all that pages show of one another, and may allow, is as
// in old, and returns the files of old's pages that have changed.
func (s *Site) Alike(old *Site) (gone []*diag.File, ok bool) {
	if s.Config != old.Config || s.Data != old.Data || len(s.Places) != len(old.Places) || !slices.Equal(s.Hidden, old.Hidden) {
		return nil, false
	}
	for i, a := range s.Places {
		b := old.Places[i]
		if a == b {
			continue
		}
		if a.Page.Meta != b.Page.Meta || !a.same(b) || !maps.Equal(a.Page.Allow, b.Page.Allow) {
			return nil, false
		}
		gone = append(gone, b.Page.File)
	}
	return gone, true
}

// Place returns the place of the page at path, or nil.
func (s *Site) Place(path string) *Place { return s.places[path] }

// Version returns the page that says in lang what key stands for, or nil.
func (s *Site) Version(lang, key string) *content.Meta { return s.versions[version{lang, key}] }

func oneByOne(n int, do func(int)) {
	for i := range n {
		do(i)
	}
}

// distinct returns keys without those that stood before.
func distinct(keys []string) []string {
	var once []string
	for _, k := range keys {
		if !slices.Contains(once, k) {
			once = append(once, k)
		}
	}
	return once
}

// View returns what page p can see.
func (s *Site) View(p *content.Page) View {
	if pl := s.places[p.Path]; pl != nil {
		return pl.View
	}
	return View{}
}

// Page returns the published page at path, or nil.
func (s *Site) Page(path string) *content.Page {
	if pl := s.places[path]; pl != nil {
		return pl.Page
	}
	return nil
}

// Fragment returns the fragment at path, or nil.
func (s *Site) Fragment(path string) *content.Fragment { return s.parts[path] }

// arrange puts pages into the sections of their folders.
func arrange(old map[string]*Section, pages []*content.Page) map[string]*Section {
	made := map[string]*Section{}
	for _, p := range pages {
		s := section(made, p.Dir())
		if p.IsIndex() {
			s.Index = p.Meta
		} else {
			s.Pages = append(s.Pages, p.Meta)
		}
	}
	kept := map[string]*Section{}
	dirs := slices.Collect(maps.Keys(made))
	slices.SortFunc(dirs, func(a, b string) int { return cmp.Or(depth(b)-depth(a), cmp.Compare(a, b)) })
	for _, dir := range dirs { // the deepest first, so that a kept section holds kept ones
		s := made[dir]
		slices.SortFunc(s.Pages, order)
		for i, sub := range s.Sections {
			s.Sections[i] = kept[sub.Dir]
		}
		slices.SortFunc(s.Sections, func(a, b *Section) int { return order(a.face(), b.face()) })
		kept[dir] = s
		if o := old[dir]; o != nil && same(o, s) {
			kept[dir] = o
		}
	}
	return kept
}

func depth(dir string) int { return strings.Count(dir, "/") }

// section returns the section of dir, made together with those above it.
func section(sections map[string]*Section, dir string) *Section {
	if s := sections[dir]; s != nil {
		return s
	}
	s := &Section{Dir: dir}
	sections[dir] = s
	if dir != content.Root {
		above := section(sections, path.Dir(dir))
		above.Sections = append(above.Sections, s)
	}
	return s
}

// face stands for a section in the order of its neighbours.
func (s *Section) face() *content.Meta {
	if s.Index != nil {
		return s.Index
	}
	return &content.Meta{Path: s.Dir + "/_index.md"}
}

func same(a, b *Section) bool {
	return a.Index == b.Index && slices.Equal(a.Pages, b.Pages) && slices.Equal(a.Sections, b.Sections)
}

// order puts pages by weight, those without one last, then by path.
func order(a, b *content.Meta) int {
	if a.Weight != b.Weight && (a.Weight == 0 || b.Weight == 0) {
		return cmp.Compare(b.Weight, a.Weight)
	}
	return cmp.Or(cmp.Compare(a.Weight, b.Weight), cmp.Compare(a.Path, b.Path))
}

// languages gathers what all pages of each language share.
func (s *Site) languages(old map[string]*Lang) map[string]*Lang {
	langs := map[string]*Lang{}
	for _, lang := range s.Config.Languages {
		find := func(name string) *content.Meta { return s.nearest(content.Root+"/"+name, lang) }
		l := &Lang{Lang: lang, Home: find("_index.md"), GetHelp: find("get-help-now.md"),
			Path: find("finding-the-right-path.md"), About: find("about.md"), Privacy: find("privacy.md"),
			Accessibility: find("accessibility.md"), Sources: find("sources.md"), Glossary: find("glossary.md")}
		l.Menu = &Pages{s.menu(lang)}
		if o := old[lang]; o != nil {
			l.Menu = KeepPages(o.Menu, l.Menu)
			if *o == *l {
				l = o
			}
		}
		langs[lang] = l
	}
	return langs
}

// nearest returns the page at the path that it has in the first language, in
// lang if it is translated, else in the first language; or nil.
func (s *Site) nearest(unlocalized, lang string) *content.Meta {
	for _, l := range []string{lang, s.Config.Languages[0]} {
		if p := s.Page(content.Localized(unlocalized, l, s.Config.Languages)); p != nil {
			return p.Meta
		}
	}
	return nil
}

// menu returns the header's links: those that site.yaml names, else the
// sections at the top.
func (s *Site) menu(lang string) []*content.Meta {
	var menu []*content.Meta
	for _, name := range s.Config.Menu {
		if m := s.nearest(content.Root+"/"+name, lang); m != nil {
			menu = append(menu, m)
		}
	}
	if len(s.Config.Menu) > 0 {
		return menu
	}
	for _, sub := range s.topSections(lang) {
		if sub.Index != nil {
			menu = append(menu, sub.Index)
		}
	}
	return menu
}

// topSections returns the sections below the root of a language.
func (s *Site) topSections(lang string) []*Section {
	root := s.sections[s.root(lang)]
	if root == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(root.Sections), func(sub *Section) bool {
		return content.Lang(sub.Dir+"/x", s.Config.Languages) != lang
	})
}

func (s *Site) root(lang string) string {
	return strings.TrimSuffix(content.Localized(content.Root+"/", lang, s.Config.Languages), "/")
}

// KeepPages returns old if it lists the same pages as made, and made otherwise.
func KeepPages(old, made *Pages) *Pages {
	if old != nil && slices.Equal(old.Pages, made.Pages) {
		return old
	}
	return made
}
