package markdown

import (
	"unicode"
	"unicode/utf8"
)

// A wording is a text taken apart in one pass: it is looked at for glossary
// terms, counted, and hashed.
type wording struct {
	words  []word
	fields int  // what stands between white space, as people count words
	tidy   bool // one space stands between fields, and no other white space
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
func (w *wording) read(text string) {
	*w = wording{words: w.words[:0], tidy: true}
	gap := true
	for i := 0; i < len(text); {
		kind, size := kindAt(text, i)
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
			i, found.ascii = wordEnd(text, i)
			found.to = int32(i)
			w.words = append(w.words, found)
		} else {
			i += size
		}
		gap = false
	}
	w.tidy = w.tidy && !(gap && len(text) > 0)
}

// wordEnd returns where the word ends that begins at i, and whether it is all
// ASCII.
func wordEnd(text string, i int) (end int, ascii bool) {
	ascii = true
	for i < len(text) {
		if kinds[text[i]] == letter {
			i++
			continue
		}
		kind, size := kindAt(text, i)
		if kind != letter {
			break
		}
		ascii = false
		i += size
	}
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
func kindAt(text string, i int) (k kind, size int) {
	if k := kinds[text[i]]; k != wide {
		return k, 1
	}
	r, size := utf8.DecodeRuneInString(text[i:])
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

// countWords returns how many words s has, as people count.
func countWords(s string) int {
	var w wording
	w.read(s)
	return w.fields
}

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

// AppendWords appends the words of the block to line, with one space in between.
func (b *Block) AppendWords(line []byte) []byte {
	if b.tidy {
		return append(line, b.Text...)
	}
	return AppendWords(line, b.Text)
}
