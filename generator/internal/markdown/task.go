package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
)

// tasks writes the items of a task list with a box that is drawn, not one to
// click: on paper and on the page, it is the reader's own list.
var tasks = &ext{
	inline: extension.NewTaskCheckBoxParser(),
	renderers: renderers{
		ast.KindListItem: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
			switch {
			case !entering:
				w.block("")
			case isTask(n):
				w.block("<li class=task>")
			default:
				w.block("<li>")
			}
			return ast.WalkContinue
		},
		east.KindTaskCheckBox: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
			if !entering {
				return ast.WalkContinue
			}
			box, state := "☐", "task-open"
			if n.(*east.TaskCheckBox).IsChecked {
				box, state = "☑", "task-done"
			}
			w.start("<span aria-hidden=true>")
			w.text(box + " ")
			w.end("</span>")
			w.start("<span class=visually-hidden>")
			w.word(state)
			w.text(": ")
			w.end("</span>")
			return ast.WalkContinue
		},
	},
}

func isTask(item ast.Node) bool {
	first := item.FirstChild()
	return first != nil && first.FirstChild() != nil && first.FirstChild().Kind() == east.KindTaskCheckBox
}
