package publish

import "golang.org/x/sys/unix"

// exchange exchanges two folders in one step.
func exchange(a, b string) error {
	return swapError(a, b, unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE))
}
