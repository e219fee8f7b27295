package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// stageName is the folder within a destination that holds files on their way
// into place where folders cannot be exchanged.
const stageName = ".iopguide-new"

// names are the paths of a site and of the folders they lie in, by how they
// read on a disk that does not tell upper from lower case.
type names map[string]entry

// An entry is one path of a site.
type entry struct {
	path   string
	folder bool
}

// checkPaths returns the names of files, or says which of them no disk, or not
// every disk, can hold.
func checkPaths(files []File) (names, error) {
	if len(files) == 0 {
		return nil, errors.New("the site to publish has no files")
	}
	n := make(names, 2*len(files))
	for _, f := range files {
		if err := portable(f.Path); err != nil {
			return nil, err
		}
		if err := n.add(f.Path); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// portable says what is wrong with p as the path of a file in a site.
func portable(p string) error {
	switch {
	case p == "." || !fs.ValidPath(p) || !filepath.IsLocal(p) || !utf8.ValidString(p):
		return fmt.Errorf("%q is not a path within the site", p)
	case strings.ContainsFunc(p, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' || r == ':' }):
		return fmt.Errorf("the path %q has a character that not every disk can hold", p)
	case strings.HasPrefix(fold(p), stageName):
		return fmt.Errorf("the path %q begins with %s, which publishing needs for itself", p, stageName)
	}
	return nil
}

// add adds a file and its folders, unless another of the names stands in its
// way.
func (n names) add(p string) error {
	if other, ok := n[fold(p)]; ok {
		return clash(p, other)
	}
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		other, ok := n[fold(dir)]
		if ok && (other.path != dir || !other.folder) {
			return clash(p, other)
		}
		if ok {
			break
		}
		n[fold(dir)] = entry{dir, true}
	}
	n[fold(p)] = entry{p, false}
	return nil
}

func clash(p string, other entry) error {
	if !other.folder && p == other.path {
		return fmt.Errorf("the path %q is there twice", p)
	}
	return fmt.Errorf("the paths %q and %q cannot both be on every disk", p, other.path)
}

// holds reports whether the names have p, as a file or as a folder.
func (n names) holds(p string, folder bool) bool {
	e, ok := n[fold(p)]
	return ok && e == entry{p, folder}
}

// fold makes paths equal that differ only in case.
func fold(p string) string {
	for i := range len(p) {
		if p[i] >= utf8.RuneSelf {
			return strings.ToLower(strings.ToUpper(p))
		}
	}
	return strings.ToLower(p)
}
