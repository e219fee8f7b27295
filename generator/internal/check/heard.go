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
		key [16]byte // the word and its length
		n   uint8
	}
}

var heardEnglish = sync.Pool{New: func() any { return &heard{lang: "en"} }}

// syllables returns how many syllables word has.
func (t *heard) syllables(word string) int {
	var key [16]byte
	if len(word) >= len(key) {
		return syllablesIn(word, t.lang)
	}
	copy(key[:], word)
	key[15] = byte(len(word))
	low, high := binary.LittleEndian.Uint64(key[:]), binary.LittleEndian.Uint64(key[8:])
	const odd = 0x9E3779B97F4A7C15 // of 64 bits, that spreads what it is multiplied with
	place := &t.words[((low*odd)^high)*odd>>52]
	if place.key != key {
		place.key, place.n = key, uint8(syllablesIn(word, t.lang))
	}
	return int(place.n)
}
