package markdown

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// An ext is one construct of ours: how it is parsed, how it changes the tree,
// how it is written. All parts are optional.
type ext struct {
	block      parser.BlockParser
	inline     parser.InlineParser
	paragraph  parser.ParagraphTransformer
	transform  func(j *job, doc *ast.Document)
	order      int // of transform
	renderers  renderers
	extensions []goldmark.Extender // of others that it builds on
}

// Extend adds the construct. Its parsers come before those of CommonMark that
// begin with the same character, and its renderers replace goldmark's.
func (e *ext) Extend(m goldmark.Markdown) {
	for _, x := range e.extensions {
		x.Extend(m)
	}
	var opts []parser.Option
	if e.block != nil {
		opts = append(opts, parser.WithBlockParsers(util.Prioritized(e.block, 50)))
	}
	if e.inline != nil {
		opts = append(opts, parser.WithInlineParsers(util.Prioritized(e.inline, 50)))
	}
	if e.paragraph != nil {
		opts = append(opts, parser.WithParagraphTransformers(util.Prioritized(e.paragraph, 50)))
	}
	if e.transform != nil {
		opts = append(opts, parser.WithASTTransformers(util.Prioritized(transformer(e.transform), e.order)))
	}
	m.Parser().AddOptions(opts...)
	if e.renderers != nil {
		m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(e.renderers, 400)))
	}
}

// A transformer changes the tree once all of it is parsed.
type transformer func(j *job, doc *ast.Document)

// Transform implements parser.ASTTransformer.
func (t transformer) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	t(jobOf(pc), doc)
}

// renderers write nodes, each of one kind.
type renderers map[ast.NodeKind]func(w *output, n ast.Node, entering bool) ast.WalkStatus

// RegisterFuncs implements renderer.NodeRenderer.
func (r renderers) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	for kind, render := range r {
		reg.Register(kind, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
			return render(w.(*output), n, entering), nil
		})
	}
}

// walk calls visit for n and all below it, in reading order. The tree may be
// changed at and below the visited node.
func walk(n ast.Node, visit func(n ast.Node)) {
	visit(n)
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		walk(c, visit)
		c = next
	}
}

// walkBlocks calls visit for n and all blocks below it, in reading order. The
// tree may be changed at and below the visited node.
func walkBlocks(n ast.Node, visit func(n ast.Node)) {
	visit(n)
	if isProse(n) {
		return
	}
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		walkBlocks(c, visit)
		c = next
	}
}

// find returns all blocks of type T at or below n, in reading order.
func find[T ast.Node](n ast.Node) []T {
	var found []T
	walkBlocks(n, func(n ast.Node) {
		if t, ok := n.(T); ok {
			found = append(found, t)
		}
	})
	return found
}

// inside reports whether n lies in a node of type T.
func inside[T ast.Node](n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if _, ok := p.(T); ok {
			return true
		}
	}
	return false
}

// adopt moves the children of from, in their order, to the end of to.
func adopt(to, from ast.Node) {
	for c := from.FirstChild(); c != nil; c = from.FirstChild() {
		to.AppendChild(to, c)
	}
}
