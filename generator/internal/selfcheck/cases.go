package selfcheck

import (
	"slices"
	"strings"
)

// CaseEndings returns all results that somebody can come to who answers as the
// case says, in the order of the file. What it leaves open may be answered in
// any way; so may what it says of questions or answers that are not there.
func (t *Tree) CaseEndings(c *Case) []*Step {
	if len(t.Steps) == 0 {
		return nil
	}
	p := &prover{graph: newGraph(t)}
	w := p.walkAs(p.plan(c, p.byName()), p.start)
	var list []*Step
	for _, s := range t.Steps {
		if s.IsResult() && w.has(s) {
			list = append(list, s)
		}
	}
	return list
}

// byName returns the questions of each name.
func (g *graph) byName() map[string][]*Step {
	names := map[string][]*Step{}
	for _, s := range g.tree.Steps {
		if !s.IsResult() {
			name := oneSpace(s.Name)
			names[name] = append(names[name], s)
		}
	}
	return names
}

// A plan is how the person of a case goes: the branches that may be taken at
// each question that the case answers.
type plan struct {
	taken map[*Step][]*branch
	names []string  // of the questions that are answered, each once
	asked [][]*Step // the questions of each name
}

// plan finds what a case says, and reports what is not there.
func (p *prover) plan(c *Case, byName map[string][]*Step) *plan {
	pl := &plan{taken: map[*Step][]*branch{}}
	answers := map[*Step]*given{}
	at := map[*Step]Place{}
	for _, a := range c.Answers {
		steps := byName[oneSpace(a.Question)]
		if len(steps) == 0 {
			p.noQuestion(a, byName)
			continue
		}
		if !slices.Contains(pl.names, steps[0].Name) {
			pl.names, pl.asked = append(pl.names, steps[0].Name), append(pl.asked, steps)
		}
		known := false
		for _, s := range steps {
			if g := p.given(s, a.Answer); g != nil {
				known, at[s] = true, a.Place
				p.addGiven(answers, s, g, a.Place)
			}
		}
		if !known {
			p.noAnswer("case-answer", steps[0], a.Answer, a.Place)
		}
	}
	for _, s := range p.tree.Steps {
		if g := answers[s]; g != nil {
			pl.taken[s] = p.takenOrNone(s, g, at[s])
		}
	}
	return pl
}

func (p *prover) addGiven(answers map[*Step]*given, s *Step, g *given, at Place) {
	if answers[s] == nil {
		answers[s] = g
		return
	}
	if twice := answers[s].add(s, g); twice != "" {
		p.report("case-answer", at, "this case answers "+quoted(twice)+" twice",
			"a case is one person: give one answer, or make it two cases")
	}
}

// takenOrNone returns the branches that may be taken, and reports if nobody can
// answer so.
func (p *prover) takenOrNone(s *Step, g *given, at Place) []*branch {
	list := p.taken(s, g)
	if len(list) == 0 {
		p.report("case-answer", at, "nobody who answers so to "+quoted(s.Name)+" has "+g.words(),
			"add up the points of its rows again")
	}
	return list
}

func (p *prover) noQuestion(a *CaseAnswer, byName map[string][]*Step) {
	var names []string
	for _, s := range p.tree.Steps {
		if !s.IsResult() {
			names = append(names, s.Name)
		}
	}
	message, help := "no question has the name "+quoted(a.Question), "the questions are "+listed(allQuoted(names), "and")
	if near := byName[oneSpace(p.nearest(a.Question, names))]; len(near) > 0 {
		p.report("case-question", a.Place, message, "did you mean "+quoted(near[0].Name)+"?",
			Related{near[0].Place, quoted(near[0].Name) + " is here"})
		return
	}
	p.report("case-question", a.Place, message, help)
}

// walkAs walks from a step as the person of a case.
func (p *prover) walkAs(pl *plan, from *Step) *walk {
	return p.walk(from, func(b *branch) bool {
		list, answered := pl.taken[b.from]
		return !answered || slices.Contains(list, b)
	})
}

// cases proves that each case ends as its row says, whatever it leaves open.
func (p *prover) cases() {
	byName := p.byName()
	unasked := map[string]int{} // to the finding
	for _, c := range p.tree.Cases {
		before := len(p.findings)
		pl := p.plan(c, byName)
		gets := p.caseGets(c)
		if len(p.findings) > before || gets == nil {
			continue
		}
		w := p.walkAs(pl, p.start)
		wrong := slices.IndexFunc(w.steps, func(s *Step) bool { return s.IsResult() && s != gets })
		switch {
		case wrong >= 0:
			p.caseFailed(c, pl, w, w.steps[wrong], gets)
		default:
			p.caseUnasked(c, pl.unasked(w), unasked)
		}
	}
}

// caseGets returns the result of a case. It reports a name that is not there,
// or not a result's.
func (p *prover) caseGets(c *Case) *Step {
	s := p.step(c.Gets)
	switch {
	case c.Gets == nil:
	case s == nil:
		p.noStep(c.Gets)
	case !s.IsResult():
		p.report("rule-target", c.Gets.Place, quoted(s.Name)+" is a question: a case ends with a result",
			"name the result that this person gets")
		return nil
	}
	return s
}

// unasked returns the names of the questions that a case answers, but that w
// never comes to.
func (pl *plan) unasked(w *walk) []string {
	var names []string
	for i, steps := range pl.asked {
		if !slices.ContainsFunc(steps, w.has) {
			names = append(names, pl.names[i])
		}
	}
	return names
}

func (p *prover) caseFailed(c *Case, pl *plan, w *walk, got, want *Step) {
	way := w.way(got)
	help := "the way: " + wayWords(way, got)
	if open := p.openQuestion(pl, way, want); open != nil {
		help += "\nthis case does not say what they answer to " + quoted(open.Name)
	}
	if never := pl.unasked(w); len(never) > 0 {
		help += "\n" + listed(allQuoted(never), "and") + isAre(never) + " not asked on any way of this case"
	}
	p.report("case-failed", c.Place, "case "+quoted(c.Who)+" gets "+quoted(got.Name)+"; the table says "+quoted(want.Name),
		help, lastAnswer(way)...)
}

// openQuestion returns the last question of a way to another result that the
// case leaves open, and from which its own could still be come to, or nil.
func (p *prover) openQuestion(pl *plan, way []*branch, want *Step) *Step {
	for _, b := range slices.Backward(way) {
		if _, answered := pl.taken[b.from]; !answered && p.walkAs(pl, b.from).has(want) {
			return b.from
		}
	}
	return nil
}

// caseUnasked reports answers of a case to questions that its person is not
// asked. Cases with the same ones are reported at once.
func (p *prover) caseUnasked(c *Case, never []string, told map[string]int) {
	if len(never) == 0 {
		return
	}
	key := strings.Join(never, "\x00")
	if first, ok := told[key]; ok {
		f := &p.findings[first]
		f.Related = append(f.Related, Related{c.Place, "nor is case " + quoted(c.Who)})
		return
	}
	told[key] = len(p.findings)
	p.report("case-unasked", c.Place, "case "+quoted(c.Who)+" is not asked "+listed(allQuoted(never), "or"),
		"take the answer away, or correct those that come before it")
}

func isAre(words []string) string {
	if len(words) == 1 {
		return " is"
	}
	return " are"
}
