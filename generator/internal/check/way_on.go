package check

import (
	"slices"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/selfcheck"
	"iopguide/generator/internal/site"
)

var wayOn = &Rule{Name: "way-on", Dated: true, Page: checkWaysOn,
	Doc: `Reports an ending of a self-check that leads to no page of the site, or only to pages that are
omitted or drafts. A reader who has come to an ending needs more than its card. The front page, the glossary
and the list of sources are no way on.`}

// ways are the links of an ending to pages of the site.
type ways struct {
	open, broken int
	hidden       []hiddenLink // to pages that are not published
}

type hiddenLink struct {
	file       *diag.File
	start, end int
}

// waysOn returns the ways of each step that has links.
func (p *Pass) waysOn() map[*selfcheck.Step]*ways {
	found := map[*selfcheck.Step]*ways{}
	p.eachStepSlot(func(s *selfcheck.Step, f *diag.File, slot *markdown.Slot, target *site.Target) {
		if slot.Kind != markdown.LinkOpen {
			return
		}
		if found[s] == nil {
			found[s] = &ways{}
		}
		found[s].add(hiddenLink{f, slot.Start, slot.End}, target, p.Page.Meta != target.Page)
	})
	return found
}

// general are the kinds of pages that are about no subject.
var general = []string{"home", "glossary", "sources"}

func (w *ways) add(link hiddenLink, target *site.Target, leaves bool) {
	switch problem := target.Problem; {
	case target.Page != nil && (!leaves || slices.Contains(general, target.Page.Kind)):
	case target.Page != nil, problem != nil && problem.Passing:
		w.open++ // where only a day keeps a page away, that is a warning of its own
	case problem == nil:
	case problem.Rule == "link-to-hidden":
		w.hidden = append(w.hidden, link)
	case problem.Rule == "broken-link":
		w.broken++ // that is the mistake to mend
	}
}

// lost reports whether nothing is left of the ways but pages that are not
// published.
func (w *ways) lost() bool { return w != nil && w.open+w.broken == 0 && len(w.hidden) > 0 }

func checkWaysOn(p *Pass) {
	if !whole(p.Page) {
		return
	}
	found := p.waysOn()
	for _, s := range p.Page.Tree.Steps {
		switch w := found[s]; {
		case !s.IsResult() || w != nil && w.open+w.broken > 0:
		case w.lost():
			link := w.hidden[0]
			p.ReportIn(link.file, link.start, link.end, "“"+s.Name+"” leads only to pages that are not published, so a reader gets no further",
				"publish this page, or link to another of the same subject")
		default:
			p.Report(s.Start, s.End, "“"+s.Name+"” leads to no page of this site",
				"link to at least one that tells more, such as [levels of care](/levels-of-care.md)")
		}
	}
}

// lastWays returns the links that way-on reports for being hidden.
func (p *Pass) lastWays() map[hiddenLink]bool {
	last := map[hiddenLink]bool{}
	if !whole(p.Page) || p.Page.Allow["way-on"] != "" {
		return last
	}
	for s, w := range p.waysOn() {
		if s.IsResult() && w.lost() {
			for _, link := range w.hidden {
				last[link] = true
			}
		}
	}
	return last
}
