package selfcheck

import "testing"

// TestDiff holds what is said of each sort of edit to the example.
func TestDiff(t *testing.T) {
	rows := func(t *Tree) []*Row { return t.Steps[4].Points.Rows }
	lead := func(t *Tree, a *Answer, name string) { r := t.ref(name); a.Target, a.To = r.ID, r.Step }
	tests := []struct {
		name string
		edit func(*Tree) *Tree
	}{
		{"nothing", func(t *Tree) *Tree { return t }},
		{"target", func(t *Tree) *Tree { lead(t, t.Steps[5].Answers[1], "Other options"); return t }},
		{"target-question", func(t *Tree) *Tree { lead(t, t.Steps[2].Answers[1], "Home"); return t }},
		{"wording", func(t *Tree) *Tree {
			t.Steps[0].Question = "Are you safe?"
			t.Steps[0].Answers[1].Label = "Not sure"
			t.Steps[0].Words = []Text{{Words: "We ask everyone."}}
			t.Steps[3].Answers[1].Hint = ""
			t.Steps[8].Card.Text = "Ask a doctor."
			t.Steps[8].Words = []Text{{Words: "Ask a doctor."}, {Words: "It is not a diagnosis."}}
			t.Steps[8].Links = []Link{{Dest: "../what-is-an-iop.md"}}
			return t
		}},
		{"renamed", func(t *Tree) *Tree { t.Steps[5].Name = "Housing"; return t }},
		{"renamed-id", func(t *Tree) *Tree {
			t.Steps[5].Name, t.Steps[5].ID = "Housing", "housing"
			t.Steps[3].Answers[2].Target, t.Steps[4].Answers[1].Target = "housing", "housing"
			return t
		}},
		{"urgency", func(t *Tree) *Tree { t.Steps[10].Card.Urgency = Emergency; return t }},
		{"points", func(t *Tree) *Tree {
			rows(t)[0].Cells[1].Points = 2
			rows(t)[1].Label = "Sleeping"
			rows(t)[4].Cells[1] = &Cell{Points: 1}
			t.Steps[4].Points.Columns[3] = "Extremely hard"
			t.Steps[4].Answers[0].Label, t.Steps[4].Answers[1].Label = "0 to 4", "5 to 9"
			return t
		}},
		{"ranges", func(t *Tree) *Tree {
			a := t.Steps[4].Answers
			a[0].Label, a[0].High, a[1].Label, a[1].Low = "0 to 4", 4, "5 to 9", 5
			return t
		}},
		{"cell", func(t *Tree) *Tree {
			rows(t)[4].Cells[1] = &Cell{Points: 1}
			rows(t)[3].Cells[3].Target, rows(t)[3].Cells[3].To = "more-support", t.ref("More support").Step
			return t
		}},
		{"added", func(t *Tree) *Tree {
			t.Steps[6].Answers = append(t.Steps[6].Answers, &Answer{Label: "Maybe", Target: "rides"})
			steps := append(t.Steps, asks("Rides", "Can somebody drive you?", "Yes > iop-may-fit", "No > ask-a-friend"),
				ends(Routine, "Ask a friend", "Ask a friend."))
			return planted(steps...).checkedAs(t)
		}},
		{"removed", func(t *Tree) *Tree {
			t.Steps[2].Answers = t.Steps[2].Answers[1:]
			steps := append(t.Steps[:8:8], t.Steps[9:]...)
			return planted(steps...).checkedAs(t)
		}},
		{"order", func(t *Tree) *Tree {
			a := t.Steps[5].Answers
			a[0], a[1] = a[1], a[0]
			return t
		}},
		{"checks", func(t *Tree) *Tree {
			t.Rules[5].N = 12
			t.Cases[0].Gets = t.ref("More support")
			t.Cases[1].Who = "is 17"
			return t
		}},
		{"broken", func(t *Tree) *Tree {
			t.Steps[5].Answers[1].Target, t.Steps[5].Answers[1].To = "nowhere", nil
			return t
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			golden(t, "diff-"+tt.name+".text", Diff(drawnExample(), tt.edit(drawnExample())))
		})
	}
}

// checkedAs gives t the rules and cases of o.
func (t *Tree) checkedAs(o *Tree) *Tree {
	t.Rules, t.Cases = o.Rules, o.Cases
	for _, c := range t.Cases {
		c.Gets = t.ref(c.Gets.Step.Name)
	}
	for _, r := range t.Rules {
		for _, list := range [][]*Ref{r.Targets, r.Except} {
			for i, ref := range list {
				list[i] = t.ref(ref.Step.Name)
			}
		}
		if r.Subject != nil {
			r.Subject = t.ref(r.Subject.Step.Name)
		}
	}
	return t
}
