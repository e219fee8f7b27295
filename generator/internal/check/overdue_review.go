package check

import (
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"
)

var overdueReview = &Rule{Name: "overdue-review", Severity: diag.Warning, Site: checkReviews, Same: sameReview,
	Doc: `Reports a page whose last clinical review is longer ago than review: every in site.yaml
allows. A page that was never reviewed says so to its readers, and is not reported.`}

// sameReview reports whether a page was reviewed when it was.
func sameReview(c site.Change) bool { return c.Old.Page.Reviewed == c.New.Page.Reviewed }

func checkReviews(s *SitePass) {
	every := s.Site.Config.ReviewEvery
	for _, p := range s.Site.Pages {
		if due := p.Reviewed.Add(every); !p.Reviewed.IsZero() && !every.IsZero() && due.Before(s.Day) {
			start, end := p.Place("reviewed")
			s.Report(p, start, end, "the clinical review of this page was due by "+due.String(),
				"have it reviewed; then write the day under reviewed, and reviewOf: "+p.Hash)
		}
	}
}
