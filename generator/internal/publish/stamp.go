package publish

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"
)

// A Stamp says what was published, and from what.
type Stamp struct {
	Program string // the program and its release, built-in site included
	Options string // all settings that the site depends on
	Day     string // the day of publishing

	// Began is when the build began to look at its inputs. An input touched
	// later, or less than two seconds before, is read again however it
	// looks: clocks of disks are coarse. The zero time doubts every input.
	Began  time.Time
	Inputs []Input // every file that the site is made from

	// Diagnostics are what the build found and will be shown again. They are
	// the caller's own.
	Diagnostics json.RawMessage

	outputs []output
	pending bool // written before the exchange: what is in place is unknown
}

// An Input is a file that a site is made from.
type Input struct {
	Path       string // as the caller knows it
	Size       int64
	ModTime    int64 // nanoseconds since 1970
	ChangeTime int64 // likewise; 0 where the system has none
	Hash       [sha256.Size]byte
}

// NewInput returns the input at path without its hash. Ask for info before
// reading the file, so that an edit in between is noticed.
func NewInput(path string, info fs.FileInfo) Input {
	return Input{
		Path: path, Size: info.Size(),
		ModTime: info.ModTime().UnixNano(), ChangeTime: changeTime(info),
	}
}

// An output is a file of a published site.
type output struct {
	path    string
	size    int64
	modTime int64
	hash    [sha256.Size]byte
	keep    bool // a hashed asset of this site
	left    bool // one of the site before, no longer used by a page of this one
}

// coarse is how far the clock of a disk may lag behind.
const coarse = 2 * time.Second

// Unchanged reports whether a build described by now would publish what stands
// in dir, and returns the stamp that stands there. Inputs in now need no hash:
// only those whose size and times do not settle it are read, by read.
//
// A stamp that is missing, damaged, pending or of another release of this
// format reports false, as does any output that has been touched since, and
// anything left by a killed publish.
func Unchanged(dir string, now Stamp, read func(path string) ([]byte, error)) (Stamp, bool) {
	p, err := locate(dir)
	if err != nil {
		return Stamp{}, false
	}
	was, ok := p.readStamp()
	if !ok || was.pending || was.about() != now.about() {
		return Stamp{}, false
	}
	if p.litter() || !p.untouched(was.outputs) {
		return Stamp{}, false
	}
	inputs, doubted, same := was.compare(now.Inputs, read)
	if !same {
		return Stamp{}, false
	}
	if doubted {
		was.Began, was.Inputs = now.Began, inputs
		p.refresh(was)
	}
	return was, true
}

// about is what a stamp says besides its files.
func (s Stamp) about() [3]string { return [3]string{s.Program, s.Options, s.Day} }

// compare reports whether inputs have the bytes that the stamp's had, and
// whether any had to be read. The result has their hashes.
func (s Stamp) compare(inputs []Input, read func(string) ([]byte, error)) (hashed []Input, doubted, same bool) {
	if len(inputs) != len(s.Inputs) {
		return nil, false, false
	}
	hashed = slices.SortedFunc(slices.Values(inputs), byPath)
	settled := s.Began.Add(-coarse).UnixNano()
	for i, was := range s.Inputs { // sorted likewise
		in := &hashed[i]
		if in.Path != was.Path || in.Size != was.Size {
			return nil, false, false
		}
		in.Hash = was.Hash
		if *in == was && max(in.ModTime, in.ChangeTime) < settled && !s.Began.IsZero() {
			continue
		}
		data, err := read(in.Path)
		if err != nil || sha256.Sum256(data) != was.Hash {
			return nil, true, false
		}
		doubted = true
	}
	return hashed, doubted, true
}

func byPath(a, b Input) int { return cmp.Compare(a.Path, b.Path) }

// untouched reports whether outputs stand in place as they were published.
func (p place) untouched(outputs []output) bool {
	for _, o := range outputs {
		if !p.stands(o) {
			return false
		}
	}
	return true
}

// stands reports whether o stands in place as it was published.
func (p place) stands(o output) bool {
	size, modTime, regular := look(within(p.dir, o.path))
	return regular && size == o.size && modTime == o.modTime
}

// refresh writes a stamp that spares the next build the reading. It is left
// undone if another build runs or the disk refuses; the old stamp is as true.
func (p place) refresh(s Stamp) {
	f, err := p.tryLock()
	if err != nil {
		return
	}
	defer p.release(f)
	if now, ok := p.readStamp(); ok && !now.pending && slices.Equal(now.outputs, s.outputs) {
		_ = p.writeStamp(s)
	}
}

// ours reports whether a stamp of ours lies beside the destination, whatever
// its state: a damaged one still says whose folder it is.
func (p place) ours() bool {
	f, err := os.Open(p.stamp)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(stampMagic))
	n, _ := f.Read(head)
	return string(head[:n]) == stampMagic
}

// published reports whether we have published something named name at the top
// of the destination.
func (p place) published(name string) bool {
	s, _ := p.readStamp()
	return slices.ContainsFunc(s.outputs, func(o output) bool {
		first, _, _ := strings.Cut(o.path, "/")
		return first == name
	})
}

// readStamp returns the stamp beside the destination; ok says that it is whole.
func (p place) readStamp() (s Stamp, ok bool) {
	data, err := os.ReadFile(p.stamp)
	if err != nil {
		return Stamp{}, false
	}
	s, err = decodeStamp(data)
	return s, err == nil
}

// writeStamp puts s beside the destination.
func (p place) writeStamp(s Stamp) error {
	slices.SortFunc(s.Inputs, byPath)
	return replaceFile(p.stamp, encodeStamp(s))
}

// restoreStamp puts back the bytes of a stamp, or none.
func (p place) restoreStamp(data []byte) error {
	now, err := os.ReadFile(p.stamp)
	switch {
	case err == nil && bytes.Equal(now, data):
		return nil
	case len(data) > 0:
		return replaceFile(p.stamp, data)
	}
	return removeAll(p.stamp)
}
