package overlay_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"iopguide/generator/internal/overlay"
)

// TestDisk holds what can be read of a folder with links: what os.Root allows.
func TestDisk(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a permission there")
	}
	base := t.TempDir()
	dir := filepath.Join(base, "site")
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(base, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(base, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	link := func(to, name string) {
		t.Helper()
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	write("secret", "secret")
	write("site/a/b/c.md", "c")
	write("site/empty.md", "")
	link("a/b/c.md", "inside.md")
	link("../site/a/b/c.md", "outside-and-in.md")
	link("../secret", "outside.md")
	link("../..", "a/up")
	link("/etc", "etc")
	link(filepath.Join(dir, "a/b/c.md"), "absolute.md")
	link("loop.md", "loop.md")
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	fast, slow := overlay.Disk(root), root.FS()
	for _, name := range []string{"a/b/c.md", "empty.md", "inside.md", "outside-and-in.md", "outside.md", "a/up/secret",
		"a/up/site/a/b/c.md", "etc/hostname", "absolute.md", "loop.md", "a/b", ".", "none.md", "../secret", "/etc/hostname",
		"a//b/c.md", "a/../a/b/c.md", ""} {
		got, errGot := fs.ReadFile(fast, name)
		want, errWant := fs.ReadFile(slow, name)
		if string(got) != string(want) || (errGot == nil) != (errWant == nil) {
			t.Errorf("%q: got %q, %v; want %q, %v", name, got, errGot, want, errWant)
		}
	}
	if _, err := fs.ReadFile(fast, "inside.md"); err != nil {
		t.Errorf("a link inside the folder: %v", err)
	}
	if entries, err := fs.ReadDir(fast, "a"); err != nil || len(entries) != 2 {
		t.Errorf("got %v, %v; want two entries", entries, err)
	}
}
