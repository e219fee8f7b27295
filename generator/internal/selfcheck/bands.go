package selfcheck

import (
	"fmt"
	"math/big"
	"strconv"
)

// points returns what the cell counts. A number below 0 is told elsewhere.
func (c *Cell) points() int { return max(c.Points, 0) }

// totals returns which totals can be had: its bit n is 1 if n can. Cells that
// decide are left out, because where they are marked no total counts; so are
// those for which leaveOut is true.
func (p *Points) totals(leaveOut func(row, column int) bool) *big.Int {
	had := big.NewInt(1)
	var shifted big.Int
	for r, row := range p.Rows {
		next := new(big.Int)
		for c, cell := range row.Cells {
			if !cell.Decides() && (leaveOut == nil || !leaveOut(r, c)) {
				next.Or(next, shifted.Lsh(had, uint(cell.points())))
			}
		}
		had = next
	}
	return had
}

// in returns those of the totals that lie from low to high.
func in(totals *big.Int, low, high int) *big.Int {
	found := new(big.Int)
	high = min(high, totals.BitLen()-1)
	if low < 0 || low > high {
		return found
	}
	found.Rsh(totals, uint(low))
	mask := new(big.Int).Lsh(big.NewInt(1), uint(high-low+1))
	mask.Sub(mask, big.NewInt(1))
	return found.And(found, mask).Lsh(found, uint(low))
}

func none(totals *big.Int) bool { return totals.Sign() == 0 }

// totals reports where a total of points leads nowhere, or two ways.
func (p *prover) totals() {
	for _, s := range p.tree.Steps {
		if s.Points == nil || len(s.Answers) == 0 {
			continue
		}
		if !p.haveRanges(s) {
			p.broken = true // told as bad-range
			continue
		}
		p.stepTotals(s)
	}
}

// haveRanges reports whether every answer of a scored question is a range.
func (p *prover) haveRanges(s *Step) bool {
	for _, a := range s.Answers {
		if _, _, ok := parseRange(p.tree.Lang, a.Label); !ok {
			return false
		}
	}
	return true
}

func (p *prover) stepTotals(s *Step) {
	before := len(p.findings)
	totals := s.Points.totals(nil)
	if none(totals) {
		p.noTotals(s)
	} else {
		free := p.bandTotals(s, totals)
		p.gaps(s, totals, free)
	}
	p.broken = p.broken || none(totals) || len(p.findings) > before
}

// noTotals reports a table in which nobody has a total: a row decides always.
func (p *prover) noTotals(s *Step) {
	for _, r := range s.Points.Rows {
		free := false
		for _, c := range r.Cells {
			free = free || !c.Decides()
		}
		if !free {
			p.report("band-unreachable", s.Answers[0].Place,
				quoted(s.Name)+": every answer to "+quoted(r.Label)+" leads on by itself, so no total counts",
				"take the link from one of its cells, or make it a question of its own")
			return
		}
	}
}

// bandTotals checks each band, and returns the totals that lie in none.
func (p *prover) bandTotals(s *Step, totals *big.Int) *big.Int {
	free := new(big.Int).Set(totals)
	own := make([]*big.Int, len(s.Answers))
	for i, a := range s.Answers {
		own[i] = in(totals, a.Low, a.High)
		if none(own[i]) {
			p.report("band-unreachable", a.Place,
				fmt.Sprintf("%s: nobody has a total of %s (%s)", quoted(s.Name), quoted(a.Label), run(totals)),
				"take this range away, or correct it")
			continue
		}
		both := new(big.Int).AndNot(own[i], free)
		if !none(both) {
			p.broken = true
			p.overlap(s, i, own, both)
		}
		free.AndNot(free, own[i])
	}
	return free
}

// overlap reports the totals that band i of s has in common with one before.
func (p *prover) overlap(s *Step, i int, own []*big.Int, both *big.Int) {
	a := s.Answers[i]
	for j, first := range s.Answers[:i] {
		common := new(big.Int).And(own[j], both)
		if none(common) {
			continue
		}
		if first.Label == a.Label {
			return // told as duplicate-answer
		}
		low, high := firstRun(common, common)
		p.report("band-overlap", a.Place, fmt.Sprintf("%s: %s in two ranges, %s and %s",
			quoted(s.Name), some(low, high, "is", "are"), quoted(first.Label), quoted(a.Label)),
			"change one of them so that each total lies in one", Related{first.Place, "the first is here"})
		return
	}
}

// gaps reports the totals that lie in no band, those next to each other at
// once.
func (p *prover) gaps(s *Step, totals, free *big.Int) {
	for !none(free) {
		low, high := firstRun(free, totals)
		label := strconv.Itoa(low)
		if high > low {
			label += "–" + strconv.Itoa(high)
		}
		p.report("band-gap", below(s, low).Place,
			fmt.Sprintf("%s: %s nowhere (%s)", quoted(s.Name), some(low, high, "leads", "lead"), run(totals)),
			"let a range next to it reach it, or add one: ["+label+"](#"+s.Answers[0].Target+")")
		free = in(free, high+1, free.BitLen())
	}
}

// below returns the band beside which n is missing: the last that begins below
// it, or the first of all.
func below(s *Step, n int) *Answer {
	var best, lowest *Answer
	for _, a := range s.Answers {
		if a.Low <= n && (best == nil || a.Low > best.Low) {
			best = a
		}
		if lowest == nil || a.Low < lowest.Low {
			lowest = a
		}
	}
	if best == nil {
		return lowest
	}
	return best
}

// firstRun returns the first and the last of the lowest totals in some that
// follow each other in all.
func firstRun(some, all *big.Int) (low, high int) {
	low = int(some.TrailingZeroBits())
	high = low
	for n := low; n < some.BitLen(); n++ {
		if some.Bit(n) == 1 {
			high = n
		} else if all.Bit(n) == 1 {
			break
		}
	}
	return low, high
}

// some names the totals from low to high, with the word that follows.
func some(low, high int, one, more string) string {
	if low == high {
		return fmt.Sprintf("a total of %d %s", low, one)
	}
	return fmt.Sprintf("totals of %d to %d %s", low, high, more)
}

// run says which totals there are.
func run(totals *big.Int) string {
	low, high := int(totals.TrailingZeroBits()), totals.BitLen()-1
	if low == high {
		return fmt.Sprintf("the total is always %d", low)
	}
	return fmt.Sprintf("totals run from %d to %d", low, high)
}
