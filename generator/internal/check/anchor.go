package check

import (
	"slices"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var brokenAnchor = &Rule{Name: "broken-anchor", Site: checkAnchors,
	Doc: `Reports a link to a heading that the page does not have. The part after # is the heading
in small letters, with hyphens for spaces.`}

func checkAnchors(s *SitePass) {
	ids := map[*content.Meta][]string{}
	of := func(p *content.Page) []string {
		if ids[p.Meta] == nil {
			ids[p.Meta] = anchors(s.Site, p)
		}
		return ids[p.Meta]
	}
	for _, p := range s.Site.Pages {
		eachSlot(p, s.Site.View(p).Targets, func(f *diag.File, slot markdown.Slot, t site.Target) {
			if slot.Kind != markdown.LinkOpen || t.Fragment == "" || t.URL != "" {
				return
			}
			to := p
			if t.Page != nil {
				to = s.Site.Page(t.Page.Path)
			}
			if known := of(to); !slices.Contains(known, t.Fragment) {
				s.Add(p, diag.Diagnostic{File: f, Start: slot.Start, End: slot.End,
					Message: "“" + to.Title + "” has no heading #" + t.Fragment, Help: anchorHelp(t.Fragment, known)})
			}
		})
	}
}

func anchorHelp(name string, known []string) string {
	if near := diag.Nearest(name, known); near != "" {
		return "did you mean #" + near + "?"
	}
	help := "headings there:"
	for i, id := range known {
		if i == 8 {
			return help + " …"
		}
		help += " #" + id
	}
	if len(known) == 0 {
		return "that page has no headings"
	}
	return help
}

// anchors returns the ids that links may name on a page: its headings, those of
// what it includes, and the entries of the lists that its layout adds.
func anchors(s *site.Site, p *content.Page) []string {
	ids := []string{}
	v := s.View(p)
	eachDocument(p, v.Targets, func(d *markdown.Document) {
		for _, h := range d.Headings {
			ids = append(ids, h.ID)
		}
	})
	if v.Lists != nil {
		for _, t := range v.Lists.Terms {
			ids = append(ids, t.Key)
		}
		for _, src := range v.Lists.Sources {
			ids = append(ids, src.Key)
		}
	}
	return ids
}
