package check

import (
	"slices"
	"strings"
	"testing"
)

func TestNumbersIn(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"Call 1-800-662-4357 or 988.", []string{"1-800-662-4357", "988"}},
		{"(800) 662-4357 and 8006624357", []string{"(800) 662-4357", "8006624357"}},
		{"1-800-QUIT-NOW, 1-800-273-TALK", []string{"1-800-QUIT-NOW", "1-800-273-TALK"}},
		{"+44 20 7946 0958; 0800 123 4567", []string{"+44 20 7946 0958", "0800 123 4567"}},
		{"dial 112 or 999", []string{"112", "999"}},
		{"Text your 5-digit ZIP code to 435748", []string{"435748"}},
		{"Text START to 678-678", []string{"678-678"}},
		{"Envíe la palabra AYUDA al 741741", []string{"741741"}},
		{"Marque el 1-888-628-9454", []string{"1-888-628-9454"}},
		{"El número de emergencia es 112", []string{"112"}},
		{"112 people, 999 words", nil},
		{"call 112 people", nil},
		{"The number is 112.", nil},
		{"$988, 9,911, 988.5, 988%", nil},
		{"988lifeline.org, NCT9119880", nil},
		{"2019-2020, 9-20 hours, 300-3000 mg", nil},
		{"at 18:00-21:00 on 2026-11-24", nil},
		{"Text messages went up to 300", nil},
		{"call 988 and 240 local centers answer", []string{"988"}},
		{"no digits at all", nil},
		{"", nil},
	} {
		var got []string
		for _, s := range numbersIn(test.text) {
			got = append(got, test.text[s.from:s.to])
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("numbersIn(%q): got %q, want %q", test.text, got, test.want)
		}
		for _, shape := range slices.Concat(longNumbers, shortNumbers) {
			for _, found := range shape.find().FindAllString(test.text, -1) {
				if digitsIn(found) < shape.digits || !strings.Contains(found, shape.sign) {
					t.Errorf("%q would be passed over: want %d digits and %q", found, shape.digits, shape.sign)
				}
			}
		}
	}
}

func TestDialed(t *testing.T) {
	for number, want := range map[string]string{
		"988": "988", "9-8-8": "988", "+1-988": "+1988", "1-988": "1988",
		"1-800-662-4357": "8006624357", "+1 (800) 662-4357": "8006624357", "800.662.4357": "8006624357",
		"1-800-662-HELP": "8006624357", "1-800-MEDICARE": "8006334227",
		"+44 (0)20 7946 0958": "+442079460958", "116 123": "116123", "": "",
	} {
		if got := dialed(number); got != want {
			t.Errorf("dialed(%q): got %q, want %q", number, got, want)
		}
	}
}

func TestSlip(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"988", "989", true}, {"988", "898", true}, {"988", "98", true}, {"988", "9888", true},
		{"8006624357", "8006624375", true}, {"8006624357", "8006624257", true},
		{"988", "911", false}, {"8005550103", "2025550143", false}, {"988", "", false}, {"8006624357", "8006642357", true},
		{"8006624357", "8006642375", false}, {"112", "211", false},
	} {
		if got := slip(test.a, test.b); got != test.want {
			t.Errorf("slip(%s, %s): got %v, want %v", test.a, test.b, got, test.want)
		}
		if got := slip(test.b, test.a); got != test.want {
			t.Errorf("slip(%s, %s): got %v, want %v", test.b, test.a, got, test.want)
		}
	}
}

func FuzzNumbersIn(f *testing.F) {
	f.Add("Call 1-800-662-4357 or 988, dial 112 or 999, text HOME to 741741.")
	f.Add("$988 +44 20 7946 0958 1-800-QUIT-NOW 116 123\xff")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, s := range numbersIn(text) {
			if s.from < end || s.to <= s.from || s.to > len(text) {
				t.Fatalf("a number at %v after one that ends at %d, in %d bytes", s, end, len(text))
			}
			end = s.to
		}
	})
}
