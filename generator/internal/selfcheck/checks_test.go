package selfcheck

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"iopguide/generator/internal/diag"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	goldtable "github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// plainSource is a source without the rest of the compiler.
type plainSource struct {
	data   []byte
	labels map[string][]string
}

// run returns the words below n, and where each of their bytes stands.
func (s plainSource) run(n ast.Node) (words []byte, at []int) {
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := c.(*ast.Text); ok && entering {
			for i := t.Segment.Start; i < t.Segment.Stop; i++ {
				words, at = append(words, s.data[i]), append(at, i)
			}
			if t.SoftLineBreak() || t.HardLineBreak() {
				words, at = append(words, ' '), append(at, t.Segment.Stop)
			}
		}
		return ast.WalkContinue, nil
	})
	return words, at
}

func (s plainSource) Words(n ast.Node) string {
	words, _ := s.run(n)
	return string(words)
}

func (s plainSource) Place(n ast.Node) Place {
	_, at := s.run(n)
	p := Place{max(n.Pos(), 0), max(n.Pos(), 0)}
	if len(at) > 0 {
		p = Place{at[0], at[len(at)-1] + 1}
	}
	if n.Kind() == ast.KindLink {
		p.Start = max(n.Pos(), 0)
		if i := strings.IndexByte(string(s.data[p.End:]), ')'); i >= 0 {
			p.End += i + 1
		}
	}
	return p
}

func (s plainSource) Offset(n ast.Node, i int) int {
	_, at := s.run(n)
	if i >= len(at) {
		return s.Place(n).End
	}
	return at[i]
}

func (s plainSource) Source() []byte { return s.data }

func (s plainSource) Step(id string) *Step { return nil }

func (s plainSource) Labels(question string) []string { return s.labels[question] }

// A reading is what was read, with the line and column of each part.
type reading struct {
	rules, cases, problems []string
	list                   []*Rule
	places                 []Place
}

var knownLabels = map[string][]string{
	"Safety":                {"Yes", "I am not sure", "No"},
	"Safety and withdrawal": {"Yes, or I am not sure", "No"},
	"Age":                   {"Under 18", "18 or older"},
	"Daily life":            {"0 to 3", "Keeping myself safe = A little", "Sleep; food: both = A little"},
	"Time: day":             {"None; or: little", "None"},
	"Time":                  {"day", "night"},
	"Your son's home":       {"It's \"fine\""},
}

func read(lang, markdown string) *reading {
	f := &diag.File{Name: "x.md", Data: []byte(markdown)}
	got := &reading{}
	at := func(p Place) string {
		got.places = append(got.places, p)
		pos := f.Position(p.Start)
		return fmt.Sprintf("%d:%d “%s”", pos.Line, pos.Column, f.Data[p.Start:max(p.Start, p.End)])
	}
	var names []string
	for name := range knownLabels {
		names = append(names, name)
	}
	nodes := parse(f.Data)
	rules, cases := readChecks(lang, names, nodes, plainSource{f.Data, knownLabels},
		func(p Place, rule, message, help string) {
			got.problems = append(got.problems, rule+" "+at(p)+" "+message+"\n"+help)
		})
	got.list = rules
	for _, r := range rules {
		got.rules = append(got.rules, showRule(r, at))
	}
	for _, c := range cases {
		s := at(c.Place)
		for _, a := range c.Answers {
			s += fmt.Sprintf("\n%s = %s @ %s", a.Question, a.Answer, at(a.Place))
		}
		got.cases = append(got.cases, s+"\n"+c.Gets.ID+" @ "+at(c.Gets.Place))
	}
	return got
}

func parse(data []byte) (nodes []ast.Node) {
	doc := goldmark.New(goldmark.WithExtensions(goldtable.Table)).Parser().Parse(text.NewReader(data))
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		nodes = append(nodes, n)
	}
	return nodes
}

// showRule writes a rule as its kind and its parts, each with its place.
func showRule(r *Rule, at func(Place) string) string {
	kinds := []string{"first", "before", "gets", "never", "only for", "longest"}
	s := kinds[r.Kind]
	if r.Next {
		s += " next"
	}
	if r.N > 0 {
		s += fmt.Sprint(" ", r.N)
	}
	at(r.Place)
	if r.Subject != nil {
		s += "\nsubject " + r.Subject.ID + " @ " + at(r.Subject.Place)
	}
	for _, a := range r.Labels {
		s += "\nanswer " + a.Label + " @ " + at(a.Place)
	}
	for _, ref := range r.Targets {
		s += "\ntarget " + ref.ID + " @ " + at(ref.Place)
	}
	for _, ref := range r.Except {
		s += "\nexcept " + ref.ID + " @ " + at(ref.Place)
	}
	return s
}

func TestRules(t *testing.T) {
	tests := []struct{ name, lang, source, want string }{
		{"first", "en", "- Everyone is asked [Safety](#safety) first.",
			"first\nsubject safety @ 1:21 “[Safety](#safety)”"},
		{"before a step", "en", "1. Everyone is asked [A](#a) before [B](#b)",
			"before\nsubject a @ 1:22 “[A](#a)”\ntarget b @ 1:37 “[B](#b)”"},
		{"before any result", "en", "* everyone  IS asked\n  [A](#a) before\n  any  result .",
			"before\nsubject a @ 2:3 “[A](#a)”"},
		{"except two", "en", "+ Everyone is asked [A](#a) before any result except [B](#b) or [C](#c).",
			"before\nsubject a @ 1:21 “[A](#a)”\nexcept b @ 1:54 “[B](#b)”\nexcept c @ 1:65 “[C](#c)”"},
		{"gets", "en", "- Anyone who answers **Yes** or __I am  not sure__ to [A](#a) gets [B](#b) or [C](#c).",
			"gets\nsubject a @ 1:55 “[A](#a)”\nanswer Yes @ 1:24 “Yes”\nanswer I am not sure @ 1:35 “I am  not sure”\n" +
				"target b @ 1:68 “[B](#b)”\ntarget c @ 1:79 “[C](#c)”"},
		{"gets next, of a row", "en", "- Anyone who answers **Row = A little** to [A](#a) gets [B](#b) next.",
			"gets next\nsubject a @ 1:44 “[A](#a)”\nanswer Row = A little @ 1:24 “Row = A little”\ntarget b @ 1:57 “[B](#b)”"},
		{"commas", "en", "- Anyone who answers **Yes**, **No**, or **Or** to [A](#a) gets [B](#b).",
			"gets\nsubject a @ 1:52 “[A](#a)”\nanswer Yes @ 1:24 “Yes”\nanswer No @ 1:33 “No”\nanswer Or @ 1:44 “Or”\ntarget b @ 1:65 “[B](#b)”"},
		{"never", "en", "- Nobody who answers **Under 18** to [A](#a) gets [B](#b).",
			"never\nsubject a @ 1:38 “[A](#a)”\nanswer Under 18 @ 1:24 “Under 18”\ntarget b @ 1:51 “[B](#b)”"},
		{"only for", "en", "- [B](#b) is only for people who answered **Yes** to [A](#a).",
			"only for\nsubject a @ 1:54 “[A](#a)”\nanswer Yes @ 1:45 “Yes”\ntarget b @ 1:3 “[B](#b)”"},
		{"longest", "en", "- Nobody answers more than 11 questions.", "longest 11"},
		{"one question", "en", "- Nobody answers more than 1 question", "longest 1"},
		{"bold link, soft break, escaped id", "en", "- Everyone is asked **[Seguridad](#seguridad-y-m%C3%A1s)**\n  first.",
			"first\nsubject seguridad-y-más @ 1:23 “[Seguridad](#seguridad-y-m%C3%A1s)”"},
		{"a link without words", "en", "- Everyone is asked [](#a) first.", "first\nsubject a @ 1:21 “[](#a)”"},
		{"spanish first", "es", "- A todo el mundo se le pregunta [A](#a) primero.", "first\nsubject a @ 1:34 “[A](#a)”"},
		{"spanish before", "es", "- A todo el mundo se le pregunta [A](#a) antes de cualquier resultado excepto [B](#b) u [O](#o).",
			"before\nsubject a @ 1:34 “[A](#a)”\nexcept b @ 1:79 “[B](#b)”\nexcept o @ 1:89 “[O](#o)”"},
		{"spanish next, no accent", "es-US", "- Quien responde **Sí** o **No** a [A](#a) recibe [B](#b) a continuacion",
			"gets next\nsubject a @ 1:36 “[A](#a)”\nanswer Sí @ 1:20 “Sí”\nanswer No @ 1:29 “No”\ntarget b @ 1:51 “[B](#b)”"},
		{"spanish only for", "es", "- [B](#b) es sólo para quienes respondieron **Sí** a [A](#a).",
			"only for\nsubject a @ 1:54 “[A](#a)”\nanswer Sí @ 1:47 “Sí”\ntarget b @ 1:3 “[B](#b)”"},
		{"spanish longest", "es", "- Nadie responde más de 11 preguntas.", "longest 11"},
		{"another language has the English", "de", "- Nobody answers more than 3 questions.", "longest 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := read(tt.lang, tt.source)
			if len(got.problems) > 0 {
				t.Errorf("got the problems %s", strings.Join(got.problems, "\n"))
			}
			if s := strings.Join(got.rules, "\n\n"); s != tt.want {
				t.Errorf("got\n%s\nwant\n%s", s, tt.want)
			}
		})
	}
}

func TestUnknownRules(t *testing.T) {
	const next = "\nAnyone who answers **Yes** or **I am not sure** to [Question](#question) gets [Result](#result) next."
	tests := []struct{ name, lang, source, want string }{
		{"a slip", "en", "- Everyone is askd [A](#a) first.",
			"unknown-rule 1:3 “Everyone is askd [A](#a) first.” no rule is written like this\n" +
				"did you mean this, with your own links and answers?\nEveryone is asked [Question](#question) first."},
		{"not bold", "en", "- Anyone who answers Yes to [A](#a) gets [B](#b) next.",
			"unknown-rule 1:3 “Anyone who answers Yes to [A](#a) gets [B](#b) next.” no rule is written like this\n" +
				"did you mean this, with your own links and answers?" + next},
		{"another sentence", "en", "- Be kind.\n- ",
			"unknown-rule 1:3 “Be kind.” no rule is written like this\n" +
				"did you mean this, with your own links and answers?\nEveryone is asked [Question](#question) first.\n" +
				"unknown-rule 2:1 “” this item is no rule\nwrite a rule here, or take the item out of the list:\n" +
				"Everyone is asked [Question](#question) first."},
		{"a reason after it", "en", "- Nobody answers more than 3 questions. People are tired.",
			"unknown-rule 1:3 “Nobody answers more than 3 questions. People are tired.” words follow this rule in its item\n" +
				"an item is one sentence; say why in a paragraph after the list:\nNobody answers more than 12 questions."},
		{"a line without its hyphen", "en", "- Everyone is asked [A](#a) first.\nNobody answers more than 3 questions.\n" +
			"- Everyone is asked\n  [A](#a) first.\n  Tired.",
			"unknown-rule 2:1 “Nobody answers more than 3 questions.” this rule is read as a part of the item above it\n" +
				"begin the line with a hyphen and a space\n" +
				"unknown-rule 3:3 “Everyone is asked\n  [A](#a) first.\n  Tired.” words follow this rule in its item\n" +
				"an item is one sentence; say why in a paragraph after the list:\nEveryone is asked [Question](#question) first."},
		{"the other language", "es", "- Nobody answers more than 3 questions.",
			"unknown-rule 1:3 “Nobody answers more than 3 questions.” this rule is in English, but the page is read as Spanish\n" +
				"write it like this:\nNadie responde más de 12 preguntas."},
		{"a link to a page", "en", "- Everyone is asked [A](a.md) first.",
			"unknown-rule 1:21 “[A](a.md)” this link leads to “a.md”, which is no step of this self-check\n" +
				"write # and the id of a heading, such as [Safety](#safety)"},
		{"a paragraph", "en", "Rules: everyone is asked.\n\nEveryone is asked [A](#a)\nfirst.",
			"unknown-rule 3:1 “Everyone is asked [A](#a)\nfirst.” this reads like a rule, but it is not an item of the list of rules\n" +
				"begin its line with a hyphen at the left edge, or say it in other words"},
		{"a nested item", "en", "- Nobody answers more than 3 questions.\n  - Tired.\n  - [A](#a) is only for people who answered **B** to [C](#c).",
			"unknown-rule 3:5 “[A](#a) is only for people who answered **B** to [C](#c).” " +
				"this reads like a rule, but it is not an item of the list of rules\n" +
				"begin its line with a hyphen at the left edge, or say it in other words"},
		{"for the reviewer", "en", "Text.\n\n### Safety\n\n> Quoted.\n\n```\nEveryone is asked [A](#a) first.\n```\n\n" +
			"<!--\nEveryone is asked.\n-->\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := read(tt.lang, tt.source)
			if s := strings.Join(got.problems, "\n"); s != tt.want {
				t.Errorf("got\n%s\nwant\n%s", s, tt.want)
			}
		})
	}
}

const heads = "| Someone who | answers | GETS |\n| --- | --- | --- |\n"

func TestCases(t *testing.T) {
	tests := []struct{ name, row, want string }{
		{"one answer", "| wants to die | Safety: Yes | [Help](#help) |",
			"3:3 “wants to die”\nSafety = Yes @ 3:18 “Safety: Yes”\nhelp @ 3:32 “[Help](#help)”"},
		{"two, and a semicolon at the end", "| é | safety :  no ;Age: Under 18; | [Y](#y) |",
			"3:3 “é”\nSafety = No @ 3:7 “safety :  no”\nAge = Under 18 @ 3:21 “Age: Under 18”\ny @ 3:38 “[Y](#y)”"},
		{"a name that begins like another", "| a | Safety and withdrawal: Yes, or I am not sure | [Y](#y) |",
			"3:3 “a”\nSafety and withdrawal = Yes, or I am not sure @ 3:7 “Safety and withdrawal: Yes, or I am not sure”\ny @ 3:54 “[Y](#y)”"},
		{"a total", "| a | Daily life: 6 | [Y](#y) |", "3:3 “a”\nDaily life = 6 @ 3:7 “Daily life: 6”\ny @ 3:23 “[Y](#y)”"},
		{"a row", "| a | Daily life: Keeping myself safe=a little | [Y](#y) |",
			"3:3 “a”\nDaily life = Keeping myself safe = A little @ 3:7 “Daily life: Keeping myself safe=a little”\ny @ 3:50 “[Y](#y)”"},
		{"signs in a row", "| a | Daily life: Sleep; food: both = A little; Age: Under 18 | [Y](#y) |",
			"3:3 “a”\nDaily life = Sleep; food: both = A little @ 3:7 “Daily life: Sleep; food: both = A little”\n" +
				"Age = Under 18 @ 3:49 “Age: Under 18”\ny @ 3:65 “[Y](#y)”"},
		{"signs in a name and an answer", "| a | Time: day: None; or: little; Time: day | [Y](#y) |",
			"3:3 “a”\nTime: day = None; or: little @ 3:7 “Time: day: None; or: little”\nTime = day @ 3:36 “Time: day”\ny @ 3:48 “[Y](#y)”"},
		{"quotes", "| a | Your son’s home: It’s “fine” | [Y](#y) |",
			"3:3 “a”\nYour son's home = It's \"fine\" @ 3:7 “Your son’s home: It’s “fine””\ny @ 3:38 “[Y](#y)”"},
		{"unknown", "| a | Hoome: Yes: no; Age: 7 | [Y](#y) |",
			"3:3 “a”\nHoome = Yes: no @ 3:7 “Hoome: Yes: no”\nAge = 7 @ 3:23 “Age: 7”\ny @ 3:32 “[Y](#y)”"},
		{"markup", "| a | [Safety](#safety): **No** | [Y](#y) |",
			"3:3 “a”\nSafety = No @ 3:8 “Safety](#safety): **No”\ny @ 3:35 “[Y](#y)”"},
		{"no space after the colon", "| a | Hoome:Yes | [Y](#y) |", "3:3 “a”\nHoome = Yes @ 3:7 “Hoome:Yes”\ny @ 3:19 “[Y](#y)”"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := read("en", heads+tt.row)
			if len(got.problems) > 0 {
				t.Errorf("got the problems %s", strings.Join(got.problems, "\n"))
			}
			if s := strings.Join(got.cases, "\n\n"); s != tt.want {
				t.Errorf("got\n%s\nwant\n%s", s, tt.want)
			}
		})
	}
}

func TestBadCases(t *testing.T) {
	tests := []struct {
		name, source string
		want         []string // rule, place and message of each
		cases        int      // read all the same
	}{
		{"other heads", "| Who | Answers | Gets |\n|-|-|-|\n| a | Safety: Yes | [Y](#y) |",
			[]string{"cases-head 1:3 “Who | Answers | Gets” this table is not read: its heads are not those of a table of cases"}, 0},
		{"in a quotation", "> | Someone who | Answers | Gets |\n> |-|-|-|",
			[]string{"cases-head 1:5 “Someone who | Answers | Gets” a table of cases inside other text is not read"}, 0},
		{"no colon", heads + "| a | Safety; Age: Under 18 | [Y](#y) |",
			[]string{"bad-case 3:7 “Safety” “Safety” does not say which question is answered, and how"}, 0},
		{"no answer", heads + "| a | Safety: ; Age: | [Y](#y) |",
			[]string{"bad-case 3:7 “Safety:” “Safety:” does not say which question is answered, and how",
				"bad-case 3:17 “Age:” “Age:” does not say which question is answered, and how"}, 0},
		{"no answers", heads + "| abc | | [Y](#y) |", []string{"bad-case 3:3 “abc” this case names no answer"}, 0},
		{"no link", heads + "| a | Safety: Yes | Help |",
			[]string{"bad-case 3:21 “Help” the last cell of a case must be one link to a result"}, 0},
		{"two links", heads + "| a | Safety: Yes | [Y](#y) or [Z](#z) |",
			[]string{"bad-case 3:21 “[Y](#y) or [Z](#z)” the last cell of a case must be one link to a result"}, 0},
		{"a page", heads + "| a | Safety: Yes | [Y](y.md) |",
			[]string{"bad-case 3:21 “[Y](y.md)” the last cell of a case must be one link to a result"}, 0},
		{"two cells", heads + "| a | Safety: Yes |",
			[]string{"bad-case 3:3 “a” the last cell of a case must be one link to a result"}, 0},
		{"nobody", heads + "|  | Safety: Yes | [Y](#y) |", []string{"bad-case 3:1 “” this case does not say whom it is about"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := read("en", tt.source)
			for i, p := range got.problems {
				got.problems[i], _, _ = strings.Cut(p, "\n")
			}
			if !slices.Equal(got.problems, tt.want) || len(got.cases) != tt.cases {
				t.Errorf("got\n%s\nand %d cases, want\n%s\nand %d", strings.Join(got.problems, "\n"), len(got.cases),
					strings.Join(tt.want, "\n"), tt.cases)
			}
		})
	}
}

func TestHoldsChecks(t *testing.T) {
	tests := []struct {
		name, source string
		want         int // offset; -1 if there are none
	}{
		{"answers", "- [Yes](#a)\n- [No](#b)\n", -1},
		{"points", "| a | b |\n|-|-|\n| c | 1 |\n", -1},
		{"a rule", "Text.\n\n- [Yes](#a)\n- Nobody answers more than 3 questions.", 21},
		{"in Spanish", "- Nadie responde más de 3 preguntas.", 2},
		{"cases", heads, 2},
		{"a sentence in a paragraph", "Everyone is asked [A](#a) first.", -1},
	}
	for _, tt := range tests {
		p, first := holdsChecks(parse([]byte(tt.source)), plainSource{data: []byte(tt.source)})
		if found := first >= 0; found != (tt.want >= 0) || found && p.Start != tt.want {
			t.Errorf("%s: got %v, %v, want %d", tt.name, p, found, tt.want)
		}
	}
}

func FuzzChecks(f *testing.F) {
	for _, lang := range languageOrder {
		w := Phrases(lang)
		for _, s := range w.Sentences {
			f.Add(lang, "- "+s.Text)
		}
		f.Add(lang, "| "+strings.Join(w.Heads[:], " | ")+" |\n|-|-|-|\n| a | Safety: Yes; Age: \xff 18; **x | [x](#x) |")
	}
	f.Add("en", "> - **[a](#%zz)** is only for people who answered\n>   **b** or **c\x01** to [](#)\n- \n1. x\n\n   y")
	f.Add("en", heads+"| a | Time: day: None; or: little; Time: day | [Y](#y) | z |\n| a\\|b | | |")
	f.Fuzz(func(t *testing.T, lang, source string) {
		for _, p := range read(lang, source).places {
			if p.Start < 0 || p.End < p.Start || p.End > len(source) {
				t.Errorf("got the place %v in a source of %d bytes", p, len(source))
			}
		}
		parseRange(lang, source)
		isChecks(lang, source)
		holdsChecks(parse([]byte(source)), plainSource{data: []byte(source)})
	})
}

func FuzzBeginsWith(f *testing.F) {
	f.Add("Safety : yes", "safety")
	f.Add("“x” \xff", "\"X\"\xff")
	f.Fuzz(func(t *testing.T, text, known string) {
		end, ok := beginsWith(text, known)
		if end < 0 || end > len(text) || ok && end == 0 {
			t.Errorf("got %d, %v", end, ok)
		}
		if !utf8.ValidString(known) || strings.TrimSpace(known) == "" {
			return
		}
		if _, ok := beginsWith(known+text, known); !ok {
			t.Errorf("%q does not begin with %q", known+text, known)
		}
	})
}
