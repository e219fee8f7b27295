package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/scaffold"
	"iopguide/generator/internal/schema"
)

// TestInterview has a person make a site in a terminal, who gives wrong answers,
// puts them right, and changes some at the end.
func TestInterview(t *testing.T) {
	t.Setenv("CI", "")
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile("our logo.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><path d="M0 0h60v20H0z"/></svg>`), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("bad.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><script/></svg>`), 0o666); err != nil {
		t.Fatal(err)
	}
	talk := []struct{ shown, typed string }{
		{"What is your clinic called? *\n", ""},
		{"this cannot be left out", "Yes: we care"},
		{"What number do people call? *", "12"},
		{"“12” is no telephone number", "(217) 555-0134"},
		{"What number do people text?", ""},
		{"website?", "clinic.example"},
		{"mailbox?", "nobody"},
		{"“nobody” is no mailbox", "hello@clinic.example"},
		{"Where are you?", "\x1b[D12 Oak Street"},
		{"the arrow keys do not work here", "12 Oak Street, Springfield"},
		{"answer the phone?", "Mon to Fri, 8 to 6"},
		{"insurance plans", "Medicaid , Medicare,"},
		{"main color?", "#ffff99"},
		{"the nearest", "#1f6f5c"},
		{"second color?", ""},
		{"Where is your logo?", "logo.svg"},
		{"there is no file logo.svg", "bad.svg"},
		{"it has a <script>", "'our logo.svg'"},
		{"In which languages?", "fr"},
		{"write en, or en,es", ""},
		{"   1  name       Yes: we care", "99"},
		{"there is no answer 99", "7"},
		{"Enter keeps Mon to Fri, 8 to 6; - takes it away", "-"},
		{"   7  hours      \n", "1"},
		{"Enter keeps Yes: we care\n", "Oak: we care"},
		{"   1  name       Oak: we care", "2"},
		{"Enter keeps (217) 555-0134\n", ""},
		{"   2  phone      (217) 555-0134", ""},
		{"the site is in oak; next:", ""},
	}
	tty, person := newTerminal(t)
	heard := make(chan string)
	go func() {
		defer close(heard)
		for _, turn := range talk {
			if said, ok := hear(person, turn.shown); !ok {
				heard <- "want " + turn.shown + "; got " + said
				person.Close() // which ends the talk
				return
			}
			person.WriteString(turn.typed + "\n")
		}
	}()
	stdin := os.Stdin
	os.Stdin = tty
	defer func() { os.Stdin = stdin }()
	code := run(t.Context(), []string{"new", "site", "oak", "--phone", "no number"}, tty, tty, func(string) string { return "" })
	for wrong := range heard {
		t.Fatal(wrong)
	}
	if code != 0 {
		t.Fatalf("got the exit code %d", code)
	}
	holds(t, "oak", map[string]string{"title": "Oak: we care IOP Guide", "clinic.name": "Oak: we care", "clinic.phone": "(217) 555-0134",
		"clinic.url": "https://clinic.example", "clinic.email": "hello@clinic.example", "clinic.address": "12 Oak Street, Springfield",
		"clinic.insurance": "Medicaid|Medicare", "brand.primary": "#1f6f5c", "brand.logo": "logo.svg", "languages": "en|es", "base": "default",
		"clinic.hours": "", "clinic.text": "", "brand.accent": ""})
	if data, err := os.ReadFile("oak/static/logo.svg"); err != nil || strings.Contains(string(data), "script") {
		t.Errorf("got the logo %s, %v", data, err)
	}
}

// hear reads what is shown until an answer is awaited, or the site is there, and
// reports whether it holds words.
func hear(person *os.File, words string) (said string, ok bool) {
	buf := make([]byte, 4096)
	for {
		n, err := person.Read(buf)
		said += strings.ReplaceAll(string(buf[:n]), "\r", "")
		if err != nil || strings.HasSuffix(said, "> ") || strings.Contains(said, "next:") {
			return said, strings.Contains(said, words)
		}
	}
}

// holds fails unless site.yaml in dir says want: texts, or lists with | between.
func holds(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "site.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var list diag.List
	v := schema.Decode(&diag.File{Name: "site.yaml", Data: data}, schema.Partial(schema.Site), &list)
	for key, text := range want {
		got := v.Get(strings.Split(key, ".")...)
		if said := got.Text() + strings.Join(got.Texts(), "|"); said != text {
			t.Errorf("%s: got %q, want %q", key, said, text)
		}
	}
	if len(list) > 0 {
		t.Error(list)
	}
}

// asked has somebody answer lines, and returns what was shown.
func asked(t *testing.T, ctx context.Context, given map[string]string, lines ...string) (shown string, set scaffold.Settings, err error) {
	t.Helper()
	stage, err := scaffold.NewStage(filepath.Join(t.TempDir(), "oak"))
	if err != nil {
		t.Fatal(err)
	}
	defer stage.Close()
	var out bytes.Buffer
	tr := newTrial(&app{ctx: ctx, stderr: &out}, stage)
	in := iotest.OneByteReader(strings.NewReader(strings.Join(lines, "\n")))
	err = interview(tr, in, &out, given, "oak")
	return out.String(), tr.set, err
}

// TestInterviewEnds holds that nobody's site is written who goes away half-way.
func TestInterviewEnds(t *testing.T) {
	for _, lines := range [][]string{nil, {"Oak"}, {"Oak", "217-555-0134", "", ""}} {
		if _, _, err := asked(t, t.Context(), nil, lines...); err != errStopped {
			t.Errorf("%q: got %v, want that it was stopped", lines, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := asked(t, ctx, nil, "Oak"); err == nil {
		t.Error("it was stopped, and went on")
	}
}

// TestInterviewFlags holds that nobody is asked what a flag has answered, unless
// that cannot be taken.
func TestInterviewFlags(t *testing.T) {
	given := map[string]string{"clinic.name": "Oak", "brand.primary": "nothing", "title": "My guide"}
	shown, set, err := asked(t, t.Context(), given, "217-555-0134", "", "", "", "", "", "", "primary: \"navy\"", "", "", "en", "", "")
	if err != nil {
		t.Fatalf("got %v after\n%s", err, shown)
	}
	if strings.Contains(shown, "clinic called") || strings.Count(shown, "“nothing” is no ") != 1 {
		t.Errorf("got\n%s", shown)
	}
	for key, want := range map[string][]string{"clinic.name": {"Oak"}, "brand.primary": {"navy"}, "title": {"My guide"}, "languages": {"en"}} {
		if !slices.Equal(set[key], want) {
			t.Errorf("%s: got %q, want %q", key, set[key], want)
		}
	}
}

// TestLinesOf makes sure that what reads ends when there is nothing more to read.
func TestLinesOf(t *testing.T) {
	var got []string
	for line := range linesOf(t.Context(), strings.NewReader("a\r\nb\n\nc")) {
		got = append(got, line)
	}
	if want := []string{"a", "b", "", "c"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPathOf(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Chdir(home)
	if err := os.WriteFile("my logo.svg", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for answer, want := range map[string]string{
		"logo.svg": "logo.svg", `'my logo.svg'`: "my logo.svg", `"my logo.svg"`: "my logo.svg", `my\ logo.svg`: "my logo.svg",
		"~/my logo.svg": filepath.Join(home, "my logo.svg"), "'": "'", "": "",
	} {
		if got := pathOf(answer); got != want {
			t.Errorf("%s: got %s, want %s", answer, got, want)
		}
	}
}
