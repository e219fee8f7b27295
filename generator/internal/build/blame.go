package build

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/check"
	"iopguide/generator/internal/diag"
)

// A fault is what one rule says of finished pages, at no place in their sources.
type fault struct {
	first map[string]diag.Diagnostic // as it is told of the first of them, by layout
	on    map[string]int             // how many drawn pages have it, likewise
}

// A faultKey is what makes the faults of two pages the same. The messages may differ:
// what a page lacks is said in the words of its language.
type faultKey struct{ rule, sign, kind string }

func keyOf(d diag.Diagnostic) faultKey { return faultKey{d.Rule, check.Sign(d), check.Kind(d)} }

// blamed returns what was found in drawing outputs, as far as they are
// drawn. What a layout of the site's own does wrong is told there, and not on each of
// its pages: it has most of them, or the layout holds the very sign of it.
func (r *Result) blamed(outputs []*Output) diag.List {
	var list diag.List
	faults := map[faultKey]*fault{}
	for _, o := range outputs {
		if !o.Drawn() {
			continue
		}
		counted := faultKey{}
		for _, d := range o.diags {
			if !check.OfLayouts(d) || layoutOf(o) == "" {
				list = append(list, d)
				continue
			}
			key := keyOf(d)
			if faults[key] == nil {
				faults[key] = &fault{map[string]diag.Diagnostic{}, map[string]int{}}
			}
			if faults[key].on[layoutOf(o)] == 0 {
				faults[key].first[layoutOf(o)] = d
			}
			if key != counted {
				faults[key].on[layoutOf(o)]++
			}
			counted = key
		}
	}
	if len(faults) == 0 {
		return list
	}
	return append(list, r.blame(outputs, faults)...)
}

// layoutOf returns the name of the layout that o is made with, "" without one.
func layoutOf(o *Output) string {
	switch from := o.from.(type) {
	case fromPage:
		return from.Page.Kind
	case fromEmbed:
		return "embed"
	case fromAlias:
		return "alias"
	case fromSnippets:
		return "snippets"
	case fromNotFound:
		return "404"
	}
	return ""
}

// blame returns faults, of a layout where that is at fault, or else of each page.
func (r *Result) blame(outputs []*Output, faults map[faultKey]*fault) diag.List {
	var list diag.List
	drawn, made := map[string]int{}, map[string]int{} // pages by layout: those drawn, and all
	for _, o := range outputs {
		if name := layoutOf(o); name != "" {
			made[name]++
			if o.Drawn() {
				drawn[name]++
			}
		}
	}
	told := map[faultKey]map[string]bool{} // by layout
	for key, f := range faults {
		told[key] = map[string]bool{}
		for file, names := range r.guilty(f, []byte(key.sign), drawn) {
			d, pages := f.first[slices.Min(names)], 0
			d.File = file
			if at := bytes.Index(file.Data, []byte(key.sign)); at > 0 {
				d.Start, d.End = at, at+len(key.sign)
			}
			for _, name := range names {
				told[key][name] = true
			}
			for name, n := range made {
				if slices.Contains(r.layouts.set.Uses(name), file) {
					pages += n
				}
			}
			if pages > 1 {
				d.Help += fmt.Sprintf("; %d pages are made with this file", pages)
			}
			list = append(list, d)
		}
	}
	for _, o := range outputs {
		if name := layoutOf(o); name != "" && o.Drawn() {
			for _, d := range o.diags {
				if check.OfLayouts(d) && !told[keyOf(d)][name] {
					list = append(list, d)
				}
			}
		}
	}
	return list
}

// guilty returns the files of the site's own that make f, each with the layouts that
// use it and have f. sign stands in a layout that makes it, and drawn is how many pages
// of each layout are drawn.
func (r *Result) guilty(f *fault, sign []byte, drawn map[string]int) map[*diag.File][]string {
	found := map[*diag.File][]string{}
	rest := map[string]bool{}
	for name, n := range f.on {
		if file := r.signed(name, sign); file != nil {
			found[file] = append(found[file], name)
		} else if n*2 > drawn[name] {
			rest[name] = true
		}
	}
	for len(rest) > 0 {
		file, names := r.commonest(rest, f.on, drawn)
		if file == nil {
			break
		}
		found[file] = append(found[file], names...)
		for _, name := range names {
			delete(rest, name)
		}
	}
	return found
}

// signed returns the file of the site's own that the layout name uses and that holds
// sign, if any does.
func (r *Result) signed(name string, sign []byte) *diag.File {
	for _, f := range r.layouts.set.Uses(name) {
		if len(sign) > 0 && r.isOwn(f) && bytes.Contains(f.Data, sign) {
			return f
		}
	}
	return nil
}

// commonest returns the file of the site's own that most of the layouts bad use, and
// which of them do. It is none that a layout uses whose pages are right; of several the
// layout's own comes first.
func (r *Result) commonest(bad map[string]bool, on, drawn map[string]int) (best *diag.File, names []string) {
	users := map[*diag.File][]string{}
	right := map[*diag.File]bool{}
	for name := range drawn {
		for _, f := range r.layouts.set.Uses(name) {
			switch {
			case on[name] == 0:
				right[f] = true
			case bad[name] && r.isOwn(f):
				users[f] = append(users[f], name)
			}
		}
	}
	isPartial := func(f *diag.File) bool { return path.Base(path.Dir(f.Name)) == "partials" }
	for f, by := range users {
		switch {
		case right[f], len(by) < len(names):
		case best != nil && len(by) == len(names) && isPartial(f) && !isPartial(best):
		case best == nil || len(by) > len(names) || isPartial(best) && !isPartial(f) || f.Name < best.Name:
			best, names = f, by
		}
	}
	return best, names
}

// isOwn reports whether f is the site's own, and not the base's.
func (r *Result) isOwn(f *diag.File) bool { return r.base == "" || !strings.HasPrefix(f.Name, r.base) }

// Told returns all that is wrong with the site, sorted, as far as its outputs are
// drawn.
func (r *Result) Told() diag.List { return r.told(r.sorted()) }

// Samples returns two pages of each layout, where the layouts are not those of last,
// which may be nil: what a layout does wrong shows on nearly all of its pages.
func (r *Result) Samples(last *Result) []*Output {
	if last == nil || last.layouts == r.layouts {
		return nil
	}
	var samples []*Output
	count := map[string]int{}
	for _, o := range r.sorted() {
		name := layoutOf(o)
		if count[name]++; name != "" && count[name] <= 2 {
			samples = append(samples, o)
		}
	}
	return samples
}
