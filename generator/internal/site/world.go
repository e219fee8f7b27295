package site

import (
	"slices"

	"iopguide/generator/internal/content"
)

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
