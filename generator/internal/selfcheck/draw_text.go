package selfcheck

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Text draws the tree as a list in words: each question once, with its answers
// and where they lead; then the endings, the rules and the cases. A question
// that one answer alone leads to stands under that answer, if others lead to
// other questions; where ways meet again, the list goes on at the left. It is
// drawn also of a tree with a Flaw, without what needs every way to end.
func (t *Tree) Text(title string) string {
	w := &textWriter{outline: newOutline(t)}
	w.line(0, "", title)
	whole := t.Flaw() == ""
	if whole {
		w.line(0, "", t.summary())
	}
	w.heading("Questions")
	for _, root := range w.outline.roots {
		w.question(root, 0)
	}
	w.endings(t)
	w.rules(t)
	w.cases(t, whole)
	return w.String()
}

// An outline says where each question stands in the list.
type outline struct {
	number map[*Step]int
	nested map[*Step][]*Step // under an answer of the step
	after  map[*Step][]*Step // after the step, no deeper
	roots  []*Step           // the start, and questions that nobody is asked
}

// newOutline puts each question below the last one that all ways to it have in
// common.
func newOutline(t *Tree) *outline {
	o := &outline{map[*Step]int{}, map[*Step][]*Step{}, map[*Step][]*Step{}, nil}
	sorted := t.sorted()
	below, own := commons(sorted)
	for _, s := range sorted {
		for _, child := range below[s] {
			if own[child] && len(below[s]) > 1 {
				o.nested[s] = append(o.nested[s], child)
			} else {
				o.after[s] = append(o.after[s], child)
			}
		}
	}
	for _, s := range t.Steps {
		if !s.IsResult() && (s.Index == 0 || !slices.Contains(sorted, s)) {
			o.roots = append(o.roots, s)
		}
	}
	for _, s := range o.roots {
		o.count(s)
	}
	return o
}

// count numbers the questions in the order of the list.
func (o *outline) count(s *Step) {
	o.number[s] = len(o.number) + 1
	for _, child := range o.nested[s] {
		o.count(child)
	}
	for _, child := range o.after[s] {
		o.count(child)
	}
}

// commons returns, for each step, the questions for which it is the last step
// that all ways to them have in common, and which of these no other leads to.
func commons(sorted []*Step) (below map[*Step][]*Step, own map[*Step]bool) {
	below, own = map[*Step][]*Step{}, map[*Step]bool{}
	at, above := map[*Step]int{}, map[*Step]*Step{}
	for i, s := range sorted {
		at[s] = i
	}
	meet := func(a, b *Step) *Step {
		for a != b {
			if at[a] > at[b] {
				a = above[a]
			} else {
				b = above[b]
			}
		}
		return a
	}
	for i, s := range sorted {
		if i > 0 && !s.IsResult() {
			below[above[s]] = append(below[above[s]], s)
		}
		for _, e := range s.exits() {
			switch {
			case e.to == nil || at[e.to] <= i: // leads nowhere, or back
			case above[e.to] == nil:
				above[e.to], own[e.to] = s, true
			case above[e.to] != s || !own[e.to]:
				above[e.to], own[e.to] = meet(above[e.to], s), false
			}
		}
	}
	return below, own
}

// A textWriter writes lines of at most textColumns characters.
type textWriter struct {
	strings.Builder
	outline *outline
}

const (
	textColumns = 96
	textStep    = 4 // how far one depth is from the next
)

// line writes text at a depth behind a mark, such as "- ", and goes on under
// its first word.
func (w *textWriter) line(depth int, mark, text string) {
	indent := strings.Repeat(" ", depth*textStep)
	rest := strings.Repeat(" ", utf8.RuneCountInString(mark))
	for i, l := range wrapped(text, max(textColumns-len(indent)-len(rest), 40)) {
		if i > 0 {
			mark = rest
		}
		w.WriteString(strings.TrimRight(indent+mark+l, " ") + "\n")
	}
}

func (w *textWriter) heading(text string) { w.WriteString("\n" + text + "\n\n") }

// question writes a question, and what stands below it.
func (w *textWriter) question(s *Step, depth int) {
	w.line(depth, fmt.Sprintf("%d. ", w.outline.number[s]), asked(s))
	w.points(s, depth)
	exits := s.exits()
	for i, e := range exits {
		w.line(depth, "    - ", w.answer(s, e))
		last := !slices.ContainsFunc(exits[i+1:], func(o exit) bool { return o.to == e.to })
		if last && slices.Contains(w.outline.nested[s], e.to) {
			w.question(e.to, depth+2)
		}
	}
	for _, child := range w.outline.after[s] {
		w.question(child, depth)
	}
}

// asked returns the question's name and words, once if they are the same.
func asked(s *Step) string {
	if s.Question == s.Name || s.Question == "" {
		return s.Name
	}
	return s.Name + ": " + s.Question
}

// answer says what is answered and where it leads.
func (w *textWriter) answer(s *Step, e exit) string {
	text := "“" + e.label + "”"
	if e.hint != "" {
		text += " (" + e.hint + ")"
	}
	switch {
	case e.to == nil:
		return text + " → nowhere: no heading has the id " + e.target
	case e.to.IsResult():
		return text + " → " + ending(e.to)
	}
	return fmt.Sprintf("%s → question %d, %s", text, w.outline.number[e.to], e.to.Name)
}

// ending names a result with its urgency.
func ending(s *Step) string { return s.Name + " (" + s.urgent() + ")" }

// points writes what each answer of a table counts.
func (w *textWriter) points(s *Step, depth int) {
	if s.Points == nil {
		return
	}
	w.line(depth, "      ", "Points, added up over these:")
	for _, r := range s.Points.Rows {
		var cells []string
		for i, c := range r.Cells {
			cell := fmt.Sprintf("%s %d", s.Points.column(i), c.Points)
			if c.Decides() {
				cell += " (decides)"
			}
			cells = append(cells, cell)
		}
		w.line(depth, "      * ", r.Label+": "+strings.Join(cells, ", "))
	}
}

// endings writes all that each result says, the most urgent first.
func (w *textWriter) endings(t *Tree) {
	w.heading("Endings")
	for _, s := range endingsOf(t) {
		w.line(0, "- ", ending(s)+", "+ways(t, s))
		if s.Card == nil {
			continue
		}
		rest, titled := strings.CutPrefix(s.Card.Text, s.Card.Title)
		if titled && s.Card.Title != "" {
			w.line(0, "      ", s.Card.Title)
		}
		if strings.TrimSpace(rest) != "" {
			w.line(0, "      ", rest)
		}
	}
}

// endingsOf returns the results, the most urgent first.
func endingsOf(t *Tree) []*Step {
	var list []*Step
	for _, s := range t.Steps {
		if s.IsResult() {
			list = append(list, s)
		}
	}
	urgency := func(s *Step) Urgency {
		if s.Card == nil {
			return Information
		}
		return s.Card.Urgency
	}
	slices.SortStableFunc(list, func(a, b *Step) int { return int(urgency(b) - urgency(a)) })
	return list
}

// ways says how many answers lead to s.
func ways(t *Tree, s *Step) string {
	n := 0
	for _, from := range t.Steps {
		for _, e := range from.exits() {
			if e.to == s {
				n++
			}
		}
	}
	switch n {
	case 0:
		return "no answer leads here"
	case 1:
		return "1 answer leads here"
	}
	return fmt.Sprintf("%d answers lead here", n)
}

func (w *textWriter) rules(t *Tree) {
	if len(t.Rules) == 0 {
		return
	}
	w.heading("Rules")
	for _, r := range t.Rules {
		w.line(0, "- ", r.sentence())
	}
}

// cases writes who must end where, and where they do.
func (w *textWriter) cases(t *Tree, whole bool) {
	if len(t.Cases) == 0 {
		return
	}
	w.heading("Cases")
	for _, c := range t.Cases {
		w.line(0, "- ", c.Who+": "+c.given())
		w.line(0, "      expected: ", c.Gets.named())
		if whole {
			w.line(0, "      obtained: ", obtained(t, c))
		}
	}
}

// given returns the answers of a case, in words.
func (c *Case) given() string {
	if len(c.Answers) == 0 {
		return "whatever they answer"
	}
	var list []string
	for _, a := range c.Answers {
		list = append(list, a.Question+": “"+a.Answer+"”")
	}
	return strings.Join(list, ", ")
}

// named names what a rule or a case expects.
func (r *Ref) named() string {
	switch {
	case r == nil:
		return "nothing"
	case r.Step == nil:
		return "#" + r.ID + ", which no heading has as its id"
	case r.Step.IsResult():
		return ending(r.Step)
	}
	return r.Step.Name
}

// obtained names all endings that somebody can come to who answers as c.
func obtained(t *Tree, c *Case) string {
	var list []string
	for _, s := range t.CaseEndings(c) {
		list = append(list, ending(s))
	}
	switch {
	case len(list) == 0:
		return "no ending"
	case len(list) == 1 && c.Gets != nil && t.CaseEndings(c)[0] == c.Gets.Step:
		return list[0] + ", as expected"
	}
	return strings.Join(list, " or ") + ": NOT AS EXPECTED"
}

// sentence returns the rule in English, however it is written.
func (r *Rule) sentence() string {
	switch r.Kind {
	case AskedFirst:
		return "Everyone is asked " + r.Subject.name() + " first."
	case AskedBefore:
		return "Everyone is asked " + r.Subject.name() + " before " + r.later() + "."
	case Gets:
		next := ""
		if r.Next {
			next = " next"
		}
		return "Anyone who answers " + r.labels() + " to " + r.Subject.name() + " gets " + refNames(r.Targets) + next + "."
	case Never:
		return "Nobody who answers " + r.labels() + " to " + r.Subject.name() + " gets " + refNames(r.Targets) + "."
	case OnlyFor:
		return refNames(r.Targets) + " is only for people who answered " + r.labels() + " to " + r.Subject.name() + "."
	case Longest:
		return "Nobody answers more than " + count(r.N, "question") + "."
	}
	return ""
}

// later names what an AskedBefore rule says comes later.
func (r *Rule) later() string {
	switch {
	case len(r.Targets) > 0:
		return refNames(r.Targets)
	case len(r.Except) > 0:
		return "any result except " + refNames(r.Except)
	}
	return "any result"
}

func (r *Rule) labels() string {
	var list []string
	for _, l := range r.Labels {
		list = append(list, "“"+l.Label+"”")
	}
	return strings.Join(list, " or ")
}

func refNames(refs []*Ref) string {
	var list []string
	for _, r := range refs {
		list = append(list, r.name())
	}
	return strings.Join(list, " or ")
}

// name returns the name of the step, or its id if there is no such step.
func (r *Ref) name() string {
	switch {
	case r == nil:
		return "nothing"
	case r.Step == nil:
		return "#" + r.ID
	}
	return "“" + r.Step.Name + "”"
}
