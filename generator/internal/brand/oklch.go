package brand

import "math"

// LCH is a color of OKLCH: lightness from 0 to 1, chroma, hue in degrees. A grey
// has no chroma, and its hue says nothing.
type LCH struct{ L, C, H float64 }

// LCH returns the color in OKLCH. The numbers are those of CSS Color 4.
func (c RGB) LCH() LCH {
	r, g, b := c.linear()
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	return polar(
		0.2104542553*l+0.7936177850*m-0.0040720468*s,
		1.9779984951*l-2.4285922050*m+0.4505937099*s,
		0.0259040371*l+0.7827717662*m-0.8086757660*s)
}

// polar turns OKLab into OKLCH. Chroma that only rounding makes is none.
func polar(l, a, b float64) LCH {
	c := math.Hypot(a, b)
	if c < 1e-4 {
		return LCH{L: l}
	}
	h := math.Atan2(b, a) * 180 / math.Pi
	return LCH{l, c, math.Mod(h+360, 360)}
}

// channels returns the color in sRGB; outside 0 to 1 it is none that a screen has.
func (c LCH) channels() [3]float64 {
	sin, cos := math.Sincos(c.H * math.Pi / 180)
	a, b := c.C*cos, c.C*sin
	l := cube(c.L + 0.3963377774*a + 0.2158037573*b)
	m := cube(c.L - 0.1055613458*a - 0.0638541728*b)
	s := cube(c.L - 0.0894841775*a - 1.2914855480*b)
	return [3]float64{
		coded(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		coded(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		coded(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s),
	}
}

func cube(v float64) float64 { return v * v * v }

// shown reports whether sRGB has the color, but for what rounding hides.
func (c LCH) shown() bool {
	const hidden = 1e-4
	for _, v := range c.channels() {
		if v < -hidden || v > 1+hidden {
			return false
		}
	}
	return true
}

// RGB returns the color of sRGB with this lightness and hue, and with as much of
// this chroma as sRGB has.
func (c LCH) RGB() RGB {
	c.L = min(max(c.L, 0), 1)
	if !c.shown() {
		low, high := 0.0, c.C
		for range 40 {
			if c.C = (low + high) / 2; c.shown() {
				low = c.C
			} else {
				high = c.C
			}
		}
		c.C = low
	}
	v := c.channels()
	return RGB{byteOf(v[0]), byteOf(v[1]), byteOf(v[2])}
}

func byteOf(v float64) uint8 { return uint8(math.Round(255 * min(max(v, 0), 1))) }
