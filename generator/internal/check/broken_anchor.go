package check

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var brokenAnchor = &Rule{Name: "broken-anchor", Site: checkAnchors,
	Doc: `Reports a link to a heading that the page does not have. The part after # is the heading
in small letters, with hyphens for spaces.`}

func checkAnchors(s *SitePass) {
	pages := map[*content.Meta]*anchors{}
	of := func(p *content.Page) *anchors {
		if pages[p.Meta] == nil {
			pages[p.Meta] = anchorsOf(p, s.Site.View(p))
		}
		return pages[p.Meta]
	}
	for _, p := range s.Site.Pages {
		eachSlot(p, s.Site.View(p).Targets, func(f *diag.File, slot markdown.Slot, t site.Target) {
			if slot.Kind != markdown.LinkOpen || t.URL != "" || t.Problem != nil {
				return
			}
			d := diag.Diagnostic{File: f, Start: slot.Start, End: slot.End}
			to := p
			if t.Page != nil {
				to = s.Site.Page(t.Page.Path)
			}
			switch {
			case slot.Dest == "#":
				d.Message, d.Help = "this link leads nowhere: nothing stands after its #", of(to).help("")
			case t.Fragment == "" || of(to).has(t.Fragment):
				return
			default:
				d.Message = "“" + cmp.Or(to.Title, to.Path) + "” has no heading #" + t.Fragment
				d.Help = of(to).help(t.Fragment)
			}
			s.Add(p, d)
		})
	}
}

// anchors are the ids of a page that links may name.
type anchors struct {
	headings []string // those of the page itself, and of what it includes
	others   []string // those that its layout adds
}

// anchorsOf returns the ids of p. Those that layouts add are written in the
// partials help-line, in-short, words, notes, terms and all-sources.
func anchorsOf(p *content.Page, v site.View) *anchors {
	a := &anchors{others: []string{"main", "help", "top"}}
	eachHeading(p.Body, v.Targets, func(_ *diag.File, h markdown.Heading) { a.headings = append(a.headings, h.ID) })
	if p.Summary != "" {
		a.others = append(a.others, "in-short")
	}
	for _, t := range p.Body.Terms {
		a.others = append(a.others, "words", "w-"+t.Key)
	}
	eachSlot(p, v.Targets, func(_ *diag.File, s markdown.Slot, _ site.Target) {
		if s.Kind == markdown.Mark || s.Kind == markdown.NoteMark {
			a.others = append(a.others, "notes")
		}
	})
	if v.Lists != nil {
		for _, t := range v.Lists.Terms {
			a.others = append(a.others, "w-"+t.Key)
		}
		for _, src := range v.Lists.Sources {
			a.others = append(a.others, src.Key)
		}
	}
	return a
}

// has reports whether a link may end in #name. Browsers look for the name as it
// is written, and with its %-signs resolved.
func (a *anchors) has(name string) bool {
	plain, err := url.PathUnescape(name)
	if err != nil {
		plain = name
	}
	return slices.ContainsFunc([]string{name, plain}, func(n string) bool {
		return slices.Contains(a.headings, n) || slices.Contains(a.others, n)
	})
}

// help says which heading may be meant.
func (a *anchors) help(name string) string {
	if near := diag.Nearest(name, slices.Concat(a.headings, a.others)); near != "" {
		return "did you mean #" + near + "?"
	}
	if len(a.headings) == 0 {
		return "that page has no headings; leave out # and what follows it"
	}
	const most = 8
	if len(a.headings) > most {
		return "headings there: #" + strings.Join(a.headings[:most], " #") + " …"
	}
	return "headings there: #" + strings.Join(a.headings, " #")
}
