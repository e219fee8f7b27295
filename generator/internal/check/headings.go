package check

import "strconv"

var headingOrder = &Rule{Name: "heading-order", Page: checkHeadings,
	Doc: `Reports a heading that skips a level or is a second title. Screen readers find their way by
headings: the title is the first level, so the body begins with ##, and ### stands below a ##.`}

func checkHeadings(p *Pass) {
	above := 1
	for _, h := range p.Page.Body.Headings {
		switch {
		case h.Level == 1:
			p.Report(h.Start, h.End, "a heading with one # would be a second title; the first is the title in the front matter", "write ##")
		case h.Level > above+1:
			p.Report(h.Start, h.End, "this heading jumps from level "+strconv.Itoa(above)+" to level "+strconv.Itoa(h.Level),
				"write "+hashes(above+1)+", or put the level between above it")
		}
		above = max(h.Level, 1)
	}
}

func hashes(n int) string { return "######"[:min(n, 6)] }
