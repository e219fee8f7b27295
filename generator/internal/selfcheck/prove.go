package selfcheck

import (
	"cmp"
	"slices"
	"strings"

	"iopguide/generator/internal/diag"
)

// A Finding is something that is wrong with a Tree: what an author can mend.
type Finding struct {
	Rule    string // such as no-such-heading
	Warning bool
	Place
	Message, Help string
	Related       []Related
}

// A Related is another place that a Finding speaks of.
type Related struct {
	Place
	Note string
}

// Prove returns all that is wrong with the Tree, sorted by place. It reports
// causes, not what follows from them: where an answer leads nowhere, nothing is
// said of the rules and cases that fail for it. Nothing is an alarm without
// reason, because no answer is looked back at: each way that a Finding shows
// can be walked.
func (t *Tree) Prove() []Finding {
	if len(t.Steps) == 0 {
		return nil
	}
	p := &prover{graph: newGraph(t)}
	p.targets()
	p.questions()
	p.totals()
	p.deadEnds()
	p.unreachable()
	p.loops()
	if !p.broken && !t.malformed {
		p.length()
		p.rules()
		p.cases()
	}
	slices.SortStableFunc(p.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	return p.findings
}

// A prover collects what is wrong with one Tree.
type prover struct {
	*graph
	findings  []Finding
	suggested []*Step // what links that lead nowhere were probably meant to lead to
	searches  int     // for the nearest of many words
	broken    bool    // an answer is missing, leads nowhere, or leads two ways: rules and cases would fail for it
}

func (p *prover) report(rule string, at Place, message, help string, related ...Related) {
	p.findings = append(p.findings,
		Finding{Rule: rule, Place: at, Message: message, Help: help, Related: related})
}

// mostSearches is for how many mistakes of a file the nearest word is sought.
// Nobody mends more at a time, and a preview must not wait for them.
const mostSearches = 100

// nearest returns the candidate that was probably meant, or "".
func (p *prover) nearest(name string, candidates []string) string {
	p.searches++
	if p.searches > mostSearches || len(name) > 4*longestQuote {
		return ""
	}
	return diag.Nearest(name, candidates)
}

// questions checks each question by itself.
func (p *prover) questions() {
	for _, s := range p.tree.Steps {
		if s.IsResult() {
			continue
		}
		p.labels(s)
		if !strings.HasSuffix(s.Question, "?") {
			p.report("no-question", s.Place, quoted(s.Name)+" has answers, but asks nothing",
				"end the heading with a question mark, or put a paragraph under it that ends with one")
		}
		p.broken = p.broken || len(s.Answers) < 2
		switch {
		case len(s.Answers) == 0:
			p.report("one-answer", s.Points.Place, quoted(s.Name)+" has points, but no ranges",
				"after the table, list where each total leads, such as [0–3](#"+p.tree.Steps[0].ID+")")
		case len(s.Answers) == 1 && s.Points != nil:
			p.report("one-answer", s.Answers[0].Place, quoted(s.Name)+" has only one range",
				"write at least two, so that the points make a difference")
		case len(s.Answers) == 1:
			p.report("one-answer", s.Answers[0].Place, quoted(s.Name)+" has only one answer",
				"write at least two, or let the answers before lead straight to "+quoted(p.named(s.Answers[0])))
		}
	}
}

// named returns the name of the step that an answer leads to.
func (p *prover) named(a *Answer) string {
	if a.To == nil {
		return "#" + a.Target
	}
	return a.To.Name
}

// labels reports two answers, or two rows or columns of a table, that a reader
// cannot tell apart.
func (p *prover) labels(s *Step) {
	seen := newSeen(p, s)
	for _, a := range s.Answers {
		seen.add("answer", a.Label, a.Place)
	}
	if s.Points == nil {
		return
	}
	seen = newSeen(p, s)
	for _, r := range s.Points.Rows {
		seen.add("row", r.Label, r.Place)
	}
	seen = newSeen(p, s)
	for _, c := range s.Points.Columns {
		seen.add("column", c, s.Points.Place)
	}
}

// seen holds the labels of a step up to now.
type seen struct {
	p     *prover
	step  *Step
	first map[string]Place
}

func newSeen(p *prover, s *Step) *seen { return &seen{p, s, map[string]Place{}} }

func (s *seen) add(what, label string, at Place) {
	key := strings.ToLower(oneSpace(label))
	first, twice := s.first[key]
	if !twice {
		s.first[key] = at
		return
	}
	if key == "" {
		return // told as an answer without words
	}
	s.p.broken = true
	s.p.report("duplicate-answer", at, quoted(s.step.Name)+" has the "+what+" "+quoted(label)+" twice",
		"write one of them in other words, or take it away", Related{first, "the first is here"})
}

// longestQuote is how many characters of a label are shown.
const longestQuote = 80

// quoted returns a label for a message, between quotation marks.
func quoted(label string) string {
	return "“" + innerQuotes.Replace(shortened(label)) + "”"
}

var innerQuotes = strings.NewReplacer("“", "‘", "”", "’")

// shortened returns a label on one line, cut after a word if it is very long.
func shortened(label string) string {
	label = oneSpace(label)
	letters := []rune(label)
	if len(letters) <= longestQuote {
		return label
	}
	cut := string(letters[:longestQuote])
	if space := strings.LastIndexByte(cut, ' '); space > len(cut)/2 {
		cut = cut[:space]
	}
	return cut + "…"
}

// listed returns words as a list in a sentence: a, b or c. Of very many it
// shows the first.
func listed(words []string, last string) string {
	const most = 8
	if len(words) > most {
		return strings.Join(words[:most], ", ") + ", …"
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// allQuoted returns the words between quotation marks.
func allQuoted(words []string) []string {
	var list []string
	for _, w := range words {
		list = append(list, quoted(w))
	}
	return list
}
