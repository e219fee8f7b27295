package check

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"

	"iopguide/generator/internal/diag"
)

var oddCharacters = &Rule{Name: "odd-characters", Severity: diag.Warning, Page: checkCharacters,
	Doc: `Reports characters that are broken or that no one can see: the sign for a broken character,
zero-width characters, stray variation selectors, marks that reverse the order of text. They come from
pasting, and break searching, reading aloud and links.`}

func checkCharacters(p *Pass) {
	data := p.Page.File.Data
	before := rune(' ')
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		after, _ := utf8.DecodeRune(data[i+size:])
		switch {
		case r == utf8.RuneError && size == 3:
			p.Report(i, i+size, "a character here is broken (U+FFFD)", "write it anew")
		case i > 0 && odd(before, r, after):
			p.Report(i, i+size, fmt.Sprintf("a character here cannot be seen (U+%04X)", r),
				"delete it: "+context(data, i))
		}
		before, i = r, i+size
	}
}

// odd reports whether r does nothing but harm between two other characters.
func odd(before, r, after rune) bool {
	switch {
	case r == 0x200B, r == 0x2060, r == 0xFEFF, r == 0x00AD:
		return true
	case r == 0x200C, r == 0x200D: // scripts such as Arabic, and emoji, are written with them
		return before < 0x250 || after < 0x250
	case r >= 0xFE00 && r <= 0xFE0F:
		return !unicode.In(before, unicode.So, unicode.Sk, unicode.Sm, unicode.Po) && !unicode.IsDigit(before) &&
			before < 0x2000
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029:
		return true
	}
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r'
}

// context says between which words the byte at i stands.
func context(data []byte, i int) string {
	from := bytes.LastIndexByte(data[:i], '\n') + 1
	before := bytes.Fields(data[from:i])
	if len(before) == 0 {
		return "it stands at the beginning of the line"
	}
	return "it stands after “" + string(before[len(before)-1]) + "”"
}
