package selfcheck

import (
	"slices"
	"strconv"
)

// A MutationReport says which slips of a writer the rules and cases of a Tree
// would let pass.
type MutationReport struct {
	Mutants   int        // changes that were tried
	Caught    int        // changes that something reports
	Survivors []Survivor // the others
}

// Emergencies counts the survivors that concern an emergency.
func (r MutationReport) Emergencies() int {
	n := 0
	for _, s := range r.Survivors {
		if s.Emergency {
			n++
		}
	}
	return n
}

// A Survivor is a change that nothing would report.
type Survivor struct {
	Place            // of the link that was changed
	Message   string // the change in words
	Emergency bool   // the link led to an emergency, or its band lies beside one that does
}

// Mutate leads each link of the tree to each other step, and moves each edge of
// a band by one, one change at a time, and proves what comes out. A move that
// concerns no total that can be had is no change. A tree in which something is
// wrong has no report: all changes would look as if they were caught.
func Mutate(t *Tree) MutationReport {
	var r MutationReport
	if t.malformed || wrong(t) {
		return r
	}
	m := &mutator{tree: t.copied(), report: &r}
	for i, s := range m.tree.Steps {
		for _, b := range branches(s) {
			m.retarget(b, branchEmergency(b))
		}
		m.moveEdges(t.Steps[i], s)
	}
	r.Caught = r.Mutants - len(r.Survivors)
	return r
}

// wrong reports whether there is an error in the tree.
func wrong(t *Tree) bool {
	return slices.ContainsFunc(t.Prove(), func(f Finding) bool { return !f.Warning })
}

// copied returns the tree with steps of its own. Rules and cases are shared:
// proofs know the steps that they name by their index.
func (t *Tree) copied() *Tree {
	c := *t
	c.Steps = make([]*Step, len(t.Steps))
	for i, s := range t.Steps {
		step := *s
		c.Steps[i] = &step
	}
	moved := func(s *Step) *Step {
		if s == nil {
			return nil
		}
		return c.Steps[s.Index]
	}
	for _, s := range c.Steps {
		s.Answers = slices.Clone(s.Answers)
		for i, a := range s.Answers {
			answer := *a
			answer.To = moved(a.To)
			s.Answers[i] = &answer
		}
		if s.Points != nil {
			s.Points = s.Points.copied(moved)
		}
	}
	return &c
}

func (p *Points) copied(moved func(*Step) *Step) *Points {
	c := *p
	c.Rows = make([]*Row, len(p.Rows))
	for i, r := range p.Rows {
		row := *r
		row.Cells = make([]*Cell, len(r.Cells))
		for j, cell := range r.Cells {
			copied := *cell
			copied.To = moved(cell.To)
			row.Cells[j] = &copied
		}
		c.Rows[i] = &row
	}
	return &c
}

// A mutator changes its copy of a tree, and always changes it back.
type mutator struct {
	tree   *Tree
	report *MutationReport
}

// try proves the tree as it is now changed.
func (m *mutator) try(s Survivor) {
	m.report.Mutants++
	if !wrong(m.tree) {
		m.report.Survivors = append(m.report.Survivors, s)
	}
}

func branchEmergency(b *branch) bool { return b.to.emergency() }

func (s *Step) emergency() bool { return s != nil && s.Card != nil && s.Card.Urgency == Emergency }

// retarget leads a link to each other step.
func (m *mutator) retarget(b *branch, emergency bool) {
	for _, to := range m.tree.Steps {
		if to == b.to {
			continue
		}
		b.lead(to)
		m.try(Survivor{b.place(), quoted(b.label()) + " of " + quoted(b.from.Name) + " could lead to " +
			quoted(to.Name) + " instead of " + quoted(b.to.Name), emergency})
	}
	b.lead(b.to)
}

// lead makes the link of a branch lead to a step.
func (b *branch) lead(to *Step) {
	if b.answer != nil {
		b.answer.To, b.answer.Target = to, to.ID
		return
	}
	b.cell().To, b.cell().Target = to, to.ID
}

// moveEdges moves the edges of each band of a scored question.
func (m *mutator) moveEdges(original, s *Step) {
	if s.Points == nil {
		return
	}
	totals := s.Points.totals(nil)
	for i, a := range s.Answers {
		before := *original.Answers[i]
		move := func(low, high int) {
			lost := in(totals, before.Low, before.High)
			if low < 0 || lost.Cmp(in(totals, low, high)) == 0 {
				return
			}
			a.Low, a.High = low, high
			m.try(Survivor{a.Place, "the range " + quoted(a.Label) + " of " + quoted(s.Name) +
				" could be " + rangeWords(low, high), besideEmergency(s, i)})
			a.Low, a.High = before.Low, before.High
		}
		move(before.Low-1, before.High)
		move(before.Low+1, before.High)
		if before.High != Unlimited {
			move(before.Low, before.High-1)
			move(before.Low, before.High+1)
		}
	}
}

// besideEmergency reports whether band i of s, or one whose totals are next to
// it, leads to an emergency.
func besideEmergency(s *Step, i int) bool {
	a := s.Answers[i]
	var above, below *Answer
	for _, o := range s.Answers {
		if o.Low > a.Low && (above == nil || o.Low < above.Low) {
			above = o
		}
		if o.Low < a.Low && (below == nil || o.Low > below.Low) {
			below = o
		}
	}
	for _, o := range []*Answer{below, a, above} {
		if o != nil && o.To.emergency() {
			return true
		}
	}
	return false
}

func rangeWords(low, high int) string {
	if high == Unlimited {
		return strconv.Itoa(low) + " or more"
	}
	return strconv.Itoa(low) + " to " + strconv.Itoa(high)
}
