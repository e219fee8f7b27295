package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"

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
		j.attributes(h, written)
	}
	for _, h := range all {
		if headingID(h) == "" {
			h.SetAttributeString("id", []byte(Slug(j.words(h), j.ids)))
		}
	}
	nameCards(j, doc)
}

func headingID(h *ast.Heading) string {
	id, _ := h.AttributeString("id")
	value, _ := id.([]byte)
	return string(value)
}

func renderHeading(w *output, n ast.Node, entering bool) ast.WalkStatus {
	h := n.(*ast.Heading)
	tag := "h" + strconv.Itoa(h.Level)
	if !entering {
		w.tag("</" + tag + ">\n")
		return ast.WalkContinue
	}
	w.heading = headingID(h)
	w.tag("<" + tag + ` id="`)
	w.text(w.heading)
	if class, ok := h.AttributeString("class"); ok {
		w.tag(`" class="`)
		w.text(string(class.([]byte)))
	}
	w.tag(`">`)
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
		case j.ids[string(value)]:
			j.duplicate(h, written[string(value)], string(value))
		default:
			j.ids[string(value)] = true
			written[string(value)] = h
			h.SetAttributeString("id", value)
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

// Slug returns the id that GitHub gives a heading of these words, and marks it
// used: letters and digits of every script, marks, underscores and hyphens stay,
// spaces become hyphens, and a slug that is used gets -1, -2 and so on.
func Slug(text string, used map[string]bool) string {
	slug := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsNumber(r), unicode.IsMark(r), r == '_', r == '-':
			return unicode.ToLower(r)
		case unicode.IsSpace(r):
			return '-'
		}
		return -1
	}, strings.TrimSpace(text))
	if slug == "" {
		slug = "section"
	}
	return unused(slug, used)
}

// unused returns id, or id with the first number that makes it new, and marks
// it used.
func unused(id string, used map[string]bool) string {
	name := id
	for n := 1; used[name]; n++ {
		name = id + "-" + strconv.Itoa(n)
	}
	used[name] = true
	return name
}
