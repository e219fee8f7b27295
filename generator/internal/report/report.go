// Package report makes a dated page for a clinic's files: what a site asks of its
// readers' browsers, what it keeps, who answers for its words, and how each of these
// is known.
//
// A Subject is all that was looked at: the files in the folder that is published (a
// Folder), the sources as a build sees them today, the answers of the live site (Live),
// and what a browser showed (package browse). The last two may be missing.
//
// New goes through the sections of the report, each a function from the Subject to
// its Items. An Item is one point: what was looked at, what came of it, and how. There
// are no others: a point that nobody looked at is an Item, too, that says why. So
// nothing stands in the report that was not seen in this run.
//
// Nothing here prints, asks the network or writes to a disk.
package report

import (
	"fmt"
	"slices"
	"strings"

	"iopguide/generator/internal/browse"
	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/publish"
	"iopguide/generator/internal/recall"
	"iopguide/generator/internal/schema"
)

// A State says what came of looking at a point.
type State string

// The states of an Item.
const (
	Fine State = "fine"        // it is as it should be
	Look State = "look"        // a person should look at it
	Open State = "not checked" // nobody looked in this run
	Told State = "told"        // neither good nor bad: what somebody chose or wrote
)

// An Item is one point of a report.
type Item struct {
	What   string   `json:"what"`
	State  State    `json:"state"`
	Result string   `json:"result"`
	How    string   `json:"how,omitempty"` // of an Open one nothing
	List   []string `json:"list,omitempty"`
	Table  *Table   `json:"table,omitempty"`
}

// A Table is what an Item found, by columns.
type Table struct {
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
}

// A Section is the Items of one question.
type Section struct {
	Title string `json:"title"`
	Intro string `json:"intro,omitempty"`
	Items []Item `json:"items"`
}

// A Report is the whole.
type Report struct {
	Title    string      `json:"title"` // of the site
	Day      string      `json:"date"`
	Release  string      `json:"release"` // of this program
	About    [][2]string `json:"about"`   // what it is about, by name and value
	Sections []Section   `json:"sections"`
	Limits   []string    `json:"neverLookedAt"`
}

// A Subject is what a report is about. What is nil was not looked at.
type Subject struct {
	Release string // of this program
	Day     schema.Date
	Name    string // of the folder that is published, as a person named it
	Folder  *Folder
	Stamp   *publish.Stamp // of it
	Same    bool           // the sources are those that the stamp names
	Recall  *recall.Report // of its manifest

	Result *build.Result // of the sources
	Found  diag.List     // all that is wrong with them

	Address string // of the live site
	Live    *Live
	Seen    *browse.Seen
	Unseen  string // why no browser looked
}

// sections are the questions, in the order of the report.
var sections = []func(*Subject) Section{
	identity, origins, storage, policies, headers, selfChecks, accessibility,
	reviews, sources, contacts, choices, corrections,
}

// New makes the report.
func New(s *Subject) *Report {
	r := &Report{Title: s.Result.Site.Config.Title, Day: s.Day.String(), Release: s.Release, About: about(s), Limits: limits}
	for _, section := range sections {
		r.Sections = append(r.Sections, section(s))
	}
	return r
}

// Count returns how many points are in a state.
func (r *Report) Count(state State) int { return len(r.In(state)) }

// In returns the points in a state.
func (r *Report) In(state State) []Item {
	var all []Item
	for _, s := range r.Sections {
		all = append(all, slices.DeleteFunc(slices.Clone(s.Items), func(i Item) bool { return i.State != state })...)
	}
	return all
}

// limits are what no report looks at.
var limits = []string{
	"what the host, its provider and the networks on the way keep of visits: only they know",
	"what a reader's own device and browser keep, such as the history",
	"the website around a page that is shown in a frame, and whatever it adds",
	"what other sites do when a reader follows a link to them, and what a telephone company keeps of a call or text",
	"whether the words are right and fit for your patients: that is for the clinician who reviews them",
	"whether a phone number answers: somebody has to call it",
	"how a person with a disability gets on with the pages: a program finds only some of what is in their way",
	"whether this is enough for the law that holds where you are",
}

// A Reason is why several points are in one state.
type Reason struct {
	Why   string
	Whats []string
}

// Open returns the points that were not checked, together with others of one reason.
func (r *Report) Open() []Reason {
	var all []Reason
	for _, i := range r.In(Open) {
		why := strings.TrimPrefix(i.Result, unchecked)
		n := slices.IndexFunc(all, func(r Reason) bool { return r.Why == why })
		if n < 0 {
			n, all = len(all), append(all, Reason{Why: why})
		}
		all[n].Whats = append(all[n].Whats, i.What)
	}
	return all
}

// unchecked begins the result of what was not looked at.
const unchecked = "because "

// open is a point that nobody looked at.
func open(what, why string) Item {
	return Item{What: what, State: Open, Result: unchecked + why}
}

// told is a point for the record.
func told(what, result, how string) Item {
	return Item{What: what, State: Told, Result: result, How: how}
}

// mostFindings is how many findings a point lists. The others are of the same sort.
const mostFindings = 200

// judged is a point that is fine unless something was found.
func judged(what string, found []string, fine, look, how string) Item {
	if len(found) == 0 {
		return Item{What: what, State: Fine, Result: fine, How: how}
	}
	if more := len(found) - mostFindings; more > 0 {
		found = append(slices.Clone(found[:mostFindings]), fmt.Sprintf("… and %d more", more))
	}
	return Item{What: what, State: Look, Result: look, How: how, List: found}
}
