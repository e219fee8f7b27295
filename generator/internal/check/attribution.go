package check

import (
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var attribution = &Rule{Name: "attribution", Severity: diag.Warning, Page: checkCreditWritten, Output: checkCreditShown,
	Doc: `Reports a clinic's site whose layouts no longer say where its words come from, or whose page about
this guide no longer links to their license. You may use and change them for nothing, as long as you give credit
(CC BY 4.0). On a site with no words of ours, allow this on the home page and on the page about the guide.`}

// license is where the license of our words is.
const license = "creativecommons.org/licenses/by/4.0"

// checkCreditShown looks at the home page alone: the foot is the same on all.
func checkCreditShown(p *Pass) {
	if p.View.Config.Clinic == nil || p.Page.Meta != p.View.Lang.Home || p.marked("credit") {
		return
	}
	p.Report(0, 0, "the foot of the finished pages does not say where their words come from",
		`layouts/partials/footer.html must show it in an element with data-policy="credit", with a link to the license`)
}

func checkCreditWritten(p *Pass) {
	if p.View.Config.Clinic == nil || p.Page.Meta != p.View.Lang.About {
		return
	}
	found := false
	eachSlot(p.Page, p.View.Targets, func(_ *diag.File, s *markdown.Slot, t *site.Target) {
		found = found || s.Kind == markdown.LinkOpen && strings.Contains(t.URL, license)
	})
	if !found {
		p.Report(0, 0, "this page does not say under which license the words of this guide may be used",
			"link to https://"+license+"/ and give credit, as in: Adapted from iopguide, licensed under CC BY 4.0.")
	}
}
