package testsite

import (
	"bytes"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
)

// terms are the words of a glossary.
type terms []struct{ term, means string }

var glossary = terms{
	{"check-in round", "A short turn in which each member says how the day is going."},
	{"goal sheet", "A page on which you write what you want to reach this week."},
	{"skills group", "A group that learns one skill at a time and tries it out."},
	{"step-down plan", "A plan that lowers the hours a week bit by bit."},
	{"open group", "A group that new members may join at any time."},
	{"closed group", "A group that starts and ends with the same members."},
	{"peer mentor", "A person who has been through the program and helps others."},
	{"care team", "All the staff who work with one person."},
	{"intake call", "The first phone call, in which the team asks what you need."},
	{"home task", "A thing to try at home between two visits."},
	{"drop-in hour", "An hour for which you need not sign up."},
	{"quiet room", "A room to rest in when a group is too much."},
}

// some returns n of the terms.
func (t terms) some(r *rand.Rand, n int) []string {
	var chosen []string
	for _, i := range r.Perm(len(t))[:n] {
		chosen = append(chosen, t[i].term)
	}
	return chosen
}

// sources is how many sources a site has: few enough that each is cited.
func (s *siteplan) sources() int { return min(120, max(4, s.Pages/8)) }

// What is told of the source i.
func sourceKey(i int) string   { return slug(townName(i)) + "-survey" }
func sourceTitle(i int) string { return "A survey of programs in " + townName(i) }
func publisher(i int) string   { return townName(i) + " Office of Surveys" }
func sourceURL(i int) string   { return "https://" + slug(townName(i)) + ".example/survey/" }

// longAgo keeps what was checked from being overdue before long: a site is to
// be the same on every day.
const longAgo = "  checked: 2026-11-24\n  every: 600mo\n"

// data are the shared data of iopguide.
func (s *siteplan) data() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		if !s.ours() {
			return
		}
		_ = yield("content/_data/sources.yaml", s.sourceData()) &&
			yield("content/_data/glossary.yaml", glossaryData()) &&
			yield("content/_data/contacts.yaml", []byte(contacts)) &&
			yield("content/_data/strings.yaml", shipped("content/_data/strings.yaml"))
	}
}

func (s *siteplan) sourceData() []byte {
	var b bytes.Buffer
	for i := range s.sources() {
		fmt.Fprintf(&b, "%s:\n  label: %s\n  title: %s\n  publisher: %s\n  url: %s\n%s",
			sourceKey(i), townName(i)+" survey", sourceTitle(i), publisher(i), sourceURL(i), longAgo)
	}
	return b.Bytes()
}

func glossaryData() []byte {
	var b bytes.Buffer
	for _, t := range glossary {
		fmt.Fprintf(&b, "%s:\n  term: %s\n  also: [%ss]\n  definition: %s\n", slug(t.term), t.term, t.term, t.means)
	}
	return b.Bytes()
}

// contacts are the two lines that a site must have.
var contacts = strings.ReplaceAll(`emergency:
  name: Emergency services
  region: US
  role: emergency
  call: "911"
CHECKED
lifeline:
  name: 988 Suicide & Crisis Lifeline
  region: US
  role: crisis
  call: "988"
  text: "988"
  chat: https://988lifeline.org/chat/
CHECKED
`, "CHECKED\n", "  source: "+sourceKey(0)+"\n"+longAgo)
