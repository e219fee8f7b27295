package main

import (
	"io/fs"
	"os"
	"sync/atomic"
)

// A folder is a site's folder, out of which no link leads, by its path: while
// serve runs it may be moved away, and another put in its place. An open folder
// would go on to be the old one. So it is looked up again whenever site.yaml is
// asked for, which a build that reads all files does first.
type folder struct {
	path string
	root atomic.Pointer[os.Root]
}

func openFolder(path string) (*folder, error) {
	f := &folder{path: path}
	return f, f.open()
}

// open looks the folder up. What the one before opened stays open.
func (f *folder) open() error {
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return err
	}
	f.root.Store(root)
	return nil
}

func (f *folder) files() fs.FS { return f.root.Load().FS() }

func (f *folder) Open(name string) (fs.File, error)          { return f.files().Open(name) }
func (f *folder) ReadFile(name string) ([]byte, error)       { return fs.ReadFile(f.files(), name) }
func (f *folder) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(f.files(), name) }

func (f *folder) Stat(name string) (fs.FileInfo, error) {
	if name == "site.yaml" {
		if err := f.open(); err != nil {
			return nil, err
		}
	}
	return fs.Stat(f.files(), name)
}
