package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// A mark is a node that stands after words and speaks of them: a citation, or
// a reference to a footnote.
type mark interface {
	ast.Node
	mark()
}

// marks puts marks where they can be shown: close to their words, so that no
// line begins with one, and outside of links, which cannot hold another.
var marks = &ext{order: orderMarks, transform: func(j *job, doc *ast.Document) {
	for _, n := range j.marks {
		j.closeUp(n)
	}
	for i := len(j.marks) - 1; i >= 0; i-- { // the last first, so that they keep their order
		for n := ast.Node(j.marks[i]); n != nil; n = n.Parent() {
			if n.Kind() == ast.KindLink {
				n.Parent().InsertAfter(n.Parent(), n, j.marks[i])
			}
		}
	}
}}

// closeUp takes out the white space before n.
func (j *job) closeUp(n ast.Node) {
	for {
		t, ok := n.PreviousSibling().(*ast.Text)
		if !ok || t.IsRaw() {
			return
		}
		t.SetSoftLineBreak(false)
		t.SetHardLineBreak(false)
		for t.Segment.Stop > t.Segment.Start && util.IsSpace(j.source[t.Segment.Stop-1]) {
			t.Segment.Stop--
		}
		if t.Segment.Stop > t.Segment.Start {
			return
		}
		t.Parent().RemoveChild(t.Parent(), t)
	}
}
