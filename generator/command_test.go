package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStopped makes sure that a command which is stopped says so, publishes
// nothing and ends with the code of the machine.
func TestStopped(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "site.yaml"), []byte("title: T\nlanguages: [en]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, command := range []string{"build", "check"} {
		var stdout, stderr bytes.Buffer
		code := run(ctx, []string{command, "-s", dir}, &stdout, &stderr, func(string) string { return "" })
		if code != machineFault || !strings.HasPrefix(stderr.String(), "iopguide: stopped") || stdout.Len() > 0 {
			t.Errorf("%s: got %d, %q, %q; want %d and that it was stopped", command, code, stdout.String(), stderr.String(), machineFault)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("public/ was made")
	}
}

// TestUnreadableFolder makes sure that it is the machine's fault when a folder
// may not be read.
func TestUnreadableFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Log("the superuser may read every folder")
		return
	}
	dir := filepath.Join(t.TempDir(), "locked")
	if err := os.Mkdir(dir, 0); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	if code := run(t.Context(), []string{"check", "-s", dir}, &bytes.Buffer{}, &stderr, os.Getenv); code != machineFault {
		t.Errorf("got %d, %q, want %d", code, stderr.String(), machineFault)
	}
}

func TestCounted(t *testing.T) {
	tests := []struct {
		errors, warnings int
		want             string
	}{
		{1, 0, "1 error"}, {2, 0, "2 errors"}, {0, 1, "1 warning"}, {0, 3, "3 warnings"}, {1, 2, "1 error and 2 warnings"},
	}
	for _, tt := range tests {
		if got := counted(tt.errors, tt.warnings); got != tt.want {
			t.Errorf("%d and %d: got %q, want %q", tt.errors, tt.warnings, got, tt.want)
		}
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		text string
		want string
	}{
		{"", ""},
		{"one two three", "one two\nthree"},
		{"one\n  two", "one two"},
		{"incomprehensible word", "incomprehensible\nword"},
	}
	for _, tt := range tests {
		if got := wrap(tt.text, 8); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestShown(t *testing.T) {
	t.Chdir(t.TempDir())
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{
		here: ".", filepath.Join(here, "public"): "public", filepath.Join(filepath.Dir(here), "b"): filepath.Join("..", "b"), "/srv": "/srv",
	} {
		if got := shown(dir); got != want {
			t.Errorf("%s: got %s, want %s", dir, got, want)
		}
	}
}
