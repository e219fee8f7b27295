package check

import (
	"fmt"
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
	message := ""
	switch lang := language(p.Page); {
	case words < fewWords:
	case lang == "en" && grade > maxGrade:
		message = fmt.Sprintf("this page reads at grade %.1f; readers in distress need %d or less", grade, maxGrade)
	case lang == "es" && grade < minEase:
		message = fmt.Sprintf("this page has a reading ease of %.0f; readers in distress need %d or more", max(grade, 0), minEase)
	}
	if message != "" {
		start, end, help := longest(p.Page)
		p.Report(start, end, message, help)
	}
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
	known, lang := knownWords(p), language(p)
	counts := map[string]int{}
	sentences, syllables := 0, 0
	for _, s := range prose(p.Body) {
		sentences++
		for _, w := range wordsIn(s.text) {
			n, ok := counts[w]
			if !ok {
				if n = syllablesIn(w, lang); known[w] {
					n = min(n, 2)
				}
				counts[w] = n
			}
			words++
			syllables += n
		}
	}
	return formula(sentences, words, syllables, lang), words
}

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
	for _, w := range wordsIn(text) {
		known[w] = true
	}
	return known
}

// longest returns the place of the longest sentence, the surest place to begin,
// and says so.
func longest(p *content.Page) (start, end int, help string) {
	var long sentence
	most := 0
	for _, s := range prose(p.Body) {
		if n := len(wordsIn(s.text)); n > most {
			long, most = s, n
		}
	}
	start, end = long.block.Source(long.at), long.block.Source(long.at+len(long.text)-1)+1
	text := long.text
	if words := strings.Fields(text); len(words) > 6 {
		text = strings.Join(words[:6], " ") + " …"
	}
	return start, max(start, end),
		fmt.Sprintf("shorter sentences and words help; the longest sentence, here, has %d words: “%s”", most, text)
}

// A sentence is a part of a block's text that has words.
type sentence struct {
	text  string
	block *markdown.Block
	at    int // in the block's text
}

// prose returns the sentences of a document's paragraphs and list items.
func prose(d *markdown.Document) []sentence {
	var all []sentence
	for i := range d.Blocks {
		b := &d.Blocks[i]
		if b.Kind != markdown.Paragraph && b.Kind != markdown.Item {
			continue
		}
		from := 0
		for _, to := range append(ends(b.Text), len(b.Text)) {
			text := strings.TrimLeftFunc(b.Text[from:to], unicode.IsSpace)
			if len(wordsIn(text)) > 0 {
				all = append(all, sentence{text, b, to - len(text)})
			}
			from = to
		}
	}
	return all
}

// ends returns where the sentences of text end: after a mark that ends one and
// stands before a space. After a full stop the next word must not begin with a
// small letter, so that "p.m. on" is one.
func ends(text string) []int {
	var all []int
	for i, r := range text {
		if !strings.ContainsRune(".?!:…", r) {
			continue
		}
		end := i + utf8.RuneLen(r)
		rest := strings.TrimLeft(text[end:], `”’"')]»`)
		end = len(text) - len(rest)
		next := strings.TrimLeftFunc(rest, unicode.IsSpace)
		first, _ := utf8.DecodeRuneInString(next)
		if next != rest && !(r == '.' && unicode.IsLower(first)) {
			all = append(all, end)
		}
	}
	return all
}

// wordsIn returns the words of text in small letters. A number is a word.
func wordsIn(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’'
	})
}
