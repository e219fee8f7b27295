package check

import (
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"
)

var orphanPage = &Rule{Name: "orphan-page", Severity: diag.Warning, Site: checkOrphans,
	Doc: `Reports a page that no way leads to from the front page: no link, no list of a section, no
related page. Readers will not find it.`}

func checkOrphans(s *SitePass) {
	reached := map[*content.Meta]bool{}
	var queue []*content.Meta
	visit := func(metas []*content.Meta) {
		for _, m := range metas {
			if m != nil && !reached[m] {
				reached[m] = true
				queue = append(queue, m)
			}
		}
	}
	for _, p := range s.Site.Pages {
		if p.Kind == "home" {
			visit([]*content.Meta{p.Meta})
		}
	}
	if len(queue) == 0 {
		return // without a front page nothing can be said
	}
	known := map[*site.Lang]bool{}
	for ; len(queue) > 0; queue = queue[1:] {
		p := s.Site.Page(queue[0].Path)
		if l := s.Site.View(p).Lang; !known[l] {
			known[l] = true
			visit(l.Ways())
		}
		visit(s.Site.Ways(p))
		visit(listed(s.Site.View(p).Lists))
	}
	for _, p := range s.Site.Pages {
		if !reached[p.Meta] {
			s.Report(p, 0, 0, "no way leads from the front page to this page", "link to it from another page")
		}
	}
}

// listed returns the pages that the sections of a home page list.
func listed(l *site.Lists) []*content.Meta {
	if l == nil {
		return nil
	}
	var metas []*content.Meta
	for _, sec := range l.Sections {
		metas = append(append(metas, sec.Index), sec.Pages...)
	}
	return metas
}
