package build

import (
	"io/fs"
	"slices"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/recall"
)

// recalled is what a site has in place of its base, and its records of that.
type recalled struct {
	lock  *diag.File // nil if there is none
	says  recall.Lock
	wrong diag.List            // in the lock
	files [][]*recall.Override // by the number of their file
	diags diag.List
}

// recall compares the site's own files with those of its base. A file that is the
// same as in last is not compared again.
func (r *Result) recall(opts Options, last *Result) error {
	r.recalled = &recalled{lock: r.files[recall.LockFile]}
	now, was := r.recalled, last.recalled
	if was != nil && was.lock == now.lock {
		now.says, now.wrong = was.says, was.wrong
	} else {
		now.says = recall.ReadLock(now.lock, &now.wrong)
	}
	now.diags = now.wrong
	if r.base == "" {
		return nil
	}
	begin := was != nil && was.lock == now.lock && r.base == last.base && r.sameNames(last)
	now.files = make([][]*recall.Override, len(r.names))
	ours := recall.Ours{Files: opts.Base.FS, Past: recall.Past, Lock: now.says}
	for i, name := range r.names {
		f := r.sources[i]
		if begin && f == last.sources[i] {
			now.files[i] = was.files[i]
			continue
		}
		if f.Name == r.base+name {
			continue
		}
		found, err := ours.Compare(name, f)
		if err != nil {
			return err
		}
		now.files[i] = found
	}
	now.diags = slices.Concat(now.wrong, recall.Warnings(r.Overrides(), recall.Advisories()))
	return nil
}

// Overrides returns what the site has beside, in place of and less than its base,
// by file; nothing if it has none.
func (r *Result) Overrides() []*recall.Override { return slices.Concat(r.recalled.files...) }

// Lock returns the site's records of what it has in place of its base.
func (r *Result) Lock() recall.Lock { return r.recalled.says }

// HasBase reports whether the site lies over another.
func (r *Result) HasBase() bool { return r.base != "" }

// manifest returns the manifest of the site, but for the hashes of its pages. ours
// may be nil.
func (from fromManifest) manifest(ours fs.FS, lock recall.Lock) (*recall.Manifest, error) {
	m := &recall.Manifest{Release: from.release, Date: from.day.String(), Title: from.config.Title,
		Pages: map[string]string{}, Ours: map[string]string{}, Replaced: map[string]string{}}
	var known recall.Contacts
	if ours != nil {
		guide, err := recall.NewGuide(ours, from.release, nil)
		if err != nil {
			return nil, err
		}
		known = guide.Contacts()
		for _, o := range from.pages.outputs {
			if page, ok := o.madeFrom(); ok {
				m.AddSource(page.Page.Path, page.Page.File.Data, ours, lock)
			}
		}
	}
	m.Contacts = recall.NewContacts(from.data.Contacts, from.config.Region, known)
	return m, nil
}
