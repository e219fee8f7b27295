package selfcheck

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// asks makes a question. Each answer is written as "label > id", or as
// "label > id > hint".
func asks(name, question string, answers ...string) *Step {
	s := &Step{ID: plainID(name), Name: name, Question: question}
	for _, text := range answers {
		parts := append(strings.Split(text, " > "), "")
		s.Answers = append(s.Answers, &Answer{Label: parts[0], Target: parts[1], Hint: parts[2]})
	}
	return s
}

// ends makes a result.
func ends(u Urgency, name, text string) *Step {
	return &Step{ID: plainID(name), Name: name, Card: &Card{Urgency: u, Title: text, Text: text},
		Words: []Text{{Words: text}}}
}

// scores gives a question points; each row is its label and the ids that its
// cells name, "" where one only counts.
func scores(s *Step, columns []string, rows ...[]string) *Step {
	s.Points = &Points{Prompt: "Over two weeks", Columns: columns}
	for _, r := range rows {
		row := &Row{Label: r[0]}
		for i, id := range r[1:] {
			row.Cells = append(row.Cells, &Cell{Points: i, Target: id})
		}
		s.Points.Rows = append(s.Points.Rows, row)
	}
	return s
}

func plainID(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

// planted makes a tree of steps.
func planted(steps ...*Step) *Tree {
	t := &Tree{Lang: "en", Steps: steps}
	byID := map[string]*Step{}
	for i, s := range steps {
		s.Index = i
		byID[s.ID] = s
	}
	for _, s := range steps {
		for _, a := range s.Answers {
			a.To = byID[a.Target]
		}
		if s.Points == nil {
			continue
		}
		for _, r := range s.Points.Rows {
			for _, c := range r.Cells {
				c.To = byID[c.Target]
			}
		}
	}
	return t
}

// ref names a step of t, for rules and cases.
func (t *Tree) ref(name string) *Ref {
	for _, s := range t.Steps {
		if s.Name == name {
			return &Ref{ID: s.ID, Step: s}
		}
	}
	return &Ref{ID: plainID(name)}
}

// labeled makes the answers that a rule names.
func labeled(labels ...string) []*RuleAnswer {
	var list []*RuleAnswer
	for _, l := range labels {
		list = append(list, &RuleAnswer{Label: l})
	}
	return list
}

// drawnExample is the example of the specification.
func drawnExample() *Tree {
	none := []string{"", "", "", ""}
	row := func(label string, cells []string) []string { return append([]string{label}, cells...) }
	now := "get-help-now"
	t := planted(
		asks("Safety", "Right now, are you thinking about ending your life or hurting someone, or do you feel unable to stay safe?",
			"Yes > get-help-now", "I am not sure > get-help-now", "No > safety-and-withdrawal"),
		asks("Safety and withdrawal", "Have you stopped or cut down heavy drinking or sedatives in the last few days, and do you now feel shaky, confused, or sick?",
			"Yes, or I am not sure > get-help-now", "No > age"),
		asks("Age", "How old are you?", "Under 18 > young-people", "18 or older > care-now"),
		asks("Care now", "What kind of care do you have at the moment?", "None > daily-life",
			"A visit every week or two > daily-life > For example a therapist, a counselor, or a doctor.",
			"I am leaving a hospital or a residential program > home"),
		scores(asks("Daily life", "Over the last two weeks, how hard has each of these been?",
			"0 to 3 > start-outpatient", "4 to 9 > home", "10 or more > more-support"),
			[]string{"Not hard", "A little", "Hard", "Very hard"},
			row("Getting through work, school, chores", none), row("Sleeping and eating", none),
			row("Being with other people", none), row("Staying away from alcohol or drugs", none),
			[]string{"Keeping myself safe", "", now, now, now}),
		asks("Home", "Do you have a place to stay where you are safe and could rest between sessions?",
			"Yes > time", "No, or it is not safe > more-support"),
		asks("Time", "Could you go to a program for about three hours a day, three days a week?",
			"Yes > iop-may-fit", "Yes, with help for rides, work, or child care > iop-may-fit", "No > other-options"),
		ends(Emergency, "Get help now", "Call 911, or go to the nearest emergency room, now. Call or text 988 to talk with someone at any hour."),
		ends(Soon, "Young people", "Ask a pediatrician or school counselor this week about programs for teenagers. This check was written for adults."),
		ends(Routine, "Start outpatient", "Start with a visit to a therapist or your doctor. An IOP is usually more than is needed at this point."),
		ends(Urgent, "More support", "Call a treatment program or your doctor today and ask for a same-week assessment."),
		ends(Soon, "IOP may fit", "Ask for an IOP assessment in the next week. Only an assessment can tell whether an IOP is right for you."),
		ends(Information, "Other options", "Ask about evening, weekend, and online IOPs. Many programs have them."),
	)
	t.Steps[4].Answers[0].High, t.Steps[4].Answers[1].Low, t.Steps[4].Answers[1].High = 3, 4, 9
	t.Steps[4].Answers[2].Low, t.Steps[4].Answers[2].High = 10, Unlimited
	t.Rules = []*Rule{
		{Kind: AskedFirst, Subject: t.ref("Safety")},
		{Kind: AskedBefore, Subject: t.ref("Safety and withdrawal"), Except: []*Ref{t.ref("Get help now")}},
		{Kind: Gets, Subject: t.ref("Safety"), Labels: labeled("Yes", "I am not sure"), Targets: []*Ref{t.ref("Get help now")}, Next: true},
		{Kind: Never, Subject: t.ref("Age"), Labels: labeled("Under 18"), Targets: []*Ref{t.ref("IOP may fit")}},
		{Kind: OnlyFor, Subject: t.ref("Home"), Labels: labeled("Yes"), Targets: []*Ref{t.ref("IOP may fit")}},
		{Kind: Longest, N: 11},
	}
	t.Cases = []*Case{
		{Who: "wants to die, whatever else holds", Answers: []*CaseAnswer{{Question: "Safety", Answer: "Yes"}}, Gets: t.ref("Get help now")},
		{Who: "is 16", Answers: []*CaseAnswer{{Question: "Safety", Answer: "No"}, {Question: "Safety and withdrawal", Answer: "No"},
			{Question: "Age", Answer: "Under 18"}}, Gets: t.ref("Young people")},
	}
	return t
}

// golden holds got against a file, or rewrites it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "draw", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as reviewed; run with -update and look at the difference\ngot:\n%s", path, got)
	}
}

func TestDrawings(t *testing.T) {
	for format, draw := range Drawings {
		golden(t, "example."+format, draw(drawnExample(), "Might an intensive outpatient program fit me?"))
	}
}

// hostile is a tree whose words look like markup of every form.
func hostile() *Tree {
	return planted(
		asks("1. “A” \"b\" \\", `Is <b>this</b> & that "so" \N?`, `a | b > e`, `]--> x`+"`c` > e", "`#35; #quot; end > f"),
		ends(Urgent, "E", "Do."), ends(Routine, `F")] ; click`, "Do."),
	).with("e", "f")
}

// with gives the last steps these ids.
func (t *Tree) with(ids ...string) *Tree {
	for i, id := range ids {
		t.Steps[len(t.Steps)-len(ids)+i].ID = id
	}
	return planted(t.Steps...)
}

func TestHostileWords(t *testing.T) {
	for format, draw := range Drawings {
		golden(t, "hostile."+format, draw(hostile(), `A "title" <with> \ & --- `+"`"))
	}
}

// TestMapIsXML makes sure that a map can be opened, and runs nothing.
func TestMapIsXML(t *testing.T) {
	for name, tree := range map[string]*Tree{"example": drawnExample(), "hostile": hostile(), "one ending": planted(ends(Soon, "A\x01", "Do."))} {
		dec := xml.NewDecoder(strings.NewReader(tree.SVG("T\x02")))
		for {
			tok, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if e, ok := tok.(xml.StartElement); ok && (e.Name.Local == "script" || e.Name.Local == "style") {
				t.Errorf("%s: the map holds a %s", name, e.Name.Local)
			}
		}
	}
}

// TestNothingOverlaps makes sure that every box has its own place on the map.
func TestNothingOverlaps(t *testing.T) {
	for name, tree := range map[string]*Tree{"example": drawnExample(), "hostile": hostile(), "wide": wide(), "skips": skips()} {
		var boxes []*box
		for _, layer := range newChart(tree).layers {
			boxes = append(boxes, layer...)
		}
		for i, a := range boxes {
			for _, b := range boxes[i+1:] {
				if a.x-a.w/2 < b.x+b.w/2 && b.x-b.w/2 < a.x+a.w/2 && a.y < b.y+b.h && b.y < a.y+a.h {
					t.Errorf("%s: %+v overlaps %+v", name, a, b)
				}
			}
		}
	}
}

// wide has many branches beside each other.
func wide() *Tree {
	first := asks("Start", "Which?")
	steps := []*Step{first}
	for _, l := range strings.Split("abcdefgh", "") {
		first.Answers = append(first.Answers, &Answer{Label: l, Target: "q" + l})
		steps = append(steps, asks("Q"+l, "And "+l+"?", "Yes > end", "No > join"))
	}
	return planted(append(steps, asks("Join", "Still?", "Yes > end", "No > stop"),
		ends(Soon, "End", "Do."), ends(Routine, "Stop", "Rest."))...)
}

// skips has answers that pass over many questions.
func skips() *Tree {
	return planted(asks("A", "A?", "1 > b", "2 > c", "3 > d", "4 > e"), asks("B", "B?", "1 > c", "2 > e"),
		asks("C", "C?", "1 > d", "2 > e"), asks("D", "D?", "1 > e", "2 > x"), asks("E", "E?", "1 > x", "2 > y"),
		ends(Soon, "X", "Do."), ends(Routine, "Y", "Rest."))
}

// TestOutline shows where questions stand that share ways.
func TestOutline(t *testing.T) {
	golden(t, "branches.text", planted(
		asks("Start", "Which?", "Left > left", "Right > right", "Neither > end"),
		asks("Left", "How far?", "Near > left-more", "Far > join"), asks("Left more", "Sure?", "Yes > join", "No > end"),
		asks("Right", "How far?", "Near > end", "Far > join"),
		asks("Join", "Still?", "Yes > end", "No > stop"),
		ends(Soon, "End", "Do."), ends(Routine, "Stop", "Rest."),
	).Text("Branches"))
}

func TestFlaw(t *testing.T) {
	tests := []struct {
		name string
		tree *Tree
		want string
	}{
		{"none", drawnExample(), ""},
		{"empty", planted(), "there is no question yet"},
		{"missing", planted(asks("A", "A?", "Yes > b", "No > x"), ends(Soon, "B", "Do.")), "“No” of “A” leads to #x, and no heading has that id"},
		{"back", planted(asks("A", "A?", "Yes > b", "No > c"), asks("C", "C?", "Yes > b", "No > a"), ends(Soon, "B", "Do.")), "answers lead back to “A”"},
		{"back among the unreachable", planted(ends(Soon, "B", "Do."), asks("C", "C?", "Yes > b", "No > c")), "answers lead back to “C”"},
	}
	for _, tt := range tests {
		if got := tt.tree.Flaw(); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
		if text := tt.tree.Text(tt.name); !strings.Contains(text, "Endings") {
			t.Errorf("%s: got no list", tt.name)
		}
	}
}

func TestTooManyPaths(t *testing.T) {
	var steps []*Step
	for _, l := range strings.Split("abcdefgh", "") {
		steps = append(steps, asks(l, l+"?", "Yes > "+string(l[0]+1), "No > "+string(l[0]+1)))
	}
	got := planted(append(steps, ends(Soon, "i", "Do."))...).Paths("")
	if want := "256 routes, more than the 200 that are listed\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
