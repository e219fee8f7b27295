package selfcheck

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

const (
	mostCompared = 5000 // routes that are walked in both versions
	mostMoved    = 20   // of those that end elsewhere
)

// routes says which routes of the old tree can end elsewhere in the new one,
// for somebody who gives the same answers.
func (d *differ) routes() string {
	if d.old.Flaw() != "" || d.now.Flaw() != "" {
		return ""
	}
	if n := d.old.Count().Routes; n.Cmp(big.NewInt(mostCompared)) > 0 {
		return fmt.Sprintf("%s routes are too many to compare one by one\n", n)
	}
	all, moved := 0, []string(nil)
	d.old.eachRoute(func(r route) {
		all++
		if ends := d.endings(r); len(ends) != 1 || ends[0] != d.to[r.end] {
			moved = append(moved, fmt.Sprintf("  %s → %s (was %s)", r.answers(), either(ends), ending(r.end)))
		}
	})
	if len(moved) == 0 {
		return "with the same answers, every route ends as before\n"
	}
	text := fmt.Sprintf("with the same answers, %d of %s can end elsewhere:\n", len(moved), count(all, "route"))
	text += strings.Join(moved[:min(len(moved), mostMoved)], "\n") + "\n"
	if more := len(moved) - mostMoved; more > 0 {
		text += fmt.Sprintf("  and %d more\n", more)
	}
	return text
}

// either names all of several endings.
func either(ends []*Step) string {
	var list []string
	for _, s := range ends {
		list = append(list, ending(s))
	}
	return strings.Join(list, " or ")
}

// endings returns where the answers of an old route can lead in the new tree.
// Any answer may be given to a question that the route does not answer.
func (d *differ) endings(r route) []*Step {
	given := map[*Step]turn{}
	for _, t := range r.turns {
		if b := d.to[t.step]; b != nil {
			given[b] = t
		}
	}
	var ends []*Step
	seen := make([]bool, len(d.now.Steps))
	var walk func(s *Step)
	walk = func(s *Step) {
		if seen[s.Index] {
			return
		}
		seen[s.Index] = true
		if s.IsResult() {
			ends = append(ends, s)
			return
		}
		exits := s.exits()
		if t, ok := given[s]; ok {
			exits = d.follow(t, s)
		}
		for _, e := range exits {
			walk(e.to)
		}
	}
	walk(d.now.Steps[0])
	slices.SortFunc(ends, func(a, b *Step) int { return a.Index - b.Index })
	return ends
}

// follow returns the exits of b, the new version of a question, that an old
// answer to it can mean: all, if the answer is gone.
func (d *differ) follow(t turn, b *Step) []exit {
	exits := b.exits()
	if t.step.Points != nil && b.Points != nil {
		pairs := pairedRows(t.step.Points, b.Points)
		return slices.DeleteFunc(exits, func(e exit) bool { return !means(t, b, e, pairs) })
	}
	was := t.step.exits()
	for i, j := range d.matched(was, exits) {
		if was[i].answer == t.exit.answer && was[i].row == t.exit.row && was[i].column == t.exit.column && j >= 0 {
			return exits[j : j+1]
		}
	}
	return exits
}

// means reports whether whoever left the old table as in t can leave the new
// one, of b, by e. pairs has each new row's old version.
func means(t turn, b *Step, e exit, pairs map[*Row]*Row) bool {
	old := pairs[e.row]
	switch {
	case t.exit.row != nil && decides(t.exit, b, pairs):
		return e.row != nil && old == t.exit.row && e.column == t.exit.column
	case e.row != nil: // the cell may have been marked, if it did not decide before
		return old == nil || e.column >= len(old.Cells) || !old.Cells[e.column].Decides()
	case t.exit.row != nil || !sameCounts(t.step.Points, b.Points, pairs):
		return true // the total may be any
	}
	return e.answer.Low <= t.exit.answer.High && t.exit.answer.Low <= e.answer.High
}

// decides reports whether the cell of an old exit decides in b, too.
func decides(e exit, b *Step, pairs map[*Row]*Row) bool {
	for _, r := range b.Points.Rows {
		if pairs[r] == e.row {
			return e.column < len(r.Cells) && r.Cells[e.column].Decides()
		}
	}
	return false
}

// sameCounts reports whether the same answers have the same total in p and q.
func sameCounts(p, q *Points, pairs map[*Row]*Row) bool {
	return len(p.Rows) == len(q.Rows) && !slices.ContainsFunc(q.Rows, func(r *Row) bool {
		return pairs[r] == nil || !slices.EqualFunc(pairs[r].Cells, r.Cells, func(a, b *Cell) bool { return a.Points == b.Points })
	})
}
