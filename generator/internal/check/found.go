package check

import (
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
}

// Holds reports whether all that Each rules see at place is as it was when f was
// found there. f may be nil; gone are the places that are no longer those of s.
func (f *Found) Holds(place *site.Place, s *site.Site, gone map[*site.Place]bool) bool {
	return f != nil && f.place == place && f.data == s.Data &&
		!slices.ContainsFunc(f.also, func(o *site.Place) bool { return gone[o] })
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

// Whole is what Site rules found, and in what. It is never changed.
type Whole struct {
	List diag.List
	site *site.Site
	day  schema.Date
}

// same reports whether the rules would find the same in s. They look at faces and
// places alone; what they found in a file that is another now stands elsewhere.
func (w *Whole) same(s *site.Site, day schema.Date) bool {
	gone, ok := s.Alike(w.site)
	return ok && w.day == day && !slices.ContainsFunc(w.List, func(d diag.Diagnostic) bool {
		return slices.Contains(gone, d.File) || slices.ContainsFunc(d.Related, func(p diag.Place) bool { return slices.Contains(gone, p.File) })
	})
}

// Site runs every Site rule over s, as of day. What is as it was when old was
// found, which may be nil, is taken from it. each calls do for 0 to n-1, maybe
// several at once, and returns when all calls have.
func Site(old *Whole, s *site.Site, day schema.Date, each func(n int, do func(i int))) *Whole {
	w := &Whole{site: s, day: day}
	if old != nil && old.same(s, day) {
		w.List = old.List
		return w
	}
	found := make([]diag.List, len(Rules))
	each(len(Rules), func(i int) {
		if r := Rules[i]; r.Site != nil {
			r.Site(&SitePass{Site: s, Day: day, rule: r, list: &found[i]})
		}
	})
	w.List = slices.Concat(found...)
	return w
}
