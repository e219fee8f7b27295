package check

import (
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
)

var description = &Rule{Name: "description", Page: checkDescription,
	Doc: `Reports a page without a description. Search engines, shared links and lists of pages show
it; it has at most 160 characters.`}

func checkDescription(p *Pass) {
	if p.Page.Front == nil || strings.TrimSpace(p.Page.Description) != "" || misread(p.Page, "description") {
		return
	}
	start, end := p.Page.Place("description")
	help := "add a line to the front matter, such as description: What a week in an IOP looks like"
	if p.Page.Front.Get("description") != nil || p.Page.Front.Removed("description") != nil {
		help = "write it after description:, such as description: What a week in an IOP looks like"
	}
	p.Report(start, end, "this page has no description", help)
}

// misread reports whether the front matter has key, but in a way that was
// reported: with a value that does not fit, or misspelled.
func misread(p *content.Page, key string) bool {
	return slices.ContainsFunc(p.Diags, func(d diag.Diagnostic) bool {
		return d.Start < p.Front.End &&
			(strings.HasPrefix(d.Message, key+" ") || strings.HasPrefix(d.Help, "did you mean "+key+"?"))
	})
}
