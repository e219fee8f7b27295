// Package markdown compiles Markdown to HTML. Where the links lead is left
// open, because only the whole site knows.
//
// A Converter turns the body of one file into a Document: HTML, and the slots
// in it that are filled when the site is arranged; and beside it what rules
// and other pages ask for: headings, prose, cards, footnotes. All places are
// byte offsets in the file as it is on disk. Nothing but the file and its Env
// enters a Document.
//
// The order of events:
//
//  1. What stands before the body is blanked, not cut, so that offsets hold.
//  2. goldmark parses. Each construct of ours is an extension in a file of its
//     own; it may report mistakes while parsing.
//  3. Extensions change the tree, in the order of the constants below: cards
//     and fenced blocks become nodes of their own, raw HTML goes, marks close
//     up to their words, headings get ids, straight quotes become curly ones.
//  4. The prose is read once, in reading order, into Blocks; the glossary's
//     terms are found in it and linked; footnotes are taken out.
//  5. The renderers write HTML, as small as a minifier would make it, and leave
//     slots open.
//
// An extension from elsewhere changes the tree at OrderExtension, between the
// headings and the typography, with the functions of extend.go.
package markdown

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"iopguide/generator/internal/diag"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The order in which the tree is changed.
const (
	orderCards = 100 + 10*iota
	orderFences
	orderHTML
	orderMarks
	orderHeadings
	orderExtension
	orderTypography
	orderProse
	orderNotes
)

// A Converter compiles Markdown with a fixed set of extensions. It may be used
// by several goroutines at once.
//
// Bare addresses become links. goldmark looks for one at every word, which takes
// it a quarter of its time, so a page that cannot hold one is read by a goldmark
// that does not look.
type Converter struct {
	addresses func() goldmark.Markdown
	plain     func() goldmark.Markdown // does not know bare addresses
}

// New returns a Converter with the site's own extensions and ext.
func New(ext ...goldmark.Extender) *Converter {
	return &Converter{
		addresses: sync.OnceValue(func() goldmark.Markdown {
			return newMarkdown(slices.Concat(ext, []goldmark.Extender{extension.Linkify}))
		}),
		plain: sync.OnceValue(func() goldmark.Markdown { return newMarkdown(ext) }),
	}
}

func newMarkdown(ext []goldmark.Extender) goldmark.Markdown {
	own := []goldmark.Extender{
		extension.DefinitionList, extension.Strikethrough,
		commonmark, words, links, pictures, tables, tasks,
		cards, citations, footnotes, terms,
		fences, includes, schedules, levels,
		rawHTML, marks, headings, typography, prose, parts,
	}
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blockParsers()...),
			parser.WithInlineParsers(inlineParsers()...),
			parser.WithParagraphTransformers(
				util.Prioritized(linkTargets{parser.LinkReferenceParagraphTransformer}, 100)),
			parser.WithAttribute(),
		)),
		goldmark.WithRenderer(renderer.NewRenderer()),
		goldmark.WithExtensions(own...),
		goldmark.WithExtensions(ext...),
	)
}

// of returns what compiles source.
func (c *Converter) of(source []byte) goldmark.Markdown {
	if mayHoldAddress(source) {
		return c.addresses()
	}
	return c.plain()
}

// blockParsers are goldmark's own with those for fences and raw HTML wrapped.
func blockParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(fenceParser{parser.NewFencedCodeBlockParser()}, 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(htmlParser{parser.NewHTMLBlockParser()}, 900),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
}

// inlineParsers are goldmark's own with that for links wrapped.
func inlineParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(linkParser{parser.NewLinkParser()}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewRawHTMLParser(), 400),
		util.Prioritized(parser.NewEmphasisParser(), 500),
	}
}

// Convert compiles f from offset on. Offsets in the result are offsets in f.
func (c *Converter) Convert(f *diag.File, offset int, env *Env, list *diag.List) *Document {
	w := workspaces.Get().(*workspace)
	defer workspaces.Put(w)
	j := &job{file: f, source: w.blank(f.Data, offset), offset: offset, env: env, list: list,
		doc: &Document{File: f}, ids: IDs{}, ends: map[ast.Node]int{}, workspace: w}
	j.verbatim = isVerbatim(j.source)
	pc := parser.NewContext()
	pc.Set(jobKey, j)
	md := c.of(j.source)
	tree := md.Parser().Parse(text.NewReader(j.source), parser.WithContext(pc))
	j.render(md.Renderer(), tree, j.doc)
	for _, n := range j.notes {
		j.render(md.Renderer(), n, n.note.Body)
	}
	return j.doc
}

// A job is the compiling of one file. Parsers reach it through their context,
// renderers through their output.
type job struct {
	file   *diag.File
	source []byte // the file with what stands before its body blanked
	env    *Env
	list   *diag.List
	doc    *Document

	ids    IDs               // of elements
	ends   map[ast.Node]int  // where links and pictures end in the source
	closed ast.Node          // the last fenced block that has a closing fence
	open   map[ast.Node]bool // the fenced blocks that have none
	alerts map[ast.Node]*Card
	named  map[*ast.Heading]string // the ids of headings
	notes  []*footnote             // in the order of definition
	label  map[string]*footnote
	marks  []mark // in reading order
	fenced bool   // there are fenced blocks
	subs   []sub  // typography, by place
	sub    int    // the number of the one that was looked for last

	offset   int  // where the body begins
	verbatim bool // the file has no escapes and no entities
	*workspace
}

var jobKey = parser.NewContextKey()

func jobOf(pc parser.Context) *job { return pc.Get(jobKey).(*job) }

func (j *job) report(start, end int, rule, message, help string) {
	start = min(max(start, 0), len(j.source))
	end = min(max(end, start), len(j.source))
	j.list.Error(j.file, start, end, rule, message, help)
}

// lang is the language without its region.
func (j *job) lang() string {
	base, _, _ := strings.Cut(strings.ToLower(j.env.Lang), "-")
	return base
}

// lineEnd returns where the line of the source that at lies in ends, without
// the white space there.
func (j *job) lineEnd(at int) int {
	end := len(j.source)
	if i := bytes.IndexByte(j.source[at:], '\n'); i >= 0 {
		end = at + i
	}
	return at + len(bytes.TrimRight(j.source[at:end], " \t\r"))
}
