package brand

import (
	"fmt"
	"math"
)

// RGB is a color of sRGB.
type RGB struct{ R, G, B uint8 }

var (
	white = RGB{255, 255, 255}
	black = RGB{}
)

// String returns the color as #rrggbb.
func (c RGB) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// linear returns the light of each channel, from 0 to 1.
func (c RGB) linear() (r, g, b float64) { return light[c.R], light[c.G], light[c.B] }

// light is the amount of light that each byte of sRGB stands for.
var light = func() (light [256]float64) {
	for i := range light {
		if s := float64(i) / 255; s <= 0.04045 {
			light[i] = s / 12.92
		} else {
			light[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return light
}()

// coded is what sRGB writes for an amount of light: from 0 to 1, if it has it.
func coded(v float64) float64 {
	if v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// luminance is how bright the color is, from 0 to 1, as WCAG defines it.
func (c RGB) luminance() float64 {
	r, g, b := c.linear()
	return 0.2126*r + 0.7152*g + 0.0722*b
}

// Contrast returns how well two colors are told apart, from 1 to 21.
func Contrast(a, b RGB) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}
