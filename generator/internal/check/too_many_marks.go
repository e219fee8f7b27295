package check

import (
	"strconv"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

// marksIn500 is how many citations and glossary links 500 words may have.
const marksIn500 = 12

var tooManyMarks = &Rule{Name: "too-many-marks", Severity: diag.Warning, Page: checkMarks,
	Doc: `Reports a page with more than 12 citations and glossary links in 500 words. Each one makes
the eye stop; one citation at the end of a paragraph can stand for all of it.`}

func checkMarks(p *Pass) {
	marks, words := 0, 0
	eachDocument(p.Page, p.View.Targets, func(d *markdown.Document, _ *site.Targets) {
		marks += len(d.Terms)
		for i := range d.Slots {
			if k := d.Slots[i].Kind; k == markdown.Mark || k == markdown.NoteMark {
				marks++
			}
		}
	})
	if marks <= marksIn500 {
		return // the words need not be counted
	}
	eachDocument(p.Page, p.View.Targets, func(d *markdown.Document, _ *site.Targets) { words += d.Words() })
	if marks*500 > marksIn500*max(words, 500) {
		p.Report(0, 0, strconv.Itoa(marks)+" citations and glossary links in "+strconv.Itoa(words)+
			" words make this page hard to read", "put one citation at the end of a paragraph in place of several in it")
	}
}
