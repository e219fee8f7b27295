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
	head := n.Parent().Kind() == east.KindTableHeader && n.HasChildren()
	switch {
	case entering && head:
		w.tag(`<th scope="col"`)
	case entering:
		w.tag("<td")
		if name := columnName(w, n); name != "" {
			w.tag(` data-th="`)
			w.text(name)
			w.tag(`"`)
		}
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

// columnName returns the words above cell n.
func columnName(w *output, n ast.Node) string {
	head := n.Parent().Parent().FirstChild()
	if n.Parent() == head {
		return ""
	}
	above := head.FirstChild()
	for c := n.Parent().FirstChild(); c != n; c = c.NextSibling() {
		above = above.NextSibling()
	}
	return w.job.words(above)
}
