// Package check holds the rules that an author's pages must keep.
//
// A rule is a row of Rules and a file of its own, named after it. There are
// four sorts, by what a rule looks at. A Page rule sees one page's source and
// of its View what a Sight holds: it runs when the page is arranged, and again only
// when one of the two changes. An Output rule sees the finished HTML of one page, as Facts. An
// Each rule sees one page, the settings and the data, and may look at other
// pages, one by one, and whether there is one at an address; it runs again when
// any of these changes. A Site rule sees what pages show of one another, and the
// day: their faces and places, and of the pages themselves only what its Same
// compares.
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
	// Same reports whether a Site rule says the same after the change of a page, where
	// settings and data are as before, and so are the pages that are there. nil means:
	// if the page has the same face, and sees the same.
	Same func(site.Change) bool
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
	p.WarnIn(p.Page.File, start, end, message, help)
}

// WarnIn is Warn for f, a file that the page is made from.
func (p *Pass) WarnIn(f *diag.File, start, end int, message, help string) {
	p.rule.report(p.Page, diag.Diagnostic{File: f, Start: start, End: end, Severity: diag.Warning,
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
	made *Found        // by an Each rule
	old  *Found        // what was found on the same page before; nil if nothing was

	// noted is what a Site rule wrote down when it ran last, and then, for the next time.
	// It may be nil, and of another site.
	noted any
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
