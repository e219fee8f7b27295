package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/recall"
)

// A Folder is what the files of a published site are, as far as a report needs it.
type Folder struct {
	Sums     map[string][sha256.Size]byte // of each file, by its path
	Pages    []*Page
	Counts   Counts
	Leaving  []string // what a browser would fetch from another host by itself, and where that stands
	Going    []string // where it would go or send by itself, likewise
	Asking   []string // words of scripts that can reach a host
	Storing  []string // words of scripts that can keep something
	Naming   []string // addresses that scripts name
	Inline   []string // scripts and styles in pages, which a strict policy forbids
	Links    map[string]int
	Manifest *recall.Manifest // nil if there is none that can be read
}

// Counts are how much was read.
type Counts struct{ Loads, Styles, Scripts, Drawings int }

// Read reads every file of a published site.
func Read(fsys fs.FS) (*Folder, error) {
	f := &Folder{Sums: map[string][sha256.Size]byte{}, Links: map[string]int{}}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err == nil {
			f.read(name, data)
		}
		return err
	})
	return f, err
}

// read reads one file.
func (f *Folder) read(name string, data []byte) {
	f.Sums[name] = sha256.Sum256(data)
	switch path.Ext(name) {
	case ".html", ".htm":
		f.page(name, data)
	case ".svg":
		f.Counts.Drawings++
		f.markup(name, data)
	case ".css":
		f.Counts.Styles++
		f.style(name, string(data))
	case ".js", ".mjs":
		f.Counts.Scripts++
		f.script(name, string(data))
	}
	if name == recall.ManifestFile {
		f.Manifest, _ = recall.ReadManifest(data)
	}
}

// Hash returns one hash for all files but those in left: of the list that sha256sum
// prints of them, sorted by path. It is the build hash that an archive of the site names.
func (f *Folder) Hash(left map[string][sha256.Size]byte) string {
	h := sha256.New()
	for _, name := range f.names() {
		if _, old := left[name]; !old {
			fmt.Fprintf(h, "%x  %s\n", f.Sums[name], name)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (f *Folder) names() []string {
	names := make([]string, 0, len(f.Sums))
	for name := range f.Sums {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Page returns the page at path, or nil.
func (f *Folder) Page(path string) *Page {
	i, found := slices.BinarySearchFunc(f.Pages, path, func(p *Page, path string) int { return strings.Compare(p.Path, path) })
	if !found {
		return nil
	}
	return f.Pages[i]
}
