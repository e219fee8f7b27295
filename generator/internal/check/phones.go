package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"iopguide/generator/internal/site"
)

// Shapes are put together from these: what may part the groups of a number, a
// short number, and the words after which one is to be called.
const (
	gap   = `[-. \x{A0}\x{2009}\x{202F}\x{2010}-\x{2013}]`
	short = `(\d{5,6}|\d{3}-\d{3,4}|\d{3})`
	calls = `(?i:\b(?:call|dial|phone|ring|text|llam[ae]|llamar|mar(?:que|ca|car))(?:\s+(?:to|at|al?))?\s+)`
	sends = `(?i:\b(?:text|send|env[ií][ea]|enviar|mand[ae]|escrib[ae])(?:\s+[^\s.]+){1,4}\s+(?:to|al?)\s+)`
)

// A numberShape finds numbers of one sort in plain text. Where find has a group, that
// is the number. Texts with fewer digits than every such number has, or without the
// sign, need no closer look: a regular expression takes long to find nothing.
type numberShape struct {
	digits int
	sign   string
	find   finder
}

// longNumbers and shortNumbers are the shapes of numbers to call. One that an earlier
// shape has found is not looked at again.
var (
	longNumbers = []numberShape{
		// North America: 1-800-662-4357, (800) 662-4357, 8006624357
		{10, "", finds(`(?:\+?1` + gap + `{0,2})?(?:\([2-9]\d{2}\)` + gap + `{0,2}|[2-9]\d{2}` + gap + `)` +
			`\d{3}` + gap + `?\d{4}`)},
		{10, "", finds(`(?:\+?1)?[2-9]\d{2}[2-9]\d{6}`)},
		// spelled out: 1-800-662-HELP
		{3, "-", finds(`(?:1-)?8(?:00|33|44|55|66|77|88)-(?:[A-Z\d]-?){6,8}[A-Z\d]`)},
		// with a country's code, or with the 0 that numbers begin with in many
		{1, "+", finds(`\+\d(?:` + gap + `?[\d()]){6,16}`)},
		{9, "0", finds(`0\d{2,4}` + gap + `\d{3,4}` + gap + `\d{3,4}`)},
	}
	shortNumbers = []numberShape{
		// emergency and crisis lines, whatever stands around them
		{3, "", finds(`911|988|9-1-1|9-8-8|741-?741|838255|116 ?123`)},
		// those that may also be ordinary numbers, such as 112 and 999
		{3, "", finds(calls + short)},
		{5, "", finds(sends + `(\d{5,6}|\d{3}-\d{3})`)},
		{3, "", finds(`(?i:emergency number|número de emergencias?)\s+(?:is\s+|es\s+)?(\d{3})`)},
	}
)

// another finds one more number beside one: 112 or 999.
var another = finds(`^(?:,? or| [ou]) (\d{3})`)

// counted finds, after a short number, that it counts something.
var counted = finds(`^[\s\x{A0}](?:people|persons|adults|children|kids|teens|students|patients|participants|` +
	`members|families|veterans|men|women|others|users|callers|counselors|centers|hours|days|weeks|months|years|minutes|times|` +
	`dollars|percent|million|programs|clinics|places|of|personas|adultos|niños|jóvenes|pacientes|participantes|familias|` +
	`hombres|mujeres|horas|días|semanas|meses|años|minutos|veces|dólares|por ciento|programas|clínicas)\b`)

// A span is a part of a text.
type span struct{ from, to int }

// numbersIn returns the numbers to call that stand in plain text.
func numbersIn(text string) []span {
	if !mayHold(text) {
		return nil
	}
	var found []span
	digits := digitsIn(text)
	find := func(shapes []numberShape, ok func(span) bool) {
		for _, shape := range shapes {
			if digits < shape.digits || !strings.Contains(text, shape.sign) {
				continue
			}
			for _, m := range shape.find().FindAllStringSubmatchIndex(text, -1) {
				if s := (span{m[len(m)-2], m[len(m)-1]}); ok(s) {
					found = insert(found, s)
				}
			}
		}
	}
	alone := func(s span) bool { return stands(text, s) }
	code := func(s span) bool { return stands(text, s) && !counted().MatchString(text[s.to:]) }
	find(longNumbers, alone)
	find(shortNumbers, code)
	for _, s := range found {
		if m := another().FindStringSubmatchIndex(text[s.to:]); m != nil {
			if next := (span{s.to + m[2], s.to + m[3]}); code(next) {
				found = insert(found, next)
			}
		}
	}
	slices.SortFunc(found, func(a, b span) int { return a.from - b.from })
	return found
}

// mayHold reports whether text has what every number to call has: three digits
// in a row, or one on each side of a hyphen, as 9-1-1. Most texts have not, and
// need no closer look.
func mayHold[T string | []byte](text T) bool {
	run := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			if run++; run == 3 {
				return true
			}
		case c == '-' && run > 0 && i+1 < len(text) && text[i+1] >= '0' && text[i+1] <= '9':
			return true
		default:
			run = 0
		}
	}
	return false
}

// digitsIn returns how many of 0 to 9 stand in text.
func digitsIn(text string) int {
	n := 0
	for i := range len(text) {
		if text[i] >= '0' && text[i] <= '9' {
			n++
		}
	}
	return n
}

// insert adds s to found, unless it overlaps one of them.
func insert(found []span, s span) []span {
	if slices.ContainsFunc(found, func(o span) bool { return s.from < o.to && o.from < s.to }) {
		return found
	}
	return append(found, s)
}

// stands reports whether s stands for itself: is no part of a word, a longer
// number, a price or a decimal.
func stands(text string, s span) bool {
	before, size := utf8.DecodeLastRuneInString(text[:s.from])
	first, _ := utf8.DecodeLastRuneInString(text[:s.from-size])
	after, size := utf8.DecodeRuneInString(text[s.to:])
	next, _ := utf8.DecodeRuneInString(text[s.to+size:])
	return !joins(before, first) && !joins(after, next) && after != '%'
}

// joins reports whether a character beside a number makes it part of something
// else; far is the one beyond it.
func joins(near, far rune) bool {
	if unicode.IsLetter(near) || unicode.IsDigit(near) || unicode.Is(unicode.Sc, near) {
		return near != utf8.RuneError
	}
	return strings.ContainsRune(".,:/-–", near) && unicode.IsDigit(far)
}

// dialed returns what a phone would dial for a number as it is written, without
// the 1 that North America's long numbers may begin with. Letters stand for the
// digits on their keys.
func dialed(number string) string {
	d := strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return rune("22233344455566677778889999"[r-'A'])
		case r >= '0' && r <= '9', r == '+':
			return r
		}
		return -1
	}, strings.ReplaceAll(number, "(0)", ""))
	if ten, ok := strings.CutPrefix(strings.TrimPrefix(d, "+"), "1"); ok && len(ten) >= 10 {
		return ten[:10]
	}
	return d
}

// callable reports whether number, written for people of region, has as many digits
// as numbers have there: those of a telephone, or few, as 988 and 741741 have.
func callable(number, region string) bool {
	if !site.IsRegion(region) {
		return true
	}
	if _, ok := site.ReadPhone(number, region); ok {
		return true
	}
	digits := dialed(number)
	if n := len(digits); n <= shortNumber {
		return n == 3 || n >= 5 || n > 1 && !americas(region)
	}
	_, ok := site.ReadPhone(digits, region) // words may have more letters than are dialed
	return ok && strings.ContainsFunc(number, unicode.IsUpper)
}

// americas reports whether numbers have the form that those of the United States have.
func americas(region string) bool { return region == "US" || region == "CA" }

// reachedBy reports whether number reaches c: by a call, by a text, or, with
// neither, in any way.
func reachedBy(c *site.Contact, number, scheme string) bool {
	known := map[string][]string{"tel": {c.Call, c.TTY}, "sms": {c.Text}, "": {c.Call, c.TTY, c.Text}}[scheme]
	return slices.ContainsFunc(known, func(k string) bool { return k != "" && dialed(k) == number })
}
