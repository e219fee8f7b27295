package selfcheck

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// tree builds a Tree from a short notation, so that proofs are tested without
// the parser. Each line is one thing, and its place:
//
//	# Age {#age}                 a step; without an id the name makes one
//	How old are you?             its question; else it is "NAME?"
//	~ no question mark           its question, as it stands
//	| In all | Never | Often     the heads of a table of points
//	| Sleep | 0 | 3>help         a row; the second cell decides
//	- Yes > help                 an answer, or a band
//	! CAUTION                    the card
//	first: age
//	before: safety: home         or any, or any except help
//	gets: age: Yes | No: help    or next
//	never: age: Yes: help
//	only: help: age: Yes
//	longest: 3
//	case WHO; Age: Yes; Home: No => help
func tree(t testing.TB, text string) *Tree {
	t.Helper()
	return treeIn(t, "en", text)
}

// treeIn builds a tree in a language.
func treeIn(t testing.TB, lang, text string) *Tree {
	t.Helper()
	n := &notation{t: t, tree: &Tree{Lang: lang}}
	at := 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		words := strings.TrimSpace(line)
		indent := strings.Index(line, words)
		n.place = Place{at + indent, at + indent + len(words)}
		n.line(words)
		at += len(line)
	}
	n.resolve()
	return n.tree
}

type notation struct {
	t     testing.TB
	tree  *Tree
	step  *Step
	place Place
	refs  []*Ref
}

var cards = map[string]Urgency{"NOTE": Information, "TIP": Routine, "IMPORTANT": Soon, "WARNING": Urgent, "CAUTION": Emergency}

func (n *notation) line(words string) {
	key, rest, _ := strings.Cut(words, " ")
	switch {
	case words == "":
	case key == "#":
		n.newStep(rest)
	case key == "~":
		n.step.Question = rest
	case key == "|" && n.step.Points == nil:
		heads := trimmed(rest, "|")
		n.step.Points = &Points{Prompt: heads[0], Columns: heads[1:], Place: n.place}
		n.asks()
	case key == "|":
		n.row(trimmed(rest, "|"))
	case key == "-":
		n.answer(rest)
	case key == "!":
		n.step.Card = &Card{Urgency: cards[rest], Place: n.place}
	case key == "case":
		n.newCase(rest)
	case strings.HasSuffix(key, ":"):
		n.rule(strings.TrimSuffix(key, ":"), trimmed(rest, ":"))
	case strings.HasSuffix(words, "?"):
		n.step.Question = words
	default:
		n.t.Fatalf("no such line in a tree: %s", words)
	}
}

func trimmed(s, sep string) []string {
	list := strings.Split(s, sep)
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

func (n *notation) newStep(heading string) {
	name, id, _ := strings.Cut(strings.TrimSuffix(heading, "}"), " {#")
	if id == "" {
		id = strings.ReplaceAll(strings.ToLower(name), " ", "-")
	}
	n.step = &Step{Index: len(n.tree.Steps), ID: id, Name: name, Place: n.place}
	n.tree.Steps = append(n.tree.Steps, n.step)
}

func (n *notation) asks() {
	if n.step.Question == "" {
		n.step.Question = n.step.Name + "?"
	}
}

func (n *notation) answer(text string) {
	label, target, _ := strings.Cut(text, " > ")
	a := &Answer{Label: label, Target: target, Place: n.place}
	if n.step.Points != nil {
		a.Low, a.High, _ = parseRange(n.tree.Lang, label)
	}
	n.step.Answers = append(n.step.Answers, a)
	n.asks()
}

func (n *notation) row(cells []string) {
	r := &Row{Label: cells[0], Place: n.place}
	for _, c := range cells[1:] {
		points, target, _ := strings.Cut(c, ">")
		number, err := strconv.Atoi(points)
		if err != nil {
			n.t.Fatal(err)
		}
		r.Cells = append(r.Cells, &Cell{Points: number, Target: target, Place: n.place})
	}
	n.step.Points.Rows = append(n.step.Points.Rows, r)
}

func (n *notation) ref(id string) *Ref {
	r := &Ref{ID: id, Place: n.place}
	n.refs = append(n.refs, r)
	return r
}

func (n *notation) labels(text string) (list []*RuleAnswer) {
	for _, l := range trimmed(text, "|") {
		list = append(list, &RuleAnswer{l, n.place})
	}
	return list
}

func (n *notation) rule(kind string, parts []string) {
	r := &Rule{Place: n.place}
	switch kind {
	case "first":
		r.Kind, r.Subject = AskedFirst, n.ref(parts[0])
	case "before":
		r.Kind, r.Subject = AskedBefore, n.ref(parts[0])
		if except, ok := strings.CutPrefix(parts[1], "any except "); ok {
			r.Except = n.several(except)
		} else if parts[1] != "any" {
			r.Targets = n.several(parts[1])
		}
	case "gets", "next", "never":
		r.Kind, r.Next = Gets, kind == "next"
		if kind == "never" {
			r.Kind = Never
		}
		r.Subject, r.Labels, r.Targets = n.ref(parts[0]), n.labels(parts[1]), n.several(parts[2])
	case "only":
		r.Kind, r.Targets, r.Subject, r.Labels = OnlyFor, n.several(parts[0]), n.ref(parts[1]), n.labels(parts[2])
	case "longest":
		r.Kind = Longest
		r.N, _ = strconv.Atoi(parts[0])
	default:
		n.t.Fatalf("no such rule in a tree: %s", kind)
	}
	n.tree.Rules = append(n.tree.Rules, r)
}

func (n *notation) several(text string) (refs []*Ref) {
	for _, id := range trimmed(text, "|") {
		refs = append(refs, n.ref(id))
	}
	return refs
}

func (n *notation) newCase(text string) {
	text, gets, _ := strings.Cut(text, " => ")
	parts := trimmed(text, ";")
	c := &Case{Who: parts[0], Gets: n.ref(gets), Place: n.place}
	for _, p := range parts[1:] {
		q, a, _ := strings.Cut(p, ": ")
		c.Answers = append(c.Answers, &CaseAnswer{q, a, n.place})
	}
	n.tree.Cases = append(n.tree.Cases, c)
}

func (n *notation) resolve() {
	byID := map[string]*Step{}
	for _, s := range n.tree.Steps {
		if byID[s.ID] == nil {
			byID[s.ID] = s
		}
	}
	for _, s := range n.tree.Steps {
		for _, a := range s.Answers {
			a.To = byID[a.Target]
		}
		if s.Points == nil {
			continue
		}
		for _, r := range s.Points.Rows {
			for _, c := range r.Cells {
				c.To = byID[c.Target]
			}
		}
	}
	for _, r := range n.refs {
		r.Step = byID[r.ID]
	}
}

// told writes what Prove found, each with the line of the notation it is at.
func told(text string, findings []Finding) string {
	at := func(p Place) string { return text[p.Start:p.End] }
	var b strings.Builder
	for _, f := range findings {
		severity := ""
		if f.Warning {
			severity = "warning: "
		}
		fmt.Fprintf(&b, "%s\n%s%s [%s]\n", at(f.Place), severity, f.Message, f.Rule)
		for _, r := range f.Related {
			fmt.Fprintf(&b, "  %s: %s\n", at(r.Place), r.Note)
		}
		for line := range strings.SplitSeq(f.Help, "\n") {
			fmt.Fprintf(&b, "  = %s\n", line)
		}
	}
	return b.String()
}

// example is the tree of the specification, without its words.
const example = `
# Safety
- Yes > get-help-now
- I am not sure > get-help-now
- No > safety-and-withdrawal
# Safety and withdrawal
- Yes, or I am not sure > get-help-now
- No > age
# Age
- Under 18 > young-people
- 18 or older > care-now
# Care now
- None > daily-life
- A visit every week or two > daily-life
- I am leaving a hospital or a residential program > home
# Daily life
| In the last two weeks                | Not hard | A little | Hard | Very hard
| Getting through work, school, chores | 0 | 1 | 2 | 3
| Sleeping and eating                  | 0 | 1 | 2 | 3
| Being with other people              | 0 | 1 | 2 | 3
| Staying away from alcohol or drugs   | 0 | 1 | 2 | 3
| Keeping myself safe                  | 0 | 1>get-help-now | 2>get-help-now | 3>get-help-now
- 0 to 3 > start-outpatient
- 4 to 9 > home
- 10 or more > more-support
# Home
- Yes > time
- No, or it is not safe > more-support
# Time
- Yes > iop-may-fit
- Yes, with help for rides, work, or child care > iop-may-fit
- No > other-options
# Get help now
! CAUTION
# Young people
! IMPORTANT
# Start outpatient
! TIP
# More support
! WARNING
# IOP may fit
! IMPORTANT
# Other options
! NOTE
first: safety
before: safety-and-withdrawal: any except get-help-now
next: safety: Yes | I am not sure: get-help-now
next: daily-life: Keeping myself safe = A little | Keeping myself safe = Hard | Keeping myself safe = Very hard: get-help-now
never: age: Under 18: iop-may-fit
only: iop-may-fit: home: Yes
longest: 11
case wants to die, whatever else holds; Safety: Yes => get-help-now
case is shaky after three dry days; Safety: No; Safety and withdrawal: Yes, or I am not sure => get-help-now
case is 16; Safety: No; Safety and withdrawal: No; Age: Under 18 => young-people
case finds weekly therapy is not enough; Safety: No; Safety and withdrawal: No; Age: 18 or older; Care now: A visit every week or two; Daily life: 6; Home: Yes; Time: Yes => iop-may-fit
case has nowhere safe to sleep; Safety: No; Safety and withdrawal: No; Age: 18 or older; Daily life: 6; Home: No, or it is not safe => more-support
case finds it a little hard to stay safe; Safety: No; Safety and withdrawal: No; Age: 18 or older; Care now: None; Daily life: Keeping myself safe = A little => get-help-now
`
