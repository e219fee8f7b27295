package brand

import (
	"strings"
	"testing"
)

// TestParse holds the notations of CSS, each beside what a browser makes of it.
func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"#abc":                           "#aabbcc",
		" #14615A ":                      "#14615a",
		"#14615aff":                      "#14615a",
		"#abcf":                          "#aabbcc",
		"rgb(20, 97, 90)":                "#14615a",
		"rgb(20 97 90)":                  "#14615a",
		"rgba(20, 97, 90, 1)":            "#14615a",
		"rgb(20 97 90 / 100%)":           "#14615a",
		"rgb(100% 0% 50%)":               "#ff0080",
		"rgb(300 -20 1e1)":               "#ff000a",
		"hsl(120, 100%, 25%)":            "#008000",
		"hsl(120deg 100% 25%)":           "#008000",
		"HSL(0.5turn 100% 50%)":          "#00ffff",
		"hsl(-120 100 50)":               "#0000ff",
		"hwb(120 20% 40%)":               "#339933",
		"hwb(0 60% 60%)":                 "#808080",
		"oklch(62.796% 0.25768 29.2339)": "#ff0000",
		"oklch(0.86644 0.29483 142.5)":   "#00ff00",
		"oklab(59.987% 0 0)":             "#808080",
		"oklch(100% 0 none)":             "#ffffff",
		"navy":                           "#000080",
		"Gray":                           "#808080",
		"rebeccapurple":                  "#663399",
	} {
		c, err := Parse(text)
		if err != nil || c.String() != want {
			t.Errorf("Parse(%q): got %s, %v, want %s", text, c, err, want)
		}
	}
}

// TestParseRefuses holds what is said of what is no color.
func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "write it as",
		"teall":                  "did you mean teal?",
		"“#14615a”":              "quotation marks",
		"our corporate one":      "write it as",
		"14615a":                 `did you mean "#14615a"?`,
		"#14615":                 "3 or 6 of the digits",
		"#14615g":                "3 or 6 of the digits",
		"#14615a80":              "see-through",
		"rgba(20, 97, 90, .5)":   "see-through",
		"rgb(20 97 90 / 50%)":    "see-through",
		"rgb(20, 97)":            "three values",
		"rgb(20, 97, ninety)":    "ninety is no value",
		"hsl(20%, 97%, 10%)":     "20% is no value",
		"rgb(20, 97, 90":         "bracket is missing",
		"cmyk(10%, 0%, 20%, 0%)": "write it as",
		"transparent":            "write it as",
		"var(--accent)":          "write it as",
	} {
		if c, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q): got %s, %v, want an error with %q", text, c, err, want)
		}
	}
}

// FuzzParse holds that whatever Parse reads, it reads again from what it writes.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"#abc", "rgb(1 2 3)", "hsl(1e300 1% 1%)", "oklch(.5 9e99 1rad)", "hwb(none none none)", "oklab(0/1)", "(", "rgb(/)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse(text)
		if err != nil {
			return
		}
		if again, err := Parse(c.String()); err != nil || again != c {
			t.Errorf("Parse(%q): got %s, which reads as %s, %v", text, c, again, err)
		}
	})
}
