// Package brand gives a site the colors of a clinic, and proves that they can
// be read.
//
// A clinic names one or two colors. The Sheet is the site's tokens.css: custom
// properties, each a token, in light and in dark. A Palette is what these tokens
// are once the clinic's Colors are put in: the primary color is that of links
// and buttons, as it was given in light, and in dark with the lightness that
// passes there; the accent is that of warm fills; other tokens keep their own
// lightness and take a hint of the hue. The colors of the help line are never
// a clinic's.
//
// Pairs says which token stands on which, anywhere in the styles, and how much
// contrast that needs. What a Palette lacks is a Failure. For a color that fails
// Nearest names the one to take in its place.
//
// Colors are those of CSS Color 4: 8-bit sRGB, and OKLCH, where one can change
// the lightness and keep hue and chroma. Contrast is that of WCAG 2.2.
package brand

import "maps"

// Colors are what a clinic names. One may be nil.
type Colors struct{ Primary, Accent *RGB }

// A Scheme is light or dark.
type Scheme int

const (
	Light Scheme = iota // also on paper
	Dark
)

func (s Scheme) String() string { return [...]string{"light", "dark"}[s] }

// Schemes are all there are.
var Schemes = []Scheme{Light, Dark}

// Tokens are the colors of one scheme, by the names of their custom properties
// without the dashes.
type Tokens map[string]RGB

// A Palette is the tokens of each scheme.
type Palette [2]Tokens

// What each of a clinic's colors is put into. A token of tint keeps its own
// lightness, and takes the hue with no more chroma than it had.
var (
	primaryIs   = [2][]string{Light: {"accent", "door", "near"}}
	primaryTint = [2][]string{
		Light: {"soft", "line", "edge", "far", "mid"},
		Dark:  {"paper", "raised", "soft", "line", "edge", "sky", "door", "far", "mid", "near"},
	}
	accentIs   = [2][]string{Light: {"sun"}}
	accentTint = [2][]string{Light: {"warm", "sky", "way"}, Dark: {"sun", "warm", "way"}}
)

// Palette returns the tokens with c put in.
func (s *Sheet) Palette(c Colors) Palette { return Palette{s.branded(c, Light), s.branded(c, Dark)} }

// branded returns the tokens of one scheme with c put in. Where the style sheet
// knows no dark, what is light holds there too.
func (s *Sheet) branded(c Colors, scheme Scheme) Tokens {
	if s.open[scheme] == 0 {
		scheme = Light
	}
	t, ink := maps.Clone(s.colors[scheme]), s.colors[Light]["ink"]
	if c.Accent != nil {
		t.tint(accentTint[scheme], *c.Accent, func(Failure) bool { return true })
		t.fill(accentIs[scheme], *c.Accent)
		if sun, ok := t["sun"]; ok {
			t["on-sun"] = readable(sun, white, ink, black)
		}
	}
	if c.Primary != nil {
		t.tint(primaryTint[scheme], *c.Primary, func(f Failure) bool { return !f.Of("accent") })
		t.fill(primaryIs[scheme], *c.Primary)
		t.link(*c.Primary, scheme, ink)
	}
	return t
}

// link sets the color of links and buttons, and of the words on it. In light it
// is the one given; in dark the one nearest to it that passes.
func (t Tokens) link(primary RGB, scheme Scheme, ink RGB) {
	if _, ok := t["accent"]; !ok {
		return
	}
	set := func(c RGB) bool {
		t["accent"], t["on-accent"] = c, readable(c, white, ink)
		return t.count(func(f Failure) bool { return f.Of("accent") }) == 0
	}
	if set(primary); scheme == Light {
		return
	}
	if c, ok := nearest(primary, set); ok {
		set(c)
	} else {
		set(primary)
	}
}

// fill makes those of the tokens that there are the color c.
func (t Tokens) fill(names []string, c RGB) {
	for _, name := range names {
		if _, ok := t[name]; ok {
			t[name] = c
		}
	}
}

// tint gives tokens the hue of c, unless a pair that counts and passes would
// then fail.
func (t Tokens) tint(names []string, c RGB, counts func(Failure) bool) {
	before, hue, failing := maps.Clone(t), c.LCH(), t.count(counts)
	for _, name := range names {
		if own, ok := t[name]; ok {
			to := own.LCH()
			t[name] = LCH{to.L, min(to.C, hue.C), hue.H}.RGB()
		}
	}
	if t.count(counts) > failing {
		maps.Copy(t, before)
	}
}

// count returns how many pairs that count fail.
func (t Tokens) count(counts func(Failure) bool) int {
	n := 0
	for _, f := range t.failures(Light) {
		if counts(f) {
			n++
		}
	}
	return n
}

// readable returns the first of the colors that words on c can have, or the one
// that comes closest.
func readable(c RGB, colors ...RGB) RGB {
	best := colors[0]
	for _, o := range colors {
		if Contrast(o, c) >= ForText {
			return o
		}
		if Contrast(o, c) > Contrast(best, c) {
			best = o
		}
	}
	return best
}
