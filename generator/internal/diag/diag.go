// Package diag describes mistakes in source files: where they are, what is
// wrong, and what to do about it.
//
// Mistakes of authors are Diagnostics. They are collected, never returned as
// errors, so that one build reports all of them. An error is something the
// author cannot mend by editing a page: a disk that is full, a bug.
package diag

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"
)

// A File is a source file, kept whole so that a byte offset can be shown as a
// line and column with the line itself. It is never changed.
type File struct {
	Name string // as its author knows it, such as clinic/content/costs.md
	Data []byte
}

// bom is the byte order mark that some Windows editors put before the text.
var bom = []byte("\ufeff")

// Position returns the line and column of the byte at offset, counted from 1.
// Columns count characters, as editors do, and a byte order mark counts as
// nothing. An offset outside the file is moved to its nearest end.
func (f *File) Position(offset int) Position {
	offset = min(max(offset, 0), len(f.Data))
	before := f.Data[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return Position{
		Name:   f.Name,
		Line:   bytes.Count(before, []byte{'\n'}) + 1,
		Column: utf8.RuneCount(bytes.TrimPrefix(before[start:], bom)) + 1,
	}
}

// line returns the bounds of the line that offset lies in, without its end.
func (f *File) line(offset int) (start, end int) {
	offset = min(max(offset, 0), len(f.Data))
	start = bytes.LastIndexByte(f.Data[:offset], '\n') + 1
	if start == 0 && bytes.HasPrefix(f.Data, bom) {
		start = len(bom)
	}
	end = len(f.Data)
	if i := bytes.IndexByte(f.Data[offset:], '\n'); i >= 0 {
		end = offset + i
	}
	if end > start && f.Data[end-1] == '\r' {
		end--
	}
	return start, max(start, end)
}

// A Position is a place in a file. Its String is file:line:column, which
// editors and terminals make into a link.
type Position struct {
	Name         string
	Line, Column int
}

func (p Position) String() string {
	return fmt.Sprintf("%s:%d:%d", p.Name, p.Line, p.Column)
}

// Severity says what a diagnostic does to a build.
type Severity int

const (
	Error   Severity = iota // public/ is not written
	Warning                 // reported only
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// A Diagnostic is one mistake, told to the person who can mend it.
type Diagnostic struct {
	File       *File
	Start, End int // byte offsets; End is Start if only the place is known
	Severity   Severity
	Rule       string // the rule's name, such as broken-link
	Message    string // what is wrong, in a short phrase
	Help       string // what to do; may be empty
	Kind       string // which mistake it is, where Message says that in the words of a page; not printed
	Related    []Place
}

// A Place is another place that a diagnostic speaks of, such as the first of
// two pages with one address.
type Place struct {
	File       *File
	Start, End int
	Note       string
}

// Position returns where the mistake begins.
func (d Diagnostic) Position() Position { return d.File.Position(d.Start) }

// A List collects diagnostics. The zero List is empty.
type List []Diagnostic

// Add adds a diagnostic to the list.
func (l *List) Add(d Diagnostic) { *l = append(*l, d) }

// Error adds a mistake that keeps the site from being published.
func (l *List) Error(f *File, start, end int, rule, message, help string) {
	l.Add(Diagnostic{File: f, Start: start, End: end, Rule: rule, Message: message, Help: help})
}

// Warn adds a mistake that is reported only.
func (l *List) Warn(f *File, start, end int, rule, message, help string) {
	l.Add(Diagnostic{File: f, Start: start, End: end, Severity: Warning, Rule: rule, Message: message, Help: help})
}

// Once returns l, which is sorted, without what is told already: several pages may
// include one fragment, and a mistake in a layout shows on many pages.
func (l List) Once() List {
	return slices.CompactFunc(l, func(a, b Diagnostic) bool {
		return a.File == b.File && a.Start == b.Start && a.End == b.End && a.Rule == b.Rule && a.Message == b.Message
	})
}

// Sort sorts the list by file, then place, then rule, then message.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.File.Name, b.File.Name),
			cmp.Compare(a.Start, b.Start),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Message, b.Message),
		)
	})
}

// HasErrors reports whether any diagnostic is an Error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Count returns the number of errors and of warnings.
func (l List) Count() (errors, warnings int) {
	for _, d := range l {
		if d.Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}
