package check

import (
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var ownAddress = &Rule{Name: "own-address", Severity: diag.Warning, Each: checkOwnAddress,
	Doc: `Reports a link to a page of this site by its full address. Nobody is told when that page moves, and
the link leads out of a preview and of a copy that a clinic hosts. A link names the file instead.`}

func checkOwnAddress(s *SitePass, p *content.Page) {
	base := s.Site.Config.BaseURL
	if base == "" {
		return
	}
	eachSlot(p, s.Site.View(p).Targets, func(f *diag.File, slot *markdown.Slot, t *site.Target) {
		if slot.Kind == markdown.LinkOpen && t.URL == slot.Dest && below(t.URL, base) {
			s.Add(p, diag.Diagnostic{File: f, Start: slot.Start, End: slot.End,
				Message: "this link has the full address of this site",
				Help:    "link to the file, such as /get-help-now.md: such a link is checked, and leads to the same page in every copy"})
		}
	})
}

// below reports whether url is base or lies below it.
func below(url, base string) bool {
	if len(url) < len(base) || !strings.EqualFold(url[:len(base)], base) {
		return false
	}
	rest := url[len(base):]
	return rest == "" || strings.Contains("/#?", rest[:1])
}
