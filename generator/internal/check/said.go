package check

import (
	"cmp"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

// A said is the numbers to call that stand on a page, whoever vouches for them. It is
// made from no more than what it names.
type said struct {
	page    *content.Page
	targets *site.Targets
	numbers []mention
}

// A mention is a place where a number stands.
type mention struct {
	file           *diag.File
	start, end     int
	number, scheme string // the scheme is that of a link that calls or texts it, else ""
	shows          string // the other number that such a link shows, if it does
}

// saidOn returns the numbers on a page, which may have been found before.
func (p *SitePass) saidOn(page *content.Page, t *site.Targets) []mention {
	if p.old != nil && p.old.said != nil && p.old.said.page == page && p.old.said.targets == t {
		p.made.said = p.old.said
	} else {
		p.made.said = &said{page: page, targets: t}
		eachDocument(page, t, p.made.said.document)
	}
	return p.made.said.numbers
}

// document finds the links of d that call or text, and the numbers in the words for
// its pictures and in its prose. A number that such a link shows is left to it.
func (s *said) document(d *markdown.Document, t *site.Targets) {
	var links []span
	for i, slot := range d.Slots {
		switch slot.Kind {
		case markdown.Picture:
			s.text(d.File, slot.Text+" "+slot.Title, func(int) int { return slot.Start })
		case markdown.LinkOpen:
			if scheme, number := called(t.Slots[i].URL); scheme != "" {
				s.link(d.File, slot, scheme, number)
				links = append(links, span{slot.Start, slot.End})
			}
		}
	}
	slices.SortFunc(links, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var text []byte
	for i := range d.Blocks {
		if !d.Blocks[i].Digits {
			continue
		}
		if text = d.AppendText(text[:0], i); !mayHold(text) {
			continue
		}
		s.text(d.File, string(text), func(at int) int {
			if at := d.Source(i, at); !within(links, at) {
				return at
			}
			return -1
		})
	}
}

// within reports whether at lies in one of links, which are sorted.
func within(links []span, at int) bool {
	i, ok := slices.BinarySearchFunc(links, at, func(l span, at int) int { return cmp.Compare(l.from, at) })
	return ok || i > 0 && at < links[i-1].to
}

// link finds the number of a link that calls or texts.
func (s *said) link(f *diag.File, slot markdown.Slot, scheme, number string) {
	m := mention{file: f, start: slot.Start, end: slot.End, number: number, scheme: scheme}
	found := numbersIn(slot.Text)
	if isShort(slot.Text) { // then no word beside it need say that it is to be called
		found = []span{{0, len(slot.Text)}}
	}
	for _, shown := range found {
		if words := slot.Text[shown.from:shown.to]; dialed(words) != dialed(number) {
			m.shows = words
			break
		}
	}
	if m.shows == "" {
		m.shows = slipIn(slot.Text, number)
	}
	s.numbers = append(s.numbers, m)
}

// slipIn returns the digits in words that a short number was meant by, with two that
// changed places, or one that is another: "Lifeline: 998" for 988.
func slipIn(words, number string) string {
	for _, digits := range strings.FieldsFunc(words, func(r rune) bool { return r < '0' || r > '9' }) {
		if len(digits) >= 3 && len(digits) <= shortNumber && len(digits) == len(number) && slip(digits, number) {
			return digits
		}
	}
	return ""
}

// isShort reports whether words are nothing but a number that anyone can remember.
func isShort(words string) bool {
	digits := 0
	for _, r := range words {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("-–. \u00A0\u2011", r):
			return false
		}
	}
	return digits > 0 && digits <= shortNumber
}

// text finds the numbers in plain text; source says where a byte of it stands, or -1
// if it is not to be looked at.
func (s *said) text(f *diag.File, text string, source func(int) int) {
	for _, found := range numbersIn(text) {
		if start := source(found.from); start >= 0 {
			s.numbers = append(s.numbers, mention{file: f, number: text[found.from:found.to], start: start,
				end: max(start, source(found.to-1)+1)})
		}
	}
}
