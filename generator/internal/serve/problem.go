package serve

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"strings"
	"unicode/utf8"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
)

// A problem is a mistake as the preview shows it. Its names are those that
// panel.js knows.
type problem struct {
	spot
	Place   string    `json:"place,omitempty"` // file:line:column
	Rule    string    `json:"rule,omitempty"`
	Message string    `json:"message"`
	Help    string    `json:"help,omitempty"`
	Line    int       `json:"line,omitempty"` // 0 if no line is shown
	Before  string    `json:"before,omitempty"`
	Marked  string    `json:"marked,omitempty"`
	After   string    `json:"after,omitempty"`
	Related []related `json:"related,omitempty"`
}

// A spot is a place in a file, for a person and for their editor.
type spot struct {
	Where  string       `json:"where,omitempty"`  // content/costs.md, line 7
	Editor template.URL `json:"editor,omitempty"` // opens the file there; "" if nothing can
}

// A related is another place that a problem speaks of.
type related struct {
	spot
	Note string `json:"note"`
}

// A linker returns the address that opens a file in the writer's editor, or "".
type linker func(f *diag.File, offset int) string

// spot returns the place in f. EditorLink has made sure that the address is one
// of an editor, so it may stand in a page.
func (link linker) spot(f *diag.File, offset int) spot {
	at := f.Position(offset)
	return spot{fmt.Sprintf("%s, line %d", at.Name, at.Line), template.URL(link(f, offset))}
}

// maxProblems is how many mistakes are shown; a person mends them one by one.
const maxProblems = 100

// problemsOf returns the errors of an outcome. Those in the files that were just
// saved come first: others may only follow from them. The names of files in
// diagnostics begin with prefix.
func problemsOf(o outcome, prefix string, link linker) []problem {
	if o.err != nil {
		help := "it is tried again each second"
		if errors.Is(o.err, build.ErrNoSite) {
			help = "put this file back into the folder of the site, under this name; it holds the site's settings"
		}
		return []problem{{Message: o.err.Error(), Help: help}}
	}
	isError := func(d diag.Diagnostic) bool { return d.Severity == diag.Error }
	saved := func(d diag.Diagnostic) bool { return o.cause.names[strings.TrimPrefix(d.File.Name, prefix)] }
	first := link.problems(o.list, func(d diag.Diagnostic) bool { return isError(d) && saved(d) })
	rest := link.problems(o.list, func(d diag.Diagnostic) bool { return isError(d) && !saved(d) })
	return append(first, rest[:min(len(rest), maxProblems-len(first))]...)
}

// problems returns those of list that are wanted, up to maxProblems.
func (link linker) problems(list diag.List, wanted func(diag.Diagnostic) bool) []problem {
	problems := []problem{}
	for _, d := range list {
		if len(problems) < maxProblems && wanted(d) {
			problems = append(problems, link.problem(d))
		}
	}
	return problems
}

func (link linker) problem(d diag.Diagnostic) problem {
	at := d.Position()
	p := problem{spot: link.spot(d.File, d.Start), Place: at.String(), Rule: d.Rule, Message: d.Message, Help: d.Help}
	if before, marked, after := excerpt(d); d.File.IsText() && strings.TrimSpace(before+marked+after) != "" {
		p.Line, p.Before, p.Marked, p.After = at.Line, before, marked, after
	}
	for _, r := range d.Related {
		p.Related = append(p.Related, related{link.spot(r.File, r.Start), r.Note})
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
