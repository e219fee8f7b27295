package selfcheck

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// bullets are what items of lists begin with elsewhere, such as in Word. To
// Markdown they are words like others.
const bullets = "•·◦▪‣–—-\uf0a7\uf0b7"

// cut returns the part of a block of words before the first line that was
// pasted as a rule, and each such line. first is nil if the block begins with
// one.
func (r *checksReader) cut(block ast.Node) (first *sentence, pasted []*sentence) {
	whole := r.Place(block)
	for _, line := range r.lines(block) {
		text := r.Source()[line.Start:line.End]
		rest := bytes.TrimLeft(text, bullets)
		rest = bytes.TrimLeftFunc(rest, unicode.IsSpace)
		if !bytes.ContainsAny(text[:len(text)-len(rest)], bullets) {
			continue
		}
		s := r.sentenceIn(block, Place{line.End - len(rest), line.End})
		if r.looksLikeRule(s) {
			s.Place = line
			pasted = append(pasted, s)
		}
	}
	switch {
	case len(pasted) == 0:
		return r.sentence(block), nil
	case pasted[0].Start <= whole.Start:
		return nil, pasted
	}
	before := bytes.TrimRightFunc(r.Source()[whole.Start:pasted[0].Start], unicode.IsSpace)
	return r.sentenceIn(block, Place{whole.Start, whole.Start + len(before)}), pasted
}

// lines returns where the lines of a block of words stand, without the space
// around them.
func (r *checksReader) lines(block ast.Node) (places []Place) {
	lines := block.Lines()
	for i := range lines.Len() {
		segment := lines.At(i)
		text := r.Source()[segment.Start:segment.Stop]
		start := segment.Stop - len(bytes.TrimLeftFunc(text, unicode.IsSpace))
		if text = bytes.TrimSpace(text); len(text) > 0 {
			places = append(places, Place{start, start + len(text)})
		}
	}
	return places
}

// looksLikeRule reports whether s begins as a rule does.
func (r *checksReader) looksLikeRule(s *sentence) bool {
	return slices.ContainsFunc(r.wording.forms, func(f form) bool { return strings.HasPrefix(s.shape, f.opening) })
}

func (r *checksReader) pasted(lines []*sentence) {
	for _, s := range lines {
		r.report(s.Place, "unknown-rule", "this looks like a rule, but is no list item", "begin it with - and a space")
	}
}

// looseRows reports rows of cases that are no part of a table, because a blank
// line stands above them, or because a table has no line of dashes. Of such a table
// the first rows are told.
func (r *checksReader) looseRows(before, n ast.Node) bool {
	if n.Kind() != ast.KindParagraph {
		return false
	}
	lines := r.lines(n)
	if len(lines) == 0 || !isRow(r.Source()[lines[0].Start:lines[0].End]) {
		return false
	}
	if t, ok := before.(*east.Table); ok && r.hasHeads(t) {
		r.report(lines[0], "cases-head", "this row stands outside the table of cases", "take out the blank line above it")
		return true
	}
	if before != nil {
		return true
	}
	r.report(lines[0], "cases-head", "this row stands outside a table",
		"a table of cases begins with these two lines, one right below the other:\n| "+strings.Join(r.wording.Heads[:], " | ")+" |\n| --- | --- | --- |")
	return true
}

// isRow reports whether a line is written as the row of a table.
func isRow(line []byte) bool {
	return bytes.HasPrefix(line, []byte("|")) || bytes.Count(line, []byte(" | ")) > 1
}
