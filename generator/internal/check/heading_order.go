package check

import (
	"bytes"
	"strconv"
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
)

var headingOrder = &Rule{Name: "heading-order", Page: checkHeadings,
	Doc: `Reports a heading that skips a level, is a second title or has no words. Screen readers find their way by
headings: the title is the first level, so the body begins with ##, and ### stands below a ##.`}

// lineAt returns the line of f that at lies in.
func lineAt(f *diag.File, at int) []byte {
	line, _, _ := bytes.Cut(f.Data[bytes.LastIndexByte(f.Data[:at], '\n')+1:], []byte("\n"))
	return line
}

func checkHeadings(p *Pass) {
	above := 1
	eachHeading(p.Page.Body, p.View.Targets, func(f *diag.File, h markdown.Heading) {
		switch {
		case h.Text == "" && len(bytes.Trim(lineAt(f, h.Start), "# \t\r")) == 0:
			p.WarnIn(f, h.Start, h.End, "this heading has no words", "say what stands below it, or take the line out")
			return
		case h.Level == 1:
			p.ReportIn(f, h.Start, h.End, "this heading would be a second title: the front matter has the first", "write ##")
		case h.Level > above+1:
			p.ReportIn(f, h.Start, h.End, "this heading jumps from level "+strconv.Itoa(above)+" to level "+strconv.Itoa(h.Level),
				"write "+strings.Repeat("#", above+1)+", or put a heading of the level between above it")
		}
		above = h.Level
	})
}
