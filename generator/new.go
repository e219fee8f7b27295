package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

type newCommand struct {
	Site newSiteCommand `cmd:"" help:"Make the guide a clinic's own: its name, phone, colors and more, in a small folder."`
	Page newPageCommand `cmd:"" help:"Begin a page, with what its front matter can say."`
	CI   newCICommand   `cmd:"" name:"ci" help:"Let GitHub or GitLab check, build and publish a site that is there."`
}

// self is how the person calls this program: by its name if the shell finds it,
// else by the path that was used now.
func self() string {
	const name = "iopguide"
	found, err := exec.LookPath(name)
	if err != nil {
		return os.Args[0]
	}
	this, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	a, err := os.Stat(found)
	b, e := os.Stat(this)
	if err == nil && e == nil && os.SameFile(a, b) {
		return name
	}
	return os.Args[0]
}

// siteAbove returns the folder of the site that dir lies in, or "".
func siteAbove(dir string) string {
	for dir = filepath.Dir(dir); ; dir = filepath.Dir(dir) {
		if holdsSite(dir) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

func holdsSite(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "site.yaml"))
	return err == nil
}

// unwritten turns an error of writing into dir into one with its exit code.
func unwritten(err error, dir string) error {
	code := machineFault
	var where *fs.PathError
	if errors.As(err, &where) {
		err = where.Err
		if errors.Is(err, fs.ErrPermission) {
			err = errors.New("this folder may not be written to; choose another, or ask who looks after this computer")
		} else if where.Op == "make" {
			code = usageFault
		}
	}
	return &fault{code, fmt.Errorf("nothing was written in %s: %w", shown(dir), err)}
}
