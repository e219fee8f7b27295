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
		key := p.Lang + "\n" + strings.ToLower(p.Title)
		if q := first[key]; q != nil {
			report(s, p, q, "title", "this title is also that of "+q.Path, "give one of them another title")
			continue
		}
		if p.Title != "" {
			first[key] = p
		}
	}
}

// report records a mistake at key of p's front matter that also concerns q.
func report(s *SitePass, p, q *content.Page, key, message, help string) {
	start, end := p.Place(key)
	from, to := q.Place(key)
	s.Add(p, diag.Diagnostic{File: p.File, Start: start, End: end, Message: message, Help: help,
		Related: []diag.Place{{File: q.File, Start: from, End: to, Note: "the other one"}}})
}
