package main

import (
	"fmt"
	"slices"
	"time"
)

// A wish is a target of ours, and what was measured beside it.
type wish struct {
	what   string
	want   string // as it is written
	atMost float64
	unit   string
	got    float64
	known  bool // it was measured
}

const notMeasured = "not measured here"

// verdict says what was measured, and whether it is what we want.
func (w wish) verdict() (got, holds string) {
	switch {
	case !w.known:
		return notMeasured, ""
	case w.got <= w.atMost:
		return written(w.got) + w.unit, "holds"
	}
	return written(w.got) + w.unit, "**misses**"
}

// written writes a number with as many digits as say something.
func written(x float64) string {
	switch {
	case x >= 100:
		return fmt.Sprintf("%.0f", x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}

// comparisons are our builds from nothing, held against those of others: what we
// take is to be at most 1/times of what they take.
var comparisons = []struct {
	pages   int
	medium  string
	against string
	times   float64
	cpu     bool // also of the processors' time
}{
	{10000, "memory", hugo, 4, true},
	{10000, "memory", zola, 2.5, true},
	{10000, "memory", floor, 1 / 1.3, true},
	{10000, "disk", hugo, 3.5, true},
	{10000, "disk", zola, 2.2, true},
	{10000, "disk", floor, 1 / 1.3, true},
	{1000, "memory", hugo, 3.5, true},
	{1000, "memory", zola, 2.5, true},
	{40, "memory", hugo, 3, false},
}

// shownLimits are how long an edit may take until the browser shows it, in
// milliseconds, with the layout that all programs share.
var shownLimits = []struct {
	pages  int
	edit   string
	median float64
	p95    float64 // 0: no limit
}{
	{40, "body", 25, 50},
	{1000, "body", 25, 50},
	{10000, "body", 40, 80},
	{10000, "title", 80, 0},
	{10000, "layout", 60, 0},
	{10000, "style", 25, 0},
}

// wishes are all targets for sizes that were measured.
func (r *results) wishes() []wish {
	var all []wish
	for _, c := range comparisons {
		if !r.has(c.pages) {
			continue
		}
		all = append(all, r.compared(c.pages, c.medium, c.against, c.times, "time", wall))
		if c.cpu {
			all = append(all, r.compared(c.pages, c.medium, c.against, c.times, "processors' time", cpu))
		}
	}
	all = append(all, r.own()...)
	for _, l := range shownLimits {
		if r.has(l.pages) {
			all = append(all, r.shownWishes(l.pages, l.edit, l.median, l.p95)...)
		}
	}
	return append(all, r.growth()...)
}

func wall(c cost) float64 { return c.Wall.Seconds() }
func cpu(c cost) float64  { return c.CPU.Seconds() }

// compared holds our build from nothing against that of another tool.
func (r *results) compared(pages int, medium, against string, times float64, what string, part func(cost) float64) wish {
	want := "1/" + written(times)
	if times < 1 {
		want = written(1 / times)
	}
	w := wish{what: fmt.Sprintf("%s pages, %s, %s, of what %s takes", count(pages), mediums[medium], what, against),
		want: want, atMost: 1 / times}
	a, mine := r.Builds[key{pages, medium, ours, cold}]
	b, theirs := r.Builds[key{pages, medium, against, cold}]
	if w.known = mine && theirs && part(b) > 0; w.known {
		w.got = part(a) / part(b)
	}
	return w
}

// own are the targets that hold us against ourselves.
func (r *results) own() []wish {
	const pages = 10000
	if !r.has(pages) {
		return nil
	}
	medium := r.mediums()[0]
	first, ok := r.Builds[key{pages, medium, ours, cold}]
	again, ok2 := r.Builds[key{pages, medium, ours, unchanged}]
	all := []wish{
		{what: "10,000 pages, nothing changed, of our build from nothing", want: "1/15", atMost: 1 / 15.0,
			got: again.Wall.Seconds() / max(first.Wall.Seconds(), 1e-9), known: ok && ok2},
		{what: "10,000 pages, memory of `build`", want: "250 MB", atMost: 250, unit: " MB",
			got: megabytes(first.Peak), known: ok && first.Peak > 0},
	}
	l := r.live(pages, ours)
	all = append(all, wish{what: "10,000 pages, memory of `serve`", want: "350 MB", atMost: 350, unit: " MB",
		got: megabytes(l.Peak), known: l.Peak > 0})
	s, edited := r.Stages[pages]
	return append(all, wish{what: "10,000 pages, a layout edit until all pages are made, of our build from nothing",
		want: "1/3", atMost: 1 / 3.0, got: s.All["layout"].Seconds() / max(first.Wall.Seconds(), 1e-9), known: ok && edited})
}

func (r *results) shownWishes(pages int, edit string, median, p95 float64) []wish {
	s, known := r.live(pages, ours).Shown[edit]
	what := fmt.Sprintf("%s pages, a %s edit until the browser shows it, ", count(pages), edit)
	all := []wish{{what: what + "median", want: written(median) + " ms", atMost: median, unit: " ms", got: s.Median, known: known}}
	if p95 > 0 {
		all = append(all, wish{what: what + "19 of 20", want: written(p95) + " ms", atMost: p95, unit: " ms", got: s.P95, known: known})
	}
	return all
}

// linear is how much more a page may cost in a site ten times as large, for the
// growth to be called linear: caches and garbage grow a little.
const linear = 1.25

// growth holds the cost of a page in a large site against that in a smaller one.
func (r *results) growth() []wish {
	var all []wish
	medium := r.mediums()[0]
	for i, large := range r.Sizes {
		if i == 0 || r.Sizes[i-1] < 1000 {
			continue
		}
		small := r.Sizes[i-1]
		a, ok := r.Builds[key{small, medium, ours, cold}]
		b, ok2 := r.Builds[key{large, medium, ours, cold}]
		for _, m := range []struct {
			what string
			part func(cost) float64
		}{{"processors' time", cpu}, {"memory", func(c cost) float64 { return float64(c.Peak) }}} {
			w := wish{what: fmt.Sprintf("%s of a page at %s pages, of that at %s", m.what, count(large), count(small)),
				want: written(linear), atMost: linear, known: ok && ok2 && m.part(a) > 0}
			if w.known {
				w.got = m.part(b) / float64(large) / (m.part(a) / float64(small))
			}
			all = append(all, w)
		}
	}
	if c, ok := r.Builds[key{100000, medium, ours, cold}]; ok {
		all = append(all, wish{what: "100,000 pages, memory of `build`", want: "2500 MB", atMost: 2500, unit: " MB",
			got: megabytes(c.Peak), known: c.Peak > 0})
	}
	return all
}

func megabytes(n int64) float64 { return float64(n) / 1e6 }

func (r *results) has(pages int) bool { return slices.Contains(r.Sizes, pages) }

// live returns what was measured of a tool's preview, or nothing.
func (r *results) live(pages int, tool string) live {
	for _, l := range r.Live {
		if l.Pages == pages && l.Tool == tool {
			return l
		}
	}
	return live{}
}

// took writes a duration in seconds or milliseconds.
func took(d time.Duration) string {
	if d >= time.Second {
		return fmt.Sprintf("%.2f s", d.Seconds())
	}
	return written(float64(d)/float64(time.Millisecond)) + " ms"
}
