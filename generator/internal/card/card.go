// Package card draws the picture that stands beside a link to the site where
// people share it.
//
// A Card is one picture for all pages of a language. It never tells which page is
// shared, or what a reader looks for: only whose site it is, in words that would
// be true of any page. Words stand on a quiet ground above a landscape.
//
// The letters are those of the Go fonts: Latin, Greek and Cyrillic. A Card whose
// words need others, such as those of scripts written from right to left, has no
// words at all.
//
// The same Card has the same pixels on any machine: all arithmetic is on whole
// numbers, or on floating-point ones that are exact.
package card

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// The size of a card, which is what sites that show links ask for.
const Width, Height = 1200, 630

var whole = image.Rect(0, 0, Width, Height)

// Edition is part of the name under which a card is published. It is raised when
// the same Card is drawn otherwise than before.
const Edition = 1

// A Card is what a picture shows. Only Colors must be set.
type Card struct {
	Title string // of the site
	Line  string // what it is for
	By    string // whose it is, beside the logo
	Logo  image.Image
	Plate bool // the logo needs a light ground
	Colors
}

// Colors are those of a card. Words are Ink and Muted on Paper.
type Colors struct{ Paper, Ink, Muted, Door, Sun, Far, Mid, Near, Way color.RGBA }

// Plain are the colors of a card where a site has none of its own.
var Plain = Colors{
	Paper: rgb(0xfdfcfa), Ink: rgb(0x1c2b2a), Muted: rgb(0x4d5d5a), Door: rgb(0x14615a), Sun: rgb(0xf6bc66),
	Far: rgb(0xd5e5dc), Mid: rgb(0x9fc4b6), Near: rgb(0x14615a), Way: rgb(0xfff8ec),
}

func rgb(v uint32) color.RGBA { return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255} }

// quick packs a card in a quarter of the time, and 2 KB larger: no reader loads it.
var quick = png.Encoder{CompressionLevel: png.BestSpeed}

// PNG returns the card as a PNG file: with a palette, unless it has too many colors, as
// those with a photograph do.
func (c Card) PNG() ([]byte, error) {
	var img image.Image
	n := newNumbers()
	if c.paint(n); !n.full {
		img = n.inOrder()
	} else {
		img = c.Image()
	}
	var b bytes.Buffer
	err := quick.Encode(&b, img)
	return b.Bytes(), err
}

// Image returns the card's pixels.
func (c Card) Image() *image.RGBA {
	p := pixels{image.NewRGBA(whole)}
	c.paint(p)
	return p.RGBA
}

// Where things stand, in pixels.
const (
	margin = 80
	room   = Width - 2*margin

	badgeTop, badgeHeight = 56, 80 // the logo and whose site it is
	badgeWidth            = 420
	badgeGap              = 28

	titleTop, titleHeight = 164, 180
	lineGap, lineHeight   = 14, 92

	// On a card without words the logo has more room.
	largeTop, largeWidth, largeHeight = 110, 720, 260
)

// paint paints the card.
func (c Card) paint(on ground) {
	to := &canvas{ground: on}
	to.fill(whole, c.Paper)
	c.landscape(to)
	if c.Wordless() {
		c.badge(to, image.Rect(0, 0, largeWidth, largeHeight).Add(image.Pt((Width-largeWidth)/2, largeTop)), true)
		return
	}
	right := c.badge(to, image.Rect(0, 0, badgeWidth, badgeHeight).Add(image.Pt(margin, badgeTop)), false)
	if by := clean(c.By); by != "" && drawable(by) {
		left := right + badgeGap
		t := fit(by, bold, Width-margin-left, badgeHeight, sizes{40, 28, 1})
		t.draw(to, left, badgeTop+(badgeHeight-t.height())/2, c.Ink)
	}
	title := fit(clean(c.Title), bold, room, titleHeight, sizes{76, 44, 3})
	title.draw(to, margin, titleTop, c.Ink)
	line := fit(clean(c.Line), regular, room, lineHeight, sizes{38, 30, 2})
	line.draw(to, margin, titleTop+title.height()+lineGap, c.Muted)
}

// Wordless reports whether the card has no words: it has no title, or words that
// the fonts cannot write.
func (c Card) Wordless() bool {
	return clean(c.Title) == "" || !drawable(clean(c.Title)) || !drawable(clean(c.Line))
}

// badge draws the logo, or our mark, into the box, and returns where it ends.
func (c Card) badge(on *canvas, box image.Rectangle, centred bool) int {
	w, h := box.Dy(), box.Dy() // of our mark
	if c.Logo != nil {
		w, h = within(c.Logo.Bounds().Size(), box.Size())
	}
	r := image.Rect(0, 0, w, h).Add(image.Pt(box.Min.X, box.Min.Y+(box.Dy()-h)/2))
	if centred {
		r = r.Add(image.Pt((box.Dx()-w)/2, 0))
	}
	if c.Logo == nil {
		c.mark(on, r)
		return r.Max.X
	}
	if c.Plate {
		on.fill(r.Inset(-8), color.RGBA{255, 255, 255, 255})
	}
	on.lay(shrunk(c.Logo, w, h), r)
	return r.Max.X
}
