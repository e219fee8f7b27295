package markdown

import (
	"bytes"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An Entry is one term of the glossary.
type Entry struct {
	Key, Term, Definition string
	Also                  []string // other forms of the term found in text
}

// A Glossary finds the terms that a page uses. It is never changed.
type Glossary struct {
	Entries []Entry
	forms   map[string]*Entry // by form: acronyms as they are written, others in lower case
	// By the word that forms begin with, in lower case: how many words they have,
	// as bits.
	first map[string]uint64
	// By the first letter of such words, one in the middle and the last: how long
	// they are, as bits.
	sizes [3][256]uint64
}

// NewGlossary returns a Glossary of entries. Where two have one form, it stands
// for the earlier one.
func NewGlossary(entries []Entry) *Glossary {
	g := &Glossary{Entries: entries, forms: map[string]*Entry{}, first: map[string]uint64{}}
	for i := range entries {
		e := &entries[i]
		for _, form := range append([]string{e.Term}, e.Also...) {
			g.add(form, e)
		}
	}
	return g
}

func (g *Glossary) add(form string, e *Entry) {
	form = plainForm(form)
	var w wording
	if w.read([]byte(form)); len(w.words) == 0 {
		return
	}
	key := form
	if !isAcronym(form) {
		key = strings.ToLower(form)
	}
	if g.forms[key] == nil {
		g.forms[key] = e
	}
	first := strings.ToLower(form[w.words[0].from:w.words[0].to])
	g.first[first] |= 1 << min(len(w.words)-1, 63)
	bit := sizeBit(first)
	g.sizes[0][first[0]] |= bit
	g.sizes[1][first[len(first)/2]] |= bit
	g.sizes[2][first[len(first)-1]] |= bit
}

// find returns the entry that the longest form at the beginning of ahead stands
// for, and the last of the words of that form. ahead are the words of text
// from the place on.
func (g *Glossary) find(text []byte, ahead []word) (e *Entry, last int) {
	w := ahead[0]
	if w.ascii && !g.mayBegin(text[w.from:w.to]) {
		return nil, 0
	}
	for counts := g.counts(text[w.from:w.to]); counts != 0; {
		last = bits.Len64(counts) - 1
		counts &^= 1 << last
		if last >= len(ahead) {
			continue
		}
		if e := g.of(text[w.from:ahead[last].to]); e != nil {
			return e, last
		}
	}
	return nil, 0
}

// counts returns how many words the forms have that begin with s: bit 0 stands
// for one.
func (g *Glossary) counts(s []byte) uint64 {
	var lower [64]byte
	if len(s) > len(lower) {
		return g.first[string(bytes.ToLower(s))]
	}
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return g.first[string(bytes.ToLower(s))]
		}
		lower[i] = s[i] | small
	}
	return g.first[string(lower[:len(s)])]
}

// mayBegin reports whether a form may begin with s, which is an ASCII word. For
// most words the size and three of the letters tell that none does.
func (g *Glossary) mayBegin(s []byte) bool {
	return sizeBit(s)&g.sizes[0][s[0]|small]&g.sizes[1][s[len(s)/2]|small]&g.sizes[2][s[len(s)-1]|small] != 0
}

// small is the bit that makes a capital of ASCII small; a digit has it too.
const small = 'a' - 'A'

// sizeBit stands for words as long as s in Glossary.sizes.
func sizeBit[T string | []byte](s T) uint64 { return 1 << (len(s) % 64) }

// of returns the entry that s is a form of, or nil.
func (g *Glossary) of(s []byte) *Entry {
	var room [64]byte
	plain, ok := asciiForm(room[:0], s)
	if !ok {
		return g.ofForm(plainForm(string(s)))
	}
	if e := g.forms[string(plain)]; e != nil && isAcronym(string(plain)) {
		return e
	}
	for i, c := range plain {
		if 'A' <= c && c <= 'Z' {
			plain[i] += 'a' - 'A'
		}
	}
	return g.forms[string(plain)]
}

func (g *Glossary) ofForm(form string) *Entry {
	if e := g.forms[form]; e != nil && isAcronym(form) {
		return e
	}
	return g.forms[strings.ToLower(form)]
}

// asciiForm appends to plain what plainForm would return for s, which begins and
// ends with words, if s is ASCII and there is room.
func asciiForm(plain, s []byte) ([]byte, bool) {
	if len(s) > cap(plain) {
		return nil, false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return nil, false
		case kinds[c] != space:
			plain = append(plain, c)
		case kinds[s[i-1]] != space:
			plain = append(plain, ' ')
		}
	}
	return plain, true
}

// plainForm is s with straight apostrophes and one space between words.
func plainForm(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "’", "'")), " ")
}

// isAcronym reports whether form is written in capitals, such as IOP or IOPs.
func isAcronym(form string) bool {
	capitals := 0
	for _, r := range strings.TrimSuffix(form, "s") {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return capitals > 1
}
