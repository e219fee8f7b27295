package check

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
)

const (
	// maxGrade is the school year whose pupils can read a page with ease.
	maxGrade = 8
	// minEase is "algo fácil" on the scale of Fernández-Huerta.
	minEase = 70
	// fewWords is how many words it takes to say anything about a text.
	fewWords = 100
)

var readingGrade = &Rule{Name: "reading-grade", Severity: diag.Warning, Page: checkGrade,
	Doc: `Reports a page that is hard to read: in English above grade 8 by Flesch-Kincaid (0.39 words
a sentence + 11.8 syllables a word - 15.59), in Spanish below 70 by Fernández-Huerta (206.84 - 60 syllables
a word - 1.02 words a sentence). Only prose counts: paragraphs and list items, not headings and tables.
A sentence ends at a full stop, question mark, exclamation mark or colon, or with its paragraph. A syllable
is a group of vowels, but a silent e is none, and vowels spoken apart are two. Words of the title, and
glossary terms that the page explains, count as two syllables at most: the reader must meet them.`}

func checkGrade(p *Pass) {
	grade, words := Grade(p.Page)
	_, hard := Judge(p.Page, grade, words)
	if !hard {
		return
	}
	message := fmt.Sprintf("this page reads at grade %.1f; readers in distress need %d or less", grade, maxGrade)
	if language(p.Page) == "es" {
		message = fmt.Sprintf("this page has a reading ease of %.0f; readers in distress need %d or more", max(grade, 0), minEase)
	}
	start, end, help := hardest(p.Page)
	p.Report(start, end, message, help)
}

// Judge says of what Grade returned for p whether it tells anything, and
// whether the page is too hard to read.
func Judge(p *content.Page, grade float64, words int) (tells, hard bool) {
	switch lang := language(p); {
	case words < fewWords:
		return false, false
	case lang == "en":
		return true, grade > maxGrade
	case lang == "es":
		return true, grade < minEase
	}
	return false, false
}

// language returns the page's language without its region.
func language(p *content.Page) string {
	base, _, _ := strings.Cut(strings.ToLower(p.Lang), "-")
	return base
}

// Grade returns how hard the prose of p is to read, and how many words that is
// told from: the school grade in English, the ease from 0 to 100 in Spanish, 0
// in other languages.
func Grade(p *content.Page) (grade float64, words int) {
	c := newCounter(p)
	defer c.close()
	for i := range p.Body.Blocks {
		if isRead(p.Body.Blocks[i].Kind) {
			c.text = p.Body.AppendText(c.text[:0], i)
			c.add(c.text)
		}
	}
	return formula(c.sentences, c.words, c.syllables, language(p)), c.words
}

// isRead reports whether blocks of a kind count as prose.
func isRead(k markdown.BlockKind) bool { return k == markdown.Paragraph || k == markdown.Item }

// formula returns the grade or ease of so many sentences, words and syllables.
func formula(sentences, words, syllables int, lang string) float64 {
	if words == 0 {
		return 0
	}
	perSentence, perWord := float64(words)/float64(sentences), float64(syllables)/float64(words)
	switch lang {
	case "en":
		return 0.39*perSentence + 11.8*perWord - 15.59
	case "es":
		return 206.84 - 60*perWord - 1.02*perSentence
	}
	return 0
}

// knownWords are those of the title, and of the terms that the page explains.
func knownWords(p *content.Page) map[string]bool {
	known := map[string]bool{}
	text := p.Title
	for _, t := range p.Body.Terms {
		text += " " + t.Term
	}
	for w := range wordsIn(text) {
		known[w] = true
	}
	return known
}

// hardest returns the place of the sentence without which the page would be easiest,
// the surest place to begin, and says what is hard about it.
func hardest(p *content.Page) (start, end int, help string) {
	c, lang := newCounter(p), language(p)
	defer c.close()
	type one struct {
		sentence
		reading
	}
	var all []one
	for s := range prose(p.Body) {
		before := c.reading
		c.add([]byte(s.text))
		all = append(all, one{s, reading{c.sentences - before.sentences, c.words - before.words, c.syllables - before.syllables}})
	}
	if len(all) == 0 {
		return 0, 0, ""
	}
	without := func(s one) float64 {
		grade := formula(max(c.sentences-s.sentences, 1), c.words-s.words, c.syllables-s.syllables, lang)
		if lang == "es" {
			return -grade // there more is easier
		}
		return grade
	}
	hard := slices.MinFunc(all, func(a, b one) int { return cmp.Compare(without(a), without(b)) })
	start = p.Body.Source(hard.block, hard.at)
	end = max(start, p.Body.Source(hard.block, hard.at+len(hard.text)-1)+1)
	if long := c.longWords(hard.text); long != "" && hard.isOfLongWords(lang) {
		return start, end, "long words make it hard, most of all in this sentence: " + long + "; say it in shorter ones"
	}
	return start, end, fmt.Sprintf("long sentences make it hard, most of all this one, which has %d words: make two or more out of it", hard.words)
}

// isOfLongWords reports whether a sentence is hard to read for its words rather than
// for how many it has: which of the two is further from what a readable page has, by
// what the formula makes of it.
func (r reading) isOfLongWords(lang string) bool {
	const length = 15 // words a sentence
	perWord := float64(r.syllables) / float64(max(r.words, 1))
	if lang == "es" {
		return 60*(perWord-2.0) > 1.02*float64(r.words-length)
	}
	return 11.8*(perWord-1.5) > 0.39*float64(r.words-length)
}

// longWords returns up to three words of text with three syllables or more, those with
// most first.
func (c *counter) longWords(text string) string {
	var words []string
	count := map[string]int{}
	for w := range wordsIn(text) {
		if n := c.heard.syllables(w); n > 2 && !c.known[w] && count[w] == 0 {
			count[w] = n
			words = append(words, w)
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return count[b] - count[a] })
	return strings.Join(words[:min(len(words), 3)], ", ")
}

// A sentence is a part of a block's text that has words.
type sentence struct {
	text  string
	block int // the number of the block
	at    int // in its text
}

// prose returns the sentences of a document's paragraphs and list items.
func prose(d *markdown.Document) iter.Seq[sentence] {
	return func(yield func(sentence) bool) {
		for i := range d.Blocks {
			if !isRead(d.Blocks[i].Kind) {
				continue
			}
			text := d.Text(i)
			for part := range sentencesIn(text) {
				if !yield(sentence{text[part.from:part.to], i, part.from}) {
					return
				}
			}
		}
	}
}

// sentencesIn returns the parts of text that are sentences, those that have words.
func sentencesIn(text string) iter.Seq[span] {
	return func(yield func(span) bool) {
		for from := 0; from < len(text); {
			to := endOfSentence(text, from)
			part := strings.TrimLeftFunc(text[from:to], unicode.IsSpace)
			if hasWords(part) && !yield(span{to - len(part), to}) {
				return
			}
			from = to
		}
	}
}

// endOfSentence returns where the sentence ends that begins at from: after a mark
// that ends one and stands before a space. After a full stop the next word must
// not begin with a small letter, so that "p.m. on" is one.
func endOfSentence(text string, from int) int {
	for i, r := range text[from:] {
		if r != '.' && r != '?' && r != '!' && r != ':' && r != '…' {
			continue
		}
		if rest, ends := afterMark([]byte(text[from+i+utf8.RuneLen(r):]), r); ends {
			return len(text) - len(rest)
		}
	}
	return len(text)
}

// afterMark returns what stands after a mark and the signs that close what it
// closes, and whether a sentence ends there.
func afterMark(after []byte, mark rune) (rest []byte, ends bool) {
	rest = after
	if len(after) > 0 && (after[0] >= utf8.RuneSelf || strings.IndexByte(`"')]`, after[0]) >= 0) { // mostly a space
		rest = bytes.TrimLeft(after, `”’"')]»`)
	}
	next := bytes.TrimLeftFunc(rest, unicode.IsSpace)
	first, _ := utf8.DecodeRune(next)
	return rest, len(next) < len(rest) && !(mark == '.' && unicode.IsLower(first))
}

// wordsIn returns the words of text in small letters. A number is a word.
func wordsIn(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		from := -1 // where the word begins that goes on
		for i, r := range text {
			switch in := inWord(r); {
			case in && from < 0:
				from = i
			case !in && from >= 0:
				if !yield(strings.ToLower(text[from:i])) {
					return
				}
				from = -1
			}
		}
		if from >= 0 {
			yield(strings.ToLower(text[from:]))
		}
	}
}

func hasWords(text string) bool { return strings.IndexFunc(text, inWord) >= 0 }

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '\''
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '’'
}
