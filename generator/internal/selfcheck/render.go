package selfcheck

import (
	"strconv"
	"strings"

	"iopguide/generator/internal/markdown"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// rebuild turns a section of the document into a part of the page.
func (r *reader) rebuild(doc *ast.Document, s *section, step *Step) {
	part := &markdown.Part{ID: step.Anchor}
	doc.InsertBefore(doc, s.heading, part)
	markdown.NameHeading(r.pc, s.heading, step.HeadingID)
	part.AppendChild(part, s.heading)
	for _, b := range s.blocks {
		switch {
		case b == ast.Node(s.question):
			ask(s.heading, s.question)
			doc.RemoveChild(doc, b)
		case b == ast.Node(s.table):
			part.AppendChild(part, r.form(s, step))
			doc.RemoveChild(doc, b)
		case b == ast.Node(s.list) && s.table != nil:
			part.AppendChild(part, &block{kind: kindBands, step: step})
			doc.RemoveChild(doc, b)
		case b == ast.Node(s.list):
			part.AppendChild(part, list(s.list))
			doc.RemoveChild(doc, b)
		default:
			part.AppendChild(part, b)
		}
	}
	if step.Card != nil && step.Card.Urgency >= Soon {
		mark := &urgency{urgency: step.Card.Urgency}
		if first := s.heading.FirstChild(); first != nil {
			s.heading.InsertBefore(s.heading, first, mark)
		}
	}
}

// ask makes the question what the heading says.
func ask(h *ast.Heading, question *ast.Paragraph) {
	for h.FirstChild() != nil {
		h.RemoveChild(h, h.FirstChild())
	}
	h.SetLines(question.Lines())
	adopt(h, question)
}

// adopt moves the children of from to the end of to.
func adopt(to, from ast.Node) {
	for c := from.FirstChild(); c != nil; c = from.FirstChild() {
		to.AppendChild(to, c)
	}
}

// list makes the answers of a question of a list of links.
func list(l *ast.List) ast.Node {
	answers := &block{kind: kindAnswers}
	for item := l.FirstChild(); item != nil; item = l.FirstChild() {
		answer, label, hint := &block{kind: kindAnswer}, ast.NewTextBlock(), &block{kind: kindHint}
		if link := firstLink(item); link != nil {
			rest := ast.NewTextBlock()
			rest.SetLines(item.FirstChild().Lines())
			label.SetLines(item.FirstChild().Lines())
			label.AppendChild(label, link)
			adopt(rest, item.FirstChild())
			item.RemoveChild(item, item.FirstChild())
			answer.AppendChild(answer, label)
			if rest.HasChildren() {
				hint.AppendChild(hint, rest)
			}
		}
		adopt(hint, item)
		if hint.HasChildren() {
			answer.AppendChild(answer, hint)
		}
		l.RemoveChild(l, item)
		answers.AppendChild(answers, answer)
	}
	return answers
}

// form makes a form of a table of points, with a fieldset for each row.
func (r *reader) form(s *section, step *Step) ast.Node {
	form := &block{kind: kindForm, step: step}
	at := 0
	for n := s.table.FirstChild().NextSibling(); n != nil; n = n.NextSibling() {
		row := &block{kind: kindRow, step: step, row: at}
		legend := &block{kind: kindLegend}
		words := ast.NewTextBlock()
		words.SetLines(n.FirstChild().Lines())
		adopt(words, n.FirstChild())
		legend.AppendChild(legend, words)
		row.AppendChild(row, legend)
		form.AppendChild(form, row)
		at++
	}
	return form
}

var (
	kindAnswers = ast.NewNodeKind("SelfCheckAnswers")
	kindAnswer  = ast.NewNodeKind("SelfCheckAnswer")
	kindHint    = ast.NewNodeKind("SelfCheckHint")
	kindForm    = ast.NewNodeKind("SelfCheckForm")
	kindRow     = ast.NewNodeKind("SelfCheckRow")
	kindLegend  = ast.NewNodeKind("SelfCheckLegend")
	kindBands   = ast.NewNodeKind("SelfCheckBands")
	kindUrgency = ast.NewNodeKind("SelfCheckUrgency")
)

// A block is the node of a piece of a step.
type block struct {
	ast.BaseBlock
	kind ast.NodeKind
	step *Step
	row  int // of step.Points
}

// Kind implements ast.Node.
func (n *block) Kind() ast.NodeKind { return n.kind }

// Dump implements ast.Node.
func (n *block) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// An urgency says in the heading of a result how soon to act, to those who do
// not see its color.
type urgency struct {
	ast.BaseInline
	urgency Urgency
}

// Kind implements ast.Node.
func (n *urgency) Kind() ast.NodeKind { return kindUrgency }

// Dump implements ast.Node.
func (n *urgency) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// WordKeys are the keys of the words of the interface that stand in a step,
// besides those of what cards say.
var WordKeys = []string{"points-total", "points-marked", "points-band"}

// writers write the nodes of a step.
type writers map[ast.NodeKind]func(w util.BufWriter, n ast.Node, entering bool)

// RegisterFuncs implements renderer.NodeRenderer.
func (ws writers) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	for kind, write := range ws {
		reg.Register(kind, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
			write(w, n, entering)
			return ast.WalkContinue, nil
		})
	}
}

// element writes the tags around what a node holds.
func element(open, shut string) func(util.BufWriter, ast.Node, bool) {
	return func(w util.BufWriter, _ ast.Node, entering bool) {
		if entering {
			markdown.BlockTags(w, open)
		} else {
			markdown.BlockTags(w, shut)
		}
	}
}

var renderers = writers{
	kindAnswers: element("<ul class=answers>", "</ul>"),
	kindAnswer:  element("<li>", ""),
	kindHint:    element("<div class=hint>", "</div>"),
	kindLegend:  element("<legend>", "</legend>"),
	kindForm:    writeForm,
	kindRow:     writeRow,
	kindBands:   writeBands,
	kindUrgency: writeUrgency,
}

func writeUrgency(w util.BufWriter, n ast.Node, entering bool) {
	keys := map[Urgency]string{Soon: "urgency-important", Urgent: "urgency-warning", Emergency: "urgency-caution"}
	if entering {
		markdown.StartTag(w, "<span class=visually-hidden>")
		markdown.Open(w, markdown.Slot{Kind: markdown.Word, Dest: keys[n.(*urgency).urgency]})
		markdown.Text(w, ": ")
		markdown.EndTag(w, "</span>")
	}
}

func writeForm(w util.BufWriter, n ast.Node, entering bool) {
	if !entering {
		markdown.BlockTags(w, "</form>")
		return
	}
	step := n.(*block).step // its button, after the form, names the form's id
	markdown.BlockTags(w, "<form class=points")
	markdown.Attr(w, "id", step.Anchor+"f")
	markdown.Rest(w, " autocomplete=off>")
	if prompt := step.Points.Prompt; prompt != "" {
		markdown.BlockTags(w, "<p class=prompt>")
		markdown.Text(w, markdown.Typeset(w, prompt))
		markdown.EndParagraph(w)
	}
}

// writeRow writes the answers to one row after its legend.
func writeRow(w util.BufWriter, n ast.Node, entering bool) {
	if entering {
		markdown.BlockTags(w, "<fieldset>")
		return
	}
	b := n.(*block)
	markdown.BlockTags(w, "<div class=choices>")
	for i, c := range b.step.Points.Rows[b.row].Cells {
		choice(w, b.step.Anchor+"-"+strconv.Itoa(b.row+1), c, b.step.Points.Columns[i])
	}
	markdown.BlockTags(w, "</div></fieldset>")
}

// choice writes one answer to the row that is called name.
func choice(w util.BufWriter, name string, c *Cell, words string) {
	markdown.StartTag(w, "<label><input type=radio")
	markdown.Attr(w, "name", name)
	markdown.Attr(w, "value", strconv.Itoa(c.Points))
	class := "v" + strconv.Itoa(c.Points)
	if c.To == nil {
		markdown.Attr(w, "class", class)
	} else {
		markdown.Attr(w, "class", class+" ov")
		markdown.Attr(w, "data-to", c.To.Anchor)
	}
	markdown.Box(w)
	markdown.StartTag(w, "<span>")
	markdown.Text(w, markdown.Typeset(w, words))
	markdown.EndTag(w, "</span></label>")
	markdown.Text(w, "\n")
}

// writeBands writes the total, and where it leads: for readers without scripts
// the author's own ranges, after the cells that decide by themselves.
func writeBands(w util.BufWriter, n ast.Node, entering bool) {
	if !entering {
		return
	}
	step := n.(*block).step
	markdown.BlockTags(w, "<p class=total>")
	markdown.Open(w, markdown.Slot{Kind: markdown.Word, Dest: "points-total"})
	markdown.Text(w, " ")
	markdown.StartTag(w, "<span class=count>")
	markdown.EndTag(w, "</span>")
	markdown.EndParagraph(w)
	if jumps := jumps(step); len(jumps) > 0 {
		markdown.BlockTags(w, `<ul class="answers jumps">`)
		for _, j := range jumps {
			markdown.BlockTags(w, "<li>")
			way(w, j.to, "points-marked", j.marked)
		}
		markdown.BlockTags(w, "</ul>")
	}
	markdown.BlockTags(w, `<ul class="answers bands">`)
	for _, a := range step.Answers {
		if a.To != nil {
			markdown.BlockTags(w, "<li")
			markdown.Attr(w, "data-low", strconv.Itoa(a.Low))
			markdown.Attr(w, "data-high", strconv.Itoa(a.High))
			markdown.Rest(w, ">")
			way(w, a.To, "points-band", a.Label)
		}
	}
	markdown.BlockTags(w, "</ul>")
}

// way writes a link to a step whose words are those of the interface for key.
func way(w util.BufWriter, to *Step, key, with string) {
	markdown.StartTag(w, "<a")
	markdown.Attr(w, "href", "#"+to.Anchor)
	markdown.Rest(w, ">")
	markdown.Open(w, markdown.Slot{Kind: markdown.Word, Dest: key, Text: markdown.Typeset(w, with)})
	markdown.EndTag(w, "</a>")
}

// A jump is what the cells of a row that lead to one step have in common.
type jump struct {
	marked string // the row, and the answers to it
	to     *Step
}

// jumps are the ways that cells open, one for each row and step, in order.
func jumps(step *Step) []jump {
	var found []jump
	for _, row := range step.Points.Rows {
		var to []*Step
		answers := map[*Step][]string{}
		for i, c := range row.Cells {
			if c.To == nil {
				continue
			}
			if answers[c.To] == nil {
				to = append(to, c.To)
			}
			answers[c.To] = append(answers[c.To], step.Points.Columns[i])
		}
		for _, t := range to {
			found = append(found, jump{row.Label + ": " + strings.Join(answers[t], ", "), t})
		}
	}
	return found
}
