package serve

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
)

// noEditor links to no editor.
var noEditor = linker(func(*diag.File, int) string { return "" })

func TestProblems(t *testing.T) {
	f := &diag.File{Name: "content/a.md", Data: []byte("\ufeffone\r\ntwo wörds here\n\n" + strings.Repeat("x", 200) + "y" + strings.Repeat("z", 200))}
	at := func(s string) int { return strings.Index(string(f.Data), s) }
	tests := []struct {
		name                  string
		start, end            int
		place                 string
		before, marked, after string
	}{
		{"a word", at("wörds"), at(" here"), "content/a.md:2:5", "two ", "wörds", " here"},
		{"only its beginning", at("örds"), at("örds"), "content/a.md:2:6", "two w", "ö", "rds here"},
		{"the first line", at("one"), at("one") + 3, "content/a.md:1:1", "", "one", ""},
		{"over the line's end", at("here"), len(f.Data), "content/a.md:2:11", "two wörds ", "here", ""},
		{"an empty line", at("\n\n") + 1, at("\n\n") + 1, "content/a.md:3:1", "", "", ""},
		{"a long line", at("y"), at("y") + 1, "content/a.md:4:201", "…" + strings.Repeat("x", maxPart), "y", strings.Repeat("z", maxPart) + "…"},
		{"after the end", 1e6, 1e6, "content/a.md:4:402", "…" + strings.Repeat("z", maxPart), "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := noEditor.problem(diag.Diagnostic{File: f, Start: tt.start, End: tt.end, Message: "m"})
			if p.Place != tt.place || p.Before != tt.before || p.Marked != tt.marked || p.After != tt.after {
				t.Errorf("got %+v, want %+v", p, tt)
			}
		})
	}
}

func TestProblemsOf(t *testing.T) {
	empty := &diag.File{Name: "site.yaml"}
	var list diag.List
	list.Warn(empty, 0, 0, "r", "a warning", "")
	for range maxProblems + 5 {
		list.Error(empty, 0, 0, "r", "an error", "")
	}
	list[1].Related = []diag.Place{{File: empty, Note: "the first"}}
	problems := problemsOf(outcome{list: list}, "", noEditor)
	if len(problems) != maxProblems || problems[0].Message != "an error" || problems[0].Line != 0 {
		t.Errorf("got %d, the first %+v", len(problems), problems[0])
	}
	if got := problems[0].Related; len(got) != 1 || got[0].Note != "the first" || got[0].Where != "site.yaml, line 1" {
		t.Errorf("related: got %+v", got)
	}
	if failed := problemsOf(outcome{err: errors.New("disk")}, "", noEditor); len(failed) != 1 || failed[0].Place != "" {
		t.Errorf("a failure: got %+v", failed)
	}
	if lost := problemsOf(outcome{err: build.ErrNoSite}, "", noEditor); !strings.Contains(lost[0].Help, "put this file back") {
		t.Errorf("no site.yaml: got %+v", lost)
	}
}

// TestSavedFirst shows what is wrong with a saved file before what is wrong
// with others, which may only follow from it.
func TestSavedFirst(t *testing.T) {
	var list diag.List
	for _, name := range []string{"site/content/a.md", "site/content/b.md", "site/content/c.md"} {
		list.Error(&diag.File{Name: name}, 0, 0, "r", name, "")
	}
	cause := pending{names: map[string]bool{"content/b.md": true}}
	var got []string
	for _, p := range problemsOf(outcome{list: list, cause: cause}, "site/", noEditor) {
		got = append(got, p.Message)
	}
	want := []string{"site/content/b.md", "site/content/a.md", "site/content/c.md"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestNews(t *testing.T) {
	a, b := &diag.File{Name: "a", Data: []byte("\n\n\n")}, &diag.File{Name: "b"}
	var old, list diag.List
	old.Warn(a, 0, 0, "r", "stands", "")
	old.Error(a, 0, 0, "r", "wrong", "")
	list.Warn(a, 2, 2, "r", "stands", "") // elsewhere in its file
	list.Warn(a, 3, 3, "r", "stands", "") // and a second time
	list.Warn(b, 0, 0, "r", "stands", "")
	list.Error(a, 0, 0, "r", "wrong", "")
	var got []string
	for _, d := range news(old, list, true) {
		got = append(got, d.Position().String()+" "+d.Message)
	}
	if want := "a:4:1 stands, b:1:1 stands, a:1:1 wrong"; strings.Join(got, ", ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAddress(t *testing.T) {
	for name, want := range map[string]string{"index.html": "/", "costs/index.html": "/costs/", "404.html": "/404.html", "css/site.css": "/css/site.css"} {
		if got := address(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestPendingSays(t *testing.T) {
	tests := []struct {
		name, want string
		p          pending
	}{
		{"one", "changed: a", pending{names: map[string]bool{"a": true}}},
		{"several", "changed: a, b, c", pending{names: map[string]bool{"c": true, "b": true, "a": true}}},
		{"many", "changed: a, b, c and 2 more", pending{names: map[string]bool{"a": true, "b": true, "c": true, "d": true, "e": true}}},
		{"all", "all files read again", pending{all: true}},
		{"day", "a new day", pending{all: true, day: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.p.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
