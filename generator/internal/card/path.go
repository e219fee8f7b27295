package card

import (
	"image"
	"image/color"
	"image/draw"
	"slices"

	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// A path is the outline of a shape: lines alone, since curves are cut into lines
// as they are added. vector.Rasterizer could cut them, but with rounding that is
// not the same on all machines.
type path struct{ parts [][]fixed.Point26_6 }

// steps is how many lines a curve is cut into.
const steps = 12

func (p *path) move(to fixed.Point26_6) { p.parts = append(p.parts, []fixed.Point26_6{to}) }

func (p *path) line(to fixed.Point26_6) {
	last := len(p.parts) - 1
	p.parts[last] = append(p.parts[last], to)
}

// curve adds a Bézier curve from where the path ends: one point less than its
// last is where it leads to. It has two points, or three.
func (p *path) curve(points ...fixed.Point26_6) {
	part := p.parts[len(p.parts)-1]
	all := [4]fixed.Point26_6{part[len(part)-1]}
	n := 1 + copy(all[1:], points)
	part = slices.Grow(part, steps)
	for i := int64(1); i <= steps; i++ {
		part = append(part, bezier(all[:n], i))
	}
	p.parts[len(p.parts)-1] = part
}

// bezier returns the point of a curve after i of its steps.
func bezier(points []fixed.Point26_6, i int64) fixed.Point26_6 {
	weights, all := [4]int64{1}, int64(1) // of the points, and their sum
	for n := 1; n < len(points); n++ {
		for k := n; k > 0; k-- {
			weights[k] = weights[k]*(steps-i) + weights[k-1]*i
		}
		weights[0] *= steps - i
		all *= steps
	}
	var x, y int64
	for k, p := range points {
		x, y = x+weights[k]*int64(p.X), y+weights[k]*int64(p.Y)
	}
	return fixed.Point26_6{X: fixed.Int26_6(x / all), Y: fixed.Int26_6(y / all)}
}

// bounds returns the pixels that the path touches.
func (p *path) bounds() image.Rectangle {
	var r fixed.Rectangle26_6
	for i, part := range p.parts {
		for k, pt := range part {
			if i == 0 && k == 0 {
				r = fixed.Rectangle26_6{Min: pt, Max: pt}
			}
			r.Min.X, r.Min.Y = min(r.Min.X, pt.X), min(r.Min.Y, pt.Y)
			r.Max.X, r.Max.Y = max(r.Max.X, pt.X), max(r.Max.Y, pt.Y)
		}
	}
	return image.Rect(r.Min.X.Floor(), r.Min.Y.Floor(), r.Max.X.Ceil(), r.Max.Y.Ceil())
}

// tile is the greatest width and height in which vector.Rasterizer computes with
// whole numbers.
const tile = 512

// A canvas is what paths are painted on. What it takes to find the pixels of one is
// kept for the next.
type canvas struct {
	ground
	rasterizer vector.Rasterizer
	mask       []uint8
}

// fill paints what lies within the path.
func (p *path) fill(on *canvas, c color.RGBA) {
	r := p.bounds().Intersect(whole)
	for y := r.Min.Y; y < r.Max.Y; y += tile {
		for x := r.Min.X; x < r.Max.X; x += tile {
			on.blend(p.mask(on, image.Rect(x, y, min(x+tile, r.Max.X), min(y+tile, r.Max.Y))), c)
		}
	}
}

// mask returns which pixels at a place lie within the path. It holds until the next
// is asked for.
func (p *path) mask(on *canvas, at image.Rectangle) *image.Alpha {
	z := &on.rasterizer
	z.Reset(at.Dx(), at.Dy())
	z.DrawOp = draw.Src
	for _, part := range p.parts {
		p.outline(z, part, fixed.P(at.Min.X, at.Min.Y))
	}
	on.mask = slices.Grow(on.mask[:0], at.Dx()*at.Dy())[:at.Dx()*at.Dy()]
	mask := &image.Alpha{Pix: on.mask, Stride: at.Dx(), Rect: at}
	z.Draw(mask, at, image.Opaque, image.Point{}) // each of its pixels
	return mask
}

func (p *path) outline(z *vector.Rasterizer, part []fixed.Point26_6, origin fixed.Point26_6) {
	for i, pt := range part {
		x, y := float32(pt.X-origin.X)/64, float32(pt.Y-origin.Y)/64
		if i == 0 {
			z.MoveTo(x, y)
		} else {
			z.LineTo(x, y)
		}
	}
	z.ClosePath()
}
