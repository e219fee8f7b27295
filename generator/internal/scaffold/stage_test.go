package scaffold

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// tree returns what dir holds, folders with a slash at the end.
func tree(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() {
			name += "/"
		}
		names = append(names, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names[1:]
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	if _, err := Create(dir, name, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func TestStage(t *testing.T) {
	tests := []struct {
		name   string
		to     string
		before []string
		kept   []string
		want   []string
	}{
		{"a folder that is not there", "a", nil, nil, []string{"a/", "a/b/", "a/b/x", "a/site.yaml"}},
		{"folders above it, too", "a/b/c", nil, nil, []string{"a/", "a/b/", "a/b/c/", "a/b/c/b/", "a/b/c/b/x", "a/b/c/site.yaml"}},
		{"this folder", ".", nil, nil, []string{"b/", "b/x", "site.yaml"}},
		{"one with a file of that name", ".", []string{"b/x"}, []string{"b/x"}, []string{"b/", "b/x", "site.yaml"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for _, name := range tt.before {
				put(t, dir, name, "before")
			}
			s, err := NewStage(filepath.Join(dir, tt.to))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"site.yaml", "b/x"} {
				if err := s.Write(name, []byte("after")); err != nil {
					t.Fatal(err)
				}
			}
			kept, err := s.Commit("site.yaml")
			s.Close()
			if err != nil || !slices.Equal(kept, tt.kept) {
				t.Fatalf("got %v, %v, want %v kept", kept, err, tt.kept)
			}
			if got := tree(t, dir); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			for _, name := range tt.before {
				if data, _ := os.ReadFile(filepath.Join(dir, name)); string(data) != "before" {
					t.Errorf("%s was written over: %s", name, data)
				}
			}
		})
	}
}

// TestStageGivenUp holds that nothing is left of a site that nobody wanted.
func TestStageGivenUp(t *testing.T) {
	for _, to := range []string{".", "a", "a/b/c"} {
		dir := t.TempDir()
		s, err := NewStage(filepath.Join(dir, to))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Write("content/x.md", []byte("x")); err != nil {
			t.Fatal(err)
		}
		s.Close()
		if got := tree(t, dir); len(got) > 0 {
			t.Errorf("%s: %v is left", to, got)
		}
	}
}

// TestStageUndone holds that a failure half-way takes away what was written.
func TestStageUndone(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "b", "a file where a folder is to be")
	s, err := NewStage(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a/x", "b/x", "site.yaml"} {
		if err := s.Write(name, []byte("after")); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := s.Commit("site.yaml")
	s.Close()
	if err == nil {
		t.Errorf("got %v kept, want an error", kept)
	}
	if got := tree(t, dir); !slices.Equal(got, []string{"b"}) {
		t.Errorf("got %v, want the file that was there", got)
	}
}

func TestStageRefused(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "file", "x")
	if _, err := NewStage(filepath.Join(dir, "file")); err == nil {
		t.Error("a file is no folder")
	}
	if _, err := NewStage(filepath.Join(dir, "file", "below")); err == nil {
		t.Error("no folder lies in a file")
	}
	if os.Geteuid() != 0 {
		if err := os.Mkdir(filepath.Join(dir, "locked"), 0o500); err != nil {
			t.Fatal(err)
		}
		if _, err := NewStage(filepath.Join(dir, "locked", "site")); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("got %v, want that it is not permitted", err)
		}
	}
	if got := tree(t, dir); slices.ContainsFunc(got, func(n string) bool { return n != "file" && n != "locked/" }) {
		t.Errorf("got %v", got)
	}
}

func TestCreate(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "a/b/x", "first")
	if made, err := Create(dir, "a/b/x", []byte("second")); !errors.Is(err, fs.ErrExist) || made != nil {
		t.Errorf("got %v, %v, want that it exists", made, err)
	}
	if err := os.Symlink(t.TempDir(), filepath.Join(dir, "out")); err != nil {
		t.Skip(err)
	}
	if _, err := Create(dir, "out/x", []byte("x")); err == nil {
		t.Error("a link out of the folder was followed")
	}
}
