package publish

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// words writes s.
func words(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func wantFile(t *testing.T, path, want string) {
	t.Helper()
	if got, err := read(path); err != nil || got != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestWriteFile(t *testing.T) {
	dir := tempDir(t)
	path := filepath.Join(dir, "new", "iop.zip")
	for _, v := range []string{"first", "second"} {
		if err := WriteFile(t.Context(), path, words(v)); err != nil {
			t.Fatal(err)
		}
		wantFile(t, path, v)
	}
	wantBeside(t, path, "iop.zip")
}

// TestWriteFileFails lets a write fail in each way: the old file stays, and nothing
// else.
func TestWriteFileFails(t *testing.T) {
	full := &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	at := func(step string) func(string, string) error {
		return func(s, _ string) error {
			if s == step {
				return full
			}
			return nil
		}
	}
	tests := []struct {
		name string
		step func(step, path string) error
		fill func(io.Writer) error
	}{
		{"no room", at("write"), words("new")},
		{"no rename", at("rename"), words("new")},
		{"in its middle", nil, func(w io.Writer) error { io.WriteString(w, "new"); return full }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(tempDir(t), "iop.zip")
			if err := os.WriteFile(path, []byte("old"), 0o666); err != nil {
				t.Fatal(err)
			}
			set(t, &failpoint, tt.step)
			err := WriteFile(t.Context(), path, tt.fill)
			failpoint = nil
			if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "iop.zip") {
				t.Errorf("got %v, want one that says the disk is full, and which file", err)
			}
			wantFile(t, path, "old")
			wantBeside(t, path, "iop.zip")
		})
	}
}

// TestWriteFileAfterKill finds what a killed build left.
func TestWriteFileAfterKill(t *testing.T) {
	path := filepath.Join(tempDir(t), "iop.zip")
	if err := os.WriteFile(filepath.Join(filepath.Dir(path), ".iop.zip.iopguide-new"), []byte("half"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(t.Context(), path, words("whole")); err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "whole")
	wantBeside(t, path, "iop.zip")
}

func TestWriteFileTwice(t *testing.T) {
	set(t, &lockPause, time.Millisecond)
	set(t, &lockWait, 5*time.Millisecond)
	path := filepath.Join(tempDir(t), "iop.zip")
	var busy *Busy
	err := WriteFile(t.Context(), path, func(w io.Writer) error {
		if err := WriteFile(context.Background(), path, words("other")); !errors.As(err, &busy) {
			t.Errorf("got %v, want that another build is writing", err)
		}
		return words("own")(w)
	})
	if err != nil {
		t.Fatal(err)
	}
	wantFile(t, path, "own")
}

func TestAmong(t *testing.T) {
	dir := tempDir(t)
	if err := os.MkdirAll(filepath.Join(dir, "content", "es"), 0o777); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, path, want string
	}{
		{"beside site.yaml", "iop.zip", ""},
		{"in a folder of its own", "out/iop.zip", ""},
		{"content", "content/iop.zip", "content"},
		{"deeper", "content/es/new/iop.zip", "content"},
		{"a folder that is not there", "static/iop.zip", "static"},
		{"outside", "../iop.zip", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if want != "" {
				want = filepath.Join(dir, want)
			}
			if got := Among(dir, filepath.Join(dir, tt.path)); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestBelow(t *testing.T) {
	dir := tempDir(t)
	if err := os.Mkdir(filepath.Join(dir, "public"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("public", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, dir, path string
		want            bool
	}{
		{"in it", "public", "public/iop.zip", true},
		{"itself", "public", "public", true},
		{"beside it", "public", "public.zip", false},
		{"around it", "public", ".", false},
		{"through a link", "public", "link/x/iop.zip", true},
		{"neither is there", "new", "new/x/iop.zip", true},
		{"neither is there, beside", "new", "newer/iop.zip", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Below(filepath.Join(dir, tt.dir), filepath.Join(dir, tt.path)); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}
