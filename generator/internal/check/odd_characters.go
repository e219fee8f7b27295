package check

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var oddCharacters = &Rule{Name: "odd-characters", Severity: diag.Warning, Page: checkCharacters,
	Doc: `Reports characters that are broken or that no one can see: the sign for a broken character,
zero-width characters, stray variation selectors, marks that reverse the order of text. They come from
pasting, and break searching, reading aloud and links.`}

func checkCharacters(p *Pass) {
	var seen []*diag.File
	eachDocument(p.Page, p.View.Targets, func(d *markdown.Document, _ *site.Targets) {
		if !slices.Contains(seen, d.File) { // footnotes stand in the file of the page
			seen = append(seen, d.File)
			checkFile(p, d.File)
		}
	})
}

// checkFile reports the odd characters of f; several in a row are one mistake, and so
// are all that were misread: they have one cause.
func checkFile(p *Pass, f *diag.File) {
	before, last := rune(0), -1
	var misread [][]byte // in the order in which they stand in f
	first := 0           // where the first stands
	for i := 0; i < len(f.Data); {
		if n := allPlain(f.Data[i:]); n > 0 {
			i += n
			before = rune(f.Data[i-1])
			continue
		}
		if c := f.Data[i]; c >= ' ' && c < 0x7F || c == '\n' { // nearly all
			before, i = rune(c), i+1
			continue
		}
		r, size := utf8.DecodeRune(f.Data[i:])
		after, _ := utf8.DecodeRune(f.Data[i+size:])
		switch {
		case r == 0xFEFF && i == 0: // the mark that some editors begin a file with
		case isMisread(r, after) && !p.reported(f, i):
			size = misreadSize(f.Data[i:])
			if misread = append(misread, f.Data[i:i+size]); len(misread) == 1 {
				first = i
			}
			last = i + size
		case !odd(before, r, after) || p.reported(f, i):
		case last == i:
			last = i + size
		default:
			reportOdd(p, f, i, size, r)
			last = i + size
		}
		before, i = r, i+size
	}
	if len(misread) > 0 {
		reportMisread(p, f, first, misread)
	}
}

// allPlain returns how many bytes data begins with, by eights, that are ASCII
// signs or spaces.
func allPlain(data []byte) (n int) {
	const each, high = 0x0101010101010101, 0x8080808080808080 // a bit in each of eight bytes
	for n+8 <= len(data) {
		eight := binary.LittleEndian.Uint64(data[n:])
		if (eight|(eight-' '*each)|(eight+each))&high != 0 { // below the space, the delete sign, or above ASCII
			break
		}
		n += 8
	}
	return n
}

// reported reports whether the place has a message of the page's reading.
func (p *Pass) reported(f *diag.File, at int) bool {
	return slices.ContainsFunc(p.Page.Diags, func(d diag.Diagnostic) bool { return d.File == f && d.Start == at })
}

func reportOdd(p *Pass, f *diag.File, at, size int, r rune) {
	message, help := "here is a character that nobody can see (U+%04X)", "delete it"
	if r == utf8.RuneError || unicode.Is(unicode.Co, r) || r == 0xFFFC {
		message, help = "here is a broken character (U+%04X)", "type it anew"
	}
	from := bytes.LastIndexByte(f.Data[:at], '\n') + 1
	if before := bytes.Fields(f.Data[from:at]); len(before) > 0 {
		help += ": it stands after “" + string(before[len(before)-1]) + "”"
	}
	p.ReportIn(f, at, at+size, fmt.Sprintf(message, r), help)
}

// isMisread reports whether r and after are what becomes of another character, such
// as an apostrophe or é, when a file is saved in one encoding and read in another: â€™, Ã©.
func isMisread(r, after rune) bool {
	switch r {
	case 'â':
		return after == '€' || after == 0x80
	case 'Ã', 'Â':
		return after >= 0x80 && after <= 0xBF || after == '€' || after == '™'
	}
	return false
}

// windows are the signs that Windows-1252 has for the bytes from 0x80 to 0x9F.
const windows = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"

// misreadSize returns how many bytes what became of one character has, at the
// beginning of data: its bytes in UTF-8, each read as a sign of Windows-1252.
func misreadSize(data []byte) int {
	r, n := utf8.DecodeRune(data)
	more := 1
	if r == 'â' { // three bytes begin with it, two with the others
		more = 2
	}
	for ; more > 0; more-- {
		r, size := utf8.DecodeRune(data[n:])
		if (r < 0x80 || r > 0xBF) && !strings.ContainsRune(windows, r) {
			break
		}
		n += size
	}
	return n
}

// reportMisread reports all that is misread in f, where the first stands.
func reportMisread(p *Pass, f *diag.File, at int, all [][]byte) {
	signs := "these signs, “" + string(all[0]) + "”,"
	if len(all) > 1 {
		signs += fmt.Sprintf(" the first of %d such in this file,", len(all))
	}
	p.ReportIn(f, at, at+len(all[0]), signs+" stand for another that was broken in pasting or saving",
		"type what was meant, such as an apostrophe, a dash or an accent")
}

// odd reports whether r does nothing but harm between two other characters.
func odd(before, r, after rune) bool {
	switch {
	case r < 0x80:
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7F
	case r == 0x200C, r == 0x200D: // scripts such as Arabic, and emoji, are written with them
		return before < 0x250
	case r == 0x200E, r == 0x200F: // text that runs from right to left may need them
		return !rightToLeft(before) && !rightToLeft(after)
	case unicode.Is(unicode.Variation_Selector, r):
		return !varies(before, after)
	case r >= 0xE0020 && r <= 0xE007F: // the flags of Scotland and Wales are written with these
		return before != 0x1F3F4 && (before < 0xE0020 || before > 0xE007F)
	}
	return r < 0xA0 || unicode.Is(oddRunes, r)
}

// oddRunes are of no use in a page, whatever stands around them.
var oddRunes = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x00AD, Hi: 0x00AD, Stride: 1}, // the soft hyphen
	{Lo: 0x200B, Hi: 0x200B, Stride: 1}, // of no width
	{Lo: 0x2028, Hi: 0x202E, Stride: 1}, // ends of lines, turns of direction
	{Lo: 0x2060, Hi: 0x2069, Stride: 1},
	{Lo: 0xE000, Hi: 0xF8FF, Stride: 1}, // shown as empty boxes
	{Lo: 0xFEFF, Hi: 0xFEFF, Stride: 1},
	{Lo: 0xFFF9, Hi: 0xFFFD, Stride: 1}, // stand for what is lost
}}

func rightToLeft(r rune) bool {
	return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko)
}

// varies reports whether a character has a form that a variation selector asks
// for. The digits have it only before the frame of a key.
func varies(before, after rune) bool {
	if before < 0x80 {
		return after == 0x20E3
	}
	return unicode.In(before, unicode.So, unicode.Sm, unicode.Sk, unicode.Han, unicode.Mongolian, unicode.Myanmar) ||
		before == '‼' || before == '⁉' || before == '〰' || before == '〽'
}
