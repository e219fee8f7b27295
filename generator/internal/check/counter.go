package check

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"iopguide/generator/internal/content"
)

// A counter counts the sentences, words and syllables of texts of one page. It
// finds what sentencesIn and wordsIn find, but each page is graded at each build,
// so it goes through a text once.
type counter struct {
	reading
	heard *heard
	known map[string]bool // words that the reader must meet
	text  []byte          // room for one
}

// A reading is how many sentences, words and syllables a text has.
type reading struct{ sentences, words, syllables int }

func newCounter(p *content.Page) *counter {
	return &counter{known: knownWords(p), heard: heardIn(language(p))}
}

// close ends the counting.
func (c *counter) close() { c.heard.close() }

// add counts a text, such as a paragraph.
func (c *counter) add(text []byte) {
	before := c.words // those that stand before the sentence
	for i, end := 0, -1; i < len(text); {
		if i == end {
			before = c.ended(before)
		}
		if wordBytes[text[i]] != 0 {
			i = c.word(text, i)
			continue
		}
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			if r, size = utf8.DecodeRune(text[i:]); inWord(r) {
				i = c.word(text, i)
				continue
			}
		}
		i += size
		if r == '.' || r == '?' || r == '!' || r == ':' || r == '…' {
			if rest, ends := afterMark(text[i:], r); ends {
				end = len(text) - len(rest)
			}
		}
	}
	c.ended(before)
}

// ended counts a sentence, if it has words, and returns how many stand before the
// next one.
func (c *counter) ended(before int) int {
	if c.words > before {
		c.sentences++
	}
	return c.words
}

// word counts the word that begins at i, and returns where it ends.
func (c *counter) word(text []byte, i int) (end int) {
	var w spelling
	n := 0
	for end = i; end < len(text) && wordBytes[text[end]] != 0; end++ {
		if n < longestHeard {
			w[n] = wordBytes[text[end]]
		}
		n++
	}
	if n > longestHeard || end < len(text) && text[end] >= utf8.RuneSelf {
		return c.rareWord(text, i)
	}
	w[longestHeard] = byte(n)
	syllables := c.heard.spelled(&w)
	if syllables > 2 && c.known[string(w[:n])] {
		syllables = 2
	}
	c.words++
	c.syllables += syllables
	return end
}

// rareWord is word for one that is long or may not be ASCII.
func (c *counter) rareWord(text []byte, i int) (end int) {
	end = len(text)
	if n := bytes.IndexFunc(text[i:], func(r rune) bool { return !inWord(r) }); n >= 0 {
		end = i + n
	}
	word := strings.ToLower(string(text[i:end]))
	syllables := c.heard.syllables(word)
	if syllables > 2 && c.known[word] {
		syllables = 2
	}
	c.words++
	c.syllables += syllables
	return end
}

// wordBytes are the bytes of ASCII that words are made of, in small letters; 0
// stands for the others.
var wordBytes = func() (small [256]byte) {
	for c := range rune(utf8.RuneSelf) {
		if inWord(c) {
			small[c] = byte(unicode.ToLower(c))
		}
	}
	return small
}()
