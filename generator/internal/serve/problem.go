package serve

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"iopguide/generator/internal/diag"
)

// A problem is an error as the preview shows it. Its names are those that
// live.js knows.
type problem struct {
	Place   string   `json:"place,omitempty"` // file:line:column
	Rule    string   `json:"rule,omitempty"`
	Message string   `json:"message"`
	Help    string   `json:"help,omitempty"`
	Line    int      `json:"line,omitempty"` // 0 if no line is shown
	Before  string   `json:"before,omitempty"`
	Marked  string   `json:"marked,omitempty"`
	After   string   `json:"after,omitempty"`
	Related []string `json:"related,omitempty"`
}

// maxProblems is how many errors are shown; a person mends them one by one.
const maxProblems = 100

// problemsOf returns the errors of an outcome.
func problemsOf(o outcome) []problem {
	problems := []problem{}
	if o.err != nil {
		return append(problems, problem{Message: o.err.Error(), Help: "it is tried again each second"})
	}
	for _, d := range o.list {
		if d.Severity == diag.Error && len(problems) < maxProblems {
			problems = append(problems, newProblem(d))
		}
	}
	return problems
}

func newProblem(d diag.Diagnostic) problem {
	at := d.Position()
	p := problem{Place: at.String(), Rule: d.Rule, Message: d.Message, Help: d.Help}
	if before, marked, after := excerpt(d); strings.TrimSpace(before+marked+after) != "" {
		p.Line, p.Before, p.Marked, p.After = at.Line, before, marked, after
	}
	for _, r := range d.Related {
		p.Related = append(p.Related, fmt.Sprintf("%s: %s", r.File.Position(r.Start), r.Note))
	}
	return p
}

// excerpt returns the line that a diagnostic points into, in three parts: the
// middle one is the place itself, or its first character if only that is known.
func excerpt(d diag.Diagnostic) (before, marked, after string) {
	data := d.File.Data
	start := min(max(d.Start, 0), len(data))
	from := bytes.LastIndexByte(data[:start], '\n') + 1
	to := len(data)
	if i := bytes.IndexByte(data[start:], '\n'); i >= 0 {
		to = start + i
	}
	end := min(max(d.End, start), to)
	if end == start && start < to {
		_, size := utf8.DecodeRune(data[start:])
		end = min(start+size, to)
	}
	trim := func(b []byte) string { return strings.TrimPrefix(strings.TrimRight(string(b), "\r"), "\ufeff") }
	return lastOf(trim(data[from:start])), firstOf(trim(data[start:end])), firstOf(trim(data[end:to]))
}

// maxPart is how many characters of each part of a line are shown: a paragraph
// kept on one line would fill the screen.
const maxPart = 70

func firstOf(s string) string {
	if r := []rune(s); len(r) > maxPart {
		return string(r[:maxPart]) + "…"
	}
	return s
}

func lastOf(s string) string {
	if r := []rune(s); len(r) > maxPart {
		return "…" + string(r[len(r)-maxPart:])
	}
	return s
}
