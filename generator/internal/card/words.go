package card

import (
	"image/color"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// A typeface is read when it is first needed.
type typeface = func() *sfnt.Font

var (
	regular = typeface(sync.OnceValue(func() *sfnt.Font { return parsed(goregular.TTF) }))
	bold    = typeface(sync.OnceValue(func() *sfnt.Font { return parsed(gobold.TTF) }))
)

// parsed reads a font that is part of the program, and so is sound.
func parsed(ttf []byte) *sfnt.Font {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		panic(err)
	}
	return f
}

// clean returns text with letters and their accents put together, one blank
// between words, and without signs that no font here has, such as emoji.
func clean(text string) string {
	var b sfnt.Buffer
	text = strings.Map(func(r rune) rune {
		switch i, err := bold().GlyphIndex(&b, r); {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsNumber(r), err == nil && i != 0 && unicode.IsPrint(r):
			return r
		}
		return -1
	}, norm.NFC.String(text))
	return strings.Join(strings.Fields(text), " ")
}

// drawable reports whether the fonts have every letter of text.
func drawable(text string) bool {
	var b sfnt.Buffer
	for _, r := range text {
		for _, f := range []typeface{regular, bold} {
			if i, err := f().GlyphIndex(&b, r); err != nil || i == 0 || unicode.IsMark(r) {
				return false
			}
		}
	}
	return true
}

// sizes are the sizes in which text may be set, in pixels, and the most lines that
// it may take.
type sizes struct{ largest, smallest, lines int }

// A block is text, set in lines.
type block struct {
	face  typeface
	size  int
	lines []string
}

// fit sets text in the largest size in which it fits into width and height. What
// does not fit in the smallest is cut, which an ellipsis shows.
func fit(text string, face typeface, width, height int, s sizes) block {
	b := block{face: face}
	for b.size = s.largest; ; b.size -= 2 {
		var whole bool
		b.lines, whole = b.wrap(text, width)
		room := min(s.lines, height/b.leading())
		if whole && len(b.lines) <= room {
			return b
		}
		if b.size <= s.smallest {
			return b.cut(width, max(room, 1))
		}
	}
}

// leading is the distance from one line to the next.
func (b block) leading() int { return b.size * 115 / 100 }

func (b block) height() int { return len(b.lines) * b.leading() }

// wrap returns the lines of text. whole says whether no word had to be broken.
func (b block) wrap(text string, width int) (lines []string, whole bool) {
	whole = true
	line := ""
	for _, word := range strings.Fields(text) {
		for b.width(word) > width {
			whole = false
			if line != "" {
				lines, line = append(lines, line), ""
			}
			head := b.head(word, width)
			lines, word = append(lines, head), word[len(head):]
		}
		switch with := strings.TrimSpace(line + " " + word); {
		case b.width(with) <= width:
			line = with
		default:
			lines, line = append(lines, line), word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines, whole
}

// head returns as much of the beginning of word as fits, and one letter at least.
func (b block) head(word string, width int) string {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && b.width(word[:next]) > width {
			break
		}
		end = next
	}
	return word[:end]
}

// cut leaves at most n lines.
func (b block) cut(width, n int) block {
	if len(b.lines) <= n {
		return b
	}
	last := strings.Fields(b.lines[n-1])
	for len(last) > 1 && b.width(strings.Join(last, " ")+"…") > width {
		last = last[:len(last)-1]
	}
	line := strings.Join(last, " ")
	for line != "" && b.width(line+"…") > width {
		r := []rune(line)
		line = string(r[:len(r)-1])
	}
	b.lines = append(b.lines[:n-1:n-1], strings.TrimRight(line, " ,;:–—-.")+"…")
	return b
}

// width returns how wide a line is, in whole pixels.
func (b block) width(line string) int {
	end := fixed.Int26_6(0)
	b.glyphs(line, func(_ sfnt.GlyphIndex, _, to fixed.Int26_6) { end = to })
	return end.Ceil()
}

// glyphs calls each with every glyph of a line, where it begins and where it ends.
func (b block) glyphs(line string, each func(i sfnt.GlyphIndex, from, to fixed.Int26_6)) {
	var buf sfnt.Buffer
	f, ppem, x, before := b.face(), fixed.I(b.size), fixed.Int26_6(0), sfnt.GlyphIndex(0)
	for _, r := range line {
		i, err := f.GlyphIndex(&buf, r)
		if err != nil {
			continue
		}
		if before != 0 {
			if k, err := f.Kern(&buf, before, i, ppem, font.HintingNone); err == nil {
				x += k
			}
		}
		wide, err := f.GlyphAdvance(&buf, i, ppem, font.HintingNone)
		if err != nil {
			continue
		}
		each(i, x, x+wide)
		x, before = x+wide, i
	}
}

// draw writes the block with its upper left corner at x, y.
func (b block) draw(on *canvas, x, y int, c color.RGBA) {
	for n, line := range b.lines {
		base := fixed.P(x, y+n*b.leading()+b.size*93/100)
		b.glyphs(line, func(i sfnt.GlyphIndex, from, _ fixed.Int26_6) {
			b.glyph(i, base.Add(fixed.Point26_6{X: from})).fill(on, c)
		})
	}
}

// glyph returns the outline of a glyph that stands at.
func (b block) glyph(i sfnt.GlyphIndex, at fixed.Point26_6) *path {
	var buf sfnt.Buffer
	p := &path{}
	segments, err := b.face().LoadGlyph(&buf, i, fixed.I(b.size), nil)
	if err != nil {
		return p // as a blank
	}
	for _, s := range segments {
		a := s.Args
		for k := range a {
			a[k] = a[k].Add(at)
		}
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			p.move(a[0])
		case sfnt.SegmentOpLineTo:
			p.line(a[0])
		case sfnt.SegmentOpQuadTo:
			p.curve(a[0], a[1])
		case sfnt.SegmentOpCubeTo:
			p.curve(a[0], a[1], a[2])
		}
	}
	return p
}
