package selfcheck

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestWalker compares the proofs of random trees with those of somebody who
// walks every way, filling in every table in every way.
func TestWalker(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 2026))
	sound, rules, cases := 0, map[string]int{}, map[string]int{}
	for i := range 5000 {
		g := &grower{Rand: r}
		text := g.grow()
		w := &walker{t: t, tree: tree(t, text), text: text}
		if !w.compareGraph() {
			continue
		}
		sound++
		w.compareCounts()
		w.compareRules(g.rules, rules)
		w.compareCases(g.cases, cases)
		if t.Failed() {
			t.Fatalf("tree %d:\n%s", i, text)
		}
	}
	t.Logf("%d sound trees, rules %v, cases %v", sound, rules, cases)
	for _, tried := range []int{sound, rules["rule-broken"], rules[""], rules["rule-answer"],
		cases["case-failed"], cases[""], cases["case-unasked"], cases["case-answer"]} {
		if tried < 100 {
			t.Errorf("too few trees to tell anything: %d", tried)
		}
	}
}

// A said is an answer in a rule or a case, as the grower meant it.
type said struct {
	step        int
	label       string
	answer      int // of a question without points, else -1
	low, high   int // of a total, if row < 0
	row, column int
}

type grownRule struct {
	kind            string
	subject         int
	targets, except []int
	labels          []said
}

type grownCase struct {
	said []said
	gets int
}

// A grower makes the notation of a random tree, and knows what it means.
type grower struct {
	*rand.Rand
	strings.Builder
	questions, results int
	rows, columns      []int // by question; 0 if it has no points
	answers            []int
	rules              []grownRule
	cases              []grownCase
}

func (g *grower) chance(percent int) bool { return g.IntN(100) < percent }

func (g *grower) name(step int) string { return fmt.Sprintf("s%d", step) }

func (g *grower) grow() string {
	g.questions, g.results = 1+g.IntN(5), 1+g.IntN(4)
	g.rows, g.columns, g.answers = make([]int, g.questions), make([]int, g.questions), make([]int, g.questions)
	for q := range g.questions {
		fmt.Fprintf(g, "# %s\n", g.name(q))
		if g.chance(35) {
			g.table(q)
			continue
		}
		g.answers[q] = 2 + g.IntN(2)
		for a := range g.answers[q] {
			fmt.Fprintf(g, "- a%d > %s\n", a, g.target(q))
		}
	}
	for r := range g.results {
		fmt.Fprintf(g, "# %s\n", g.name(g.questions+r))
		if !g.chance(1) {
			g.WriteString("! TIP\n")
		}
	}
	for range 4 {
		g.rule()
	}
	for range 4 {
		g.aCase()
	}
	return g.String()
}

// target is mostly a later step, so that few trees have a loop.
func (g *grower) target(q int) string {
	switch {
	case g.IntN(300) == 0:
		return "nowhere"
	case g.IntN(150) == 0:
		return g.name(g.IntN(g.questions))
	case g.chance(60):
		return g.name(min(q+1+g.IntN(2), g.questions+g.results-1))
	}
	return g.name(q + 1 + g.IntN(g.questions+g.results-q-1))
}

func (g *grower) table(q int) {
	g.rows[q], g.columns[q] = 1+g.IntN(3), 2+g.IntN(2)
	g.WriteString("| all")
	for c := range g.columns[q] {
		fmt.Fprintf(g, " | c%d", c)
	}
	most := 0
	decides := []int{0, 15, 40}[g.IntN(3)]
	for r := range g.rows[q] {
		fmt.Fprintf(g, "\n| r%d", r)
		here := 0
		for range g.columns[q] {
			points, cell := g.IntN(4), ""
			if g.chance(decides) {
				cell = ">" + g.target(q)
			} else {
				here = max(here, points)
			}
			fmt.Fprintf(g, " | %d%s", points, cell)
		}
		most += here
	}
	g.WriteString("\n")
	g.bands(q, most)
}

// bands mostly cover all totals to most, once.
func (g *grower) bands(q, most int) {
	at := 0
	for at <= most {
		low, high := at, at+g.IntN(most+1)
		at = high + 1
		if g.chance(2) {
			high++
		}
		if g.chance(2) {
			low++
		}
		label := fmt.Sprintf("%d to %d", low, max(low, high))
		if at > most && g.chance(50) {
			label = fmt.Sprintf("%d or more", low)
		}
		fmt.Fprintf(g, "- %s > %s\n", label, g.target(q))
	}
}

// say picks something that can be answered, or nearly can.
func (g *grower) say(q int) said {
	s := said{step: q, answer: -1, row: -1}
	switch {
	case g.rows[q] == 0:
		s.answer = g.IntN(g.answers[q])
		s.label = fmt.Sprintf("a%d", s.answer)
	case g.chance(60):
		s.row, s.column = g.IntN(g.rows[q]), g.IntN(g.columns[q])
		s.label = fmt.Sprintf("r%d = c%d", s.row, s.column)
	default:
		s.low = g.IntN(6)
		s.high = s.low
		s.label = fmt.Sprint(s.low)
		if g.chance(40) {
			s.high += 1 + g.IntN(3)
			s.label = fmt.Sprintf("%d to %d", s.low, s.high)
		}
	}
	return s
}

func (g *grower) rule() {
	r := grownRule{kind: []string{"first", "before", "next", "gets", "never", "only"}[g.IntN(6)], subject: g.IntN(g.questions)}
	all := g.questions + g.results
	for range 1 + g.IntN(2) {
		r.labels = append(r.labels, g.say(r.subject))
		r.targets = append(r.targets, g.IntN(all))
	}
	if r.kind == "only" && g.rows[r.subject] > 1 && g.chance(60) {
		r.labels = g.wholeRow(r.subject)
	}
	var labels, targets []string
	for _, l := range r.labels {
		labels = append(labels, l.label)
	}
	for _, to := range r.targets {
		targets = append(targets, g.name(to))
	}
	to := strings.Join(targets, " | ")
	switch r.kind {
	case "first":
		fmt.Fprintf(g, "first: %s\n", g.name(r.subject))
	case "before":
		later := g.name(r.targets[0])
		r.targets = r.targets[:1]
		if g.chance(50) {
			except := g.questions + g.IntN(g.results)
			r.targets, r.except, later = nil, []int{except}, "any except "+g.name(except)
		}
		fmt.Fprintf(g, "before: %s: %s\n", g.name(r.subject), later)
	case "only":
		r.targets = r.targets[:1]
		fmt.Fprintf(g, "only: %s: %s: %s\n", targets[0], g.name(r.subject), strings.Join(labels, " | "))
	default:
		fmt.Fprintf(g, "%s: %s: %s: %s\n", r.kind, g.name(r.subject), strings.Join(labels, " | "), to)
	}
	g.rules = append(g.rules, r)
}

// wholeRow says every answer to a row: whoever fills in the table says one.
func (g *grower) wholeRow(q int) (list []said) {
	row := g.IntN(g.rows[q])
	for c := range g.columns[q] {
		list = append(list, said{step: q, label: fmt.Sprintf("r%d = c%d", row, c), answer: -1, row: row, column: c})
	}
	return list
}

func (g *grower) aCase() {
	c := grownCase{gets: g.questions + g.IntN(g.results)}
	fmt.Fprintf(g, "case c%d", len(g.cases))
	for q := range g.questions {
		for n := g.IntN(3); n > 0 && g.chance(60); n-- {
			s := g.say(q)
			if !c.canSay(s) {
				continue
			}
			c.said = append(c.said, s)
			fmt.Fprintf(g, "; %s: %s", g.name(q), s.label)
		}
	}
	fmt.Fprintf(g, " => %s\n", g.name(c.gets))
	g.cases = append(g.cases, c)
}

// canSay reports whether nothing is answered twice if s is said too.
func (c *grownCase) canSay(s said) bool {
	for _, o := range c.said {
		if o.step == s.step && o.row == s.row {
			return false
		}
	}
	return true
}

// A move is how a question is answered on a walk: fill has a column for each
// row of a table; by is the link taken.
type move struct {
	step  int
	fill  []int
	total int
	by    string
	cell  [2]int // of a cell that decides; -1
	first bool   // of several ways on from one fill
}

// A walker walks all ways of a tree, without any of what the proofs use.
type walker struct {
	t     *testing.T
	tree  *Tree
	text  string
	walks []walked
}

type walked struct {
	moves []move
	end   int
}

// moves returns each way to answer a question, with the step that it leads to.
func (w *walker) moves(s *Step) (list []move, to []*Step) {
	if s.Points == nil {
		for i, a := range s.Answers {
			list, to = append(list, move{step: s.Index, by: fmt.Sprint(i), cell: [2]int{-1, i}, first: true}), append(to, a.To)
		}
		return list, to
	}
	w.eachFill(s, func(fill []int, total int, decide [][2]int) {
		m := move{step: s.Index, fill: slices.Clone(fill), total: total, first: true}
		for _, d := range decide {
			m.cell, m.by = d, fmt.Sprint(d)
			list, to = append(list, m), append(to, s.Points.Rows[d[0]].Cells[d[1]].To)
			m.first = false
		}
		for i, a := range s.Answers {
			if len(decide) == 0 && a.Low <= total && total <= a.High {
				m.cell, m.by = [2]int{-1, -1}, fmt.Sprint("band", i)
				list, to = append(list, m), append(to, a.To)
			}
		}
	})
	return list, to
}

func (w *walker) eachFill(s *Step, visit func(fill []int, total int, decide [][2]int)) {
	fill := make([]int, len(s.Points.Rows))
	var next func(row, total int, decide [][2]int)
	next = func(row, total int, decide [][2]int) {
		if row == len(fill) {
			visit(fill, total, decide)
			return
		}
		for c, cell := range s.Points.Rows[row].Cells {
			fill[row] = c
			if cell.Decides() {
				next(row+1, total, append(slices.Clone(decide), [2]int{row, c}))
			} else {
				next(row+1, total+cell.Points, decide)
			}
		}
	}
	next(0, 0, nil)
}

// bandFaults says what is wrong with the bands of a question.
func (w *walker) bandFaults(s *Step) (codes []string) {
	if s.Points == nil {
		return nil
	}
	used := make([]bool, len(s.Answers))
	any := false
	w.eachFill(s, func(_ []int, total int, decide [][2]int) {
		if len(decide) > 0 {
			return
		}
		any = true
		n := 0
		for i, a := range s.Answers {
			if a.Low <= total && total <= a.High {
				n, used[i] = n+1, true
			}
		}
		if n == 0 && !slices.Contains(codes, "band-gap") {
			codes = append(codes, "band-gap")
		}
		if n > 1 && !slices.Contains(codes, "band-overlap") {
			codes = append(codes, "band-overlap")
		}
	})
	if !any || slices.Contains(used, false) {
		codes = append(codes, "band-unreachable")
	}
	return codes
}

// links returns where the links of a step lead.
func links(s *Step) (list []*Step, lost bool) {
	add := func(to *Step) {
		if to == nil {
			lost = true
		} else {
			list = append(list, to)
		}
	}
	for _, a := range s.Answers {
		add(a.To)
	}
	if s.Points != nil {
		for _, r := range s.Points.Rows {
			for _, c := range r.Cells {
				if c.Target != "" {
					add(c.To)
				}
			}
		}
	}
	return list, lost
}

// meets returns all steps that links lead to from s, and whether one is s.
func meets(s *Step) (met map[*Step]bool, around bool) {
	met = map[*Step]bool{}
	var visit func(*Step)
	visit = func(s *Step) {
		next, _ := links(s)
		for _, n := range next {
			if !met[n] {
				met[n] = true
				visit(n)
			}
		}
	}
	visit(s)
	around = met[s]
	met[s] = true
	return met, around
}

// compareGraph compares all codes but those of rules and cases, and reports
// whether the tree can be walked.
func (w *walker) compareGraph() bool {
	want := map[string]bool{}
	started, _ := meets(w.tree.Steps[0])
	for _, s := range w.tree.Steps {
		_, lost := links(s)
		_, around := meets(s)
		want["no-such-heading"] = want["no-such-heading"] || lost
		want["loop"] = want["loop"] || around
		want["dead-end"] = want["dead-end"] || s.IsResult() && s.Card == nil
		want["one-answer"] = want["one-answer"] || !s.IsResult() && len(s.Answers) < 2
		for _, code := range w.bandFaults(s) {
			want[code] = true
		}
	}
	got, named := map[string]bool{}, map[*Step]bool{}
	for _, f := range w.tree.Prove() {
		got[f.Rule] = true
		for _, s := range w.tree.Steps {
			if f.Rule != "unreachable" || s.Place != f.Place {
				continue
			}
			if started[s] {
				w.t.Errorf("%s can be come to\n%s", s.Name, w.text)
			}
			met, _ := meets(s)
			for m := range met {
				named[m] = true
			}
		}
	}
	for _, s := range w.tree.Steps {
		if !started[s] && !named[s] && !want["no-such-heading"] {
			w.t.Errorf("nothing is said of %s\n%s", s.Name, w.text)
		}
	}
	got["band-overlap"] = got["band-overlap"] || want["band-overlap"] && got["duplicate-answer"]
	sound := true
	for _, code := range []string{"no-such-heading", "loop", "dead-end", "one-answer", "band-gap", "band-overlap", "band-unreachable"} {
		if got[code] != want[code] {
			w.t.Errorf("%s: got %v, want %v\n%s", code, got[code], want[code], w.text)
		}
		sound = sound && !want[code]
	}
	if sound {
		w.walkAll()
	}
	return sound
}

func (w *walker) walkAll() {
	var path []move
	var visit func(s *Step)
	visit = func(s *Step) {
		if s.IsResult() {
			w.walks = append(w.walks, walked{slices.Clone(path), s.Index})
			return
		}
		list, to := w.moves(s)
		for i, m := range list {
			path = append(path, m)
			visit(to[i])
			path = path[:len(path)-1]
		}
	}
	visit(w.tree.Steps[0])
}

func (w *walker) compareCounts() {
	routes, ways, longest := map[string]bool{}, int64(0), 0
	for _, k := range w.walks {
		key, first, asks := "", true, 0
		for _, m := range k.moves {
			key += fmt.Sprintf("%d %s/", m.step, m.by)
			first = first && m.first
			asks += max(len(m.fill), 1)
		}
		routes[key] = true
		if first {
			ways++
		}
		longest = max(longest, asks)
	}
	c := w.tree.Count()
	if c.Routes.Cmp(big.NewInt(int64(len(routes)))) != 0 || c.Ways.Cmp(big.NewInt(ways)) != 0 || c.Longest != longest {
		w.t.Errorf("got %s routes, %s ways, longest %d; want %d, %d, %d", c.Routes, c.Ways, c.Longest, len(routes), ways, longest)
	}
}

// is reports whether somebody who made the move said s. A cell that decides is
// the reason for going on: it is said by whoever went on by it, or, if by
// marked is true, by whoever marked it.
func (w *walker) is(m move, s said, marked bool) bool {
	switch {
	case m.step != s.step:
		return false
	case s.answer >= 0:
		return m.cell[1] == s.answer
	case s.row < 0:
		return m.cell[0] < 0 && s.low <= m.total && m.total <= s.high
	case !marked && w.decides(s):
		return m.cell == [2]int{s.row, s.column}
	}
	return m.fill[s.row] == s.column
}

func (w *walker) decides(s said) bool {
	return s.row >= 0 && w.tree.Steps[s.step].Points.Rows[s.row].Cells[s.column].Decides()
}

// possible reports whether a total that is said can be had.
func (w *walker) possible(s said) bool {
	list, _ := w.moves(w.tree.Steps[s.step])
	return s.answer >= 0 || s.row >= 0 || slices.ContainsFunc(list, func(m move) bool { return w.is(m, s, false) })
}

// found returns what Prove says of something in the notation.
func (w *walker) found(p Place) string {
	for _, f := range w.tree.Prove() {
		if f.Place == p {
			return f.Rule
		}
		for _, r := range f.Related {
			if r.Place == p && f.Rule == "case-unasked" {
				return f.Rule
			}
		}
	}
	return ""
}

func (w *walker) compareRules(rules []grownRule, tried map[string]int) {
	for i, r := range rules {
		want := ""
		if r.kind != "first" && r.kind != "before" && !w.allPossible(r.labels) {
			want = "rule-answer"
		} else if n := w.shortest(func(k walked) int { return w.breaks(k, r) }); n >= 0 {
			want = "rule-broken"
			w.compareWay(w.tree.Rules[i].Place, n)
		}
		if got := w.found(w.tree.Rules[i].Place); got != want {
			w.t.Errorf("%s: got %q, want %q", w.tree.Rules[i].sentence(), got, want)
		}
		tried[want]++
	}
}

func (w *walker) allPossible(list []said) bool {
	return !slices.ContainsFunc(list, func(s said) bool { return !w.possible(s) })
}

// shortest returns the least of what is shown by the walks that show something.
func (w *walker) shortest(shows func(walked) int) int {
	least := -1
	for _, k := range w.walks {
		if n := shows(k); n >= 0 && (least < 0 || n < least) {
			least = n
		}
	}
	return least
}

// compareWay compares the shortest way that is told at a place: n answers.
func (w *walker) compareWay(p Place, n int) {
	least := -1
	for _, f := range w.tree.Prove() {
		way, _, _ := strings.Cut(f.Help, "\n")
		if got := strings.Count(way, " → "); f.Place == p && (least < 0 || got < least) {
			least = got
		}
	}
	if least != n {
		w.t.Errorf("%s: got a way of %d answers, want %d", w.text[p.Start:p.End], least, n)
	}
}

// breaks returns how many answers of a walk show that the rule is not true, or
// -1 if none do.
func (w *walker) breaks(k walked, r grownRule) int {
	var steps []int
	for _, m := range k.moves {
		steps = append(steps, m.step)
	}
	steps = append(steps, k.end)
	asked := slices.Index(steps, r.subject)
	in := func(list []int) func(int) bool { return func(s int) bool { return slices.Contains(list, s) } }
	said := func(marked bool) bool {
		return asked >= 0 && slices.ContainsFunc(r.labels, func(s said) bool { return w.is(k.moves[asked], s, marked) })
	}
	at := -1
	if len(r.targets) > 0 {
		at = slices.Index(steps, r.targets[0])
	}
	switch {
	case r.kind == "first" && steps[0] != r.subject:
		return 0
	case r.kind == "before" && r.except != nil && asked < 0 && !in(r.except)(k.end):
		return len(k.moves)
	case r.kind == "before" && at >= 0 && (asked < 0 || at < asked):
		return at
	case r.kind == "next" && said(false) && !in(r.targets)(steps[asked+1]):
		return asked + 1
	case r.kind == "gets" && said(false) && !slices.ContainsFunc(steps[asked+1:], in(r.targets)):
		return len(k.moves)
	case r.kind == "never" && said(false) && slices.ContainsFunc(steps[asked+1:], in(r.targets)):
		return asked + 1 + slices.IndexFunc(steps[asked+1:], in(r.targets))
	case r.kind == "only" && at >= 0 && (asked < 0 || asked >= at || !said(true)):
		return at
	}
	return -1
}

func (w *walker) compareCases(cases []grownCase, tried map[string]int) {
	for i, c := range cases {
		ends, asked := map[int]bool{}, map[int]bool{}
		shortest := -1
		for _, k := range w.walks {
			if !slices.ContainsFunc(k.moves, func(m move) bool { return !w.agrees(m, c) }) {
				ends[k.end] = true
				if k.end != c.gets && (shortest < 0 || len(k.moves) < shortest) {
					shortest = len(k.moves)
				}
				for _, m := range k.moves {
					asked[m.step] = true
				}
			}
		}
		want := ""
		switch {
		case !w.canBe(c):
			want = "case-answer"
		case len(ends) > 1 || !ends[c.gets]:
			want = "case-failed"
			w.compareWay(w.tree.Cases[i].Place, shortest)
		case slices.ContainsFunc(c.said, func(s said) bool { return !asked[s.step] }):
			want = "case-unasked"
		}
		if got := w.found(w.tree.Cases[i].Place); got != want {
			w.t.Errorf("case %d: got %q, want %q", i, got, want)
		}
		if want != "case-answer" {
			got := map[int]bool{}
			for _, s := range w.tree.CaseEndings(w.tree.Cases[i]) {
				got[s.Index] = true
			}
			if fmt.Sprint(got) != fmt.Sprint(ends) {
				w.t.Errorf("case %d: got endings %v, want %v", i, got, ends)
			}
		}
		tried[want]++
	}
}

// agrees reports whether the person of a case could make the move.
func (w *walker) agrees(m move, c grownCase) bool {
	decided, goes := false, false
	for _, s := range c.said {
		if s.step == m.step && w.decides(s) {
			decided = true
			goes = goes || m.cell == [2]int{s.row, s.column}
		}
	}
	for _, s := range c.said {
		total := s.answer < 0 && s.row < 0
		if s.step == m.step && !(total && decided) && !w.is(m, s, true) {
			return false
		}
	}
	return !decided || goes
}

// canBe reports whether each question can be answered as a case says.
func (w *walker) canBe(c grownCase) bool {
	for _, s := range c.said {
		list, _ := w.moves(w.tree.Steps[s.step])
		if !w.possible(s) || !slices.ContainsFunc(list, func(m move) bool { return w.agrees(m, c) }) {
			return false
		}
	}
	return true
}
