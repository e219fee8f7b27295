package markdown

import (
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// termGap is how many words of prose lie between two links to the glossary at
// least: more would make a page hard to read. A term that is passed over is
// linked where it is used next.
const termGap = 100

// terms writes links to the words that are explained at the page's end.
var terms = &ext{renderers: renderers{
	kindTerm: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
		if !entering {
			w.end("</a>")
			return ast.WalkContinue
		}
		t := n.(*term)
		w.start("<a class=term")
		w.attr("id", t.id)
		w.attr("href", "#"+WordID(t.key, t.part))
		w.tag(">")
		return ast.WalkContinue
	},
}}

var kindTerm = ast.NewNodeKind("Term")

// A term is the node of a glossary term that is linked.
type term struct {
	ast.BaseInline
	key, id string // id is of the term itself; that of its explanation is made of key and part
	part    string
}

func (n *term) Kind() ast.NodeKind            { return kindTerm }
func (n *term) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// WordID is the id of the explanation of the term key in the words of a part.
func WordID(key, part string) string {
	if part == "" {
		return "w-" + key
	}
	return "w-" + key + "-" + part
}

// A linker links the terms of one page.
type linker struct {
	job    *job
	linked map[*Entry]bool
	count  int // words of prose so far
	next   int // the count from which a link may follow
	part   string
}

func newLinker(j *job) *linker { return &linker{job: j, linked: map[*Entry]bool{}} }

// begin makes terms link anew: a part is met without what stands before it.
func (l *linker) begin(part string) {
	l.linked, l.next, l.part = map[*Entry]bool{}, l.count, part
}

// block links terms in the words of n, which is a whole block; w is read from
// their text.
func (l *linker) block(n ast.Node, words *run, w *wording, plain bool) {
	if plain || l.job.env.Glossary == nil {
		l.count += w.fields
		return
	}
	read := 0 // the field up to which words are counted
	for i := 0; i < len(w.words); i++ {
		e, last := l.job.env.Glossary.find(words.text, w.words[i:])
		if e == nil {
			continue
		}
		first := w.words[i]
		whole := cut{int(first.from), int(w.words[i+last].to)}
		i += last
		if l.linked[e] || !isWhole(words.text, whole) {
			continue
		}
		l.count += first.before() - read
		read = int(first.field)
		if l.count >= l.next && l.link(e, words, whole) {
			l.next = l.count + termGap
			words = l.job.run(n) // the nodes are others now, the words are not
		}
	}
	l.count += w.fields - read
}

// isWhole reports whether c is not part of a longer word, such as one with a
// hyphen.
func isWhole(s []byte, c cut) bool {
	joins := func(r byte) bool { return r == '-' || r == '_' || r == '@' }
	return !(c.from > 0 && joins(s[c.from-1])) && !(c.to < len(s) && joins(s[c.to]))
}

// link makes a link of the part c of the words, if it lies in text alone.
func (l *linker) link(e *Entry, words *run, c cut) bool {
	first, last := spanAt(words.spans, c.from), spanAt(words.spans, c.to-1)
	if first == nil || last == nil || !together(first.node, last.node) {
		return false
	}
	start, end := words.source(c.from), last.node.Segment.Stop
	if c.to < last.to {
		end = words.source(c.to)
	}
	if end <= start { // the words are a part of what an entity stands for
		return false
	}
	split(last.node, end)
	node := split(first.node, start)
	if first.node == last.node {
		last.node = node
	}
	t := &term{key: e.Key, part: l.part, id: unused("t-"+e.Key, l.job.ids)}
	t.SetPos(start)
	parent := node.Parent()
	parent.InsertBefore(parent, node, t)
	for n := ast.Node(node); n != nil; {
		next := n.NextSibling()
		t.AppendChild(t, n)
		if n == ast.Node(last.node) {
			break
		}
		n = next
	}
	l.linked[e] = true
	l.job.doc.Terms = append(l.job.doc.Terms, Term{e.Key, e.Term, e.Definition, t.id, l.part})
	return true
}

// spanAt returns the span that the byte at i belongs to.
func spanAt(spans []span, i int) *span {
	n, found := slices.BinarySearchFunc(spans, i, func(s span, i int) int { return s.from - i })
	if !found {
		n--
	}
	for ; n < len(spans) && n >= 0 && spans[n].from <= i; n++ {
		if i < spans[n].to {
			return &spans[n]
		}
	}
	return nil
}

// together reports whether nothing but text lies between first and last.
func together(first, last ast.Node) bool {
	for n := first; n != nil; n = n.NextSibling() {
		if n.Kind() != ast.KindText {
			return false
		}
		if n == last {
			return true
		}
	}
	return false
}

// split cuts t in two at the place at in the source, unless it begins or ends
// there, and returns what begins there.
func split(t *ast.Text, at int) *ast.Text {
	if at <= t.Segment.Start || at >= t.Segment.Stop {
		return t
	}
	rest := ast.NewTextSegment(text.NewSegment(at, t.Segment.Stop))
	rest.SetSoftLineBreak(t.SoftLineBreak())
	rest.SetHardLineBreak(t.HardLineBreak())
	t.SetSoftLineBreak(false)
	t.SetHardLineBreak(false)
	t.Segment.Stop = at
	t.Parent().InsertAfter(t.Parent(), t, rest)
	return rest
}
