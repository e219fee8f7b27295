package check

import (
	"maps"
	"slices"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// Found is what Each rules found on one page, and what they saw. It is never
// changed.
type Found struct {
	List  diag.List
	said  *said
	place *site.Place
	data  *site.Data
	also  []*site.Place
	asked map[string]string // addresses below content.Root that were asked for, and the page at each
}

// Holds reports whether all that Each rules see at place is as it was when f was
// found there. f may be nil; gone are the places that are no longer those of s.
func (f *Found) Holds(place *site.Place, s *site.Site, gone map[*site.Place]bool) bool {
	if f == nil || f.place != place || f.data != s.Data || slices.ContainsFunc(f.also, func(o *site.Place) bool { return gone[o] }) {
		return false
	}
	for address, page := range f.asked {
		if s.PageAt(address) != page {
			return false
		}
	}
	return true
}

// Each runs every Each rule over the page at place. old is what was found on it before,
// maybe in another site that has the page; it may be nil.
func Each(place *site.Place, s *site.Site, old *Found) *Found {
	f := &Found{place: place, data: s.Data}
	for _, r := range Rules {
		if r.Each != nil {
			pass := SitePass{Site: s, rule: r, list: &f.List, made: f, old: old}
			r.Each(&pass, place.Page)
			f.also = append(f.also, pass.also...)
		}
	}
	return f
}

// other returns the published page at path, which an Each rule is to look at.
func (p *SitePass) other(path string) *content.Page {
	o := p.Site.Place(path)
	p.also = append(p.also, o)
	return o.Page
}

// pageAt returns the path of the page at address, "" if there is none, as an Each rule
// is to know it.
func (p *SitePass) pageAt(address string) string {
	if p.made.asked == nil {
		p.made.asked = map[string]string{}
	}
	p.made.asked[address] = p.Site.PageAt(address)
	return p.made.asked[address]
}

// Whole is what Site rules found, and in what. It is never changed.
type Whole struct {
	List  diag.List
	found []diag.List // of it, by rule
	noted []any       // by rule: see SitePass
	site  *site.Site
	day   schema.Date
}

// Site runs every Site rule over s, as of day. What a rule finds that sees all as it was
// when old was found, which may be nil, is taken from it. each calls do for 0 to n-1,
// maybe several at once, and returns when all calls have.
func Site(old *Whole, s *site.Site, day schema.Date, each func(n int, do func(i int))) *Whole {
	w := &Whole{site: s, day: day, found: make([]diag.List, len(Rules)), noted: make([]any, len(Rules))}
	if old != nil {
		copy(w.noted, old.noted)
	}
	var changes []site.Change
	known := false
	if old != nil && old.day == day {
		changes, known = s.Changes(old.site)
	}
	var running []int
	for i, r := range Rules {
		switch {
		case r.Site == nil:
		case known && r.same(changes, old.found[i]):
			w.found[i] = old.found[i]
		default:
			running = append(running, i)
		}
	}
	if old != nil && len(running) == 0 {
		w.List = old.List
		return w
	}
	each(len(running), func(n int) {
		i := running[n]
		pass := &SitePass{Site: s, Day: day, rule: Rules[i], list: &w.found[i], noted: w.noted[i]}
		Rules[i].Site(pass)
		w.noted[i] = pass.noted
	})
	w.List = slices.Concat(w.found...)
	return w
}

// same reports whether a Site rule that found list would find it again after changes.
// What it found in a file that is another now stands elsewhere.
func (r *Rule) same(changes []site.Change, list diag.List) bool {
	for _, c := range changes {
		if !maps.Equal(c.Old.Page.Allow, c.New.Page.Allow) {
			return false
		}
		if r.Same != nil && !r.Same(c) || r.Same == nil && (c.Face() || c.Seen()) {
			return false
		}
		if c.Old.Page != c.New.Page && namesFile(list, c.Old.Page.File) {
			return false
		}
	}
	return true
}

// namesFile reports whether something of list is said of f.
func namesFile(list diag.List, f *diag.File) bool {
	return slices.ContainsFunc(list, func(d diag.Diagnostic) bool {
		return d.File == f || slices.ContainsFunc(d.Related, func(p diag.Place) bool { return p.File == f })
	})
}
