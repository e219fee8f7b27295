package schema

import (
	"strings"
	"testing"
	"unicode/utf8"

	"iopguide/generator/internal/diag"
)

func TestScalar(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"words", "Oak Street Clinic", "Oak Street Clinic"},
		{"an address", "https://www.clinic.example/iop/", "https://www.clinic.example/iop/"},
		{"a colon and a space", "Yes: we care", `"Yes: we care"`},
		{"a colon at the end", "Care:", `"Care:"`},
		{"a number", "0123", `"0123"`},
		{"a phone number", "(555) 010-0100", `"(555) 010-0100"`},
		{"a word for yes", "No", `"No"`},
		{"nothing", "null", `"null"`},
		{"a color", "#1f6f5c", `"#1f6f5c"`},
		{"a remark", "Oak #1", `"Oak #1"`},
		{"quotes", `The "Oak"`, `"The \"Oak\""`},
		{"an apostrophe", "Women's Clinic", `"Women's Clinic"`},
		{"a comma", "Oak, Elm", `"Oak, Elm"`},
		{"a backslash", `a\b`, `"a\\b"`},
		{"letters with accents", "Clínica Roble", "Clínica Roble"},
		{"another script", "橡树", `"橡树"`},
		{"two lines", "Oak\nElm", `"Oak\u000AElm"`},
		{"what nobody can see", "Oak\u200b", `"Oak\u200B"`},
		{"empty", "", `""`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Scalar(tt.text); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// FuzzScalar holds that what Scalar writes is read back as the same text, on a
// line and in a list.
func FuzzScalar(f *testing.F) {
	for _, s := range []string{"Oak", "Yes: we care", "y", "~", "- a", "? a", "'", `"\`, "#", "%", "0x1F", "1e3", ".inf", "2026-11-24",
		"a: b", "a:", "é", "橡", "😀", "=", "<<", "null", "!!x", "&a", "*a", "[", "}", "a #b", "a#b", "|", ">", "/", "-", "a\nb", "\ufeff", "\u2028", "\x07"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.TrimSpace(text) == "" || !utf8.ValidString(text) {
			return // is no value, or no text
		}
		file := &diag.File{Name: "site.yaml", Data: []byte("title: x\ndescription: " + Scalar(text) +
			"\nlanguages: [en, " + Scalar(text) + "]\n")}
		var list diag.List
		v := Decode(file, Site, &list)
		if got := v.Get("description").Text(); got != text {
			t.Fatalf("%q was written as %s and read as %q: %v", text, Scalar(text), got, list)
		}
		if got := v.Get("languages").Texts(); len(got) != 2 || got[1] != text {
			t.Fatalf("%q was written in a list as %s and read as %q: %v", text, Scalar(text), got, list)
		}
	})
}
