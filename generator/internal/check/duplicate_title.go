package check

import (
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
)

var duplicateTitle = &Rule{Name: "duplicate-title", Severity: diag.Warning, Site: checkTitles,
	Doc: `Reports two pages of one language with the same title. In a list of results, or of open
tabs, nobody could tell them apart.`}

func checkTitles(s *SitePass) {
	first := map[string]*content.Page{}
	for _, p := range s.Site.Pages {
		key := p.Lang + "\n" + strings.ToLower(strings.TrimSpace(p.Title))
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
