package brand

import "slices"

// step is how finely lightness is tried.
const step = 0.001

// nearest returns the color that passes and is nearest to c: of its hue and
// chroma, with the smallest change of lightness. Of two that are as near the
// darker one is returned.
func nearest(c RGB, passes func(RGB) bool) (RGB, bool) {
	if passes(c) {
		return c, true
	}
	from := c.LCH()
	for n := 1; float64(n)*step <= 1; n++ {
		for _, by := range []float64{-step, step} {
			l := from.L + float64(n)*by
			if l < 0 || l > 1 {
				continue
			}
			if found := (LCH{l, from.C, from.H}).RGB(); passes(found) {
				return found, true
			}
		}
	}
	return RGB{}, false
}

// Failures returns what fails once c is put in, but for what the styles do wrong
// by themselves, and, if another primary color mends it, the nearest that does.
// An accent alone brings no failure: the words on it are white or dark, and what
// else it is put into keeps its lightness.
func (s *Sheet) Failures(c Colors) (failures []Failure, instead *RGB) {
	own := s.Palette(Colors{}).Failures()
	for _, scheme := range Schemes {
		failures = append(failures, s.caused(c, scheme, own)...)
	}
	if c.Primary == nil || len(failures) == 0 {
		return failures, nil
	}
	found, ok := nearest(*c.Primary, func(p RGB) bool {
		c := Colors{&p, c.Accent}
		return len(s.caused(c, Light, own)) == 0 && len(s.caused(c, Dark, own)) == 0
	})
	if !ok {
		return failures, nil
	}
	return failures, &found
}

// caused returns the failures that c brings, of which own are not.
func (s *Sheet) caused(c Colors, scheme Scheme, own []Failure) []Failure {
	return slices.DeleteFunc(s.branded(c, scheme).failures(scheme), func(f Failure) bool {
		return !c.replaces(f) && slices.ContainsFunc(own, func(o Failure) bool { return o.Pair == f.Pair && o.Scheme == f.Scheme })
	})
}

// OwnFailures returns the pairs that fail in the styles themselves, but for those
// that c replaces. One that is the same in dark as in light is told once.
func (s *Sheet) OwnFailures(c Colors) []Failure {
	seen := map[Pair]float64{}
	return slices.DeleteFunc(s.Palette(Colors{}).Failures(), func(f Failure) bool {
		told := seen[f.Pair] == f.Ratio
		seen[f.Pair] = f.Ratio
		return told || c.replaces(f)
	})
}

// replaces reports whether c says what one of the failing pair is.
func (c Colors) replaces(f Failure) bool {
	return c.Primary != nil && f.Of("accent") || c.Accent != nil && f.Of("on-sun")
}
