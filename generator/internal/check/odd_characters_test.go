package check

import (
	"bytes"
	"testing"
)

// TestAllPlain holds for each byte, wherever among eight it stands, whether it
// needs a closer look.
func TestAllPlain(t *testing.T) {
	for c := range 256 {
		for at := range 8 {
			data := bytes.Repeat([]byte("a~ z"), 4)
			data[8+at] = byte(c)
			want := 16
			if c < ' ' || c >= 0x7F {
				want = 8
			}
			if got := allPlain(data); got != want {
				t.Errorf("%#x at %d: got %d bytes, want %d", c, at, got, want)
			}
		}
	}
	if got := allPlain([]byte("seven b")); got != 0 {
		t.Errorf("less than eight: got %d, want 0", got)
	}
}

// TestMisreadSize holds where what became of one character ends.
func TestMisreadSize(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"an apostrophe", "â€™t", "â€™"},
		{"a quotation mark that is read as a letter", "â€œMind", "â€œ"},
		{"one whose last byte is no sign", "â€\u009d, he", "â€\u009d"},
		{"one whose last byte is lost", "â€ he", "â€"},
		{"an accent before a dash", "Ã©—and", "Ã©"},
		{"an accent before a quotation mark", "Ã©”", "Ã©"},
		{"a space", "Â\u00a0©", "Â\u00a0"},
		{"at the end", "Ã", "Ã"},
	} {
		if got := test.text[:misreadSize([]byte(test.text))]; got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
