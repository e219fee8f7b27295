package testsite

import (
	"math/rand/v2"
	"strings"
)

// A writer puts the words of one page together.
type writer struct {
	*rand.Rand
	text  strings.Builder
	terms []string // of the glossary, that this page uses
	last  int      // the sentence before, which is not to come twice in a row
}

// one returns one of list.
func one[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// chance reports true in percent of cases.
func (w *writer) chance(percent int) bool { return w.IntN(100) < percent }

// fill puts words into the slots of a sentence.
func (w *writer) fill(sentence string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(sentence, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		var slot string
		slot, sentence, _ = strings.Cut(rest, "}")
		b.WriteString(w.slot(slot))
	}
}

// slot returns words for the slot of that name. A name in capitals has its words
// begin with one.
func (w *writer) slot(name string) string {
	key := strings.ToLower(name)
	if key == "term" {
		return one(w.Rand, w.terms)
	}
	words := one(w.Rand, slots[key])
	if key != name {
		words = strings.ToUpper(words[:1]) + words[1:]
	}
	return words
}

// sentence returns a sentence.
func (w *writer) sentence() string {
	i := w.IntN(len(sentences))
	if i == w.last {
		i = (i + 1) % len(sentences)
	}
	w.last = i
	return w.fill(sentences[i])
}

// run returns from least to most sentences.
func (w *writer) run(least, most int) string {
	var all []string
	for range least + w.IntN(most-least+1) {
		all = append(all, w.sentence())
	}
	return strings.Join(all, " ")
}

// width is where the lines of a paragraph end at most.
const width = 88

// wrapped breaks a paragraph into lines, none of which begins with a sign that
// would mean something to Markdown there.
func wrapped(paragraph, indent string) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(paragraph) {
		switch {
		case i == 0:
		case column+1+len(word) > width && !strings.ContainsRune("-+*#>~=|:[`", rune(word[0])):
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}
