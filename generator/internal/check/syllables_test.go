package check

import (
	"math/rand/v2"
	"regexp"
	"testing"
)

func TestEnglishSyllables(t *testing.T) {
	for word, want := range map[string]int{
		// one
		"the": 1, "are": 1, "care": 1, "eye": 1, "lives": 1, "changed": 1, "played": 1, "friend": 1, "guess": 1, "while": 1,
		// two
		"any": 2, "people": 2, "anxious": 2, "create": 2, "quiet": 2, "science": 2, "someone": 2, "patient": 2, "social": 2,
		"trying": 2, "being": 2, "needed": 2, "safety": 2, "careful": 2, "hundred": 2, "doesn't": 2, "doesn’t": 2, "every": 2,
		"language": 2, "argue": 2, "trial": 2, "movement": 2,
		// three
		"therapy": 3, "medicine": 3, "depression": 3, "area": 3, "video": 3, "period": 3, "easier": 3, "violence": 3,
		"disorder": 3, "insurance": 3, "anyone": 3, "employer": 3, "behavior": 3, "services": 3, "outpatient": 3, "autism": 3,
		// four and more
		"anxiety": 4, "society": 4, "emergency": 4, "experience": 4, "psychiatry": 4, "situation": 4, "priority": 4,
		"individual": 5, "immediately": 5, "association": 5,
		"": 1, "24": 1,
	} {
		if got := englishSyllables(word); got != want {
			t.Errorf("%s: got %d, want %d", word, got, want)
		}
	}
}

func TestSpanishSyllables(t *testing.T) {
	for word, want := range map[string]int{
		"y": 1, "que": 1, "muy": 1, "pues": 1, "buey": 1,
		"día": 2, "hoy": 1, "crear": 2, "país": 2, "pausa": 2, "miedo": 2, "guía": 2, "leer": 2, "ahí": 2, "quiere": 2,
		"ayuda": 3, "apoyo": 3, "terapia": 3, "ansiedad": 3, "ahora": 3, "cuidado": 3, "línea": 3, "salud": 2, "familia": 3,
		"depresión": 3, "leía": 3, "ciudad": 2, "tratamiento": 4, "emergencia": 4, "paranoia": 4, "bilingüe": 3,
		"psicólogo": 4, "rehabilitación": 6, "averiguáis": 4, "": 1,
	} {
		if got := spanishSyllables(word); got != want {
			t.Errorf("%s: got %d, want %d", word, got, want)
		}
	}
}

func TestEnds(t *testing.T) {
	for text, want := range map[string]int{
		"One. Two? Three! Four: five… Six":   5,
		"At 6 p.m. on Monday. Then":          1,
		"He said “stop.” Then (he left.) So": 2,
		"It costs $1.50, or 3.5 hours":       0,
		"End.":                               0,
	} {
		got := 0
		for at := endOfSentence(text, 0); at < len(text); at = endOfSentence(text, at) {
			got++
		}
		if got != want {
			t.Errorf("sentences that end in %q: got %d, want %d", text, got, want)
		}
	}
}

// TestShapes holds the shapes against package regexp, on words that are made of
// what the shapes look for.
func TestShapes(t *testing.T) {
	parts := regexp.MustCompile(`[a-z]+`).FindAllString(silent+spoken+merged+"behavior patient business lively", -1)
	random := rand.New(rand.NewPCG(1, 2))
	for _, expression := range []string{silent, spoken, merged} {
		want, got, found := regexp.MustCompile(expression), shapesOf(expression), 0
		for range 20_000 {
			word := ""
			for range 1 + random.IntN(5) {
				part := parts[random.IntN(len(parts))]
				word += part[random.IntN(len(part)):]
			}
			n := len(want.FindAllString(word, -1))
			if got.count(word) != n {
				t.Fatalf("%s in %s: got %d, want %d", expression, word, got.count(word), n)
			}
			found += n
		}
		if found < 300 {
			t.Errorf("%s was found %d times in the words tried", expression, found)
		}
	}
}
