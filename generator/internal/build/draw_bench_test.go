package build

import (
	"bytes"
	"testing"

	"iopguide/generator/internal/check"
	"iopguide/generator/internal/layout"
)

// A drawing is a page on its way from its source to its bytes.
type drawing struct {
	fromPage
	data  *layout.Data
	html  bytes.Buffer
	small bytes.Buffer
	facts *check.Facts

	framed, whole []byte
}

// drawSteps are the steps of draw, each of which needs those before it.
var drawSteps = []struct {
	name string
	do   func(*drawing, *layout.Memo) error
}{
	{"fill", func(d *drawing, memo *layout.Memo) error {
		d.data = layout.New(d.Page, d.View, memo)
		return nil
	}},
	{"layout", func(d *drawing, _ *layout.Memo) error {
		d.layouts.set.Execute(&d.html, d.Page.Kind, d.data)
		return nil
	}},
	{"minify", func(d *drawing, _ *layout.Memo) error { return minifier().Minify("text/html", &d.small, &d.html) }},
	{"facts", func(d *drawing, _ *layout.Memo) error {
		d.facts = check.ReadWith(d.small.Bytes(), func(number string) *check.Part {
			if p := d.data.Piece(number); p != nil {
				_, facts := partOf(p).minified()
				return facts
			}
			return nil
		})
		return nil
	}},
	{"policy", func(d *drawing, _ *layout.Memo) error {
		d.framed = replaced(nil, d.small.Bytes(), layout.CSP, policy(d.facts, d.View.Assets.Fonts, d.Page.Tree != nil))
		return nil
	}},
	{"assemble", func(d *drawing, _ *layout.Memo) error {
		d.whole, _ = d.data.Assemble(d.framed, func(p *layout.Piece) []byte { small, _ := partOf(p).minified(); return small })
		return nil
	}},
	{"rules", func(d *drawing, _ *layout.Memo) error {
		check.Output(d.Page, d.View, d.facts)
		return nil
	}},
}

// BenchmarkDraw makes all pages, and tells how long each step takes. A step that
// is timed runs on the results of those before it, which are not timed.
func BenchmarkDraw(b *testing.B) {
	r := build(b, newBuilder(benchTree(b), today))
	for timed, step := range drawSteps {
		b.Run(step.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				memo := layout.NewMemo(newPart, nil)
				pages := drawings(r)
				for i := range timed {
					run(b, pages, memo, i)
				}
				b.StartTimer()
				run(b, pages, memo, timed)
			}
			perPage(b, nil)
		})
	}
}

// drawings returns the pages of r, of which nothing is drawn yet.
func drawings(r *Result) []*drawing {
	var all []*drawing
	for _, place := range r.Site.Places {
		all = append(all, &drawing{fromPage: fromPage{place, r.layouts}})
	}
	return all
}

// run takes one step with all pages.
func run(b *testing.B, pages []*drawing, memo *layout.Memo, step int) {
	b.Helper()
	for _, d := range pages {
		if err := drawSteps[step].do(d, memo); err != nil {
			b.Fatal(err)
		}
	}
}
