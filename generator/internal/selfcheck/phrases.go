package selfcheck

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A Wording is how the section for reviewers is written in one language. All
// of it can be printed: nothing else is understood.
type Wording struct {
	Language  string     // its name in English
	Section   string     // the heading of the section
	Sentences []Sentence // of the rules
	Ranges    []string   // how bands of points are written, with examples
	Heads     [3]string  // of the columns of the table of cases

	forms  []form
	ranges []*regexp.Regexp // one number, from one to another, one or more
}

// A Sentence is one form that a rule can have.
type Sentence struct {
	Kind RuleKind
	Text string // with example links and answers, as Markdown
}

// A form is a Sentence as it is recognised.
type form struct {
	Sentence
	next    bool
	pattern *regexp.Regexp // of a sentence's shape
	opening string         // how the shape begins
	words   []string       // of the shape, with one mark for each gap
}

// A phrase is the pattern of a sentence, with gaps: {question} and {target} are
// a link, {targets} and {except} links, {answers} bold words, {number} a number.
type phrase struct {
	kind RuleKind
	next bool
	text string
}

// A language is what a Wording is made from.
type language struct {
	name, section, or string
	phrases           []phrase
	examples          map[string]string
	to, more          string // of ranges, as patterns
	ranges            []string
	heads             [3]string
}

var languages = map[string]language{
	"en": {
		name: "English", section: "Checks", or: "or",
		phrases: []phrase{
			{AskedFirst, false, "Everyone is asked {question} first"},
			{AskedBefore, false, "Everyone is asked {question} before {target}"},
			{AskedBefore, false, "Everyone is asked {question} before any result"},
			{AskedBefore, false, "Everyone is asked {question} before any result except {except}"},
			{Gets, false, "Anyone who answers {answers} to {question} gets {targets}"},
			{Gets, true, "Anyone who answers {answers} to {question} gets {targets} next"},
			{Never, false, "Nobody who answers {answers} to {question} gets {targets}"},
			{OnlyFor, false, "{target} is only for people who answered {answers} to {question}"},
			{Longest, false, "Nobody answers more than {number} questions?"},
		},
		examples: map[string]string{"{answers}": "**Yes** or **I am not sure**", "{number}": "12",
			"{question}": "[Question](#question)", "{target}": "[Result](#result)",
			"{targets}": "[Result](#result)", "{except}": "[Result](#result)"},
		to: "to", more: "or more",
		ranges: []string{"7", "0 to 3", "0–3", "10 or more"},
		heads:  [3]string{"Someone who", "Answers", "Gets"},
	},
	"es": {
		name: "Spanish", section: "Comprobaciones", or: "o|u",
		phrases: []phrase{
			{AskedFirst, false, "A todo el mundo se le pregunta {question} primero"},
			{AskedBefore, false, "A todo el mundo se le pregunta {question} antes de {target}"},
			{AskedBefore, false, "A todo el mundo se le pregunta {question} antes de cualquier resultado"},
			{AskedBefore, false, "A todo el mundo se le pregunta {question} antes de cualquier resultado excepto {except}"},
			{Gets, false, "Quien responde {answers} a {question} recibe {targets}"},
			{Gets, true, "Quien responde {answers} a {question} recibe {targets} a continuación"},
			{Never, false, "Nadie que responda {answers} a {question} recibe {targets}"},
			{OnlyFor, false, "{target} es solo para quienes respondieron {answers} a {question}"},
			{Longest, false, "Nadie responde más de {number} preguntas?"},
		},
		examples: map[string]string{"{answers}": "**Sí** o **No estoy seguro**", "{number}": "12",
			"{question}": "[Pregunta](#pregunta)", "{target}": "[Resultado](#resultado)",
			"{targets}": "[Resultado](#resultado)", "{except}": "[Resultado](#resultado)"},
		to: "a", more: "o mas",
		ranges: []string{"7", "0 a 3", "0–3", "10 o más"},
		heads:  [3]string{"Alguien que", "Respuestas", "Recibe"},
	},
}

// languageOrder is the order in which languages are tried.
var languageOrder = []string{"en", "es"}

// wordings are made when they are first asked for: most sites have no self-check.
var wordings = sync.OnceValue(func() map[string]*Wording {
	made := map[string]*Wording{}
	for code, l := range languages {
		made[code] = l.wording()
	}
	return made
})

// Phrases returns the wording of a language, which may have a region. One that
// has none of its own has the English.
func Phrases(lang string) *Wording { return wordings()[codeOf(lang)] }

// Section returns the heading of the section for reviewers, likewise.
func Section(lang string) string { return languages[codeOf(lang)].section }

func codeOf(lang string) string {
	code, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if _, known := languages[code]; known {
		return code
	}
	return "en"
}

func (l language) wording() *Wording {
	w := &Wording{Language: l.name, Section: l.section, Heads: l.heads, Ranges: l.ranges}
	for _, p := range l.phrases {
		f := l.form(p)
		w.Sentences, w.forms = append(w.Sentences, f.Sentence), append(w.forms, f)
	}
	for _, part := range []string{"", `(?: ` + l.to + ` | ?[-–—] ?)(\d{1,6})`, ` ` + l.more} {
		w.ranges = append(w.ranges, regexp.MustCompile(`^(\d{1,6})`+part+`$`))
	}
	return w
}

// The shape of a sentence has these for a link and for bold words.
const (
	linkMark = "\x01"
	boldMark = "\x02"
)

var gap = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{[a-z]+\}`) })

func (l language) form(p phrase) form {
	either := `(?:,? (?:` + l.or + `)|,) `
	several := func(mark string) string { return mark + `(?:` + either + mark + `)*` }
	parts := map[string]string{"question": linkMark, "target": linkMark, "targets": several(linkMark),
		"except": several(linkMark), "answers": several(boldMark), "number": `\d{1,6}`}
	pattern := gap().ReplaceAllStringFunc(fold(p.text), func(s string) string {
		name := strings.Trim(s, "{}")
		return `(?P<` + name + `>` + parts[name] + `)`
	})
	text := gap().ReplaceAllStringFunc(p.text, func(s string) string { return l.examples[s] })
	return form{
		Sentence: Sentence{p.kind, strings.ReplaceAll(text, "?", "") + "."},
		next:     p.next,
		pattern:  regexp.MustCompile(`^` + pattern + `(?P<rest>.*)$`),
		opening:  opening(fold(p.text)),
		words:    strings.Fields(markedGaps(fold(p.text))),
	}
}

// A part is what a gap of a form stands for: links or bold words of the
// sentence, by their numbers. Of a number, from is the number itself.
type part struct{ from, to int }

// match returns the form that a sentence of this shape has, or nil, and what
// its gaps stand for. It tells whether more words follow.
func (w *Wording) match(shape string) (f *form, parts map[string]part, more bool) {
	for i := range w.forms {
		g := &w.forms[i]
		m := g.pattern.FindStringSubmatchIndex(shape)
		if m == nil {
			continue
		}
		rest := strings.TrimSpace(shape[m[len(m)-2]:])
		switch {
		case rest == "" || rest == ".":
			return g, g.parts(shape, m), false
		case strings.ContainsAny(rest[:1], ".:;,("):
			f, more = g, true
		}
	}
	return f, nil, more
}

func (f *form) parts(shape string, m []int) map[string]part {
	parts := map[string]part{}
	for i, name := range f.pattern.SubexpNames() {
		if name == "" || name == "rest" {
			continue
		}
		before, text := shape[:m[2*i]], shape[m[2*i]:m[2*i+1]]
		mark := linkMark
		switch name {
		case "number":
			n, _ := strconv.Atoi(text)
			parts[name] = part{n, n}
			continue
		case "answers":
			mark = boldMark
		}
		first := strings.Count(before, mark)
		parts[name] = part{first, first + strings.Count(text, mark)}
	}
	return parts
}

// nearest returns the sentence that shares most words with a shape.
func (w *Wording) nearest(shape string) string {
	got, best, most := strings.Fields(strings.TrimSuffix(shape, ".")), w.forms[0].Text, 0.0
	for _, f := range w.forms {
		left, shared := slices.Clone(f.words), 0
		for _, word := range got {
			if i := slices.Index(left, word); i >= 0 {
				left, shared = slices.Delete(left, i, i+1), shared+1
			}
		}
		if score := float64(shared) / float64(len(got)+len(f.words)); score > most {
			best, most = f.Text, score
		}
	}
	return best
}

// markedGaps puts marks into the gaps of a phrase.
func markedGaps(text string) string {
	return gap().ReplaceAllStringFunc(text, func(s string) string {
		if s == "{answers}" {
			return boldMark
		}
		return linkMark
	})
}

// opening is what a sentence begins with, up to what differs: but something
// that is always the same.
func opening(text string) string {
	first := gap().FindStringIndex(text)
	if first[0] > 0 {
		return text[:first[0]]
	}
	rest := text[first[1]:]
	return linkMark + rest[:gap().FindStringIndex(rest)[0]]
}

// isChecks reports whether heading is that of the section for reviewers.
func isChecks(lang, heading string) bool { return fold(heading) == fold(Section(lang)) }

// parseRange reads the label of a band of points, such as "0 to 3".
func parseRange(lang, label string) (low, high int, ok bool) {
	for i, pattern := range Phrases(lang).ranges {
		m := pattern.FindStringSubmatch(fold(label))
		if m == nil {
			continue
		}
		low, _ = strconv.Atoi(m[1])
		switch i {
		case 0:
			high = low
		case 1:
			high, _ = strconv.Atoi(m[2])
		default:
			high = Unlimited
		}
		return low, high, low <= high
	}
	return 0, 0, false
}

// accents are what writers leave out, or write as signs of their own.
var accents = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u",
	"\u0301", "", "\u0308", "", linkMark, " ", boldMark, " ", "\u00a0", " ")

// soften returns s without the capitals and accents that do not count in a
// fixed phrase.
func soften(s string) string { return accents.Replace(strings.ToLower(s)) }

// fold softens s, and leaves one space wherever it has more.
func fold(s string) string { return oneSpace(soften(s)) }

// beginsWith reports whether text begins with known, and where that ends there.
// Capitals, the kind of quotes and dashes, and spaces do not count.
func beginsWith(text, known string) (end int, ok bool) {
	for at := 0; ; {
		want, next := letter(known, at)
		if next == at {
			return end, end > 0
		}
		got, after := letter(text, end)
		if got != want || after == end {
			return 0, false
		}
		at, end = next, after
	}
}

// alike reports whether a and b are the same words, by what counts in
// beginsWith.
func alike(a, b string) bool {
	end, ok := beginsWith(a, b)
	_, next := letter(a, end)
	return ok && next == end
}

// letter returns the first sign of text from at on that counts, and where it
// ends: at itself if there is none.
func letter(text string, at int) (rune, int) {
	for i, r := range text[at:] {
		if unicode.IsSpace(r) {
			continue
		}
		_, size := utf8.DecodeRuneInString(text[at+i:])
		return plainSign(r), at + i + size
	}
	return 0, at
}

func plainSign(r rune) rune {
	switch {
	case strings.ContainsRune("’‘", r):
		return '\''
	case strings.ContainsRune("“”«»", r):
		return '"'
	case strings.ContainsRune("–—", r):
		return '-'
	}
	return unicode.ToLower(r)
}

// oneSpace returns s with one space wherever it has more, and none around it.
func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }
