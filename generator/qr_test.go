package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"rsc.io/qr"
)

// TestDrawQR reads what is drawn back into the squares of the code.
func TestDrawQR(t *testing.T) {
	const text = "http://192.168.1.5:8080/?pair=ABCDEFGH"
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := drawQR(text, false)
	if err != nil {
		t.Fatal(err)
	}
	light := map[string][2]bool{"█": {true, true}, "▀": {true, false}, "▄": {false, true}, " ": {false, false}}
	lines := strings.Split(strings.TrimSuffix(drawn, "\n"), "\n")
	width := code.Size + 2*quietZone
	if len(lines) != (width+1)/2 {
		t.Errorf("got %d lines, want %d", len(lines), (width+1)/2)
	}
	for i, line := range lines {
		if n := utf8.RuneCountInString(line); n != width {
			t.Errorf("line %d: got %d characters, want %d", i, n, width)
		}
		for x, half := range []rune(line) {
			for k := range 2 {
				y := 2*i + k
				if y == width {
					continue // below the border
				}
				if got, want := light[string(half)][k], !code.Black(x-quietZone, y-quietZone); got != want {
					t.Errorf("column %d, row %d: light is %t, want %t", x, y, got, want)
				}
			}
		}
	}
	colored, _ := drawQR(text, true)
	if plain := strings.NewReplacer("\x1b[97;40m", "", "\x1b[0m", "").Replace(colored); plain != drawn {
		t.Error("with colors the code is another one")
	}
}
