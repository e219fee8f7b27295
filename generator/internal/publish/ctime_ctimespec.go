//go:build darwin || freebsd || netbsd

package publish

import (
	"io/fs"
	"syscall"
)

// changeTime returns when the file or what is known of it last changed. Unlike
// the time of its bytes it cannot be set back.
func changeTime(info fs.FileInfo) int64 {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0
	}
	return st.Ctimespec.Nano()
}
