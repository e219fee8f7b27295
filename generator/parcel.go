package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed" // for the words
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"text/template"
	"time"

	"iopguide"
	"iopguide/generator/internal/archive"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/host"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/publish"
	"iopguide/generator/internal/recall"
	"iopguide/generator/internal/sbom"
	"iopguide/generator/internal/schema"
)

//go:embed parcel.txt
var parcelText string

var parcelWords = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Parse(parcelText))
})

// packedBy is in each archive, to know it again.
const packedBy = "iopguide "

// licence is that of what comes from the guide, as an SPDX expression.
const licence = "MIT AND CC-BY-4.0"

// A parcel is what an archive of a site holds: the site as it stands, and what a person
// needs to put it online, to check and to file it. Nothing of this computer or this
// minute is in it, so that the same site makes the same bytes.
type parcel struct {
	*publish.Standing
	*recall.Manifest
	profile string
	guide   bool     // the site has something of ours
	own     []string // scripts and styles of the site's owner
	hosts   []*host.Host
	beside  []host.Written // for the servers' own configuration
}

// zipped says what an archive has become.
type zipped struct {
	files int
	size  int64
	sum   [sha256.Size]byte
}

// newParcel returns that of the site in dir, which was made from src for hosts.
func newParcel(dir, profile string, src overlay.FS, hosts []*host.Host) (*parcel, error) {
	site, err := publish.Stands(dir)
	if err != nil {
		return nil, err
	}
	m, err := manifestOf(site)
	if err != nil {
		return nil, fmt.Errorf("read the manifest in %s: %w", shown(dir), err)
	}
	own, err := ownCode(src)
	if err != nil {
		return nil, err
	}
	beside, err := readBeside(besideOf(dir))
	return &parcel{Standing: site, Manifest: m, profile: profile, guide: len(m.Ours) > 0 || based(src), own: own,
		hosts: hosts, beside: beside}, err
}

// readBeside reads the files of ours that lie beside a site, in dir.
func readBeside(dir string) ([]host.Written, error) {
	list, err := os.ReadFile(filepath.Join(dir, besideList))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var files []host.Written
	l := parseSums(string(list))
	for _, name := range l.names() {
		path := filepath.Join(dir, name)
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if hash(data) != l[name] {
			return nil, fmt.Errorf("%s is not as it was written; build again", shown(path))
		}
		files = append(files, host.Written{Name: name, Data: data})
	}
	return files, nil
}

// manifestOf reads the manifest of a site.
func manifestOf(site *publish.Standing) (*recall.Manifest, error) {
	i := slices.IndexFunc(site.Files, func(f publish.StandingFile) bool { return f.Path == recall.ManifestFile })
	if i < 0 {
		return nil, fs.ErrNotExist
	}
	from, err := site.Open(site.Files[i])
	if err != nil {
		return nil, err
	}
	defer from.Close()
	data, err := io.ReadAll(from)
	if err != nil {
		return nil, err
	}
	return recall.ReadManifest(data)
}

// based reports whether a site lies over ours.
func based(src overlay.FS) bool {
	data, err := fs.ReadFile(src, "site.yaml")
	return err == nil && schema.Decode(&diag.File{Name: "site.yaml", Data: data}, schema.Site, new(diag.List)).Get("base").Text() != ""
}

// codes are the ends of the names of files that are code.
var codes = []string{".js", ".mjs", ".css", ".wasm"}

// ownCode names the scripts and styles in src that are not ours.
func ownCode(src overlay.FS) (own []string, err error) {
	err = fs.WalkDir(src, "static", func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() || overlay.Leftover(d.Name()) || !slices.Contains(codes, path.Ext(name)) {
			return err
		}
		data, err := fs.ReadFile(src, name)
		if ours, missing := fs.ReadFile(builtIn.FS, name); missing != nil || !bytes.Equal(data, ours) {
			own = append(own, name)
		}
		return err
	})
	return own, err
}

// folder is the one folder of the archive.
func (p *parcel) folder() string {
	if p.profile != "" {
		return "iopguide-" + p.profile
	}
	return "iopguide-site"
}

// write writes the archive at path, whole or not at all, and tells progress of how
// many files are packed.
func (p *parcel) write(ctx context.Context, path string, progress func(done, total int)) (zipped, error) {
	day, err := time.Parse(time.DateOnly, p.Day)
	if err != nil {
		return zipped{}, err
	}
	files, err := p.contents(day)
	if err != nil {
		return zipped{}, err
	}
	made := zipped{files: len(files)}
	err = publish.WriteFile(ctx, path, func(w io.Writer) error {
		sum := sha256.New()
		counted := &counting{w: io.MultiWriter(w, sum)}
		err := archive.Archive{Folder: p.folder(), Day: day, Comment: packedBy + p.Release, Files: watched(ctx, files, progress)}.Zip(counted)
		made.size, made.sum = counted.n, [sha256.Size]byte(sum.Sum(nil))
		return err
	})
	return made, err
}

// watched returns files that tell progress when they are opened, and cannot be once ctx
// is done.
func watched(ctx context.Context, files []archive.File, progress func(done, total int)) []archive.File {
	done := 0
	files = slices.Clone(files)
	for i, open := range files {
		files[i].Open = func() (io.ReadCloser, error) {
			if done++; progress != nil {
				progress(done, len(files))
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			return open.Open()
		}
	}
	return files
}

// counting counts the bytes written to w.
type counting struct {
	w io.Writer
	n int64
}

func (c *counting) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// contents returns all files of the archive.
func (p *parcel) contents(day time.Time) ([]archive.File, error) {
	papers, err := p.papers(day)
	if err != nil {
		return nil, err
	}
	for _, w := range p.beside {
		papers = append(papers, host.Written{Name: "host/" + w.Name, Data: w.Data})
	}
	var files []archive.File
	var lines []string
	add := func(f archive.File, sum [sha256.Size]byte) {
		files, lines = append(files, f), append(lines, archive.Sum(sum, f.Name))
	}
	for _, w := range papers {
		add(archive.Of(w.Name, w.Data), sha256.Sum256(w.Data))
	}
	for _, f := range p.Files {
		add(archive.File{Name: "site/" + f.Path, Size: f.Size, Time: timeOf(f.Sum, day),
			Open: func() (io.ReadCloser, error) { return p.Open(f) }}, f.Sum)
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[2*sha256.Size:], b[2*sha256.Size:]) })
	return append(files, archive.Of("SHA256SUMS", []byte(strings.Join(lines, "")))), nil
}

// timeOf returns the time that a file of the site bears: within the day that ends as
// day begins, by what the file holds. Servers tell a file from the one before by its
// size and time. Were all files of a day dated alike, a page whose phone number was put
// right on the day it was built would be taken for the wrong one, and so kept by
// browsers that ask.
func timeOf(sum [sha256.Size]byte, day time.Time) time.Time {
	const parts = 24 * 60 * 60 / 2 // what a zip file can tell apart
	part := binary.BigEndian.Uint64(sum[:]) % parts
	return day.Add(-time.Duration(part) * 2 * time.Second)
}

// papers returns what lies beside the site, for people and for their programs.
func (p *parcel) papers(day time.Time) ([]host.Written, error) {
	var readMe, bill bytes.Buffer
	if err := parcelWords().Execute(&readMe, p.readMe()); err != nil {
		return nil, err
	}
	if err := sbom.WriteSite(&bill, p.bill(day)); err != nil {
		return nil, err
	}
	papers := []host.Written{{Name: "README.txt", Data: archive.Text(readMe.Bytes())}, {Name: "sbom.cdx.json", Data: bill.Bytes()}}
	if !p.guide {
		return papers, nil
	}
	for _, name := range []string{"LICENSE", "LICENSE-content"} {
		data, err := fs.ReadFile(iopguide.Licences(), name)
		if err != nil {
			return nil, err
		}
		papers = append(papers, host.Written{Name: name + ".txt", Data: archive.Text(data)})
	}
	return papers, nil
}

// bill returns what the bill of materials says.
func (p *parcel) bill(day time.Time) sbom.Site {
	s := sbom.Site{Title: p.Title, Sum: p.Sum(), Day: day, Builder: "iopguide", Release: p.Release,
		Licence: licence, Guide: p.guide, Own: p.own}
	for _, f := range p.Files {
		s.Files = append(s.Files, sbom.File{Name: f.Path, Sum: f.Sum})
	}
	return s
}

// A parcelReadMe is what README.txt tells of.
type parcelReadMe struct {
	Title, Day, Release, Sum string
	Files                    int
	Guide                    bool
	Hosts                    []*host.Host
	Beside                   []host.Written
}

func (p *parcel) readMe() parcelReadMe {
	return parcelReadMe{p.Title, p.Day, p.Release, fmt.Sprintf("%x", p.Sum()), len(p.Files), p.guide, p.hosts, p.beside}
}
