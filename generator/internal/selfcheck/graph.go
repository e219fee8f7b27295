package selfcheck

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"iopguide/generator/internal/markdown"
)

// A Choice is one answer on a way through a Tree.
type Choice struct {
	Step  *Step
	Label string
}

// Way returns the shortest way from the start to a step: none if it is the
// start, or if no answer leads there.
func (t *Tree) Way(to *Step) []Choice {
	var choices []Choice
	if len(t.Steps) == 0 {
		return nil
	}
	for _, b := range newGraph(t).all().way(to) {
		choices = append(choices, Choice{b.from, b.label()})
	}
	return choices
}

// Blocked reports whether nobody gets result without being asked question.
func (t *Tree) Blocked(question, result *Step) bool {
	if len(t.Steps) == 0 {
		return true
	}
	return !newGraph(t).without(question).has(result)
}

// A branch is one way out of a question: an answer, a band of points, or a cell
// that decides.
type branch struct {
	from, to    *Step   // to is nil if there is no such step
	answer      *Answer // nil if a cell decides
	row, column int     // of the cell
}

func (b *branch) cell() *Cell { return b.from.Points.Rows[b.row].Cells[b.column] }

// label returns the answer in words.
func (b *branch) label() string {
	if b.answer != nil {
		return b.answer.Label
	}
	return b.from.Points.Rows[b.row].Label + " = " + b.from.Points.column(b.column)
}

func (b *branch) place() Place {
	if b.answer != nil {
		return b.answer.Place
	}
	return b.cell().Place
}

func (b *branch) target() string {
	if b.answer != nil {
		return b.answer.Target
	}
	return b.cell().Target
}

// A graph is the Tree with the ways out of each step: cells that decide first,
// then the answers, as they stand.
type graph struct {
	tree  *Tree
	start *Step
	out   [][]*branch // by the index of the step
}

func newGraph(t *Tree) *graph {
	g := &graph{tree: t, start: t.Steps[0], out: make([][]*branch, len(t.Steps))}
	for i, s := range t.Steps {
		g.out[i] = branches(s)
	}
	return g
}

func branches(s *Step) []*branch {
	var list []*branch
	if s.Points != nil {
		for r, row := range s.Points.Rows {
			for c, cell := range row.Cells {
				if cell.Decides() {
					list = append(list, &branch{from: s, to: cell.To, row: r, column: c})
				}
			}
		}
	}
	for _, a := range s.Answers {
		list = append(list, &branch{from: s, to: a.To, answer: a})
	}
	return list
}

// A walk is all steps that can be come to from one, the nearest first, and by
// which branch each is come to on a shortest way.
type walk struct {
	steps []*Step
	by    []*branch // by the index of the step; nil for the first
	seen  []bool
}

// walk goes from a step along the branches that are open; nil opens all.
func (g *graph) walk(from *Step, open func(*branch) bool) *walk {
	n := len(g.tree.Steps)
	w := &walk{[]*Step{from}, make([]*branch, n), make([]bool, n)}
	w.seen[from.Index] = true
	for i := 0; i < len(w.steps); i++ {
		for _, b := range g.out[w.steps[i].Index] {
			if b.to == nil || w.seen[b.to.Index] || open != nil && !open(b) {
				continue
			}
			w.seen[b.to.Index], w.by[b.to.Index] = true, b
			w.steps = append(w.steps, b.to)
		}
	}
	return w
}

// all walks from the start everywhere.
func (g *graph) all() *walk { return g.walk(g.start, nil) }

// without walks from the start to where one gets without answering s.
func (g *graph) without(s *Step) *walk {
	return g.walk(g.start, func(b *branch) bool { return b.from.Index != s.Index })
}

func (w *walk) has(s *Step) bool { return s != nil && w.seen[s.Index] }

// way returns the branches of the shortest way to s.
func (w *walk) way(s *Step) []*branch {
	var list []*branch
	for b := w.by[s.Index]; b != nil; b = w.by[b.from.Index] {
		list = append(list, b)
	}
	slices.Reverse(list)
	return list
}

// mostShown is how many answers of a way are shown. Of a longer one, the
// middle is left out.
const mostShown = 12

// wayWords writes a way as a reader goes it: Age: “No” → Time: “Yes” → Home.
func wayWords(way []*branch, end *Step) string {
	var words []string
	for i, b := range way {
		if len(way) > mostShown && i >= mostShown/2 && i < len(way)-mostShown/2 {
			if i == mostShown/2 {
				words = append(words, "…")
			}
			continue
		}
		words = append(words, shortened(b.from.Name)+": "+quoted(b.label()))
	}
	return strings.Join(append(words, shortened(end.Name)), " → ")
}

// targets reports links that lead to no step.
func (p *prover) targets() {
	ids := make([]string, 0, len(p.tree.Steps))
	byID := map[string]*Step{}
	for _, s := range p.tree.Steps {
		if byID[s.ID] == nil {
			ids, byID[s.ID] = append(ids, s.ID), s
		}
	}
	for _, list := range p.out {
		for _, b := range list {
			if b.to == nil {
				p.noTarget(b, ids, byID)
			}
		}
	}
}

func (p *prover) noTarget(b *branch, ids []string, byID map[string]*Step) {
	p.broken = true
	message := quoted(b.label()) + " leads to #" + shortened(b.target()) + ", and no heading has that id"
	if help := p.tree.lostHeadings[b.target()]; help != "" {
		p.report("no-such-heading", b.place(), message, help)
		return
	}
	near := byID[p.nearest(b.target(), ids)]
	if near == nil {
		p.noneNear(b, message)
		return
	}
	p.suggested = append(p.suggested, near)
	p.report("no-such-heading", b.place(), message, "did you mean #"+near.ID+"?",
		Related{near.Place, "#" + near.ID + " is here"})
}

// noneNear reports a link that leads to no step, and to none of a name like it.
// If no answer leads to just one step, that was probably renamed.
func (p *prover) noneNear(b *branch, message string) {
	s := p.onlyUnreachable()
	if s == nil {
		p.report("no-such-heading", b.place(), message, "lead it to a heading that is here, or add one with that id")
		return
	}
	p.suggested = append(p.suggested, s)
	p.report("no-such-heading", b.place(), message,
		"no answer leads to "+quoted(s.Name)+" (#"+s.ID+"): did you mean that?", Related{s.Place, "#" + s.ID + " is here"})
}

// onlyUnreachable returns the one step that no answer leads to, or nil if there
// are none or several, or too many mistakes.
func (p *prover) onlyUnreachable() (only *Step) {
	if p.searches > mostSearches {
		return nil
	}
	led := make([]bool, len(p.tree.Steps))
	for _, list := range p.out {
		for _, b := range list {
			if b.to != nil {
				led[b.to.Index] = true
			}
		}
	}
	for _, s := range p.tree.Steps[1:] {
		switch {
		case led[s.Index]:
		case only != nil:
			return nil
		default:
			only = s
		}
	}
	return only
}

// deadEnds reports steps where a reader has no way on, and is not told what to
// do either.
func (p *prover) deadEnds() {
	var all *walk
	for _, s := range p.tree.Steps {
		if !s.IsResult() || s.Card != nil {
			continue
		}
		p.broken = true
		if s.unknownCard {
			continue
		}
		if all == nil {
			all = p.all()
		}
		help := cmp.Or(s.slip, "add an answer list, or make it a result with a card: > [!TIP]")
		if way := all.way(s); len(way) > 0 {
			help = "a reader gets here by: " + wayWords(way, s) + "\n" + help
		}
		p.report("dead-end", s.Place, quoted(s.Name)+" has no answers and is not a result", help)
	}
}

// unreachable reports steps that no way leads to. It names the first of each
// chain, and none that a misspelt link was meant for. Where answers stand in
// lines that were not read, nothing is said: they may lead there.
func (p *prover) unreachable() {
	slipped := func(s *Step) bool { return s.slip != "" }
	if len(p.tree.lostHeadings) > 0 || slices.ContainsFunc(p.tree.Steps, slipped) {
		return
	}
	all := p.all()
	told := make([]bool, len(p.tree.Steps))
	tell := func(s *Step) {
		for _, next := range p.walk(s, func(b *branch) bool { return !told[b.to.Index] }).steps {
			told[next.Index] = true
		}
	}
	for _, s := range p.suggested {
		tell(s)
	}
	p.sameHeadings(all, tell)
	follows := p.followers(all)
	for _, later := range []bool{false, true} { // the rest lead round to each other
		for _, s := range p.tree.Steps {
			if all.has(s) || told[s.Index] || follows[s.Index] && !later {
				continue
			}
			tell(s)
			p.report("unreachable", s.Place, "no answer leads to "+quoted(s.Name),
				"lead an answer to it, such as [Yes](#"+s.ID+"), or take it away")
		}
	}
}

// sameHeadings reports steps that no way leads to because an earlier one has
// the same words, and so the id that answers name.
func (p *prover) sameHeadings(all *walk, tell func(*Step)) {
	for _, s := range p.tree.Steps {
		first := p.sameHeading(s)
		if all.has(s) || first == nil {
			continue
		}
		tell(s)
		p.broken = true
		p.report("duplicate-id", s.Place, "two headings are called "+quoted(s.Name),
			"rename one, or give it an id of its own: {#…}", Related{first.Place, "the first is here"})
	}
}

// sameHeading returns the step whose heading took the id that that of s would
// have had, or nil.
func (p *prover) sameHeading(s *Step) *Step {
	end := strings.LastIndexByte(s.ID, '-')
	if end < 0 {
		return nil
	}
	slug := s.ID[:end]
	if _, err := strconv.Atoi(s.ID[end+1:]); err != nil || slugOf(s.Name) != slug {
		return nil
	}
	first := slices.IndexFunc(p.tree.Steps[:s.Index], func(o *Step) bool { return o.ID == slug })
	if first < 0 {
		return nil
	}
	return p.tree.Steps[first]
}

// slugOf returns the id that a heading of these words has if no other has it.
func slugOf(words string) string { return markdown.Slug(words, markdown.IDs{}) }

// followers returns which steps another unreachable step leads to.
func (p *prover) followers(all *walk) []bool {
	follows := make([]bool, len(p.tree.Steps))
	for i, list := range p.out {
		for _, b := range list {
			if b.to != nil && b.to != b.from && !all.seen[i] {
				follows[b.to.Index] = true
			}
		}
	}
	return follows
}

// mostLoops is how many loops are shown at once.
const mostLoops = 20

// loops reports answers that lead back to a question already asked: each pair
// of questions once.
func (p *prover) loops() {
	backs := map[[2]int][]*branch{}
	var order [][2]int
	p.depthFirst(func(b *branch) {
		key := [2]int{b.from.Index, b.to.Index}
		if backs[key] == nil {
			order = append(order, key)
		}
		backs[key] = append(backs[key], b)
	})
	p.broken = p.broken || len(order) > 0
	for _, key := range order[:min(len(order), mostLoops)] {
		p.loop(backs[key])
	}
}

// loop reports answers of one question that lead back to the same step.
func (p *prover) loop(backs []*branch) {
	b := backs[0]
	around := append(p.walk(b.to, nil).way(b.from), b)
	var others []Related
	for _, o := range backs[1:] {
		others = append(others, Related{o.place(), quoted(o.label()) + " leads back too"})
	}
	p.report("loop", b.place(), "this answer leads back to "+quoted(b.to.Name)+": a reader could go round for ever",
		"the loop: "+wayWords(around, b.to), others...)
}

// depthFirst visits all steps, from the start first, and returns them each
// after all that it leads to. It calls back for each branch that leads back to
// a step on the way to it.
func (g *graph) depthFirst(back func(*branch)) []*Step {
	const open, done = 1, 2
	state := make([]byte, len(g.tree.Steps))
	list := make([]*Step, 0, len(g.tree.Steps))
	var visit func(s *Step)
	visit = func(s *Step) {
		state[s.Index] = open
		for _, b := range g.out[s.Index] {
			switch {
			case b.to == nil:
			case state[b.to.Index] == open:
				back(b)
			case state[b.to.Index] != done:
				visit(b.to)
			}
		}
		state[s.Index] = done
		list = append(list, s)
	}
	for _, s := range g.tree.Steps {
		if state[s.Index] == 0 {
			visit(s)
		}
	}
	return list
}
