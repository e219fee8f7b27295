package check

import (
	"slices"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

// eachDocument calls do for the body of the page, what it includes, and its
// footnotes, each with what its slots lead to.
func eachDocument(p *content.Page, t *site.Targets, do func(*markdown.Document, *site.Targets)) {
	documentsOf(p.Body, t, do)
}

func documentsOf(d *markdown.Document, t *site.Targets, do func(*markdown.Document, *site.Targets)) {
	do(d, t)
	for i := range d.Slots {
		if in := t.Slots[i].Included; in != nil {
			documentsOf(in.Fragment.Body, in.Targets, do)
		}
	}
	for _, n := range d.Notes {
		documentsOf(n.Body, t.Notes[n.Label], do)
	}
}

// eachSlot calls do for each slot of the page, of what it includes, and of its
// footnotes.
func eachSlot(p *content.Page, t *site.Targets, do func(*diag.File, *markdown.Slot, *site.Target)) {
	eachDocument(p, t, func(d *markdown.Document, t *site.Targets) {
		for i := range d.Slots {
			do(d.File, &d.Slots[i], t.Slots[i])
		}
	})
}

// eachHeading calls do for each heading of d and of what it includes, in the
// order in which they are read.
func eachHeading(d *markdown.Document, t *site.Targets, do func(*diag.File, markdown.Heading)) {
	headings := d.Headings
	for i, s := range d.Slots {
		in := t.Slots[i].Included
		if in == nil {
			continue
		}
		n := slices.IndexFunc(headings, func(h markdown.Heading) bool { return h.Start > s.Start })
		if n < 0 {
			n = len(headings)
		}
		for _, h := range headings[:n] {
			do(d.File, h)
		}
		headings = headings[n:]
		eachHeading(in.Fragment.Body, in.Targets, do)
	}
	for _, h := range headings {
		do(d.File, h)
	}
}

// eachCard calls do for each card of the page and of what it includes.
func eachCard(p *Pass, do func(*diag.File, markdown.Card)) {
	eachDocument(p.Page, p.View.Targets, func(d *markdown.Document, _ *site.Targets) {
		for _, c := range d.Cards {
			do(d.File, c)
		}
	})
}
