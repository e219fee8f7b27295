package check

import (
	"slices"
	"strconv"

	"iopguide/generator/internal/selfcheck"
)

var casesCover = &Rule{Name: "cases-cover", Dated: true, Page: checkCases,
	Doc: `Reports an ending that no case of a self-check comes to, and an answer or cell that leads to an
emergency and is taken by no case. The endings that the cases come to have at least three degrees of urgency.
So a slip in an answer is noticed before a reader meets it.`}

// misread are the mistakes in what is written for reviewers by which a case is
// none, or another.
var misreadCases = []string{"unknown-rule", "bad-case", "cases-head", "rule-target", "case-question", "case-answer", "case-unasked"}

func checkCases(p *Pass) {
	t := p.Page.Tree
	if !whole(p.Page) || hasMistake(p.Page, misreadCases) {
		return
	}
	if len(t.Cases) == 0 {
		at := t.Checks
		if at == (selfcheck.Place{}) {
			at = t.Steps[0].Place
		}
		p.Report(at.Start, at.End, "this self-check has no cases: nobody has written down who should get what",
			"add ## Checks at its end, with a table: | Someone who | Answers | Gets |")
		return
	}
	w := probe(t)
	covered := w.covered()
	for _, c := range t.Cases {
		if c.Gets != nil && c.Gets.Step != nil {
			covered[c.Gets.Step.Index] = true
		}
	}
	p.endings(t, covered)
	for i, b := range w.ways {
		if !covered[len(t.Steps)+i] {
			p.Report(b.at.Start, b.at.End, "no case takes the way “"+b.label+"” to “"+b.to.Name+"”",
				"add a row to the table of cases whose answers hold "+w.from[i].Name+": "+b.label)
		}
	}
}

// endings reports those that no case comes to, and too few degrees of them.
func (p *Pass) endings(t *selfcheck.Tree, covered map[int]bool) {
	degrees := map[selfcheck.Urgency]bool{}
	emergencies, others := results(t)
	for _, s := range append(emergencies, others...) {
		degrees[s.Card.Urgency] = true
		if !covered[s.Index] {
			p.Report(s.Start, s.End, "no case comes to “"+s.Name+"”", "add a row to the table of cases that gets it")
		}
	}
	if len(degrees) < 3 {
		p.Report(t.Checks.Start, t.Checks.End, "the endings have "+strconv.Itoa(len(degrees))+" degrees of urgency, and the cases too; at least three are needed",
			"add an ending with another kind of card, and a case that comes to it")
	}
}

// A probed tree is a copy in which each way straight to an emergency leads to an
// ending of its own. So it can be seen which case takes it.
type probed struct {
	*selfcheck.Tree
	ways []branch          // to an emergency
	from []*selfcheck.Step // the question of each
}

func probe(t *selfcheck.Tree) *probed {
	p := &probed{Tree: &selfcheck.Tree{Lang: t.Lang, Cases: t.Cases}}
	steps := slices.Clone(t.Steps)
	own := func(s *selfcheck.Step, b branch) *selfcheck.Step {
		ending := *b.to
		ending.Index = len(t.Steps) + len(p.ways)
		p.ways, p.from, p.Steps = append(p.ways, b), append(p.from, s), append(p.Steps, &ending)
		return &ending
	}
	for i, s := range t.Steps {
		if slices.ContainsFunc(branchesOf(s), func(b branch) bool { return isEmergency(b.to) }) {
			steps[i] = diverted(s, own)
		}
	}
	p.Steps = append(steps, p.Steps...)
	return p
}

// diverted returns a copy of s whose ways to emergencies lead to what own returns.
func diverted(s *selfcheck.Step, own func(*selfcheck.Step, branch) *selfcheck.Step) *selfcheck.Step {
	c := *s
	c.Answers = slices.Clone(s.Answers)
	for i, a := range s.Answers {
		if isEmergency(a.To) {
			answer := *a
			answer.To = own(s, branch{a.Label, a.To, a.Place})
			c.Answers[i] = &answer
		}
	}
	if s.Points == nil {
		return &c
	}
	points := *s.Points
	points.Rows = slices.Clone(s.Points.Rows)
	c.Points = &points
	for i, r := range s.Points.Rows {
		row := *r
		row.Cells = slices.Clone(r.Cells)
		points.Rows[i] = &row
		for j, cell := range r.Cells {
			if isEmergency(cell.To) {
				copied := *cell
				copied.To = own(s, branch{r.Label + " = " + s.Points.Columns[j], cell.To, cell.Place})
				row.Cells[j] = &copied
			}
		}
	}
	return &c
}

// covered returns the indexes of all endings that the cases come to.
func (p *probed) covered() map[int]bool {
	all := map[int]bool{}
	for _, c := range p.Cases {
		for _, s := range p.CaseEndings(c) {
			all[s.Index] = true
		}
	}
	for i, b := range p.ways {
		all[b.to.Index] = all[b.to.Index] || all[len(p.Steps)-len(p.ways)+i]
	}
	return all
}
