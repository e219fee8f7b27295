package serve

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fsnotify/fsnotify"
)

// TestSilentSystem has a system that tells of nothing: the watcher finds out by
// itself, says so, and looks from then on.
func TestSilentSystem(t *testing.T) {
	w, dir := watched(t, "site.yaml", "content/a.md")
	log := &record{}
	w.log = slog.New(slog.NewTextHandler(log, nil))
	silent := make(chan fsnotify.Event)
	w.notify.Events = silent
	changes := follow(t, w)
	put(t, filepath.Join(dir, "content/a.md"), "changed while nobody listens")
	next(t, changes, "every file", all)
	if want := "the system does not tell of changes here, "; !strings.Contains(log.String(), want) {
		t.Errorf("log: got %s, want %s", log, want)
	}
	put(t, filepath.Join(dir, "content/a.md"), "changed again")
	next(t, changes, "an edit", named("content/a.md"))
}

// TestCanaryIsHeard has a system that tells: the watcher goes on to listen, and
// leaves nothing behind.
func TestCanaryIsHeard(t *testing.T) {
	w, dir := watched(t, "site.yaml")
	for len(w.canary) > 0 {
		e := <-w.notify.Events
		if c, err := w.handle(e); err != nil || len(c.names) > 0 || c.all {
			t.Errorf("the canary at %s is taken for a file of the site: %v, %v", e.Name, c, err)
		}
		delete(w.canary, e.Name)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("got %v, %v in the site's folder, want site.yaml only", entries, err)
	}
}

// TestNoCanary has a folder in which no file can be made: that says nothing of
// the system.
func TestNoCanary(t *testing.T) {
	w, _ := watched(t)
	w.roots = []string{filepath.Join(t.TempDir(), "nothing")}
	if canary := w.release(); len(canary) > 0 {
		t.Errorf("got %v, want none to wait for", canary)
	}
}
