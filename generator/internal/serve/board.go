package serve

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
)

// A board is the page /_preview/: all pages of the site, and all that is wrong.
type board struct {
	Serial           string
	Start            bool // there is a start page
	Pages, Hidden    int  // published, left out
	Errors, Warnings int
	NextDay          string // what happens next by itself; "" if nothing does
	Query            query
	Shows            []choice // which pages are listed
	Sorts            []choice // in which order
	Rows             []row
	Found            int
	Earlier, Later   string // addresses of the rows before and after these
	First, To        int    // the rows, counted from 1
	Groups           []group
	More             int // mistakes and warnings that no group has
}

// A choice is a link to the board as it could be.
type choice struct {
	Name, Href string
	Count      int
	On         bool
	Order      string // for a column: ascending or descending, if it is on
}

// A row tells of one page.
type row struct {
	Title, Address, Source string
	Editor                 template.URL
	Lang                   string
	State                  string // "" if the page is published
	Review                 fact
	Grade                  string
	Hard                   bool // to read
	Words, Size            string
	Errors, Warnings       int
	Translations           []build.Translation
	Map                    string // the address of a self-check's map
}

// A group is what is wrong in one file.
type group struct {
	File     string
	Errors   int
	Warnings int
	Problems []problem
}

// rowsAtOnce is how many pages one board lists.
const rowsAtOnce = 200

// board answers with the board that the request asks for.
func (p *preview) board(w http.ResponseWriter, r *http.Request) {
	sendOwn(w, r, http.StatusOK, "board.html", p.boardOf(p.state.Load(), readQuery(r.URL.Query())))
}

func (p *preview) boardOf(s *state, q query) board {
	b := board{Serial: s.serial, Start: p.start != nil, Query: q}
	b.Errors, b.Warnings = s.list.Count()
	b.Groups, b.More = groups(s.list, p.editorLink)
	if s.good == nil {
		return b
	}
	b.NextDay = nextDay(s.good)
	all := entries(s, p.ledger.overviews(s.good))
	b.Pages, b.Hidden = s.good.Pages, len(all)-s.good.Pages
	b.Shows, b.Sorts = q.shows(all), q.sorts()
	found := q.find(all)
	b.Found = len(found)
	p.sort(s.good, found, q)
	from := min(q.Page*rowsAtOnce, len(found))
	b.First, b.To = from+1, min(from+rowsAtOnce, len(found))
	if q.Page > 0 {
		b.Earlier = q.at(q.Page - 1).href()
	}
	if b.To < len(found) {
		b.Later = q.at(q.Page + 1).href()
	}
	b.Rows = p.rows(s.good, found[from:b.To])
	return b
}

// rows tells of some pages, each by itself. What is not drawn yet stays so.
func (p *preview) rows(r *build.Result, shown []entry) []row {
	rows := make([]row, len(shown))
	inParallel(len(shown), func(i int) { rows[i] = p.row(r, shown[i]) })
	return rows
}

func (p *preview) row(r *build.Result, e entry) row {
	reads := p.ledger.reading(r, e.Overview)
	made := row{
		Title: e.Page.Title, Source: e.Source, Lang: e.Page.Lang, State: e.state(),
		Editor: linker(p.editorLink).spot(e.Page.File, 0).Editor,
		Review: reviewed(e.Review), Grade: shortGrade(reads), Hard: reads.Hard, Words: commas(reads.Words), Size: "–",
		Errors: e.errors, Warnings: e.warnings, Translations: e.Translations,
	}
	if made.Title == "" {
		made.Title = e.Source
	}
	if e.Hidden != "" {
		return made
	}
	made.Address = e.Page.URL
	if o := r.Outputs[e.Output]; o.Drawn() {
		made.Size = kilobytes(p.ledger.weight(r, o))
	}
	if e.Page.Tree != nil {
		made.Map = own + "check?" + url.Values{"page": {e.Page.URL}}.Encode()
	}
	return made
}

// shortGrade is a grade where a column's head says what it is.
func shortGrade(v build.Reading) string {
	switch {
	case !v.Known:
		return "–"
	case v.Ease:
		return fmt.Sprintf("ease %.0f", max(v.Grade, 0))
	}
	return fmt.Sprintf("grade %.1f", max(v.Grade, 0))
}

// nextDay says what happens next without any edit.
func nextDay(r *build.Result) string {
	day, page, expires := r.NextDay()
	switch {
	case page == nil:
		return ""
	case expires:
		return "On " + day.String() + " the site changes by itself: " + page.Path + " goes away then."
	}
	return "On " + day.String() + " the site changes by itself: " + page.Path + " is due then."
}

// maxGrouped is how many mistakes and warnings the board lists.
const maxGrouped = 300

// groups returns what is wrong by file, files with errors first and errors
// first in each, and how much is left out.
func groups(list diag.List, link linker) (all []group, more int) {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b diag.Diagnostic) int { return int(a.Severity) - int(b.Severity) })
	at := map[string]int{}
	for i, d := range sorted {
		if i == maxGrouped {
			return all, len(sorted) - i
		}
		n, known := at[d.File.Name]
		if !known {
			n = len(all)
			at[d.File.Name] = n
			all = append(all, group{File: d.File.Name})
		}
		all[n].Problems = append(all[n].Problems, link.problem(d))
		if d.Severity == diag.Error {
			all[n].Errors++
		} else {
			all[n].Warnings++
		}
	}
	return all, 0
}

// A query is what of the board is asked for. Its zero value is all pages, by path.
type query struct {
	Show, Sort, Find string
	Down             bool // the highest first
	Page             int  // of rows, from 0
}

func readQuery(v url.Values) query {
	n, _ := strconv.Atoi(v.Get("p"))
	return query{Show: v.Get("show"), Sort: v.Get("sort"), Down: v.Get("order") == "down",
		Find: strings.TrimSpace(v.Get("find")), Page: min(max(n, 0), 1e6)}
}

// href returns the address of the board that is asked for.
func (q query) href() string {
	v := url.Values{}
	set := func(key, value string) {
		if value != "" {
			v.Set(key, value)
		}
	}
	set("show", q.Show)
	set("sort", q.Sort)
	set("find", q.Find)
	if q.Down {
		v.Set("order", "down")
	}
	if q.Page > 0 {
		v.Set("p", strconv.Itoa(q.Page))
	}
	if len(v) == 0 {
		return own
	}
	return own + "?" + v.Encode()
}

func (q query) at(page int) query {
	q.Page = page
	return q
}
