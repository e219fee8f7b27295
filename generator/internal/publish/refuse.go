package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Refusal says why a folder is not published into. Nothing was touched.
type Refusal struct {
	Dir string
	Why string // what is wrong, such as: it holds content, as a folder of sources does
	Do  string // the way out
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("cannot publish into %s: %s; %s", r.Dir, r.Why, r.Do)
}

const (
	doAnother = "name another folder, such as public"
	doUnmount = "name another folder, or first unmount that one"
	doMove    = "name another folder, or first move away what is in this one"
)

// marks are names that tell a folder of sources, whatever else it holds.
var marks = []string{
	".git", ".hg", ".svn", "go.mod", "package.json",
	"site.yaml", "content", "layouts", "profiles", "static",
}

// deepMarks are the marks that are no likely names in someone's finished site,
// at any depth.
var deepMarks = marks[:6]

// A place is a destination and the names beside it.
type place struct {
	dir     string // absolute, links followed
	parent  string
	fresh   string // the new folder
	stamp   string
	journal string
	lock    string
	stage   string // within dir
}

// locate returns the place of dir, which need not exist. A link is followed.
func locate(dir string) (place, error) {
	if dir == "" {
		return place{}, &Refusal{dir, "no folder is named", doAnother}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return place{}, err
	}
	real, err := follow(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return place{}, &Refusal{abs, "it is a link that leads nowhere", "mend the link or remove it"}
	}
	if err != nil {
		return place{}, err
	}
	parent, base := filepath.Split(real)
	beside := filepath.Join(parent, "."+base+".iopguide-")
	return place{
		dir: real, parent: filepath.Clean(parent), stage: filepath.Join(real, stageName),
		fresh: beside + "new", stamp: beside + "stamp", journal: beside + "journal", lock: beside + "lock",
	}, nil
}

// follow returns path with all links in it followed. The end of the path may be
// missing, but not the end of a link.
func follow(path string) (string, error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) && filepath.Dir(path) != path {
		dir, err := follow(filepath.Dir(path))
		return filepath.Join(dir, filepath.Base(path)), err
	}
	return filepath.EvalSymlinks(path)
}

// refuse returns a *Refusal if the place must not be published into.
func (p place) refuse(o Options) error {
	if p.parent == p.dir {
		return &Refusal{p.dir, "it is the root of the disk", doAnother}
	}
	if err := p.refuseSources(o.Sources); err != nil {
		return err
	}
	info, err := os.Lstat(p.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return &Refusal{p.dir, "it is a file", doAnother}
	}
	if err := p.refuseHome(); err != nil {
		return err
	}
	if mount := mountBelow(p.dir); mount != "" {
		return &Refusal{p.dir, "another disk or folder is mounted within it, at " + mount, doUnmount}
	}
	return p.refuseContent(o.Force)
}

// refuseHome refuses the home folder and what holds it.
func (p place) refuseHome() error {
	home, err := os.UserHomeDir()
	if err != nil {
		return nil // a service without a home has none to lose
	}
	if _, within := below(p.dir, home); within {
		return &Refusal{p.dir, "it is or holds your home folder", doAnother}
	}
	return nil
}

// refuseSources refuses a place that is, holds or lies among the sources. A
// folder of its own within a folder of sources, such as public, is fine.
func (p place) refuseSources(sources []string) error {
	for _, s := range sources {
		if _, within := below(p.dir, s); within {
			return &Refusal{p.dir, "it is or holds " + s + ", which the site is made from", doAnother}
		}
		first, within := below(s, p.dir)
		if within && (isMark(first) || isMark(filepath.Base(s))) {
			return &Refusal{p.dir, "it lies among the sources in " + filepath.Join(s, first), doAnother}
		}
	}
	return nil
}

// below reports whether path, which need not exist, is or lies below dir, and
// the name in dir that it goes through.
func below(dir, path string) (first string, within bool) {
	top, err := os.Stat(dir)
	if err != nil {
		return "", false
	}
	path, err = filepath.Abs(path)
	if err != nil {
		return "", false
	}
	if real, err := follow(path); err == nil {
		path = real
	}
	for {
		if info, err := os.Stat(path); err == nil && os.SameFile(top, info) {
			return first, true
		}
		if filepath.Dir(path) == path {
			return "", false
		}
		path, first = filepath.Dir(path), filepath.Base(path)
	}
}

func isMark(name string) bool {
	return slices.Contains(marks, strings.ToLower(name))
}

// refuseContent refuses a folder that holds what we have not put there. Sources
// are looked for in our own folder as well: someone may have moved in.
func (p place) refuseContent(force bool) error {
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if isMark(e.Name()) && !p.published(e.Name()) {
			return holdsSources(p.dir, e.Name())
		}
	}
	switch {
	case len(entries) == 0 || p.ours():
		return nil
	case !force:
		return &Refusal{p.dir, "it is not empty, and what it holds was not published by iopguide",
			"name another folder, or add --force to replace all that is in it"}
	}
	return p.refuseDeep()
}

// refuseDeep refuses a folder with sources at any depth, such as one of
// projects.
func (p place) refuseDeep() error {
	return filepath.WalkDir(p.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if slices.Contains(deepMarks, e.Name()) && path != p.dir {
			name, _ := filepath.Rel(p.dir, path)
			return holdsSources(p.dir, name)
		}
		return nil
	})
}

func holdsSources(dir, name string) error {
	return &Refusal{dir, "it holds " + name + ", as a folder of sources does", doMove}
}
