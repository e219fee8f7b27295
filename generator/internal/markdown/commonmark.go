package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// commonmark writes the constructs that every Markdown has, but for those that
// have a file of their own.
var commonmark = &ext{renderers: renderers{
	ast.KindBlockquote:      blocks("<blockquote>", "</blockquote>"),
	ast.KindThematicBreak:   blocks("<hr>", ""),
	ast.KindList:            renderList,
	ast.KindTextBlock:       renderTextBlock,
	ast.KindCodeBlock:       renderCode,
	ast.KindFencedCodeBlock: renderCode,

	ast.KindCodeSpan:       renderCodeSpan,
	ast.KindEmphasis:       renderEmphasis,
	east.KindStrikethrough: inline("<del>", "</del>"),
	ast.KindString: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
		if entering {
			w.words(n.(*ast.String).Value)
		}
		return ast.WalkContinue
	},
	ast.KindLinkReferenceDefinition: func(*output, ast.Node, bool) ast.WalkStatus { return ast.WalkSkipChildren },

	east.KindDefinitionList:        blocks("<dl>", "</dl>"),
	east.KindDefinitionTerm:        blocks("<dt>", ""),
	east.KindDefinitionDescription: blocks("<dd>", ""),
}}

// blocks writes the tags around what a block holds.
func blocks(start, end string) func(*output, ast.Node, bool) ast.WalkStatus {
	return func(w *output, _ ast.Node, entering bool) ast.WalkStatus {
		if entering {
			w.block(start)
		} else {
			w.block(end)
		}
		return ast.WalkContinue
	}
}

// inline writes the tags around what a part of a line holds.
func inline(start, end string) func(*output, ast.Node, bool) ast.WalkStatus {
	return func(w *output, _ ast.Node, entering bool) ast.WalkStatus {
		if entering {
			w.start(start)
		} else {
			w.end(end)
		}
		return ast.WalkContinue
	}
}

func renderList(w *output, n ast.Node, entering bool) ast.WalkStatus {
	list := n.(*ast.List)
	switch ordered := list.IsOrdered(); {
	case ordered && entering:
		w.block("<ol")
		if list.Start != 1 {
			w.attr("start", strconv.Itoa(list.Start))
		}
		w.tag(">")
	case ordered:
		w.block("</ol>")
	case entering:
		w.block("<ul>")
	default:
		w.block("</ul>")
	}
	return ast.WalkContinue
}

// renderTextBlock writes a paragraph without tags, of which two may follow each
// other where raw HTML between them is gone.
func renderTextBlock(w *output, n ast.Node, entering bool) ast.WalkStatus {
	if !entering && n.NextSibling() != nil && n.HasChildren() {
		w.white('\n')
	}
	return ast.WalkContinue
}

func renderCode(w *output, n ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		w.tag("</code></pre>")
		return ast.WalkContinue
	}
	w.block("<pre><code")
	if n.Kind() == ast.KindCodeBlock {
		w.job.indented(n)
	}
	if f, ok := n.(*ast.FencedCodeBlock); ok {
		if language := f.Language(w.job.source); language != nil {
			w.attr("class", "language-"+unescape(language))
		}
	}
	w.tag(">")
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		w.exact(line.Value(w.job.source))
	}
	return ast.WalkContinue
}

// indented reports lines that are code since blanks stand before them, which is hardly
// ever meant.
func (j *job) indented(n ast.Node) {
	if lines := n.Lines(); lines.Len() > 0 {
		start := lines.At(0).Start
		j.list.Warn(j.file, start, j.lineEnd(start), "indented-code", "blanks before a line make it a box of code, in which links and signs mean nothing",
			"take them out; if a box is meant, put ``` in a line of its own above it and below it")
	}
}

func renderCodeSpan(w *output, n ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		w.end("</code>")
		return ast.WalkContinue
	}
	w.start("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		line := c.(*ast.Text).Segment.Value(w.job.source)
		words, broken := bytes.CutSuffix(line, []byte("\n"))
		w.words(words)
		if broken {
			w.white(' ')
		}
	}
	return ast.WalkSkipChildren
}

func renderEmphasis(w *output, n ast.Node, entering bool) ast.WalkStatus {
	switch strong := n.(*ast.Emphasis).Level == 2; {
	case strong && entering:
		w.start("<strong>")
	case strong:
		w.end("</strong>")
	case entering:
		w.start("<em>")
	default:
		w.end("</em>")
	}
	return ast.WalkContinue
}
