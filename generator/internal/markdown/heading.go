package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"iopguide/generator/internal/diag"

	"github.com/yuin/goldmark/ast"
)

// headings gives every heading an id: the one its author wrote, `{#id}`, or
// the slug that GitHub would make of its words. Of the attributes that goldmark
// reads, a heading keeps its id and its classes.
var headings = &ext{
	order:     orderHeadings,
	transform: nameHeadings,
	renderers: renderers{ast.KindHeading: renderHeading},
}

func nameHeadings(j *job, doc *ast.Document) {
	all := find[*ast.Heading](doc)
	written := map[string]*ast.Heading{}
	for _, h := range all {
		if h.Attributes() != nil {
			j.attributes(h, written)
		}
	}
	for _, h := range all {
		if j.named[h] == "" {
			j.nameHeading(h, Slug(j.words(h), j.ids))
		}
	}
	nameCards(j, doc)
}

// nameHeading gives h an id.
func (j *job) nameHeading(h *ast.Heading, id string) {
	if j.named == nil {
		j.named = map[*ast.Heading]string{}
	}
	j.named[h] = id
}

// The tags of headings, by level; those that begin them without the end.
var (
	headingStarts = []string{1: "<h1", "<h2", "<h3", "<h4", "<h5", "<h6"}
	headingEnds   = []string{1: "</h1>", "</h2>", "</h3>", "</h4>", "</h5>", "</h6>"}
)

func renderHeading(w *output, n ast.Node, entering bool) ast.WalkStatus {
	h := n.(*ast.Heading)
	if !entering {
		w.block(headingEnds[h.Level])
		return ast.WalkContinue
	}
	w.heading = w.job.named[h]
	w.block(headingStarts[h.Level])
	w.attr("id", w.heading)
	if class, ok := h.AttributeString("class"); ok {
		if names := strings.Fields(string(class.([]byte))); len(names) > 0 {
			w.attr("class", strings.Join(names, " "))
		}
	}
	w.tag(">")
	return ast.WalkContinue
}

// attributes checks what the author wrote between braces. Ids that are written
// are all known before the first slug is made, so that a slug gives way.
func (j *job) attributes(h *ast.Heading, written map[string]*ast.Heading) {
	start, end := j.headingPlace(h)
	attributes := h.Attributes()
	h.RemoveAttributes()
	for _, a := range attributes {
		value, ok := a.Value.([]byte)
		switch name := string(a.Name); {
		case name == "class" && ok:
			h.SetAttributeString("class", value)
		case name != "id":
			j.report(start, j.lineEnd(end), "heading-attribute", "a heading cannot have the attribute "+name,
				"between the braces of a heading there can be #an-id and .a-class")
		case !ok || len(value) == 0 || bytes.ContainsFunc(value, unicode.IsSpace):
			j.report(start, j.lineEnd(end), "heading-attribute", "this heading's id cannot be used in an address",
				"an id is letters, digits and hyphens, such as {#getting-help}")
		case j.ids[string(value)] > 0:
			j.duplicate(h, written[string(value)], string(value))
		default:
			j.ids[string(value)] = 1
			written[string(value)] = h
			j.nameHeading(h, string(value))
		}
	}
}

func (j *job) duplicate(h, first *ast.Heading, id string) {
	start, end := j.headingPlace(h)
	d := diag.Diagnostic{File: j.file, Start: start, End: j.lineEnd(end), Rule: "duplicate-id",
		Message: "another heading has the id #" + id + " already",
		Help:    "give this one an id of its own: a link can lead to one heading only"}
	start, end = j.headingPlace(first)
	d.Related = []diag.Place{{File: j.file, Start: start, End: end, Note: "the first heading with this id"}}
	j.list.Add(d)
}

// headingPlace returns where the words of h stand.
func (j *job) headingPlace(h *ast.Heading) (start, end int) {
	lines := h.Lines()
	if lines.Len() == 0 {
		return max(h.Pos(), 0), max(h.Pos(), 0)
	}
	return lines.At(0).Start, lines.At(lines.Len() - 1).Stop
}

// IDs are the ids that are used, with the number that is to be tried next where
// the id is wanted again.
type IDs map[string]int

// Slug returns the id that GitHub gives a heading of these words, and marks it
// used: letters and digits of every script, marks, underscores and hyphens stay,
// spaces become hyphens, and a slug that is used gets -1, -2 and so on.
func Slug(text string, used IDs) string {
	slug := make([]byte, 0, 64)
	for _, r := range strings.TrimSpace(text) {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', r == '_', r == '-':
			slug = append(slug, byte(r))
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsNumber(r), unicode.IsMark(r):
			slug = utf8.AppendRune(slug, unicode.ToLower(r))
		case unicode.IsSpace(r):
			slug = append(slug, '-')
		}
	}
	if len(slug) == 0 {
		return unused("section", used)
	}
	return unused(string(slug), used)
}

// unused returns id, or id with the first number that makes it new, and marks
// it used.
func unused(id string, used IDs) string {
	name, n := id, used[id]
	for used[name] > 0 {
		name = id + "-" + strconv.Itoa(n)
		n++
	}
	used[id] = max(n, 1)
	used[name] = max(used[name], 1)
	return name
}
