package selfcheck

import (
	"fmt"
	"slices"
	"strings"
)

// answers compares the answers of two versions of a question, and where they
// lead. Cells that decide are compared with the points.
func (d *differ) answers(a, b *Step) {
	was, is := a.answered(), b.answered()
	to := d.matched(was, is)
	for j, f := range is {
		i := slices.Index(to, j)
		if i < 0 {
			d.say("%s: “%s” is added and leads to %s", b.Name, f.label, f.leads())
			continue
		}
		e := was[i]
		if e.label != f.label {
			d.say("%s: “%s” is now “%s” (leads to %s)", b.Name, e.label, f.label, f.leads())
		}
		if !d.sameTarget(e, f) {
			d.say("%s: “%s” now leads to %s (was %s)", b.Name, f.label, f.leads(), e.leads())
		}
		if e.hint != f.hint {
			d.say("%s: the hint of “%s” is now %s (was %s)", b.Name, f.label, hint(f), hint(e))
		}
	}
	for i, e := range was {
		if to[i] < 0 {
			d.say("%s: “%s” is removed (it led to %s)", b.Name, e.label, e.leads())
		}
	}
	kept := slices.DeleteFunc(slices.Clone(to), func(j int) bool { return j < 0 })
	if !slices.IsSorted(kept) {
		d.say("%s: the answers stand in another order", b.Name)
	}
}

// hint returns what is said beside an answer.
func hint(e exit) string {
	if e.hint == "" {
		return "nothing"
	}
	return "“" + e.hint + "”"
}

// answered returns the exits that are answers or bands.
func (s *Step) answered() []exit {
	exits := s.exits()
	return exits[len(exits)-len(s.Answers):]
}

// matched returns, for each old exit, the place of its new version, or -1: that
// with its words, else the next that leads where it does.
func (d *differ) matched(was, is []exit) []int {
	to := make([]int, len(was))
	taken := make([]bool, len(is))
	for i := range was {
		to[i] = -1
	}
	match := func(alike func(e, f exit) bool) {
		for i, e := range was {
			for j, f := range is {
				if to[i] < 0 && !taken[j] && alike(e, f) {
					to[i], taken[j] = j, true
				}
			}
		}
	}
	match(func(e, f exit) bool { return e.label == f.label })
	match(d.sameTarget)
	return to
}

// points compares the tables of two versions of a question.
func (d *differ) points(a, b *Step) {
	switch {
	case a.Points == nil && b.Points == nil:
		return
	case a.Points == nil:
		d.say("“%s” is now answered by points", b.Name)
		for _, r := range b.Points.Rows {
			d.say("%s: “%s” is added: %s", b.Name, r.Label, b.Points.counts(r))
		}
		return
	case b.Points == nil:
		d.say("“%s” is no longer answered by points", b.Name)
		return
	}
	p, q := a.Points, b.Points
	if p.Prompt != q.Prompt {
		d.say("%s: the table is now headed “%s” (was “%s”)", b.Name, q.Prompt, p.Prompt)
	}
	if !slices.Equal(p.Columns, q.Columns) {
		d.say("%s: the columns are now “%s” (were “%s”)", b.Name,
			strings.Join(q.Columns, "”, “"), strings.Join(p.Columns, "”, “"))
	}
	d.rows(b.Name, p, q)
}

// rows compares the rows of two tables.
func (d *differ) rows(name string, p, q *Points) {
	pairs := pairedRows(p, q)
	kept := map[*Row]bool{}
	for _, r := range q.Rows {
		old := pairs[r]
		if old == nil {
			d.say("%s: “%s” is added: %s", name, r.Label, q.counts(r))
			continue
		}
		kept[old] = true
		if old.Label != r.Label {
			d.say("%s: “%s” is now “%s”", name, old.Label, r.Label)
		}
		d.cells(name, p, q, old, r)
	}
	for _, r := range p.Rows {
		if !kept[r] {
			d.say("%s: “%s” is removed (%s)", name, r.Label, p.counts(r))
		}
	}
}

// pairedRows returns the old version of each row of q: that with its words. A
// row that has none, and stands where p has one that is gone, is that one in
// other words.
func pairedRows(p, q *Points) map[*Row]*Row {
	find := func(rows []*Row, label string) *Row {
		if i := slices.IndexFunc(rows, func(r *Row) bool { return r.Label == label }); i >= 0 {
			return rows[i]
		}
		return nil
	}
	pairs := map[*Row]*Row{}
	for i, r := range q.Rows {
		old := find(p.Rows, r.Label)
		if old == nil && i < len(p.Rows) && find(q.Rows, p.Rows[i].Label) == nil {
			old = p.Rows[i]
		}
		if old != nil {
			pairs[r] = old
		}
	}
	return pairs
}

// cells compares what the answers to a row count, and where they lead. The
// columns are compared by their place.
func (d *differ) cells(name string, p, q *Points, a, b *Row) {
	for i, c := range b.Cells {
		if i >= len(a.Cells) {
			d.say("%s: “%s = %s” is added: %s", name, b.Label, q.column(i), c.counts())
			continue
		}
		old := a.Cells[i]
		if old.Points != c.Points || !d.sameTarget(exit{target: old.Target, to: old.To}, exit{target: c.Target, to: c.To}) {
			d.say("%s: “%s = %s” now %s (was: %s)", name, b.Label, q.column(i), c.counts(), old.counts())
		}
	}
	for i, c := range a.Cells[min(len(a.Cells), len(b.Cells)):] {
		d.say("%s: “%s = %s” is removed (%s)", name, b.Label, p.column(len(b.Cells)+i), c.counts())
	}
}

// counts says what the cell counts.
func (c *Cell) counts() string {
	text := "counts " + count(c.Points, "point")
	if c.Decides() {
		text += " and leads to " + exit{target: c.Target, to: c.To}.leads()
	}
	return text
}

// counts says what each answer to a row counts.
func (p *Points) counts(r *Row) string {
	var list []string
	for i, c := range r.Cells {
		list = append(list, fmt.Sprintf("%s %s", p.column(i), c.counts()))
	}
	return strings.Join(list, ", ")
}

// checks compares the rules and cases. A case is known by who it is about.
func (d *differ) checks() {
	was, is := d.sentences(d.old), d.sentences(d.now)
	for _, s := range without(is, was) {
		d.say("rule added: %s", s)
	}
	for _, s := range without(was, is) {
		d.say("rule removed: %s", s)
	}
	old := map[string]*Case{}
	for _, c := range d.old.Cases {
		old[c.Who] = c
	}
	for _, c := range d.now.Cases {
		a := old[c.Who]
		delete(old, c.Who)
		if a == nil {
			d.say("case added: %s: %s, gets %s", c.Who, c.given(), c.Gets.named())
		} else {
			d.theCase(a, c)
		}
	}
	for _, c := range d.old.Cases {
		if old[c.Who] == c {
			d.say("case removed: %s: %s, gets %s", c.Who, c.given(), c.Gets.named())
		}
	}
}

// sentences returns the rules of t with the names that steps have now: a new
// name is said once.
func (d *differ) sentences(t *Tree) []string {
	var list []string
	for _, r := range t.Rules {
		if t == d.old {
			r = d.renamed(r)
		}
		list = append(list, r.sentence())
	}
	return list
}

// renamed returns an old rule about the new versions of its steps.
func (d *differ) renamed(r *Rule) *Rule {
	ref := func(old *Ref) *Ref {
		if old == nil || old.Step == nil || d.to[old.Step] == nil {
			return old
		}
		return &Ref{ID: d.to[old.Step].ID, Step: d.to[old.Step]}
	}
	refs := func(old []*Ref) []*Ref {
		var list []*Ref
		for _, o := range old {
			list = append(list, ref(o))
		}
		return list
	}
	now := *r
	now.Subject, now.Targets, now.Except = ref(r.Subject), refs(r.Targets), refs(r.Except)
	return &now
}

// theCase compares two versions of a case.
func (d *differ) theCase(a, b *Case) {
	if was := d.givenNow(a); was != b.given() {
		d.say("case “%s” now answers %s (was %s)", b.Who, b.given(), was)
	}
	if a.Gets == nil || b.Gets == nil {
		return
	}
	if a.Gets.Step == nil || d.to[a.Gets.Step] != b.Gets.Step {
		d.say("case “%s” now gets %s (was %s)", b.Who, b.Gets.named(), a.Gets.named())
	}
}

// givenNow returns the answers of an old case with the names that questions
// have now.
func (d *differ) givenNow(c *Case) string {
	now := &Case{}
	for _, a := range c.Answers {
		answer := *a
		for _, s := range d.old.Steps {
			if s.Name == a.Question && d.to[s] != nil {
				answer.Question = d.to[s].Name
			}
		}
		now.Answers = append(now.Answers, &answer)
	}
	return now.given()
}
