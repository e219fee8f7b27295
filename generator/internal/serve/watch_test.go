package serve

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watched returns a watcher of a new folder with these files, and the folder.
func watched(t *testing.T, files ...string) (*watcher, string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range files {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), "x")
	}
	w, err := watch([]string{dir}, false, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if w.notify != nil {
			w.notify.Close()
		}
	})
	return w, dir
}

func put(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestHandle(t *testing.T) {
	w, dir := watched(t, "site.yaml", "content/a/b.md", "public/index.html")
	put(t, filepath.Join(dir, "content/new/deep/c.md"), "x")
	put(t, filepath.Join(dir, "content/new/.git/x"), "x")
	tests := []struct {
		name, file string
		op         fsnotify.Op
		names      []string
		all        bool
	}{
		{"write", "content/a/b.md", fsnotify.Write, []string{"content/a/b.md"}, false},
		{"settings", "site.yaml", fsnotify.Write, []string{"site.yaml"}, false},
		{"records", "overrides.lock", fsnotify.Write, []string{"overrides.lock"}, false},
		{"remove", "content/a/gone.md", fsnotify.Remove, []string{"content/a/gone.md"}, false},
		{"rename", "content/a/b.md", fsnotify.Rename, []string{"content/a/b.md"}, false},
		{"its mode", "content/a/b.md", fsnotify.Chmod, nil, false},
		{"write and mode", "content/a/b.md", fsnotify.Write | fsnotify.Chmod, []string{"content/a/b.md"}, false},
		{"write to a folder", "content/a", fsnotify.Write, nil, false},
		{"leftover", "content/a/b.md~", fsnotify.Create, nil, false},
		{"in a leftover folder", "content/.git/index", fsnotify.Write, nil, false},
		{"published", "public", fsnotify.Create, nil, false},
		{"beside the site", "../other/site.yaml", fsnotify.Write, nil, false},
		{"a new folder", "content/new", fsnotify.Create, []string{"content/new", "content/new/deep/c.md"}, false},
		{"a folder that left", "content/a", fsnotify.Rename, nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := w.handle(fsnotify.Event{Name: filepath.Join(dir, filepath.FromSlash(tt.file)), Op: tt.op})
			slices.Sort(c.names)
			if err != nil || c.all != tt.all || !slices.Equal(slices.Compact(c.names), tt.names) {
				t.Errorf("got %q, all %t, %v; want %q, all %t", c.names, c.all, err, tt.names, tt.all)
			}
		})
	}
	if !w.folders[filepath.Join(dir, "content/new/deep")] {
		t.Error("a new nested folder is not watched")
	}
	if w.folders[filepath.Join(dir, "content/new/.git")] {
		t.Error("a leftover folder is watched")
	}
}

func TestSettled(t *testing.T) {
	w, dir := watched(t, "content/full.md")
	put(t, filepath.Join(dir, "content/empty.md"), "")
	put(t, filepath.Join(dir, "static/empty.bin"), "")
	tests := []struct {
		name  string
		names []string
		want  bool
	}{
		{"nothing", nil, true},
		{"full", []string{"content/full.md"}, true},
		{"empty", []string{"content/full.md", "content/empty.md"}, false},
		{"missing", []string{"content/missing.md"}, false},
		{"an editor's own", []string{"content/4913", "content/full.md~", "content/full.md___jb_tmp___"}, true},
		{"nothing that people write", []string{"static/empty.bin"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := w.settled(tt.names); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

// follow runs w and returns what it tells.
func follow(t *testing.T, w *watcher) <-chan change {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	changes, ended := make(chan change), make(chan struct{})
	go func() { defer close(ended); w.run(ctx, changes) }()
	t.Cleanup(func() { stop(); <-ended })
	return changes
}

func next(t *testing.T, changes <-chan change, what string, wanted func(change) bool) {
	t.Helper()
	timeout := time.After(20 * time.Second)
	for {
		select {
		case c := <-changes:
			if wanted(c) {
				return
			}
		case <-timeout:
			t.Fatalf("not told: %s", what)
		}
	}
}

func all(c change) bool { return c.all }

func named(name string) func(change) bool {
	return func(c change) bool { return slices.Contains(c.names, name) }
}

func TestOverflow(t *testing.T) {
	w, dir := watched(t, "content/a.md")
	if err := os.Mkdir(filepath.Join(dir, "layouts"), 0o755); err != nil {
		t.Fatal(err)
	}
	events, errs := make(chan fsnotify.Event), make(chan error, 1)
	w.notify.Events = events // the one that tells of layouts/ is lost
	w.notify.Errors = errs
	errs <- fsnotify.ErrEventOverflow
	ctx, stop := context.WithCancel(t.Context())
	changes, ended := make(chan change), make(chan error)
	go func() { ended <- w.follow(ctx, changes) }()
	next(t, changes, "every file", all)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if !w.folders[filepath.Join(dir, "layouts")] {
		t.Error("after an overflow a folder that came is not watched")
	}
}

func TestLookInstead(t *testing.T) {
	w, dir := watched(t, "content/a.md", "content/b.md", "content/.hidden/x")
	var log strings.Builder
	w.log = slog.New(slog.NewTextHandler(&log, nil))
	w.lookInstead(syscall.ENOSPC)
	if want := "fs.inotify.max_user_watches=524288"; runtime.GOOS == "linux" && !strings.Contains(log.String(), want) {
		t.Errorf("log: got %s, want %s", log.String(), want)
	}
	changes := follow(t, w)
	put(t, filepath.Join(dir, "content/a.md"), "longer")
	next(t, changes, "a write", named("content/a.md"))
	put(t, filepath.Join(dir, "content/new/c.md"), "x")
	next(t, changes, "a new file", named("content/new/c.md"))
	if err := os.Remove(filepath.Join(dir, "content/b.md")); err != nil {
		t.Fatal(err)
	}
	next(t, changes, "a removed file", named("content/b.md"))
	for name := range w.scan(t.Context()) {
		if strings.Contains(name, ".hidden") {
			t.Errorf("looked at %s", name)
		}
	}
}

// TestFolderItselfGoes takes the site's folder away and puts another in its
// place: from then on the watcher looks by itself.
func TestFolderItselfGoes(t *testing.T) {
	w, dir := watched(t, "content/a.md")
	changes := follow(t, w)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	next(t, changes, "every file", all)
	text := "again"
	next(t, changes, "the file in the new folder", func(c change) bool {
		text += "!" // the first look may see this file already
		put(t, filepath.Join(dir, "content/a.md"), text)
		return named("content/a.md")(c)
	})
}
