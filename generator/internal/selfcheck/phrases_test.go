package selfcheck

import (
	"os"
	"strings"
	"testing"
)

func TestParseRange(t *testing.T) {
	tests := []struct {
		lang, label string
		low, high   int
		ok          bool
	}{
		{"en", "7", 7, 7, true},
		{"en", "0 to 3", 0, 3, true},
		{"en", "  0  TO 3 ", 0, 3, true},
		{"en", "0–3", 0, 3, true},
		{"en", "0 - 3", 0, 3, true},
		{"en", "10 or more", 10, Unlimited, true},
		{"en-US", "10 or more", 10, Unlimited, true},
		{"es", "0 a 3", 0, 3, true},
		{"es", "10 o más", 10, Unlimited, true},
		{"es", "10 o mas", 10, Unlimited, true},
		{"es", "10 o ma\u0301s", 10, Unlimited, true},
		{"es", "0 to 3", 0, 0, false},
		{"en", "0 a 3", 0, 0, false},
		{"xx", "0 to 3", 0, 3, true},
		{"en", "3 to 0", 3, 0, false},
		{"en", "Yes", 0, 0, false},
		{"en", "more than 3", 0, 0, false},
		{"en", "-3", 0, 0, false},
		{"en", "99999999999999999999", 0, 0, false},
		{"en", "", 0, 0, false},
	}
	for _, tt := range tests {
		low, high, ok := parseRange(tt.lang, tt.label)
		if ok != tt.ok || ok && (low != tt.low || high != tt.high) {
			t.Errorf("%s %q: got %d, %d, %v, want %d, %d, %v", tt.lang, tt.label, low, high, ok, tt.low, tt.high, tt.ok)
		}
	}
}

func TestIsChecks(t *testing.T) {
	tests := []struct {
		lang, heading string
		want          bool
	}{
		{"en", "Checks", true}, {"en", " checks ", true}, {"es", "Comprobaciones", true},
		{"es-MX", "COMPROBACIONES", true}, {"fr", "Checks", true},
		{"es", "Checks", false}, {"en", "Check", false}, {"en", "", false},
	}
	for _, tt := range tests {
		if got := isChecks(tt.lang, tt.heading); got != tt.want {
			t.Errorf("%s %q: got %v, want %v", tt.lang, tt.heading, got, tt.want)
		}
	}
}

// TestPhrases reads each sentence and range that a wording prints as what it is.
func TestPhrases(t *testing.T) {
	for _, lang := range languageOrder {
		w := Phrases(lang)
		kinds := map[RuleKind]bool{}
		for i, s := range w.Sentences {
			kinds[s.Kind] = true
			got := read(lang, "- "+s.Text)
			if len(got.problems) > 0 || len(got.rules) != 1 {
				t.Errorf("%s: %s: got %v", lang, s.Text, got)
				continue
			}
			if r := got.list[0]; r.Kind != s.Kind || r.Next != w.forms[i].next {
				t.Errorf("%s: %s: got kind %d, next %v", lang, s.Text, r.Kind, r.Next)
			}
		}
		if len(kinds) != 6 {
			t.Errorf("%s: got sentences of %d kinds, want 6", lang, len(kinds))
		}
		for _, label := range w.Ranges {
			if _, _, ok := parseRange(lang, label); !ok {
				t.Errorf("%s: %q is not read as a range", lang, label)
			}
		}
		got := read(lang, "| "+strings.Join(w.Heads[:], " | ")+" |\n|-|-|-|\n| a | Safety: Yes | [x](#x) |")
		if len(got.cases) != 1 || len(got.problems) > 0 {
			t.Errorf("%s: the table of cases: got %v", lang, got)
		}
	}
}

// TestPhrasesArePrinted finds all that is understood in the page for writers.
func TestPhrasesArePrinted(t *testing.T) {
	data, err := os.ReadFile("../../../docs/self-checks.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range languageOrder {
		w := Phrases(lang)
		want := []string{"## " + w.Section, strings.Join(w.Heads[:], " | ")}
		for _, s := range w.Sentences {
			want = append(want, "| "+s.Text+" |")
		}
		for _, label := range w.Ranges {
			want = append(want, "`"+label+"`")
		}
		for _, s := range want {
			if !strings.Contains(string(data), s) {
				t.Errorf("docs/self-checks.md does not hold %s", s)
			}
		}
	}
}
