package markdown

import (
	"github.com/yuin/goldmark/ast"
)

// A Part is a piece of a page that its reader meets by itself, such as a step
// of a self-check. An extension puts blocks into one. Glossary terms begin anew
// in it, and a slot of kind PartStart stands where it begins, so that its notes
// can be listed at its end.
type Part struct {
	ast.BaseBlock
	ID string // of the element that holds it
}

var kindPart = ast.NewNodeKind("Part")

// Kind implements ast.Node.
func (n *Part) Kind() ast.NodeKind { return kindPart }

// Dump implements ast.Node.
func (n *Part) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"ID": n.ID}, nil)
}

// parts leaves a slot open where a part begins.
var parts = &ext{renderers: renderers{kindPart: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
	if entering {
		Open(w, Slot{Kind: PartStart, Dest: n.(*Part).ID})
	}
	return ast.WalkContinue
}}}
