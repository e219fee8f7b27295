package markdown

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// TestWording holds a text taken apart against what the standard library makes
// of it.
func TestWording(t *testing.T) {
	part := rapid.SampledFrom([]string{"a", "IOP", "é", "cafe\u0301", "7", "-", "’", "“", ".", " ", "  ", "\t", "\n",
		"\u00a0", "\u2003", "\u0085", "\xff", "हिन्दी"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(part, 0, 12).Draw(t, "text"), "")
		fields := strings.Fields(text)
		spaced := strings.Join(fields, " ")
		var w wording
		w.read([]byte(text))
		if w.fields != len(fields) {
			t.Errorf("got %d fields, want %d", w.fields, len(fields))
		}
		if w.tidy != (text == spaced) {
			t.Errorf("tidy: got %t, want %t", w.tidy, text == spaced)
		}
		if got := string(AppendWords(nil, text)); got != spaced {
			t.Errorf("got %q, want %q", got, spaced)
		}
		var words []string
		for _, word := range w.words {
			words = append(words, text[word.from:word.to])
			if got, want := word.before(), len(strings.Fields(text[:word.from])); got != want {
				t.Errorf("before %q: got %d fields, want %d", text[word.from:word.to], got, want)
			}
		}
		want := strings.FieldsFunc(text, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
		})
		if !slices.Equal(words, want) {
			t.Errorf("got words %q, want %q", words, want)
		}
	})
}

func TestSourceOf(t *testing.T) {
	// The text is “a” b, written "a" b from place 10 on, after which comes a line.
	pieces := []piece{still(0, 10), moving(3, 11), still(4, 12), moving(7, 13), moving(9, 20)}
	for _, test := range []struct {
		name     string
		at, want int
	}{
		{"replaced", 0, 10}, {"inside what is replaced", 2, 10}, {"as it is", 3, 11}, {"replaced again", 6, 12},
		{"after it", 8, 14}, {"the next line", 9, 20}, {"beyond", 12, 23},
	} {
		if got := sourceOf(pieces, 10, test.at); got != test.want {
			t.Errorf("%s: got %d, want %d", test.name, got, test.want)
		}
	}
	if got := sourceOf(nil, 7, 3); got != 7 {
		t.Errorf("without pieces: got %d, want 7", got)
	}
}
