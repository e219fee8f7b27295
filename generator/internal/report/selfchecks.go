package report

import (
	"fmt"
	"slices"
	"strings"

	"iopguide/generator/internal/browse"
	"iopguide/generator/internal/check"
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/recall"
	"iopguide/generator/internal/site"
)

// selfChecks says what becomes of answers, and what is proved of the way they lead.
func selfChecks(s *Subject) Section {
	sec := Section{Title: "Self-checks", Intro: "They are made so that answers stay in the page that is open, and are gone when it is closed or left; " +
		"whoever reads without scripts leaves the number of a step in the browser's history, such as s4, and not what was chosen. " +
		"What was found of that here:"}
	var pages []*content.Page
	for _, p := range s.Result.Site.Pages {
		if p.Tree != nil {
			pages = append(pages, p)
		}
	}
	if len(pages) == 0 {
		sec.Intro = ""
		sec.Items = []Item{{What: "Self-checks", State: Told, Result: "the site has none", How: "read the sources"}}
		return sec
	}
	sec.Items = []Item{s.proved(pages), s.closed(pages), s.ownScript(), s.walked(pages)}
	return sec
}

// Opening returns what a browser has to open, and how.
func (s *Subject) Opening() browse.Options {
	var o browse.Options
	for _, p := range s.Folder.Pages {
		if o.Pages = append(o.Pages, p.Path); p.Leads != "" {
			o.Passing = append(o.Passing, p.Path)
		}
	}
	for _, p := range s.Result.Site.Pages {
		if out := site.Output(p.URL); p.Tree != nil && s.Folder.Page(out) != nil {
			o.Checks = append(o.Checks, out)
		}
	}
	for _, c := range s.Result.Site.Data.Contacts {
		if c.Help.Crisis != nil && c.Help.Crisis.Chat != "" {
			o.Chats = append(o.Chats, c.Help.Crisis.Chat)
		}
	}
	return o
}

// proved says how large each self-check is, and that every way through it is proved.
func (s *Subject) proved(pages []*content.Page) Item {
	table := &Table{Columns: []string{"Self-check", "Questions", "Endings", "Ways through", "Most answers on a way"}}
	var wrong []string
	for _, p := range pages {
		c := p.Tree.Count()
		table.Rows = append(table.Rows, []string{p.Title + " (" + p.Path + ")", fmt.Sprint(c.Questions), fmt.Sprint(c.Results),
			c.Routes.String(), fmt.Sprint(c.Longest)})
		if flaw := p.Tree.Flaw(); flaw != "" {
			wrong = append(wrong, p.Path+": "+flaw)
		}
		for _, d := range s.Found {
			if d.File == p.File && ofTrees(d.Rule) {
				wrong = append(wrong, d.Position().String()+": "+d.Message)
			}
		}
	}
	i := judged("Every way through ends with what to do next, safety is asked first, and every rule written under it holds", wrong,
		"every way of every one", "the build finds this", "the build went through every way of every self-check, as its sources are today")
	i.Table = table
	return i
}

// treeRules are the rules of package check that are about the ways through a self-check.
// The others that speak of one are those that it is proved by.
var treeRules = []string{"not-self-check", "safety-first", "safety-asked", "emergency-ending", "safety-net",
	"points-monotone", "cases-cover", "diagnosis", "way-on", "twin"}

// ofTrees reports whether a rule is about the ways through a self-check.
func ofTrees(rule string) bool {
	other := slices.ContainsFunc(check.Rules, func(r *check.Rule) bool { return r.Name == rule })
	return !other || slices.Contains(treeRules, rule)
}

// closed says whether the pages' own policies keep answers from being sent.
func (s *Subject) closed(pages []*content.Page) Item {
	const what = "The page forbids scripts to fetch, and forms to be sent"
	if s.Folder == nil {
		return open(what, s.unbuilt())
	}
	var wrong []string
	for _, p := range pages {
		page := s.Folder.Page(site.Output(p.URL))
		if page == nil {
			wrong = append(wrong, p.Path+": not in "+s.Name)
			continue
		}
		if !parsePolicy(page.Policy).closed() {
			wrong = append(wrong, page.Path+": its policy lets scripts or forms send")
		}
	}
	return judged(what, wrong, "so it is on "+plural(len(pages), "page"), "not on all of them",
		"read the policy of each of these pages; a policy does not keep a script from asking the site's own host for a picture, or from leading elsewhere: "+
			"the words of the scripts above and the browser below tell of that")
}

// ownScript says whether the script is the one that our tests click through.
func (s *Subject) ownScript() Item {
	const what = "Whose script and layout it is"
	if !s.Result.HasBase() {
		return told(what, "the site's own: it stands alone, and does not lie over the built-in guide", "read site.yaml")
	}
	var own []string
	for _, o := range s.Result.Overrides() {
		if o.State != recall.Same && (o.Kind == recall.Layout || strings.HasPrefix(o.Path, "static/js/")) {
			own = append(own, o.Path+" is the site's own")
		}
	}
	return judged(what, own, "those of release "+s.Release+", whose tests click through every way of the guide's own self-checks",
		"the release's tests say nothing of these; have somebody read them", "compared the site's layouts and scripts with those of the release")
}

// walked says what a browser had kept when the self-checks were clicked through.
func (s *Subject) walked(pages []*content.Page) Item {
	const what = "What is left of answers: address, title, history, storage, requests"
	if s.Folder == nil {
		return open(what, s.unbuilt())
	}
	if s.Seen == nil {
		return open(what, s.Unseen)
	}
	var wrong []string
	clicks, walks := 0, 0
	for _, p := range pages {
		i := slices.IndexFunc(s.Seen.Walks, func(w browse.Walk) bool { return w.Path == site.Output(p.URL) })
		if i < 0 {
			wrong = append(wrong, p.Path+": not clicked through")
			continue
		}
		w := s.Seen.Walks[i]
		clicks, walks = clicks+w.Clicks, walks+w.Ways
		for _, left := range w.Left {
			wrong = append(wrong, w.Path+": "+left)
		}
	}
	return judged(what, wrong, "nothing: "+plural(clicks, "answer")+" on "+plural(walks, "way")+" left no trace there", "something is left, or could not be looked at",
		"clicked in "+s.Seen.Browser+" through each self-check by the first answer of every question, and by the last")
}
