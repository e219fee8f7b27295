package serve

import (
	"context"
	"slices"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
)

// maker returns what builds with b. Once the site is arranged, the pages that
// browsers have open are drawn, and if these are without errors the site is
// shown, else the errors are: all others are drawn when asked for, or after this.
// Some mistakes show only in a page that is drawn, so not till then is all known.
func (p *preview) maker(b *build.Builder) func(work) outcome {
	return func(w work) outcome {
		r, err := b.Build(w.build, w.names...)
		if err != nil {
			return outcome{err: err}
		}
		if o, ok := p.firstLook(w.build, r); ok {
			w.show(o)
		}
		list, err := r.All(w.draw, nil)
		var holds version
		if err == nil && list.HasErrors() {
			holds, err = p.lastWithout(w.draw, r)
		}
		if err != nil {
			return outcome{result: r, err: err}
		}
		return outcome{result: r, list: list, found: foundIn(r), holds: holds}
	}
}

// lastWithout returns the last version shown, but that of r, which has no errors.
// Of some not all was drawn before the next change came.
func (p *preview) lastWithout(ctx context.Context, r *build.Result) (version, error) {
	s := p.state.Load()
	for _, v := range slices.Backward(s.unsure) {
		if v.good == r {
			continue
		}
		list, err := v.good.All(ctx, nil)
		if err != nil || !list.HasErrors() {
			return v, err
		}
	}
	return s.sure, nil
}

// firstLook returns what is known of r once only the open pages are drawn, and after
// an edit of a layout a few of each: with errors only these are told. It returns none
// if a browser does not tell which page it has open.
func (p *preview) firstLook(ctx context.Context, r *build.Result) (outcome, bool) {
	open := p.hub.open()
	if open.all() && !r.Diags.HasErrors() {
		return outcome{}, false
	}
	drawn := found{}
	if !r.Diags.HasErrors() {
		first := r.Samples(p.state.Load().last)
		for path := range open {
			if o := r.Outputs[path]; o != nil {
				first = append(first, o)
			}
		}
		for _, o := range first {
			if ctx.Err() != nil {
				return outcome{}, false
			}
			drawn[o] = o.Found()
		}
	}
	o := outcome{result: r, part: true, found: p.state.Load().found.after(r, drawn)}
	if o.list = o.found.with(r.Diags); o.list.HasErrors() && !r.Diags.HasErrors() {
		o.list = atLayouts(o.list, r.Told())
	}
	return o, true
}

// atLayouts returns list with the errors of told in the place of its own: they are told
// at the layouts that are at fault, but of the pages that are drawn alone.
func atLayouts(list, told diag.List) diag.List {
	isError := func(d diag.Diagnostic) bool { return d.Severity == diag.Error }
	list = slices.DeleteFunc(list, isError)
	for _, d := range told {
		if isError(d) {
			list.Add(d)
		}
	}
	list.Sort()
	return list
}

// foundIn returns what was found in drawing the outputs of r, which are drawn.
func foundIn(r *build.Result) found {
	f := found{}
	for _, o := range r.Outputs {
		if list := o.Found(); len(list) > 0 {
			f[o] = list
		}
	}
	return f
}

// after returns what is known of r, of whose outputs only some were drawn anew.
// Warnings of the others stay until they are, lest they flicker.
func (f found) after(r *build.Result, drawn found) found {
	next := found{}
	for o, list := range f {
		now := r.Outputs[o.Path]
		_, anew := drawn[now]
		switch {
		case now == nil || anew:
		case now == o:
			next[o] = list
		default:
			next[o] = slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
		}
	}
	for o, list := range drawn {
		if len(list) > 0 {
			next[o] = list
		}
	}
	return next
}

// with returns list with all that is found, sorted. What a layout does wrong
// shows in many pages, and is told once.
func (f found) with(list diag.List) diag.List {
	list = slices.Clone(list)
	for _, l := range f {
		list = append(list, l...)
	}
	list.Sort()
	return list.Once()
}
