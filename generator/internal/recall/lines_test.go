package recall

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shown returns lines as people see them.
func shown(lines []Line) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(string(l.Sign) + l.Text + "\n")
	}
	return b.String()
}

func TestLines(t *testing.T) {
	for _, tt := range []struct{ name, was, now, want string }{
		{"the same", "a\nb\n", "a\nb\n", ""},
		{"other line ends", "a\nb\n", "\ufeffa\r\nb\r\n", ""},
		{"no end of the last line", "a\nb", "a\nb\n", ""},
		{"one line", "a\nb\nc\nd\ne\n", "a\nb\nx\nd\ne\n", "…\n b\n-c\n+x\n d\n…\n"},
		{"at the top", "a\nb\nc\n", "b\nc\n", "-a\n b\n…\n"},
		{"at the end", "a\nb\n", "a\nb\nc\n", "…\n b\n+c\n"},
		{"from nothing", "", "a\n", "+a\n"},
		{"to nothing", "a\n", "", "-a\n"},
		{"two places", "a\nb\nc\nd\ne\nf\n", "x\nb\nc\nd\ne\ny\n", "-a\n+x\n b\n…\n e\n-f\n+y\n"},
		{"moved", "a\nb\n", "b\na\n", "-a\n b\n+a\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := shown(Lines(tt.was, tt.now)); got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

// TestLinesTellAll holds that either text can be made of all lines of a comparison.
func TestLinesTellAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", ""}), 0, 12)
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		var was, now []string
		for _, l := range aligned(a, b) {
			if l.Sign != '+' {
				was = append(was, l.Text)
			}
			if l.Sign != '-' {
				now = append(now, l.Text)
			}
		}
		if strings.Join(was, "\n") != strings.Join(a, "\n") || len(was) != len(a) {
			t.Errorf("of the old text: got %q, want %q", was, a)
		}
		if strings.Join(now, "\n") != strings.Join(b, "\n") || len(now) != len(b) {
			t.Errorf("of the new text: got %q, want %q", now, b)
		}
	})
}

// TestLinesOfLongTexts holds that texts too long to align are shown one after the
// other.
func TestLinesOfLongTexts(t *testing.T) {
	got := Lines(strings.Repeat("a\nb\n", 2000), strings.Repeat("b\nc\n", 2000))
	if len(got) != 8000 || got[0].Sign != '-' || got[7999].Sign != '+' {
		t.Errorf("got %d lines, the first %v", len(got), got[0])
	}
}
