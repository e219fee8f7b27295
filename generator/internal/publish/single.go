package publish

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// WriteFile makes the file at path hold what fill writes, whole; should that fail, the
// file stays as it is. It is made beside its place, under a lock, as a site is. A
// folder that is missing is made, and a link followed.
func WriteFile(ctx context.Context, path string, fill func(io.Writer) error) error {
	p, err := locate(path)
	if err != nil {
		return err
	}
	unlock, err := p.acquire(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if err := removeAll(p.fresh); err != nil { // left by a killed build
		return err
	}
	if err := p.fillFile(fill); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w; what was there is unchanged", filepath.Base(path), err), removeAll(p.fresh))
	}
	return syncDisk(p.parent)
}

// fillFile writes the file beside its place, and puts it there.
func (p place) fillFile(fill func(io.Writer) error) error {
	if err := at("write", p.fresh); err != nil {
		return err
	}
	f, err := os.OpenFile(p.fresh, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(f)
	err = fill(b)
	if err == nil {
		err = b.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = at("rename", p.dir)
	}
	if err != nil {
		return err
	}
	return os.Rename(p.fresh, p.dir)
}

// Below reports whether path is or lies below dir. Neither need exist.
func Below(dir, path string) bool {
	if _, within := below(dir, path); within {
		return true
	}
	dir, errDir := resolved(dir)
	path, errPath := resolved(path)
	if errDir != nil || errPath != nil {
		return false
	}
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}

// resolved returns path from the root of the disk, with all links in it followed.
func resolved(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return follow(abs)
}

// Among returns the folder of sources in the site's folder at source that path lies
// in, "" if it lies in none.
func Among(source, path string) string {
	first, within := below(source, path)
	if within && isMark(first) {
		return filepath.Join(source, first)
	}
	return ""
}
