package check

import (
	"regexp"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var unknownNumber = &Rule{Name: "unknown-number", Always: true, Site: checkNumbers,
	Doc: `Reports a phone or text number that is not in contacts.yaml or the clinic's own, or that
belongs to another region than the site's: in a tel: or sms: link, or in plain text that looks like a
number to call. A wrong digit can cost a life, so every number has one home, with the day it was checked.`}

// phones find numbers to call in plain text: those of North America and those
// with a country's code; emergency and crisis lines, whatever stands around
// them; and short numbers that are also ordinary ones, after a word for calling.
var phones = []*regexp.Regexp{
	regexp.MustCompile(`(?:\+?1[-. ])?\(?\b[2-9]\d{2}\)?[-. ]\d{3}[-. ]\d{4}\b`),
	regexp.MustCompile(`\+\d[\d ()-]{6,}\d`),
	regexp.MustCompile(`\b(?:911|988|741741|838255|116 ?123)\b`),
	regexp.MustCompile(`(?i)\b(?:call|dial|phone|text|ring|llame|llamar|marque|marcar)\s+(?:al\s+|to\s+)?(112|999)\b`),
}

func checkNumbers(s *SitePass) {
	for _, p := range s.Site.Pages {
		n := numbers{s, p, s.Site.Data.Contacts[p.Lang]}
		for _, key := range []string{"title", "linkTitle", "summary", "description"} {
			if v := p.Front.Get(key); v != nil {
				n.text(p.File, v.Text(), func(int) int { return v.Start })
			}
		}
		v := s.Site.View(p)
		eachSlot(p, v.Targets, n.slot)
		eachDocument(p, v.Targets, func(d *markdown.Document) {
			for _, b := range d.Blocks {
				n.text(d.File, b.Text, b.Source)
			}
		})
	}
}

// numbers looks at the numbers of one page.
type numbers struct {
	pass     *SitePass
	page     *content.Page
	contacts *site.Contacts
}

// slot looks at a link that calls or texts, and at the words for a picture.
func (n *numbers) slot(f *diag.File, s markdown.Slot, t site.Target) {
	if s.Kind == markdown.Picture {
		n.text(f, s.Text, func(int) int { return s.Start })
	}
	scheme, number, _ := strings.Cut(t.URL, ":")
	if scheme = strings.ToLower(scheme); s.Kind != markdown.LinkOpen || scheme != "tel" && scheme != "sms" {
		return
	}
	number, _, _ = strings.Cut(number, "?")
	n.number(f, number, s.Start, s.End)
}

// text looks for numbers in plain text; source says where a byte of it stands.
// A number that a link of the page names is left to the link.
func (n *numbers) text(f *diag.File, text string, source func(int) int) {
	seen := map[int]bool{}
	for _, shape := range phones {
		for _, m := range shape.FindAllStringSubmatchIndex(text, -1) {
			from, to := m[0], m[1]
			if len(m) > 2 {
				from, to = m[2], m[3]
			}
			if start := source(from); !seen[from] && !n.linked(f, start) {
				seen[from] = true
				n.number(f, text[from:to], start, source(to-1)+1)
			}
		}
	}
}

// linked reports whether the place lies in a link that calls or texts.
func (n *numbers) linked(f *diag.File, at int) bool {
	in := false
	eachSlot(n.page, n.pass.Site.View(n.page).Targets, func(g *diag.File, s markdown.Slot, t site.Target) {
		call := strings.HasPrefix(t.URL, "tel:") || strings.HasPrefix(t.URL, "sms:")
		in = in || g == f && s.Kind == markdown.LinkOpen && call && s.Start <= at && at < s.End
	})
	return in
}

// number reports a number that nobody vouches for.
func (n *numbers) number(f *diag.File, number string, start, end int) {
	region := n.pass.Site.Config.Region
	c := n.find(number)
	d := diag.Diagnostic{File: f, Start: start, End: end}
	switch {
	case c == nil && !n.clinics(number):
		d.Message = "the number " + number + " is not in contacts.yaml"
		d.Help = "check it digit by digit; if it is right, add it there with the day it was checked"
	case c != nil && c.Region != "" && c.Region != region:
		d.Message = number + " is " + c.Name + " of region " + c.Region + ", and this site is for " + region
		d.Help = "name the line of " + region + " that does the same"
	default:
		return
	}
	n.pass.Add(n.page, d)
}

func (n *numbers) find(number string) *site.Contact {
	for _, c := range n.contacts.All {
		for _, known := range []string{c.Call, c.Text, c.TTY} {
			if sameNumber(known, number) {
				return c
			}
		}
	}
	return nil
}

func (n *numbers) clinics(number string) bool {
	c := n.pass.Site.Config.Clinic
	return c != nil && (sameNumber(c.Phone, number) || sameNumber(c.Text, number))
}

// sameNumber reports whether a phone would dial the same for both.
func sameNumber(a, b string) bool {
	a, b = dialed(a), dialed(b)
	return a != "" && a == b
}

// dialed returns the digits of a number, without the 1 that North America's
// long numbers may begin with.
func dialed(number string) string {
	d := strings.TrimPrefix(site.Tel(number), "tel:")
	d = strings.TrimPrefix(d, "+")
	if len(d) == 11 {
		d = strings.TrimPrefix(d, "1")
	}
	return d
}
