package check

import (
	"testing"

	"iopguide/generator/internal/content"
)

// FuzzCounter holds for any text: what is counted in one pass is what the
// sentences and the words one by one have.
func FuzzCounter(f *testing.F) {
	for _, text := range []string{
		"You can ask us. We will help you.", "At 6 p.m. on Monday. “Then?” (So!) He’d say: “No.”’ ’ it", "…?! ’ “.” 1.5: a b\u00a0.\u00a0B",
		"¿Qué? e es ed les 'n't IMMEDIATELYAFTERTHE immediatelyafterthe depresión… Única", "\xff.\xff A. \xff", "ſ. İa. K’",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, lang := range []string{"en", "es", "fr"} {
			p := &content.Page{Meta: &content.Meta{Lang: lang}}
			c := &counter{known: map[string]bool{"immediately": true, "depresión": true}, heard: heardIn(lang)}
			c.add([]byte(text))
			c.close()
			var want reading
			for part := range sentencesIn(text) {
				want.sentences++
				for w := range wordsIn(text[part.from:part.to]) {
					n := syllablesIn(w, language(p))
					if n > 2 && c.known[w] {
						n = 2
					}
					want.words++
					want.syllables += n
				}
			}
			if c.reading != want {
				t.Errorf("%s %q: got %+v, want %+v", lang, text, c.reading, want)
			}
		}
	})
}
