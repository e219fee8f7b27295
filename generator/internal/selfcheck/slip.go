package selfcheck

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
)

// slips looks for what an author most probably meant where a step is missing
// or has no way on: a heading, a list or a card whose first sign is wrong. A
// Tree does not hold such lines, so it is told of them.
func (r *reader) slips(sections []*section) {
	lost := map[string]bool{}
	for i, s := range r.tree.Steps {
		for _, b := range branches(s) {
			if b.to == nil {
				lost[b.target()] = true
			}
		}
		if s.IsResult() && s.Card == nil {
			s.slip = r.lostParts(r.linesOf(sections, i))
		}
	}
	r.lostHeadings(lost)
}

// A line is one of the file's.
type line struct {
	number int
	text   string
}

// linesBetween returns the lines of the file that begin between two places.
func (r *reader) linesBetween(from, to int) (lines []line) {
	source := r.Source()
	number := 1 + bytes.Count(source[:from], []byte("\n"))
	for text := range strings.SplitSeq(string(source[from:to]), "\n") {
		lines = append(lines, line{number, strings.TrimRight(text, " \t\r")})
		number++
	}
	return lines
}

// linesOf returns the lines under the heading of a section.
func (r *reader) linesOf(sections []*section, i int) []line {
	from, to := r.Place(sections[i].heading).End, len(r.Source())
	if i+1 < len(sections) {
		to = r.Place(sections[i+1].heading).Start
	}
	if checks := r.tree.Checks.Start; checks > from {
		to = min(to, checks)
	}
	return r.linesBetween(from, max(from, to))
}

var headingID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\s*\{#([^\s{}]+)\}$`) })

// lostHeadings looks for lines that read like the headings that answers lead
// to, and are none of the second level.
func (r *reader) lostHeadings(lost map[string]bool) {
	r.tree.lostHeadings = map[string]string{}
	if len(lost) == 0 {
		return
	}
	for _, l := range r.linesBetween(0, len(r.Source())) {
		words := strings.TrimSpace(strings.TrimLeft(l.text, " #"))
		if words == "" || strings.HasPrefix(l.text, "## ") || len(words) > 4*longestQuote {
			continue
		}
		id := slugOf(strings.TrimRight(words, " #"))
		if m := headingID().FindStringSubmatchIndex(words); m != nil {
			words, id = words[:m[0]], words[m[2]:m[3]]
		}
		if lost[id] && r.tree.lostHeadings[id] == "" {
			r.tree.lostHeadings[id] = "line " + strconv.Itoa(l.number) + " says " + quoted(words) + ": begin it with ## and a space"
		}
	}
}

var (
	listItem = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^ {0,3}(?:[-*+]|\d+[.)])\s`) })
	cardKind = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\s*\[!([A-Z]+)\]`) })
)

// lostParts looks for links that are no list, and for a card that is none. It
// returns what to do, or "".
func (r *reader) lostParts(lines []line) string {
	first, last := 0, 0
	for _, l := range lines {
		if m := cardKind().FindStringSubmatch(l.text); m != nil {
			if _, known := kinds[m[1]]; known {
				return "line " + strconv.Itoa(l.number) + " says [!" + m[1] + "]: put > before each line of the card"
			}
		}
		if strings.Contains(l.text, "](#") && !listItem().MatchString(l.text) {
			last = l.number
			if first == 0 {
				first = last
			}
		}
	}
	switch {
	case first == 0:
		return ""
	case first == last:
		return "line " + strconv.Itoa(first) + " holds a link, but is no list: begin it with - at the left edge"
	}
	return "lines " + strconv.Itoa(first) + "–" + strconv.Itoa(last) +
		" hold links but are no list: begin each with - at the left edge"
}

// brokenTable reports ranges under lines that were meant for a table of points,
// but are none. What cases say of its rows then needs no word.
func (r *reader) brokenTable(s *section, step *Step) {
	for _, a := range step.Answers {
		if _, _, ok := parseRange(r.lang, a.Label); !ok {
			return
		}
	}
	for _, b := range s.blocks {
		if len(step.Answers) == 0 || b.Kind() != ast.KindParagraph || !bytes.ContainsRune(b.Lines().Value(r.Source()), '|') {
			continue
		}
		r.report(step.Answers[0].Place, "ragged-table",
			"these answers are ranges, but no table of points stands above them",
			"write the table without blank lines, with a line of dashes under its heads: | --- | --: | --: |")
		return
	}
}
