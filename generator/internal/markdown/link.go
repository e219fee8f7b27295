package markdown

import (
	"bytes"
	"iter"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// links leaves slots open where a link begins and ends.
var links = &ext{renderers: renderers{
	ast.KindLink: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
		id, within := n.AttributeString(leadsTo)
		switch {
		case within && entering:
			w.start("<a")
			w.attr("href", "#"+id.(string))
			w.tag(">")
			return ast.WalkContinue
		case within:
			w.end("</a>")
			return ast.WalkContinue
		case entering:
			w.link, _ = w.job.linkSlot(n)
			Open(w, w.link)
		default: // of the link that was opened last, as no link holds another
			w.link.Kind = LinkClose
			Open(w, w.link)
		}
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
			walk(n, func(n ast.Node) {
				if i, ok := n.(*ast.Image); ok {
					s.Text = strings.TrimSpace(s.Text + " " + j.words(i))
				}
			})
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

// mayHoldAddress reports whether source may hold a bare address, which becomes a
// link. The @ of a citation makes none.
func mayHoldAddress(source []byte) bool {
	if bytes.Contains(source, []byte("www.")) {
		return true
	}
	for at := range places(source, ':') {
		for _, scheme := range []string{"http", "https", "ftp"} {
			if bytes.HasSuffix(source[:at], []byte(scheme)) {
				return true
			}
		}
	}
	for at := range places(source, '@') {
		if at > 0 && strings.IndexByte(" \n[;(", source[at-1]) < 0 {
			return true
		}
	}
	return false
}

// places goes through the places where c stands in source.
func places(source []byte, c byte) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := 0; ; at++ {
			n := bytes.IndexByte(source[at:], c)
			if n < 0 {
				return
			}
			if at += n; !yield(at) {
				return
			}
		}
	}
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

// linkTargets reads `[label]: address` at the beginning of paragraphs, as goldmark
// does, but is quick to see that most begin with something else.
type linkTargets struct{ parser.ParagraphTransformer }

// Transform implements parser.ParagraphTransformer.
func (t linkTargets) Transform(n *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := n.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		if words := util.TrimLeftSpace(reader.Source()[line.Start:line.Stop]); len(words) > 0 {
			if words[0] != '[' {
				return
			}
			break
		}
	}
	t.ParagraphTransformer.Transform(n, reader, pc)
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
		case figure:
		case entering:
			w.block("<p>")
		default:
			w.paragraph()
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
			if pictures++; pictures > 1 {
				return false
			}
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
