package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// rawHTML takes raw HTML out of the tree and notes each element once. The words
// between tags stay; what stands in a comment, a script or a style does not.
var rawHTML = &ext{order: orderHTML, transform: func(j *job, doc *ast.Document) {
	if bytes.IndexByte(j.source, '<') < 0 {
		return
	}
	d := &dropper{job: j, open: map[string]int{}}
	walk(doc, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.RawHTML:
			d.drop(string(n.Segments.Value(j.source)), n.Segments.At(0).Start,
				n.Segments.At(n.Segments.Len()-1).Stop)
			d.remove(n)
		case *ast.HTMLBlock:
			d.block(n)
		}
	})
	for _, p := range d.emptied {
		j.removeEmpty(p)
	}
	slices.SortStableFunc(d.dropped, func(a, b Dropped) int { return a.Start - b.Start })
	j.doc.Dropped = d.dropped
}}

// htmlParser is goldmark's parser for blocks of HTML, for those alone whose
// content is not Markdown: comments, scripts, styles. In all others the tags
// go, and what stands between them is read like everything else.
type htmlParser struct{ parser.BlockParser }

// Open implements parser.BlockParser.
func (p htmlParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, at := reader.Position()
	n, state := p.BlockParser.Open(parent, reader, pc)
	if b, ok := n.(*ast.HTMLBlock); ok && b.HTMLBlockType >= ast.HTMLBlockType6 {
		reader.SetPosition(line, at)
		return nil, parser.NoChildren
	}
	return n, state
}

// A dropper notes what is left out.
type dropper struct {
	*job
	dropped []Dropped
	open    map[string]int // elements whose closing tag is to come, how many by name
	emptied []ast.Node     // blocks that lost HTML, and may now hold nothing
}

var (
	htmlTag = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?s)^<(/?)([A-Za-z][A-Za-z0-9-]*).*?(/?)>$`) })
	noClose = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?i:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$`)
	})
)

// drop notes the tag that stands between start and end.
func (d *dropper) drop(tag string, start, end int) {
	m := htmlTag().FindStringSubmatch(tag)
	if m == nil {
		if !strings.HasPrefix(tag, "<!--") {
			d.dropped = append(d.dropped, Dropped{strings.ToLower(tagStart().FindString(tag)), start, end})
		}
		return
	}
	name := strings.ToLower(m[2])
	if m[1] == "/" {
		if d.open[name] > 0 {
			d.open[name]--
			return
		}
	} else if m[3] == "" && !noClose().MatchString(name) {
		d.open[name]++
	}
	d.dropped = append(d.dropped, Dropped{name, start, end})
}

// tagStart matches what stands for the name of a tag that has none: of a
// declaration or an instruction.
var tagStart = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[!?]\[?[A-Za-z]*`) })

func (d *dropper) remove(n ast.Node) {
	d.emptied = append(d.emptied, n.Parent())
	n.Parent().RemoveChild(n.Parent(), n)
}

// removeEmpty takes a block out that holds nothing but white space.
func (j *job) removeEmpty(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); !ok || !util.IsBlank(t.Value(j.source)) {
			return
		}
	}
	if k := n.Kind(); n.Parent() != nil && (k == ast.KindParagraph || k == ast.KindTextBlock) {
		n.Parent().RemoveChild(n.Parent(), n)
	}
}

// htmlPart matches a comment, an instruction, a script, a style or a tag.
var htmlPart = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?is)<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)|<!\[CDATA\[.*?(?:\]\]>|$)` +
		`|<script\b.*?(?:</script\s*>|$)|<style\b.*?(?:</style\s*>|$)|</?[a-z][^>]*(?:>|$)|<![a-z][^>]*(?:>|$)`)
})

var firstTag = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^<[^>]*>?`) })

// block replaces a block of HTML by the words in it.
func (d *dropper) block(n *ast.HTMLBlock) {
	lines := slices.Clone(n.Lines().Sliced(0, n.Lines().Len()))
	if n.HasClosure() {
		lines = append(lines, n.ClosureLine)
	}
	html := &run{}
	for _, line := range lines {
		html.literal(d.source[line.Start:line.Stop], line.Start)
	}
	if n.HTMLBlockType == ast.HTMLBlockType2 && !bytes.Contains(html.text, []byte("-->")) {
		d.report(html.start, d.lineEnd(html.start), "open-comment",
			"this comment has no end, so all that follows is left out", "write --> where the comment ends")
	}
	words := ast.NewParagraph()
	done := 0
	for _, m := range htmlPart().FindAllIndex(html.text, -1) {
		d.keep(words, html, cut{done, m[0]})
		part := html.text[m[0]:m[1]]
		tag := firstTag().Find(part)
		start, end := html.source(m[0]), html.source(m[0]+len(tag)-1)+1
		if name := htmlTag().FindSubmatch(tag); name != nil && len(tag) < len(part) {
			d.dropped = append(d.dropped, Dropped{string(bytes.ToLower(name[2])), start, end})
		} else {
			d.drop(string(tag), start, end)
		}
		done = m[1]
	}
	d.keep(words, html, cut{done, len(html.text)})
	if words.HasChildren() {
		n.Parent().InsertBefore(n.Parent(), n, words)
	}
	n.Parent().RemoveChild(n.Parent(), n)
}

// keep adds the words of part to p, line by line.
func (d *dropper) keep(p *ast.Paragraph, html *run, part cut) {
	for at := part.from; at < part.to; {
		end := part.to
		if i := bytes.IndexByte(html.text[at:part.to], '\n'); i >= 0 {
			end = at + i + 1
		}
		if line := html.text[at:end]; !util.IsBlank(line) {
			seg := text.NewSegment(html.source(at), html.source(end-1)+1)
			if !p.HasChildren() {
				seg = seg.TrimLeftSpace(d.source)
			}
			broken := line[len(line)-1] == '\n'
			if broken {
				seg = seg.TrimRightSpace(d.source)
			}
			t := ast.NewRawTextSegment(seg)
			t.SetSoftLineBreak(broken)
			p.AppendChild(p, t)
			p.Lines().Append(seg)
		}
		at = end
	}
}
