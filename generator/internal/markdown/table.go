package markdown

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
)

// tables writes tables in a region that can be scrolled by keyboard. It is
// named after the heading above it, where that names no other table.
var tables = &ext{
	extensions: []goldmark.Extender{extension.Table},
	renderers: renderers{
		east.KindTable:       renderTable,
		east.KindTableHeader: renderHead,
		east.KindTableRow:    renderRow,
		east.KindTableCell:   renderCell,
	},
}

func renderTable(w *output, n ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		w.block("</table></div>")
		return ast.WalkContinue
	}
	w.tables++
	w.columns = w.columns[:0]
	w.block("<div class=table role=group tabindex=0")
	if w.heading != "" {
		w.attr("aria-labelledby", w.heading)
		w.heading = ""
	} else {
		name := Slot{Kind: Label, Dest: "table-region"}
		if w.tables > 1 {
			name.Title = " " + strconv.Itoa(w.tables)
		}
		w.tag(" aria-label=")
		Open(w, name)
	}
	w.tag("><table>")
	return ast.WalkContinue
}

func renderHead(w *output, n ast.Node, entering bool) ast.WalkStatus {
	switch {
	case entering:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			w.columns = append(w.columns, w.job.words(c))
		}
		w.block("<thead><tr>")
	case n.NextSibling() != nil:
		w.block("<tbody>")
	}
	return ast.WalkContinue
}

func renderRow(w *output, n ast.Node, entering bool) ast.WalkStatus {
	if entering {
		w.column = 0
		w.job.ragged(n.(*east.TableRow))
		w.block("<tr>")
	}
	return ast.WalkContinue
}

// ragged reports a row that has not as many cells as the head of its table. The
// parser fills short rows up, and leaves out what is too many.
func (j *job) ragged(row *east.TableRow) {
	start := max(row.Pos(), 0)
	end := j.lineEnd(start)
	start += len(j.source[start:end]) - len(bytes.TrimLeft(j.source[start:end], " \t"))
	cells, want := cellsOf(j.source, start, end), len(row.Alignments)
	switch {
	case bytes.IndexByte(j.source[start:end], '|') < 0:
		j.list.Warn(j.file, start, end, "ragged-row", "this line is read as a row of the table above it",
			"put a blank line above it, or write a cell for each head, with | between them")
	case len(cells) > want:
		for _, c := range cells[want:] {
			if c.from < c.to {
				j.report(c.from, c.to, "ragged-row", "this cell has no head above it, so readers do not see it",
					fmt.Sprintf("write %d cells, as many as the head of the table has, or give it one more head; write a | that is to be seen as \\|", want))
				return
			}
		}
	case len(cells) == want:
	default:
		j.list.Warn(j.file, start, end, "ragged-row", fmt.Sprintf("this row has fewer cells than the head of its table, which has %d", want),
			"write one cell for each head, with | between them; one may be empty: | |")
	}
}

// cellsOf returns where the words stand of the cells that are written in source
// between two places.
func cellsOf(source []byte, start, end int) []cut {
	if start < end && source[start] == '|' {
		start++
	}
	if start < end && source[end-1] == '|' && source[end-2] != '\\' {
		end--
	}
	var cells []cut
	for from := start; from <= end; {
		to := from
		for to < end && (source[to] != '|' || source[to-1] == '\\') {
			to++
		}
		words := bytes.TrimSpace(source[from:to])
		at := from + max(bytes.Index(source[from:to], words), 0)
		cells = append(cells, cut{at, at + len(words)})
		from = to + 1
	}
	return cells
}

// renderCell writes a cell. A head without words is no header of anything.
func renderCell(w *output, n ast.Node, entering bool) ast.WalkStatus {
	inHead := n.Parent().Kind() == east.KindTableHeader
	head := inHead && n.HasChildren()
	switch {
	case !entering:
		w.block("")
		return ast.WalkContinue
	case head:
		w.block("<th scope=col")
	case inHead:
		w.block("<td")
	default:
		w.block("<td")
		w.columnName()
	}
	switch n.(*east.TableCell).Alignment {
	case east.AlignRight:
		w.tag(" class=end")
	case east.AlignCenter:
		w.tag(" class=center")
	}
	w.tag(">")
	return ast.WalkContinue
}

// columnName names a cell after the words above it.
func (o *output) columnName() {
	if name := o.columns[o.column]; name != "" {
		o.attr("data-th", name)
	}
	o.column++
}
