package selfcheck

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode"
)

// A color is how steps of one urgency are drawn. Words on fill have a contrast
// of at least 7 to 1.
type color struct{ line, fill string }

const (
	ink  = "#1b1b1b"
	gray = "#5b6470"
)

// colors are told apart also in gray: the more urgent, the darker the line.
var colors = map[Urgency]color{
	Information: {"#6b7280", "#f3f4f6"},
	Routine:     {"#2f7d4f", "#e8f5ec"},
	Soon:        {"#1f5fa8", "#e6f0fb"},
	Urgent:      {"#a85a00", "#fdf0dc"},
	Emergency:   {"#a80f22", "#fde4e6"},
}

var questionColor = color{"#444b55", "#ffffff"}

func colorOf(s *Step) color {
	if s.Card == nil {
		return questionColor
	}
	return colors[s.Card.Urgency]
}

// SVG draws the tree as a map that needs nothing beside itself.
func (t *Tree) SVG(title string) string {
	c := newChart(t)
	head := textLines(title, 18, true, max(c.width-2*margin, 400))
	head = append(head, textLines(t.summary(), 12, false, max(c.width-2*margin, 400))...)
	head = append(head, drawnLine{}) // a gap
	top := 0.0
	for _, l := range head {
		top += l.size * lineHeight
		c.width = max(c.width, l.width+2*margin)
	}
	top += 12
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" role="img" aria-labelledby="title desc" font-family="Verdana, 'DejaVu Sans', sans-serif">`+"\n",
		c.width, c.height+top, c.width, c.height+top)
	fmt.Fprintf(&b, "<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n", escaped(title), escaped(t.described()))
	fmt.Fprintf(&b, "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n")
	drawLines(&b, head, margin, margin, "start", ink)
	fmt.Fprintf(&b, "<g transform=\"translate(0 %.0f)\">\n", top)
	c.draw(&b)
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// described says in words what the map shows.
func (t *Tree) described() string {
	text := "A map from the top down. A box with square corners and an urgency is an ending."
	for _, s := range t.sorted() {
		for _, a := range t.arrows(s) {
			text += fmt.Sprintf(" %s: “%s” leads to %s.", s.Name, strings.Join(a.labels, "” or “"), boxName(a.to))
		}
	}
	return text
}

func boxName(s *Step) string {
	if s.IsResult() {
		return ending(s)
	}
	return s.Name
}

const (
	lineHeight = 1.35
	padding    = 10.0
	stepWidth  = 230.0 // of the words in a question's box
	endWidth   = 150.0
	labelWidth = 150.0
)

// stepBox returns the box of a step.
func stepBox(s *Step) *box {
	b := &box{step: s}
	if s.IsResult() {
		b.lines = append(textLines(s.Name, 13, true, endWidth), textLines(s.urgent(), 12, false, endWidth)...)
	} else {
		b.lines = textLines(s.Name, 13, true, stepWidth)
		if s.Question != s.Name {
			b.lines = append(b.lines, textLines(s.Question, 12, false, stepWidth)...)
		}
	}
	b.fit()
	return b
}

// labelBox returns the words of an arrow.
func labelBox(a *arrow) *box {
	b := &box{labels: a.labels}
	for i, l := range a.labels {
		if i > 0 {
			b.lines = append(b.lines, drawnLine{size: 3}) // a gap
		}
		b.lines = append(b.lines, textLines("“"+l+"”", 11.5, false, labelWidth)...)
	}
	b.fit()
	b.w, b.h = b.w-padding, b.h-padding
	return b
}

// fit makes a box as large as its lines need.
func (b *box) fit() {
	for _, l := range b.lines {
		b.w = max(b.w, l.width)
		b.h += l.size * lineHeight
	}
	b.w, b.h = b.w+2*padding, b.h+2*padding
}

// textLines breaks text into lines no wider than width, also where there is no
// space.
func textLines(text string, size float64, bold bool, width float64) []drawnLine {
	var lines []drawnLine
	var now drawnLine
	flush := func() {
		if now.text != "" {
			lines = append(lines, now)
		}
		now = drawnLine{bold: bold, size: size}
	}
	flush()
	for _, word := range strings.Fields(text) {
		for _, piece := range pieces(word, size, bold, width) {
			w, space := textWidth(piece, size, bold), textWidth(" ", size, bold)
			switch {
			case now.text == "":
				now.text, now.width = piece, w
			case now.width+space+w > width:
				flush()
				now.text, now.width = piece, w
			default:
				now.text, now.width = now.text+" "+piece, now.width+space+w
			}
		}
	}
	flush()
	return lines
}

// pieces cuts a word that is wider than a line.
func pieces(word string, size float64, bold bool, width float64) []string {
	if textWidth(word, size, bold) <= width {
		return []string{word}
	}
	var list []string
	piece := ""
	for _, r := range word {
		if piece != "" && textWidth(piece+string(r), size, bold) > width {
			list = append(list, piece)
			piece = ""
		}
		piece += string(r)
	}
	return append(list, piece)
}

// textWidth says how wide text is in the widest of the fonts that the map may
// be shown in.
func textWidth(text string, size float64, bold bool) float64 {
	sum := 0.0
	for _, r := range text {
		switch {
		case unicode.IsMark(r):
		case r >= 0x1100:
			sum += 1
			if r == '“' || r == '”' || r == '’' || r == '–' || r == '…' || r == '—' {
				sum -= 0.4
			}
		case strings.ContainsRune("ijl.,:;'|!()[]I ftr-/", r):
			sum += 0.44
		case strings.ContainsRune("mwMW@%", r):
			sum += 1
		case unicode.IsUpper(r):
			sum += 0.76
		default:
			sum += 0.65
		}
	}
	if bold {
		sum *= 1.1
	}
	return sum * size
}

// draw writes the arrows, then the boxes over them.
func (c *chart) draw(b *strings.Builder) {
	b.WriteString(`<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="` + gray + "\"/></marker></defs>\n")
	for i, layer := range c.layers {
		bottom := 0.0
		for _, from := range layer {
			bottom = max(bottom, from.y+from.h)
		}
		if i+1 < len(c.layers) {
			c.arrows(b, layer, bottom)
		}
	}
	for _, layer := range c.layers {
		for _, bx := range layer {
			bx.draw(b)
		}
	}
}

// arrows writes the arrows from a layer to the next. They leave at the bottom
// of the layer, so that none runs through a box beside its own.
func (c *chart) arrows(b *strings.Builder, layer []*box, bottom float64) {
	for _, from := range layer {
		for _, to := range from.out {
			x1, x2 := port(from, from.out, to), port(to, to.in, from)
			tip := ""
			if to.step != nil {
				tip = ` marker-end="url(#tip)"`
			}
			middle := (bottom + to.y) / 2
			fmt.Fprintf(b, "<path d=\"M%.1f %.1fV%.1fC%.1f %.1f %.1f %.1f %.1f %.1f\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.4\"%s/>\n",
				x1, from.y+from.h, bottom, x1, middle, x2, middle, x2, to.y, gray, tip)
			if to.bend() {
				fmt.Fprintf(b, "<path d=\"M%.1f %.1fV%.1f\" stroke=\"%s\" stroke-width=\"1.4\"/>\n", to.x, to.y, to.y+to.h, gray)
			}
		}
	}
}

// bend reports whether b is only a place that an arrow passes.
func (b *box) bend() bool { return b.step == nil && len(b.labels) == 0 }

// port returns where on b's edge the arrow to or from other stands: beside
// those of b's other neighbors, in their order.
func port(b *box, neighbors []*box, other *box) float64 {
	if len(neighbors) == 1 || b.step == nil {
		return b.x
	}
	row := slices.Clone(neighbors)
	slices.SortStableFunc(row, func(a, z *box) int { return a.at - z.at })
	room := min(b.w*0.8, 36*float64(len(row)-1))
	return b.x - room/2 + room*float64(slices.Index(row, other))/float64(len(row)-1)
}

// draw writes a box with its words.
func (b *box) draw(w *strings.Builder) {
	switch {
	case b.bend():
		return
	case b.step == nil:
		drawLines(w, b.lines, b.x, b.y+padding/2, "middle", ink)
		return
	}
	c, radius, stroke := colorOf(b.step), 10, 1.4
	if b.step.IsResult() {
		radius, stroke = 0, 2.6
	}
	fmt.Fprintf(w, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%d\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%.1f\"/>\n",
		b.x-b.w/2, b.y, b.w, b.h, radius, c.fill, c.line, stroke)
	drawLines(w, b.lines, b.x, b.y+padding, "middle", ink)
}

// drawLines writes lines of words below y.
func drawLines(w *strings.Builder, lines []drawnLine, x, y float64, anchor, fill string) {
	for _, l := range lines {
		y += l.size * lineHeight
		if l.text == "" {
			continue
		}
		weight := ""
		if l.bold {
			weight = ` font-weight="bold"`
		}
		fmt.Fprintf(w, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.4g\" text-anchor=\"%s\" fill=\"%s\"%s>%s</text>\n",
			x, y-l.size*0.36, l.size, anchor, fill, weight, escaped(l.text))
	}
}

// escaped makes text fit for XML, which has no control characters.
func escaped(text string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == 0xfffe || r == 0xffff {
			return ' '
		}
		return r
	}, text))
}
