package selfcheck

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Drawings are the forms in which reviewers see a tree, by name. Each takes the
// title of its page. All but "text" need a tree whose Flaw is "".
var Drawings = map[string]func(t *Tree, title string) string{
	"text":    (*Tree).Text,
	"svg":     (*Tree).SVG,
	"dot":     (*Tree).DOT,
	"mermaid": (*Tree).Mermaid,
	"paths":   (*Tree).Paths,
}

// urgencies are the words for each Urgency: never by color alone.
var urgencies = map[Urgency]string{
	Information: "information",
	Routine:     "routine",
	Soon:        "soon: this week",
	Urgent:      "urgent: today",
	Emergency:   "emergency: now",
}

// String returns the urgency in words.
func (u Urgency) String() string { return urgencies[u] }

// urgent returns how soon the step asks to act, in words.
func (s *Step) urgent() string {
	if s.Card == nil {
		return "no card"
	}
	return s.Card.Urgency.String()
}

// An exit is one way out of a question.
type exit struct {
	label, target string
	hint          string
	to            *Step   // nil if the target is missing
	row           *Row    // nil unless a cell decides
	column        int     // of the cell
	answer        *Answer // nil if a cell decides
}

// exits returns all ways out of the step, in the order they stand: the cells
// that decide, then the answers or bands.
func (s *Step) exits() []exit {
	var list []exit
	if s.Points != nil {
		for _, r := range s.Points.Rows {
			for i, c := range r.Cells {
				if c.Decides() {
					list = append(list, exit{label: r.Label + " = " + s.Points.column(i), target: c.Target, to: c.To, row: r, column: i})
				}
			}
		}
	}
	for _, a := range s.Answers {
		list = append(list, exit{label: a.Label, target: a.Target, hint: a.Hint, to: a.To, answer: a})
	}
	return list
}

// column returns the head of column i, also where a row has too many cells.
func (p *Points) column(i int) string {
	if i < len(p.Columns) {
		return p.Columns[i]
	}
	return fmt.Sprintf("column %d", i+1)
}

// Flaw says what keeps the tree from being drawn: an answer that leads nowhere,
// or one that leads back. It is "" if nothing does.
func (t *Tree) Flaw() string {
	if len(t.Steps) == 0 {
		return "there is no question yet"
	}
	for _, s := range t.Steps {
		for _, e := range s.exits() {
			if e.to == nil {
				return fmt.Sprintf("“%s” of “%s” leads to #%s, and no heading has that id", e.label, s.Name, e.target)
			}
		}
	}
	if s := t.returns(); s != nil {
		return fmt.Sprintf("answers lead back to “%s”", s.Name)
	}
	return ""
}

// returns finds a step from which answers lead back to it, or nil.
func (t *Tree) returns() *Step {
	const open, done = 1, 2
	state := make([]int, len(t.Steps))
	var visit func(s *Step) *Step
	visit = func(s *Step) *Step {
		state[s.Index] = open
		for _, e := range s.exits() {
			if e.to == nil || state[e.to.Index] == done {
				continue
			}
			if state[e.to.Index] == open {
				return e.to
			}
			if found := visit(e.to); found != nil {
				return found
			}
		}
		state[s.Index] = done
		return nil
	}
	for _, s := range t.Steps {
		if state[s.Index] == 0 {
			if found := visit(s); found != nil {
				return found
			}
		}
	}
	return nil
}

// sorted returns the steps that a reader can come to, each after all that lead
// to it, else as written. It ends also where answers lead back.
func (t *Tree) sorted() []*Step {
	if len(t.Steps) == 0 {
		return nil
	}
	var list []*Step
	seen := make([]bool, len(t.Steps))
	var visit func(s *Step)
	visit = func(s *Step) {
		seen[s.Index] = true
		exits := s.exits()
		for _, e := range slices.Backward(exits) {
			if e.to != nil && !seen[e.to.Index] {
				visit(e.to)
			}
		}
		list = append(list, s)
	}
	visit(t.Steps[0])
	slices.Reverse(list)
	return list
}

// summary counts what the tree has, in words.
func (t *Tree) summary() string {
	c := t.Count()
	return fmt.Sprintf("%s, %s, %s, %s, %s, longest %s",
		count(c.Questions, "question"), count(c.Results, "ending"), count(c.Links, "link"),
		numbered(c.Routes.String(), "route"), numbered(c.Ways.String(), "way")+" to answer", count(c.Longest, "answer"))
}

func numbered(n, word string) string {
	if n == "1" {
		return n + " " + word
	}
	return n + " " + word + "s"
}

// wrapped breaks text into lines of at most width characters. A word that is
// longer than a line stands alone.
func wrapped(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

// LanguageOf returns the language in which text has the heading of the section
// for reviewers, English if it has none.
func LanguageOf(text string) string {
	for line := range strings.Lines(text) {
		heading, ok := strings.CutPrefix(line, "## ")
		if !ok {
			continue
		}
		for _, lang := range languageOrder {
			if isChecks(lang, strings.TrimSpace(heading)) {
				return lang
			}
		}
	}
	return languageOrder[0]
}
