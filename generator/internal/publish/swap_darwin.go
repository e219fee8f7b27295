package publish

import "golang.org/x/sys/unix"

// exchange exchanges two folders in one step.
func exchange(a, b string) error {
	return swapError(a, b, unix.RenamexNp(a, b, unix.RENAME_SWAP))
}
