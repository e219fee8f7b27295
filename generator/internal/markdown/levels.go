package markdown

import (
	"regexp"
	"strings"
	"sync"

	"iopguide/generator/internal/diag"

	"github.com/yuin/goldmark/ast"
)

// levels shows how kinds of care compare: a fenced block whose language is
// levels, with a line `Name | hours | where` for each, the least care first,
// and `| here` after the one that the page is about.
var levels = &ext{renderers: renderers{kindLevels: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
	if s := n.(*scale); entering && len(s.levels) > 0 {
		w.block("<figure class=levels>")
		w.drawn(s.draw())
		s.table(w)
		w.block("</figure>")
	}
	return ast.WalkContinue
}}}

var kindLevels = ast.NewNodeKind("Levels")

// A scale is the node of a scale of levels of care.
type scale struct {
	ast.BaseBlock
	levels []level
	prose  []cut
}

func (n *scale) Kind() ast.NodeKind            { return kindLevels }
func (n *scale) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }
func (n *scale) blocks() []cut                 { return n.prose }

// A level is one line of a scale.
type level struct {
	name, hours, where string
	here               bool
	line               fenceLine
}

const levelHelp = "write name | hours | where, such as Intensive outpatient | 9-19 hours a week | you live at home"

func readLevels(j *job, place cut, lines []fenceLine) ast.Node {
	n := &scale{}
	for _, l := range lines {
		if s, ok := n.read(j, l); ok {
			n.levels = append(n.levels, s)
		}
	}
	if len(lines) == 0 {
		j.report(place.from, place.to, "bad-levels", "this scale has no levels", levelHelp)
	}
	return n
}

// read reads one level, and says which part of its line cannot be read.
func (n *scale) read(j *job, l fenceLine) (s level, ok bool) {
	parts := splitLine(l.text)
	word := func(i int) string { return l.text[parts[i].from:parts[i].to] }
	fail := func(c cut, message, help string) (level, bool) {
		start, end := l.place(c)
		j.report(start, end, "bad-levels", message, help)
		return s, false
	}
	for i, name := range []string{"name", "hours", "place"} {
		if i >= len(parts) || word(i) == "" {
			return fail(cut{0, len(l.text)}, "this level has no "+name, levelHelp)
		}
	}
	switch {
	case len(parts) > 4:
		return fail(parts[4], "this level has a part too many", levelHelp+", and | here after the one this page is about")
	case len(parts) == 4 && word(3) != "here":
		return fail(parts[3], "the fourth part of a level is the word here, or nothing", levelHelp+" | here")
	}
	s = level{name: j.typeset(word(0)), hours: numberRange().ReplaceAllString(j.typeset(word(1)), "$1–$2"),
		where: j.typeset(word(2)), here: len(parts) == 4, line: l}
	for _, c := range parts[:3] {
		n.prose = append(n.prose, placeOf(l, c))
	}
	if s.here {
		s.here = n.onlyHere(j, l, parts[3])
	}
	return s, true
}

// numberRange matches a hyphen between numbers, which print has a dash for.
var numberRange = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(\d)-(\d)`) })

// onlyHere reports a second level that is said to be here.
func (n *scale) onlyHere(j *job, l fenceLine, c cut) bool {
	for _, s := range n.levels {
		if !s.here {
			continue
		}
		d := diag.Diagnostic{File: j.file, Rule: "bad-levels", Message: "two levels say here",
			Help: "keep the word after the level that this page is about"}
		d.Start, d.End = l.place(c)
		start, end := s.line.place(cut{0, len(s.line.text)})
		d.Related = []diag.Place{{File: j.file, Start: start, End: end, Note: "the other level"}}
		j.list.Add(d)
		return false
	}
	return true
}

// splitLine returns the parts of a line between bars, without the white space
// around them.
func splitLine(s string) []cut {
	var parts []cut
	at := 0
	for word := range strings.SplitSeq(s, "|") {
		trimmed := strings.TrimSpace(word)
		from := at + strings.Index(word, trimmed)
		parts = append(parts, cut{from, from + len(trimmed)})
		at += len(word) + 1
	}
	return parts
}

// cell writes what begins a cell, and its words.
func (o *output) cell(start, words string) {
	o.block(start)
	o.text(words)
}

func (n *scale) table(w *output) {
	w.block("<table class=scale-table><thead><tr>")
	for _, key := range []string{"levels-name", "levels-hours", "levels-where"} {
		w.block("<th scope=col>")
		w.word(key)
	}
	w.block("<tbody>")
	for _, s := range n.levels {
		if s.here {
			w.cell("<tr class=here><th scope=row>", s.name+" ")
			w.start("<span class=here-mark>")
			w.word("levels-here")
			w.end("</span>")
		} else {
			w.cell("<tr><th scope=row>", s.name)
		}
		w.cell("<td>", s.hours)
		w.cell("<td>", s.where)
	}
	w.block("</table>")
}

// The measures of a drawn scale.
const (
	barShortest = 320.0
	barPad      = 16.0
	barHeight   = 44.0
	barLeading  = 20.0
	noteLeading = 18.0
	barGap      = 16.0 // below the words under a bar
)

// draw draws a bar for each level: the more care, the longer.
func (n *scale) draw() string {
	body, y := &svg{}, 0.0
	for i, s := range n.levels {
		width := drawingWidth
		if last := len(n.levels) - 1; last > 0 {
			width = barShortest + (drawingWidth-barShortest)*float64(i)/float64(last)
		}
		y = s.draw(body, y, width)
	}
	return body.drawing("scale", y-barGap+6)
}

// draw draws one level at y, and returns where the next one begins.
func (s level) draw(to *svg, y, width float64) float64 {
	bar, text := "f-soft", "t t-b"
	room := width - 2*barPad
	if s.here {
		bar, text = "f-accent", "t t-b t-on"
		room -= 28
	}
	lines := wrap(s.name, room, textSize*1.08, 2) // bold text is wider
	height := barHeight + barLeading*float64(len(lines)-1)
	to.box(0, y, width, height, bar)
	if s.here {
		to.WriteString(`<circle class="f-warm" cx="` + num(width-24) + `" cy="` + num(y+height/2) + `" r="8"/>`)
	}
	to.text(barPad, y+28, barLeading, text, lines...)
	y += height
	notes := wrap(s.hours+" · "+s.where, drawingWidth-2*barPad, smallSize, 2)
	to.text(barPad, y+20, noteLeading, "t t-s", notes...)
	return y + 8 + noteLeading*float64(len(notes)) + barGap
}
