package publish

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// A job is one publish.
type job struct {
	place
	names   names             // of the new site
	info    fs.FileInfo       // of the destination; nil if there is none
	mine    bool              // the destination is ours, so its files may be taken over
	oldFile []byte            // the stamp's file, to be put back by undo
	was     Stamp             // what it says; zero if it is not whole
	known   map[string]output // its outputs by path, if it vouches for them

	changed []output        // files of the new site whose bytes are new: in the new folder
	same    []output        // files that stand in the destination with the same bytes
	left    []output        // assets of the old site that stay
	made    map[string]bool // folders made in the new folder
	copied  []string        // files taken over by copying
	reached reached
	report  Report
}

// reached says how much of the new site can be seen.
type reached int

const (
	nothingSeen reached = iota
	partSeen
	allSeen
)

// begin looks at what stands in the place.
func (p place) begin(n names) (*job, error) {
	j := &job{place: p, names: n, made: map[string]bool{}}
	info, err := os.Lstat(p.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if j.oldFile, err = os.ReadFile(p.stamp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if info == nil {
		return j, nil
	}
	j.info, j.mine = info, p.ours()
	if j.was, err = decodeStamp(j.oldFile); err != nil {
		j.was = Stamp{}
	}
	if !j.was.pending {
		j.known = make(map[string]output, len(j.was.outputs))
		for _, o := range j.was.outputs {
			j.known[o.path] = o
		}
	}
	return j, nil
}

// draw makes each file's bytes, in order, and writes those that are new.
func (j *job) draw(ctx context.Context, files []File) error {
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := f.Bytes()
		if errors.Is(err, ErrNone) {
			delete(j.names, fold(f.Path))
			continue
		}
		if err != nil {
			return fmt.Errorf("make %s: %w", f.Path, err)
		}
		o := output{path: f.Path, size: int64(len(data)), hash: f.sum(data), keep: f.Keep}
		if modTime, ok := j.inPlace(o, data); ok {
			o.modTime = modTime
			j.same = append(j.same, o)
			continue
		}
		if o.modTime, err = j.write(f.Path, data); err != nil {
			return err
		}
		j.changed = append(j.changed, o)
	}
	return nil
}

// inPlace reports whether the destination has o with the same bytes, and since
// when. What the stamp vouches for is not read.
func (j *job) inPlace(o output, data []byte) (modTime int64, ok bool) {
	if !j.mine {
		return 0, false
	}
	name := within(j.dir, o.path)
	size, modTime, regular := look(name)
	if !regular || size != o.size {
		return 0, false
	}
	if was, ok := j.known[o.path]; ok && was.size == o.size && was.modTime == modTime {
		return modTime, was.hash == o.hash
	}
	old, err := os.ReadFile(name)
	return modTime, err == nil && bytes.Equal(old, data)
}

// write writes a file into the new folder and returns its time.
func (j *job) write(name string, data []byte) (modTime int64, err error) {
	if err := j.mkdir(path.Dir(name)); err != nil {
		return 0, err
	}
	full := within(j.fresh, name)
	if err := at("write", full); err != nil {
		return 0, err
	}
	return writeFile(full, data)
}

// mkdir makes a folder of the new folder, and those that it lies in.
func (j *job) mkdir(name string) error {
	if j.made[name] {
		return nil
	}
	if name != "." {
		if err := j.mkdir(path.Dir(name)); err != nil {
			return err
		}
	}
	full := within(j.fresh, name)
	if err := at("mkdir", full); err != nil {
		return err
	}
	j.made[name] = true
	return os.Mkdir(full, 0o755)
}

// within returns the full name of a path of the site in a folder.
func within(folder, name string) string {
	return filepath.Join(folder, filepath.FromSlash(name))
}
