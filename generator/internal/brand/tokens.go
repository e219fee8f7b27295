package brand

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A Sheet is a style sheet that sets tokens: custom properties of :root, and,
// within a media query for dark, those that differ there. It is never changed.
type Sheet struct {
	css    []byte
	set    [2]map[string]declaration // what each scheme itself says
	open   [2]int                    // where its first block begins; 0 if there is none
	colors Palette                   // the tokens that hold in each
}

// A declaration is what a custom property is set to, and where that stands.
type declaration struct {
	value      string
	start, end int
}

var (
	comment   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?s)/\*.*?(\*/|$)`) })
	property  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`--([A-Za-z0-9_-]+)\s*:\s*([^;{}]*)`) })
	reference = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^var\(\s*--([A-Za-z0-9_-]+)\s*\)$`) })
	rootOnly  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(:root|html)$`) })
	whenDark  = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^@media\b.*\(\s*prefers-color-scheme\s*:\s*dark\s*\)`)
	})
	notWhenDark = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\bnot\b|\bprint\b|,`) })
)

// Read reads a style sheet. What it does not understand it passes over.
func Read(css []byte) *Sheet {
	s := &Sheet{css: css, set: [2]map[string]declaration{{}, {}}}
	plain := comment().ReplaceAllFunc(css, func(c []byte) []byte { return bytes.Repeat([]byte(" "), len(c)) })
	var around []string // the preludes of the blocks that are open
	from := 0
	for i, b := range plain {
		switch b {
		case '{':
			around = append(around, strings.Join(strings.Fields(string(plain[from:i])), " "))
			if scheme, ok := schemeOf(around); ok && s.open[scheme] == 0 {
				s.open[scheme] = i + 1
			}
			from = i + 1
		case ';':
			s.declare(around, plain, from, i)
			from = i + 1
		case '}':
			s.declare(around, plain, from, i)
			from, around = i+1, around[:max(len(around)-1, 0)]
		}
	}
	s.colors = Palette{s.resolve(Light), s.resolve(Dark)}
	return s
}

// schemeOf says for which scheme the blocks around a declaration set it.
func schemeOf(around []string) (Scheme, bool) {
	switch n := len(around); {
	case n == 0 || !rootOnly().MatchString(around[n-1]):
	case n == 1:
		return Light, true
	case n == 2 && whenDark().MatchString(around[0]) && !notWhenDark().MatchString(around[0]):
		return Dark, true
	}
	return 0, false
}

// declare takes note of the declaration from start to end, if it sets a token.
func (s *Sheet) declare(around []string, plain []byte, start, end int) {
	scheme, ok := schemeOf(around)
	if !ok {
		return
	}
	if m := property().FindSubmatchIndex(plain[start:end]); m != nil {
		value := strings.TrimSpace(string(plain[start+m[4] : start+m[5]]))
		at := start + m[4]
		s.set[scheme][string(plain[start+m[2]:start+m[3]])] = declaration{value, at, at + len(value)}
	}
}

// Place returns where the token that holds in a scheme is set.
func (s *Sheet) Place(scheme Scheme, name string) (start, end int) {
	d, ok := s.set[scheme][name]
	if !ok {
		d = s.set[Light][name]
	}
	return d.start, d.end
}

// resolve returns the colors of a scheme. Tokens that are no colors, or in a
// notation that Parse does not know, are left out.
func (s *Sheet) resolve(scheme Scheme) Tokens {
	set := maps.Clone(s.set[Light])
	maps.Copy(set, s.set[scheme])
	tokens := Tokens{}
	for name, d := range set {
		for range 8 { // no more: two that name each other would never end
			m := reference().FindStringSubmatch(d.value)
			if m == nil {
				break
			}
			d = set[m[1]]
		}
		if c, err := Parse(d.value); err == nil {
			tokens[name] = c
		}
	}
	return tokens
}

// An edit is text that takes the place of what stands from at to end.
type edit struct {
	at, end int
	text    string
}

// With returns the style sheet with the tokens of p. A token that follows another
// no longer does, so that it has the color that p says.
func (s *Sheet) With(p Palette) []byte {
	if maps.Equal(p[Light], s.colors[Light]) && maps.Equal(p[Dark], s.colors[Dark]) {
		return s.css
	}
	edits := append(s.edits(Light, p), s.edits(Dark, p)...)
	slices.SortStableFunc(edits, func(a, b edit) int { return a.at - b.at })
	var css []byte
	from := 0
	for _, e := range edits {
		css = append(append(css, s.css[from:e.at]...), e.text...)
		from = e.end
	}
	return append(css, s.css[from:]...)
}

// edits returns what gives one scheme its tokens of p: what is set is set anew,
// and what holds without being set is put at the beginning of the first block.
func (s *Sheet) edits(scheme Scheme, p Palette) []edit {
	var edits []edit
	for _, name := range slices.Sorted(maps.Keys(p[scheme])) {
		c := p[scheme][name]
		d, set := s.set[scheme][name]
		was, known := s.colors[scheme][name]
		switch {
		case set && (!known || c != was || reference().MatchString(d.value)):
			edits = append(edits, edit{d.start, d.end, c.String()})
		case set || s.open[scheme] == 0:
		case scheme == Light || p[Light][name] != c:
			edits = append(edits, edit{s.open[scheme], s.open[scheme], "--" + name + ":" + c.String() + ";"})
		}
	}
	return edits
}

// Has reports whether the style sheet gives a token a color.
func (s *Sheet) Has(name string) bool {
	_, ok := s.colors[Light][name]
	return ok
}

// Unread returns the tokens of Pairs that are set to something other than a color
// that can be read.
func (s *Sheet) Unread() []string {
	var names []string
	for _, p := range Pairs {
		for _, name := range []string{p.Over, p.Under} {
			for _, scheme := range Schemes {
				_, set := s.set[scheme][name]
				if _, known := s.colors[scheme][name]; set && !known && !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	return names
}
