package serve

import (
	"cmp"
	"slices"
	"strings"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
)

// An entry is a page of the board, and what is wrong with it.
type entry struct {
	*build.Overview
	errors, warnings int
	hard             bool // a warning says that it is hard to read
}

// entries puts together pages and what is wrong with each.
func entries(s *state, pages []*build.Overview) []entry {
	at := make(map[string]int, len(pages))
	all := make([]entry, len(pages))
	for i, o := range pages {
		all[i].Overview = o
		at[o.Page.File.Name] = i
	}
	for _, d := range s.list {
		i, ok := at[d.File.Name]
		switch {
		case !ok:
		case d.Severity == diag.Error:
			all[i].errors++
		default:
			all[i].warnings++
			all[i].hard = all[i].hard || d.Rule == "reading-grade"
		}
	}
	return all
}

// state says why readers do not see the page, or nothing if they do.
func (e entry) state() string {
	switch {
	case e.Hidden != "":
		return strings.ToUpper(e.Hidden[:1]) + e.Hidden[1:]
	case e.Page.Draft:
		return "A draft, shown here only"
	}
	return ""
}

// A choosing is a way to choose pages.
type choosing struct {
	key, name string
	has       func(entry) bool
}

// lists are the ways to choose pages, the first one all of them.
var lists = []choosing{
	{"", "All pages", func(entry) bool { return true }},
	{"mistakes", "With mistakes", func(e entry) bool { return e.errors > 0 }},
	{"warnings", "With warnings", func(e entry) bool { return e.warnings > 0 }},
	{"review", "Waiting for review", func(e entry) bool { return e.Hidden == "" && e.Review.State != build.Reviewed }},
	{"hard", "Hard to read", func(e entry) bool { return e.hard }},
	{"drafts", "Drafts and left out", func(e entry) bool { return e.state() != "" }},
	{"checks", "Self-checks", func(e entry) bool { return e.Page.Tree != nil }},
}

// shows returns the ways to choose pages, with how many each finds.
func (q query) shows(all []entry) []choice {
	var choices []choice
	for _, l := range lists {
		n := 0
		for _, e := range all {
			if l.has(e) {
				n++
			}
		}
		to := query{Show: l.key, Sort: q.Sort, Down: q.Down}
		choices = append(choices, choice{Name: l.name, Href: to.href(), Count: n, On: q.Show == l.key})
	}
	return choices
}

// find returns the pages that are asked for.
func (q query) find(all []entry) []entry {
	i := max(0, slices.IndexFunc(lists, func(l choosing) bool { return l.key == q.Show }))
	words := strings.Fields(strings.ToLower(q.Find))
	var found []entry
	for _, e := range all {
		text := strings.ToLower(e.Page.Title + " " + e.Source + " " + e.Page.URL)
		missing := func(word string) bool { return !strings.Contains(text, word) }
		if lists[i].has(e) && !slices.ContainsFunc(words, missing) {
			found = append(found, e)
		}
	}
	return found
}

// A column is something to sort pages by.
type column struct {
	key, name string
	compare   func(a, b measured) int
	measured  bool // it takes going through each page
}

// measured is an entry with how it reads and how large it is.
type measured struct {
	entry
	reads build.Reading
	size  int // not compressed, which would take seconds for a large site and gives the same order
}

// columns are those of the board's table. Pages that are equal stand by path.
var columns = []column{
	{key: "title", name: "Page", compare: func(a, b measured) int {
		return cmp.Compare(strings.ToLower(a.Page.Title), strings.ToLower(b.Page.Title))
	}},
	{key: "lang", name: "Language", compare: func(a, b measured) int { return cmp.Compare(a.Page.Lang, b.Page.Lang) }},
	{key: "review", name: "Review", compare: func(a, b measured) int {
		return cmp.Or(cmp.Compare(waits(a.Review), waits(b.Review)), cmp.Compare(b.Review.Days, a.Review.Days))
	}},
	{key: "grade", name: "Reading", measured: true, compare: func(a, b measured) int {
		return cmp.Compare(hardness(a.reads), hardness(b.reads))
	}},
	{key: "words", name: "Words", measured: true, compare: func(a, b measured) int { return cmp.Compare(a.reads.Words, b.reads.Words) }},
	{key: "size", name: "Size", measured: true, compare: func(a, b measured) int { return cmp.Compare(a.size, b.size) }},
	{key: "wrong", name: "To mend", compare: func(a, b measured) int {
		return cmp.Or(cmp.Compare(b.errors, a.errors), cmp.Compare(b.warnings, a.warnings))
	}},
}

// waits puts the pages that wait for a review first.
func waits(r build.Review) int {
	return slices.Index([]build.ReviewState{build.Overdue, build.Changed, build.Pending, build.Reviewed}, r.State)
}

// hardness makes grades and eases one scale, on which what cannot be told is
// the easiest.
func hardness(v build.Reading) float64 {
	switch {
	case !v.Known:
		return -100
	case v.Ease:
		return 8 + (70-v.Grade)/10
	}
	return v.Grade
}

// sorts returns the columns as links. The one in use leads to the other order.
func (q query) sorts() []choice {
	var choices []choice
	for _, c := range columns {
		on := q.Sort == c.key
		to := query{Show: q.Show, Find: q.Find, Sort: c.key, Down: on && !q.Down}
		order := ""
		if on && q.Down {
			order = "descending"
		} else if on {
			order = "ascending"
		}
		choices = append(choices, choice{Name: c.name, Href: to.href(), On: on, Order: order})
	}
	return choices
}

// sort puts pages of r into the order that is asked for.
func (p *preview) sort(r *build.Result, found []entry, q query) {
	i := slices.IndexFunc(columns, func(c column) bool { return c.key == q.Sort })
	if i < 0 {
		return
	}
	c := columns[i]
	all := make([]measured, len(found))
	inParallel(len(found), func(i int) {
		all[i].entry = found[i]
		if c.measured {
			all[i].reads = p.ledger.reading(r, found[i].Overview)
		}
		if o := r.Outputs[found[i].Output]; c.key == "size" && o != nil && o.Drawn() {
			all[i].size = o.Size()
		}
	})
	slices.SortStableFunc(all, func(a, b measured) int {
		if q.Down {
			return c.compare(b, a)
		}
		return c.compare(a, b)
	})
	for i := range all {
		found[i] = all[i].entry
	}
}
