package brand

import (
	"math"
	"testing"
)

// TestContrast holds ratios that WCAG's own examples and common checkers name.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000", "#fff", 21}, {"#fff", "#fff", 1}, {"#767676", "#fff", 4.54}, {"#777", "#fff", 4.48}, {"#00f", "#fff", 8.59}} {
		a, _ := Parse(c.a)
		b, _ := Parse(c.b)
		if got := Contrast(a, b); math.Abs(got-c.want) > .005 || got != Contrast(b, a) {
			t.Errorf("%s on %s: got %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

// TestRoundTrip holds that every color comes back from OKLCH as it went there.
func TestRoundTrip(t *testing.T) {
	for r := 0; r < 256; r += 5 {
		for g := 0; g < 256; g += 5 {
			for b := 0; b < 256; b += 5 {
				c := RGB{uint8(r), uint8(g), uint8(b)}
				if got := c.LCH().RGB(); got != c {
					t.Fatalf("got %s, want %s", got, c)
				}
			}
		}
	}
}

// TestGamut holds that a color which sRGB lacks keeps lightness and hue.
func TestGamut(t *testing.T) {
	for h := 0.; h < 360; h += 15 {
		for l := .2; l < .9; l += .1 {
			got := LCH{l, .4, h}.RGB().LCH()
			if math.Abs(got.L-l) > .005 || math.Abs(math.Remainder(got.H-h, 360))*got.C > .3 {
				t.Errorf("oklch(%.1f 0.4 %.0f): got %+v", l, h, got)
			}
			if more := (LCH{l, got.C + .02, h}); more.shown() {
				t.Errorf("oklch(%.1f 0.4 %.0f): got chroma %.3f, and sRGB has more", l, h, got.C)
			}
		}
	}
}
