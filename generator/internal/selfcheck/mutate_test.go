package selfcheck

import (
	"slices"
	"testing"
)

// TestMutateExample holds what the rules and cases of the example notice.
func TestMutateExample(t *testing.T) {
	for _, test := range []struct {
		name                 string
		rules, cases, fourth bool
		caught, emergencies  int
	}{
		{"graph", false, false, false, 154, 53},
		{"rules", true, false, true, 211, 8},
		{"cases", false, true, false, 222, 25},
		{"all but the fourth rule", true, true, false, 239, 10},
		{"all", true, true, true, 249, 0},
	} {
		e := tree(t, example)
		if !test.rules {
			e.Rules = nil
		}
		if !test.cases {
			e.Cases = nil
		}
		if test.rules && !test.fourth {
			e.Rules = append(e.Rules[:3:3], e.Rules[4:]...)
		}
		before := e.Routing()
		r := Mutate(e)
		if r.Mutants != 261 || r.Caught != test.caught || r.Emergencies() != test.emergencies {
			t.Errorf("%s: got %d mutants, %d caught, %d emergencies unnoticed; want 261, %d, %d",
				test.name, r.Mutants, r.Caught, r.Emergencies(), test.caught, test.emergencies)
		}
		if len(r.Survivors) != r.Mutants-r.Caught {
			t.Errorf("%s: got %d survivors of %d mutants", test.name, len(r.Survivors), r.Mutants)
		}
		if !slices.Equal(e.Routing(), before) {
			t.Errorf("%s: the tree was changed", test.name)
		}
	}
}

// TestSurvivors holds the words of what nothing notices, and that a change which
// concerns nobody is none.
func TestSurvivors(t *testing.T) {
	text := `
# Sleep
| In all | Never | Often
| Falling asleep | 0 | 4
| Waking up | 0 | 4>help
- 0 to 2 > fine
- 3 or more > help
# Fine
! TIP
# Help
! CAUTION
`
	r := Mutate(tree(t, text))
	var got []string
	for _, s := range r.Survivors {
		line := s.Message
		if s.Emergency {
			line += " (emergency)"
		}
		got = append(got, text[s.Start:s.End]+": "+line)
	}
	want := []string{
		"| Waking up | 0 | 4>help: “Waking up = Often” of “Sleep” could lead to “Fine” instead of “Help” (emergency)",
		"- 3 or more > help: “3 or more” of “Sleep” could lead to “Fine” instead of “Help” (emergency)",
	}
	if !slices.Equal(got, want) || r.Mutants != 7 {
		t.Errorf("got %d mutants, survivors\n%q\nwant\n%q", r.Mutants, got, want)
	}
	for _, text := range []string{"# A\n- Yes > b\n- No > nowhere\n# B\n! TIP\n", "# A\n"} {
		if r := Mutate(tree(t, text)); r.Mutants != 0 {
			t.Errorf("got a report on a tree with a mistake: %v", r)
		}
	}
}
