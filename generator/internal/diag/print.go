package diag

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// maxLine is how many characters of a source line are shown: a paragraph kept
// on one line would otherwise fill the screen.
const maxLine = 100

// Print writes each diagnostic as file:line:column: message, the line it
// points into with the place underlined, and its help.
func Print(w io.Writer, l List, color bool) error {
	p := printer{w: bufio.NewWriter(w), color: color}
	for _, d := range l {
		p.print(d)
	}
	return p.w.Flush()
}

type printer struct {
	w     *bufio.Writer
	color bool
}

func (p printer) print(d Diagnostic) {
	label, code := "", "31;1"
	if d.Severity == Warning {
		label, code = "warning: ", "33;1"
	}
	fmt.Fprintf(p.w, "%s: %s%s %s\n", p.paint("1", clean(d.Position().String())),
		p.paint(code, label), clean(d.Message), p.paint("2", "["+d.Rule+"]"))
	p.source(d.File, d.Start, d.End, code)
	for _, r := range d.Related {
		fmt.Fprintf(p.w, "     %s: %s\n", clean(r.File.Position(r.Start).String()), clean(r.Note))
	}
	if d.Help != "" {
		for line := range strings.SplitSeq(d.Help, "\n") {
			fmt.Fprintf(p.w, "     = %s\n", clean(line))
		}
	}
}

// IsText reports whether the file's lines can be shown: pictures and documents
// have zero bytes near their beginning.
func (f *File) IsText() bool { return !bytes.Contains(f.Data[:min(len(f.Data), 512)], []byte{0}) }

// source shows the line that start lies in, and marks the place under it.
func (p printer) source(f *File, start, end int, code string) {
	from, to := f.line(start)
	start = min(max(start, from), to)
	end = min(max(end, start), to)
	line := string(f.Data[from:to])
	if strings.TrimSpace(line) == "" || !f.IsText() {
		return
	}
	pre, mark := clean(string(f.Data[from:start])), clean(string(f.Data[start:end]))
	text := clean(line)
	if over := utf8.RuneCountInString(pre) - maxLine/2; over > 0 && utf8.RuneCountInString(text) > maxLine {
		cut := []rune(text)
		text = "…" + string(cut[over:])
		pre = "…" + string([]rune(pre)[over:])
	}
	if r := []rune(text); len(r) > maxLine {
		text = string(r[:maxLine]) + "…"
		room := max(1, maxLine-utf8.RuneCountInString(pre))
		mark = string([]rune(mark)[:min(room, utf8.RuneCountInString(mark))])
	}
	number := fmt.Sprintf("%4d | ", f.Position(start).Line)
	fmt.Fprintf(p.w, "%s%s\n", p.paint("2", number), text)
	fmt.Fprintf(p.w, "%s%s%s\n", p.paint("2", "     | "), strings.Repeat(" ", cells(pre)),
		p.paint(code, strings.Repeat("^", max(1, cells(mark)))))
}

func (p printer) paint(code, s string) string {
	if !p.color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// clean makes text from a file safe to print: control characters, which could
// steer the terminal, become visible, and a tab becomes a space.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0:
			return '\ufffd'
		case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069:
			return '\ufffd' // would reorder the line
		}
		return r
	}, s)
}

// cells returns how many columns of a terminal s fills.
func cells(s string) int {
	n := 0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}

// record is a diagnostic as JSON. Its names are for editors and scripts, and
// do not change.
type record struct {
	File      string  `json:"file"`
	Line      int     `json:"line"`
	Column    int     `json:"column"`
	EndLine   int     `json:"endLine"`
	EndColumn int     `json:"endColumn"`
	Severity  string  `json:"severity"`
	Rule      string  `json:"rule"`
	Message   string  `json:"message"`
	Help      string  `json:"help,omitempty"`
	Related   []place `json:"related,omitempty"`
}

type place struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Note   string `json:"note"`
}

// JSON writes the list as one JSON array. Lines and columns count from 1,
// columns in characters; an end is the place after the last character.
func JSON(w io.Writer, l List) error {
	records := make([]record, len(l))
	for i, d := range l {
		start, end := d.Position(), d.File.Position(max(d.Start, d.End))
		records[i] = record{File: start.Name, Line: start.Line, Column: start.Column,
			EndLine: end.Line, EndColumn: end.Column, Severity: d.Severity.String(),
			Rule: d.Rule, Message: d.Message, Help: d.Help}
		for _, r := range d.Related {
			at := r.File.Position(r.Start)
			records[i].Related = append(records[i].Related, place{at.Name, at.Line, at.Column, r.Note})
		}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(records)
}
