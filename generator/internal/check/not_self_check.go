package check

import (
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/selfcheck"
)

var notSelfCheck = &Rule{Name: "not-self-check", Page: checkLayout,
	Doc: `Reports a page that is written as a self-check and has no layout: self-check. It would be
published as a plain page, with all questions and results at once, and with what only reviewers are to see.
Such a page has a heading Checks with rules or cases, or list items that lead to sections with a card.`}

// checkLayout says nothing where the front matter cannot be read, or misspells
// the layout: that is the mistake to mend.
func checkLayout(p *Pass) {
	layout := p.Page.Front.Get("layout").Text()
	misspelt := diag.Nearest(layout, []string{"self-check"}) != ""
	if p.Page.Front == nil || misspelt || !writtenAsSelfCheck(p.Page) {
		return
	}
	missing := "layout: self-check is missing"
	if layout != "" {
		missing = "its layout is " + layout
	}
	shown := "readers would see all its questions and results at once"
	if holdsChecks(p.Page) {
		shown = "its " + selfcheck.Section(p.Page.Lang) + " would be shown to readers"
	}
	start, end := p.Page.Place("layout")
	p.Report(start, end, "this page is written as a self-check, but "+missing+": "+shown,
		"write layout: self-check in the front matter, between the two lines ---")
}

// writtenAsSelfCheck reports whether p is read as a plain page, but is meant to
// be a self-check.
func writtenAsSelfCheck(p *content.Page) bool {
	return p.Tree == nil && (holdsChecks(p) || linkedEndings(p.Body) > 1)
}

// holdsChecks reports whether p has a section for reviewers: one of that name
// whose list or table links to headings of the page.
func holdsChecks(p *content.Page) bool {
	names := []string{selfcheck.Section(p.Lang), selfcheck.Section("en")}
	for _, h := range p.Body.Headings {
		named := func(name string) bool { return strings.EqualFold(name, strings.TrimSpace(h.Text)) }
		if slices.ContainsFunc(names, named) && slices.ContainsFunc(p.Body.Slots, func(s markdown.Slot) bool {
			return s.Start > h.Start && leadsInside(s) && inList(p.Body, s, false)
		}) {
			return true
		}
	}
	return false
}

// linkedEndings counts the sections with a card that an answer leads to: a list
// item below a heading that begins with a link. Above the headings it would be
// a table of contents.
func linkedEndings(d *markdown.Document) int {
	n := 0
	for i, h := range d.Headings {
		end := len(d.File.Data)
		if i+1 < len(d.Headings) {
			end = d.Headings[i+1].Start
		}
		hasCard := slices.ContainsFunc(d.Cards, func(c markdown.Card) bool { return c.Start > h.Start && c.Start < end })
		if hasCard && slices.ContainsFunc(d.Slots, func(s markdown.Slot) bool {
			return leadsInside(s) && s.Dest == "#"+h.ID && s.Start > d.Headings[0].Start && inList(d, s, true)
		}) {
			n++
		}
	}
	return n
}

// leadsInside reports whether s is a link to a heading of its own page.
func leadsInside(s markdown.Slot) bool {
	return s.Kind == markdown.LinkOpen && strings.HasPrefix(s.Dest, "#")
}

// inList reports whether s stands in a list item or a cell, or begins an item.
func inList(d *markdown.Document, s markdown.Slot, begins bool) bool {
	return slices.ContainsFunc(d.Blocks, func(b markdown.Block) bool {
		start, end := int(b.Start), int(b.End)
		if begins {
			return b.Kind == markdown.Item && start >= s.Start && start <= s.Start+1
		}
		return (b.Kind == markdown.Item || b.Kind == markdown.Cell) && end > s.Start && start <= s.End
	})
}
