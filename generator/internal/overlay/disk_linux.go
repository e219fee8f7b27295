package overlay

import (
	"os"

	"golang.org/x/sys/unix"
)

// readBeneath returns what the file at name in dir holds. It reports false if that
// is no file, cannot be read, or is not known to lie beneath dir.
func readBeneath(dir *os.File, name string) (data []byte, ok bool) {
	fd, err := unix.Openat2(int(dir.Fd()), name, &unix.OpenHow{Flags: unix.O_RDONLY | unix.O_CLOEXEC,
		Resolve: unix.RESOLVE_BENEATH | unix.RESOLVE_NO_MAGICLINKS})
	if err != nil {
		return nil, false
	}
	defer unix.Close(fd)
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil || st.Mode&unix.S_IFMT != unix.S_IFREG {
		return nil, false
	}
	data = make([]byte, st.Size)
	for read := 0; read < len(data); {
		n, err := unix.Read(fd, data[read:])
		if err == unix.EINTR {
			continue
		}
		if err != nil || n == 0 { // it was cut meanwhile
			return nil, false
		}
		read += n
	}
	return data, true
}
