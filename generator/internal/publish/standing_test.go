package publish

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// standing reads the whole site that stands in dir.
func standing(t *testing.T, dir string) (*Standing, map[string]string) {
	t.Helper()
	s, err := Stands(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range s.Files {
		from, err := s.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(from)
		if err := errors.Join(err, from.Close()); err != nil {
			t.Fatal(err)
		}
		all[f.Path] = string(data)
	}
	return s, all
}

// TestStands reads a site without what is kept of the site before.
func TestStands(t *testing.T) {
	dir := filepath.Join(tempDir(t), "public")
	mustWrite(t, dir, text("assets/a", "1", "b.html", "old"), Options{})
	first, _ := standing(t, dir)
	mustWrite(t, dir, text("c.html", "3", "b.html", "new"), Options{Seal: func() (Stamp, error) { return Stamp{Day: "2026-11-24"}, nil }})
	if _, err := os.Stat(filepath.Join(dir, "assets/a")); err != nil {
		t.Fatal(err)
	}
	s, got := standing(t, dir)
	if want := map[string]string{"b.html": "new", "c.html": "3"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if s.Day != "2026-11-24" || s.Files[0].Path != "b.html" {
		t.Errorf("got %+v", s)
	}
	elsewhere := filepath.Join(tempDir(t), "other")
	mustWrite(t, elsewhere, text("b.html", "new", "c.html", "3"), Options{})
	if other, _ := standing(t, elsewhere); other.Sum() != s.Sum() {
		t.Error("two sites with the same files have two build hashes")
	}
	if first.Sum() == s.Sum() {
		t.Error("two sites have the same build hash")
	}
}

// TestStandsNot asks for sites that are not there, or not as they were published.
func TestStandsNot(t *testing.T) {
	dir := filepath.Join(tempDir(t), "public")
	if _, err := Stands(dir); !errors.Is(err, errNothing) {
		t.Errorf("no folder: got %v", err)
	}
	mustWrite(t, dir, text("a.html", "same"), Options{})
	s, err := Stands(dir)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "a.html")
	tests := []struct {
		name string
		do   func() error
	}{
		{"shorter", func() error { return os.WriteFile(name, []byte("sam"), 0o666) }},
		{"as long", func() error { return os.WriteFile(name, []byte("SAME"), 0o666) }},
		{"gone", func() error { return os.Remove(name) }},
		{"a folder", func() error { return os.Mkdir(name, 0o777) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.do(); err != nil {
				t.Fatal(err)
			}
			from, err := s.Open(s.Files[0])
			if err == nil {
				_, err = io.Copy(io.Discard, from)
				from.Close()
			}
			if err == nil || !strings.Contains(err.Error(), "a.html is not as it was published") {
				t.Errorf("got %v", err)
			}
		})
	}
	p, err := locate(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.writeStamp(Stamp{pending: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := Stands(dir); !errors.Is(err, errNothing) {
		t.Errorf("in the middle of a publish: got %v", err)
	}
}
