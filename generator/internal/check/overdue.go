package check

import (
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

var overdueContact = &Rule{Name: "overdue-contact", Severity: diag.Warning, Site: checkContacts,
	Doc: `Reports a phone, text or chat line that was not checked for longer than its entry in
contacts.yaml allows. Call it, and write the day under checked.`}

func checkContacts(s *SitePass) {
	for _, lang := range s.Site.Config.Languages {
		s.overdueEntries(s.Site.Data.Values.Contacts[lang], "call or open it, and write today under checked")
	}
}

var overdueSource = &Rule{Name: "overdue-source", Severity: diag.Warning, Site: checkSources,
	Doc: `Reports a source that nobody looked at for longer than its entry in sources.yaml allows.
Look whether it still says what the pages say, and write the day under checked.`}

func checkSources(s *SitePass) {
	s.overdueEntries(s.Site.Data.Values.Sources, "look whether it still says so, and write today under checked")
}

// overdueEntries reports the entries that were not checked in time. One that
// several languages share is reported once.
func (s *SitePass) overdueEntries(entries *schema.Value, help string) {
	for _, key := range entries.Keys() {
		checked, every := entries.Get(key, "checked"), entries.Get(key, "every")
		if checked == nil || every == nil || !checked.Date().Add(every.Every()).Before(s.Day) {
			continue
		}
		d := diag.Diagnostic{File: checked.File, Start: checked.Start, End: checked.End,
			Message: key + " should have been checked by " + checked.Date().Add(every.Every()).String(), Help: help}
		if !s.has(d) {
			s.Add(nil, d)
		}
	}
}

// has reports whether the place of d was reported already.
func (s *SitePass) has(d diag.Diagnostic) bool {
	for _, o := range *s.list {
		if o.File == d.File && o.Start == d.Start && o.Rule == s.rule.Name {
			return true
		}
	}
	return false
}

var overdueReview = &Rule{Name: "overdue-review", Severity: diag.Warning, Site: checkReviews,
	Doc: `Reports a page whose last clinical review is longer ago than review: every in site.yaml
allows. A page that was never reviewed says so to its readers, and is not reported.`}

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

var wordsChanged = &Rule{Name: "words-changed", Severity: diag.Warning, Site: checkWords,
	Doc: `Reports a page whose words are not those that were reviewed. The page says so to its readers.
A review is bound to the words by their hash, under reviewOf.`}

func checkWords(s *SitePass) {
	for _, p := range s.Site.Pages {
		if p.Reviewed.IsZero() || p.ReviewOf == p.Hash {
			continue
		}
		start, end := p.Place(reviewKey(p))
		s.Report(p, start, end, "the words of this page are not those that were reviewed on "+p.Reviewed.String(),
			"once the words as they are now are reviewed, write reviewOf: "+p.Hash)
	}
}

func reviewKey(p *content.Page) string {
	if p.ReviewOf == "" {
		return "reviewed"
	}
	return "reviewOf"
}
