package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
)

// A bar is what the preview tells of the page that is open. Its names are those
// that panel.js knows.
type bar struct {
	Facts    []fact    `json:"facts"`
	Warnings []problem `json:"warnings"` // of the page
	All      int       `json:"all"`      // how many warnings the site has
}

// A fact is something that a writer may want to know of a page. Where Note is
// not empty there is something to do, and it says what.
type fact struct {
	Text string `json:"text"`
	Note string `json:"note,omitempty"`
}

// bar answers with that of the page that the request names.
func (p *preview) bar(w http.ResponseWriter, r *http.Request) {
	data, err := json.Marshal(p.barOf(p.state.Load(), r.URL.Query().Get("page")))
	if err != nil {
		panic(err) // strings and numbers only
	}
	send200(w, r, "bar.json", data)
}

// barOf returns the bar of the page at an address.
func (p *preview) barOf(s *state, address string) bar {
	_, warnings := s.list.Count()
	b := bar{Facts: []fact{}, Warnings: []problem{}, All: warnings}
	if s.good == nil {
		return b
	}
	path := outputOf(address)
	o := s.good.Overview(path)
	if o == nil {
		b.Facts = append(b.Facts, s.noPage(path))
		return b
	}
	mine := func(d diag.Diagnostic) bool {
		return d.Severity == diag.Warning && d.File.Name == o.Page.File.Name
	}
	b.Warnings = linker(p.editorLink).problems(s.list, mine)
	b.Facts = facts(o, p.ledger.reading(s.good, o), p.ledger.weight(s.good, s.good.Outputs[path]))
	return b
}

// noPage says what readers get at an output's address of which no published
// page is.
func (s *state) noPage(path string) fact {
	for _, h := range s.good.Site.Hidden {
		if at := outputOf(h.Page.URL); at == path || at == path+"/index.html" {
			return leftOut(h.Why, h.Page.File.Name, h.Date)
		}
	}
	if path == "404.html" || s.good.Outputs[path] == nil {
		return fact{Text: "There is no page at this address; readers see this instead"}
	}
	return fact{Text: "This leads to another page"}
}

// leftOut says why the page of a file is not published, and how to see it; byDay says
// that only the day keeps it away.
func leftOut(why, file string, byDay bool) fact {
	switch {
	case why == build.Draft:
		return fact{"This page is a draft: iopguide serve --drafts shows it", "Take draft: true out of " + file + " to publish it."}
	case why == build.Omitted:
		return fact{"This page is left out: site.yaml omits it", "Take it out of omit to publish it."}
	case byDay:
		return fact{"This page is left out: it is " + why, "That day stands in the front matter of " + file + "."}
	}
	return fact{"This page is left out: it is " + why, "Its file is " + file + "."}
}

// facts returns what is to be known of a page, in the order of what a writer
// looks for.
func facts(o *build.Overview, reads build.Reading, weight int) []fact {
	list := []fact{}
	if o.Page.Draft {
		list = append(list, fact{"A draft", "Only this preview shows it. Take draft: true away to publish it."})
	}
	if day := o.Page.Expires; !day.IsZero() {
		list = append(list, fact{Text: "Goes away on " + day.String()})
	}
	list = append(list, grade(reads), fact{Text: count(reads.Words, "word")})
	list = append(list, cited(o), reviewed(o.Review), fact{Text: "About " + kilobytes(weight) + " to load"})
	return list
}

func grade(v build.Reading) fact {
	switch {
	case !v.Known:
		return fact{Text: "Too short for a reading grade"}
	case v.Ease && v.Hard:
		return fact{fmt.Sprintf("Reading ease %.0f of 100", max(v.Grade, 0)), "Hard to read: aim for 70 or more."}
	case v.Ease:
		return fact{Text: fmt.Sprintf("Reading ease %.0f of 100", v.Grade)}
	case v.Hard:
		return fact{fmt.Sprintf("Reads at grade %.1f", v.Grade), "Hard to read: aim for grade 8 or less."}
	}
	return fact{Text: fmt.Sprintf("Reads at grade %.1f", max(v.Grade, 0))}
}

func cited(o *build.Overview) fact {
	switch {
	case o.Sources > 0:
		return fact{Text: "Cites " + count(o.Sources, "source")}
	case o.Page.Claims && o.Page.Body.Words() > 0:
		return fact{"Cites no source", "Write [@key] after each claim about health, or claims: false in the front matter."}
	}
	return fact{Text: "Makes no claims that need a source"}
}

// reviewed says in words how far a clinical review is.
func reviewed(r build.Review) fact {
	switch r.State {
	case build.Changed:
		return fact{"Words changed since the review of " + r.Date.String(), "Have the new words reviewed."}
	case build.Overdue:
		return fact{"Review was due by " + r.Due.String(), "Have it reviewed again."}
	case build.Reviewed:
		return fact{Text: "Reviewed " + ago(r.Days)}
	}
	return fact{Text: "Not reviewed yet"}
}

// ago says how long ago so many days are.
func ago(days int) string {
	switch {
	case days <= 0:
		return "today"
	case days < 60:
		return count(days, "day") + " ago"
	case days < 730:
		return count(days/30, "month") + " ago"
	}
	return count(days/365, "year") + " ago"
}

// kilobytes rounds up, so that nothing weighs nothing.
func kilobytes(n int) string { return strconv.Itoa((n+1023)/1024) + " KB" }

// count puts a number before a word, with commas that part thousands.
func count(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return commas(n) + " " + word
}

func commas(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
