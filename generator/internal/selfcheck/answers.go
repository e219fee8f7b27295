package selfcheck

import (
	"math/big"
	"slices"
	"strconv"
)

// given is what a rule or a case says that somebody answers to one question.
// For one with points it is cells, a total, or both.
type given struct {
	answer *Answer
	totals *big.Int    // nil if none is said
	cells  map[int]int // from the row to the column
}

// given finds what a label stands for at a question, or returns nil: an answer,
// a total, a range of totals, or "row = column".
func (g *graph) given(s *Step, label string) *given {
	label = oneSpace(label)
	if s.Points == nil {
		return answerCalled(s, label)
	}
	for r, row := range s.Points.Rows {
		for c := range row.Cells {
			if sameCell(label, row.Label, s.Points.column(c)) {
				return &given{cells: map[int]int{r: c}}
			}
		}
	}
	low, high, ok := parseRange(g.tree.Lang, label)
	if !ok {
		return nil
	}
	totals := in(s.Points.totals(nil), low, high)
	if none(totals) {
		return nil
	}
	return &given{totals: totals}
}

// answerCalled finds the answer that a label means: the same words, or else the
// same but for capitals, the kind of quotes, and spaces.
func answerCalled(s *Step, label string) *given {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return oneSpace(a) == b }, alike} {
		for _, a := range s.Answers {
			if same(a.Label, label) {
				return &given{answer: a}
			}
		}
	}
	return nil
}

// taken returns the branches that somebody may take who answers so. A cell that
// decides, if it is given, leads on by itself. If only others are given, or
// nothing, then somebody may also mark one that decides; not if a total is
// given, because then it counts.
func (g *graph) taken(s *Step, answer *given) []*branch {
	var list []*branch
	if s.Points == nil {
		for _, b := range g.out[s.Index] {
			if b.answer == answer.answer {
				list = append(list, b)
			}
		}
		return list
	}
	for _, b := range g.out[s.Index] {
		if b.answer == nil && answer.marks(b.row, b.column) {
			list = append(list, b)
		}
	}
	if len(list) > 0 {
		return list
	}
	totals := s.Points.totals(func(r, c int) bool { return answer.fixes(r) && !answer.marks(r, c) })
	if answer.totals != nil {
		totals.And(totals, answer.totals)
	}
	for _, b := range g.out[s.Index] {
		if b.answer == nil && answer.totals == nil && !answer.fixes(b.row) || takes(b, totals) {
			list = append(list, b)
		}
	}
	return list
}

// fixes reports whether an answer to the row is given.
func (a *given) fixes(row int) bool {
	_, ok := a.cells[row]
	return ok
}

func (a *given) marks(row, column int) bool { return a.fixes(row) && a.cells[row] == column }

// takes reports whether b is a band in which some of the totals lie.
func takes(b *branch, totals *big.Int) bool {
	return b.answer != nil && !none(in(totals, b.answer.Low, b.answer.High))
}

// others returns the branches that somebody may take who gives none of the
// answers.
func (g *graph) others(s *Step, answers []*given) []*branch {
	var list []*branch
	if s.Points == nil {
		for _, b := range g.out[s.Index] {
			if !slices.ContainsFunc(answers, func(a *given) bool { return a.answer == b.answer }) {
				list = append(list, b)
			}
		}
		return list
	}
	marked := func(r, c int) bool {
		return slices.ContainsFunc(answers, func(a *given) bool { return a.marks(r, c) })
	}
	totals := s.Points.totals(marked)
	for _, a := range answers {
		if a.totals != nil {
			totals.AndNot(totals, a.totals)
		}
	}
	for _, b := range g.out[s.Index] {
		if takes(b, totals) || b.answer == nil && !marked(b.row, b.column) && s.Points.fillable(b.row, marked) {
			list = append(list, b)
		}
	}
	return list
}

// fillable reports whether each row but one has a cell that is not marked.
func (p *Points) fillable(but int, marked func(row, column int) bool) bool {
	for r, row := range p.Rows {
		free := r == but
		for c := range row.Cells {
			free = free || !marked(r, c)
		}
		if !free {
			return false
		}
	}
	return true
}

// add adds what else a case says of the same question. It returns what is given
// twice, or "".
func (a *given) add(s *Step, b *given) (twice string) {
	switch {
	case s.Points == nil, b.totals != nil && a.totals != nil:
		return s.Name
	case b.totals != nil:
		a.totals = b.totals
	}
	for r, c := range b.cells {
		if a.fixes(r) {
			return s.Points.Rows[r].Label
		}
		if a.cells == nil {
			a.cells = map[int]int{}
		}
		a.cells[r] = c
	}
	return ""
}

// decides reports whether a cell that decides is given.
func (a *given) decides(s *Step) bool {
	for r, c := range a.cells {
		if s.Points.Rows[r].Cells[c].Decides() {
			return true
		}
	}
	return false
}

// words names the total that is given.
func (a *given) words() string {
	if a.totals == nil {
		return "a total"
	}
	low, high := int(a.totals.TrailingZeroBits()), a.totals.BitLen()-1
	if low == high {
		return "a total of " + strconv.Itoa(low)
	}
	return "a total of " + strconv.Itoa(low) + " to " + strconv.Itoa(high)
}
