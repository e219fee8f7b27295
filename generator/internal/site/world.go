package site

import (
	"maps"
	"slices"

	"iopguide/generator/internal/content"
)

// A world is all that pages see of the site, but for what some list of the
// others' bodies.
type world struct {
	at        map[string]int // the number of each page, by path
	listing   []int          // the pages that show lists, by their number
	fragments []*content.Fragment
	hidden    map[string]Hidden
	parts     map[string]*content.Fragment // by path
	sections  map[string]*Section          // by folder
	trails    map[string]*Pages            // by folder: from the front page to its own
	versions  map[version]int              // the number of the first page of each
	feed      bool                         // the site has one
	langs     map[string]*Lang
	shared    map[string]*Translations // of a page that is in no other language
	cited     map[string][]*content.Meta

	// moved are the faces of old that are others now, if besides them every link
	// leads where it did when old was arranged; else nil.
	moved map[*content.Meta]bool
}

func samePath(a, b *content.Page) bool { return a == b || a.Path == b.Path }

// renewed returns the pages of s, by their number, that have another face than in old,
// if the files and all else that decides where links lead are as in old.
func (s *Site) renewed(old *Site, fragments []*content.Fragment) (numbers []int, same bool) {
	sameHidden := func(a, b Hidden) bool { return a.Page.Path == b.Page.Path && a.Why == b.Why && a.Date == b.Date }
	if old.at == nil || s.Config != old.Config || s.Data != old.Data || !slices.Equal(fragments, old.fragments) ||
		!slices.EqualFunc(s.Pages, old.Pages, samePath) || !slices.EqualFunc(s.Hidden, old.Hidden, sameHidden) {
		return nil, false
	}
	for i, p := range s.Pages {
		if o := old.Pages[i]; o != p && o.Meta != p.Meta {
			numbers = append(numbers, i)
		}
	}
	return numbers, true
}

// faces returns those that the pages at the numbers have in s.
func faces(s *Site, numbers []int) map[*content.Meta]bool {
	all := map[*content.Meta]bool{}
	for _, i := range numbers {
		all[s.Pages[i].Meta] = true
	}
	return all
}

// inPlace reports whether the pages at the numbers, which have other faces than in old,
// are what they were there to others: a page of that kind, the translation of that page.
func (s *Site) inPlace(old *Site, renewed []int) bool {
	return !slices.ContainsFunc(renewed, func(i int) bool {
		a, b := s.Pages[i], old.Pages[i]
		return a.Kind != b.Kind || a.Lang != b.Lang || a.TranslationKey != b.TranslationKey || a.URL != b.URL
	})
}

// arrange makes the world of s, with every part that is the same as in old
// taken from old.
func (s *Site) arrange(old *Site, fragments []*content.Fragment) {
	s.fragments, s.parts = fragments, map[string]*content.Fragment{}
	s.at, s.versions = make(map[string]int, len(s.Pages)), make(map[version]int, len(s.Pages))
	faces := make([]*content.Meta, len(s.Pages))
	for i, p := range s.Pages {
		faces[i], s.at[p.Path] = p.Meta, i
		if v := (version{p.Lang, p.TranslationKey}); !has(s.versions, v) {
			s.versions[v] = i
		}
		if slices.Contains(listingKinds, p.Kind) {
			s.listing = append(s.listing, i)
		}
	}
	s.Faces, s.Places = KeepPages(old.Faces, &Pages{faces}), make([]*Place, len(s.Pages))
	s.hide()
	for _, g := range s.fragments {
		s.parts[g.Path] = g
	}
	s.sections = arrange(old.sections, s.Pages)
	s.lead(old)
	s.feed = s.fed()
	s.speak(old)
}

func has[K comparable, V any](m map[K]V, key K) bool {
	_, ok := m[key]
	return ok
}

// hide gathers the pages that are not published.
func (s *Site) hide() {
	s.hidden = make(map[string]Hidden, len(s.Hidden))
	for _, h := range s.Hidden {
		s.hidden[h.Page.Path] = h
	}
}

// lead makes the trails to the pages of all folders.
func (s *Site) lead(old *Site) {
	s.trails = make(map[string]*Pages, len(s.sections))
	for dir := range s.sections {
		lang := content.Lang(dir+"/", s.Config.Languages)
		s.trails[dir] = KeepPages(old.trails[dir], &Pages{s.trail(dir, lang)})
	}
}

// speak makes what all pages of each language share.
func (s *Site) speak(old *Site) {
	s.langs, s.shared = s.languages(old.langs), map[string]*Translations{}
	for lang := range s.langs {
		alone := &content.Page{Meta: &content.Meta{Path: s.root(lang) + "/404", Lang: lang, TranslationKey: "404"}}
		s.shared[lang] = keepTranslations(old.shared[lang], s.translations(alone))
	}
}

// rearrange makes the world of s from that of old, where the same pages are in place,
// but for the faces of those at the numbers. It returns which pages may see something
// else.
func (s *Site) rearrange(old *Site, renewed []int) (looking []int) {
	s.world, s.Faces, s.Places = old.world, old.Faces, slices.Clone(old.Places)
	s.moved = faces(old, renewed)
	if !slices.Equal(s.Hidden, old.Hidden) {
		s.hide()
	}
	if len(renewed) == 0 {
		return s.unlike(old)
	}
	s.Faces = &Pages{slices.Clone(old.Faces.Pages)}
	now, index, dated := map[*content.Meta]*content.Meta{}, false, false
	for _, i := range renewed {
		m, was := s.Pages[i].Meta, old.Pages[i].Meta
		s.Faces.Pages[i], now[was] = m, m
		index = index || m.IsIndex()
		dated = dated || Changed(m).IsZero() != Changed(was).IsZero()
	}
	if dated {
		s.feed = s.fed()
	}
	s.sections = rearrange(old.sections, now)
	if index {
		s.lead(old)
	}
	s.speak(old)
	if !maps.Equal(s.langs, old.langs) || !maps.Equal(s.shared, old.shared) {
		return numbers(len(s.Pages))
	}
	return s.seeing(old, renewed, index)
}

// unlike returns the pages that are others than in old, by their number.
func (s *Site) unlike(old *Site) (numbers []int) {
	for i, p := range s.Pages {
		if p != old.Pages[i] {
			numbers = append(numbers, i)
		}
	}
	return numbers
}

// seeing returns which pages, by their number, are others than in old or may see that
// those at the numbers renewed have other faces: index tells of one of those that it is a
// section's own page.
func (s *Site) seeing(old *Site, renewed []int, index bool) []int {
	see := make([]bool, len(s.Pages))
	mark := func(m *content.Meta) {
		if m != nil {
			see[s.at[m.Path]] = true
		}
	}
	for _, i := range renewed {
		for _, m := range s.sections[s.Pages[i].Dir()].Pages { // the order of neighbours
			mark(m)
		}
	}
	for dir, sec := range s.sections {
		if sec != old.sections[dir] {
			mark(sec.Index)
		}
	}
	shows := func(m *content.Meta) bool { return s.moved[m] }
	var looking []int
	for i, p := range s.Pages {
		v := &old.Places[i].View
		if see[i] || p != old.Pages[i] || index && slices.ContainsFunc(v.Trail.Pages, shows) ||
			slices.ContainsFunc(v.Related.Pages, shows) || v.Translations.leadTo(s.moved) || v.Targets.leadTo(s.moved) {
			looking = append(looking, i)
		}
	}
	return looking
}

// look finds what the pages at the numbers can see, then what lists of bodies show.
func (s *Site) look(old *Site, each func(int, func(int)), looking []int) {
	if each == nil {
		each = oneByOne
	}
	was, made := make([]*Place, len(looking)), make([]*Place, len(looking))
	each(len(looking), func(n int) {
		p := s.Pages[looking[n]]
		o := old.Place(p.Path)
		was[n], made[n] = o, s.place(o, p)
	})
	for n, i := range looking {
		s.Places[i] = made[n]
	}
	s.cite(was, made)
	for _, i := range s.listing {
		with := *s.Places[i]
		with.View.Lists = keepLists(old.View(with.Page).Lists, s.lists(with.Page))
		s.Places[i] = with.keep(old.Place(with.Page.Path))
	}
	for n, i := range looking {
		s.Places[i] = s.Places[i].keep(was[n])
	}
}

// place finds what p can see, but for its lists. Its place in old may be nil.
func (s *Site) place(old *Place, p *content.Page) *Place {
	if old == nil {
		old = &Place{}
	}
	pl := &Place{Page: p, View: s.view(old, p), cites: old.cites}
	if old.Page != nil && old.Page.URL == p.URL {
		pl.Output = old.Output
	} else {
		pl.Output = Output(p.URL)
	}
	if old.Page != p || s.moved == nil {
		pl.cites = distinct(s.Citations(p))
	}
	return pl
}

// cite gathers the pages that cite each source, where the places at which was are
// made now. If the pages cite what they did, and all others are those of old, only their
// faces are others.
func (s *Site) cite(was, made []*Place) {
	kept := s.cited != nil
	for n, pl := range made {
		kept = kept && was[n] != nil && slices.Equal(was[n].cites, pl.cites)
	}
	if !kept {
		s.cited = s.citing()
		return
	}
	shared := true
	for n, pl := range made {
		from, to := was[n].Page.Meta, pl.Page.Meta
		if from == to || len(pl.cites) == 0 {
			continue
		}
		if shared {
			s.cited, shared = maps.Clone(s.cited), false
		}
		for _, key := range pl.cites {
			pages := slices.Clone(s.cited[key])
			pages[slices.Index(pages, from)] = to
			s.cited[key] = pages
		}
	}
}

// keep returns old, which may be nil, if it is the same as pl.
func (pl *Place) keep(old *Place) *Place {
	if old != nil && old.Page == pl.Page && old.same(pl) {
		return old
	}
	return pl
}

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
