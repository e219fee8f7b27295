package build

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/publish"
)

// onDisk writes a bare site to a folder and opens it as the command does.
func onDisk(t *testing.T, files map[string]string) (dir string, src overlay.FS) {
	t.Helper()
	dir = t.TempDir()
	for name, f := range bare(files) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return dir, overlay.FS{{FS: root.FS()}}
}

func link(t *testing.T, target, path string) {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
}

// TestLinksThatLeadOutside are told, each at its file, and are not read.
func TestLinksThatLeadOutside(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret.md")
	if err := os.WriteFile(secret, []byte("---\ntitle: Secret\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	dir, src := onDisk(t, nil)
	link(t, secret, filepath.Join(dir, "content", "absolute.md"))
	rel, err := filepath.Rel(filepath.Join(dir, "content"), secret)
	if err != nil {
		t.Fatal(err)
	}
	link(t, rel, filepath.Join(dir, "content", "relative.md"))
	link(t, filepath.Dir(secret), filepath.Join(dir, "static", "folder"))
	link(t, "loop.md", filepath.Join(dir, "content", "loop.md"))
	link(t, "_index.md", filepath.Join(dir, "content", "inside.md"))
	link(t, "gone.md", filepath.Join(dir, "content", "nowhere.md"))
	r := build(t, New(src, Options{Date: today}))
	want := ""
	for _, name := range []string{"content/absolute.md", "content/loop.md", "content/relative.md", "static/folder"} {
		want += name + ":1:1: this is a link that leads out of the site's folder, or to a folder\n"
	}
	if got := messages(t, r, "outside-link"); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if !slices.Contains(r.Inputs(), "content/inside.md") {
		t.Error("a link inside the folder is not followed")
	}
	for path := range r.Outputs {
		if strings.Contains(text(t, r, path), "Secret") {
			t.Errorf("%s shows what lies outside", path)
		}
	}
}

// TestLinkedRoot makes sure that content/ itself cannot lie outside.
func TestLinkedRoot(t *testing.T) {
	dir, src := onDisk(t, nil)
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "a.md"), []byte("---\ntitle: Secret\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "content")); err != nil {
		t.Fatal(err)
	}
	link(t, outside, filepath.Join(dir, "content"))
	r, err := New(src, Options{Date: today}).Build(t.Context())
	if err == nil && r.Site.Page("content/a.md") != nil {
		t.Error("pages outside the folder are read")
	}
	if err == nil && !r.Diags.HasErrors() {
		t.Error("nobody is told that content/ leads outside")
	}
}

// TestNoSite makes sure that a folder without site.yaml is no site.
func TestNoSite(t *testing.T) {
	tree := bare(nil)
	delete(tree, "site.yaml")
	if _, err := newBuilder(tree, today).Build(t.Context()); !errors.Is(err, ErrNoSite) {
		t.Errorf("got %v, want %v", err, ErrNoSite)
	}
}

// locked is a file system in which one file cannot be read.
type locked struct {
	fstest.MapFS
	name string
}

func (l locked) Open(name string) (fs.File, error) {
	if name == l.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.Open(name)
}

func (l locked) ReadFile(name string) ([]byte, error) {
	if name == l.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.ReadFile(name)
}

// TestUnreadable makes sure that a file which may not be read stops the build:
// a site without it would be another.
func TestUnreadable(t *testing.T) {
	for _, name := range []string{"content/_index.md", "site.yaml", "static/css/site.css", "content"} {
		_, err := newBuilder(locked{bare(nil), name}, today).Build(t.Context())
		if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got error %v, want one that names it", name, err)
		}
	}
}

// TestLeftovers are no part of a site.
func TestLeftovers(t *testing.T) {
	_, r := made(t, map[string]string{"static/.DS_Store": "x", "static/css/site.css~": "x", "content/.draft.md": "x",
		"content/#a.md#": "x", "content/.git/a.md": "x", "static/.well-known/x": "x", "layouts/.page.html.swp": "x"})
	for _, name := range r.Inputs() {
		if strings.Contains(name, "/.") && !strings.Contains(name, ".well-known") || strings.ContainsAny(name, "~#") {
			t.Errorf("%s is read", name)
		}
	}
	if r.Outputs[".well-known/x"] == nil {
		t.Error(".well-known is not published")
	}
}

// TestFilesAreKept makes sure that a file is read again only when it may have
// changed, and stays the same pointer while its bytes are the same.
func TestFilesAreKept(t *testing.T) {
	tree := bare(map[string]string{"content/a.md": "---\ntitle: A\n---\n"})
	b := newBuilder(tree, today)
	old := build(t, b)
	tree["content/a.md"] = &fstest.MapFile{Data: []byte("---\ntitle: A\n---\n")}
	if r := build(t, b); r.files["content/a.md"] != old.files["content/a.md"] {
		t.Error("a file that was touched is another pointer")
	}
	tree["content/a.md"] = &fstest.MapFile{Data: []byte("---\ntitle: B\n---\n")}
	if r := build(t, b, "content/_index.md"); r.files["content/a.md"] != old.files["content/a.md"] {
		t.Error("a file that was not named is read")
	}
	if r := build(t, b, "content/a.md"); r.pages["content/a.md"].Title != "B" {
		t.Error("a file that was named is not read")
	}
}

// TestPictures holds what becomes of files of content/ that are no pages.
func TestPictures(t *testing.T) {
	var dots bytes.Buffer
	if err := png.Encode(&dots, image.NewGray(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	gif := "GIF89a\x28\x00\x14\x00\x00\x00\x00;"
	tests := []struct{ name, data, url, problem string }{
		{"a.png", dots.String(), "/a.hash.png", ""},
		{"a.gif", gif, "/a.hash.gif", ""},
		{"a.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"/>`, "/a.hash.svg", ""},
		{"b.png", "no picture", "", "it is damaged, or not what its name says"},
		{"b.svg", "<a/>", "", "its drawing was refused"},
		{"form.pdf", "%PDF", "/form.pdf", "it is not a picture"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newPicture("content/"+tt.name, &diag.File{Name: "content/" + tt.name, Data: []byte(tt.data)}, false)
			url := p.file.URL
			if strings.Contains(tt.url, "hash") {
				url = strings.Replace(unhashed(p.file.URL), "/a.", "/a.hash.", 1)
			}
			if url != tt.url || p.file.Problem != tt.problem {
				t.Errorf("got %s, %q; want %s, %q", p.file.URL, p.file.Problem, tt.url, tt.problem)
			}
			if tt.problem == "" && (p.file.Width != 40 || p.file.Height != 20) {
				t.Errorf("got %d×%d, want 40×20", p.file.Width, p.file.Height)
			}
		})
	}
}

// TestPictureNames makes sure that a picture, too, has a name that makes a good
// address.
func TestPictureNames(t *testing.T) {
	_, r := made(t, map[string]string{"content/Our room.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`, "content/ok-1.pdf": "x"})
	if got, want := messages(t, r, "file-name"), "content/Our room.svg:1:1: the name “Our room.svg” would make an address that is hard to type or link to\n"; got != want {
		t.Errorf("got %swant %s", got, want)
	}
}

// TestInputs makes sure that what a stamp describes is what was read.
func TestInputs(t *testing.T) {
	dir, src := onDisk(t, map[string]string{"content/a.md": "---\ntitle: A\n---\n", "static/.DS_Store": "x"})
	link(t, "/etc/hostname", filepath.Join(dir, "content", "outside.md"))
	inputs, _, err := Inputs(src, "")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, in := range inputs {
		names = append(names, in.Path)
	}
	r := build(t, New(src, Options{Date: today}))
	if got := r.Inputs(); !slices.Equal(names, got) {
		t.Errorf("got %q, want %q", names, got)
	}
	if err := r.hash(inputs); err != nil {
		t.Error(err)
	}
}

// TestPublish makes sure that a site with mistakes is not published, and what
// is told.
func TestPublish(t *testing.T) {
	dir, src := onDisk(t, map[string]string{"content/a.md": "---\ntitle: A\ntitel: B\n---\n"})
	dest := filepath.Join(dir, "public")
	r := build(t, New(src, Options{Date: today}))
	_, list, err := Publish(t.Context(), dest, r, publish.Stamp{}, Publishing{Said: func(*Result, diag.List) []byte { return nil }})
	if !errors.Is(err, ErrContent) || !list.HasErrors() {
		t.Errorf("got %v and %v, want %v", err, list, ErrContent)
	}
	if _, err := os.Stat(dest); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("public/: got %v, want that there is none", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Publish(ctx, dest, r, publish.Stamp{}, Publishing{}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: got %v, want %v", err, context.Canceled)
	}
}
