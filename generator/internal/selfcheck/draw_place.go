package selfcheck

import (
	"cmp"
	"slices"
)

// A box is a thing that has a place on the map: a step, the words of an arrow,
// or a bend of an arrow on its way through a layer.
type box struct {
	step   *Step
	labels []string // of an arrow
	lines  []drawnLine
	layer  int
	at     int     // in its layer, from the left
	x, y   float64 // of the middle of its top edge
	w, h   float64
	in     []*box
	out    []*box
}

// A drawnLine is a line of words.
type drawnLine struct {
	text  string
	bold  bool
	size  float64
	width float64
}

// A chart is a map of a tree: boxes in layers, from the top down. A question
// stands below all that lead to it. A result is drawn anew below each question
// that leads to it: else half the map would be arrows to the emergency results.
type chart struct {
	layers        [][]*box
	width, height float64
}

const (
	boxGap   = 22.0 // between boxes side by side
	layerGap = 36.0 // between layers, where arrows turn
	margin   = 24.0
)

// newChart draws a tree that has no Flaw, without what nobody can come to.
func newChart(t *Tree) *chart {
	c := &chart{}
	c.fill(t)
	c.order()
	c.setAcross()
	c.setDown()
	return c
}

// fill makes the boxes. Questions and results stand in even layers, the words
// of arrows in odd ones.
func (c *chart) fill(t *Tree) {
	sorted := t.sorted()
	depth := map[*Step]int{}
	for _, s := range sorted {
		for _, e := range s.exits() {
			depth[e.to] = max(depth[e.to], depth[s]+1)
		}
	}
	boxes := map[*Step]*box{}
	for _, s := range sorted {
		if !s.IsResult() || len(sorted) == 1 {
			boxes[s] = c.add(stepBox(s), 2*depth[s])
		}
	}
	for _, s := range sorted {
		for _, a := range t.arrows(s) {
			label := c.add(labelBox(a), 2*depth[s]+1)
			connect(boxes[s], label)
			to := boxes[a.to]
			if to == nil {
				to = c.add(stepBox(a.to), 2*depth[s]+2)
			}
			c.lead(label, to)
		}
	}
}

// lead joins from to a box further down, with a bend in each layer between.
func (c *chart) lead(from, to *box) {
	for from.layer+1 < to.layer {
		bend := c.add(&box{w: 2}, from.layer+1)
		connect(from, bend)
		from = bend
	}
	connect(from, to)
}

func (c *chart) add(b *box, layer int) *box {
	for len(c.layers) <= layer {
		c.layers = append(c.layers, nil)
	}
	b.layer, b.at = layer, len(c.layers[layer])
	c.layers[layer] = append(c.layers[layer], b)
	return b
}

func connect(from, to *box) {
	from.out = append(from.out, to)
	to.in = append(to.in, from)
}

// sweeps is how often the map is put in order: more changes nothing on trees
// that people can review.
const sweeps = 24

// order moves boxes within their layers so that arrows cross little: each box
// goes to the middle of those above it, then of those below it, and so on.
func (c *chart) order() {
	best, fewest := c.arrangement(), c.crossings()
	for i := range sweeps {
		if i%2 == 0 {
			for _, layer := range c.layers[1:] {
				arrange(layer, func(b *box) []*box { return b.in })
			}
		} else {
			for _, layer := range slices.Backward(c.layers[:len(c.layers)-1]) {
				arrange(layer, func(b *box) []*box { return b.out })
			}
		}
		if n := c.crossings(); n < fewest {
			best, fewest = c.arrangement(), n
		}
	}
	c.layers = best
	for _, layer := range c.layers {
		numberAcross(layer)
	}
}

func (c *chart) arrangement() [][]*box {
	layers := make([][]*box, len(c.layers))
	for i, l := range c.layers {
		layers[i] = slices.Clone(l)
	}
	return layers
}

// arrange sorts a layer by the middles of its boxes' neighbors.
func arrange(layer []*box, neighbors func(*box) []*box) {
	middle := map[*box]float64{}
	for _, b := range layer {
		middle[b] = float64(b.at)
		if near := neighbors(b); len(near) > 0 {
			sum := 0
			for _, n := range near {
				sum += n.at
			}
			middle[b] = float64(sum) / float64(len(near))
		}
	}
	slices.SortStableFunc(layer, func(a, b *box) int { return cmp.Compare(middle[a], middle[b]) })
	numberAcross(layer)
}

func numberAcross(layer []*box) {
	for i, b := range layer {
		b.at = i
	}
}

// crossings counts how often arrows cross.
func (c *chart) crossings() int {
	n := 0
	for _, layer := range c.layers {
		var seen []int // where arrows from further left end
		for _, b := range layer {
			for _, to := range b.out {
				for _, other := range seen {
					if other > to.at {
						n++
					}
				}
			}
			for _, to := range b.out {
				seen = append(seen, to.at)
			}
		}
	}
	return n
}

// setAcross gives each box its place from left to right: near those that it is
// joined to, with a gap to those beside it.
func (c *chart) setAcross() {
	for _, layer := range c.layers {
		settle(layer, func(b *box) (float64, float64) { return 0, 1 })
	}
	for i := range sweeps {
		if i%2 == 0 {
			for _, layer := range c.layers[1:] {
				settle(layer, func(b *box) (float64, float64) { return pull(b, b.in) })
			}
		} else {
			for _, layer := range slices.Backward(c.layers) {
				settle(layer, func(b *box) (float64, float64) { return pull(b, append(slices.Clone(b.out), b.in...)) })
			}
		}
	}
	left, right := 0.0, 0.0
	for _, layer := range c.layers {
		for _, b := range layer {
			left, right = min(left, b.x-b.w/2), max(right, b.x+b.w/2)
		}
	}
	for _, layer := range c.layers {
		for _, b := range layer {
			b.x += margin - left
		}
	}
	c.width = right - left + 2*margin
}

// pull returns where b wants to be, and how much. The arrows between questions
// count most, so that the main way is straight.
func pull(b *box, near []*box) (x, weight float64) {
	sum, weight := 0.0, 0.0
	for _, n := range near {
		w := 1.0
		if leadsOn(b) && leadsOn(n) {
			w = 8
		}
		sum += w * n.x
		weight += w
	}
	if weight == 0 {
		return b.x, 0.1
	}
	return sum / weight, weight
}

// leadsOn reports whether b is a question, or an arrow that leads to one.
func leadsOn(b *box) bool {
	for b.step == nil {
		b = b.out[0]
	}
	return !b.step.IsResult()
}

// settle places the boxes of a layer as near to where they want to be as their
// order and gaps allow, by least squares: boxes that would overlap form a block,
// which goes to the mean of what its boxes want.
func settle(layer []*box, wish func(*box) (x, weight float64)) {
	type block struct {
		sum, weight float64
		boxes       int
	}
	mean := func(b block) float64 { return b.sum / b.weight }
	offset := make([]float64, len(layer))
	var blocks []block
	for i, b := range layer {
		if i > 0 {
			offset[i] = offset[i-1] + (layer[i-1].w+b.w)/2 + boxGap
		}
		x, weight := wish(b)
		blocks = append(blocks, block{(x - offset[i]) * weight, weight, 1})
		for n := len(blocks); n > 1 && mean(blocks[n-2]) >= mean(blocks[n-1]); n-- {
			last := blocks[n-1]
			blocks = blocks[:n-1]
			p := &blocks[n-2]
			p.sum, p.weight, p.boxes = p.sum+last.sum, p.weight+last.weight, p.boxes+last.boxes
		}
	}
	i := 0
	for _, bl := range blocks {
		for range bl.boxes {
			layer[i].x = mean(bl) + offset[i]
			i++
		}
	}
}

// setDown gives each layer its height.
func (c *chart) setDown() {
	y := margin
	for _, layer := range c.layers {
		h := 0.0
		for _, b := range layer {
			b.y = y
			h = max(h, b.h)
		}
		for _, b := range layer {
			if b.step == nil && len(b.labels) == 0 {
				b.h = h
			}
		}
		y += h + layerGap
	}
	c.height = y - layerGap + margin
}
