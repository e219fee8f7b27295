package check

import (
	"slices"
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
)

// cardKinds are the kinds of card, from the calmest to the most urgent.
var cardKinds = []string{"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"}

var unknownCard = &Rule{Name: "unknown-card", Page: checkCards,
	Doc: `Reports a card of an unknown kind. There are NOTE and TIP, which inform; IMPORTANT (see
someone this week), WARNING (today) and CAUTION (emergency, now).`}

func checkCards(p *Pass) {
	eachCard(p, func(d *markdown.Document, c markdown.Card) {
		if slices.Contains(cardKinds, c.Kind) {
			return
		}
		help := "write one of " + strings.Join(cardKinds, ", ")
		if near := diag.Nearest(c.Kind, cardKinds); near != "" {
			help = "did you mean [!" + near + "]?"
		}
		p.ReportIn(d.File, c.Start, c.End, "there is no card "+c.Kind, help)
	})
}

func eachCard(p *Pass, do func(*markdown.Document, markdown.Card)) {
	eachDocument(p.Page, p.View.Targets, func(d *markdown.Document) {
		for _, c := range d.Cards {
			do(d, c)
		}
	})
}

// alarming reports whether a card of the kind asks the reader to act.
func alarming(kind string) bool { return slices.Index(cardKinds, kind) >= 2 }

var cardWithoutHelp = &Rule{Name: "card-without-help", Page: checkWayOut,
	Doc: `Reports a card that alarms and names nobody to call and nowhere to go. A card IMPORTANT,
WARNING or CAUTION holds a link that calls or texts, or one to get-help-now.`}

func checkWayOut(p *Pass) {
	eachCard(p, func(d *markdown.Document, c markdown.Card) {
		if alarming(c.Kind) && !slices.ContainsFunc(c.Links, wayOut) {
			p.ReportIn(d.File, c.Start, c.End, "this card alarms the reader and names nobody to call",
				"add a link such as [988](tel:988), or write [!NOTE] if nobody need be called")
		}
	})
}

// wayOut reports whether a link leads to help.
func wayOut(dest string) bool {
	return strings.HasPrefix(dest, "tel:") || strings.HasPrefix(dest, "sms:") ||
		strings.Contains(dest, "get-help-now.md") || strings.Contains(dest, "finding-the-right-path.md")
}

var tooManyAlarms = &Rule{Name: "too-many-alarms", Severity: diag.Warning, Page: checkAlarms,
	Doc: `Reports a second card WARNING or CAUTION on a page. Where everything is urgent, nothing is;
get-help-now alone may have several.`}

func checkAlarms(p *Pass) {
	if p.Page.Meta == p.View.Lang.GetHelp {
		return
	}
	seen := false
	eachCard(p, func(d *markdown.Document, c markdown.Card) {
		if c.Kind != "WARNING" && c.Kind != "CAUTION" {
			return
		}
		if seen {
			p.ReportIn(d.File, c.Start, c.End, "this is not the only card of this page that sounds an alarm",
				"keep the most important one; write [!NOTE] or [!IMPORTANT] for the others")
		}
		seen = true
	})
}
