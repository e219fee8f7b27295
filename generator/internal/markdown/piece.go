package markdown

import "slices"

// A piece says where the bytes of a text from text on stand in the source: one
// by one from source on, with a space for the end of a line, or, if source is
// negative, all of them at ^source, where what they replace begins. Pages have
// many, so they are small.
type piece struct{ text, source int32 }

// moving is the piece of text that stands in the source as it is.
func moving(text, source int) piece { return piece{int32(text), int32(source)} }

// still is the piece of text that replaces what stands at source.
func still(text, source int) piece { return piece{int32(text), ^int32(source)} }

func (p piece) isStill() bool { return p.source < 0 }

// reaches reports whether the byte at i would stand at source if the piece went
// on so far.
func (p piece) reaches(i, source int) bool {
	return !p.isStill() && int(p.source)+i-int(p.text) == source
}

// at returns where the byte at i of the text stands.
func (p piece) at(i int) int {
	if p.isStill() {
		return int(^p.source)
	}
	return int(p.source) + i - int(p.text)
}

// sourceOf returns where the byte at i of a text stands: by its pieces, or at
// start if there are none.
func sourceOf(pieces []piece, start, i int) int {
	n, found := slices.BinarySearchFunc(pieces, i, func(p piece, i int) int { return int(p.text) - i })
	if !found {
		n--
	}
	if n < 0 {
		return start
	}
	return pieces[n].at(i)
}
