package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"iopguide/generator/internal/testsite"

	"github.com/alecthomas/kong"
)

// TestOptions holds what the command line is read as.
func TestOptions(t *testing.T) {
	for _, c := range []struct {
		name string
		args string
		want string // of the command that is chosen, or of the mistake
		ok   func(*commands) bool
	}{
		{"make", "make out", "make <dir>", func(c *commands) bool {
			return c.Make.Pages == 1000 && c.Make.Form == testsite.Small && c.Make.Seed == 1
		}},
		{"make many", "make -n 10000 --form hugo --seed 7 out", "make <dir>", func(c *commands) bool {
			return c.Make.Pages == 10000 && c.Make.Form == testsite.Hugo && c.Make.Seed == 7
		}},
		{"run sizes", "run --program bench_test.go 40 1000", "run <pages>", func(c *commands) bool {
			return slices.Equal(c.Run.Pages, []int{40, 1000}) && c.Run.Rounds == 5 && c.Run.Edits == 40
		}},
		{"run without sizes", "run --program bench_test.go --rounds 3", "run", func(c *commands) bool {
			return len(c.Run.Pages) == 0 && c.Run.Rounds == 3
		}},
		{"no size", "run --program bench_test.go many", `[<pages> ...]: expected a valid 64 bit int but got "many"`, nil},
		{"no folder", "make -n 40", `expected "<dir>"`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var parsed commands
			k, err := kong.Must(&parsed).Parse(strings.Fields(c.args))
			switch {
			case err != nil && err.Error() != c.want:
				t.Errorf("got the mistake %q, want %q", err, c.want)
			case err == nil && k.Command() != c.want:
				t.Errorf("got %q, want %q", k.Command(), c.want)
			case err == nil && !c.ok(&parsed):
				t.Errorf("got %+v", parsed)
			}
		})
	}
}

// TestMakeRefusesFull wants no site to be made among the files of another.
func TestMakeRefusesFull(t *testing.T) {
	dir := t.TempDir()
	c := makeCommand{Pages: 40, Form: testsite.Small, Seed: 1, Dir: filepath.Join(dir, "site")}
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	if err := c.Run(); err == nil || !strings.Contains(err.Error(), "is not empty; name another folder") {
		t.Errorf("got %v", err)
	}
}

// TestFloor wants the floor to make a page of every file, without its front matter.
func TestFloor(t *testing.T) {
	dir := t.TempDir()
	o := testsite.Options{Pages: 40, Seed: 1}
	if err := testsite.Write(dir, o); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out")
	if err := (&floorCommand{Source: filepath.Join(dir, "content"), Destination: out}).Run(); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(testsite.Middle(o).URL), "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(page), "<p>") || strings.Contains(string(page), "description:") {
		t.Errorf("got %.80s", page)
	}
	for _, name := range []string{"index.html", "get-help-now/index.html"} {
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			t.Error(err)
		}
	}
	if err := (&floorCommand{Source: filepath.Join(dir, "content"), Destination: filepath.Join(dir, "site.yaml")}).Run(); err == nil {
		t.Error("no error where a file is in the way")
	}
}

// TestEdits wants each kind of edit to have a place in both forms of a site.
func TestEdits(t *testing.T) {
	for _, form := range []testsite.Form{testsite.Small, testsite.Guide} {
		dir := t.TempDir()
		o := testsite.Options{Pages: 40, Seed: 1, Form: form}
		if err := testsite.Write(dir, o); err != nil {
			t.Fatal(err)
		}
		for _, e := range edits {
			to, err := e.in(dir, testsite.Middle(o).File)
			if err != nil {
				t.Errorf("%s: %v", form, err)
			} else if after := string(to.after(word(7))); strings.Count(after, "edit7done") != 1 {
				t.Errorf("%s, %s: got %d times the word of the edit, want 1", form, e.name, strings.Count(after, "edit7done"))
			}
		}
	}
}

// TestStages wants the stages of a small site to be told, and its files to be as
// they were.
func TestStages(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a site many times")
	}
	dir := t.TempDir()
	o := testsite.Options{Pages: 40, Seed: 1}
	if err := testsite.Write(dir, o); err != nil {
		t.Fatal(err)
	}
	s, err := measureStages(context.Background(), dir, o.Pages)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range edits {
		if s.Open[e.name] <= 0 || s.All[e.name] < s.Open[e.name] {
			t.Errorf("%s: got %s until the open page is made, %s until all are", e.name, s.Open[e.name], s.All[e.name])
		}
	}
	if got := s.Draws["layout"]; got < o.Pages {
		t.Errorf("a layout edit makes %d files again, want %d or more", got, o.Pages)
	}
	if got := s.Draws["body"]; got > 3 {
		t.Errorf("a body edit makes %d files again, want 3 or fewer", got)
	}
	files, err := testsite.Files(o)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		if got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil || string(got) != string(want) {
			t.Errorf("%s is not as it was: %v", name, err)
		}
	}
}

// TestQuantile holds the median and the 95th percentile.
func TestQuantile(t *testing.T) {
	self := func(x int) int { return x }
	var hundred []int
	for i := range 100 {
		hundred = append(hundred, 100-i)
	}
	for _, c := range []struct {
		name  string
		items []int
		q     float64
		want  int
	}{
		{"none", nil, 0.5, 0}, {"one", []int{4}, 0.95, 4}, {"median of three", []int{9, 1, 5}, 0.5, 5}, {"19 of 20", hundred, 0.95, 96},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := quantile(c.items, c.q, self); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

// TestVerdicts holds what is said of targets that hold, that are missed, and that
// nobody could measure.
func TestVerdicts(t *testing.T) {
	r := &results{Sizes: []int{1000}, Builds: map[key]cost{
		{1000, "memory", ours, cold}: {Wall: time.Second, CPU: 4 * time.Second},
		{1000, "memory", hugo, cold}: {Wall: 5 * time.Second, CPU: 8 * time.Second},
	}}
	got := r.Wishes()
	for _, want := range []string{
		"| 1,000 pages, in memory, time, of what Hugo takes | 1/3.50 | 0.20 | holds |",
		"| 1,000 pages, in memory, processors' time, of what Hugo takes | 1/3.50 | 0.50 | **misses** |",
		"| 1,000 pages, in memory, time, of what Zola takes | 1/2.50 | not measured here |  |",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant the row\n%s", got, want)
		}
	}
	if strings.Contains(got, "10,000 pages") {
		t.Errorf("got targets for a size that was not measured:\n%s", got)
	}
}

// TestWritten holds how numbers are written.
func TestWritten(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{written(0.123), "0.12"}, {written(12.34), "12.3"}, {written(1234.5), "1234"}, {count(7), "7"}, {count(1000), "1,000"},
		{count(1234567), "1,234,567"}, {took(1500 * time.Millisecond), "1.50 s"}, {took(12345 * time.Microsecond), "12.3 ms"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}
