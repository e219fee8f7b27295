package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// home gives the test a person's own folder, and a working folder, both empty.
func home(t *testing.T) (home, here string) {
	t.Helper()
	home, here = t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Chdir(here)
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return home, here
}

// holding makes dir hold a site.
func holding(t *testing.T, dir string) {
	t.Helper()
	if err := place(filepath.Join(dir, "site.yaml"), []byte("base: default\n")); err != nil {
		t.Fatal(err)
	}
}

func TestAtHand(t *testing.T) {
	home, here := home(t)
	if got := atHand(); got != "" {
		t.Errorf("no site: got %s", got)
	}
	holding(t, filepath.Join(home, guideFolder))
	if got, want := atHand(), filepath.Join(home, guideFolder); got != want {
		t.Errorf("one that was made before: got %s, want %s", got, want)
	}
	holding(t, here)
	if got := atHand(); got != here {
		t.Errorf("one here: got %s, want %s", got, here)
	}
}

func TestStartExitCodes(t *testing.T) {
	home(t)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	tests := []struct {
		name, address string
		code          int
		says          string
	}{
		{"another's address", "203.0.113.254", usageFault, "it is no address of this computer"},
		{"stopped", "127.0.0.1:0", 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := run(stopped, []string{"start", "--no-open", "--address", tt.address}, &stdout, &stderr, func(string) string { return "" })
			if code != tt.code || !strings.Contains(stderr.String(), tt.says) {
				t.Errorf("got %d %s, want %d %s", code, &stderr, tt.code, tt.says)
			}
		})
	}
}

// TestMakeSite makes a site as the form of the start page does.
func TestMakeSite(t *testing.T) {
	home, _ := home(t)
	s := &showing{app: &app{ctx: t.Context(), getenv: func(string) string { return "" }}}
	dir := filepath.Join(home, "oak")
	tests := []struct {
		name, folder, phone, wrong, says string
	}{
		{"no whole path", "oak", "(217) 555-0134", "", "the whole path"},
		{"no folder", "", "(217) 555-0134", "", "the whole path"},
		{"no number", dir, "12", "phone", "12"},
		{"right", dir, "(217) 555-0134", "", ""},
		{"again", dir, "(217) 555-0134", "", "holds a site already"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s.next = ""
			wrong := s.makeSite(t.Context(), tt.folder, map[string]string{"name": "--force", "phone": tt.phone, "email": ""})
			if tt.says == "" {
				if len(wrong) > 0 || s.next != dir || !holdsSite(dir) {
					t.Errorf("got %q, next %q", wrong, s.next)
				}
				return
			}
			if !strings.Contains(wrong[tt.wrong], tt.says) || s.next != "" {
				t.Errorf("got %q, next %q; want of %q that it says %q", wrong, s.next, tt.wrong, tt.says)
			}
		})
	}
	data, err := os.ReadFile(filepath.Join(dir, "site.yaml"))
	if err != nil || !strings.Contains(string(data), `name: "--force"`) {
		t.Errorf("site.yaml: got %s, %v; want the name that looks like a flag", data, err)
	}
}

func TestOpenSite(t *testing.T) {
	home, here := home(t)
	holding(t, home)
	s := &showing{}
	for folder, want := range map[string]string{"": "the whole path", "here": "the whole path", here: "there is no site.yaml in "} {
		if got := s.openSite(folder); !strings.Contains(got, want) || s.next != "" {
			t.Errorf("%q: got %q, next %q; want %q", folder, got, s.next, want)
		}
	}
	if got := s.openSite(home + string(filepath.Separator)); got != "" || s.next != home {
		t.Errorf("a site: got %q, next %q", got, s.next)
	}
}
