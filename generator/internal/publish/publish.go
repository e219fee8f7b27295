// Package publish puts a site in the place of the one before, whole.
//
// A destination is a folder that holds exactly one published site. It is ours
// if a stamp lies beside it. All that publishing needs lies beside it too, in
// names that begin with a dot, so that ls shows the site alone:
//
//	public/                     the site
//	.public.iopguide-new/       the site being made; after the exchange, the old one
//	.public.iopguide-stamp      what was published, and from what
//	.public.iopguide-journal    what is left to do where folders cannot be exchanged
//	.public.iopguide-lock       held by the operating system while a publish runs
//
// Only a stamp outlives a publish. Write goes in this order:
//
//	refuse    a destination that holds sources or is not ours     refuse.go
//	lock      one publish at a time                               lock.go
//	recover   what a killed run left is finished or removed       recover.go
//	draw      the files, one by one, into the new folder; files   draw.go
//	          whose bytes have not changed are only noted
//	seal      the caller's last word
//	replace   the rest of the new folder as hard links, one sync  replace.go
//	          of it all, one exchange of the two folders, and the
//	          old one is removed; or, where the system refuses,   journal.go
//	          assets, then pages, then deletions
//	stamp     what was published                                  stamp.go
//
// Until the exchange nothing that a reader can see is touched, and a failure
// leaves the old site and no litter. A stamp is marked pending from before the
// exchange until all is done, so that it never vouches for another site than
// the one in place.
//
// A destination that is a link is followed, and stays a link. After an exchange
// the destination is another folder of the same name and mode: owner and access
// lists are those of a folder newly made, and a program or container that holds
// on to the old one, as its working folder or by a mount, sees that emptied. It
// should hold on to the folder around the destination instead.
package publish

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
)

// A File is one file of the site to publish.
type File struct {
	Path  string                 // relative, clean, with slashes
	Bytes func() ([]byte, error) // called once, in order; the bytes are not kept; or ErrNone
	Keep  bool                   // a hashed asset: stays one publish longer than its site

	// Sum, if not nil, is called after Bytes, and returns the SHA-256 hash of what that
	// returned. Without it they are hashed here.
	Sum func() [sha256.Size]byte
}

// sum returns the hash of the file's bytes, which are data.
func (f *File) sum(data []byte) [sha256.Size]byte {
	if f.Sum != nil {
		return f.Sum()
	}
	return sha256.Sum256(data)
}

// ErrNone is what Bytes returns of a file that the site turns out not to have.
var ErrNone = errors.New("there is no such file")

// Options are the settings of a publish. The zero value is the right one for a
// site made from nothing on this disk.
type Options struct {
	// Force takes over a folder that is not ours and not empty. It never
	// takes over one that holds sources.
	Force bool

	// Sources are the folders that the site is made from, each with its
	// site.yaml, content and so on. They are never overwritten.
	Sources []string

	// Seal, if given, is called when all files are drawn, before anything
	// that a reader can see is touched. It returns what the stamp shall
	// say, or an error that abandons the publish and is returned by Write.
	Seal func() (Stamp, error)
}

// The ways in which a new site takes the place of the old.
const (
	New      = "new"      // there was none: one rename
	Exchange = "exchange" // one exchange of the two folders
	Journal  = "journal"  // file by file: assets, then pages, then deletions
	None     = "none"     // every byte is the same: nothing was written
)

// A Report says what a publish did.
type Report struct {
	Written int    // files whose bytes are new
	Kept    int    // files taken over as they were, old assets among them
	Removed int    // files of the site before that are gone
	Way     string // New, Exchange, Journal or None
}

// Write makes dir hold exactly files and, for one publish, the hashed assets of
// the site replaced. Its error is a *Refusal where dir must not be written, a
// *Busy where another publish runs, and what Seal returned if that abandoned
// it. Any other error says whether the old site, the new one or, without
// folder exchange, a part of each is in place; in that last case the next
// publish begins by finishing this one.
func Write(ctx context.Context, dir string, files []File, o Options) (Report, error) {
	names, err := checkPaths(files)
	if err != nil {
		return Report{}, err
	}
	p, err := locate(dir)
	if err != nil {
		return Report{}, err
	}
	if err := p.refuse(o); err != nil {
		return Report{}, err
	}
	unlock, err := p.acquire(ctx)
	if err != nil {
		return Report{}, err
	}
	defer unlock()
	if err := p.recover(); err != nil {
		return Report{}, fmt.Errorf("finish what an earlier build left in %s: %w", p.dir, err)
	}
	// Another build may have published while this one waited for the lock.
	if err := p.refuse(o); err != nil {
		return Report{}, err
	}
	j, err := p.begin(names)
	if err != nil {
		return Report{}, fmt.Errorf("publish into %s: %w", p.dir, err)
	}
	return j.run(ctx, files, o.Seal)
}

// Recover finishes or removes what a killed publish left at dir. Write begins
// with it; it is for a build whose mistakes keep it from getting that far.
func Recover(ctx context.Context, dir string) error {
	p, err := locate(dir)
	if err != nil || !p.litter() {
		return err
	}
	unlock, err := p.acquire(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return p.recover()
}

// run draws the files and puts them in place.
func (j *job) run(ctx context.Context, files []File, seal func() (Stamp, error)) (Report, error) {
	if err := j.draw(ctx, files); err != nil {
		return Report{}, j.failed(err)
	}
	var s Stamp
	if seal != nil {
		var err error
		if s, err = seal(); err != nil {
			return Report{}, errors.Join(err, j.undo())
		}
	}
	if err := j.replace(ctx, s); err != nil {
		err = j.failed(err)
		return j.report, err
	}
	return j.report, nil
}

// failed says what err has left in place. If that is the old site, what the
// job made is removed; should that fail too, the next publish removes it.
func (j *job) failed(err error) error {
	left := "what was there is unchanged"
	switch j.reached {
	case partSeen:
		left = "the site is partly new, and the next build begins by finishing it"
	case allSeen:
		left = "the new site is in place, and the next build tidies up"
	}
	err = fmt.Errorf("publish into %s: %w; %s", j.dir, err, left)
	if j.reached > nothingSeen {
		return err
	}
	j.report = Report{}
	return errors.Join(err, j.undo())
}

// failpoint, if set by a test, is called before every step that changes what
// is on disk. Its error is taken for the step's own.
var failpoint func(step, path string) error

// at announces a step that changes path.
func at(step, path string) error {
	if failpoint == nil {
		return nil
	}
	return failpoint(step, path)
}
