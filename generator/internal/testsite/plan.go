package testsite

import (
	"fmt"
	"math/rand/v2"
	"path"
	"strings"
)

// A siteplan is a site before its pages are written.
type siteplan struct {
	Options
	pages []*page
	shown map[string]bool // the pictures that documents written so far show
}

// A page is one page before it is written.
type page struct {
	n        int    // its place in the plan
	dir      string // its section's folder, such as ashford/first-steps; "" at the top
	slug     string // "" for a section's own page
	title    string
	weight   int
	headings []string
	help     bool    // get-help-now
	section  bool    // a section's own page, or the front page
	prev     *page   // in its section
	next     *page   // likewise
	above    *page   // whose section this is; nil for the front page
	below    []*page // of a section's own page, those that it lists
}

// url is the address of p, which all programs give it.
func (p *page) url() string {
	u := "/" + path.Join(p.dir, p.slug) + "/"
	if u == "//" {
		return "/"
	}
	return u
}

// picturesIn is how many pictures the folder of a section holds.
const picturesIn = 4

// plan lays out a site: parts, in each up to ten sections, in each up to 40
// pages, fewer in a small site so that it has several sections too.
func plan(o Options) *siteplan {
	s := &siteplan{Options: o, shown: map[string]bool{}}
	full := min(40, max(4, o.Pages/25))
	home := s.add(&page{title: "A guide to measure with", section: true}, nil)
	s.add(&page{slug: "get-help-now", title: "Get help now", help: true}, home)
	for part := 0; s.left() > 0; part++ {
		town := townName(part)
		top := s.add(&page{dir: slug(town), title: "Care in " + town, section: true}, home)
		for i := 0; i < len(themes) && s.left() > 1; i++ {
			title := themes[i] + " in " + town
			index := s.add(&page{dir: top.dir + "/" + slug(themes[i]), title: title, section: true}, top)
			for range min(full, s.left()) {
				s.add(&page{dir: index.dir, title: pageTitle(len(s.pages))}, index)
			}
		}
	}
	for _, p := range s.pages {
		p.headings = s.headingsOf(p)
	}
	return s
}

func (s *siteplan) left() int { return s.Pages - len(s.pages) }

// add plans p below the page above.
func (s *siteplan) add(p, above *page) *page {
	p.n, p.above = len(s.pages), above
	if !p.section && p.slug == "" {
		p.slug = slug(p.title)
	}
	if above != nil && !p.help {
		p.weight = 10 * (len(above.below) + 1)
		if n := len(above.below); n > 0 && !p.section {
			p.prev = above.below[n-1]
			p.prev.next = p
		}
		above.below = append(above.below, p)
	}
	s.pages = append(s.pages, p)
	return p
}

// random returns a source of its own for each page and purpose.
func (s *siteplan) random(p *page, purpose uint64) *rand.Rand {
	return rand.New(rand.NewPCG(s.Seed, uint64(p.n)<<8|purpose))
}

// The purposes of random sources.
const (
	forHeadings = iota
	forWords
)

func (s *siteplan) headingsOf(p *page) []string {
	r := s.random(p, forHeadings)
	var chosen []string
	for _, i := range r.Perm(len(headings))[:4+r.IntN(3)] {
		chosen = append(chosen, headings[i])
	}
	return chosen
}

// menu is the ten links that stand at the top of every page: the first sections.
func (s *siteplan) menu() []*page {
	var menu []*page
	for _, p := range s.pages {
		if p.section && p.n > 0 && len(menu) < 10 {
			menu = append(menu, p)
		}
	}
	return menu
}

// pageTitle returns the title of the nth page, which no other page has.
func pageTitle(n int) string {
	total := len(doings) * len(subjects) * len(whens)
	i := n * 7919 % total // a prime: neighbours have little in common
	title := doings[i%len(doings)] + " " + subjects[i/len(doings)%len(subjects)] + " " + whens[i/len(doings)/len(subjects)]
	if round := n / total; round > 0 {
		title += fmt.Sprintf(", part %d", round+1)
	}
	return title
}

// townName returns the name of the nth town, which no other has.
func townName(n int) string {
	name := townStarts[n%len(townStarts)] + townEnds[n/len(townStarts)%len(townEnds)]
	if round := n / len(townStarts) / len(townEnds); round > 0 {
		name += fmt.Sprintf(" %d", round+1)
	}
	return name
}

// slug writes title as a folder's name, and as programs write a heading's id.
func slug(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			return r
		case r == ' ':
			return '-'
		}
		return -1
	}, strings.ToLower(title))
}

// A Place is where a page of a site is.
type Place struct {
	File string // in the site's folder
	URL  string // below the site's address, such as ashford/first-steps/planning-art-hour-in-winter/
}

// Middle returns a page with text from the middle of a site.
func Middle(o Options) Place {
	s := plan(o)
	p := s.pages[o.Pages/2]
	for p.section || p.help {
		p = s.pages[p.n+1]
	}
	return Place{File: "content/" + s.file(p), URL: strings.TrimPrefix(p.url(), "/")}
}
