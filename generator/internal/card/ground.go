package card

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
)

// A ground is a picture in the making, the whole of it.
type ground interface {
	fill(r image.Rectangle, c color.RGBA)
	blend(mask *image.Alpha, c color.RGBA)    // puts c over it as far as mask says
	lay(logo *image.RGBA, at image.Rectangle) // puts logo over it
}

// shades is how many steps an edge has from one color to the other. So few keep
// the colors of a card within a palette, which makes a small file soon.
const shades = 11

// shade returns how many of the shades a pixel is covered.
func shade(mask uint8) int { return (int(mask)*shades + 127) / 255 }

// mixed returns what is seen where a color covers another by so many of the shades.
func mixed(under, c color.RGBA, over int) color.RGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*(shades-over) + int(b)*over) / shades) }
	return color.RGBA{mix(under.R, c.R), mix(under.G, c.G), mix(under.B, c.B), 255}
}

// pixels are a ground of any colors.
type pixels struct{ *image.RGBA }

func (p pixels) fill(r image.Rectangle, c color.RGBA) {
	draw.Draw(p.RGBA, r, image.NewUniform(c), image.Point{}, draw.Src)
}

func (p pixels) blend(mask *image.Alpha, c color.RGBA) {
	for y := mask.Rect.Min.Y; y < mask.Rect.Max.Y; y++ {
		for x := mask.Rect.Min.X; x < mask.Rect.Max.X; x++ {
			if over := shade(mask.AlphaAt(x, y).A); over > 0 {
				p.SetRGBA(x, y, mixed(p.RGBAAt(x, y), c, over))
			}
		}
	}
}

func (p pixels) lay(logo *image.RGBA, at image.Rectangle) {
	draw.Draw(p.RGBA, at, logo, image.Point{}, draw.Over)
}

// numbers are a ground of few colors: each pixel is the number of its own. They take a
// quarter of the memory of pixels, and are what a file with a palette holds.
type numbers struct {
	*image.Paletted
	known map[color.RGBA]uint8
	full  bool // there were more colors than numbers: the picture is wrong
}

func newNumbers() *numbers {
	return &numbers{Paletted: image.NewPaletted(whole, nil), known: map[color.RGBA]uint8{}}
}

// number returns the number of a color.
func (n *numbers) number(c color.RGBA) uint8 {
	i, ok := n.known[c]
	switch {
	case ok:
	case len(n.Palette) == 256:
		n.full = true
	default:
		i = uint8(len(n.Palette))
		n.known[c], n.Palette = i, append(n.Palette, c)
	}
	return i
}

func (n *numbers) color(number uint8) color.RGBA { return n.Palette[number].(color.RGBA) }

// row returns the pixels of a row of r.
func (n *numbers) row(r image.Rectangle, y int) []uint8 {
	return n.Pix[n.PixOffset(r.Min.X, y):][:r.Dx()]
}

func (n *numbers) fill(r image.Rectangle, c color.RGBA) {
	row := bytes.Repeat([]byte{n.number(c)}, r.Dx())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		copy(n.row(r, y), row)
	}
}

func (n *numbers) blend(mask *image.Alpha, c color.RGBA) {
	number := n.number(c)
	var last [shades]struct { // most edges are on one color
		known        bool
		under, mixed uint8
	}
	for y := mask.Rect.Min.Y; y < mask.Rect.Max.Y; y++ {
		row := n.row(mask.Rect, y)
		for x, m := range mask.Pix[mask.PixOffset(mask.Rect.Min.X, y):][:len(row)] {
			switch over := shade(m); over {
			case 0:
			case shades:
				row[x] = number
			default:
				l := &last[over]
				if !l.known || l.under != row[x] {
					l.known, l.under, l.mixed = true, row[x], n.number(mixed(n.color(row[x]), c, over))
				}
				row[x] = l.mixed
			}
		}
	}
}

func (n *numbers) lay(logo *image.RGBA, at image.Rectangle) {
	part := pixels{image.NewRGBA(at)}
	draw.Draw(part.RGBA, at, n.Paletted, at.Min, draw.Src)
	part.lay(logo, at)
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x, row := 0, n.row(at, y); x < len(row); x++ {
			row[x] = n.number(part.RGBAAt(at.Min.X+x, y))
		}
	}
}

// inOrder returns the picture with its colors numbered as they come, from the top, and
// without those that nothing has. n is no more.
func (n *numbers) inOrder() *image.Paletted {
	ordered := *n.Paletted
	ordered.Palette = nil
	var seen [256]bool
	var numbers [256]uint8
	for pix := n.Pix; len(pix) > 0; {
		was := pix[0]
		if !seen[was] {
			seen[was], numbers[was] = true, uint8(len(ordered.Palette))
			ordered.Palette = append(ordered.Palette, n.color(was))
		}
		// Most pixels are as the one before, so they are looked at eight at a time.
		const each = 0x0101010101010101
		to, run := numbers[was], 1
		for run+8 <= len(pix) && binary.LittleEndian.Uint64(pix[run:]) == uint64(was)*each {
			run += 8
		}
		if to != was {
			for i := range pix[:run] {
				pix[i] = to
			}
		}
		pix = pix[run:]
	}
	return &ordered
}
