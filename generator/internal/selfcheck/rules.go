package selfcheck

import (
	"slices"
	"strings"
)

// rules proves the sentences of the section for reviewers. Longest is proved by
// length.
func (p *prover) rules() {
	all := p.all()
	for _, r := range p.tree.Rules {
		if r.Kind == Longest || !p.namesSteps(r) {
			continue
		}
		answers, ok := p.ruleAnswers(r)
		if !ok {
			continue
		}
		switch r.Kind {
		case AskedFirst:
			p.askedFirst(r)
		case AskedBefore:
			p.askedBefore(r)
		case Gets, Never:
			if all.has(p.step(r.Subject)) {
				p.getsOrNever(r, answers, all)
			}
		case OnlyFor:
			p.onlyFor(r, answers)
		}
	}
}

// step returns the step of this tree that a rule or case names.
func (g *graph) step(r *Ref) *Step {
	if r == nil || r.Step == nil {
		return nil
	}
	return g.tree.Steps[r.Step.Index]
}

// namesSteps reports names of steps that there are not, and whether all are
// there.
func (p *prover) namesSteps(r *Rule) bool {
	ok := r.Subject != nil
	for _, ref := range slices.Concat([]*Ref{r.Subject}, r.Targets, r.Except) {
		if ref != nil && ref.Step == nil {
			ok = false
			p.noStep(ref)
		}
	}
	if ok && r.Subject.Step.IsResult() {
		p.report("rule-target", r.Subject.Place, quoted(r.Subject.Step.Name)+" is a result: nobody is asked it",
			"name a question here")
		return false
	}
	return ok
}

// noStep reports that a rule or a case names a step that is not there.
func (p *prover) noStep(ref *Ref) {
	var ids []string
	for _, s := range p.tree.Steps {
		ids = append(ids, s.ID)
	}
	message := "no heading has the id " + shortened(ref.ID)
	near := p.nearest(ref.ID, ids)
	if near == "" {
		p.report("rule-target", ref.Place, message, "name a question or a result of this self-check")
		return
	}
	s := p.tree.Steps[slices.Index(ids, near)]
	p.report("rule-target", ref.Place, message, "did you mean #"+near+"?", Related{s.Place, "#" + near + " is here"})
}

// ruleAnswers finds the answers that a rule names, and reports those that are
// not there.
func (p *prover) ruleAnswers(r *Rule) (answers []*given, ok bool) {
	s := p.step(r.Subject)
	ok = true
	for _, l := range r.Labels {
		g := p.given(s, l.Label)
		if g == nil {
			p.noAnswer("rule-answer", s, l.Label, l.Place)
			ok = false
		}
		answers = append(answers, g)
	}
	return answers, ok
}

// noAnswer reports an answer that the question s does not have.
func (p *prover) noAnswer(rule string, s *Step, label string, at Place) {
	words := p.answerWords(s)
	help := "its answers are " + listed(allQuoted(words), "and")
	if _, _, ok := parseRange(p.tree.Lang, label); ok && s.Points != nil {
		help = run(s.Points.totals(nil))
	} else if near := p.nearest(label, words); near != "" {
		help = "did you mean " + quoted(near) + "?"
	}
	p.report(rule, at, quoted(s.Name)+" has no answer "+quoted(label), help)
}

// answerWords returns what can be answered to s in words, totals apart.
func (p *prover) answerWords(s *Step) []string {
	var words []string
	for _, a := range s.Answers {
		words = append(words, a.Label)
	}
	if s.Points != nil {
		for _, r := range s.Points.Rows {
			for c := range r.Cells {
				words = append(words, r.Label+" = "+s.Points.column(c))
			}
		}
	}
	return words
}

// brokenRule reports a rule that is not true, and the way that shows it.
func (p *prover) brokenRule(r *Rule, message string, way []*branch, end *Step, related ...Related) {
	p.report("rule-broken", r.Place, message, "the way: "+wayWords(way, end), related...)
}

func (p *prover) askedFirst(r *Rule) {
	s := p.step(r.Subject)
	if s != p.start {
		p.report("rule-broken", r.Place, "everyone is asked "+quoted(p.start.Name)+" first, not "+quoted(s.Name),
			"move "+quoted(s.Name)+" to the top, or correct the rule", Related{p.start.Place, "the first is here"})
	}
}

// askedBefore looks for a way past the question to a step that may come only
// after it.
func (p *prover) askedBefore(r *Rule) {
	s := p.step(r.Subject)
	past := p.without(s)
	for _, to := range past.steps {
		later := to.IsResult() && !p.among(r.Except, to)
		if len(r.Targets) > 0 {
			later = p.among(r.Targets, to)
		}
		if !later || to == s {
			continue
		}
		verb := "someone is asked "
		if to.IsResult() {
			verb = "someone gets "
		}
		way := past.way(to)
		p.brokenRule(r, verb+quoted(to.Name)+" without being asked "+quoted(s.Name)+" before", way, to, lastAnswer(way)...)
		return
	}
}

func (g *graph) among(refs []*Ref, s *Step) bool {
	return slices.ContainsFunc(refs, func(r *Ref) bool { return g.step(r) == s })
}

// lastAnswer points to the last answer of a way.
func lastAnswer(way []*branch) []Related {
	if len(way) == 0 {
		return nil
	}
	return []Related{{way[len(way)-1].place(), "the last answer of the way is here"}}
}

// getsOrNever proves each answer of a rule by itself, as each can be wrong by
// itself.
func (p *prover) getsOrNever(r *Rule, answers []*given, all *walk) {
	s := p.step(r.Subject)
	for i, g := range answers {
		wrong, wayOn := p.wrongEnd(r, p.taken(s, g))
		if wrong == nil {
			continue
		}
		way := append(all.way(s), wayOn...)
		answer := wayOn[0]
		p.brokenRule(r, "someone who answers "+quoted(r.Labels[i].Label)+" to "+quoted(s.Name)+" gets "+quoted(wrong.Name),
			way, wrong, Related{answer.place(), "the answer is here"})
	}
}

// wrongEnd returns the nearest step after one of the branches that breaks the
// rule, and the way to it.
func (p *prover) wrongEnd(r *Rule, taken []*branch) (wrong *Step, way []*branch) {
	for _, b := range taken {
		after, end := p.wrongAfter(r, b)
		if end == nil {
			continue
		}
		if found := append([]*branch{b}, after.way(end)...); wrong == nil || len(found) < len(way) {
			wrong, way = end, found
		}
	}
	return wrong, way
}

func (p *prover) wrongAfter(r *Rule, b *branch) (after *walk, wrong *Step) {
	after = p.walk(b.to, func(b *branch) bool {
		return r.Kind == Never || !r.Next && !p.among(r.Targets, b.from)
	})
	for _, s := range after.steps {
		bad := p.among(r.Targets, s)
		if r.Kind == Gets {
			bad = !bad && (r.Next || s.IsResult())
		}
		if bad {
			return after, s
		}
	}
	return after, nil
}

// onlyFor looks for a way to the result that takes none of the answers.
func (p *prover) onlyFor(r *Rule, answers []*given) {
	s := p.step(r.Subject)
	others := p.others(s, answers)
	w := p.walk(p.start, func(b *branch) bool { return b.from != s || slices.Contains(others, b) })
	var labels []string
	for _, l := range r.Labels {
		labels = append(labels, l.Label)
	}
	for _, to := range w.steps {
		if p.among(r.Targets, to) {
			way := w.way(to)
			p.brokenRule(r, "someone gets "+quoted(to.Name)+" without answering "+
				listed(allQuoted(labels), "or")+" to "+quoted(s.Name), way, to, lastAnswer(way)...)
			return
		}
	}
}

// sameCell reports whether label names a cell, such as "Sleep = Hard".
func sameCell(label, row, column string) bool {
	end, ok := beginsWith(label, row)
	if !ok {
		return false
	}
	rest, ok := strings.CutPrefix(strings.TrimSpace(label[end:]), "=")
	return ok && alike(rest, column)
}
