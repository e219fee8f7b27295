package check

import (
	"cmp"
	"slices"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/selfcheck"
)

var pointsMonotone = &Rule{Name: "points-monotone", Severity: diag.Warning, Dated: true, Page: checkMonotone,
	Doc: `Reports a range of points that can lead to less urgent help than a lower range does. More points
mean a harder life, so neither the least nor the most urgent ending behind them may be a lesser one.`}

// An extent is the least and the most urgent ending that a step leads to.
type extent struct{ least, most *selfcheck.Step }

func checkMonotone(p *Pass) {
	if !whole(p.Page) || hasMistake(p.Page, []string{"band-gap", "band-overlap", "band-unreachable"}) {
		return
	}
	known := map[*selfcheck.Step]extent{}
	for _, s := range p.Page.Tree.Steps {
		if s.Points == nil {
			continue
		}
		bands := slices.Clone(s.Answers)
		slices.SortStableFunc(bands, func(a, b *selfcheck.Answer) int { return cmp.Compare(a.Low, b.Low) })
		for i := 1; i < len(bands); i++ {
			p.compareBands(bands[i-1], bands[i], known)
		}
	}
}

// compareBands reports a band above another that leads to less urgent help.
func (p *Pass) compareBands(lower, higher *selfcheck.Answer, known map[*selfcheck.Step]extent) {
	below, above := extentOf(lower.To, known), extentOf(higher.To, known)
	from, to := below.least, above.least
	if urgency(to) >= urgency(from) {
		from, to = below.most, above.most
	}
	if urgency(to) >= urgency(from) {
		return
	}
	p.Report(higher.Start, higher.End, "“"+higher.Label+"” can lead to less urgent help than “"+lower.Label+"”",
		"somebody with more points needs help at least as soon; look at the endings “"+to.Name+"” and “"+from.Name+"”")
}

func urgency(s *selfcheck.Step) selfcheck.Urgency { return s.Card.Urgency }

// extentOf returns the extent of s, a step of a tree in which every way ends.
func extentOf(s *selfcheck.Step, known map[*selfcheck.Step]extent) extent {
	if found, ok := known[s]; ok {
		return found
	}
	all := extent{s, s}
	for i, b := range branchesOf(s) {
		e := extentOf(b.to, known)
		if i == 0 {
			all = e
			continue
		}
		if urgency(e.least) < urgency(all.least) {
			all.least = e.least
		}
		if urgency(e.most) > urgency(all.most) {
			all.most = e.most
		}
	}
	known[s] = all
	return all
}
