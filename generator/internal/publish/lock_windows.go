package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lockFile locks f for this process alone, without waiting.
func lockFile(f *os.File) error {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return errLocked
	}
	return os.NewSyscallError("LockFileEx", err)
}

// release drops the lock and removes its file, which an open file forbids: if
// someone has taken the lock in between, the file stays and is theirs.
func (p place) release(f *os.File) {
	f.Close()
	if at("unlock", p.lock) == nil {
		os.Remove(p.lock)
	}
}
