package markdown

import (
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
		w.block("<tr>")
	}
	return ast.WalkContinue
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
