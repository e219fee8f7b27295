package serve

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"iopguide/generator/internal/overlay"

	"github.com/fsnotify/fsnotify"
)

// settingsFile and trees are what a site is read from, in its folder. Nothing
// else there is watched, such as public/ and .git/.
const settingsFile = "site.yaml"

// lockFile holds a site's records of what it has in place of the guide's own.
const lockFile = "overrides.lock"

var trees = []string{"content", "layouts", "static", "profiles"}

// Why a watcher looks by itself.
var (
	errAsked  = errors.New("as --poll asks")
	errLost   = errors.New("the site's folder was moved or removed")
	errSilent = errors.New("the system does not tell of changes here, as is usual in containers and on network drives")
)

// A watcher tells which files of a site may have changed. The system tells it,
// or where the system cannot, it looks at all files again and again.
//
// Folders are watched, never files, which editors replace when they save.
type watcher struct {
	roots   []string // the site's folders, absolute
	log     *slog.Logger
	notify  *fsnotify.Watcher // nil if it looks by itself
	folders map[string]bool   // that are watched
	canary  map[string]bool   // files of which the system has yet to tell, by path
	seed    maphash.Seed
	seen    map[string]stamp // by path, at the last look
	netPace time.Duration    // of a look at what the system does not tell
}

// watch begins to watch the site in the given folders; poll says not to ask the
// system. What changes from then on is told by run.
func watch(folders []string, poll bool, log *slog.Logger) (*watcher, error) {
	w := &watcher{log: log, folders: map[string]bool{}, seed: maphash.MakeSeed(), netPace: netPace}
	for _, f := range folders {
		root, err := filepath.Abs(f)
		if err != nil {
			return nil, fmt.Errorf("watch %s: %w", f, err)
		}
		w.roots = append(w.roots, root)
	}
	if poll {
		w.lookInstead(errAsked)
		return w, nil
	}
	var err error
	if w.notify, err = fsnotify.NewWatcher(); err == nil {
		err = w.enterAll()
	}
	if err != nil {
		w.lookInstead(err)
		return w, nil
	}
	w.canary = w.release()
	return w, nil
}

// run tells changes until ctx is done.
func (w *watcher) run(ctx context.Context, changes chan<- change) {
	if w.notify != nil {
		err := w.follow(ctx, changes)
		if ctx.Err() != nil {
			w.notify.Close()
			return
		}
		w.lookInstead(err)
		send(ctx, changes, change{all: true})
	}
	w.look(ctx, changes)
}

func send(ctx context.Context, changes chan<- change, c change) {
	if len(c.names) == 0 && !c.all {
		return
	}
	select {
	case changes <- c:
	case <-ctx.Done():
	}
}

// follow tells the changes that the system tells, until it cannot, or turns out
// not to tell all.
func (w *watcher) follow(ctx context.Context, changes chan<- change) error {
	unheard := time.After(canaryLives)
	ctx, end := context.WithCancel(ctx)
	n := &safetyNet{watcher: w}
	looks := make(chan map[string]stamp)
	var looking sync.WaitGroup
	looking.Go(func() { n.look(ctx, looks) })
	defer looking.Wait()
	defer end()
	for ctx.Err() == nil {
		var c change
		var err error
		select {
		case <-ctx.Done():
		case <-unheard:
			if len(w.canary) > 0 {
				err = errSilent
			}
		case e := <-w.notify.Events:
			delete(w.canary, e.Name)
			c, err = w.handle(e)
			n.note(e.Name, c)
		case err = <-w.notify.Errors:
			if errors.Is(err, fsnotify.ErrEventOverflow) { // some events are lost
				c, err = change{all: true}, w.enterAll()
				n.note("", c)
			}
		case now := <-looks:
			c, err = n.compare(now)
		}
		if err != nil {
			return err
		}
		send(ctx, changes, c)
	}
	return nil
}

// handle returns what an event means, and watches folders that are new.
func (w *watcher) handle(e fsnotify.Event) (change, error) {
	root, name := w.locate(e.Name)
	gone := e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename)
	switch {
	case name == "." && gone:
		return change{}, errLost
	case !ours(name):
		return change{}, nil
	case gone && w.folders[e.Name]:
		w.leave(e.Name)
		_, err := w.enter(root, name) // if there is a new one in its place
		return change{all: true}, err
	case e.Has(fsnotify.Create):
		names, err := w.enter(root, name)
		return change{names: append(names, name)}, err
	case gone, e.Has(fsnotify.Write) && !w.folders[e.Name]:
		return change{names: []string{name}}, nil
	}
	return change{}, nil // only its mode or times, or those of a folder
}

// locate returns the root that holds the file at path, and the file's name below
// it, with slashes.
func (w *watcher) locate(file string) (root, name string) {
	for _, root := range w.roots {
		rel, err := filepath.Rel(root, file)
		if err == nil && filepath.IsLocal(rel) {
			return root, filepath.ToSlash(rel)
		}
	}
	return "", ""
}

// ours reports whether name is of a file that the site can be read from.
func ours(name string) bool {
	parts := strings.Split(name, "/")
	return (name == settingsFile || name == lockFile || slices.Contains(trees, parts[0])) && !slices.ContainsFunc(parts, overlay.Leftover)
}

// enterAll watches all folders of the site.
func (w *watcher) enterAll() error {
	for _, root := range w.roots {
		if err := w.add(root); err != nil {
			return err
		}
		for _, tree := range trees {
			if _, err := w.enter(root, tree); err != nil {
				return err
			}
		}
	}
	return nil
}

// enter watches the folder called name, if it is one, and all folders in it,
// and returns the names of the files there. A folder is watched first and looked
// into then, so that no file can come unseen between the two.
func (w *watcher) enter(root, name string) ([]string, error) {
	var names []string
	err := fs.WalkDir(os.DirFS(root), name, func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission):
			return nil // gone again; or for Build to tell
		case err != nil:
			return err
		case overlay.Leftover(d.Name()) && d.IsDir():
			return fs.SkipDir
		case d.IsDir():
			return w.add(filepath.Join(root, filepath.FromSlash(name)))
		}
		names = append(names, name)
		return nil
	})
	return names, err
}

func (w *watcher) add(folder string) error {
	err := w.notify.Add(folder)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil
	}
	w.folders[folder] = err == nil
	return err
}

// leave forgets a folder that is gone from its place, and those in it. Where it
// was moved, the system would go on to tell of it under its old name.
func (w *watcher) leave(folder string) {
	for f := range w.folders {
		if f == folder || strings.HasPrefix(f, folder+string(filepath.Separator)) {
			_ = w.notify.Remove(f) // mostly gone already
			delete(w.folders, f)
		}
	}
}

// written are the endings of files that people write by hand.
var written = []string{".md", ".yaml", ".html", ".css", ".js", ".svg"}

// settled reports whether each file that people write is there and holds
// something. While an editor saves, one may be missing or empty for a moment.
func (w *watcher) settled(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		if !slices.Contains(written, path.Ext(name)) {
			return false
		}
		info := w.stat(name)
		return info == nil || info.Size() == 0
	})
}

// stat returns what the file called name is now, nil if there is none.
func (w *watcher) stat(name string) os.FileInfo {
	for _, root := range w.roots {
		if info, err := os.Stat(filepath.Join(root, filepath.FromSlash(name))); err == nil {
			return info
		}
	}
	return nil
}
