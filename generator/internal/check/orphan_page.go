package check

import (
	"slices"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"
)

var orphanPage = &Rule{Name: "orphan-page", Severity: diag.Warning, Site: checkOrphans, Same: sameWays,
	Doc: `Reports a page that no way leads to from the front page: no link, no list of a section, no
related page. Readers will not find it.`}

func checkOrphans(s *SitePass) {
	reached := make(map[*content.Meta]bool, len(s.Site.Pages))
	queue := make([]*content.Meta, 0, len(s.Site.Pages))
	visit := func(m *content.Meta) {
		if m != nil && !reached[m] {
			reached[m] = true
			queue = append(queue, m)
		}
	}
	for _, p := range s.Site.Pages {
		if p.Kind == "home" {
			visit(p.Meta)
		}
	}
	if len(queue) == 0 {
		return // without a front page nothing can be said
	}
	known := map[*site.Lang]bool{}
	for ; len(queue) > 0; queue = queue[1:] {
		pl := s.Site.Place(queue[0].Path)
		if l := pl.View.Lang; !known[l] {
			known[l] = true
			eachOf(l.Ways(), visit)
		}
		eachWay(pl, visit)
	}
	for _, p := range s.Site.Pages {
		if !reached[p.Meta] {
			s.Report(p, 0, 0, "no way leads from the front page to this page", "link to it from another page")
		}
	}
}

// eachWay calls do for each page that the one at pl leads to, besides those of its Lang.
func eachWay(pl *site.Place, do func(*content.Meta)) {
	pl.EachWay(do)
	if l := pl.View.Lists; l != nil {
		for _, sec := range l.Sections { // a home page lists them
			do(sec.Index)
			eachOf(sec.Pages, do)
		}
	}
}

func eachOf(metas []*content.Meta, do func(*content.Meta)) {
	for _, m := range metas {
		do(m)
	}
}

// sameWays reports whether a page leads to the same pages as before, whatever their faces.
func sameWays(c site.Change) bool {
	return c.Old.Page.Kind == c.New.Page.Kind && slices.Equal(waysOf(c.Old), waysOf(c.New))
}

// waysOf returns the paths of all pages that the one at pl leads to.
func waysOf(pl *site.Place) (paths []string) {
	add := func(m *content.Meta) {
		if m != nil {
			paths = append(paths, m.Path)
		}
	}
	eachWay(pl, add)
	eachOf(pl.View.Lang.Ways(), add)
	return paths
}
