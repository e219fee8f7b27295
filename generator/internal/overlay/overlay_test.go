package overlay

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
)

// folderOf returns a file system whose files hold the layer's name.
func folderOf(layer string, names ...string) fs.FS {
	m := fstest.MapFS{}
	for _, n := range names {
		m[n] = &fstest.MapFile{Data: []byte(layer)}
	}
	return m
}

// stack is a clinic's site over the built-in one.
func stack() FS {
	return FS{
		{"clinic/", folderOf("clinic", "site.yaml", "content/costs.md", "content/a/new.md", "content/b", "static/x/1.css")},
		{"(built in) ", folderOf("built in", "site.yaml", "content/costs.md", "content/_index.md", "content/a/old.md",
			"content/b/hidden.md", "static/x", "layouts/page.html", "static/.well-known/security.txt", "static/.DS_Store",
			"content/costs.md~", "content/.git/config", "content/4913")},
	}
}

func TestFS(t *testing.T) {
	want := []string{"site.yaml", "content/costs.md", "content/_index.md", "content/a/new.md", "content/a/old.md",
		"content/b", "static/x/1.css", "layouts/page.html", "static/.well-known/security.txt"}
	if err := fstest.TestFS(stack(), want...); err != nil {
		t.Error(err)
	}
	var got []string
	err := fs.WalkDir(stack(), ".", func(name string, d fs.DirEntry, err error) error {
		if !d.IsDir() {
			got = append(got, name)
		}
		return err
	})
	slices.Sort(want)
	slices.Sort(got)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, want %q; %v", got, want, err)
	}
}

func TestOpen(t *testing.T) {
	tests := []struct {
		name, display, data string
		err                 error
	}{
		{"content/costs.md", "clinic/content/costs.md", "clinic", nil},
		{"content/_index.md", "(built in) content/_index.md", "built in", nil},
		{"content/a/old.md", "(built in) content/a/old.md", "built in", nil},
		{"content/b", "clinic/content/b", "clinic", nil},
		{"content/b/hidden.md", "clinic/content/b/hidden.md", "", fs.ErrNotExist},
		{"content/none.md", "clinic/content/none.md", "", fs.ErrNotExist},
		{"static/x/1.css", "clinic/static/x/1.css", "clinic", nil},
		{"static/.well-known/security.txt", "(built in) static/.well-known/security.txt", "built in", nil},
		{"content/.git/config", "clinic/content/.git/config", "", fs.ErrNotExist},
		{"content/costs.md~", "clinic/content/costs.md~", "", fs.ErrNotExist},
		{"../costs.md", "clinic/../costs.md", "", fs.ErrInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data, err := fs.ReadFile(stack(), tt.name)
			if string(data) != tt.data || !errors.Is(err, tt.err) {
				t.Errorf("got %q, %v; want %q, %v", data, err, tt.data, tt.err)
			}
			if got := stack().Display(tt.name); got != tt.display {
				t.Errorf("got %q, want %q", got, tt.display)
			}
		})
	}
}

// TestFileBetween proves that a file hides a folder two layers down.
func TestFileBetween(t *testing.T) {
	f := FS{{"a/", folderOf("a", "x/1")}, {"b/", folderOf("b", "x")}, {"c/", folderOf("c", "x/2")}}
	entries, err := f.ReadDir("x")
	if err != nil || len(entries) != 1 || entries[0].Name() != "1" {
		t.Errorf("got %v, %v; want 1", entries, err)
	}
	if _, err := fs.Stat(f, "x/2"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestReadDirByParts(t *testing.T) {
	file, err := stack().Open("content/a")
	if err != nil {
		t.Fatal(err)
	}
	d := file.(fs.ReadDirFile)
	for _, want := range []string{"new.md", "old.md"} {
		if got, err := d.ReadDir(1); err != nil || len(got) != 1 || got[0].Name() != want {
			t.Errorf("got %v, %v; want %s", got, err, want)
		}
	}
	if got, err := d.ReadDir(1); err != io.EOF || len(got) != 0 {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := d.Read(nil); err == nil {
		t.Error("a folder was read")
	}
}

// TestLinkOutside proves that a link out of the folder does not fall through to
// the file below it.
func TestLinkOutside(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(dir, "a.md")); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	f := FS{{"clinic/", root.FS()}, {"", folderOf("built in", "a.md")}}
	if data, err := fs.ReadFile(f, "a.md"); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %q, %v", data, err)
	}
}

func TestEmpty(t *testing.T) {
	if _, err := (FS{}).Open("a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if got := (FS{}).Display("a"); got != "a" {
		t.Errorf("got %q", got)
	}
}

func TestLeftover(t *testing.T) {
	for _, name := range []string{"~$page.md", ".git", ".DS_Store", ".#a.md", "a.md~", "#a.md#", "a.swp", ".a.md.swp", "4913", "a.tmp", "Thumbs.db", "thumbs.db", "desktop.ini", "Desktop.ini", "."} {
		if !Leftover(name) {
			t.Errorf("%s: got false, want true", name)
		}
	}
	for _, name := range []string{".well-known", "a.md", "_data", "#", "#a.md", "49130", "tmp", "a.tmp.md", "desktop.md"} {
		if Leftover(name) {
			t.Errorf("%s: got true, want false", name)
		}
	}
}
