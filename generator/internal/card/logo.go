package card

import (
	"image"
	"image/color"
)

// within returns the size of a picture that must fit into a box. It is never made
// larger than it is.
func within(size, box image.Point) (w, h int) {
	w, h = max(size.X, 1), max(size.Y, 1)
	if w > box.X {
		w, h = box.X, max(h*box.X/w, 1)
	}
	if h > box.Y {
		w, h = max(w*box.Y/h, 1), box.Y
	}
	return w, h
}

// shrunk returns a picture in another, smaller size: each pixel is the mean of
// those that it stands for.
func shrunk(src image.Image, w, h int) *image.RGBA {
	b, dst := src.Bounds(), image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			dst.SetRGBA(x, y, mean(src, image.Rect(
				b.Min.X+x*b.Dx()/w, b.Min.Y+y*b.Dy()/h, b.Min.X+(x+1)*b.Dx()/w, b.Min.Y+(y+1)*b.Dy()/h)))
		}
	}
	return dst
}

func mean(src image.Image, r image.Rectangle) color.RGBA {
	var red, green, blue, alpha, n uint64
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			cr, cg, cb, ca := src.At(x, y).RGBA()
			red, green, blue, alpha = red+uint64(cr), green+uint64(cg), blue+uint64(cb), alpha+uint64(ca)
			n++
		}
	}
	if n == 0 {
		return color.RGBA{}
	}
	return color.RGBA{uint8(red / n >> 8), uint8(green / n >> 8), uint8(blue / n >> 8), uint8(alpha / n >> 8)}
}
