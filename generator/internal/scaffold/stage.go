package scaffold

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A Stage is a folder in which the files of another one are put together, on the
// same disk. Commit brings them there; Close takes away what is left.
type Stage struct {
	Dir   string   // where the files are put together
	to    string   // where they are to be
	there bool     // that folder was there before
	made  []string // folders above it that were not, the highest first
}

// NewStage makes a stage for the folder to, beside it, or in it if it is there. So
// it fails where nothing can be written, before anybody has done any work.
func NewStage(to string) (*Stage, error) {
	info, err := os.Stat(to)
	s := &Stage{to: to, there: err == nil}
	switch {
	case err == nil && !info.IsDir():
		return nil, &fs.PathError{Op: "make", Path: to, Err: errors.New("there is a file of that name")}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	above := to
	if !s.there {
		above = filepath.Dir(to)
	}
	if s.made, err = makeFolders(above); err == nil {
		s.Dir = filepath.Join(above, ".iopguide-"+rand.Text()[:8])
		err = os.Mkdir(s.Dir, 0o777)
	}
	if err != nil {
		removeAll(s.made)
		return nil, err
	}
	return s, nil
}

// makeFolders makes dir and what is missing above it, and returns what it made, the
// highest first.
func makeFolders(dir string) (made []string, err error) {
	var missing []string
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); err == nil || !errors.Is(err, fs.ErrNotExist) || d == filepath.Dir(d) {
			break
		}
		missing = append(missing, d)
	}
	for _, d := range slices.Backward(missing) {
		if err := os.Mkdir(d, 0o777); err != nil {
			return made, err
		}
		made = append(made, d)
	}
	return made, nil
}

// Write puts a file on the stage, in place of one that is there.
func (s *Stage) Write(name string, data []byte) error {
	path := filepath.Join(s.Dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o666)
}

// Remove takes a file from the stage.
func (s *Stage) Remove(name string) { os.Remove(filepath.Join(s.Dir, filepath.FromSlash(name))) }

// Commit brings all files of the stage to their place, or none. It returns which
// were kept as they were, because there was a file of that name. The file called
// last comes last, so that without it one can tell that something went wrong.
func (s *Stage) Commit(last string) (kept []string, err error) {
	if !s.there {
		if err := os.Rename(s.Dir, s.to); err != nil {
			return nil, err
		}
		s.Dir, s.made = "", nil
		return nil, nil
	}
	names, err := s.names(last)
	if err != nil {
		return nil, err
	}
	var made []string
	for _, name := range names {
		now, err := s.place(name)
		made = append(made, now...)
		switch {
		case errors.Is(err, fs.ErrExist):
			kept = append(kept, name)
		case err != nil:
			removeAll(made)
			return nil, err
		}
	}
	return kept, nil
}

// Replace brings a file of the stage to its place, where there is one of its name.
func (s *Stage) Replace(name string) error {
	root, err := os.OpenRoot(s.to)
	if err != nil {
		return err
	}
	defer root.Close()
	return root.Rename(path.Join(filepath.Base(s.Dir), name), name)
}

// names lists the files of the stage, with slashes, last at the end.
func (s *Stage) names(last string) ([]string, error) {
	var names []string
	err := fs.WalkDir(os.DirFS(s.Dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && name != last {
			names = append(names, name)
		}
		return err
	})
	if _, e := os.Stat(filepath.Join(s.Dir, last)); e == nil {
		names = append(names, last)
	}
	return names, err
}

// place copies a file of the stage to where there is none of its name yet, and
// returns what it made.
func (s *Stage) place(name string) (made []string, err error) {
	data, err := os.ReadFile(filepath.Join(s.Dir, filepath.FromSlash(name)))
	if err != nil {
		return nil, err
	}
	return Create(s.to, name, data)
}

// Create writes a file below dir, with the folders that it lies in, and returns
// what it made, the highest first. It never writes over a file, nor to a place
// outside of dir that a link leads to; if it fails, nothing is left of it.
func Create(dir, name string, data []byte) (made []string, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	defer func() {
		if err != nil {
			removeAll(made)
			made = nil
		}
	}()
	for at := range strings.Split(name, "/") {
		if at == 0 {
			continue
		}
		folder := strings.Join(strings.Split(name, "/")[:at], "/")
		if err := root.Mkdir(folder, 0o777); err == nil {
			made = append(made, filepath.Join(dir, filepath.FromSlash(folder)))
		} else if !errors.Is(err, fs.ErrExist) {
			return made, err
		}
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return made, err
	}
	made = append(made, filepath.Join(dir, filepath.FromSlash(name)))
	_, err = f.Write(data)
	return made, errors.Join(err, f.Close())
}

// Close removes the stage, and what was made for it, unless it was brought to its
// place.
func (s *Stage) Close() {
	if s.Dir != "" {
		os.RemoveAll(s.Dir)
	}
	if !s.there {
		removeAll(s.made)
	}
}

// removeAll removes files, and folders that are empty, the last first.
func removeAll(names []string) {
	for _, name := range slices.Backward(names) {
		os.Remove(name)
	}
}
