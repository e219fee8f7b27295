package main

import (
	"archive/tar"
	"archive/zip"
	"cmp"
	"compress/flate"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A file is one of an archive.
type file struct {
	name    string // with slashes, below the archive's one folder
	data    []byte
	program bool // it is to be run
}

// mode is the same for all files of a kind, whatever it is on the disk.
func (f file) mode() os.FileMode {
	if f.program {
		return 0o755
	}
	return 0o644
}

// A form is a sort of archive.
type form struct {
	ending string
	write  func(w io.Writer, folder string, day time.Time, files []file) error
}

var (
	tarGz  = form{".tar.gz", writeTarGz}
	zipped = form{".zip", writeZip}
)

// pack writes an archive whose one folder has its name. The order of files does
// not matter.
func (r *release) pack(name string, f form, files []file) error {
	files = slices.SortedFunc(slices.Values(files), func(a, b file) int { return cmp.Compare(a.name, b.name) })
	return r.write(name+f.ending, func(w io.Writer) error { return f.write(w, name, r.day, files) })
}

func writeTarGz(w io.Writer, folder string, day time.Time, files []file) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(z)
	for _, f := range files {
		h := &tar.Header{Typeflag: tar.TypeReg, Name: folder + "/" + f.name, Size: int64(len(f.data)),
			Mode: int64(f.mode()), ModTime: day, Format: tar.FormatUSTAR}
		if err := t.WriteHeader(h); err != nil {
			return err
		}
		if _, err := t.Write(f.data); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

func writeZip(w io.Writer, folder string, day time.Time, files []file) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	for _, f := range files {
		h := &zip.FileHeader{Name: folder + "/" + f.name, Method: zip.Deflate, Modified: day}
		h.SetMode(f.mode())
		to, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := to.Write(f.data); err != nil {
			return err
		}
	}
	return z.Close()
}

// sumsName is the file that holds the sums, in the form that sha256sum -c reads.
const sumsName = "SHA256SUMS"

// sums writes the sums of all files of the release.
func (r *release) sums() error {
	entries, err := os.ReadDir(r.dir) // sorted
	if err != nil {
		return err
	}
	return r.write(sumsName, func(w io.Writer) error {
		for _, e := range entries {
			data, err := os.ReadFile(filepath.Join(r.dir, e.Name()))
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "%x  %s\n", sha256.Sum256(data), e.Name())
			fmt.Fprintf(r.said, "%7.1f MB  %s\n", float64(len(data))/1e6, e.Name())
		}
		return nil
	})
}
