package check

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var straySigns = &Rule{Name: "stray-signs", Severity: diag.Warning, Page: checkSigns, Each: checkKeys,
	Doc: `Reports signs that were meant to make a link, a heading, a list, a card, a table, bold words, code
or a citation, or that come from another program, and that readers see as they are, since a space or a sign is missing or is one too many.`}

func checkSigns(p *Pass) {
	eachDocument(p.Page, p.View.Targets, func(d *markdown.Document, _ *site.Targets) {
		for i := range d.Blocks {
			if d.Blocks[i].Signs {
				p.signs(d, i)
			}
		}
	})
}

// checkKeys reports a citation without its @.
func checkKeys(s *SitePass, p *content.Page) {
	eachDocument(p, s.Site.View(p).Targets, func(d *markdown.Document, _ *site.Targets) {
		for i := range d.Blocks {
			if d.Blocks[i].Signs {
				s.keys(p, d, i)
			}
		}
	})
}

// keys reports words in square brackets that are the key of a source.
func (s *SitePass) keys(p *content.Page, d *markdown.Document, block int) {
	text := d.Text(block)
	s.bareKeys(p, d, block, text)
	for from := 0; ; {
		start, end := strings.IndexByte(text[from:], '['), 0
		if start >= 0 {
			start += from
			end = strings.IndexByte(text[start:], ']')
		}
		if start < 0 || end < 0 {
			return
		}
		end += start
		from = start + 1
		key := text[from:end]
		at := d.Source(block, start)
		if start > 0 && text[start-1] == ']' {
			continue // it is told of what stands before it, too
		}
		if s.Site.Data.Sources[key] == nil || meant(d.File.Data, int(d.Blocks[block].Start), at) {
			continue
		}
		s.Add(p, diag.Diagnostic{File: d.File, Start: at, End: d.Source(block, end) + 1,
			Message: "this is not read as a citation, and readers see it as it is", Help: "write [@" + key + "]"})
	}
}

// bareKeys reports the key of a source behind an @, without brackets.
func (s *SitePass) bareKeys(p *content.Page, d *markdown.Document, block int, text string) {
	for at := 0; ; {
		n := strings.IndexByte(text[at:], '@')
		if n < 0 {
			return
		}
		at += n + 1
		end := at
		for end < len(text) && (isLetter(text[end]) || text[end] >= '0' && text[end] <= '9' || text[end] == '-') {
			end++
		}
		key := strings.TrimRight(text[at:end], "-")
		if s.Site.Data.Sources[key] == nil || at > 1 && text[at-2] != ' ' {
			continue
		}
		if start := d.Source(block, at-1); !meant(d.File.Data, int(d.Blocks[block].Start), start) {
			s.Add(p, diag.Diagnostic{File: d.File, Start: start, End: d.Source(block, at+len(key)-1) + 1,
				Message: "this is not read as a citation, and readers see it as it is", Help: "write [@" + key + "]"})
		}
	}
}

// signs reports the first sign of a block of d that readers see. The others of
// the same paragraph are mostly of one slip.
func (p *Pass) signs(d *markdown.Document, block int) {
	text := d.Text(block)
	for i := range strays {
		s := &strays[i]
		if !s.may(text) {
			continue
		}
		for _, at := range s.find().FindAllStringIndex(text, -1) {
			at[0] += len(text[at[0]:at[1]]) - len(strings.TrimLeft(text[at[0]:at[1]], " "))
			if s.holds == "*" && noted().MatchString(text[:at[0]]) {
				break // it begins the note that the star before it leads to
			}
			start := d.Source(block, at[0])
			if meant(d.File.Data, int(d.Blocks[block].Start), start) || p.isTold(d.File, start) {
				continue
			}
			help := s.help
			if help == "" {
				help = cardHelp(text[at[0]:at[1]])
			} else if at[0] > 0 && text[at[0]-1:at[0]+1] == "![" {
				help = "write it as ![what it shows](room.jpg): no space between ] and (, and none in the name of the file"
			}
			p.ReportIn(d.File, start, d.Source(block, at[1]-1)+1, s.message, help)
			return
		}
	}
}

// noted finds a star right behind a word.
var noted = finds(`[^ *]\*`)

// isTold reports whether what stands at a place was reported when the file was read.
func (p *Pass) isTold(f *diag.File, at int) bool {
	told := false
	in := func(list diag.List) {
		told = told || slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.File == f && d.Start <= at && at < d.End })
	}
	in(p.Page.Diags)
	eachSlot(p.Page, p.View.Targets, func(_ *diag.File, _ *markdown.Slot, t *site.Target) {
		if t.Included != nil {
			in(t.Included.Fragment.Diags)
		}
	})
	return told
}

// cardHelp says how the card is written that found, such as [WARNING], was to be.
func cardHelp(found string) string {
	kind := strings.ToUpper(strings.Trim(found, "[]! "))
	if !slices.Contains(cardKinds, kind) {
		if kind = diag.Nearest(kind, cardKinds); kind == "" {
			return "there are " + strings.Join(cardKinds, ", ") + ": write one as > [!NOTE], alone in its line, and > before each line below it"
		}
	}
	return "write > [!" + kind + "] alone in its line, with nothing between [ and !, and > before each line below it"
}

// meant reports whether signs are to be seen: they are code, or a backslash stands
// before them. They stand at start, in a paragraph that begins at from.
func meant(source []byte, from, start int) bool {
	return source[start] == '\\' || bytes.Count(source[from:start], []byte("`"))%2 == 1
}

// A stray is a slip that leaves signs in the text.
type stray struct {
	begins, holds string // a text has one of these signs at its beginning, and this in it, if find finds something
	find          finder
	message, help string
}

// may reports whether a text is worth a closer look: few are.
func (s *stray) may(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return strings.Contains(text, s.holds) && (s.begins == "" || strings.ContainsRune(s.begins, first))
}

var strays = []stray{
	{"", "@", finds(`\[@|\(@[a-z0-9-]+\)`), "this is not read as a citation, and readers see it as it is",
		"write one source as [@key], and two as [@key; @other-key]"},
	{"[", "", finds(`^\[! ?[A-Za-z]+\]|^\[(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]`), "this makes no card, and readers see it as it is",
		""}, // which is for cardHelp to say
	{"", "](", finds(`\]\([^()\s]*(\.md|[/#:])[^()]*$`), "this is not read as a link, and readers see its signs",
		"end it with a round bracket: [words](file.md)"},
	{"", "][", finds(`!?\[[^\[\]]+\]\[[^\[\]]*\]`), "no line says where this leads, so it is not read as a link, and readers see its signs",
		"write it as [words](file.md), or add a line such as [name]: file.md"},
	{"", "[", finds(`\[[^\[\]]*\](\([^()]*\)| \([^()]*(\.md|[/#:])[^()]*\))|\([^()]*\)\[[^\[\]]*(\.md|[/#:])[^\[\]]*\]|\[\[[^\[\]]*\]\]`), "this is not read as a link, and readers see its signs",
		"write it as [words](file.md): square brackets first, no space between ] and (, and none in the name of the file"},
	{"#", "", finds(`^##+[\pL\x{a0}]`), "this is not read as a heading, and readers see its signs",
		"put a space after the last #; one that was pasted may be of another kind, so type it anew"},
	{"•·▪◦‣●–—-", "", finds(`^[•·▪◦‣●–—][ \t\x{a0}]|^-[\x{a0}\pL]`), "this is not read as a list, and readers see its signs",
		"begin each item, in a line of its own, with a hyphen and a space that you type: -"},
	{"|", "", finds(`^\|.*\|$`), "this is not read as a table, and readers see its signs",
		"write a line of dashes below its heads, with as many parts: | --- | --- |"},
	{"", "**", finds(`\*\*`), "these stars make nothing bold, and readers see them",
		"put ** right before the first bold word and right after the last one, in the same paragraph"},
	{"", "*", finds(` \*\pL`), "this star ends nowhere, so readers see it",
		"put another right after the last word that is meant, in the same paragraph"},
	{"", "_", finds(`(^| )_\pL[\pL'’]*([ ,;!?]|$)`), "this sign ends nowhere, so readers see it",
		"put another _ right after the last word that is meant, in the same paragraph"},
	{"", "`", finds("(^| )`\\pL[^`]*$"), "this sign ends nowhere, so readers see it",
		"put another ` right after the last word that is meant, or take it out"},
	{"", ":", finds(`</?[a-z]+:[a-z]+[^<>]*>`), "this comes from another program, and readers see it as it is",
		"take it out"},
	{"", "{{", finds(`\{\{`), "{{ has no meaning in a page, and readers see it",
		"take it out; a block such as ```schedule or ```include does what such signs do elsewhere"},
}
