package selfcheck

import (
	"math/big"
	"regexp"
	"strconv"
	"sync"
)

// Counts is how large a Tree is. A route is a way from the start to a result,
// counted by links: a band is one, and so is a cell that decides. Ways counts
// each way to fill in a table by itself; one with several cells that decide
// goes where the first of them leads.
type Counts struct {
	Questions, Results, Links int
	Routes, Ways              *big.Int
	Longest                   int // most answers on a way; each row of a table is one
}

// Count counts. What leads nowhere, or back, counts for no route.
func (t *Tree) Count() Counts {
	c := Counts{Routes: new(big.Int), Ways: new(big.Int)}
	if len(t.Steps) == 0 {
		return c
	}
	g := newGraph(t)
	for i, s := range t.Steps {
		c.Links += len(g.out[i])
		if s.IsResult() {
			c.Results++
		} else {
			c.Questions++
		}
	}
	routes, ways := make([]*big.Int, len(t.Steps)), make([]*big.Int, len(t.Steps))
	for _, s := range g.depthFirst(func(*branch) {}) {
		routes[s.Index], ways[s.Index] = g.counts(s, routes, ways)
	}
	c.Routes, c.Ways = routes[0], ways[0]
	long, _ := g.longest()
	c.Longest = long
	return c
}

// counts adds up the routes and ways of all that s leads to.
func (g *graph) counts(s *Step, routes, ways []*big.Int) (r, w *big.Int) {
	if s.IsResult() {
		return big.NewInt(1), big.NewInt(1)
	}
	r, w = new(big.Int), new(big.Int)
	var fill func(*branch) *big.Int
	if s.Points != nil {
		fill = s.Points.fills()
	}
	for _, b := range g.out[s.Index] {
		if b.to == nil || routes[b.to.Index] == nil {
			continue
		}
		r.Add(r, routes[b.to.Index])
		if fill == nil {
			w.Add(w, ways[b.to.Index])
		} else {
			w.Add(w, new(big.Int).Mul(fill(b), ways[b.to.Index]))
		}
	}
	return r, w
}

// fills returns how many ways to fill in the table take a branch.
func (p *Points) fills() func(*branch) *big.Int {
	byTotal := p.fillsByTotal()
	return func(b *branch) *big.Int {
		n := new(big.Int)
		if b.answer != nil {
			for total := b.answer.Low; total <= b.answer.High && total < len(byTotal); total++ {
				n.Add(n, byTotal[total])
			}
			return n
		}
		n.SetInt64(1)
		for r, row := range p.Rows {
			choices := 0
			for _, c := range row.Cells {
				if r > b.row || !c.Decides() {
					choices++
				}
			}
			if r != b.row {
				n.Mul(n, big.NewInt(int64(choices)))
			}
		}
		return n
	}
}

// fillsByTotal returns how many ways to fill in the table have each total. Cells
// that decide are left out.
func (p *Points) fillsByTotal() []*big.Int {
	byTotal := []*big.Int{big.NewInt(1)}
	for _, row := range p.Rows {
		most := 0
		for _, c := range row.Cells {
			most = max(most, c.Points)
		}
		next := make([]*big.Int, len(byTotal)+most)
		for i := range next {
			next[i] = new(big.Int)
		}
		for _, c := range row.Cells {
			if c.Decides() {
				continue
			}
			for total, n := range byTotal {
				next[total+c.points()].Add(next[total+c.points()], n)
			}
		}
		byTotal = next
	}
	return byTotal
}

// longest returns the most answers that anybody gives, and such a way. It does
// not count on where answers lead back.
func (g *graph) longest() (int, []*branch) {
	long, next := make([]int, len(g.tree.Steps)), make([]*branch, len(g.tree.Steps))
	for _, s := range g.depthFirst(func(*branch) {}) {
		for _, b := range g.out[s.Index] {
			if b.to != nil && (next[s.Index] == nil || long[b.to.Index] > long[next[s.Index].to.Index]) {
				next[s.Index] = b
			}
		}
		if b := next[s.Index]; b != nil {
			long[s.Index] = s.asks() + long[b.to.Index]
		}
	}
	var way []*branch
	for b := next[0]; b != nil && len(way) < len(next); b = next[b.to.Index] {
		way = append(way, b)
	}
	return long[0], way
}

// asks returns how many answers the step takes.
func (s *Step) asks() int {
	if s.Points != nil {
		return len(s.Points.Rows)
	}
	return 1
}

// usualLength is how many questions are too many unless a rule says otherwise.
const usualLength = 20

var number = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\d+`) })

// length reports a way with more questions than a rule allows.
func (p *prover) length() {
	long, way := p.longest()
	if len(way) == 0 {
		return
	}
	help := "the way: " + wayWords(way, way[len(way)-1].to) + rowsCount(way)
	asks := "someone answers " + count(long, "question")
	ruled := false
	for _, r := range p.tree.Rules {
		if r.Kind != Longest {
			continue
		}
		ruled = true
		if long > r.N {
			p.report("too-long", r.Place, asks+"; the rule says at most "+strconv.Itoa(r.N), help)
		}
	}
	if ruled || long <= usualLength {
		return
	}
	at := p.tree.Checks
	if at == (Place{}) {
		at = p.start.Place
	}
	p.report("too-long", at, asks+", more than "+strconv.Itoa(usualLength),
		help+"\nleave some out, or say how many are right under ## "+Section(p.tree.Lang)+": "+p.lengthSentence(long))
	p.findings[len(p.findings)-1].Warning = true
}

// rowsCount says which questions of a way count as several.
func rowsCount(way []*branch) string {
	words := ""
	for _, b := range way {
		if n := b.from.asks(); n > 1 {
			words += "\n" + quoted(b.from.Name) + " counts as " + strconv.Itoa(n) + ", one for each row"
		}
	}
	return words
}

// lengthSentence is the rule that allows n questions, in the tree's language.
func (p *prover) lengthSentence(n int) string {
	for _, s := range Phrases(p.tree.Lang).Sentences {
		if s.Kind == Longest {
			return number().ReplaceAllString(s.Text, strconv.Itoa(n))
		}
	}
	return ""
}
