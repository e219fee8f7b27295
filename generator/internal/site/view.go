package site

import (
	"cmp"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/markdown"
)

// view gathers what p can see, but for its lists, and keeps every part that is
// as it was.
func (s *Site) view(was *Place, p *content.Page) View {
	old := was.View
	v := View{
		Config: s.Config, Lang: s.langs[p.Lang], Assets: s.Data.Assets,
		Strings: s.Data.Strings[p.Lang], Help: s.help(p.Lang),
		Trail:        s.above(p),
		Related:      KeepPages(old.Related, s.related(p)),
		Image:        keepTarget(old.Image, s.image(p)),
		Translations: keepTranslations(s.shared[p.Lang], keepTranslations(old.Translations, s.translations(p))),
		Targets:      old.Targets,
	}
	if was.Page != p || s.moved == nil || old.Targets.leadTo(s.moved) {
		v.Targets = keepTargets(old.Targets, s.targets(p))
	}
	if p.IsIndex() {
		v.Section = s.sections[p.Dir()]
	}
	v.Prev, v.Next = s.neighbours(p)
	return v
}

// Shared returns what a page of lang can see that comes from no source file.
func (s *Site) Shared(lang string) View {
	return View{Config: s.Config, Lang: s.langs[lang], Assets: s.Data.Assets,
		Strings: s.Data.Strings[lang], Help: s.help(lang), Translations: s.shared[lang]}
}

func (s *Site) help(lang string) *Help {
	if c := s.Data.Contacts[lang]; c != nil {
		return c.Help
	}
	return &Help{}
}

// nobody is a list of no pages. All empty lists are this one.
var nobody = &Pages{}

// above returns what leads from the front page of p's language to the page
// above p. All pages of a folder have the same.
func (s *Site) above(p *content.Page) *Pages {
	dir := p.Dir()
	if p.IsIndex() {
		dir = path.Dir(dir)
	}
	if t := s.trails[dir]; t != nil && content.Lang(dir+"/", s.Config.Languages) == p.Lang {
		return t
	}
	return nobody // it is the front page of its language
}

// trail leads from the front page of a language to the folder dir of its pages.
func (s *Site) trail(dir, lang string) []*content.Meta {
	var trail []*content.Meta
	root := s.root(lang)
	for strings.HasPrefix(dir+"/", root+"/") {
		if sec := s.sections[dir]; sec != nil && sec.Index != nil {
			trail = append(trail, sec.Index)
		}
		dir = path.Dir(dir)
	}
	slices.Reverse(trail)
	return trail
}

// related returns the pages that p's front matter names, in p's language where
// they are translated.
func (s *Site) related(p *content.Page) *Pages {
	related := nobody
	for _, name := range p.Related {
		if m := s.Link(p.Path, p.Lang, name).Page; m != nil {
			related = &Pages{append(slices.Clip(related.Pages), m)}
		}
	}
	return related
}

// image returns what p's front matter names as its picture.
func (s *Site) image(p *content.Page) *Target {
	if p.Image == "" {
		return nil
	}
	t := s.picture(p.Path, p.Lang, p.Image)
	return &t
}

// neighbours returns the pages before and after p in its section. Pages that
// have no weight stand outside the order that invites reading on.
func (s *Site) neighbours(p *content.Page) (prev, next *content.Meta) {
	pages := s.sections[p.Dir()].Pages
	i := slices.Index(pages, p.Meta)
	if i < 0 || p.Weight == 0 {
		return nil, nil
	}
	if i > 0 {
		prev = pages[i-1]
	}
	if i+1 < len(pages) && pages[i+1].Weight != 0 {
		next = pages[i+1]
	}
	return prev, next
}

func (s *Site) translations(p *content.Page) *Translations {
	t := &Translations{}
	for _, lang := range s.Config.Languages {
		if lang == p.Lang {
			continue
		}
		l := s.langs[lang]
		tr := Translation{Lang: lang, Page: l.Home, Help: l.GetHelp}
		if same := s.translation(p, lang); same != nil {
			tr.Page, tr.Same = same, true
		}
		if tr.Page != nil {
			t.Langs = append(t.Langs, tr)
		}
	}
	return t
}

// translation returns the page that says in lang what p says: the one with p's
// key, which by itself is p's path, or the one at p's path.
func (s *Site) translation(p *content.Page, lang string) *content.Meta {
	if m := s.Version(lang, p.TranslationKey); m != nil {
		return m
	}
	q := s.Page(s.root(lang) + strings.TrimPrefix(p.Path, s.root(p.Lang)))
	if q == nil || q.Lang != lang {
		return nil
	}
	return q.Meta
}

// listingKinds are the kinds of pages that show lists of other pages or the data.
var listingKinds = []string{"home", "glossary", "sources"}

// lists returns what p shows of other pages and the data, by its kind.
func (s *Site) lists(p *content.Page) *Lists {
	switch p.Kind {
	case "home":
		return &Lists{Sections: s.topSections(p.Lang)}
	case "glossary":
		return &Lists{Terms: s.terms(p.Lang)}
	case "sources":
		return &Lists{Sources: s.usedSources()}
	}
	return nil
}

func (s *Site) terms(lang string) []*Term {
	return slices.SortedFunc(slices.Values(s.Data.Glossary[lang]), func(a, b *Term) int {
		return cmp.Compare(content.SortKey(a.Term), content.SortKey(b.Term))
	})
}

// usedSources lists the sources that pages cite, by publisher and title.
func (s *Site) usedSources() []*UsedSource {
	var used []*UsedSource
	for key, src := range s.Data.Sources {
		if pages := s.cited[key]; len(pages) > 0 {
			used = append(used, &UsedSource{src, pages})
		}
	}
	slices.SortFunc(used, func(a, b *UsedSource) int {
		return cmp.Or(cmp.Compare(content.SortKey(a.Publisher), content.SortKey(b.Publisher)),
			cmp.Compare(content.SortKey(a.Title), content.SortKey(b.Title)), cmp.Compare(a.Key, b.Key))
	})
	return used
}

// citing returns, for each source, the pages that cite it, by path.
func (s *Site) citing() map[string][]*content.Meta {
	cited := map[string][]*content.Meta{}
	for _, pl := range s.Places {
		for _, key := range pl.cites {
			cited[key] = append(cited[key], pl.Page.Meta)
		}
	}
	return cited
}

// citations returns the keys that a document and all it includes cite.
func (s *Site) citations(d *markdown.Document, source, lang string, above []string) []string {
	var cited []string
	for _, slot := range d.Slots {
		switch slot.Kind {
		case markdown.Mark:
			cited = append(cited, slot.Dest)
		case markdown.Include:
			if g := s.included(source, lang, slot.Dest, above); g != nil {
				cited = append(cited, s.citations(g.Body, g.Path, lang, append(above, g.Path))...)
			}
		}
	}
	for _, n := range d.Notes {
		cited = append(cited, s.citations(n.Body, source, lang, above)...)
	}
	return cited
}

// Cited returns the keys of the sources that published pages cite.
func (s *Site) Cited() iter.Seq[string] { return maps.Keys(s.cited) }

// Citations returns the keys of the sources that p cites, itself or in what it
// includes, as often as it cites them.
func (s *Site) Citations(p *content.Page) []string {
	return s.citations(p.Body, p.Path, p.Lang, nil)
}

// EachWay calls do for each page that the page leads to, besides those of its Lang: by its
// links, its place in the site, and what its layout lists. One may be nil.
func (pl *Place) EachWay(do func(*content.Meta)) {
	all := func(pages []*content.Meta) {
		for _, m := range pages {
			do(m)
		}
	}
	v := &pl.View
	do(v.Prev)
	do(v.Next)
	all(v.Trail.Pages)
	all(v.Related.Pages)
	if v.Section != nil && pl.Page.Kind != "home" {
		all(v.Section.Pages)
		for _, sub := range v.Section.Sections {
			do(sub.Index)
		}
	}
	for _, t := range v.Translations.Langs {
		do(t.Page)
		do(t.Help)
	}
	v.Targets.eachPage(do)
}

// Ways returns the pages that every page of the language leads to. It may hold
// nil.
func (l *Lang) Ways() []*content.Meta {
	return append([]*content.Meta{l.Home, l.GetHelp, l.Path, l.About, l.Privacy, l.Accessibility, l.Sources, l.Glossary},
		l.Menu.Pages...)
}

// eachPage calls do for each page that a slot of t leads to.
func (t *Targets) eachPage(do func(*content.Meta)) {
	for i := range t.Slots {
		slot := t.Slots[i]
		if slot.Page != nil {
			do(slot.Page)
		}
		if slot.Included != nil {
			slot.Included.Targets.eachPage(do)
		}
	}
	for _, n := range t.Notes {
		n.eachPage(do)
	}
}

// leadTo reports whether one of t leads to one of pages.
func (t *Translations) leadTo(pages map[*content.Meta]bool) bool {
	return slices.ContainsFunc(t.Langs, func(l Translation) bool { return pages[l.Page] || pages[l.Help] })
}

func keepTranslations(old, made *Translations) *Translations {
	if old != nil && slices.Equal(old.Langs, made.Langs) {
		return old
	}
	return made
}

func keepLists(old, made *Lists) *Lists {
	if old == nil || made == nil {
		return made
	}
	sources := slices.EqualFunc(old.Sources, made.Sources, func(a, b *UsedSource) bool {
		return a.Source == b.Source && slices.Equal(a.Pages, b.Pages)
	})
	if sources && slices.Equal(old.Sections, made.Sections) &&
		slices.EqualFunc(old.Terms, made.Terms, sameTerm) {
		return old
	}
	return made
}

func sameTerm(a, b *Term) bool {
	return a.Key == b.Key && a.Term == b.Term && a.Definition == b.Definition && slices.Equal(a.Also, b.Also)
}
