package check

import (
	"slices"
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
)

var unknownCard = &Rule{Name: "unknown-card", Page: checkCards,
	Doc: `Reports a card of an unknown kind. There are NOTE and TIP, which inform; IMPORTANT (see
someone this week), WARNING (today) and CAUTION (emergency, now).`}

func checkCards(p *Pass) {
	eachCard(p, func(f *diag.File, c markdown.Card) {
		if slices.Contains(cardKinds, c.Kind) {
			return
		}
		help := "write one of " + strings.Join(cardKinds, ", ")
		if near := diag.Nearest(c.Kind, cardKinds); near != "" {
			help = "did you mean [!" + near + "]?"
		}
		p.ReportIn(f, c.Start, c.End, "there is no card "+c.Kind, help)
	})
}
