package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A wording is a text taken apart in one pass: it is looked at for glossary
// terms, counted, and hashed.
type wording struct {
	words  []word
	fields int  // what stands between white space, as people count words
	tidy   bool // one space stands between fields, and no other white space
	digits bool // there is one of 0 to 9
	signs  bool // as Block.Signs
}

// A word is a run of letters, marks and digits.
type word struct {
	from, to int32
	field    int32 // the number of the field that it stands in
	begins   bool  // that field
	ascii    bool  // it is all ASCII
}

// before returns how many fields begin before the word.
func (w word) before() int {
	if w.begins {
		return int(w.field)
	}
	return int(w.field) + 1
}

// read takes text apart. The words before are overwritten.
func (w *wording) read(text []byte) {
	*w = wording{words: w.words[:0], tidy: true, signs: len(text) > 0 && kinds[text[0]] != letter}
	gap := true
	for i := 0; i < len(text); {
		kind, size := kinds[text[i]], 1
		if kind == wide {
			kind, size = kindAt(text, i)
		}
		if kind == space {
			w.tidy = w.tidy && !gap && text[i] == ' '
			gap = true
			i += size
			continue
		}
		if gap {
			w.fields++
		}
		if kind == letter {
			found := word{from: int32(i), field: int32(w.fields - 1), begins: gap}
			i, found.ascii = w.wordEnd(text, i)
			found.to = int32(i)
			w.words = append(w.words, found)
		} else {
			w.signs = w.signs || strings.IndexByte("[{*@_`<", text[i]) >= 0
			i += size
		}
		gap = false
	}
	w.tidy = w.tidy && !(gap && len(text) > 0)
}

// wordEnd returns where the word ends that begins at i, and whether it is all
// ASCII.
func (w *wording) wordEnd(text []byte, i int) (end int, ascii bool) {
	ascii = true
	lowest := byte('9' + 1) // of the bytes; digits stand below letters
	for i < len(text) {
		c, size := text[i], 1
		k := kinds[c]
		if k == wide {
			k, size = kindAt(text, i)
			ascii = ascii && k != letter
		}
		if k != letter {
			break
		}
		lowest = min(lowest, c)
		i += size
	}
	w.digits = w.digits || lowest <= '9'
	return i, ascii
}

// A kind is what a character is to words.
type kind uint8

const (
	sign   kind = iota
	letter      // or a mark or a digit
	space
	wide // a byte of a character that is not ASCII
)

// kindAt returns what the character at i is, and its size.
func kindAt[T string | []byte](text T, i int) (k kind, size int) {
	if k := kinds[text[i]]; k != wide {
		return k, 1
	}
	r, size := utf8.DecodeRuneInString(string(text[i:min(i+utf8.UTFMax, len(text))]))
	return kindOf(r), size
}

func kindOf(r rune) kind {
	switch {
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		return letter
	case unicode.IsSpace(r):
		return space
	}
	return sign
}

// kinds are the kinds of bytes.
var kinds = func() (kinds [256]kind) {
	for c := range kinds {
		if kinds[c] = wide; c < utf8.RuneSelf {
			kinds[c] = kindOf(rune(c))
		}
	}
	return kinds
}()

// AppendWords appends to line what stands between white space in s, with one
// space in between.
func AppendWords(line []byte, s string) []byte {
	gap, start := true, len(line)
	for i := 0; i < len(s); {
		k, size := kindAt(s, i)
		if k != space {
			if gap && len(line) > start {
				line = append(line, ' ')
			}
			line = append(line, s[i:i+size]...)
		}
		gap = k == space
		i += size
	}
	return line
}
