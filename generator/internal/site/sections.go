package site

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/schema"
)

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
	for _, dir := range deepestFirst(slices.Collect(maps.Keys(made))) {
		kept[dir] = made[dir].settle(kept, old[dir])
	}
	return kept
}

// deepestFirst sorts folders so that a kept section holds kept ones.
func deepestFirst(dirs []string) []string {
	slices.SortFunc(dirs, func(a, b string) int { return cmp.Or(depth(b)-depth(a), cmp.Compare(a, b)) })
	return dirs
}

// settle puts what s holds in order, with its sections taken from settled, and returns
// old, which may be nil, if that is the same.
func (s *Section) settle(settled map[string]*Section, old *Section) *Section {
	slices.SortFunc(s.Pages, order)
	for i, sub := range s.Sections {
		s.Sections[i] = settled[sub.Dir]
	}
	slices.SortFunc(s.Sections, func(a, b *Section) int { return order(a.face(), b.face()) })
	if old != nil && same(old, s) {
		return old
	}
	return s
}

// rearrange returns the sections of old in which some pages have other faces: now, by
// the old ones.
func rearrange(old map[string]*Section, now map[*content.Meta]*content.Meta) map[string]*Section {
	others := map[string]bool{}
	for m := range now {
		for dir := m.Dir(); !others[dir]; dir = path.Dir(dir) {
			others[dir] = true
			if dir == content.Root {
				break
			}
		}
	}
	kept := maps.Clone(old)
	for _, dir := range deepestFirst(slices.Collect(maps.Keys(others))) {
		o := old[dir]
		s := &Section{Dir: dir, Index: o.Index, Pages: slices.Clone(o.Pages), Sections: slices.Clone(o.Sections)}
		if m := now[o.Index]; m != nil {
			s.Index = m
		}
		for i, p := range s.Pages {
			if m := now[p]; m != nil {
				s.Pages[i] = m
			}
		}
		kept[dir] = s.settle(kept, o)
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
		l := &Lang{Lang: lang, Card: s.Data.Cards[lang], Feed: s.feed, Home: find("_index.md"), GetHelp: find("get-help-now.md"),
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

// fed reports whether the site has a feed: it has an address, and a page that names
// a day.
func (s *Site) fed() bool {
	return s.Config.BaseURL != "" && s.Config.Feed &&
		slices.ContainsFunc(s.Pages, func(p *content.Page) bool { return !Changed(p.Meta).IsZero() })
}

// HasFeed reports whether the site has a feed.
func (s *Site) HasFeed() bool { return s.langs[s.Config.Languages[0]].Feed }

// Changed returns the last day that a page's front matter names; the feed lists
// pages that have one.
func Changed(m *content.Meta) schema.Date {
	latest := m.Lastmod
	for _, d := range []schema.Date{m.Published, m.Reviewed} {
		if latest.Before(d) {
			latest = d
		}
	}
	return latest
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
