package markdown

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// typography turns straight quotes, hyphens and dots into what print has, as
// the language of the file wants it. The tree keeps the text as it is written;
// what stands for it is looked up by place when the text is read.
var typography = &ext{order: orderTypography, transform: func(j *job, doc *ast.Document) {
	walkBlocks(doc, func(n ast.Node) {
		if !isProse(n) || !hasTypography(j, n) {
			return
		}
		r := j.run(n)
		typeset(j.language(), r.text, r.plain, func(i, n int, s string) {
			j.subs = append(j.subs, sub{r.source(i), n, []byte(s)})
		})
	})
	slices.SortFunc(j.subs, func(a, b sub) int { return cmp.Compare(a.at, b.at) })
}}

// A sub says that n bytes of the source from at on are shown as text.
type sub struct {
	at, n int
	text  []byte
}

// hasTypography reports whether a block may hold what print has other signs for.
func hasTypography(j *job, n ast.Node) bool {
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b := j.source[line.Start:line.Stop]
		if bytes.IndexByte(b, '\'') >= 0 || bytes.IndexByte(b, '"') >= 0 ||
			bytes.Contains(b, []byte("--")) || bytes.Contains(b, []byte("...")) {
			return true
		}
	}
	return false
}

// source is the place in the source of the byte at i of the text.
func (r *run) source(i int) int { return sourceOf(r.pieces, r.start, i) }

// typeset returns s, which has no markup, with its typography.
func (j *job) typeset(s string) string {
	var b strings.Builder
	done := 0
	typeset(j.language(), []byte(s), []cut{{0, len(s)}}, func(i, n int, with string) {
		b.WriteString(s[done:i] + with)
		done = i + n
	})
	return b.String() + s[done:]
}

// typeset finds in the plain parts of text what print has other signs for, and
// calls replace for each, in order.
func typeset(l *language, text []byte, plain []cut, replace func(i, n int, s string)) {
	t := typesetter{l: l, text: text, last: lastClosing(text, plain), replace: replace}
	for _, part := range plain {
		for i := part.from; i < part.to; {
			switch text[i] {
			case '-', '.', '"', '\'':
				i += t.at(i, part.to)
			default:
				i++
			}
		}
	}
}

type typesetter struct {
	l       *language
	text    []byte
	last    int // the place of the last single quotation mark that can close
	replace func(i, n int, s string)
	open    []quote // the quotes that are open, the outermost first
	opened  int     // 1 + the place of the last quote, if it opened
}

// A quote is an open quotation mark.
type quote struct {
	char  byte
	level int // of language.quotes
}

// at looks at the text at i, and returns how far it has read.
func (t *typesetter) at(i, end int) int {
	switch c := t.text[i]; c {
	case '-', '.':
		n := 1
		for i+n < end && t.text[i+n] == c {
			n++
		}
		switch {
		case c == '-' && n == 2:
			t.replace(i, n, "–")
		case c == '-' && n == 3:
			t.replace(i, n, "—")
		case c == '.' && n == 3:
			t.replace(i, n, "…")
		}
		return n
	case '"':
		t.double(i)
	case '\'':
		t.single(i)
	}
	return 1
}

func (t *typesetter) around(i int) (before, after rune) {
	before, after = ' ', ' '
	if i > 0 {
		before, _ = utf8.DecodeLastRune(t.text[:i])
	}
	if i+1 < len(t.text) {
		after, _ = utf8.DecodeRune(t.text[i+1:])
	}
	return before, after
}

// opens reports whether a quotation mark at i can open a quotation.
func (t *typesetter) opens(i int) bool {
	before, after := t.around(i)
	if unicode.IsSpace(after) {
		return false
	}
	return unicode.IsSpace(before) || strings.ContainsRune("([{-–—/¿¡", before) || i > 0 && t.opened == i
}

func (t *typesetter) double(i int) {
	before, after := t.around(i)
	switch {
	case t.opens(i):
		t.openQuote(i, '"', 0)
	case unicode.IsDigit(before) && (after == '"' || !t.isOpen('"')):
		t.replace(i, 1, "″")
	case t.isOpen('"'):
		t.closeQuote(i, '"')
	case !unicode.IsLetter(after) && !unicode.IsDigit(after):
		t.replace(i, 1, t.l.quotes[0][1])
	}
}

// elision matches a word that begins with an apostrophe, or a year without its
// century.
var elision = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^'(?i:tis|twas|twere|em|til|cause|n|round|bout|\d\ds?)(?:[^\pL\pN]|$)`)
})

func (t *typesetter) single(i int) {
	before, after := t.around(i)
	word := unicode.IsLetter(before) || unicode.IsDigit(before)
	switch {
	case word && unicode.IsLetter(after):
		t.replace(i, 1, "’")
	case unicode.IsDigit(before) && (unicode.IsDigit(after) || !t.isOpen('\'')):
		t.replace(i, 1, "′")
	case t.opens(i) && !elision().Match(t.text[i:]) && i < t.last:
		t.openQuote(i, '\'', 1)
	case !t.opens(i) && t.isOpen('\''):
		t.closeQuote(i, '\'')
	default:
		t.replace(i, 1, "’")
	}
}

// lastClosing returns the place of the last single quotation mark that can
// close, or -1.
func lastClosing(text []byte, plain []cut) int {
	t := typesetter{text: text}
	for _, part := range slices.Backward(plain) {
		for i := part.to - 1; i >= part.from; i-- {
			if text[i] != '\'' {
				continue
			}
			before, after := t.around(i)
			if !unicode.IsSpace(before) && !unicode.IsLetter(after) && !unicode.IsDigit(after) {
				return i
			}
		}
	}
	return -1
}

func (t *typesetter) isOpen(c byte) bool {
	return slices.ContainsFunc(t.open, func(q quote) bool { return q.char == c })
}

// openQuote opens a quotation. One inside another of the same level takes the
// other level's marks.
func (t *typesetter) openQuote(i int, c byte, level int) {
	if n := len(t.open); n > 0 && t.open[n-1].level == level {
		level = 1 - level
	}
	t.open = append(t.open, quote{c, level})
	t.opened = i + 1
	t.replace(i, 1, t.l.quotes[level][0])
}

func (t *typesetter) closeQuote(i int, c byte) {
	for n := len(t.open) - 1; n >= 0; n-- {
		if q := t.open[n]; q.char == c {
			t.open = t.open[:n]
			t.replace(i, 1, t.l.quotes[q.level][1])
			return
		}
	}
}
