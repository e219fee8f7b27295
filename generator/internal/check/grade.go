package check

import (
	"fmt"
	"strings"
	"unicode"

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
is a group of vowels, a silent e apart. Words of the title, and glossary terms that the page explains, count
as two syllables at most: the reader must meet them.`}

func checkGrade(p *Pass) {
	switch grade, words := Grade(p.Page); {
	case words < fewWords:
	case p.Page.Lang == "en" && grade > maxGrade:
		p.Report(0, 0, fmt.Sprintf("this page reads at grade %.1f; readers in distress need 8 or less", grade),
			longest(p.Page))
	case p.Page.Lang == "es" && grade < minEase:
		p.Report(0, 0, fmt.Sprintf("this page has a reading ease of %.0f; readers in distress need 70 or more", grade),
			longest(p.Page))
	}
}

// Grade returns how hard the prose of p is to read, and how many words that is
// told from: the school grade in English, the ease from 0 to 100 in Spanish, 0
// in other languages.
func Grade(p *content.Page) (grade float64, words int) {
	known := map[string]bool{}
	for _, w := range wordsIn(p.Title) {
		known[w] = true
	}
	for _, t := range p.Body.Terms {
		for _, w := range wordsIn(t.Term) {
			known[w] = true
		}
	}
	sentences, syllables := 0, 0
	for _, s := range prose(p.Body) {
		sentences++
		for _, w := range wordsIn(s) {
			n := syllablesIn(w, p.Lang)
			if known[w] {
				n = min(n, 2)
			}
			words++
			syllables += n
		}
	}
	if words == 0 {
		return 0, 0
	}
	perSentence, perWord := float64(words)/float64(sentences), float64(syllables)/float64(words)
	switch p.Lang {
	case "en":
		return 0.39*perSentence + 11.8*perWord - 15.59, words
	case "es":
		return 206.84 - 60*perWord - 1.02*perSentence, words
	}
	return 0, words
}

// longest names the longest sentence, the surest place to begin.
func longest(p *content.Page) string {
	text, most := "", 0
	for _, s := range prose(p.Body) {
		if n := len(wordsIn(s)); n > most {
			text, most = s, n
		}
	}
	if start := strings.Fields(text); len(start) > 6 {
		text = strings.Join(start[:6], " ") + " …"
	}
	return fmt.Sprintf("shorter sentences and words help; the longest sentence has %d words: “%s”", most, text)
}

// prose returns the sentences of a document's paragraphs and list items.
func prose(d *markdown.Document) []string {
	var all []string
	for _, b := range d.Blocks {
		if b.Kind == markdown.Paragraph || b.Kind == markdown.Item {
			all = append(all, sentences(b.Text)...)
		}
	}
	return all
}

// sentences breaks text after marks that end a sentence and stand before a
// space; after a full stop the next word must not begin with a small letter, so
// that "p.m. on" does not.
func sentences(text string) []string {
	var all []string
	runes := []rune(text)
	start := 0
	for i, r := range runes {
		if !strings.ContainsRune(".?!:…", r) || i+1 < len(runes) && !unicode.IsSpace(runes[i+1]) {
			continue
		}
		if next := i + 2; r == '.' && next < len(runes) && unicode.IsLower(runes[next]) {
			continue
		}
		all = appendSentence(all, string(runes[start:i+1]))
		start = i + 1
	}
	return appendSentence(all, string(runes[start:]))
}

func appendSentence(all []string, s string) []string {
	if len(wordsIn(s)) == 0 {
		return all
	}
	return append(all, strings.TrimSpace(s))
}

// wordsIn returns the words of text in small letters. A number is a word.
func wordsIn(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’'
	})
}

func syllablesIn(word, lang string) int {
	if lang == "es" {
		return spanishSyllables(word)
	}
	return englishSyllables(word)
}

// englishSyllables counts groups of vowels. An e at the end is silent, also in
// -es and -ed, but not in -le after a consonant.
func englishSyllables(word string) int {
	w := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, word)
	if len(w) <= 3 {
		return 1
	}
	vowel := func(i int) bool { return i >= 0 && i < len(w) && strings.IndexByte("aeiouy", w[i]) >= 0 }
	n := 0
	for i := range len(w) {
		if vowel(i) && !vowel(i-1) {
			n++
		}
	}
	last := len(w) - 1
	switch {
	case w[last] == 'e' && !vowel(last-1) && !(w[last-1] == 'l' && !vowel(last-2)):
		n--
	case strings.HasSuffix(w, "ed") && !vowel(last-2) && w[last-2] != 't' && w[last-2] != 'd':
		n--
	case strings.HasSuffix(w, "es") && !vowel(last-2) && !strings.ContainsRune("scxzgh", rune(w[last-2])):
		n--
	}
	return max(n, 1)
}

// spanishSyllables counts vowels; a weak one (i, u, without accent) beside
// another is part of its syllable.
func spanishSyllables(word string) int {
	n := 0
	before := rune(0)
	for _, r := range word {
		strong, weak := strings.ContainsRune("aeoáéóíú", r), strings.ContainsRune("iuüy", r)
		joined := before == 's' && weak || before == 'w'
		if (strong || weak) && !joined {
			n++
		}
		switch {
		case strong && before == 'w':
			before = 's'
		case strong:
			before = 's'
		case weak:
			before = 'w'
		default:
			before = 0
		}
	}
	return max(n, 1)
}
