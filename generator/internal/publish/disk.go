package publish

import (
	"io"
	"os"
	"time"
)

// replaceFile makes path hold data: the old bytes or the new, never a part.
func replaceFile(path string, data []byte) error {
	temp := path + tempSuffix
	if err := at("write", temp); err != nil {
		return err
	}
	os.Remove(temp)
	if _, err := writeFile(temp, data); err != nil {
		return err
	}
	if err := syncFile(temp); err != nil {
		return err
	}
	if err := at("rename", path); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

// tempSuffix marks a file beside the destination that is being written.
const tempSuffix = ".tmp"

// removeAll removes path and all below it, if it is there.
func removeAll(path string) error {
	if _, err := os.Lstat(path); err != nil {
		return nil
	}
	if err := at("remove", path); err != nil {
		return err
	}
	return os.RemoveAll(path)
}

// takeOver makes to the same file as from: one more name for it, or a copy
// with its time where the disk has no second names or grants none.
func takeOver(from, to string) (modTime int64, copied bool, err error) {
	if err := at("link", to); err != nil {
		return 0, false, err
	}
	if os.Link(from, to) == nil {
		return 0, false, nil
	}
	modTime, err = copyFile(from, to)
	return modTime, true, err
}

// copyFile copies a file with its time, which some disks round.
func copyFile(from, to string) (modTime int64, err error) {
	in, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return 0, err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(out, in)
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chtimes(to, time.Time{}, info.ModTime())
	}
	if err != nil {
		return 0, err
	}
	info, err = os.Stat(to)
	if err != nil {
		return 0, err
	}
	return info.ModTime().UnixNano(), nil
}
