package check

import (
	"fmt"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/selfcheck"
)

var twin = &Rule{Name: "twin", Each: checkTwins,
	Doc: `Reports a translated self-check that does not lead where its original does: the same steps by their
ids, as many answers, to the same steps, with the same points, ranges and urgency. Only the words differ.`}

func checkTwins(s *SitePass, p *content.Page) {
	first := s.Site.Config.Languages[0]
	if p.Lang == first || !whole(p) {
		return
	}
	if m := s.Site.Version(first, p.TranslationKey); m != nil {
		if o := s.other(m.Path); whole(o) {
			(&twins{s, p, o}).compare()
		}
	}
}

// twins are a translation and its original.
type twins struct {
	pass *SitePass
	page *content.Page
	from *content.Page
}

// A difference is where a translation leads elsewhere than its original.
type difference struct {
	at, from      selfcheck.Place
	message, help string
}

func (t *twins) report(d difference) {
	t.pass.Add(t.page, diag.Diagnostic{File: t.page.File, Start: d.at.Start, End: d.at.End, Message: d.message, Help: d.help,
		Related: []diag.Place{{File: t.from.File, Start: d.from.Start, End: d.from.End, Note: "the original"}}})
}

// compare reports what the translation has other than the original. Where the
// steps differ, where they lead is not compared: it would differ for that.
func (t *twins) compare() {
	if t.steps() {
		return
	}
	own, original := t.page.Tree.Steps, t.from.Tree.Steps
	if own[0].ID != original[0].ID {
		t.report(difference{own[0].Place, original[0].Place, "this translation begins with “" + own[0].Name +
			"”; the original, with #" + original[0].ID, "put the same question first"})
		return
	}
	for _, step := range own {
		if d := differs(step, stepOf(t.from.Tree, step.ID)); d.message != "" {
			t.report(d)
		}
	}
}

// steps reports the steps that only one of the two has. As long as the files go
// side by side, a strange step is taken for the one beside it; from where one
// has a step more, only that is told, and not what has moved by it.
func (t *twins) steps() (differ bool) {
	own, original := t.page.Tree, t.from.Tree
	lacks := func(tree *selfcheck.Tree, s *selfcheck.Step) bool { return stepOf(tree, s.ID) == nil }
	if len(own.Steps) == len(original.Steps) {
		for i, s := range own.Steps {
			if o := original.Steps[i]; lacks(original, s) && lacks(own, o) {
				differ = true
				t.report(difference{s.Place, o.Place, "“" + s.Name + "” has the id #" + s.ID + ", which no step of the original has",
					"if it is “" + o.Name + "” there, give it that id: {#" + o.ID + "}"})
			}
		}
		if differ {
			return true
		}
	}
	for i, o := range original.Steps {
		if lacks(own, o) {
			at := own.Steps[min(i, len(own.Steps)-1)]
			t.report(difference{at.Place, o.Place, "this translation lacks the step #" + o.ID + " of its original",
				"translate “" + o.Name + "”, or give the heading that does its id: {#" + o.ID + "}"})
			return true
		}
	}
	for _, s := range own.Steps {
		if lacks(original, s) {
			t.report(difference{s.Place, original.Steps[0].Place, "the original of this translation has no step #" + s.ID,
				"take “" + s.Name + "” away, or add it to the original"})
			return true
		}
	}
	return false
}

// differs says what step leads to otherwise than from, and where.
func differs(step, from *selfcheck.Step) difference {
	d := difference{at: step.Place, from: from.Place, help: "a translation leads where its original does; correct the one that is wrong"}
	switch {
	case (step.Card == nil) != (from.Card == nil) || (step.Points == nil) != (from.Points == nil):
		d.message = "“" + step.Name + "” is another sort of step than in the original"
	case len(step.Answers) != len(from.Answers):
		d.message = fmt.Sprintf("“%s” has %d answers; the original has %d", step.Name, len(step.Answers), len(from.Answers))
	case step.Card != nil && step.Card.Urgency != from.Card.Urgency:
		d.at, d.from = step.Card.Place, from.Card.Place
		d.message = "“" + step.Name + "” is less urgent than in the original"
		if step.Card.Urgency > from.Card.Urgency {
			d.message = "“" + step.Name + "” is more urgent than in the original"
		}
	default:
		return differentAnswers(step, from, d)
	}
	return d
}

func differentAnswers(step, from *selfcheck.Step, d difference) difference {
	for i, a := range step.Answers {
		b := from.Answers[i]
		d.at, d.from = a.Place, b.Place
		switch {
		case a.Target != b.Target:
			d.message = "“" + a.Label + "” leads to #" + a.Target + "; in the original, to #" + b.Target
			return d
		case a.Low != b.Low || a.High != b.High:
			d.message = "“" + a.Label + "” is another range than “" + b.Label + "” of the original"
			return d
		}
	}
	if step.Points == nil {
		return difference{}
	}
	return differentPoints(step.Points, from.Points, d)
}

func differentPoints(table, from *selfcheck.Points, d difference) difference {
	if len(table.Rows) != len(from.Rows) || len(table.Columns) != len(from.Columns) {
		d.at, d.from = table.Place, from.Place
		d.message = fmt.Sprintf("this table has other rows or columns than the original: %d by %d, not %d by %d",
			len(table.Rows), len(table.Columns), len(from.Rows), len(from.Columns))
		return d
	}
	for i, row := range table.Rows {
		for j, c := range row.Cells {
			o := from.Rows[i].Cells[j]
			d.at, d.from = c.Place, o.Place
			switch {
			case c.Target != o.Target:
				d.message = "“" + row.Label + " = " + table.Columns[j] + "” leads elsewhere than in the original"
				return d
			case c.Points != o.Points:
				d.message = fmt.Sprintf("“%s = %s” counts %d; in the original, %d", row.Label, table.Columns[j], c.Points, o.Points)
				return d
			}
		}
	}
	return difference{}
}
