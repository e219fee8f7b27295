// Package archive packs files so that the same files make the same bytes, on
// whatever computer and by whomever they are packed: sorted by name, dated by the
// caller and never by the disk, with the same mode whatever it is there, and no word
// of the user or system.
//
// All files of an archive lie in one folder, so that unpacking it litters nothing.
// A file's bytes are asked for when its turn comes, and are not kept.
package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"slices"
	"time"
)

// An Archive is what is packed.
type Archive struct {
	Folder  string    // the one that holds all files
	Day     time.Time // that files bear which have no time of their own
	Comment string    // who made it, as a zip file's comment; other forms have none
	Files   []File    // in any order
}

// A File is one of an archive.
type File struct {
	Name    string // with slashes, below the archive's folder
	Size    int64
	Program bool                          // it is to be run
	Time    time.Time                     // that it bears, to two seconds
	Open    func() (io.ReadCloser, error) // called once
}

// Of returns a file whose bytes are known.
func Of(name string, data []byte) File {
	return File{Name: name, Size: int64(len(data)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

// Text ends each line of a text as the plainest editor of Windows wants it; no other
// minds.
func Text(data []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
}

// Sum returns the line that tells a file's SHA-256, as sha256sum -c reads it.
func Sum(sum [32]byte, name string) string { return fmt.Sprintf("%x  %s\n", sum, name) }

// mode is the same for all files of a kind.
func (f File) mode() os.FileMode {
	if f.Program {
		return 0o755
	}
	return 0o644
}

// sorted returns the files in the order in which they are packed.
func (a Archive) sorted() []File {
	return slices.SortedFunc(slices.Values(a.Files), func(x, y File) int { return cmp.Compare(x.Name, y.Name) })
}

// The first and the last day that all programs which read zip files understand.
var (
	firstDay = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	lastDay  = time.Date(2037, 12, 31, 0, 0, 0, 0, time.UTC)
)

// time returns the time that f bears.
func (a Archive) time(f File) time.Time {
	t := a.Day.UTC()
	if !f.Time.IsZero() {
		t = f.Time.UTC()
	}
	switch {
	case t.Before(firstDay):
		return firstDay
	case t.After(lastDay):
		return lastDay
	}
	return t
}

// Zip writes the archive as a zip file.
func (a Archive) Zip(w io.Writer) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	if err := z.SetComment(a.Comment); err != nil {
		return err
	}
	for _, f := range a.sorted() {
		h := &zip.FileHeader{Name: a.Folder + "/" + f.Name, Method: zip.Deflate, Modified: a.time(f)}
		h.SetMode(f.mode())
		to, err := z.CreateHeader(h)
		if err == nil {
			err = f.copy(to)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// TarGz writes the archive as a tar file, compressed. Its oldest form, which all read,
// holds names in ASCII alone.
func (a Archive) TarGz(w io.Writer) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(z)
	for _, f := range a.sorted() {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: a.Folder + "/" + f.Name, Size: f.Size,
			Mode: int64(f.mode()), ModTime: a.time(f), Format: tar.FormatUSTAR}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		if err := f.copy(t); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

// copy writes the bytes of f.
func (f File) copy(w io.Writer) error {
	from, err := f.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	_, err = io.Copy(w, from)
	return err
}

// Comment returns the comment of the zip file at path, "" if it has none or is no zip
// file.
func Comment(path string) string {
	z, err := zip.OpenReader(path)
	if err != nil {
		return ""
	}
	defer z.Close()
	return z.Comment
}
