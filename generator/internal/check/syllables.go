package check

import (
	"strings"
	"sync"
)

func syllablesIn(word, lang string) int {
	if lang == "es" {
		return spanishSyllables(word)
	}
	return englishSyllables(word)
}

// What the letters of an English word tell against the count of its vowels.
const (
	// silent is an e between consonants that its syllable has done with.
	silent = `(?:[aeiouy][bcdfgklmnprstvz]|[nrl][cgsv])e` +
		`(?:ly|ment|ful|less|ness|ty$|thing|times?$|body|where|work|fore|style|line|giver)`
	// spoken are two vowels side by side that are two syllables.
	spoken = `[^cts]ia|ia[^lng]|io|iu|iet|[^ct]ie(?:nce|nt|ncy)|scien|[^ct]iers?$|` +
		`creat[^u]|area|idea|reali|react|theor|deo|[^s]ua|ua[^ds]|uen|suici|ruin|uous|[eiou]ing|[^aeiou]ying|[^aeiou]yo[^u]`
	// merged are those of spoken that are one.
	merged = `riag|[tscgxln]io|vior|nius|[gq]ua|[gq]uen`
)

var (
	silentE  = sync.OnceValue(func() *shapes { return shapesOf(silent) })
	apart    = sync.OnceValue(func() *shapes { return shapesOf(spoken) })
	together = sync.OnceValue(func() *shapes { return shapesOf(merged) })
	// unvoiced are endings with a syllable that has no vowel.
	unvoiced = []string{"ism", "isms", "dn't", "sn't"}
)

// uncommon are everyday words that no rule of ours gets right.
var uncommon = map[string]int{"business": 2, "businesses": 3, "diabetes": 4, "element": 3, "elements": 3,
	"every": 2, "everybody": 4, "everyday": 3, "everyone": 3, "everything": 3, "everywhere": 3, "evening": 2, "loneliness": 3}

// englishSyllables counts groups of vowels. An e at the end is silent, also in
// -es and -ed, but not in -le after a consonant.
func englishSyllables(word string) int {
	w := word
	if !plain(word) {
		word = strings.ReplaceAll(word, "’", "'")
		w = letters(word)
	}
	if len(w) > 4 && strings.IndexByte("bdel", w[0]) >= 0 { // as all of uncommon do
		if n := uncommon[word]; n > 0 {
			return n
		}
	}
	n, pairs, before := 0, false, false
	for i := range len(w) {
		vowel := vowelAt(w, i)
		if vowel && !before {
			n++
		}
		before = vowel
		pairs = pairs || i > 0 && (isVowel(w[i]) || w[i] == 'y') && (isVowel(w[i-1]) || w[i-1] == 'y')
	}
	if pairs {
		n += apart().count(w) - together().count(w)
	}
	if n > 2 {
		n -= silentE().count(w)
	}
	for _, ending := range unvoiced {
		if strings.HasSuffix(word, ending) {
			n++
		}
	}
	return max(n-silentEnd(w), 1)
}

// letters returns the letters of word that English has.
func letters(word string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, word)
}

// plain reports whether word is of the letters a to z alone.
func plain(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}

// vowelAt reports whether the letter at i sounds as a vowel. A y before one, and
// the u of qu and gu, do not.
func vowelAt(w string, i int) bool {
	if i < 0 || i >= len(w) {
		return false
	}
	before, follows := byte(0), i+1 < len(w) && isVowel(w[i+1])
	if i > 0 {
		before = w[i-1]
	}
	switch w[i] {
	case 'y':
		return !follows || before != 0 && !isVowel(before)
	case 'u':
		return !follows || before != 'q' && (before != 'g' || i+2 == len(w))
	}
	return isVowel(w[i])
}

func isVowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }

// silentEnd returns 1 if the word ends in a vowel that is not spoken.
func silentEnd(w string) int {
	stem, ending := w, ""
	for _, e := range []string{"es", "ed", "e"} {
		if s, ok := strings.CutSuffix(w, e); ok && len(s) > 1 {
			stem, ending = s, e
			break
		}
	}
	last := len(stem) - 1
	switch {
	case ending == "", vowelAt(w, last):
		return 0
	case strings.IndexByte("lr", stem[last]) >= 0 && !vowelAt(w, last-1) && strings.IndexByte("lr", stem[last-1]) < 0:
		return 0 // people, hundred
	case ending == "ed" && strings.IndexByte("td", stem[last]) >= 0:
		return 0 // needed
	case ending == "es" && (strings.IndexByte("scxzg", stem[last]) >= 0 ||
		strings.HasSuffix(stem, "ch") || strings.HasSuffix(stem, "sh")):
		return 0 // services
	}
	return 1
}

// spanishSyllables counts vowels. A weak one (i, u, without accent) beside
// another is part of its syllable; a y before a vowel is none.
func spanishSyllables(word string) int {
	n := 0
	runes := []rune(word)
	before := ' ' // s after a strong vowel, w after a weak one that may still join
	for i, r := range runes {
		y := r == 'y' && (i+1 == len(runes) || !strings.ContainsRune("aeiouáéíóú", runes[i+1]))
		strong, weak := strings.ContainsRune("aeoáéóíú", r), strings.ContainsRune("iuü", r) || y
		switch {
		case strong && before == 'w':
			before = 's'
		case strong:
			n, before = n+1, 's'
		case weak && before == 's':
			before = ' ' // closes the syllable: pa-ra-no-ia
		case weak && before == 'w':
		case weak:
			n, before = n+1, 'w'
		default:
			before = ' '
		}
	}
	return max(n, 1)
}
