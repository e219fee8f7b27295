package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/recall"
)

// ErrNoSite says that a folder is no site: it has no site.yaml.
var ErrNoSite = errors.New("no site.yaml")

// roots are the folders that a site is read from, besides site.yaml and
// overrides.lock.
var roots = []string{"content", "layouts", "static"}

// settingsFile holds the settings.
const settingsFile = "site.yaml"

// read reads the files that may have changed, or all. A file whose bytes are
// the same stays the same pointer.
func (r *Result) read(ctx context.Context, b *Builder, last *Result, list *diag.List) error {
	src, err := b.layers()
	if err != nil {
		return err
	}
	if len(src) != len(b.src) {
		b.all = true
	}
	b.src = src
	names, err := b.names(last)
	if err != nil {
		return err
	}
	files, reading := b.kept(names, last)
	found, errs := make([]diag.List, len(reading)), make([]error, len(reading))
	err = each(ctx, len(reading), func(n int) {
		i := reading[n]
		files[i], errs[n] = readFile(b.src, names[i], files[i], &found[n])
	})
	if err = errors.Join(append(errs, err)...); err != nil {
		return err
	}
	for _, f := range found {
		*list = append(*list, f...)
	}
	if slices.Contains(files, nil) {
		names = slices.Clone(names)
		for i := len(names) - 1; i >= 0; i-- {
			if files[i] == nil {
				names, files = slices.Delete(names, i, i+1), slices.Delete(files, i, i+1)
			}
		}
	}
	r.names, r.sources = names, files
	if slices.Equal(r.names, last.names) {
		r.names, r.files = last.names, maps.Clone(last.files)
	} else {
		r.files = make(map[string]*diag.File, len(r.names))
	}
	for _, i := range r.changed(last) {
		r.files[r.names[i]] = r.sources[i]
	}
	if r.files[settingsFile] == nil {
		return ErrNoSite
	}
	return r.readMerged(b.src, last)
}

// kept returns the files of last that have the names, and which of them, by their
// number, may have changed.
func (b *Builder) kept(names []string, last *Result) (files []*diag.File, reading []int) {
	same := slices.Equal(names, last.names)
	if same {
		files = slices.Clone(last.sources)
	} else {
		files = make([]*diag.File, len(names))
	}
	for i, name := range names {
		if !same {
			files[i] = last.files[name]
		}
		if files[i] == nil || b.all || b.stale[name] {
			reading = append(reading, i)
		}
	}
	return files, reading
}

// changed returns which files, by their number, are others than in last: all, if
// those of last have other names.
func (r *Result) changed(last *Result) []int {
	same := r.sameNames(last)
	var changed []int
	for i := range r.names {
		if !same || r.sources[i] != last.sources[i] {
			changed = append(changed, i)
		}
	}
	return changed
}

// sameNames reports whether the files of last have the same names, in one slice.
func (r *Result) sameNames(last *Result) bool {
	return len(r.names) > 0 && len(last.names) == len(r.names) && &r.names[0] == &last.names[0]
}

// names returns the names of all files of the site, sorted. If only known files
// may have changed, it need not look.
func (b *Builder) names(last *Result) ([]string, error) {
	known := !b.all
	for name := range b.stale {
		_, err := fs.Stat(b.src, name)
		known = known && err == nil && last.files[name] != nil
	}
	if known {
		return last.names, nil
	}
	names := []string{}
	err := walkSite(b.src, b.opts.Profile, func(name string, _ fs.DirEntry) { names = append(names, name) })
	slices.Sort(names)
	return names, err
}

// walkSite calls visit for each file of the site, or of one of its profiles.
func walkSite(src overlay.FS, profile string, visit func(name string, d fs.DirEntry)) error {
	begin := []string{settingsFile, recall.LockFile}
	if profile != "" {
		begin = append(begin, profileFile(profile))
	}
	for _, root := range append(begin, roots...) {
		err := fs.WalkDir(src, root, func(name string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return nil // gone since its folder was listed
			case err != nil:
				return fmt.Errorf("read %s: %w", name, err)
			case overlay.Leftover(d.Name()) && d.IsDir():
				return fs.SkipDir
			case !d.IsDir() && !overlay.Leftover(d.Name()):
				visit(name, d)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readFile reads one file. It returns nil if the file is gone, or is a link
// that leads out of the site's folder, which it reports.
func readFile(src overlay.FS, name string, old *diag.File, list *diag.List) (*diag.File, error) {
	data, err := fs.ReadFile(src, name)
	display := src.Display(name)
	switch {
	case err == nil:
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case leadsOutside(src, name):
		list.Error(&diag.File{Name: display}, 0, 0, "outside-link",
			"this is a link that leads out of the site's folder, or to a folder",
			"put a copy of the file here in its place")
		return nil, nil
	default:
		return nil, fmt.Errorf("read %s: %w", display, err)
	}
	if old != nil && old.Name == display && bytes.Equal(old.Data, data) {
		return old, nil
	}
	return &diag.File{Name: display, Data: data}, nil
}

// leadsOutside reports whether name, which cannot be read, is a link.
func leadsOutside(src overlay.FS, name string) bool {
	entries, err := src.ReadDir(path.Dir(name))
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return e.Name() == path.Base(name) && e.Type()&fs.ModeSymlink != 0
	})
}

// below returns the files whose names begin with prefix, by name.
func (r *Result) below(prefix string) []*diag.File {
	from, _ := slices.BinarySearch(r.names, prefix)
	var files []*diag.File
	for _, name := range r.names[from:] {
		if !strings.HasPrefix(name, prefix) {
			break
		}
		files = append(files, r.files[name])
	}
	return files
}

func hasExt(f *diag.File, ext string) bool { return strings.EqualFold(path.Ext(f.Name), ext) }
