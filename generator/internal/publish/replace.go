package publish

import (
	"context"
	"errors"
	"maps"
	"os"
	"path"
	"slices"
	"syscall"
)

// replace puts the new site, of which only what changed is written as yet, in
// the place of the old one, and writes its stamp.
func (j *job) replace(ctx context.Context, s Stamp) error {
	dropped := j.keepAssets()
	nothing, err := j.nothingNew(dropped)
	if err != nil {
		return err
	}
	if nothing {
		j.left, j.report.Way = append(j.left, dropped...), None
	} else if err := j.swapIn(ctx, s); err != nil {
		return err
	}
	j.count()
	j.reached = allSeen
	return j.stampAs(s, false)
}

// keepAssets settles which assets of the old site stay. Those that it had only
// kept for the site before it go: they are the result.
func (j *job) keepAssets() (dropped []output) {
	for _, o := range j.was.outputs {
		if !o.keep && !o.left || j.info == nil || j.names.holds(o.path, false) || !j.stands(o) {
			continue
		}
		// A pending stamp may be that of either site: keep the assets of both.
		stays := o.keep || j.was.pending
		o.keep, o.left = false, true
		if stays && j.names.add(o.path) == nil {
			j.left = append(j.left, o)
		} else {
			dropped = append(dropped, o)
		}
	}
	return dropped
}

// nothingNew reports whether the destination has just the bytes of the new
// site. Assets that have had their time do not make it another one.
func (j *job) nothingNew(dropped []output) (bool, error) {
	if j.info == nil || !j.mine || len(j.changed) > 0 {
		return false, nil
	}
	files, _, err := j.leftovers()
	return len(files) == len(dropped), err
}

// stampAs writes the stamp of the new site.
func (j *job) stampAs(s Stamp, pending bool) error {
	s.pending = pending
	s.outputs = slices.Concat(j.changed, j.same, j.left)
	return j.writeStamp(s)
}

// count fills in the report.
func (j *job) count() {
	j.report.Written, j.report.Kept = len(j.changed), len(j.same)+len(j.left)
	if j.report.Way == None {
		return
	}
	for _, o := range j.was.outputs {
		if !j.names.holds(o.path, false) {
			j.report.Removed++
		}
	}
}

// swap exchanges two folders in one step, or returns errRefused. Tests replace
// it.
var swap = exchange

// errRefused says that the system does not exchange these folders.
var errRefused = errors.New("folders cannot be exchanged here")

// swapIn completes the new folder and puts it in place.
func (j *job) swapIn(ctx context.Context, s Stamp) error {
	whole := j.info == nil || sameDisk(j.info, j.parent)
	if whole {
		if err := j.complete(ctx); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := j.stampAs(s, true); err != nil {
		return err
	}
	if err := j.flushFresh(); err != nil {
		return err
	}
	if whole {
		if err := j.exchange(); !errors.Is(err, errRefused) {
			return err
		}
	}
	return j.byJournal()
}

// complete takes into the new folder what stays of the old one.
func (j *job) complete(ctx context.Context) error {
	for _, list := range [][]output{j.same, j.left} {
		for i := range list {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := j.take(&list[i]); err != nil {
				return err
			}
		}
	}
	if j.info == nil {
		return nil
	}
	if err := j.mkdir("."); err != nil {
		return err
	}
	return os.Chmod(j.fresh, j.info.Mode().Perm())
}

// take takes one file over into the new folder.
func (j *job) take(o *output) error {
	if err := j.mkdir(path.Dir(o.path)); err != nil {
		return err
	}
	modTime, copied, err := takeOver(within(j.dir, o.path), within(j.fresh, o.path))
	if copied {
		o.modTime = modTime
		j.copied = append(j.copied, o.path)
	}
	return err
}

// flushFresh makes the new folder outlast a power cut.
func (j *job) flushFresh() error {
	if len(j.made) == 0 { // nothing but deletions on another disk
		return nil
	}
	if err := at("flush", j.fresh); err != nil {
		return err
	}
	files := slices.Clone(j.copied)
	for _, o := range j.changed {
		files = append(files, o.path)
	}
	return flush(j.fresh, files, slices.Collect(maps.Keys(j.made)))
}

// exchange puts the whole new folder in place and removes the old one.
func (j *job) exchange() error {
	var err error
	if j.info == nil {
		j.report.Way = New
		if err = at("place", j.dir); err == nil {
			err = os.Rename(j.fresh, j.dir)
		}
	} else {
		j.report.Way = Exchange
		if err = at("exchange", j.dir); err == nil {
			err = swap(j.fresh, j.dir)
		}
	}
	if err != nil {
		return err
	}
	j.reached = allSeen
	if err := j.flushParent(); err != nil {
		return err
	}
	return removeAll(j.fresh)
}

// flushParent makes what was renamed beside the destination outlast a power
// cut. Some network disks cannot be asked to.
func (p place) flushParent() error {
	if err := at("flush", p.parent); err != nil {
		return err
	}
	err := syncDisk(p.parent)
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

// leftovers returns what stands in the destination but is not of the new site:
// files, and folders with the inner ones first. What lies below a path that
// the new site needs for a file is not listed.
func (j *job) leftovers() (files, folders []string, err error) {
	var list func(dir string) error
	list = func(dir string) error {
		entries, err := os.ReadDir(within(j.dir, dir))
		if err != nil {
			return err
		}
		for _, e := range entries {
			name := path.Join(dir, e.Name())
			switch {
			case name == stageName || j.names.holds(name, e.IsDir()):
			case !e.IsDir() && !j.standsFor(name):
				files = append(files, name)
			}
			if !e.IsDir() || name == stageName || j.names.holds(name, false) {
				continue
			}
			if err := list(name); err != nil {
				return err
			}
			if !j.names.holds(name, true) {
				folders = append(folders, name)
			}
		}
		return nil
	}
	return files, folders, list(".")
}

// standsFor reports whether a file of the new site stands under a name that
// differs from its own in case, on a disk that does not tell them apart.
func (j *job) standsFor(name string) bool {
	e, ok := j.names[fold(name)]
	if !ok || e.folder {
		return false
	}
	a, errA := os.Lstat(within(j.dir, name))
	b, errB := os.Lstat(within(j.dir, e.path))
	return errA == nil && errB == nil && os.SameFile(a, b)
}
