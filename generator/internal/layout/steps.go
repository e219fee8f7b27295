package layout

import (
	"html/template"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/selfcheck"
)

// A Step is one question or result of a self-check.
type Step struct {
	Anchor    string // the id of its section
	HeadingID string // of the heading that names the section
	Name      string // short, for summaries
	First     bool
	Scored    bool   // it asks for points
	IsResult  bool   // it asks nothing
	Urgency   string // of a result: information, routine, soon, urgent, emergency
	HTML      template.HTML
	Notes     []*Note // that it cites, listed at its end
	Words     []Word  // that it uses, likewise
}

var urgencies = map[selfcheck.Urgency]string{
	selfcheck.Information: "information", selfcheck.Routine: "routine", selfcheck.Soon: "soon",
	selfcheck.Urgent: "urgent", selfcheck.Emergency: "emergency",
}

// steps returns the steps of p, whose HTML is in pieces.
func steps(p *content.Page, pieces []piece, notes []*Note) []*Step {
	if p.Tree == nil {
		return nil
	}
	var all []*Step
	for i, piece := range pieces {
		from := p.Tree.Steps[i]
		s := &Step{Anchor: piece.part, HeadingID: from.HeadingID, Name: from.Name, First: i == 0,
			Scored: from.Points != nil, IsResult: from.IsResult(), HTML: template.HTML(piece.html),
			Notes: notesOf(notes, piece.part), Words: wordsOf(p, piece.part)}
		if from.Card != nil {
			s.Urgency = urgencies[from.Card.Urgency]
		}
		all = append(all, s)
	}
	return all
}

// notesOf returns those of notes whose marks stand in part.
func notesOf(notes []*Note, part string) []*Note {
	var own []*Note
	for _, n := range notes {
		if n.part == part {
			own = append(own, n)
		}
	}
	return own
}
