package publish

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"slices"
	"strings"
)

// A Standing is the site that stands in a destination, as it was published: without
// what stays a while of the site before it.
type Standing struct {
	Day   string         // of publishing
	Files []StandingFile // sorted by path

	dir string
}

// A StandingFile is a file of it.
type StandingFile struct {
	Path string
	Size int64
	Sum  [sha256.Size]byte
}

// errNothing says that it is not known what stands in a folder.
var errNothing = errors.New("it holds no site that was published whole by iopguide; build again")

// Stands returns the site that stands in dir. It does not look at the files.
func Stands(dir string) (*Standing, error) {
	p, err := locate(dir)
	if err != nil {
		return nil, err
	}
	stamp, ok := p.readStamp()
	if !ok || stamp.pending {
		return nil, fmt.Errorf("read %s: %w", dir, errNothing)
	}
	s := &Standing{Day: stamp.Day, dir: p.dir}
	for _, o := range stamp.outputs {
		if !o.left {
			s.Files = append(s.Files, StandingFile{o.path, o.size, o.hash})
		}
	}
	slices.SortFunc(s.Files, func(a, b StandingFile) int { return cmp.Compare(a.Path, b.Path) })
	return s, nil
}

// Sum is the site's build hash: the SHA-256 of a line for each file, as sha256sum
// writes it of files below the site's folder, in the order of their paths. Two sites
// that have it in common are the same, byte for byte.
func (s *Standing) Sum() [sha256.Size]byte {
	var lines strings.Builder
	for _, f := range s.Files {
		fmt.Fprintf(&lines, "%x  %s\n", f.Sum, f.Path)
	}
	return sha256.Sum256([]byte(lines.String()))
}

// Open opens a file of the site. Whoever reads it to its end gets an error there if
// it is not as it was published.
func (s *Standing) Open(f StandingFile) (io.ReadCloser, error) {
	name := within(s.dir, f.Path)
	if size, _, regular := look(name); !regular || size != f.Size {
		return nil, altered(name)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &vouched{file, f.Sum, sha256.New()}, nil
}

func altered(name string) error {
	return fmt.Errorf("%s is not as it was published; build again", name)
}

// vouched reads a file whose hash is known.
type vouched struct {
	file *os.File
	want [sha256.Size]byte
	got  hash.Hash
}

func (v *vouched) Read(b []byte) (int, error) {
	n, err := v.file.Read(b)
	v.got.Write(b[:n])
	if err == io.EOF && [sha256.Size]byte(v.got.Sum(nil)) != v.want {
		return n, altered(v.file.Name())
	}
	return n, err
}

func (v *vouched) Close() error { return v.file.Close() }
