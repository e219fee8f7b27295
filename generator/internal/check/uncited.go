package check

import (
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var uncited = &Rule{Name: "uncited", Page: checkCited,
	Doc: `Reports a page about health that cites no source. Write [@key] after a claim, with a key of
sources.yaml; a page that makes no such claims says claims: false.`}

func checkCited(p *Pass) {
	if !p.Page.Claims || p.Page.Front == nil || p.Page.IsIndex() && p.Page.Body.Words() == 0 {
		return
	}
	cited := false
	eachSlot(p.Page, p.View.Targets, func(_ *diag.File, s *markdown.Slot, _ *site.Target) {
		cited = cited || s.Kind == markdown.Mark
	})
	if !cited && !misread(p.Page, "claims") && !cutShort(p.Page) && !hasMistake(p.Page, []string{"bad-citation"}) {
		p.Report(0, 0, "this page makes claims about health and cites no source",
			"write [@key] after each claim, or claims: false in the front matter if it makes none")
	}
}
