package recall

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"embed"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// An Archive holds the texts that earlier releases had: each file of it, named
// after a release, is a zip of the pages, layouts and data that no release before
// had in that form.
type Archive struct {
	files fs.FS
	once  sync.Once
	texts map[string][]*zip.File // by name, once it was looked for
}

//go:embed past
var past embed.FS

// Past is the archive that this program carries.
var Past = NewArchive(past)

// NewArchive returns the archive whose zips lie in the folder past of files.
func NewArchive(files fs.FS) *Archive { return &Archive{files: files} }

// Find returns the text of the file at name that is the one meant, and whether
// there is one.
func (a *Archive) Find(name string, meant func(text []byte) bool) (string, bool) {
	for _, f := range a.index()[name] {
		if text, err := read(f); err == nil && meant(text) {
			return string(text), true
		}
	}
	return "", false
}

// Has reports whether an earlier release had a file of this name.
func (a *Archive) Has(name string) bool { return len(a.index()[name]) > 0 }

// index returns what the archive holds. A zip that cannot be read, which a test
// would tell, is passed over: nothing is known of its texts then.
func (a *Archive) index() map[string][]*zip.File {
	a.once.Do(func() {
		a.texts = map[string][]*zip.File{}
		names, _ := fs.Glob(a.files, "past/*.zip")
		for _, name := range names {
			data, err := fs.ReadFile(a.files, name)
			if err != nil {
				continue
			}
			z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				continue
			}
			for _, f := range z.File {
				a.texts[f.Name] = append(a.texts[f.Name], f)
			}
		}
	})
	return a.texts
}

func read(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	return data, errors.Join(err, r.Close())
}

// Keep writes a zip of the texts of ours that the archive does not have yet, and
// returns how many they are. The same texts give the same bytes.
func (a *Archive) Keep(w io.Writer, ours fs.FS) (int, error) {
	names, err := kept(ours)
	if err != nil {
		return 0, err
	}
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	count := 0
	for _, name := range names {
		data, err := fs.ReadFile(ours, name)
		if err != nil {
			return count, err
		}
		if _, known := a.Find(name, is(Hash(data))); known {
			continue
		}
		file, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err == nil {
			_, err = file.Write(data)
		}
		if err != nil {
			return count, err
		}
		count++
	}
	return count, z.Close()
}

// is returns what is true for a text of this Hash.
func is(hash string) func([]byte) bool {
	return func(text []byte) bool { return Hash(text) == hash }
}

// kept returns the names of the files whose texts are kept: what a clinic may put
// its own in place of, and compare.
func kept(ours fs.FS) ([]string, error) {
	var names []string
	for _, root := range []string{"content", "layouts", "static"} {
		err := fs.WalkDir(ours, root, func(name string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // a guide need not have each folder
			}
			if err != nil || d.IsDir() {
				return err
			}
			if slices.Contains([]string{".md", ".html", ".yaml", ".css", ".js"}, strings.ToLower(path.Ext(name))) {
				names = append(names, name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(names, cmp.Compare)
	return names, nil
}
