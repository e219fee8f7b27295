package markdown

import (
	"strings"
	"unicode"
)

// An Entry is one term of the glossary.
type Entry struct {
	Key, Term, Definition string
	Also                  []string // other forms of the term found in text
}

// A Glossary finds the terms that a page uses. It is never changed.
type Glossary struct {
	Entries []Entry
	forms   map[string]*Entry // by form: acronyms as they are written, others in lower case
	longest int               // words in the longest form
	first   map[string]bool   // the words that forms begin with, in lower case
}

// NewGlossary returns a Glossary of entries. Where two have one form, it stands
// for the earlier one.
func NewGlossary(entries []Entry) *Glossary {
	g := &Glossary{Entries: entries, forms: map[string]*Entry{}, first: map[string]bool{}}
	for i := range entries {
		e := &entries[i]
		for _, form := range append([]string{e.Term}, e.Also...) {
			g.add(form, e)
		}
	}
	return g
}

func (g *Glossary) add(form string, e *Entry) {
	form = plainForm(form)
	found := wordsOf(form)
	if len(found) == 0 {
		return
	}
	key := form
	if !isAcronym(form) {
		key = strings.ToLower(form)
	}
	if g.forms[key] == nil {
		g.forms[key] = e
	}
	g.longest = max(g.longest, len(found))
	g.first[strings.ToLower(form[found[0].from:found[0].to])] = true
}

// find returns the entry that the longest form at the beginning of ahead stands
// for, and the last of the words of that form. ahead are the words of text
// from the place on.
func (g *Glossary) find(text string, ahead []cut) (e *Entry, last int) {
	if !g.first[strings.ToLower(text[ahead[0].from:ahead[0].to])] {
		return nil, 0
	}
	for n := min(g.longest, len(ahead)); n > 0; n-- {
		form := plainForm(text[ahead[0].from:ahead[n-1].to])
		if e := g.forms[form]; e != nil && isAcronym(form) {
			return e, n - 1
		}
		if e := g.forms[strings.ToLower(form)]; e != nil {
			return e, n - 1
		}
	}
	return nil, 0
}

// plainForm is s with straight apostrophes and one space between words.
func plainForm(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "’", "'")), " ")
}

// isAcronym reports whether form is written in capitals, such as IOP or IOPs.
func isAcronym(form string) bool {
	capitals := 0
	for _, r := range strings.TrimSuffix(form, "s") {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return capitals > 1
}

// wordsOf returns the words of text: runs of letters, marks and digits.
func wordsOf(text string) []cut {
	var found []cut
	from := -1
	for i, r := range text {
		in := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		switch {
		case in && from < 0:
			from = i
		case !in && from >= 0:
			found = append(found, cut{from, i})
			from = -1
		}
	}
	if from >= 0 {
		found = append(found, cut{from, len(text)})
	}
	return found
}
