package card

import (
	"image"
	"image/color"

	"golang.org/x/image/math/fixed"
)

// A shape is an outline as numbers: where it begins, then for each line the two
// numbers of its end, and for each curve six.
type shape [][]int

// landscapeTop is where the landscape begins. Its foot is cut off.
const landscapeTop = 418

// The landscape is that of the site's front page, in tenths of a pixel.

var (
	far = shape{{0, 1280}, {1500, 840, 3000, 880, 4600, 1120}, {6200, 1360, 7300, 1460, 8600, 1160},
		{9900, 860, 10900, 760, 12000, 1060}, {12000, 2200}, {0, 2200}}
	farWay = shape{{7740, 1300}, {7700, 1400, 7520, 1460, 7480, 1560}, {7440, 1660, 7420, 1720, 7380, 1820},
		{7680, 1820}, {7680, 1680, 7680, 1600, 7720, 1520}, {7760, 1440, 7820, 1380, 7820, 1300}}
	mid = shape{{0, 1680}, {1800, 1240, 3300, 1220, 5200, 1540}, {7100, 1860, 8500, 1880, 12000, 1240},
		{12000, 2200}, {0, 2200}}
	midWay = shape{{7380, 1756}, {7340, 1836, 7120, 1856, 7000, 1936}, {6880, 2016, 6860, 2036, 6820, 2116},
		{7280, 2116}, {7260, 2016, 7380, 1956, 7480, 1896}, {7580, 1836, 7620, 1816, 7620, 1756}}
	near = shape{{0, 1920}, {2200, 1620, 4200, 1640, 6400, 1920}, {8600, 2200, 10000, 2060, 12000, 1800},
		{12000, 2200}, {0, 2200}}
	nearWay = shape{{6820, 1968}, {6680, 2038, 6300, 2078, 6000, 2200}, {6800, 2200}, {6900, 2100, 7040, 2060, 7160, 2006}}

	sun = circle(7900, 1060, 720)
)

// Our mark, a sunrise seen through a door, 320 wide.
var (
	door = shape{{60, 250}, {60, 125}, {60, 70, 105, 25, 160, 25}, {215, 25, 260, 70, 260, 125}, {260, 250}}
	rise = shape{{100, 250}, {100, 217, 127, 190, 160, 190}, {193, 190, 220, 217, 220, 250}}
	sill = shape{{40, 270}, {280, 270}, {300, 270, 300, 300, 280, 300}, {40, 300}, {20, 300, 20, 270, 40, 270}}
)

// circle is four curves, each nearly a quarter of a circle.
func circle(x, y, r int) shape {
	k := r * 5523 / 10000
	return shape{{x + r, y}, {x + r, y + k, x + k, y + r, x, y + r}, {x - k, y + r, x - r, y + k, x - r, y},
		{x - r, y - k, x - k, y - r, x, y - r}, {x + k, y - r, x + r, y - k, x + r, y}}
}

// path returns the shape with its corner at, as large as wide says where the whole
// is of tenths wide.
func (s shape) path(at image.Point, tenths, wide int) *path {
	point := func(x, y int) fixed.Point26_6 {
		scaled := func(v int) fixed.Int26_6 { return fixed.Int26_6(v * wide * 64 / tenths) }
		return fixed.P(at.X, at.Y).Add(fixed.Point26_6{X: scaled(x), Y: scaled(y)})
	}
	p := &path{}
	for i, n := range s {
		switch {
		case i == 0:
			p.move(point(n[0], n[1]))
		case len(n) == 2:
			p.line(point(n[0], n[1]))
		default:
			p.curve(point(n[0], n[1]), point(n[2], n[3]), point(n[4], n[5]))
		}
	}
	return p
}

// landscape draws the hills, and the way that leads over them toward the sun.
func (c Card) landscape(on *canvas) {
	for _, part := range []struct {
		shape
		color color.RGBA
	}{{sun, c.Sun}, {far, c.Far}, {farWay, c.Way}, {mid, c.Mid}, {midWay, c.Way}, {near, c.Near}, {nearWay, c.Way}} {
		part.path(image.Pt(0, landscapeTop), 12000, Width).fill(on, part.color)
	}
}

// mark draws our mark into the square r.
func (c Card) mark(on *canvas, r image.Rectangle) {
	door.path(r.Min, 320, r.Dx()).fill(on, c.Door)
	rise.path(r.Min, 320, r.Dx()).fill(on, c.Sun)
	sill.path(r.Min, 320, r.Dx()).fill(on, c.Door)
}
