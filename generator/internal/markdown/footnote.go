package markdown

import (
	"bytes"
	"regexp"
	"sync"

	"iopguide/generator/internal/diag"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// footnotes reads references `[^label]` and what they refer to, `[^label]: …`.
// A footnote is taken out of the tree once its prose is read, and becomes a
// document of its own.
var footnotes = &ext{
	block:  footnoteParser{},
	inline: referenceParser{},
	order:  orderNotes,
	transform: func(j *job, doc *ast.Document) {
		for _, n := range j.notes {
			if !n.used {
				j.report(n.note.Start, n.note.End, "footnote", "nothing refers to the footnote [^"+n.note.Label+"]",
					"write [^"+n.note.Label+"] where it belongs, or take the footnote out")
			}
			if p := n.Parent(); p != nil { // it may have gone with what it stood in
				p.RemoveChild(p, n)
			}
		}
	},
	renderers: renderers{
		kindFootnote: func(*output, ast.Node, bool) ast.WalkStatus { return ast.WalkContinue },
		kindReference: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
			if entering {
				Open(w, n.(*reference).slot)
			}
			return ast.WalkContinue
		},
	},
}

var kindFootnote = ast.NewNodeKind("Note")

// A footnote is the node of a definition.
type footnote struct {
	ast.BaseBlock
	note *Note
	used bool
}

func (n *footnote) Kind() ast.NodeKind            { return kindFootnote }
func (n *footnote) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

var kindReference = ast.NewNodeKind("NoteReference")

// A reference is the node of a reference to a footnote.
type reference struct {
	ast.BaseInline
	slot Slot
}

func (n *reference) Kind() ast.NodeKind            { return kindReference }
func (n *reference) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }
func (n *reference) mark()                         {}

var footnoteLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\[\^([^\s\[\]]+)\]:[ \t]*`) })

type footnoteParser struct{}

// Trigger implements parser.BlockParser.
func (footnoteParser) Trigger() []byte { return []byte{'['} }

// CanInterruptParagraph implements parser.BlockParser.
func (footnoteParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (footnoteParser) CanAcceptIndentedLine() bool { return false }

// Open implements parser.BlockParser.
func (footnoteParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, at := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 {
		return nil, parser.NoChildren
	}
	if !bytes.HasPrefix(line[pos:], []byte("[^")) {
		return nil, parser.NoChildren
	}
	m := footnoteLine().FindSubmatch(line[pos:])
	if m == nil {
		return nil, parser.NoChildren
	}
	start := at.Start + pos - at.Padding
	n := &footnote{note: &Note{Label: string(m[1]), Body: &Document{File: jobOf(pc).file},
		Start: start, End: start + len("[^]") + len(m[1])}}
	jobOf(pc).define(n)
	reader.Advance(pos + len(m[0]))
	return n, parser.HasChildren
}

// Continue implements parser.BlockParser: lines that are indented by four
// belong to the footnote.
func (footnoteParser) Continue(_ ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	pos, padding := util.IndentPosition(line, reader.LineOffset(), 4)
	if pos < 0 {
		return parser.Close
	}
	reader.AdvanceAndSetPadding(pos, padding)
	return parser.Continue | parser.HasChildren
}

// Close implements parser.BlockParser.
func (footnoteParser) Close(ast.Node, text.Reader, parser.Context) {}

// define adds n to the footnotes of the file.
func (j *job) define(n *footnote) {
	key := util.ToLinkReference([]byte(n.note.Label))
	if first := j.label[key]; first != nil {
		n.used = true // one mistake, one message
		j.list.Add(diag.Diagnostic{File: j.file, Start: n.note.Start, End: n.note.End, Rule: "footnote",
			Message: "there is a footnote [^" + n.note.Label + "] already",
			Help:    "give this one another label, here and where it is referred to",
			Related: []diag.Place{{File: j.file, Start: first.note.Start, End: first.note.End, Note: "the first one"}}})
	} else {
		if j.label == nil {
			j.label = map[string]*footnote{}
		}
		j.label[key] = n
		j.doc.Notes = append(j.doc.Notes, n.note)
	}
	j.notes = append(j.notes, n)
}

type referenceParser struct{}

// Trigger implements parser.InlineParser.
func (referenceParser) Trigger() []byte { return []byte{'[', '!'} }

// Parse implements parser.InlineParser.
func (referenceParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	start, shout, ok := openMark(block, '^')
	if !ok {
		return nil
	}
	line, _ := block.PeekLine()
	end := bytes.IndexByte(line, ']')
	if end < 2 || bytes.ContainsAny(line[:end], " \t[") {
		return nil
	}
	label := string(line[1:end])
	block.Advance(end + 1)
	if followsLink(block, pc) {
		return nil
	}
	j := jobOf(pc)
	_, at := block.Position()
	note := j.label[util.ToLinkReference([]byte(label))]
	if note == nil {
		j.report(start, at.Start, "footnote", "there is no footnote [^"+label+"]",
			"add a line that begins with [^"+label+"]: and says what it says")
		return nil
	}
	if inside[*footnote](parent) {
		j.report(start, at.Start, "footnote", "a footnote cannot refer to another",
			"say it here, or refer to both in the text")
		return nil
	}
	note.used = true
	if shout {
		ast.MergeOrAppendTextSegment(parent, text.NewSegment(start-1, start))
	}
	n := &reference{slot: Slot{Kind: NoteMark, Dest: note.note.Label, Start: start, End: at.Start}}
	j.marks = append(j.marks, n)
	return n
}
