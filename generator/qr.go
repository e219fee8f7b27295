package main

import (
	"strings"

	"rsc.io/qr"
)

// quietZone is how wide the light border of a QR code is, which cameras need.
const quietZone = 4

// drawQR draws text as a QR code for a terminal, two rows of it in one line. With
// colors it is dark on light in any terminal; without, it is so in a dark one.
func drawQR(text string, colors bool) (string, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", err
	}
	begin, end := "", "\n"
	if colors {
		begin, end = "\x1b[97;40m", "\x1b[0m\n"
	}
	var b strings.Builder
	for y := -quietZone; y < code.Size+quietZone; y += 2 {
		b.WriteString(begin)
		for x := -quietZone; x < code.Size+quietZone; x++ {
			b.WriteString(halves(!code.Black(x, y), !code.Black(x, y+1) && y+1 < code.Size+quietZone))
		}
		b.WriteString(end)
	}
	return b.String(), nil
}

// halves returns the character of which the upper and lower half are light, or not.
func halves(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}
