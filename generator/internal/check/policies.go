package check

import (
	"bytes"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/selfcheck"
	"iopguide/generator/internal/site"
)

// The policies that every self-check keeps are rules like others, each in a
// file of its own: safety-first, safety-asked, emergency-ending, safety-net,
// points-monotone, cases-cover, diagnosis, who-made-it, who-gains, plain-words,
// way-on. This file holds what they share.

// unsound are the mistakes of a self-check by which a reader has no way on, or
// more than one. What a policy says of such a tree would follow from them.
var unsound = []string{"no-such-heading", "duplicate-id", "mixed-list", "one-answer", "dead-end", "unreachable",
	"loop", "ragged-table", "bad-points", "bad-range", "checks-name"}

// whole reports whether p is a self-check each of whose ways comes to an end.
// Where one does not, that is the mistake to mend, and policies say nothing.
func whole(p *content.Page) bool {
	if p.Tree == nil || len(p.Tree.Steps) == 0 || hasMistake(p, unsound) {
		return false
	}
	for _, s := range p.Tree.Steps {
		lost := func(b branch) bool { return b.to == nil }
		if s.IsResult() && s.Card == nil || slices.ContainsFunc(branchesOf(s), lost) {
			return false
		}
	}
	return true
}

// hasMistake reports whether something was wrong by one of rules when p was read.
func hasMistake(p *content.Page, rules []string) bool {
	return slices.ContainsFunc(p.Diags, func(d diag.Diagnostic) bool { return slices.Contains(rules, d.Rule) })
}

// results are the endings of t, and whether they are emergencies.
func results(t *selfcheck.Tree) (emergencies, others []*selfcheck.Step) {
	for _, s := range t.Steps {
		switch {
		case s.Card == nil:
		case s.Card.Urgency == selfcheck.Emergency:
			emergencies = append(emergencies, s)
		default:
			others = append(others, s)
		}
	}
	return emergencies, others
}

// isEmergency reports whether s is an ending that asks to act now.
func isEmergency(s *selfcheck.Step) bool {
	return s != nil && s.Card != nil && s.Card.Urgency == selfcheck.Emergency
}

// safetyQuestions are the questions, tables apart, that have an answer which
// leads straight to an emergency.
func safetyQuestions(t *selfcheck.Tree) []*selfcheck.Step {
	var all []*selfcheck.Step
	for _, s := range t.Steps {
		straight := func(a *selfcheck.Answer) bool { return isEmergency(a.To) }
		if s.Points == nil && slices.ContainsFunc(s.Answers, straight) {
			all = append(all, s)
		}
	}
	return all
}

// A branch is one way out of a question: an answer, a range of points, or a
// cell that decides.
type branch struct {
	label string
	to    *selfcheck.Step
	at    selfcheck.Place
}

func branchesOf(s *selfcheck.Step) []branch {
	var all []branch
	for _, a := range s.Answers {
		all = append(all, branch{a.Label, a.To, a.Place})
	}
	if s.Points == nil {
		return all
	}
	for _, row := range s.Points.Rows {
		for i, c := range row.Cells {
			if c.Decides() && i < len(s.Points.Columns) {
				all = append(all, branch{row.Label + " = " + s.Points.Columns[i], c.To, c.Place})
			}
		}
	}
	return all
}

// first is the role of the contact that an emergency names first: emergency or
// crisis, or "" if it names neither.
func first(s *selfcheck.Step, h *site.Help) string {
	for _, dest := range s.Card.Links {
		switch {
		case h.Emergency != nil && isWay(dest, h.Emergency):
			return "emergency"
		case h.Crisis != nil && isWay(dest, h.Crisis):
			return "crisis"
		}
	}
	return ""
}

// isWay reports whether a link, as written, reaches c by voice, text or chat.
func isWay(dest string, c *site.Contact) bool {
	if scheme, number := called(dest); scheme != "" {
		return reachedBy(c, dialed(number), scheme)
	}
	return c.Chat != "" && normal(dest) == normal(c.Chat)
}

// eachStepSlot calls do for each slot of the page and of what it includes, with
// the step that it is shown in.
func (p *Pass) eachStepSlot(do func(*selfcheck.Step, *diag.File, *markdown.Slot, *site.Target)) {
	for i := range p.Page.Body.Slots {
		s, target := &p.Page.Body.Slots[i], p.View.Targets.Slots[i]
		step := stepAt(p.Page.Tree, s.Start)
		if step == nil {
			continue
		}
		do(step, p.Page.File, s, target)
		if in := target.Included; in != nil {
			documentsOf(in.Fragment.Body, in.Targets, func(d *markdown.Document, t *site.Targets) {
				for i := range d.Slots {
					do(step, d.File, &d.Slots[i], t.Slots[i])
				}
			})
		}
	}
}

// stepAt returns the step that the place at in the source belongs to, or nil.
func stepAt(t *selfcheck.Tree, at int) *selfcheck.Step {
	var last *selfcheck.Step
	for _, s := range t.Steps {
		if s.Start > at {
			break
		}
		last = s
	}
	return last
}

// sourceOf returns where words stand between two places of a page's source, or
// where they would if there is markup in them.
func sourceOf(p *content.Page, words string, from, to int, otherwise selfcheck.Place) selfcheck.Place {
	to = min(to, len(p.File.Data))
	if from < 0 || from >= to {
		return otherwise
	}
	if i := bytes.Index(p.File.Data[from:to], []byte(words)); i >= 0 && words != "" {
		return selfcheck.Place{Start: from + i, End: from + i + len(words)}
	}
	return otherwise
}

// endOf returns where the part of the source ends that belongs to s.
func endOf(p *content.Page, s *selfcheck.Step) int {
	end := len(p.File.Data)
	if next := s.Index + 1; next < len(p.Tree.Steps) {
		end = p.Tree.Steps[next].Start
	}
	if at := p.Tree.Checks.Start; at > s.Start {
		end = min(end, at)
	}
	return end
}

// anyOf finds one of words, which are separated by |, in any case.
func anyOf(words string) finder {
	return finds(`(?i)` + strings.ReplaceAll(words, "'", "['’]"))
}

// marked reports whether an element of the finished page shows what a policy
// asks for.
func (p *Pass) marked(policy string) bool { return len(p.Output.Policies[policy]) > 0 }

// unmarked returns the names of those of steps under which the finished page
// does not show what a policy asks for.
func (p *Pass) unmarked(policy string, steps []*selfcheck.Step) []string {
	var names []string
	for _, s := range steps {
		if !slices.Contains(p.Output.Policies[policy], s.Anchor) {
			names = append(names, "“"+s.Name+"”")
		}
	}
	return names
}

// someOf returns names as a list, cut where it would be long.
func someOf(names []string) string {
	const most = 3
	if len(names) > most {
		return strings.Join(names[:most], ", ") + " and others"
	}
	return strings.Join(names, ", ")
}

// placeOf returns where the front matter of a page has key, or else its layout.
func placeOf(p *content.Page, key string) (start, end int) {
	if p.Front.Get(key) != nil {
		return p.Place(key)
	}
	return p.Place("layout")
}
