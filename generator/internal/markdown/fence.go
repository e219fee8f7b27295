package markdown

import (
	"bytes"
	"maps"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"iopguide/generator/internal/diag"
)

// fences turns the fenced blocks that have a meaning here into nodes of their
// own. Those of any other language are code.
var fences = &ext{order: orderFences, transform: func(j *job, doc *ast.Document) {
	if !j.fenced {
		return
	}
	for _, n := range find[*ast.FencedCodeBlock](doc) {
		kind := string(n.Language(j.source))
		read := fenceKinds[kind]
		if read == nil {
			misspelled(j, fencePlace(j, n), kind)
			continue
		}
		made := read(j, fencePlace(j, n), fenceLines(j, n))
		made.SetPos(n.Pos())
		n.Parent().ReplaceChild(n.Parent(), n, made)
	}
}}

// fenceKinds read the content of a fenced block by its language. Place is the
// opening line.
var fenceKinds = map[string]func(j *job, place cut, lines []fenceLine) ast.Node{
	"include":  readInclude,
	"schedule": readSchedule,
	"levels":   readLevels,
}

// misspelled reports a block whose language is nearly one that has a meaning
// here: readers would see it as code.
func misspelled(j *job, place cut, kind string) {
	if near := diag.Nearest(kind, slices.Sorted(maps.Keys(fenceKinds))); near != "" {
		j.report(place.from, place.to, "unknown-fence", "there is no block "+kind, "did you mean "+near+"?")
	}
}

// A fenceLine is a line of a fenced block that is not blank.
type fenceLine struct {
	text  string // without white space around it
	start int    // in the source
}

// place is where the part c of the line stands in the source.
func (l fenceLine) place(c cut) (start, end int) { return l.start + c.from, l.start + c.to }

func fencePlace(j *job, n ast.Node) cut {
	start := min(max(n.Pos(), 0), len(j.source))
	return cut{start, j.lineEnd(start)}
}

// fenceLines returns the lines of a block. One that nothing closes is taken to end
// at its first blank line, so that no more is said of the text that follows.
func fenceLines(j *job, n ast.Node) []fenceLine {
	var lines []fenceLine
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		line := j.source[seg.Start:seg.Stop]
		if words := bytes.TrimSpace(line); len(words) > 0 {
			lines = append(lines, fenceLine{string(words), seg.Start + bytes.Index(line, words)})
		} else if len(lines) > 0 && j.open[n] {
			break
		}
	}
	return lines
}

// A drawing is a node that shows words in a picture and a table.
type drawing interface {
	ast.Node
	blocks() []cut // the places of its words in the source
}

// placeOf returns where the part c of line l stands.
func placeOf(l fenceLine, c cut) cut {
	start, end := l.place(c)
	return cut{start, end}
}

// fenceParser is goldmark's parser for fenced blocks. It also reports one that
// nothing closes, which would show the rest of the page as code.
type fenceParser struct{ parser.BlockParser }

// Continue implements parser.BlockParser.
func (p fenceParser) Continue(n ast.Node, reader text.Reader, pc parser.Context) parser.State {
	state := p.BlockParser.Continue(n, reader, pc)
	if state == parser.Close {
		jobOf(pc).closed = n
	}
	return state
}

// Close implements parser.BlockParser.
func (p fenceParser) Close(n ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(n, reader, pc)
	j := jobOf(pc)
	j.fenced = true
	if j.closed == n {
		return
	}
	if j.open == nil {
		j.open = map[ast.Node]bool{}
	}
	j.open[n] = true
	place := fencePlace(j, n)
	fence := bytes.TrimRight(j.source[place.from:place.to], "\r\n")
	n1 := len(fence) - len(bytes.TrimLeft(fence, string(fence[:min(1, len(fence))])))
	j.report(place.from, place.to, "open-fence", "this block has no end",
		"write a line of "+string(fence[:n1])+" where it ends")
}

// includes leaves a slot open for another file: a fenced block whose language
// is include, with one path in it.
var includes = &ext{renderers: renderers{kindInclude: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
	if i := n.(*include); entering && i.slot.Dest != "" {
		Open(w, i.slot)
	}
	return ast.WalkContinue
}}}

var kindInclude = ast.NewNodeKind("Include")

// An include is the node of an included file.
type include struct {
	ast.BaseBlock
	slot Slot
}

func (n *include) Kind() ast.NodeKind            { return kindInclude }
func (n *include) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

func readInclude(j *job, place cut, lines []fenceLine) ast.Node {
	const help = "write one path inside content/, such as _shared/when-to-call.md"
	n := &include{}
	switch len(lines) {
	case 0:
		j.report(place.from, place.to, "bad-include", "this include names no file", help)
	case 1:
		start, end := lines[0].place(cut{0, len(lines[0].text)})
		n.slot = Slot{Kind: Include, Dest: lines[0].text, Start: start, End: end}
	default:
		start, end := lines[1].place(cut{0, len(lines[1].text)})
		j.report(start, end, "bad-include", "an include names one file, this is a second one", help)
	}
	return n
}
