package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	write(t, dir, "site.yaml", "first")
	write(t, dir, "content/a.md", "first")
	f, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(f, "site.yaml", "content/a.md"); err != nil {
		t.Error(err)
	}
	if err := os.Rename(dir, dir+".old"); err != nil {
		t.Skip(err) // Windows keeps an open folder in its place
	}
	if _, err := fs.Stat(f, "site.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is gone: got %v, want that it does not exist", err)
	}
	write(t, dir, "site.yaml", "second")
	write(t, dir, "content/a.md", "second")
	if _, err := fs.Stat(f, "site.yaml"); err != nil {
		t.Error(err)
	}
	if got, err := fs.ReadFile(f, "content/a.md"); string(got) != "second" {
		t.Errorf("after the folder was replaced: got %q, %v, want second", got, err)
	}
}

// TestFolderLink makes a link that leads out of the folder.
func TestFolderLink(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "secret", "secret")
	write(t, dir, "site/site.yaml", "site")
	if err := os.Symlink("../secret", filepath.Join(dir, "site", "out")); err != nil {
		t.Skip(err)
	}
	f, err := openFolder(filepath.Join(dir, "site"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := fs.ReadFile(f, "out"); err == nil {
		t.Errorf("a link out of the folder was followed: %q", got)
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := place(filepath.Join(dir, filepath.FromSlash(name)), []byte(text)); err != nil {
		t.Fatal(err)
	}
}
