package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A plan is what iopguide build --host s3 writes beside a site: all of its files,
// and how each is to be served.
type plan struct {
	Version int    `json:"version"`
	Path    string `json:"path"` // at which readers will find the site, "" if that is not said
	Base    string `json:"base"` // its address, "" if that is not said
	Files   []file `json:"files"`
	title   string
	mark    string // the same for the same files, served in the same way
}

// A file is one of a plan.
type file struct {
	Path     string `json:"path"`
	Kind     string `json:"kind"` // asset, page or other
	Type     string `json:"type"`
	Cache    string `json:"cache"`
	Redirect string `json:"redirect"` // of an old address: where it leads
	Size     int64  `json:"size"`
	Sum      string `json:"sha256"`
}

// The kinds of files.
const (
	asset = "asset" // named by its bytes; pages need it
	page  = "page"
	other = "other"
)

// planName is the plan's name in the folder beside the site.
const planName = "s3-plan.json"

// mark tells in 22 letters what a file's bytes are and how it is to be served. It is
// kept with the object.
func (f file) mark() string {
	return short(f.Sum, f.Type, f.Cache, f.Redirect)
}

// short is a hash of parts that fits well into a header.
func short(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d %s\n", len(p), p)
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}

// readPlan reads the plan for the site in dir.
func readPlan(dir string) (*plan, error) {
	name := filepath.Join(filepath.Clean(dir)+".host", planName)
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(dir); err != nil {
			return nil, refuse("there is no folder %s; build the site with iopguide build --host s3, or name its folder with -d", dir)
		}
		return nil, refuse("there is no %s, which says how each file is to be served; run iopguide build --host s3", name)
	}
	if err != nil {
		return nil, err
	}
	var p plan
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, refuse("%s cannot be read (%v); run iopguide build --host s3 again", name, err)
	}
	if p.Version != 1 {
		return nil, refuse("%s is of version %d, and this iopguide-deploy reads version 1; use the iopguide-deploy of the same release as iopguide", name, p.Version)
	}
	if err := p.check(); err != nil {
		return nil, refuse("%s: %v; run iopguide build --host s3 again", name, err)
	}
	p.title, err = titleOf(dir)
	p.mark = short(string(data))
	return &p, err
}

// check refuses a plan that the build did not write.
func (p *plan) check() error {
	seen := map[string]bool{}
	if len(p.Files) == 0 {
		return errors.New("it names no file")
	}
	for _, f := range p.Files {
		switch sum, err := hex.DecodeString(f.Sum); {
		case !fs.ValidPath(f.Path) || f.Path == "." || f.Path == ledgerName:
			return fmt.Errorf("%q is no path of a site's file", f.Path)
		case seen[f.Path]:
			return fmt.Errorf("%s is named twice", f.Path)
		case err != nil || len(sum) != sha256.Size:
			return fmt.Errorf("%s has no SHA-256", f.Path)
		case f.Kind != asset && f.Kind != page && f.Kind != other:
			return fmt.Errorf("%s is of kind %q", f.Path, f.Kind)
		case f.Type == "":
			return fmt.Errorf("%s has no type", f.Path)
		}
		seen[f.Path] = true
	}
	return nil
}

// misplaced says what is odd about a site of this plan below prefix, "" if nothing is.
func (p *plan) misplaced(prefix string) string {
	at := strings.Trim(p.Path, "/")
	if p.Path == "" || strings.HasSuffix("/"+prefix, strings.TrimSuffix("/"+at, "/")+"/") && (at != "" || prefix == "") {
		return ""
	}
	return fmt.Sprintf("the site was built for %s, and goes to /%s of the bucket: right only if the CDN puts one in the place of the other; "+
		"else build it with --path /%s", p.Path, prefix, prefix)
}

// titleOf returns the title of the site in dir, as its manifest says.
func titleOf(dir string) (string, error) {
	var m struct{ Title string }
	data, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	_ = json.Unmarshal(data, &m) // a site without a title is told by its address
	return m.Title, nil
}

// verify makes sure that the folder holds just the bytes that the plan tells of.
func (p *plan) verify(dir *os.Root, done func(bytes int64)) error {
	for _, f := range p.Files {
		r, err := f.open(dir)
		if err != nil {
			return err
		}
		r.Close()
		done(f.Size)
	}
	return nil
}

// open opens the file if it holds the bytes that the plan tells of.
func (f file) open(dir *os.Root) (*os.File, error) {
	r, err := dir.Open(filepath.FromSlash(f.Path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, refuse("%s is in the plan, but not in %s; run iopguide build --host s3 again", f.Path, dir.Name())
	}
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	size, err := io.Copy(h, r)
	if err == nil {
		_, err = r.Seek(0, io.SeekStart)
	}
	if err == nil && (size != f.Size || hex.EncodeToString(h.Sum(nil)) != f.Sum) {
		err = refuse("%s has changed since the plan was made; run iopguide build --host s3 again", filepath.Join(dir.Name(), filepath.FromSlash(f.Path)))
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}
