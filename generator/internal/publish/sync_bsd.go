//go:build unix && !linux

package publish

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncFile hands a file to the disk. Unlike os.File.Sync it does not wait, on
// macOS, until the disk has emptied its own memory: syncDisk does, for all.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return os.NewSyscallError("fsync", unix.Fsync(int(f.Fd())))
}

// syncFolder hands the names in a folder to the disk.
func syncFolder(path string) error { return syncFile(path) }

// syncDisk makes the names in a folder, and all that its disk was handed
// before, outlast a power cut.
func syncDisk(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
