package check

import (
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"
)

var duplicateAddress = &Rule{Name: "duplicate-address", Always: true, Site: checkAddresses,
	Doc: `Reports two pages with one address, or an old address under aliases that a page has. Capital
and small letters count as the same: some hosts make no difference.`}

// A claim is a page's claim to an address, and where it is made.
type claim struct {
	page       *content.Page
	start, end int
}

func checkAddresses(s *SitePass) {
	taken := map[string]claim{}
	for _, p := range s.Site.Pages {
		s.claim(taken, p.URL, claim{page: p})
	}
	for _, p := range s.Site.Pages {
		for _, v := range p.Front.Get("aliases").List() {
			s.claim(taken, site.AliasURL(v.Text()), claim{p, v.Start, v.End})
		}
	}
}

func (s *SitePass) claim(taken map[string]claim, url string, c claim) {
	key := strings.ToLower(url)
	first, ok := taken[key]
	if !ok {
		taken[key] = c
		return
	}
	s.Add(c.page, diag.Diagnostic{File: c.page.File, Start: c.start, End: c.end,
		Message: "the address " + url + " is already that of " + first.page.Path,
		Help:    "rename one of the files, or take the alias out",
		Related: []diag.Place{{File: first.page.File, Start: first.start, End: first.end, Note: "it is taken here"}}})
}

var orphanPage = &Rule{Name: "orphan-page", Severity: diag.Warning, Site: checkOrphans,
	Doc: `Reports a page that no way leads to from the front page: no link, no list of a section, no
related page. Readers will not find it.`}

func checkOrphans(s *SitePass) {
	reached := map[*content.Meta]bool{}
	var queue []*content.Meta
	visit := func(metas ...*content.Meta) {
		for _, m := range metas {
			if m != nil && !reached[m] {
				reached[m] = true
				queue = append(queue, m)
			}
		}
	}
	for _, p := range s.Site.Pages {
		if p.Kind == "home" {
			visit(p.Meta)
		}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		visit(s.Site.Ways(s.Site.Page(queue[0].Path))...)
	}
	if len(reached) == 0 {
		return // without a front page nothing can be said
	}
	for _, p := range s.Site.Pages {
		if !reached[p.Meta] {
			s.Report(p, 0, 0, "no way leads from the front page to this page", "link to it from another page")
		}
	}
}
