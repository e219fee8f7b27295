package check_test

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/check"
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/schema"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the wanted messages")

// An archive is a small site and what is to be said of it. Its files lie over
// those of base.txtar. {U+200B} in one stands for that character. The file
// options may name the day of publishing; want lists all messages.
type archive struct {
	path string
	*txtar.Archive
}

func archives(t *testing.T) map[string]archive {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	all := map[string]archive{}
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(path), ".txtar")] = archive{path, a}
	}
	return all
}

func (a archive) file(name string) *txtar.File {
	for i := range a.Files {
		if a.Files[i].Name == name {
			return &a.Files[i]
		}
	}
	return nil
}

// site returns the files of the archive that are sources.
func (a archive) site() fstest.MapFS {
	m := fstest.MapFS{}
	for _, f := range a.Files {
		if f.Name != "want" && f.Name != "options" {
			m[f.Name] = &fstest.MapFile{Data: characters(f.Data)}
		}
	}
	return m
}

var character = regexp.MustCompile(`\{U\+([0-9A-F]{4,6})\}`)

func characters(data []byte) []byte {
	return character.ReplaceAllFunc(data, func(m []byte) []byte {
		r, err := strconv.ParseUint(string(m[3:len(m)-1]), 16, 32)
		if err != nil {
			panic(err)
		}
		return []byte(string(rune(r)))
	})
}

// day is the day of publishing that the archive asks for.
func (a archive) day(t *testing.T) schema.Date {
	t.Helper()
	text := "2026-11-24"
	if f := a.file("options"); f != nil {
		text = strings.TrimSpace(strings.TrimPrefix(string(f.Data), "day:"))
	}
	day, ok := schema.ParseDate(text)
	if !ok {
		t.Fatalf("%s: %q is no day", a.path, text)
	}
	return day
}

// found builds the archive's site over base and returns all messages.
func found(t *testing.T, a, base archive) diag.List {
	t.Helper()
	src := overlay.FS{{FS: a.site()}, {FS: base.site()}}
	r, err := build.New(src, build.Options{Date: a.day(t)}).Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list, err := r.All(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// said returns all messages, and below each what to do.
func said(list diag.List) string {
	var b strings.Builder
	for _, d := range list {
		severity := ""
		if d.Severity == diag.Warning {
			severity = "warning: "
		}
		fmt.Fprintf(&b, "%s: %s%s [%s]\n", d.Position(), severity, d.Message, d.Rule)
		for line := range strings.SplitSeq(d.Help, "\n") {
			fmt.Fprintf(&b, "    %s\n", line)
		}
	}
	return b.String()
}

// TestRules builds each archive in testdata, and compares all that is said.
func TestRules(t *testing.T) {
	all := archives(t)
	for name, a := range all {
		t.Run(name, func(t *testing.T) {
			list := found(t, a, all["base"])
			if rule := find(name); rule != nil && !tells(list, rule) {
				t.Errorf("nothing is said by the rule %s", name)
			}
			got, want := said(list), a.file("want")
			switch {
			case want == nil:
				t.Errorf("no file want; got\n%s", got)
			case *update:
				want.Data = []byte(got)
				if err := os.WriteFile(a.path, txtar.Format(a.Archive), 0o666); err != nil {
					t.Fatal(err)
				}
			case got != string(want.Data):
				t.Errorf("got\n%s\nwant\n%s", got, want.Data)
			}
		})
	}
}

func find(name string) *check.Rule {
	for _, r := range check.Rules {
		if r.Name == name {
			return r
		}
	}
	return nil
}

func tells(list diag.List, r *check.Rule) bool {
	for _, d := range list {
		if d.Rule == r.Name && d.Severity == r.Severity {
			return true
		}
	}
	return false
}

// TestEveryRule holds each rule against what is asked of all.
func TestEveryRule(t *testing.T) {
	all := archives(t)
	seen := map[string]bool{}
	for _, r := range check.Rules {
		t.Run(r.Name, func(t *testing.T) {
			if _, ok := all[r.Name]; !ok {
				t.Errorf("no testdata/%s.txtar", r.Name)
			}
			if r.Page == nil && r.Output == nil && r.Each == nil && r.Site == nil {
				t.Error("it looks at nothing")
			}
			if !strings.HasPrefix(r.Doc, "Reports ") || !strings.HasSuffix(r.Doc, ".") {
				t.Errorf("its Doc is no sentence that says what it reports: %q", r.Doc)
			}
			if seen[r.Name] {
				t.Error("another rule has its name")
			}
			seen[r.Name] = true
		})
	}
}

// TestGrade holds the grade of a text to its formula, worked out by hand.
func TestGrade(t *testing.T) {
	for _, test := range []struct {
		name, lang, text string
		want             float64
		words            int
	}{
		// 8 words, 2 sentences, 8 syllables: 0.39*4 + 11.8*1 - 15.59
		{"one syllable a word", "en", "You can ask us. We will help you.", -2.23, 8},
		// "therapy" is a word of the title, so it counts two: 4 words, 7 syllables
		{"a word of the title", "en", "Therapy helps. Medicine helps.", 0.39*2 + 11.8*7/4 - 15.59, 4},
		{"headings and tables", "en", "## Psychiatry\n\n| Psychiatry |\n| --- |\n| Psychiatry |", 0, 0},
		{"a language of a region", "en-GB", "You can ask us. We will help you.", -2.23, 8},
		// 5 words, 1 sentence, 12 syllables
		{"Spanish", "es", "Usted puede pedir ayuda ahora.", 206.84 - 60*12.0/5 - 1.02*5, 5},
		{"no formula", "fr", "Vous pouvez demander.", 0, 3},
		{"nothing", "en", "", 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, words := check.Grade(page(test.lang, test.text))
			if math.Abs(got-test.want) > 0.001 || words != test.words {
				t.Errorf("got %.3f of %d words, want %.3f of %d", got, words, test.want, test.words)
			}
		})
	}
}

// page compiles a page about therapy.
func page(lang, text string) *content.Page {
	f := &diag.File{Name: "one.md", Data: []byte("---\ntitle: Therapy\n---\n" + text)}
	env := &content.Env{Lang: lang, Languages: []string{lang}, Markdown: &markdown.Env{Lang: lang}}
	return content.Compile("content/one.md", f, env, nil)
}

func FuzzGrade(f *testing.F) {
	f.Add("You can ask us. We will help you.")
	f.Add("…?! ’ “.” 1.5: ¿Qué? e es ed les 'n't")
	f.Fuzz(func(t *testing.T, text string) {
		for _, lang := range []string{"en", "es", "fr"} {
			if g, words := check.Grade(page(lang, text)); math.IsNaN(g) || math.IsInf(g, 0) || words < 0 {
				t.Errorf("%s: got grade %v of %d words", lang, g, words)
			}
		}
	})
}

// FuzzPage holds every rule to places that lie in their file.
func FuzzPage(f *testing.F) {
	all := map[string]archive{}
	for _, name := range []string{"base", "ten-mistakes", "unknown-number", "odd-characters", "reading-grade",
		"self-check", "emergency-ending", "diagnosis"} {
		a, err := txtar.ParseFile("testdata/" + name + ".txtar")
		if err != nil {
			f.Fatal(err)
		}
		all[name] = archive{name, a}
		for _, file := range a.Files {
			if strings.HasSuffix(file.Name, ".md") {
				f.Add(characters(file.Data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		a := archive{"fuzz", &txtar.Archive{Files: []txtar.File{{Name: "content/a/one.md", Data: text}}}}
		for _, d := range found(t, a, all["base"]) {
			if d.Start < 0 || d.End < d.Start || d.End > len(d.File.Data) || d.Message == "" {
				t.Errorf("%s: from %d to %d of %d bytes: %q [%s]", d.File.Name, d.Start, d.End, len(d.File.Data), d.Message, d.Rule)
			}
		}
	})
}
