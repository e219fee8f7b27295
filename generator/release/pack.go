package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"iopguide/generator/internal/archive"
)

// A form is a sort of archive.
type form struct {
	ending string
	write  func(archive.Archive, io.Writer) error
}

var (
	tarGz  = form{".tar.gz", archive.Archive.TarGz}
	zipped = form{".zip", archive.Archive.Zip}
)

// pack writes an archive whose one folder has its name.
func (r *release) pack(name string, f form, files []archive.File) error {
	return r.write(name+f.ending, func(w io.Writer) error {
		return f.write(archive.Archive{Folder: name, Day: r.day, Files: files}, w)
	})
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
			io.WriteString(w, archive.Sum(sha256.Sum256(data), e.Name()))
			fmt.Fprintf(r.said, "%7.1f MB  %s\n", float64(len(data))/1e6, e.Name())
		}
		return nil
	})
}
