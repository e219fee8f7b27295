package check

import (
	"bytes"
	"fmt"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var sampleWords = &Rule{Name: "sample-words", Page: checkSamples,
	Doc: `Reports a page that readers would see with sample words of new page in it, and warns of marks
for what is still to be written, such as TODO. Drafts may have both.`}

// samples are how the sentences of new page begin that are there to be written over.
var samples = []string{
	"Write here, in a sentence,", "Write here who ", "Say here, in a sentence or two,", "A heading that says what comes",
	"Use short sentences and everyday words. Name the source of each claim", "Say one thing that the reader can do today.",
	"Write one thing in each line of a list.", "A link names the file of a page:", "Write here a question, such as",
	"Escriba aquí, en una frase,", "Escriba aquí quién ", "Diga aquí, en una o dos frases,", "Un título que dice lo que viene",
	"Use frases cortas y palabras de todos los días. Nombre la fuente", "Diga una cosa que la persona pueda hacer hoy.",
	"Escriba una cosa en cada línea de una lista.", "Un enlace nombra el archivo de una página:", "Escriba aquí una pregunta, por ejemplo",
}

// sampled are the keys of front matter in which words stand that readers see.
var sampled = []string{"title", "linkTitle", "description", "summary", "author", "funding"}

func checkSamples(p *Pass) {
	if p.Page.Draft {
		return
	}
	var found []diag.Place
	marks := marked(p.Page.File.Data)
	for _, key := range sampled {
		v := p.Page.Front.Get(key)
		switch {
		case v == nil:
		case isSample([]byte(v.Text())):
			found = append(found, diag.Place{File: p.Page.File, Start: v.Start, End: v.End})
		case marks:
			p.unwritten(p.Page.File, v.Text(), func([]int) (start, end int) { return v.Start, v.End })
		}
	}
	eachDocument(p.Page, p.View.Targets, func(d *markdown.Document, _ *site.Targets) {
		marks := marks
		if d.File != p.Page.File { // included; footnotes stand in the file of the page
			marks = marked(d.File.Data)
		}
		for i := range d.Blocks {
			start, end := int(d.Blocks[i].Start), int(d.Blocks[i].End)
			switch {
			case isSample(d.File.Data[start:]):
				found = append(found, diag.Place{File: d.File, Start: start, End: end})
			case marks:
				p.unwritten(d.File, d.Text(i), func(at []int) (start, end int) {
					return d.Source(i, at[0]), d.Source(i, at[1]-1) + 1
				})
			}
		}
	})
	p.samples(found)
}

// samples reports sample words, which most often all are left where one is.
func (p *Pass) samples(found []diag.Place) {
	if len(found) == 0 {
		return
	}
	message := "these are sample words of new page, and readers would see them"
	switch more := len(found) - 1; more {
	case 0:
	case 1:
		message += "; so is 1 more on this page"
	default:
		message += fmt.Sprintf("; so are %d more on this page", more)
	}
	p.ReportIn(found[0].File, found[0].Start, found[0].End, message,
		"write over them; until you have, keep the line draft: true at the top")
}

// isSample reports whether text begins as sample words do.
func isSample(text []byte) bool {
	for _, s := range samples {
		if len(text) >= len(s) && text[0] == s[0] && string(text[:len(s)]) == s {
			return true
		}
	}
	return false
}

// unfinished finds a mark for what is still to be written. In Spanish todo is a word.
var unfinished = map[string]finder{
	"":   finds(`\b(?:TODO|FIXME|(?:TK){2,})\b|\b[Ll]orem ipsum\b`),
	"es": finds(`\b(?:TODO:|FIXME\b|(?:TK){2,}\b)|\b[Ll]orem ipsum\b`),
}

// marked reports whether a file may have such marks: few have.
func marked(source []byte) bool {
	for _, s := range []string{"TODO", "FIXME", "TKTK", "psum"} {
		if bytes.Contains(source, []byte(s)) {
			return true
		}
	}
	return false
}

// unwritten warns of the first mark in text; place says where it stands in f.
func (p *Pass) unwritten(f *diag.File, text string, place func(at []int) (start, end int)) {
	find := unfinished[language(p.Page)]
	if find == nil {
		find = unfinished[""]
	}
	at := find().FindStringIndex(text)
	if at == nil {
		return
	}
	start, end := place(at)
	if line := bytes.LastIndexByte(f.Data[:start], '\n') + 1; meant(f.Data, line, start) {
		return
	}
	p.WarnIn(f, start, end, "“"+text[at[0]:at[1]]+"” says that something is still to be written, and readers see it",
		"write it; until you have, the line draft: true at the top keeps the page from readers")
}
