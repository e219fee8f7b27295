package check

import (
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"
)

var duplicateTitle = &Rule{Name: "duplicate-title", Severity: diag.Warning, Site: checkTitles, Same: sameTitle,
	Doc: `Reports two pages of one language with the same title. In a list of results, or of open
tabs, nobody could tell them apart.`}

// sameTitle reports whether a page has the title that it had.
func sameTitle(c site.Change) bool { return c.Old.Page.Title == c.New.Page.Title }

func checkTitles(s *SitePass) {
	type name struct{ lang, title string }
	first := make(map[name]*content.Page, len(s.Site.Pages))
	for _, p := range s.Site.Pages {
		key := name{p.Lang, strings.ToLower(strings.TrimSpace(p.Title))}
		switch q := first[key]; {
		case p.Title == "":
		case q == nil:
			first[key] = p
		default:
			start, end := p.Place("title")
			from, to := q.Place("title")
			s.Add(p, diag.Diagnostic{File: p.File, Start: start, End: end,
				Message: "this title is also that of " + q.Path, Help: "give one of them another title",
				Related: []diag.Place{{File: q.File, Start: from, End: to, Note: "the other one"}}})
		}
	}
}
