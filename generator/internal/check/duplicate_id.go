package check

import (
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
)

var duplicateID = &Rule{Name: "duplicate-id", Output: checkIDs,
	Doc: `Reports two elements of a finished page with one id. Links, and screen readers, find only the
first. A heading whose words are an id of the layout, such as Help, needs {#another-id}.`}

func checkIDs(p *Pass) {
	seen := make(map[string]int, len(p.Output.IDs))
	for _, id := range p.Output.IDs {
		if seen[id]++; seen[id] == 2 {
			f, start, end := p.lastHeading(id)
			help := "give one of them another heading, or a name of its own: {#a-name}"
			if end == 0 {
				help = "its layout gives both their ids: write another one there"
			}
			p.ReportIn(f, start, end, "two places of the finished page are called #"+id, help)
		}
	}
}

// lastHeading returns the place of the last heading that has the id, or the
// start of the page.
func (p *Pass) lastHeading(id string) (f *diag.File, start, end int) {
	f = p.Page.File
	if p.View.Targets == nil {
		return f, 0, 0 // the page at an old address, or 404.html, has no body
	}
	eachHeading(p.Page.Body, p.View.Targets, func(in *diag.File, h markdown.Heading) {
		if h.ID == id {
			f, start, end = in, h.Start, h.End
		}
	})
	return f, start, end
}
