//go:build linux || darwin

package publish

import (
	"io/fs"
	"os"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// refusals are what systems say when they do not exchange folders: one is a
// mount point, they are on two disks, or the disk or the system cannot.
var refusals = []error{unix.EBUSY, unix.EXDEV, unix.EINVAL, unix.ENOSYS, unix.ENOTSUP, unix.EPERM}

// swapError makes a refusal of the system errRefused.
func swapError(a, b string, err error) error {
	switch {
	case err == nil:
		return nil
	case slices.Contains(refusals, err):
		return errRefused
	}
	return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
}

// sameDisk reports whether the folder at parent is on the disk of info.
func sameDisk(info fs.FileInfo, parent string) bool {
	other, err := os.Stat(parent)
	if err != nil {
		return false
	}
	a, okA := info.Sys().(*syscall.Stat_t)
	b, okB := other.Sys().(*syscall.Stat_t)
	return okA && okB && a.Dev == b.Dev
}
