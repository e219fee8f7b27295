package testsite

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"iter"
	"math/rand/v2"
)

// pictureName is the file of the nth picture of a section. One of four is a
// PNG, the others are drawings.
func pictureName(n int) string {
	if n == 0 {
		return "picture-0.png"
	}
	return fmt.Sprintf("picture-%d.svg", n)
}

// pictures are the pictures that the documents written so far show.
func (s *siteplan) pictures() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for _, p := range s.pages {
			if !p.section || len(p.below) == 0 || p.below[0].section || p.n == 0 {
				continue
			}
			for n := range picturesIn {
				r := rand.New(rand.NewPCG(s.Seed, uint64(p.n)<<8|uint64(0x80+n)))
				name := "content/" + p.dir + "/" + pictureName(n)
				if s.shown[name] && !yield(name, drawn(r, n)) {
					return
				}
			}
		}
	}
}

func drawn(r *rand.Rand, n int) []byte {
	if n == 0 {
		return pixels(r)
	}
	var b bytes.Buffer
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 120">` + "\n")
	for range 6 + r.IntN(6) {
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d" fill="#%06x"/>`+"\n",
			r.IntN(200), r.IntN(90), 10+r.IntN(30), 10+r.IntN(20), r.IntN(1<<24))
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// pixels returns a small PNG of stripes.
func pixels(r *rand.Rand) []byte {
	m := image.NewPaletted(image.Rect(0, 0, 96, 64), color.Palette{
		color.RGBA{uint8(r.IntN(256)), 120, 130, 255}, color.RGBA{240, uint8(r.IntN(256)), 200, 255}})
	step := 3 + r.IntN(9)
	for i := range m.Pix {
		m.Pix[i] = uint8(i / step % 2)
	}
	var b bytes.Buffer
	_ = png.Encode(&b, m) // into memory
	return b.Bytes()
}
