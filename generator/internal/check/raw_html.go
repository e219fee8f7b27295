package check

import (
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var rawHTML = &Rule{Name: "raw-html", Page: checkHTML,
	Doc: `Reports HTML in Markdown, which is left out of the page. What looks right in one place can
be unreadable, or unsafe, in another; Markdown says what is meant.`}

func checkHTML(p *Pass) {
	eachDocument(p.Page, p.View.Targets, func(d *markdown.Document, _ *site.Targets) {
		for _, h := range d.Dropped {
			p.ReportIn(d.File, h.Start, h.End, "the HTML element <"+h.Element+"> is left out of the page",
				"write it in Markdown, or write \\< if you mean the sign itself")
		}
	})
}
