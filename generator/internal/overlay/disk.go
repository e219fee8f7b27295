package overlay

import (
	"io/fs"
	"os"
)

// Disk returns the files of the folder that root is. Nothing outside it can be
// read through them, whatever its links say.
func Disk(root *os.Root) fs.FS {
	plain := root.FS().(rootFS)
	dir, err := root.Open(".")
	if err != nil {
		return plain
	}
	return &disk{plain, dir}
}

// A rootFS is what os.Root says its FS is.
type rootFS interface {
	fs.ReadDirFS
	fs.ReadFileFS
	fs.StatFS
	fs.ReadLinkFS
}

// A disk is a folder's files, of which a build reads all. os.Root opens each folder
// on the way to a file, one after the other; where the system has a call that
// promises as much by itself, ReadFile asks for that.
type disk struct {
	rootFS
	dir *os.File
}

// ReadFile implements fs.ReadFileFS.
func (d *disk) ReadFile(name string) ([]byte, error) {
	if fs.ValidPath(name) {
		if data, ok := readBeneath(d.dir, name); ok {
			return data, nil
		}
	}
	return d.rootFS.ReadFile(name)
}
