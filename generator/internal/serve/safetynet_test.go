package serve

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestSafetyNet(t *testing.T) {
	edit, other := change{names: []string{"content/a.md"}}, change{names: []string{"content/b.md"}}
	tests := []struct {
		name     string
		told     []change // by the system between the second look and the third
		want     string   // that the third look tells
		late     []change // told by the system after that
		relied   bool     // on the system, after the fourth
		toldThen bool     // the change was told in the time before the second look already
	}{
		{"told", []change{edit}, "", nil, true, false},
		{"told early", nil, "", nil, true, true},
		{"not told", nil, "content/a.md", nil, false, false},
		{"another told", []change{other}, "content/a.md", nil, false, false},
		{"told late", nil, "content/a.md", []change{other, edit}, true, false},
		{"everything told", []change{{all: true}}, "", nil, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, dir := watched(t, "content/a.md", "content/b.md")
			n := &safetyNet{watcher: w}
			look := func() (change, error) { return n.compare(w.scan(t.Context())) }
			if c, err := look(); err != nil || len(c.names) > 0 {
				t.Fatalf("the first look: got %v, %v, want nothing", c, err)
			}
			if tt.toldThen {
				n.note("", edit)
			}
			if c, err := look(); err != nil || len(c.names) > 0 {
				t.Fatalf("a look when nothing was changed: got %v, %v", c, err)
			}
			put(t, filepath.Join(dir, "content/a.md"), "edited")
			for _, c := range tt.told {
				n.note("", c)
			}
			if c, err := look(); err != nil || strings.Join(c.names, " ") != tt.want {
				t.Errorf("after an edit: got %v, %v, want %q", c, err, tt.want)
			}
			for _, c := range tt.late {
				n.note("", c)
			}
			_, err := look()
			if err == nil { // while the system told something, nothing is decided
				_, err = look()
			}
			if (err == nil) != tt.relied {
				t.Errorf("is the system relied on: got %v, want %t", err, tt.relied)
			}
		})
	}
}

// TestUntoldChange edits what a link leads to, of which no system tells.
func TestUntoldChange(t *testing.T) {
	w, dir := watched(t, "content/a.md", "notes/linked.md")
	if err := os.Symlink("../notes/linked.md", filepath.Join(dir, "content/linked.md")); err != nil {
		t.Skip(err)
	}
	log := &record{}
	w.log, w.netPace = slog.New(slog.NewTextHandler(log, nil)), 10*time.Millisecond
	changes := follow(t, w)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for i := 0; ; i++ { // the first looks may see some of these edits already
			put(t, filepath.Join(dir, "notes/linked.md"), strings.Repeat("x", i%100))
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	next(t, changes, "every file", all)
	close(done)
	<-ended
	if want := "the system did not tell that content/linked.md was changed, so all files are looked at"; !strings.Contains(log.String(), want) {
		t.Errorf("log: got %s, want %s", log, want)
	}
}

// TestNoFalseAlarm edits, touches and moves files of which the system tells, under
// a net that looks often: it never doubts the system.
func TestNoFalseAlarm(t *testing.T) {
	w, dir := watched(t, "content/a.md", "content/b/c.md")
	log := &record{}
	w.log, w.netPace = slog.New(slog.NewTextHandler(log, nil)), 20*time.Millisecond
	changes := follow(t, w)
	go func() {
		for range changes { // what is told is of no matter here
		}
	}()
	for i, began := 0, time.Now(); time.Since(began) < time.Second; i++ {
		file := filepath.Join(dir, "content", "a.md")
		switch i % 5 {
		case 0, 1:
			put(t, file, strings.Repeat("x", i%100))
		case 2:
			day := time.Unix(int64(i), 0)
			if err := os.Chtimes(file, day, day); err != nil {
				t.Fatal(err)
			}
		case 3:
			put(t, filepath.Join(dir, "content", "new", "deep", "d.md"), "x")
		case 4:
			if err := os.RemoveAll(filepath.Join(dir, "content", "new")); err != nil {
				t.Fatal(err)
			}
		}
	}
	if log.String() != "" {
		t.Errorf("log: got %s, want nothing", log)
	}
}
