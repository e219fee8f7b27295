package check

import (
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var missingAlt = &Rule{Name: "missing-alt", Page: checkAlt,
	Doc: `Reports a picture without words for those who cannot see it. They stand between the square
brackets: ![what the picture shows](picture.svg).`}

func checkAlt(p *Pass) {
	eachSlot(p.Page, p.View.Targets, func(f *diag.File, s *markdown.Slot, _ *site.Target) {
		if s.Kind == markdown.Picture && strings.TrimSpace(s.Text) == "" {
			p.ReportIn(f, s.Start, s.End, "this picture has no words for those who cannot see it",
				"say between the square brackets what it shows")
		}
	})
}
