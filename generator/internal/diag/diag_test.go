package diag

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestPosition(t *testing.T) {
	tests := []struct {
		name, data   string
		offset       int
		line, column int
	}{
		{"start", "abc", 0, 1, 1},
		{"end", "abc", 3, 1, 4},
		{"second line", "ab\ncd", 4, 2, 2},
		{"line end", "ab\ncd", 2, 1, 3},
		{"line start", "ab\ncd", 3, 2, 1},
		{"after the last line end", "ab\n", 3, 2, 1},
		{"windows", "ab\r\ncd", 5, 2, 2},
		{"windows line end", "ab\r\ncd", 2, 1, 3},
		{"mark", "\ufeffab", 4, 1, 2},
		{"at the mark", "\ufeffab", 0, 1, 1},
		{"mark, second line", "\ufeffab\ncd", 7, 2, 2},
		{"two bytes", "éab", 3, 1, 3},
		{"four bytes", "😀ab", 4, 1, 2},
		{"three bytes", "日本", 3, 1, 2},
		{"invalid", "a\xffb", 2, 1, 3},
		{"before the file", "abc", -4, 1, 1},
		{"behind the file", "a\nb", 9, 2, 2},
		{"empty", "", 0, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &File{Name: "x.md", Data: []byte(tt.data)}
			got := f.Position(tt.offset)
			if want := (Position{"x.md", tt.line, tt.column}); got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
	if got := (Position{"a/b.md", 7, 3}).String(); got != "a/b.md:7:3" {
		t.Errorf("got %s", got)
	}
}

// at returns the place of words in f.
func at(f *File, words string) (start, end int) {
	start = strings.Index(string(f.Data), words)
	return start, start + len(words)
}

// samples are diagnostics of all shapes.
func samples() List {
	var l List
	add := func(name, data, words, message, help string) *Diagnostic {
		f := &File{Name: name, Data: []byte(data)}
		start, end := at(f, words)
		l.Error(f, start, end, "rule", message, help)
		return &l[len(l)-1]
	}
	add("plain.md", "one\ntwo three\n", "three", "a plain mistake", "say it in another way")
	add("warning.md", "one two\n", "two", "a warning", "").Severity = Warning
	add("place.md", "one two\n", "two", "only the place is known", "").End = 4
	add("whole.md", "\n\n", "\n", "nothing to show", "")
	add("mark.md", "\ufefftitle: x\n", "title", "behind a mark", "")
	add("windows.md", "one\r\ntwo\r\n", "two\r", "not the line end", "")
	add("accents.md", "año niño\n", "niño", "letters of two bytes", "")
	add("wide.md", "日本 go\n", "go", "letters of two columns", "")
	add("tab.md", "\tone\ttwo\n", "two", "tabs are one space", "")
	add("lines.md", "one two\nthree four\n", "two\nthree", "only the first line is marked", "")
	add("control.md", "a\x1b[31mred\x1b[0m \x9b b\u202ec\n", "red", "not \x1b[1mbold\u2066\nhere", "help\x07\nin two lines")
	add("long.md", strings.Repeat("word ", 60)+"HERE "+strings.Repeat("more ", 60)+"\n", "HERE", "in a long line", "")
	add("long-start.md", "HERE "+strings.Repeat("more ", 60)+"\n", "HERE", "at the start of a long line", "")
	long := strings.Repeat("é", 300) + "\n"
	add("long-mark.md", long, strings.Repeat("é", 300), "all of a long line", "")
	d := add("related.md", "one\ntwo\none\n", "one", "a thing with two places", "keep one")
	d.Start, d.End = 8, 11
	d.Related = []Place{{File: d.File, Start: 0, End: 3, Note: "it is first\there"}}
	return l
}

func TestPrint(t *testing.T) {
	var b bytes.Buffer
	if err := Print(&b, samples(), false); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/print.txt", b.Bytes())
	if i := bytes.IndexAny(b.Bytes(), "\x00\x07\x1b\r\t"); i >= 0 {
		t.Errorf("a control character is printed: %q", b.Bytes()[i:])
	}
}

func TestPrintColor(t *testing.T) {
	var plain, color bytes.Buffer
	if err := Print(&color, samples()[:2], true); err != nil {
		t.Fatal(err)
	}
	if err := Print(&plain, samples()[:2], false); err != nil {
		t.Fatal(err)
	}
	got := color.String()
	if !strings.Contains(got, "\x1b[1mplain.md:2:5\x1b[0m: ") || !strings.Contains(got, "\x1b[33;1mwarning: \x1b[0m") {
		t.Errorf("got %q", got)
	}
	for _, code := range []string{"0", "1", "2", "31;1", "33;1"} {
		got = strings.ReplaceAll(got, "\x1b["+code+"m", "")
	}
	if got != plain.String() {
		t.Errorf("without colors: got\n%s\nwant\n%s", got, plain.String())
	}
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, samples()); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/list.json", b.Bytes())
	var records []map[string]any
	if err := json.Unmarshal(b.Bytes(), &records); err != nil || len(records) != len(samples()) {
		t.Errorf("got %d records, want %d; %v", len(records), len(samples()), err)
	}
	b.Reset()
	if err := JSON(&b, nil); err != nil || b.String() != "[]\n" {
		t.Errorf("no diagnostics: got %q, %v", b.String(), err)
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

func TestList(t *testing.T) {
	a, b := &File{Name: "a.md", Data: []byte("abcdef")}, &File{Name: "b.md"}
	var l List
	if l.HasErrors() {
		t.Error("an empty list has errors")
	}
	l.Warn(b, 0, 0, "r", "5", "")
	l.Warn(a, 3, 3, "s", "4", "")
	l.Warn(a, 3, 3, "r", "3", "")
	l.Warn(a, 3, 3, "r", "2", "")
	l.Warn(a, 1, 9, "z", "1", "")
	if l.HasErrors() {
		t.Error("a list of warnings has errors")
	}
	l.Error(b, 1, 1, "a", "6", "")
	l.Sort()
	var got string
	for _, d := range l {
		got += d.Message
	}
	if got != "123456" {
		t.Errorf("got %s, want 123456", got)
	}
	if e, w := l.Count(); e != 1 || w != 5 || !l.HasErrors() {
		t.Errorf("got %d errors and %d warnings", e, w)
	}
	if got := Error.String() + Warning.String(); got != "errorwarning" {
		t.Errorf("got %s", got)
	}
}

func TestNearest(t *testing.T) {
	keys := []string{"title", "linkTitle", "description", "summary", "weight", "draft", "toc", "image"}
	tests := []struct{ name, want string }{
		{"titel", "title"},
		{"tite", "title"},
		{"Title", "title"},
		{"descripton", "description"},
		{"desription", "description"},
		{"wieght", "weight"},
		{"linktitle", "linkTitle"},
		{"tco", "toc"},
		{"images", "image"},
		{"title", "title"},
		{"sumario", ""},
		{"slug", ""},
		{"x", ""},
		{"", ""},
		{"señal", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Nearest(tt.name, keys); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if got := Nearest("ano", []string{"anno", "año"}); got != "anno" {
		t.Errorf("of two as near, the first: got %q", got)
	}
}

// FuzzPrint proves that no place and no text makes printing fail or steer the
// terminal.
func FuzzPrint(f *testing.F) {
	f.Add([]byte("one\r\ntwo"), 1, 9, "message")
	f.Add([]byte("\ufeffa\xffb"), 0, 2, "\x1b[0m")
	f.Fuzz(func(t *testing.T, data []byte, start, end int, text string) {
		file := &File{Name: "x.md", Data: data}
		l := List{{File: file, Start: start, End: end, Rule: "r", Message: text, Help: text}}
		var b bytes.Buffer
		if err := Print(&b, l, false); err != nil {
			t.Fatal(err)
		}
		if i := bytes.IndexAny(b.Bytes(), "\x00\x07\x1b\r\t"); i >= 0 {
			t.Errorf("a control character is printed: %q", b.Bytes())
		}
		if err := JSON(&b, l); err != nil {
			t.Fatal(err)
		}
		if p := file.Position(start); p.Line < 1 || p.Column < 1 {
			t.Errorf("got %v", p)
		}
	})
}
