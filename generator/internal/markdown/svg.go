package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
)

// A drawing's units: it is 640 wide, and its text at least 14 high. The style
// sheet gives the classes t and t-s these sizes and colors.
const (
	drawingWidth = 640.0
	textSize     = 16.0 // of class t
	smallSize    = 14.0 // of class t-s
)

// svg is the inside of a drawing while it is made.
type svg struct{ strings.Builder }

// drawing returns the finished drawing. Readers who do not see it hear the
// table beside it. It runs from left to right in every language.
func (s *svg) drawing(class string, height float64) string {
	return `<svg class="` + class + `" viewBox="0 0 ` + num(drawingWidth) + " " + num(height) +
		`" direction="ltr" aria-hidden="true" focusable="false">` + s.String() + "</svg>"
}

// box draws a rounded box.
func (s *svg) box(x, y, width, height float64, class string) {
	s.WriteString(`<rect class="` + class + `" x="` + num(x) + `" y="` + num(y) + `" width="` + num(width) +
		`" height="` + num(height) + `" rx="` + num(min(10, width/2, height/2)) + `"/>`)
}

// text writes lines below one another, the first at y.
func (s *svg) text(x, y, leading float64, class string, lines ...string) {
	if len(lines) == 0 {
		return
	}
	s.WriteString(`<text class="` + class + `">`)
	for i, line := range lines {
		s.WriteString(`<tspan x="` + num(x) + `" y="` + num(y+float64(i)*leading) + `">` + escape(line) + "</tspan>")
	}
	s.WriteString("</text>")
}

// num writes x with at most one decimal.
func num(x float64) string {
	var room [16]byte
	return string(bytes.TrimSuffix(strconv.AppendFloat(room[:0], x, 'f', 1, 64), []byte(".0")))
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;",
	"\r", "", "\x00", "\ufffd").Replace

// wrap breaks s into at most n lines that are no wider than width in text of
// the given size. A word that is wider is broken; what does not fit is left
// out, and the last line ends in an ellipsis.
func wrap(s string, width, size float64, n int) []string {
	words := strings.Fields(s)
	var lines []string
	for i := 0; i < len(words); i++ {
		w := words[i]
		if last := len(lines) - 1; last >= 0 && textWidth(lines[last]+" "+w, size) <= width {
			lines[last] += " " + w
			continue
		}
		if len(lines) == n {
			lines[n-1] = shorten(lines[n-1], width, size)
			return lines
		}
		if head, tail := breakWord(w, width, size); tail != "" {
			lines, words[i] = append(lines, head), tail
			i--
			continue
		}
		lines = append(lines, w)
	}
	return lines
}

// breakWord cuts off as much of w as fits with a hyphen. All of a word that
// fits, or that no part of fits, is its head.
func breakWord(w string, width, size float64) (head, tail string) {
	r := []rune(w)
	if textWidth(w, size) <= width || len(r) < 6 {
		return w, ""
	}
	n := len(r) - 3
	for n > 2 && textWidth(string(r[:n])+"-", size) > width {
		n--
	}
	head = string(r[:n])
	if strings.HasSuffix(head, "-") {
		return head, string(r[n:])
	}
	return head + "-", string(r[n:])
}

// shorten ends s in an ellipsis and keeps it within width.
func shorten(s string, width, size float64) string {
	r := []rune(strings.TrimRight(s, "-"))
	for len(r) > 1 && textWidth(string(r)+"…", size) > width {
		r = r[:len(r)-1]
	}
	return strings.TrimRight(string(r), " ") + "…"
}

// textWidth is about how wide s is: the advances of Arial, which most sans-serif
// fonts do not exceed, and a little, since no font is known here.
func textWidth(s string, size float64) float64 {
	em := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune("ijl|'’‘", r):
			em += 0.23
		case strings.ContainsRune("ftI.,:;!·/()[]-“”\"r ", r):
			em += 0.31
		case strings.ContainsRune("ckvxyzsJ", r):
			em += 0.5
		case strings.ContainsRune("mwMW@%—…", r):
			em += 0.88
		case unicode.IsUpper(r):
			em += 0.7
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			em++
		case unicode.IsMark(r):
		default:
			em += 0.556
		}
	}
	return em * size * 1.04
}
