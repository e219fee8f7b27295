package selfcheck

import (
	"fmt"
	"slices"
	"strings"
)

// Diff says in words what differs between two versions of a self-check, one
// change a line, for a person who signs what an edit does. It ends with how
// many changes there are, and for how many routes the ending is another.
func Diff(old, now *Tree) string {
	d := &differ{old: old, now: now, to: map[*Step]*Step{}, from: map[*Step]*Step{}}
	d.pair()
	d.steps()
	d.checks()
	var b strings.Builder
	for _, l := range d.lines {
		b.WriteString(l + "\n")
	}
	if len(d.lines) == 0 {
		return "nothing has changed\n"
	}
	fmt.Fprintf(&b, "\n%s: %s\n", count(len(d.lines), "change"), d.sizes())
	b.WriteString(d.routes())
	return b.String()
}

// A differ compares two trees.
type differ struct {
	old, now *Tree
	to, from map[*Step]*Step // each step's other version; none if it is gone, or new
	lines    []string
}

func (d *differ) say(format string, args ...any) {
	d.lines = append(d.lines, fmt.Sprintf(format, args...))
}

// pair finds for each step its other version: that with its id, else one that
// is alike in all but its heading, from which an id is made.
func (d *differ) pair() {
	match := func(alike func(a, b *Step) bool) {
		for _, a := range d.old.Steps {
			for _, b := range d.now.Steps {
				if d.to[a] == nil && d.from[b] == nil && alike(a, b) {
					d.to[a], d.from[b] = b, a
				}
			}
		}
	}
	match(func(a, b *Step) bool { return a.ID == b.ID })
	match(func(a, b *Step) bool {
		return !a.IsResult() && !b.IsResult() && a.Question != "" && a.Question == b.Question
	})
	match(func(a, b *Step) bool { return a.Card != nil && b.Card != nil && a.Card.Text == b.Card.Text })
	match(func(a, b *Step) bool { return !a.IsResult() && !b.IsResult() && d.sameAnswers(a, b) })
}

// sameAnswers reports whether both questions have the same answers, and these
// lead to the same steps.
func (d *differ) sameAnswers(a, b *Step) bool {
	return slices.EqualFunc(a.exits(), b.exits(), func(e, f exit) bool { return e.label == f.label && d.sameTarget(e, f) })
}

// sameTarget reports whether an exit of the old tree leads where one of the new
// one does.
func (d *differ) sameTarget(e, f exit) bool {
	if e.to == nil || f.to == nil {
		return e.to == f.to && e.target == f.target
	}
	return d.to[e.to] == f.to
}

// steps compares the steps, in the order of the new tree, then says which are
// gone.
func (d *differ) steps() {
	if a, b := start(d.old), start(d.now); a != nil && b != nil && d.to[a] != b {
		d.say("the first question is now “%s” (was “%s”)", b.Name, a.Name)
	}
	for _, b := range d.now.Steps {
		if a := d.from[b]; a != nil {
			d.step(a, b)
		} else {
			d.added(b)
		}
	}
	for _, a := range d.old.Steps {
		if d.to[a] == nil {
			d.say("%s “%s” is removed", sortOf(a), a.Name)
		}
	}
}

func start(t *Tree) *Step {
	if len(t.Steps) == 0 {
		return nil
	}
	return t.Steps[0]
}

// sortOf says what the step is.
func sortOf(s *Step) string {
	if s.IsResult() {
		return "ending"
	}
	return "question"
}

// added says all that a new step brings.
func (d *differ) added(s *Step) {
	if s.IsResult() {
		text := ""
		if s.Card != nil {
			text = ": " + s.Card.Text
		}
		d.say("ending “%s” is added, %s%s", s.Name, s.urgent(), text)
		return
	}
	d.say("question “%s” is added: %s", s.Name, s.Question)
	if p := s.Points; p != nil {
		for _, r := range p.Rows {
			d.say("%s: “%s” is added: %s", s.Name, r.Label, p.counts(r))
		}
	}
	for _, e := range s.exits() {
		d.say("%s: “%s” is added and leads to %s", s.Name, e.label, e.leads())
	}
}

// leads says where the exit leads.
func (e exit) leads() string {
	if e.to == nil {
		return "#" + e.target + ", which no heading has as its id"
	}
	return "“" + e.to.Name + "”"
}

// step compares two versions of a step.
func (d *differ) step(a, b *Step) {
	if a.Name != b.Name {
		d.say("“%s” is now called “%s”", a.Name, b.Name)
	}
	if sortOf(a) != sortOf(b) {
		d.say("“%s” is now %s (was %s)", b.Name, article(b), article(a))
	}
	if a.Question != b.Question && a.Question != "" && b.Question != "" && (a.Question != a.Name || b.Question != b.Name) {
		d.say("%s now asks: %s (was: %s)", b.Name, b.Question, a.Question)
	}
	d.card(a, b)
	d.said(a, b)
	d.points(a, b)
	d.answers(a, b)
}

func article(s *Step) string {
	if s.IsResult() {
		return "an ending"
	}
	return "a question"
}

// card compares what two results tell to do, and how soon.
func (d *differ) card(a, b *Step) {
	if a.Card == nil || b.Card == nil {
		return
	}
	if a.Card.Urgency != b.Card.Urgency {
		d.say("“%s” is now %s (was %s)", b.Name, b.urgent(), a.urgent())
	}
	if a.Card.Text != b.Card.Text {
		d.say("the card of “%s” now says: %s (was: %s)", b.Name, b.Card.Text, a.Card.Text)
	}
}

// said compares the other words and links of two steps.
func (d *differ) said(a, b *Step) {
	was, is := spoken(a), spoken(b)
	for _, text := range without(is, was) {
		d.say("“%s” now also says: %s", b.Name, text)
	}
	for _, text := range without(was, is) {
		d.say("“%s” no longer says: %s", b.Name, text)
	}
	was, is = linked(a), linked(b)
	for _, dest := range without(is, was) {
		d.say("“%s” now links to %s", b.Name, dest)
	}
	for _, dest := range without(was, is) {
		d.say("“%s” no longer links to %s", b.Name, dest)
	}
}

// spoken returns what a step says outside its card, its question and answers.
func spoken(s *Step) []string {
	var list []string
	for _, t := range s.Words {
		if t.Words == "" || t.Words == s.Name || t.Words == s.Question || s.Card != nil && strings.Contains(s.Card.Text, t.Words) {
			continue
		}
		list = append(list, t.Words)
	}
	return list
}

func linked(s *Step) []string {
	var list []string
	for _, l := range s.Links {
		list = append(list, l.Dest)
	}
	return list
}

// without returns what list has and other has not, each as often as it is
// missing.
func without(list, other []string) []string {
	other = slices.Clone(other)
	var rest []string
	for _, s := range list {
		if i := slices.Index(other, s); i >= 0 {
			other = slices.Delete(other, i, i+1)
		} else {
			rest = append(rest, s)
		}
	}
	return rest
}

// sizes says how large both versions are.
func (d *differ) sizes() string {
	if d.old.Flaw() != "" || d.now.Flaw() != "" {
		return "one version is not whole, so its routes are not compared"
	}
	a, b := d.old.Count(), d.now.Count()
	was := func(n, before string) string {
		if n == before {
			return " (as before)"
		}
		return " (was " + before + ")"
	}
	size := func(n, before int, word string) string {
		return count(n, word) + was(fmt.Sprint(n), fmt.Sprint(before))
	}
	return strings.Join([]string{size(b.Questions, a.Questions, "question"), size(b.Results, a.Results, "ending"),
		numbered(b.Routes.String(), "route") + was(b.Routes.String(), a.Routes.String())}, ", ")
}
