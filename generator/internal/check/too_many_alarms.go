package check

import (
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
)

var tooManyAlarms = &Rule{Name: "too-many-alarms", Severity: diag.Warning, Page: checkAlarms,
	Doc: `Reports a second card WARNING or CAUTION on a page. Where everything is urgent, nothing is;
get-help-now alone may have several. In a self-check each ending has one card, and its reader sees one ending.`}

func checkAlarms(p *Pass) {
	if p.Page.Meta == p.View.Lang.GetHelp || p.Page.Tree != nil || writtenAsSelfCheck(p.Page) {
		return
	}
	seen := false
	eachCard(p, func(f *diag.File, c markdown.Card) {
		if alarms(c.Kind) && seen {
			p.ReportIn(f, c.Start, c.End, "this is not the only card of this page that sounds an alarm",
				"keep the most important one; write [!NOTE] or [!IMPORTANT] for the others")
		}
		seen = seen || alarms(c.Kind)
	})
}
