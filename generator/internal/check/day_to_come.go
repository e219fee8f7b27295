package check

import (
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

var dayToCome = &Rule{Name: "day-to-come", Severity: diag.Warning, Site: checkDays,
	Doc: `Reports a review, a change or a check of a source or contact that is dated in the future: under
reviewed, lastmod or checked. Readers would be told of what has not happened, and nobody would be reminded in time.`}

func checkDays(s *SitePass) {
	today := s.Day.Add(schema.Interval{Days: 1}) // it may be tomorrow where the writer is
	for _, p := range s.Site.Pages {
		if today.Before(p.Reviewed) {
			s.toCome(p.Front.Get("reviewed"), "write the day of the review")
		}
		if today.Before(p.Lastmod) {
			s.toCome(p.Front.Get("lastmod"), "write the day of the last change")
		}
	}
	values := s.Site.Data.Values
	for _, entries := range append(contactsOf(s), values.Sources) {
		for _, key := range entries.Keys() {
			if v := entries.Get(key, "checked"); today.Before(v.Date()) {
				s.toCome(v, "write the day on which somebody looked")
			}
		}
	}
}

// contactsOf returns the contacts of each language.
func contactsOf(s *SitePass) []*schema.Value {
	var all []*schema.Value
	for _, lang := range s.Site.Config.Languages {
		all = append(all, s.Site.Data.Values.Contacts[lang])
	}
	return all
}

// toCome reports a day that is still to come.
func (p *SitePass) toCome(v *schema.Value, help string) {
	p.Add(nil, diag.Diagnostic{File: v.File, Start: v.Start, End: v.End,
		Message: v.Text() + " has not come yet; the site is built for " + p.Day.String(), Help: help})
}
