package check

import (
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"
)

var duplicateAddress = &Rule{Name: "duplicate-address", Always: true, Site: checkAddresses, Same: sameAddresses,
	Doc: `Reports two pages with one address, or an old address under aliases that a page has. Capital
and small letters count as the same: some hosts make no difference. In a site with pages for frames of other
websites, all addresses below /embed/ are theirs.`}

// A claim is a page's claim to an address, and where it is made.
type claim struct {
	page       *content.Page
	start, end int
}

// sameAddresses reports whether a page has the addresses that it had.
func sameAddresses(c site.Change) bool {
	return c.Old.Page.URL == c.New.Page.URL && slices.Equal(c.Old.Page.Aliases, c.New.Page.Aliases)
}

func checkAddresses(s *SitePass) {
	taken := make(map[string]claim, len(s.Site.Pages))
	for _, p := range s.Site.Pages {
		s.claim(taken, p.URL, claim{page: p}, "rename one of the two files")
	}
	for _, p := range s.Site.Pages {
		if len(p.Aliases) == 0 {
			continue
		}
		for _, v := range p.Front.Get("aliases").List() {
			s.claim(taken, site.AliasURL(v.Text()), claim{p, v.Start, v.End}, "take the alias out")
		}
	}
}

func (p *SitePass) claim(taken map[string]claim, url string, c claim, help string) {
	if p.Site.Config.Embed && site.IsEmbedURL(url) {
		p.Add(c.page, diag.Diagnostic{File: c.page.File, Start: c.start, End: c.end,
			Message: "the address " + url + " is kept for pages in frames of other websites",
			Help:    "choose another, or write features: {embed: false} in site.yaml"})
		return
	}
	key := strings.ToLower(url)
	first, ok := taken[key]
	if !ok {
		taken[key] = c
		return
	}
	p.Add(c.page, diag.Diagnostic{File: c.page.File, Start: c.start, End: c.end,
		Message: "the address " + url + " is already that of " + first.page.Path, Help: help,
		Related: []diag.Place{{File: first.page.File, Start: first.start, End: first.end, Note: "it is taken here"}}})
}
