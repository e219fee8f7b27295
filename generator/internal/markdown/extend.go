package markdown

import (
	"iopguide/generator/internal/diag"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// OrderExtension is the priority of a transformer from elsewhere that reads or
// changes the structure of the tree. Cards are nodes by then, raw HTML is gone,
// headings have their ids; typography and prose are still to come, so what it
// takes out is not read.
const OrderExtension = orderExtension

// Report adds a mistake found while parsing. It is for extensions.
func Report(pc parser.Context, start, end int, rule, message, help string) {
	jobOf(pc).report(start, end, rule, message, help)
}

// Add adds a diagnostic about the file that is being compiled. It is for
// extensions.
func Add(pc parser.Context, d diag.Diagnostic) {
	d.File = jobOf(pc).file
	jobOf(pc).list.Add(d)
}

// Related returns a place in the file that is being compiled.
func Related(pc parser.Context, start, end int, note string) diag.Place {
	return diag.Place{File: jobOf(pc).file, Start: start, End: end, Note: note}
}

// Keep makes v the Extra of the document that is being compiled.
func Keep(pc parser.Context, v any) { jobOf(pc).doc.Extra = v }

// Lang returns the language of the file, without its region.
func Lang(pc parser.Context) string { return jobOf(pc).lang() }

// Words returns the words below n without markup, before typography.
func Words(pc parser.Context, n ast.Node) string { return jobOf(pc).words(n) }

// Place returns where n stands in the source: a link or picture whole, of
// anything else its words, without the markup around them.
func Place(pc parser.Context, n ast.Node) (start, end int) {
	j := jobOf(pc)
	if s, ok := j.linkSlot(n); ok {
		return s.Start, s.End
	}
	if end := j.ends[n]; end > 0 {
		return n.Pos(), end
	}
	r := j.run(n)
	if len(r.text) == 0 {
		at := max(n.Pos(), 0)
		return at, at
	}
	return r.start, max(r.start, r.end)
}

// Offset returns the byte of the source that the byte at i of Words stands for.
func Offset(pc parser.Context, n ast.Node, i int) int { return jobOf(pc).run(n).source(i) }

// HeadingID returns the id of h.
func HeadingID(pc parser.Context, h *ast.Heading) string { return jobOf(pc).named[h] }

// NameHeading gives h another id, which is to be from Reserve.
func NameHeading(pc parser.Context, h *ast.Heading, id string) { jobOf(pc).nameHeading(h, id) }

// Destination returns where link n leads, as written, with its escapes resolved.
func Destination(n *ast.Link) string { return unescape(n.Destination) }

// Alert returns the card that n is the node of, and its title node, or nil. Its
// Text and Links are not known before the prose is read.
func Alert(pc parser.Context, n ast.Node) *Card { return jobOf(pc).alerts[n] }

// LeadTo makes n a link to an element of its own page that the extension has
// given the id. It has no slot then.
func LeadTo(n *ast.Link, id string) { n.SetAttributeString(leadsTo, id) }

const leadsTo = "leads-to"

// The functions below write HTML where a node of an extension is rendered. What
// they are given is as small as it can be: without quotes that are not needed,
// and without end tags that may be left out, but for those of paragraphs.

// BlockTags writes tags of blocks, beside which white space means nothing, or the
// first part of one.
func BlockTags(w util.BufWriter, tags string) { w.(*output).block(tags) }

// StartTag writes a tag that begins something within a line, or its first part.
func StartTag(w util.BufWriter, tag string) { w.(*output).start(tag) }

// EndTag writes a tag that ends something within a line.
func EndTag(w util.BufWriter, tag string) { w.(*output).end(tag) }

// Attr writes an attribute of a tag whose first part is written.
func Attr(w util.BufWriter, name, value string) { w.(*output).attr(name, value) }

// Rest writes the rest of a tag.
func Rest(w util.BufWriter, s string) { w.(*output).tag(s) }

// Box ends the tag of something to click, beside which white space counts.
func Box(w util.BufWriter) { w.(*output).drawn(">") }

// EndParagraph ends a paragraph.
func EndParagraph(w util.BufWriter) { w.(*output).paragraph() }

// Text writes s, which is not HTML.
func Text(w util.BufWriter, s string) { w.(*output).text(s) }

// Typeset returns s, which has no markup, with the typography of the page's
// language, where a node of an extension is rendered.
func Typeset(w util.BufWriter, s string) string { return w.(*output).job.typeset(s) }

// Reserve returns an id that nothing else on the page has: id itself, or id with
// a number.
func Reserve(pc parser.Context, id string) string { return unused(id, jobOf(pc).ids) }

// Source returns the file as it is read, with what stands before the body
// blanked.
func Source(pc parser.Context) []byte { return jobOf(pc).source }
