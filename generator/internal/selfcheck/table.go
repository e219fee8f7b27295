package selfcheck

import (
	"bytes"
	"strconv"
	"strings"

	"iopguide/generator/internal/markdown"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// points reads the table of a scored question, and the ranges of its bands.
func (r *reader) points(s *section, step *Step) {
	for _, b := range s.blocks {
		table, ok := b.(*east.Table)
		if !ok || !r.isPoints(table, step) {
			continue
		}
		if s.table != nil {
			r.report(r.placeOf(table), "ragged-table", "“"+step.Name+"” has a second table of points",
				"a question has one; put the other into a question of its own")
			continue
		}
		s.table = table
		step.Points = r.readTable(step, table)
	}
	if step.Points != nil {
		r.bands(step)
	} else {
		r.brokenTable(s, step)
	}
}

// isPoints reports whether table is one of points: the answers are ranges, or
// all its cells are numbers.
func (r *reader) isPoints(table *east.Table, step *Step) bool {
	for _, a := range step.Answers {
		if _, _, ok := parseRange(r.lang, a.Label); ok {
			return true
		}
	}
	cells, numbers := 0, 0
	for row := table.FirstChild().NextSibling(); row != nil; row = row.NextSibling() {
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			if c == row.FirstChild() {
				continue
			}
			cells++
			if _, err := strconv.Atoi(r.Words(c)); err == nil {
				numbers++
			}
		}
	}
	return cells > 0 && cells == numbers
}

func (r *reader) readTable(step *Step, table *east.Table) *Points {
	p := &Points{Place: r.placeOf(table)}
	head := table.FirstChild()
	for c := head.FirstChild(); c != nil; c = c.NextSibling() {
		if c == head.FirstChild() {
			p.Prompt = r.Words(c)
		} else {
			p.Columns = append(p.Columns, r.Words(c))
		}
	}
	if len(p.Columns) < 2 {
		r.report(p.Place, "ragged-table", "a table of points needs at least two columns of answers",
			"write what each row is about first, then a column for each answer")
	}
	for row := head.NextSibling(); row != nil; row = row.NextSibling() {
		p.Rows = append(p.Rows, r.readRow(row, p.Columns))
	}
	if len(p.Rows) == 0 {
		r.report(p.Place, "ragged-table", "this table of points has no rows",
			"write a row for each thing that is asked")
	}
	return p
}

func (r *reader) readRow(n ast.Node, columns []string) *Row {
	row := &Row{Label: r.Words(n.FirstChild()), Place: r.Place(n.FirstChild())}
	want, got := len(columns)+1, r.cellsWritten(row.Start)
	if got != want {
		r.report(row.Place, "ragged-table", "this row has "+count(got, "cell")+"; the head of the table has "+strconv.Itoa(want),
			"write one cell for each column, with | between them")
	}
	at := 1
	for c := n.FirstChild().NextSibling(); c != nil; c = c.NextSibling() {
		row.Cells = append(row.Cells, r.readCell(c, at < got))
		at++
	}
	return row
}

// count says how many there are of what name names.
func count(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return strconv.Itoa(n) + " " + name + "s"
}

// cellsWritten counts the cells of the line that the byte at lies in. The
// parser fills short rows up and cuts long ones, so it cannot tell.
func (r *reader) cellsWritten(at int) int {
	source := markdown.Source(r.pc)
	start := bytes.LastIndexByte(source[:at], '\n') + 1
	end := len(source)
	if i := bytes.IndexByte(source[at:], '\n'); i >= 0 {
		end = at + i
	}
	line := strings.TrimSpace(string(source[start:end]))
	line = strings.TrimPrefix(line, "|")
	if strings.HasSuffix(line, "|") && !strings.HasSuffix(line, `\|`) {
		line = strings.TrimSuffix(line, "|")
	}
	return strings.Count(line, "|") - strings.Count(line, `\|`) + 1
}

// readCell reads a number, or a link whose words are one. What the parser
// filled in is reported with its row.
func (r *reader) readCell(n ast.Node, written bool) *Cell {
	c := &Cell{Place: r.Place(n)}
	words := r.Words(n)
	if link, ok := n.FirstChild().(*ast.Link); ok && n.ChildCount() == 1 {
		c.Target, c.Place = target(link), r.Place(link)
	}
	points, err := strconv.Atoi(words)
	if (err != nil || points < 0 || points > mostPoints) && written {
		shown := "“" + words + "” is not a number of points"
		if words == "" {
			shown = "this cell has no points"
		}
		r.report(c.Place, "bad-points", shown,
			"write a whole number from 0 to "+strconv.Itoa(mostPoints)+", or one that links to a step: [3](#get-help-now)")
		points = 0
	}
	c.Points = points
	return c
}

// mostPoints is the most that one answer of a table can count: what the style
// sheet adds up where scripts are off.
const mostPoints = 10

// bands reads the ranges of the list under a table.
func (r *reader) bands(step *Step) {
	for _, a := range step.Answers {
		low, high, ok := parseRange(r.lang, a.Label)
		if !ok {
			r.report(a.Place, "bad-range", "“"+a.Label+"” is not a range of points",
				"write it like one of these: "+strings.Join(Phrases(r.lang).Ranges, ", "))
		}
		a.Low, a.High = low, high
	}
}
