package check

import (
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var whoMadeIt = &Rule{Name: "who-made-it", Dated: true, Page: checkMakers, Output: checkMade,
	Doc: `Reports a self-check that does not say who made it: author, funding and version in its front matter,
and sources. Its readers also see the clinical review, or that it is pending.`}

func checkMakers(p *Pass) {
	if p.Page.Tree == nil || p.Page.Front == nil {
		return
	}
	var missing []string
	for _, key := range []string{"author", "funding", "version"} {
		if strings.TrimSpace(p.Page.Front.Get(key).Text()) == "" && !misread(p.Page, key) {
			missing = append(missing, key)
		}
	}
	start, end := placeOf(p.Page, "title")
	if len(missing) > 0 {
		p.Report(start, end, "this self-check does not say its "+strings.Join(missing, ", "),
			"add to the front matter: "+strings.Join(missing, ": …, ")+": …")
	}
	if p.uncitedHere() {
		p.Report(start, end, "this self-check names no source", "cite what it rests on where it says so: [@key]")
	}
}

// uncitedHere reports whether the page cites nothing, and the rule uncited does
// not say so.
func (p *Pass) uncitedHere() bool {
	cited := p.Page.Claims && p.Page.Allow[uncited.Name] == ""
	eachSlot(p.Page, p.View.Targets, func(_ *diag.File, s *markdown.Slot, _ *site.Target) {
		cited = cited || s.Kind == markdown.Mark
	})
	return !cited
}

func checkMade(p *Pass) {
	if whole(p.Page) && !p.marked("made") {
		p.Report(0, 0, "the finished page does not say who made the self-check",
			`layouts/self-check.html must show it in an element with data-policy="made"`)
	}
}
