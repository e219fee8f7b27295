package build

import (
	"path"
	"slices"
	"strings"
	"time"

	"iopguide/generator/internal/check"
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// An Overview is what a writer wants to know of a page besides its words. It is
// of the page as it was compiled; nothing is drawn for it.
type Overview struct {
	Page         *content.Page
	Source       string // such as content/costs.md
	Output       string // such as costs/index.html; "" if it is left out
	Hidden       string // why it is left out; "" if it is published
	Sources      int    // that it cites, each counted once
	Review       Review
	Translations []Translation
}

// A Review is how far the clinical review of a page is.
type Review struct {
	State ReviewState
	Date  schema.Date // of the last one
	Due   schema.Date // of the next one; zero if site.yaml asks for none
	Days  int         // since the last one
}

// A ReviewState says whether readers can count on a page's words.
type ReviewState string

// The states of a review.
const (
	Pending  ReviewState = "pending"  // never reviewed
	Changed  ReviewState = "changed"  // reviewed, but the words are others now
	Overdue  ReviewState = "overdue"  // reviewed too long ago
	Reviewed ReviewState = "reviewed" // these words, and not long ago
)

// A Translation is the page in another language.
type Translation struct {
	Lang, URL string
	Behind    bool // its lastmod is before the page's, where both tell
}

// Overviews returns an Overview of each page, also of those left out, by path.
func (r *Result) Overviews() []*Overview {
	var all []*Overview
	for _, p := range r.Site.Pages {
		all = append(all, r.overview(p))
	}
	for _, h := range r.Hidden {
		all = append(all, &Overview{Page: h.Page, Source: h.Page.Path, Hidden: h.Why, Review: r.review(h.Page)})
	}
	slices.SortStableFunc(all, func(a, b *Overview) int { return strings.Compare(a.Source, b.Source) })
	return all
}

// Overview returns that of the page whose output is at path, or nil.
func (r *Result) Overview(path string) *Overview {
	if o := r.Outputs[path]; o != nil {
		if from, ok := o.from.(fromPage); ok {
			return r.overview(from.Page)
		}
	}
	return nil
}

func (r *Result) overview(p *content.Page) *Overview {
	o := &Overview{Page: p, Source: p.Path, Output: site.Output(p.URL), Review: r.review(p)}
	cited := r.Site.Citations(p)
	slices.Sort(cited)
	o.Sources = len(slices.Compact(cited))
	for _, t := range r.Site.View(p).Translations.Langs {
		if t.Same {
			behind := !p.Lastmod.IsZero() && !t.Page.Lastmod.IsZero() && t.Page.Lastmod.Before(p.Lastmod)
			o.Translations = append(o.Translations, Translation{t.Lang, t.Page.URL, behind})
		}
	}
	return o
}

func (r *Result) review(p *content.Page) Review {
	if p.Reviewed.IsZero() {
		return Review{State: Pending}
	}
	v := Review{State: Reviewed, Date: p.Reviewed, Days: days(p.Reviewed, r.Day)}
	if every := r.settings.config.ReviewEvery; !every.IsZero() {
		v.Due = p.Reviewed.Add(every)
	}
	switch {
	case p.ReviewOf != p.Hash:
		v.State = Changed
	case !v.Due.IsZero() && v.Due.Before(r.Day):
		v.State = Overdue
	}
	return v
}

// days returns how many there are from one day to another.
func days(from, to schema.Date) int {
	noon := func(d schema.Date) time.Time {
		return time.Date(d.Year, time.Month(d.Month), d.Day, 12, 0, 0, 0, time.UTC)
	}
	return int(noon(to).Sub(noon(from)).Hours() / 24)
}

// A Reading is how a page's prose reads.
type Reading struct {
	Words int     // of all that the page says
	Grade float64 // the school grade; of Spanish prose the ease from 0 to 100
	Ease  bool    // Grade is an ease
	Known bool    // there is enough prose, in a language that we can tell it of
	Hard  bool    // it is harder than readers in distress can take
}

// Reading tells how the page reads. It goes through every word.
func (o *Overview) Reading() Reading {
	grade, counted := check.Grade(o.Page)
	base, _, _ := strings.Cut(strings.ToLower(o.Page.Lang), "-")
	v := Reading{Words: o.Page.Body.Words(), Grade: grade, Ease: base == "es"}
	v.Known, v.Hard = check.Judge(o.Page, grade, counted)
	return v
}

// Sheets returns the paths of the style sheets that a browser waits for before it
// shows a page, whose path and bytes are given.
func Sheets(page string, data []byte) []string {
	var paths []string
	for _, l := range check.Read(data).Loads {
		if l.Element == "link rel=stylesheet" {
			paths = append(paths, strings.TrimPrefix(path.Join("/", path.Dir(page), l.URL), "/"))
		}
	}
	return paths
}
