package selfcheck

import (
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Extension reads a page as a self-check: it makes a Tree of it, proves the
// Tree, and turns each step into a markdown.Part of the page. The Tree is the
// Extra of the document.
var Extension goldmark.Extender = extension{}

type extension struct{}

// Extend implements goldmark.Extender.
func (extension) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(parser.WithASTTransformers(
		util.Prioritized(extension{}, markdown.OrderExtension)))
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(renderers, 300)))
}

// Transform implements parser.ASTTransformer.
func (extension) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	r := &reader{pc: pc, lang: markdown.Lang(pc), byID: map[string]*Step{}}
	r.tree = &Tree{Lang: r.lang}
	sections, checks := r.sections(doc)
	for _, s := range sections {
		r.step(s)
	}
	r.resolve(doc)
	r.checks(checks)
	if len(r.tree.Steps) == 0 {
		r.report(Place{}, "no-question", "this self-check has no question yet",
			"begin the first with a heading, such as ## Safety, and write its answers as a list of links")
	}
	r.slips(sections)
	for _, f := range r.tree.Prove() {
		r.add(f)
	}
	for i, s := range sections {
		r.rebuild(doc, s, r.tree.Steps[i])
	}
	markdown.Keep(pc, r.tree)
}

// A reader makes the Tree of one file.
type reader struct {
	pc   parser.Context
	lang string
	tree *Tree
	byID map[string]*Step
}

// report adds a mistake of form. What cannot be read keeps rules and cases from
// being proved: they would fail for it.
func (r *reader) report(p Place, rule, message, help string) {
	r.tree.malformed = true
	markdown.Report(r.pc, p.Start, p.End, rule, message, help)
}

func (r *reader) add(f Finding) {
	d := diag.Diagnostic{Start: f.Start, End: f.End, Rule: f.Rule, Message: f.Message, Help: f.Help}
	if f.Warning {
		d.Severity = diag.Warning
	}
	for _, o := range f.Related {
		d.Related = append(d.Related, markdown.Related(r.pc, o.Start, o.End, o.Note))
	}
	markdown.Add(r.pc, d)
}

// Words returns the words below n, without markup.
func (r *reader) Words(n ast.Node) string { return markdown.Words(r.pc, n) }

// Offset returns the place in the source of the byte at i of the words of n.
func (r *reader) Offset(n ast.Node, i int) int { return markdown.Offset(r.pc, n, i) }

// Source returns the file.
func (r *reader) Source() []byte { return markdown.Source(r.pc) }

// Step returns the step of that id, or nil.
func (r *reader) Step(id string) *Step { return r.byID[id] }

// Labels returns all that can be answered to the steps of that name.
func (r *reader) Labels(question string) []string {
	var labels []string
	for _, s := range r.tree.Steps {
		if fold(s.Name) == fold(question) {
			labels = append(labels, s.labels()...)
		}
	}
	return labels
}

// Place returns where n stands.
func (r *reader) Place(n ast.Node) Place {
	start, end := markdown.Place(r.pc, n)
	return Place{start, end}
}
