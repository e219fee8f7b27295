//go:build !linux && !darwin

package publish

import "io/fs"

// exchange refuses: this system has no such call.
func exchange(a, b string) error { return errRefused }

// sameDisk returns false: without an exchange nothing is gained by completing
// the new folder.
func sameDisk(info fs.FileInfo, parent string) bool { return false }
