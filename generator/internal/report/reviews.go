package report

import (
	"fmt"
	"slices"
	"strings"

	"iopguide/generator/internal/build"
)

// reviews says who answers for the words of each page.
func reviews(s *Subject) Section {
	sec := Section{Title: "Who answers for the words", Intro: "As the sources say on the day of this report."}
	every := "site.yaml names no time after which a review is due again"
	if e := s.Result.Site.Config.ReviewEvery; !e.IsZero() {
		every = "site.yaml asks for one every " + e.String()
	}
	table := &Table{Columns: []string{"Page", "Last clinical review", "By", "State", "Next due"}}
	in := map[build.ReviewState][]string{}
	for _, o := range s.Result.Overviews() {
		if o.Hidden != "" {
			continue
		}
		in[o.Review.State] = append(in[o.Review.State], o.Source)
		if o.Review.State != build.Pending {
			table.Rows = append(table.Rows, []string{o.Source, o.Review.Date.String(), or(o.Page.Reviewer, "no name given"),
				stateWords[o.Review.State], or(o.Review.Due.String(), "not set")})
		}
	}
	const how = "read the front matter of each page, and compared the hash of its words with that of the words reviewed"
	reviewed := told("Reviewed pages", "none", how)
	if len(table.Rows) > 0 {
		reviewed.Result, reviewed.Table = plural(len(table.Rows), "page")+"; "+every, table
	}
	pending := in[build.Pending]
	// Of what was never reviewed, no review can be old.
	old := func(what string, state build.ReviewState, how string) Item {
		if len(table.Rows) == 0 {
			return told(what, "no page has a review", how)
		}
		return judged(what, in[state], "none", plural(len(in[state]), "page"), how)
	}
	sec.Items = []Item{
		judged("Pages whose clinical review is pending", listed(pending), "none", plural(len(pending), "page")+": nobody is named", how),
		old("Pages whose words changed since their review", build.Changed, how),
		old("Pages whose review is overdue", build.Overdue, how+"; "+every),
		reviewed, s.translated(),
	}
	return sec
}

// stateWords are the states of a review in plain words.
var stateWords = map[build.ReviewState]string{build.Reviewed: "reviewed", build.Changed: "the words changed since",
	build.Overdue: "overdue"}

// listed is a long list in one line, which takes less paper.
func listed(names []string) []string {
	if len(names) == 0 {
		return nil
	}
	return []string{strings.Join(names, ", ")}
}

func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

// translated says how far the other languages are.
func (s *Subject) translated() Item {
	langs := s.Result.Site.Config.Languages
	if len(langs) < 2 {
		return told("Translations", "none: the site is in one language ("+langs[0]+")", "read site.yaml")
	}
	pages, have, behind := 0, map[string]int{}, []string(nil)
	for _, o := range s.Result.Overviews() {
		if o.Hidden != "" || o.Page.Lang != langs[0] {
			continue
		}
		pages++
		for _, t := range o.Translations {
			have[t.Lang]++
			if t.Behind {
				behind = append(behind, o.Source+" in "+t.Lang)
			}
		}
	}
	var each []string
	for _, l := range langs[1:] {
		each = append(each, fmt.Sprintf("%s has %d of the %d pages of %s", l, have[l], pages, langs[0]))
	}
	i := judged("Translations", behind, strings.Join(each, "; ")+"; none is dated before its original",
		strings.Join(each, "; ")+"; "+plural(len(behind), "translation")+" older than the original",
		"compared lastmod of both, where both have it; whether a translation is right was not looked at")
	return i
}

// sources says how old what the pages cite is.
func sources(s *Subject) Section {
	sec := Section{Title: "Sources"}
	all := s.Result.Site.Data.Sources
	table := &Table{Columns: []string{"Source", "Checked", "Next due"}}
	var once []string
	for key, src := range all {
		if src.Every.IsZero() {
			once = append(once, key)
		}
		table.Rows = append(table.Rows, []string{key + ": " + src.Publisher, src.Checked.String(), due(src.Checked, src.Every)})
	}
	slices.Sort(once)
	slices.SortFunc(table.Rows, func(a, b []string) int {
		return slices.Compare([]string{a[1], a[0]}, []string{b[1], b[0]})
	})
	const how = "read sources.yaml; the documents themselves were not opened"
	const most = 5
	count := told("Sources that pages and contacts may cite", fmt.Sprintf("%d", len(all)), how)
	if len(table.Rows) > 0 {
		table.Rows = table.Rows[:min(most, len(table.Rows))]
		count.Result += "; those checked longest ago:"
		count.Table = table
	}
	sec.Items = []Item{count,
		s.ruled("Sources that should have been checked by now", "overdue-source", "none"),
		judged("Sources that nothing asks to check again", once, "none", plural(len(once), "source")+"; every is missing", how),
		s.ruled("Sources that nothing cites", "unused-source", "none"),
		s.ruled("Pages with claims about health that cite nothing", "uncited", "none"),
	}
	return sec
}

// ruled is what one rule of the build found.
func (s *Subject) ruled(what, rule, fine string) Item {
	found := s.found(rule)
	return judged(what, found, fine, plural(len(found), "finding"), "rule "+rule+" of the build, over all sources")
}

// found returns what rules of the build found, each with its place.
func (s *Subject) found(rules ...string) []string {
	var found []string
	for _, d := range s.Found {
		if slices.Contains(rules, d.Rule) {
			found = append(found, d.Position().String()+": "+d.Message)
		}
	}
	return found
}
