//go:build !unix

package publish

import "os"

// writeFile writes a file that is not there yet and returns its time.
func writeFile(path string, data []byte) (modTime int64, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return 0, err
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return 0, err
	}
	// The time is settled only when the file is closed.
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.ModTime().UnixNano(), nil
}

// look returns what the site needs to know of a file, without opening it.
func look(path string) (size, modTime int64, regular bool) {
	info, err := os.Lstat(path)
	if err != nil {
		return 0, 0, false
	}
	return info.Size(), info.ModTime().UnixNano(), info.Mode().IsRegular()
}
