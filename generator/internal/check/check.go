// Package check holds the rules that an author's pages must keep.
//
// A rule is a row of Rules and a file of its own, named after it. There are
// four sorts, by what a rule looks at. A Page rule sees one page's source and
// its View: it runs when the page is arranged, and again only when one of the
// two changes. An Output rule sees the finished HTML of one page, as Facts. An
// Each rule sees one page, the settings and the data, and may look at other
// pages, one by one; it runs again when any of these changes. A Site rule sees
// what pages show of one another, and the day: their faces and places, not
// their bodies.
//
// One mistake is one diagnostic. No rule reports what follows from the finding
// of another; a thing with two places is reported at the later one, with the
// earlier as Related. A page may allow a rule to be broken, with a reason, in
// its front matter; rules that keep readers safe cannot be allowed.
//
// The mistakes that keep a file from being understood are not here: package
// schema reports those of YAML, package markdown those of Markdown.
package check

import (
	"slices"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// A Rule looks for one sort of mistake, in one way or in two.
type Rule struct {
	Name     string // for messages and front matter, such as broken-link
	Doc      string // first sentence: what it reports; the rest: why, and how to mend it
	Severity diag.Severity
	Always   bool // no page may allow it
	Dated    bool // a page that allows it says since which day
	Page     func(*Pass)
	Output   func(*Pass)
	Each     func(*SitePass, *content.Page)
	Site     func(*SitePass)
}

// A Pass is one run of one rule over one page. It holds until the rule returns.
type Pass struct {
	Page   *content.Page
	View   site.View
	Output *Facts // nil for a Page rule
	rule   *Rule
	rules  []*Rule // all of them
	list   *diag.List
}

// Report records a mistake in the page's source.
func (p *Pass) Report(start, end int, message, help string) {
	p.ReportIn(p.Page.File, start, end, message, help)
}

// ReportIn records a mistake in f, a file that the page is made from.
func (p *Pass) ReportIn(f *diag.File, start, end int, message, help string) {
	p.rule.report(p.Page, diag.Diagnostic{File: f, Start: start, End: end, Message: message, Help: help}, p.list)
}

// Warn records a mistake in the page's source that is milder than the others
// that the rule finds.
func (p *Pass) Warn(start, end int, message, help string) {
	p.rule.report(p.Page, diag.Diagnostic{File: p.Page.File, Start: start, End: end, Severity: diag.Warning,
		Message: message, Help: help}, p.list)
}

// A SitePass is one run of one rule over the whole site, or over one page of it
// in the light of others.
type SitePass struct {
	Site *site.Site
	Day  schema.Date // of publishing; none for an Each rule
	rule *Rule
	list *diag.List
	told map[finding]bool
	also []*site.Place // the pages that an Each rule looked at, besides its own
}

// A finding is what makes two diagnostics of one rule the same.
type finding struct {
	file       *diag.File
	start, end int
	message    string
}

// Report records a mistake in the source of page.
func (p *SitePass) Report(page *content.Page, start, end int, message, help string) {
	p.Add(page, diag.Diagnostic{File: page.File, Start: start, End: end, Message: message, Help: help})
}

// Add records d, whose Rule and Severity are the rule's, unless it was recorded
// before: several pages may include one fragment, several languages share one
// entry. page is the page that may allow it, or nil.
func (p *SitePass) Add(page *content.Page, d diag.Diagnostic) {
	key := finding{d.File, d.Start, d.End, d.Message}
	if p.told[key] {
		return
	}
	if p.told == nil {
		p.told = map[finding]bool{}
	}
	p.told[key] = p.rule.report(page, d, p.list)
}

// report adds d to list, unless the page allows the rule.
func (r *Rule) report(page *content.Page, d diag.Diagnostic, list *diag.List) bool {
	if page != nil && page.Allow[r.Name] != "" && !r.Always {
		return false
	}
	d.Rule, d.Severity = r.Name, max(r.Severity, d.Severity)
	list.Add(d)
	return true
}

// Page runs every Page rule over p.
func Page(p *content.Page, v site.View) diag.List {
	var list diag.List
	pass := &Pass{Page: p, View: v, rules: Rules, list: &list}
	for _, r := range Rules {
		if r.Page != nil {
			pass.rule = r
			r.Page(pass)
		}
	}
	return list
}

// Output runs every Output rule over the finished page of p.
func Output(p *content.Page, v site.View, facts *Facts) diag.List {
	var list diag.List
	pass := &Pass{Page: p, View: v, Output: facts, rules: Rules, list: &list}
	for _, r := range Rules {
		if r.Output != nil {
			pass.rule = r
			r.Output(pass)
		}
	}
	return list
}

// Found is what Each rules found on one page, and what they saw. It is never
// changed.
type Found struct {
	List  diag.List
	place *site.Place
	data  *site.Data
	also  []*site.Place
}

// Holds reports whether all that Each rules see at place is as it was when f was
// found there. f may be nil; gone are the places that are no longer those of s.
func (f *Found) Holds(place *site.Place, s *site.Site, gone map[*site.Place]bool) bool {
	return f != nil && f.place == place && f.data == s.Data &&
		!slices.ContainsFunc(f.also, func(o *site.Place) bool { return gone[o] })
}

// Each runs every Each rule over the page at place.
func Each(place *site.Place, s *site.Site) *Found {
	f := &Found{place: place, data: s.Data}
	for _, r := range Rules {
		if r.Each != nil {
			pass := SitePass{Site: s, rule: r, list: &f.List}
			r.Each(&pass, place.Page)
			f.also = append(f.also, pass.also...)
		}
	}
	return f
}

// other returns the published page at path, which an Each rule is to look at.
func (p *SitePass) other(path string) *content.Page {
	o := p.Site.Place(path)
	p.also = append(p.also, o)
	return o.Page
}

// Whole is what Site rules found, and in what. It is never changed.
type Whole struct {
	List diag.List
	site *site.Site
	day  schema.Date
}

// same reports whether the rules would find the same in s. They look at faces and
// places alone; what they found in a file that is another now stands elsewhere.
func (w *Whole) same(s *site.Site, day schema.Date) bool {
	gone, ok := s.Alike(w.site)
	return ok && w.day == day && !slices.ContainsFunc(w.List, func(d diag.Diagnostic) bool {
		return slices.Contains(gone, d.File) || slices.ContainsFunc(d.Related, func(p diag.Place) bool { return slices.Contains(gone, p.File) })
	})
}

// Site runs every Site rule over s, as of day. What is as it was when old was
// found, which may be nil, is taken from it. each calls do for 0 to n-1, maybe
// several at once, and returns when all calls have.
func Site(old *Whole, s *site.Site, day schema.Date, each func(n int, do func(i int))) *Whole {
	w := &Whole{site: s, day: day}
	if old != nil && old.same(s, day) {
		w.List = old.List
		return w
	}
	found := make([]diag.List, len(Rules))
	each(len(Rules), func(i int) {
		if r := Rules[i]; r.Site != nil {
			r.Site(&SitePass{Site: s, Day: day, rule: r, list: &found[i]})
		}
	})
	w.List = slices.Concat(found...)
	return w
}
