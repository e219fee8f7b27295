package check

import (
	"fmt"
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/selfcheck"
)

const (
	// mostAsked is how many words a question or an answer may have.
	mostAsked = 20
	// askedGrade is the school year whose pupils can read the questions with ease.
	askedGrade = 6
)

var plainWords = &Rule{Name: "plain-words", Severity: diag.Warning, Dated: true, Page: checkAsked,
	Doc: `Reports a question or an answer of a self-check that has more than 20 words, and questions and
answers that together read above grade 6 by Flesch-Kincaid, or below 70 by Fernández-Huerta in Spanish.`}

func checkAsked(p *Pass) {
	if !whole(p.Page) {
		return
	}
	var asked []selfcheck.Text
	for _, s := range p.Page.Tree.Steps {
		asked = append(asked, p.askedBy(s)...)
	}
	for _, a := range asked {
		if n := len(strings.Fields(a.Words)); n > mostAsked {
			p.Report(a.Start, a.End, fmt.Sprintf("this has %d words; a question or an answer is read with ease if it has %d at most", n, mostAsked),
				"say it in fewer words, and put what explains it into a sentence below")
		}
	}
	p.gradeOf(asked)
}

// gradeOf reports questions and answers that are hard to read, at the hardest.
func (p *Pass) gradeOf(asked []selfcheck.Text) {
	lang, all := language(p.Page), newCounter(p.Page)
	defer all.close()
	hardest, most := selfcheck.Text{}, 0
	for _, a := range asked {
		before := all.words + all.syllables
		all.add([]byte(a.Words))
		if n := all.words + all.syllables - before; n > most {
			hardest, most = a, n
		}
	}
	message := ""
	switch grade := formula(all.sentences, all.words, all.syllables, lang); {
	case all.words < fewWords:
	case lang == "en" && grade > askedGrade:
		message = fmt.Sprintf("the questions and answers read at grade %.1f; readers in distress need %d or less", grade, askedGrade)
	case lang == "es" && grade < minEase:
		message = fmt.Sprintf("the questions and answers have a reading ease of %.0f; readers in distress need %d or more", max(grade, 0), minEase)
	}
	if message != "" {
		p.Report(hardest.Start, hardest.End, message, "shorter questions and words help; the hardest is here")
	}
}

// askedBy returns the question and the answers of s.
func (p *Pass) askedBy(s *selfcheck.Step) []selfcheck.Text {
	if s.IsResult() {
		return nil
	}
	end := endOf(p.Page, s)
	asked := []selfcheck.Text{{Words: s.Question, Place: sourceOf(p.Page, s.Question, s.Start, end, s.Place)}}
	if s.Points == nil {
		for _, a := range s.Answers {
			asked = append(asked, selfcheck.Text{Words: a.Label, Place: a.Place})
		}
		return asked
	}
	for _, c := range s.Points.Columns {
		asked = append(asked, selfcheck.Text{Words: c, Place: sourceOf(p.Page, c, s.Points.Start, end, s.Points.Place)})
	}
	for _, r := range s.Points.Rows {
		asked = append(asked, selfcheck.Text{Words: r.Label, Place: r.Place})
	}
	return asked
}
