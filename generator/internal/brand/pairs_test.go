package brand

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// decoration are the tokens that lie under no words, and whose shapes say nothing
// that words do not say too.
var decoration = []string{"line", "far", "mid", "near", "way", "door", "sun"}

// A use is one token in one declaration.
type use struct{ selector, property, token string }

var (
	ruleOf  = regexp.MustCompile(`([^{};]+)\{([^{}]*)\}`)
	usedVar = regexp.MustCompile(`var\(--([a-z-]+)`)
	forced  = regexp.MustCompile(`@media \(forced-colors: active\)\s*\{(?:[^{}]*\{[^{}]*\})*\s*\}`)
)

// uses returns the tokens that the styles for screens use, rule by rule.
func uses(t *testing.T) [][]use {
	t.Helper()
	names, err := filepath.Glob("../../../static/css/*.css")
	if err != nil || len(names) == 0 {
		t.Fatalf("no styles: %v", err)
	}
	var all [][]use
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if base := filepath.Base(name); base == "tokens.css" || base == "print.css" {
			continue
		}
		css := forced.ReplaceAllString(comment().ReplaceAllString(string(data), ""), "")
		for _, rule := range ruleOf.FindAllStringSubmatch(css, -1) {
			var found []use
			for _, d := range strings.Split(rule[2], ";") {
				property, value, _ := strings.Cut(d, ":")
				for _, v := range usedVar.FindAllStringSubmatch(value, -1) {
					found = append(found, use{strings.TrimSpace(rule[1]), strings.TrimSpace(property), v[1]})
				}
			}
			all = append(all, found)
		}
	}
	return all
}

// has reports whether Pairs holds a pair that fits; "" fits every token.
func has(over, under string, needs float64) bool {
	return slices.ContainsFunc(Pairs, func(p Pair) bool {
		return (over == "" || p.Over == over) && (under == "" || p.Under == under) && p.Needs >= needs
	})
}

// TestPairsCoverStyles holds Pairs against the styles: what is written over what in
// one rule is a pair, and so, with something, is every token that colors words, a
// line, or a ground.
func TestPairsCoverStyles(t *testing.T) {
	colors := ours(t).colors[Light]
	seen := map[string]bool{}
	for _, rule := range uses(t) {
		var words, grounds []string
		for _, u := range rule {
			if _, ok := colors[u.token]; !ok && u.token != "on-sun" || strings.HasPrefix(u.token, "help") {
				continue
			}
			seen[u.token] = true
			known := slices.Contains(decoration, u.token)
			switch {
			case u.property == "color":
				words, known = append(words, u.token), has(u.token, "", ForText)
			case strings.HasPrefix(u.property, "background"):
				grounds, known = append(grounds, u.token), known || has("", u.token, ForSigns)
			case u.property == "fill" && strings.Contains(u.selector, ".t"):
				known = has(u.token, "", ForText)
			case u.property == "fill":
				known = known || has("", u.token, ForSigns) || has(u.token, "", ForSigns)
			default:
				known = known || has(u.token, "", ForSigns)
			}
			if !known {
				t.Errorf("%s { %s: --%s }: Pairs does not say what that is seen on, or under what", u.selector, u.property, u.token)
			}
		}
		for _, w := range words {
			for _, g := range grounds {
				if !has(w, g, ForText) {
					t.Errorf("%s: words in --%s on --%s, which are no pair", rule[0].selector, w, g)
				}
			}
		}
	}
	for _, p := range Pairs {
		for _, token := range []string{p.Over, p.Under} {
			if !seen[token] {
				t.Errorf("Pairs has --%s, which the styles do not use", token)
			}
		}
	}
}

// TestOurs holds that the built-in colors pass, and where they are a brand's, too.
func TestOurs(t *testing.T) {
	s := ours(t)
	for _, f := range s.OwnFailures(Colors{}) {
		t.Errorf("%s in %s: got %.2f:1, want %g:1", f.What, f.Scheme, f.Ratio, f.Needs)
	}
	for _, scheme := range Schemes {
		for _, p := range Pairs {
			for _, token := range []string{p.Over, p.Under} {
				if _, ok := s.colors[scheme][token]; !ok && token != "on-sun" {
					t.Errorf("tokens.css has no --%s in %s, of which Pairs knows", token, scheme)
				}
			}
		}
	}
	c := s.colors[Light]["accent"]
	if failures, _ := s.Failures(Colors{Primary: &c}); len(failures) > 0 {
		t.Errorf("our own color as a brand fails: %v", failures)
	}
}

// TestAccentPasses holds that an accent alone is never refused.
func TestAccentPasses(t *testing.T) {
	s := ours(t)
	for r := 0; r < 256; r += 51 {
		for g := 0; g < 256; g += 51 {
			for b := 0; b < 256; b += 51 {
				c := RGB{uint8(r), uint8(g), uint8(b)}
				if failures, _ := s.Failures(Colors{Accent: &c}); len(failures) > 0 {
					t.Errorf("%s: %s in %s: %.2f:1", c, failures[0].What, failures[0].Scheme, failures[0].Ratio)
				}
			}
		}
	}
}

// BenchmarkRefusal measures the dearest answer, that to a color far from any that passes.
func BenchmarkRefusal(b *testing.B) {
	s, yellow := ours(b), RGB{0xfd, 0xe6, 0x8a}
	for b.Loop() {
		s.Failures(Colors{Primary: &yellow})
	}
}
