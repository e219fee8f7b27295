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
