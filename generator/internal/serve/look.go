package serve

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"

	"iopguide/generator/internal/overlay"
)

// How often a watcher looks that is told nothing: as often as takes one part in
// twenty of a processor, but within these bounds.
const (
	glance      = 250 * time.Millisecond
	glanceAtAll = 3 * time.Second
	lookShare   = 20
)

// tick is how coarse the times of files may be: FAT counts in two seconds.
const tick = 2 * time.Second

// A stamp tells whether a file was written, or another one put in its place. A
// file that was written so shortly before a look that it may be written again
// without its time showing it is known by its content, too.
type stamp struct {
	info  os.FileInfo
	young bool
	sum   uint64 // of the content, if young
}

// lookInstead makes w look by itself, since the system cannot tell, and says so.
func (w *watcher) lookInstead(why error) {
	if w.notify != nil {
		w.notify.Close()
		w.notify = nil
	}
	began := time.Now()
	w.seen = w.scan(context.Background())
	often := fmt.Sprintf("all files are looked at every %v", pace(time.Since(began)).Round(glance))
	if errors.Is(why, errAsked) {
		w.log.Info(often + ", " + why.Error())
		return
	}
	w.log.Warn(reason(why, runtime.GOOS) + ", so " + often + remedy(why, runtime.GOOS))
}

// reason says why the system cannot tell, as a person knows it.
func reason(why error, system string) string {
	switch {
	case errors.Is(why, syscall.ENOSPC) && system == "linux":
		return "the system watches no more folders for one person"
	case errors.Is(why, syscall.EMFILE) && system == "linux":
		return "the system has given all its watchers to other programs"
	}
	return why.Error()
}

// remedy says what to do about it.
func remedy(why error, system string) string {
	switch {
	case errors.Is(why, syscall.ENOSPC) && system == "linux":
		return "; to mend that: sudo sysctl fs.inotify.max_user_watches=524288"
	case errors.Is(why, syscall.EMFILE) && system == "linux":
		return "; to mend that: sudo sysctl fs.inotify.max_user_instances=512"
	}
	return ""
}

// pace returns how long to wait after a look that took so long.
func pace(took time.Duration) time.Duration {
	return min(max(lookShare*took, glance), glanceAtAll)
}

// look tells what a look at all files shows, again and again, until ctx is done.
func (w *watcher) look(ctx context.Context, changes chan<- change) {
	for pause := glance; ; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		began := time.Now()
		now := w.scan(ctx)
		if ctx.Err() != nil {
			return
		}
		c := change{names: w.differ(w.seen, now)}
		w.seen = now
		pause = pace(time.Since(began))
		send(ctx, changes, c)
	}
}

// scan returns the stamps of all files of the site, by path.
func (w *watcher) scan(ctx context.Context) map[string]stamp {
	seen := make(map[string]stamp, len(w.seen))
	for _, root := range w.roots {
		for _, top := range slices.Concat(trees, []string{settingsFile, lockFile}) {
			if info, err := os.Stat(filepath.Join(root, top)); err == nil {
				w.see(ctx, seen, filepath.Join(root, top), info)
			}
		}
	}
	return seen
}

// see adds the stamp of the file at path, or of all files in the folder there.
// What cannot be read is for Build to tell.
func (w *watcher) see(ctx context.Context, seen map[string]stamp, path string, info os.FileInfo) {
	if !info.IsDir() {
		seen[path] = w.stampOf(path, info)
		return
	}
	entries, _ := os.ReadDir(path)
	for _, e := range entries {
		if overlay.Leftover(e.Name()) || ctx.Err() != nil {
			continue
		}
		file := filepath.Join(path, e.Name())
		info, err := e.Info()
		if err == nil && info.Mode()&os.ModeSymlink != 0 {
			if info, err = os.Stat(file); err == nil && info.IsDir() {
				continue // nothing in it is part of a site
			}
		}
		if err == nil {
			w.see(ctx, seen, file, info)
		}
	}
}

func (w *watcher) stampOf(path string, info os.FileInfo) stamp {
	s := stamp{info: info, young: time.Since(info.ModTime()) < tick}
	if s.young {
		s.sum = w.sum(path)
	}
	return s
}

// sum returns a sum of a file's content, 0 if it cannot be read.
func (w *watcher) sum(path string) uint64 {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer f.Close()
	var h maphash.Hash
	h.SetSeed(w.seed)
	if _, err := io.Copy(&h, f); err != nil {
		return 0
	}
	return h.Sum64()
}

// same reports whether the file at path is the same at two looks. One that was
// young at the first is read again at the second, by when it may be old.
func (w *watcher) same(path string, old, now stamp) bool {
	switch {
	case !sameFile(old.info, now.info):
		return false
	case !old.young:
		return true
	case !now.young:
		return w.sum(path) == old.sum
	}
	return now.sum == old.sum
}

// sameFile reports whether a file, or its absence, shows no sign of a change.
func sameFile(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) && os.SameFile(a, b)
}

// differ returns the names of the files that are not the same in a and b, sorted.
func (w *watcher) differ(a, b map[string]stamp) []string {
	var names []string
	add := func(file string) {
		_, name := w.locate(file)
		names = append(names, name)
	}
	for file, s := range b {
		if old, ok := a[file]; !ok || !w.same(file, old, s) {
			add(file)
		}
	}
	for file := range a {
		if _, ok := b[file]; !ok {
			add(file)
		}
	}
	slices.Sort(names)
	return names
}
