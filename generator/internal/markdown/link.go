package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// links leaves slots open where a link begins and ends.
var links = &ext{renderers: renderers{
	ast.KindLink: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
		s, _ := w.job.linkSlot(n)
		id, within := n.AttributeString(leadsTo)
		switch {
		case within && entering:
			w.tag(`<a href="#`)
			w.text(id.(string))
			w.tag(`">`)
			return ast.WalkContinue
		case within:
			w.tag("</a>")
			return ast.WalkContinue
		case !entering:
			s.Kind = LinkClose
		}
		Open(w, s)
		return ast.WalkContinue
	},
	ast.KindAutoLink: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
		s, _ := w.job.linkSlot(n)
		if entering {
			Open(w, s)
			w.text(s.Text)
			s.Kind = LinkClose
			Open(w, s)
		}
		return ast.WalkContinue
	},
}}

// linkSlot returns the slot that link n opens, if it is one.
func (j *job) linkSlot(n ast.Node) (Slot, bool) {
	switch n := n.(type) {
	case *ast.Link:
		s := Slot{Dest: unescape(n.Destination), Text: j.words(n), Title: unescape(n.Title),
			Start: n.Pos(), End: max(n.Pos(), j.ends[n])}
		if s.Text == "" { // what a picture shows is all that such a link says
			for _, i := range find[*ast.Image](n) {
				s.Text = strings.TrimSpace(s.Text + " " + j.words(i))
			}
		}
		return s, true
	case *ast.AutoLink:
		start, end := j.labelOf(n)
		s := Slot{Dest: string(n.URL(j.source)), Text: string(j.source[start:end]), Start: start, End: end}
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(s.Dest), "mailto:") {
			s.Dest = "mailto:" + s.Dest
		}
		if start > n.Pos() && j.source[start-1] == '<' {
			s.Start, s.End = start-1, end+1
		}
		return s, true
	}
	return Slot{}, false
}

// labelOf returns where the words of n stand. goldmark knows where n begins,
// which may be one character before them.
func (j *job) labelOf(n *ast.AutoLink) (start, end int) {
	label := n.Label(j.source)
	start = max(n.Pos(), 0)
	if i := bytes.Index(j.source[start:], label); i > 0 {
		start += i
	}
	return start, start + len(label)
}

// linkParser is goldmark's parser for links and pictures. It also notes where
// they end, which goldmark forgets.
type linkParser struct{ parser.InlineParser }

// Parse implements parser.InlineParser.
func (p linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	n := p.InlineParser.Parse(parent, block, pc)
	if n != nil && (n.Kind() == ast.KindLink || n.Kind() == ast.KindImage) {
		_, at := block.Position()
		jobOf(pc).ends[n] = at.Start
	}
	return n
}

// CloseBlock implements parser.CloseBlocker.
func (p linkParser) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	p.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}

// pictures leaves a slot open for a picture. One that is alone in its paragraph
// is a figure and takes the paragraph's place.
var pictures = &ext{renderers: renderers{
	ast.KindImage: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
		if entering {
			i := n.(*ast.Image)
			_, figure := n.Parent().(*ast.Paragraph)
			Open(w, Slot{Kind: Picture, Dest: unescape(i.Destination), Text: w.job.words(n),
				Title:  w.job.typeset(unescape(i.Title)),
				Figure: figure && w.job.isFigure(n.Parent()), Start: n.Pos(), End: max(n.Pos(), w.job.ends[n])})
		}
		return ast.WalkSkipChildren
	},
	ast.KindParagraph: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
		switch figure := w.job.isFigure(n); {
		case figure && !entering:
			w.tag("\n")
		case figure:
		case entering:
			w.tag("<p>")
		default:
			w.tag("</p>\n")
		}
		return ast.WalkContinue
	},
}}

// isFigure reports whether paragraph n holds a picture and nothing else.
func (j *job) isFigure(n ast.Node) bool {
	pictures := 0
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Image:
			pictures++
		case *ast.Text:
			if !util.IsBlank(c.Value(j.source)) {
				return false
			}
		default:
			return false
		}
	}
	return pictures == 1
}
