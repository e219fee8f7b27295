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
		w.tag("</table></div>\n")
		return ast.WalkContinue
	}
	w.tables++
	w.columns = w.columns[:0]
	w.tag(`<div class="table" role="group" tabindex="0" `)
	if w.heading != "" {
		w.tag(`aria-labelledby="`)
		w.text(w.heading)
		w.heading = ""
	} else {
		w.tag(`aria-label="`)
		w.word("table-region")
		if w.tables > 1 {
			w.tag(" " + strconv.Itoa(w.tables))
		}
	}
	w.tag("\"><table>\n")
	return ast.WalkContinue
}

func renderHead(w *output, n ast.Node, entering bool) ast.WalkStatus {
	switch {
	case entering:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			w.columns = append(w.columns, w.job.words(c))
		}
		w.tag("<thead>\n<tr>\n")
	case n.NextSibling() != nil:
		w.tag("</tr>\n</thead>\n<tbody>\n")
	default:
		w.tag("</tr>\n</thead>\n")
	}
	return ast.WalkContinue
}

func renderRow(w *output, n ast.Node, entering bool) ast.WalkStatus {
	switch {
	case entering:
		w.column = 0
		w.tag("<tr>\n")
	case n.NextSibling() == nil:
		w.tag("</tr>\n</tbody>\n")
	default:
		w.tag("</tr>\n")
	}
	return ast.WalkContinue
}

// renderCell writes a cell. A head without words is no header of anything.
func renderCell(w *output, n ast.Node, entering bool) ast.WalkStatus {
	inHead := n.Parent().Kind() == east.KindTableHeader
	head := inHead && n.HasChildren()
	switch {
	case entering && head:
		w.tag(`<th scope="col"`)
	case entering && inHead:
		w.tag("<td")
	case entering:
		w.tag("<td")
		w.columnName()
	case head:
		w.tag("</th>\n")
	default:
		w.tag("</td>\n")
	}
	if !entering {
		return ast.WalkContinue
	}
	switch n.(*east.TableCell).Alignment {
	case east.AlignRight:
		w.tag(` class="end"`)
	case east.AlignCenter:
		w.tag(` class="center"`)
	}
	w.tag(">")
	return ast.WalkContinue
}

// columnName names a cell after the words above it.
func (o *output) columnName() {
	if name := o.columns[o.column]; name != "" {
		o.tag(` data-th="`)
		o.text(name)
		o.tag(`"`)
	}
	o.column++
}
