package check

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var personFirst = &Rule{Name: "person-first", Severity: diag.Warning, Page: checkNames,
	Doc: `Reports words that blame people for an illness, such as "addicts" and "committed suicide", and says
what to write in their place. Readers who are called so turn away. Words in quotation marks, and the answers of
a self-check, are those of other people and stay, as do the names of groups, such as Sex Addicts Anonymous.`}

// A slur is words that blame, and what to do about them.
type slur struct {
	stems string // one of them, which are separated by |, is in every text that find finds: few have one
	find  finder
	help  string
}

var slurs = map[string][]slur{
	"en": {
		{"mmit", anyOf(`\bcommit(?:s|ted|ting)? suicide\b`), "write “died by suicide”, or “tried to end their life”"},
		{"uicid", anyOf(`\b(?:successful|completed|failed|unsuccessful) suicides?(?: attempts?)?\b`), "write “death by suicide”, or “suicide attempt”"},
		{"ddict", anyOf(`\b(?:drug |substance |opioid |heroin )?addicts?\b`), "write “people with an addiction”"},
		{"unki", anyOf(`\bjunkies?\b`), "write “people who use drugs”"},
		{"buser", anyOf(`\b(?:substance|drug|alcohol) abusers?\b`), "write “people with a substance use disorder”"},
		{"y drug|y urine", anyOf(`\bdirty (?:urines?|drug (?:tests?|screens?)|urine (?:tests?|screens?))\b`), "say that the test is “positive”"},
	},
	"es": {
		{"mete|meti", anyOf(`\bcomet(?:e|en|er|ió|ieron|ido|iendo) suicidio\b`), "write «murió por suicidio», o «intentó quitarse la vida»"},
		{"uicid", anyOf(`\bsuicidios? (?:consumado|exitoso|fallido|frustrado)s?\b`), "write «muerte por suicidio», o «intento de suicidio»"},
		{"dict", anyOf(`\b(?:drogadict[oa]s?|(?:un|una|el|la|los|las) adict[oa]s?)\b`), "write «personas con una adicción»"},
	},
}

// may reports whether text is worth a closer look.
func (s *slur) may(text []byte) bool {
	for stem := range strings.SplitSeq(s.stems, "|") {
		if bytes.Contains(text, []byte(stem)) {
			return true
		}
	}
	return false
}

// stems are those of all slurs, by their first byte, which is a rare one: one walk through
// a file, which mostly has none, costs less than one for each.
var stems = func() (by [256][]string) {
	for _, names := range slurs {
		for _, s := range names {
			for stem := range strings.SplitSeq(s.stems, "|") {
				by[stem[0]] = append(by[stem[0]], stem)
			}
		}
	}
	return by
}()

// mayBlame reports whether text has the stem of a slur.
func mayBlame(text []byte) bool {
	for i, c := range text {
		for _, stem := range stems[c] {
			if rest := text[i:]; len(rest) >= len(stem) && rest[1] == stem[1] && string(rest[:len(stem)]) == stem {
				return true
			}
		}
	}
	return false
}

func checkNames(p *Pass) {
	names := slurs[language(p.Page)]
	eachDocument(p.Page, p.View.Targets, func(d *markdown.Document, _ *site.Targets) {
		if len(names) == 0 || !mayBlame(d.File.Data) {
			return
		}
		for i := range names {
			if names[i].may(d.File.Data) {
				p.names(d, &names[i])
			}
		}
	})
}

// names reports a slur in the prose of d.
func (p *Pass) names(d *markdown.Document, s *slur) {
	for i := range d.Blocks {
		if kind := d.Blocks[i].Kind; p.Page.Tree != nil && (kind == markdown.Item || kind == markdown.Cell) {
			continue
		}
		text := d.Text(i)
		if !s.may([]byte(text)) {
			continue
		}
		for _, m := range s.find().FindAllStringIndex(text, -1) {
			start := d.Source(i, m[0])
			if isQuoted(text, m[0]) || isGroup(text[m[0]:m[1]], text[m[1]:]) || p.isVerdict(text, m) ||
				meant(d.File.Data, int(d.Blocks[i].Start), start) {
				continue
			}
			p.ReportIn(d.File, start, d.Source(i, m[1]-1)+1, "“"+text[m[0]:m[1]]+"” blames people for an illness", s.help)
		}
	}
}

// isVerdict reports whether m of text is a part of what sounds like a diagnosis, which
// is told in a self-check: "you are an addict".
func (p *Pass) isVerdict(text string, m []int) bool {
	return p.Page.Tree != nil && slices.ContainsFunc(verdicts[language(p.Page)]().FindAllStringIndex(text, -1), func(v []int) bool {
		return v[0] <= m[0] && m[1] <= v[1]
	})
}

// isGroup reports whether words and what stands after them are in the name of a group,
// such as Food Addicts in Recovery Anonymous.
func isGroup(words, after string) bool {
	last, _ := utf8.DecodeRuneInString(words[strings.LastIndexByte(words, ' ')+1:])
	return unicode.IsUpper(last) && anonymous().MatchString(after)
}

// anonymous finds the rest of such a name.
var anonymous = finds(`^(?: (?:in|en|a|de|la|\p{Lu}\pL*)){0,4} An(?:onymous|ónim[ao]s)`)

// isQuoted reports whether the place in text stands in quotation marks.
func isQuoted(text string, at int) bool {
	before := text[:at]
	return strings.LastIndex(before, "“") > strings.LastIndex(before, "”") ||
		strings.LastIndex(before, "«") > strings.LastIndex(before, "»")
}
