// Package overlay stacks file systems so that they read as one.
//
// A site is a stack of layers, the top one first: a clinic's folder over the
// site that the program is shipped with. A file hides the files of the same
// name below it; folders are merged. Dot files and what editors leave behind
// are no part of a site: they are not listed, and cannot be opened.
package overlay

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// A Layer is one file system of a stack.
type Layer struct {
	Name string // put before file names shown to people, such as clinic/
	FS   fs.FS
}

// An FS is a stack of layers, the top one first.
type FS []Layer

// Open opens the file at name from the highest layer that has it. An opened
// folder lists what all layers have in it.
func (f FS) Open(name string) (fs.File, error) {
	found, err := f.find("open", name)
	if err != nil {
		return nil, err
	}
	file, err := found[0].FS.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if !info.IsDir() {
		return file, nil
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	entries, err := merge(found, name)
	if err != nil {
		return nil, err
	}
	return &folder{info: info, entries: entries, name: name}, nil
}

// ReadFile returns what the file at name holds. Most files are the top layer's, so
// that is asked first.
func (f FS) ReadFile(name string) ([]byte, error) {
	if len(f) > 0 && fs.ValidPath(name) && !slices.ContainsFunc(strings.Split(name, "/"), Leftover) {
		if data, err := fs.ReadFile(f[0].FS, name); err == nil {
			return data, nil
		}
	}
	file, err := f.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(file)
	return data, errors.Join(err, file.Close())
}

// ReadDir lists the folder at name, as all layers have it, by name.
func (f FS) ReadDir(name string) ([]fs.DirEntry, error) {
	found, err := f.find("readdir", name)
	if err != nil {
		return nil, err
	}
	return merge(found, name)
}

// Display returns name as a person knows it: with the name of the layer that
// it is read from, or of the top one if there is no such file.
func (f FS) Display(name string) string {
	if len(f) == 1 {
		return f[0].Name + name
	}
	if found, err := f.find("open", name); err == nil {
		return found[0].Name + name
	}
	if len(f) == 0 {
		return name
	}
	return f[0].Name + name
}

// find returns the layers that make up the file or folder at name: one for a
// file, all that have it for a folder.
func (f FS) find(op, name string) ([]Layer, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	var found []Layer
	if name == "." || !slices.ContainsFunc(strings.Split(name, "/"), Leftover) {
		var err error
		if found, err = f.having(name); err != nil {
			return nil, err
		}
	}
	if len(found) == 0 {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return found, nil
}

// having returns the layers that have name, down to the first file that hides
// what is below it.
func (f FS) having(name string) ([]Layer, error) {
	var found []Layer
	for _, l := range f {
		info, err := fs.Stat(l.FS, name)
		switch {
		case err == nil && info.IsDir():
			found = append(found, l)
		case err == nil && len(found) == 0:
			return []Layer{l}, nil
		case err == nil, hides(l.FS, name):
			return found, nil
		case !errors.Is(err, fs.ErrNotExist):
			return nil, err
		}
	}
	return found, nil
}

// hides reports whether a layer that does not have name has a file where other
// layers may have the folder that it lies in.
func hides(layer fs.FS, name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if info, err := fs.Stat(layer, dir); err == nil {
			return !info.IsDir()
		}
	}
	return false
}

// merge lists the folder at name. The entry of a higher layer hides those of
// the same name below it.
func merge(layers []Layer, name string) ([]fs.DirEntry, error) {
	seen := map[string]bool{}
	var all []fs.DirEntry
	for _, l := range layers {
		entries, err := fs.ReadDir(l.FS, name)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !seen[e.Name()] && !Leftover(e.Name()) {
				seen[e.Name()] = true
				all = append(all, e)
			}
		}
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return all, nil
}

// A folder is an open folder.
type folder struct {
	info    fs.FileInfo
	entries []fs.DirEntry // not read yet
	name    string
}

func (d *folder) Stat() (fs.FileInfo, error) { return d.info, nil }

func (d *folder) Close() error { return nil }

func (d *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: errors.New("is a folder")}
}

// ReadDir returns the next n entries, or all that are left.
func (d *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(d.entries)
	} else if len(d.entries) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(d.entries))
	read := d.entries[:n:n]
	d.entries = d.entries[n:]
	return read, nil
}
