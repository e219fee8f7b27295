package check

import (
	"encoding/binary"
	"sync"
)

// A heard table remembers how many syllables words have: pages use the same few
// thousand again and again. It has one place for all words of a hash, and forgets
// the one that was there.
type heard struct {
	lang  string
	words [1 << 12]struct {
		spelling
		n uint8
	}
}

// longestHeard is how many bytes the words have at most that are remembered.
const longestHeard = 15

// A spelling is a word in small letters and, in the last place, its length.
type spelling [longestHeard + 1]byte

var heardEnglish, heardSpanish = heardPool("en"), heardPool("es")

func heardPool(lang string) *sync.Pool {
	return &sync.Pool{New: func() any { return &heard{lang: lang} }}
}

// heardIn returns a table for a language, which is to be closed. For those that
// we do not know syllables are counted as in English.
func heardIn(lang string) *heard { return poolOf(lang).Get().(*heard) }

// close leaves the table to others.
func (t *heard) close() { poolOf(t.lang).Put(t) }

func poolOf(lang string) *sync.Pool {
	if lang == "es" {
		return heardSpanish
	}
	return heardEnglish
}

// syllables returns how many syllables word has, which is in small letters.
func (t *heard) syllables(word string) int {
	if len(word) > longestHeard {
		return syllablesIn(word, t.lang)
	}
	var w spelling
	copy(w[:], word)
	w[longestHeard] = byte(len(word))
	return t.spelled(&w)
}

// spelled returns how many syllables w has.
func (t *heard) spelled(w *spelling) int {
	low, high := binary.LittleEndian.Uint64(w[:]), binary.LittleEndian.Uint64(w[8:])
	const odd = 0x9E3779B97F4A7C15 // of 64 bits, that spreads what it is multiplied with
	place := &t.words[((low*odd)^high)*odd>>52]
	if place.spelling != *w {
		place.spelling, place.n = *w, uint8(syllablesIn(string(w[:w[longestHeard]]), t.lang))
	}
	return int(place.n)
}
