// Package selfcheck is the Markdown extension for self-checks: pages that ask
// one question at a time and end with a next step.
//
// A file is cut at its headings of the second level. Each is a step: a question
// has answers, which are links to other steps; a scored question has a table of
// points, and ranges of their total for answers; a result has neither, and one
// card, whose kind says how soon to act. Nothing else decides where a reader
// goes: no answer is looked back at. So every way through a tree can be walked,
// and what is proved of it is exact.
//
// The order of events:
//
//  1. step.go, table.go, checks.go read the steps, the points, and what the
//     section for reviewers says, into a Tree; mistakes of form are reported.
//  2. prove.go proves the Tree: every answer leads somewhere (graph.go), each
//     total that can be had lies in one range (bands.go), every sentence holds
//     on every path (rules.go), every case ends as its row says (cases.go).
//     answers.go finds what a label stands for at a question.
//  3. render.go turns each step into a part of the page.
//
// For reviewers, mutate.go tells which changes no check would notice, the files
// draw_*.go and paths.go draw a Tree, and diff.go tells two apart.
package selfcheck

import "fmt"

// A Tree is a self-check: its questions and results, the first one first. It
// is never changed.
type Tree struct {
	Lang   string
	Steps  []*Step
	Rules  []*Rule // the sentences of "## Checks", in the order written
	Cases  []*Case // its table, likewise
	Checks Place   // the heading "## Checks"; zero if there is none

	lostHeadings map[string]string // by the id that answers lead to: which line was probably meant to be its heading

	malformed bool // some part could not be read, so rules and cases prove nothing
}

// A Place is where something stands in the source, as byte offsets.
type Place struct{ Start, End int }

// A Step is a question (it has answers, or points and bands) or a result (it
// has neither, and one card).
type Step struct {
	Index     int    // in Tree.Steps
	ID        string // of its heading: what answers, rules and cases name
	Anchor    string // of its section on the page, which tells nothing: s1, s2, …
	HeadingID string // of the heading of that section
	Name      string // the heading's words: for summaries, maps and messages
	Question  string // as the reader is asked; "" for a result
	Answers   []*Answer
	Points    *Points // nil unless the question is scored; then Answers are its bands
	Card      *Card   // nil for a question
	Words     []Text  // of a result all that it says; of a question what is said besides the question
	Links     []Link  // that lead out of the tree, in the order they stand
	Place             // of the heading's words

	unknownCard bool   // its card is of a kind that there is not, which is told elsewhere
	slip        string // what its author probably meant, where it is neither
}

// IsResult reports whether the step is a result.
func (s *Step) IsResult() bool { return len(s.Answers) == 0 && s.Points == nil }

// labels are all that can be answered to s: its labels, and of a scored
// question each answer to each row, as "row = column".
func (s *Step) labels() []string {
	var labels []string
	for _, a := range s.Answers {
		labels = append(labels, a.Label)
	}
	if s.Points == nil {
		return labels
	}
	for _, r := range s.Points.Rows {
		for _, c := range s.Points.Columns {
			labels = append(labels, r.Label+" = "+c)
		}
	}
	return labels
}

// An Answer leads from a question to another step. An answer of a scored
// question is a band: it is given by whoever has Low to High points.
type Answer struct {
	Label     string
	Hint      string // the words after the link
	Target    string // the id that the link names
	To        *Step  // nil if there is no such step
	Low, High int    // of a band; High is Unlimited for "10 or more"
	Place            // of the link
	List      Place  // of the list item
}

// Unlimited is the High of a band without an upper end.
const Unlimited = 1 << 30

// Points is a scored question: rows of items, columns of answers.
type Points struct {
	Prompt  string // the head of the first column
	Columns []string
	Rows    []*Row
	Place   // of the table
}

// A Row is one item of a scored question.
type Row struct {
	Label string
	Cells []*Cell // as many as there are columns
	Place
}

// A Cell is what one answer to a row counts. A cell that is a link decides,
// whatever the total is: To is where it leads.
type Cell struct {
	Points int
	Target string // the id that the link names; "" if it is none
	To     *Step  // nil if it is none, or leads nowhere
	Place
}

// Decides reports whether the cell leads somewhere whatever the total is.
func (c *Cell) Decides() bool { return c.Target != "" }

// A Card is the action card of a result.
type Card struct {
	Urgency Urgency
	Title   string
	Text    string   // all its words
	Links   []string // where its links lead, as written
	Place            // of the [!KIND]
}

// Text is a run of words that a step shows.
type Text struct {
	Words string
	Place
}

// A Link is a link of a step that leads out of the tree.
type Link struct {
	Dest string // as written
	Place
}

// Urgency says how soon a result asks the reader to act.
type Urgency int

const (
	Information Urgency = iota // NOTE
	Routine                    // TIP
	Soon                       // IMPORTANT: this week
	Urgent                     // WARNING: today
	Emergency                  // CAUTION: now
)

// A Rule is one sentence of "## Checks": something that must be true on every
// path.
type Rule struct {
	Kind    RuleKind
	Subject *Ref          // the question asked or answered
	Targets []*Ref        // AskedBefore: the one step that comes later, none meaning any result; Gets, Never, OnlyFor: results
	Except  []*Ref        // AskedBefore any result: those that may come sooner
	Labels  []*RuleAnswer // Gets, Never, OnlyFor: any of these answers
	Next    bool          // Gets: as the very next step
	N       int           // Longest
	Place                 // of the sentence
}

// RuleKind says what a Rule asks.
type RuleKind int

const (
	AskedFirst  RuleKind = iota // everyone is asked Subject first
	AskedBefore                 // everyone is asked Subject before Targets
	Gets                        // anyone who answers Labels to Subject gets one of Targets
	Never                       // nobody who answers Labels to Subject gets any of Targets
	OnlyFor                     // the one Target is only for people who answered Labels to Subject
	Longest                     // nobody answers more than N questions
)

// A Ref names a step.
type Ref struct {
	ID   string
	Step *Step // nil if there is no such step
	Place
}

// A RuleAnswer is an answer as a rule or a case names it: a label, a total or
// range of points, or "row = column".
type RuleAnswer struct {
	Label string
	Place
}

// A Case is one row of the cases table: somebody, what they answer, and where
// all who answer so must end.
type Case struct {
	Who     string
	Answers []*CaseAnswer
	Gets    *Ref
	Place   // of the row's first cell
}

// A CaseAnswer is one answer of a case.
type CaseAnswer struct {
	Question string // the step's name
	Answer   string // a label, a total of points, or "row = column"
	Place
}

// Routing says in lines where each answer leads and how soon each result asks
// to act: what a clinical review approves besides the words.
func (t *Tree) Routing() []string {
	var lines []string
	for _, s := range t.Steps {
		for _, a := range s.Answers {
			lines = append(lines, fmt.Sprintf("%s: %s > %s", s.Name, a.Label, a.Target))
		}
		if s.Card != nil {
			lines = append(lines, fmt.Sprintf("%s: %d", s.Name, s.Card.Urgency))
		}
		if s.Points == nil {
			continue
		}
		for _, r := range s.Points.Rows {
			for i, c := range r.Cells {
				lines = append(lines, fmt.Sprintf("%s: %s = %d: %d > %s", s.Name, r.Label, i, c.Points, c.Target))
			}
		}
	}
	return lines
}
