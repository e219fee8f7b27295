package serve

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"iopguide/generator/internal/overlay"
)

// glance is how often a watcher looks that is told nothing.
const glance = time.Second

// A stamp tells whether a file was written.
type stamp struct {
	size    int64
	written time.Time
}

// look tells what a look at all files shows, each second, until ctx is done.
func (w *watcher) look(ctx context.Context, changes chan<- change) {
	t := time.NewTicker(glance)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		now := w.scan()
		send(ctx, changes, change{names: w.differ(w.seen, now)})
		w.seen = now
	}
}

// scan returns the stamps of all files of the site.
func (w *watcher) scan() map[string]stamp {
	seen := map[string]stamp{}
	for _, root := range w.roots {
		for _, top := range slices.Concat(trees, []string{settingsFile}) {
			_ = fs.WalkDir(os.DirFS(root), top, func(name string, d fs.DirEntry, err error) error {
				switch {
				case err != nil:
					return nil // gone, or for Build to tell
				case d.IsDir() && overlay.Leftover(d.Name()):
					return fs.SkipDir
				case d.IsDir() || overlay.Leftover(d.Name()):
					return nil
				}
				file := filepath.Join(root, filepath.FromSlash(name))
				if info, err := os.Stat(file); err == nil {
					seen[file] = stamp{info.Size(), info.ModTime()}
				}
				return nil
			})
		}
	}
	return seen
}

// differ returns the names of the files that are not the same in a and b.
func (w *watcher) differ(a, b map[string]stamp) []string {
	var names []string
	add := func(file string) {
		_, name := w.locate(file)
		names = append(names, name)
	}
	for file, s := range b {
		if old, ok := a[file]; !ok || old != s {
			add(file)
		}
	}
	for file := range a {
		if _, ok := b[file]; !ok {
			add(file)
		}
	}
	return names
}
