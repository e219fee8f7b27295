package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/host"
)

// TestSums holds that a list of sums means files in its own folder, whatever stands in
// it.
func TestSums(t *testing.T) {
	sum := strings.Repeat("a", 64)
	text := sum + "  nginx.conf\n" + sum + "  ../site.yaml\n" + sum + "  /etc/passwd\n" + sum + "  a/b\n" + sum + "  ..\n" + sum + "  .\n" +
		sum + "  " + besideList + "\n" + sum + "  \n" + "short  c\n\nwords\n"
	if got := parseSums(text); !maps.Equal(got, sums{"nginx.conf": sum}) {
		t.Errorf("got %v", got)
	}
	files := sumsOf([]host.Written{{Name: "b", Data: []byte("2")}, {Name: "a", Data: nil}})
	if again := parseSums(files.String()); !maps.Equal(again, files) || !strings.HasPrefix(files.String(), files["a"]+"  a\n") {
		t.Errorf("got %v of %q", again, files)
	}
}

// A besideStep is one build: what a person did before it, and what it was to write.
type besideStep struct {
	name  string
	do    func(t *testing.T, dir string)
	files map[string]string
	want  map[string]string // all that lies there then, but for the list
}

func TestWriteBeside(t *testing.T) {
	write := func(name, text string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			if err := os.MkdirAll(dir, 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	outside := filepath.Join(t.TempDir(), "outside")
	for _, tt := range []struct {
		name  string
		steps []besideStep
	}{
		{"nothing is wanted", []besideStep{{"", nil, nil, nil}}},
		{"ours come, change and go", []besideStep{
			{"", nil, map[string]string{"a": "1", "b": "1"}, map[string]string{"a": "1", "b": "1"}},
			{"", nil, map[string]string{"a": "2"}, map[string]string{"a": "2"}},
			{"", nil, nil, nil}}},
		{"a person's stay", []besideStep{
			{"", write("a", "mine"), map[string]string{"a": "1"}, map[string]string{"a": "1", "a.yours": "mine"}},
			{"", write("c", "mine"), map[string]string{"b": "1"}, map[string]string{"b": "1", "a.yours": "mine", "c": "mine"}},
			{"", write("b", "changed"), nil, map[string]string{"b": "changed", "a.yours": "mine", "c": "mine"}},
			{"", nil, map[string]string{"b": "2"}, map[string]string{"b": "2", "b.yours": "changed", "a.yours": "mine", "c": "mine"}}}},
		{"changed twice", []besideStep{
			{"", nil, map[string]string{"a": "1"}, map[string]string{"a": "1"}},
			{"", write("a", "x"), map[string]string{"a": "1"}, map[string]string{"a": "1", "a.yours": "x"}},
			{"", write("a", "y"), map[string]string{"a": "1"}, map[string]string{"a": "1", "a.yours": "x", "a.yours2": "y"}}}},
		{"the list is gone", []besideStep{
			{"", nil, map[string]string{"a": "1", "b": "1"}, map[string]string{"a": "1", "b": "1"}},
			{"", func(t *testing.T, dir string) { _ = os.Remove(filepath.Join(dir, besideList)) }, map[string]string{"a": "1"}, map[string]string{"a": "1", "b": "1"}}}},
		{"a file in the folder's place", []besideStep{{"", func(t *testing.T, dir string) {
			if err := os.WriteFile(dir, nil, 0o666); err != nil {
				t.Fatal(err)
			}
		}, nil, nil}}},
		{"a link in its place", []besideStep{
			{"", func(t *testing.T, dir string) {
				write("x", "x")(t, dir)
				if err := os.WriteFile(outside, []byte("outside"), 0o666); err != nil {
					t.Fatal(err)
				}
				if err := os.Symlink(outside, filepath.Join(dir, "a")); err != nil {
					t.Skip(err)
				}
			}, map[string]string{"a": "1"}, map[string]string{"a": "1", "a.yours": "outside", "x": "x"}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public.host")
			for i, step := range tt.steps {
				if step.do != nil {
					step.do(t, dir)
				}
				var files []host.Written
				for _, name := range slices.Sorted(maps.Keys(step.files)) {
					files = append(files, host.Written{Name: name, Data: []byte(step.files[name])})
				}
				if _, err := writeBeside(t.Context(), dir, files); err != nil {
					t.Fatal(err)
				}
				if got := filesIn(t, dir); !maps.Equal(got, step.want) {
					t.Fatalf("step %d: got %v, want %v", i+1, got, step.want)
				}
				if !besideAsWas(dir, sumsOf(files)) {
					t.Errorf("step %d: what was written is not as it was", i+1)
				}
			}
		})
	}
	if data, err := os.ReadFile(outside); err == nil && string(data) != "outside" {
		t.Errorf("a file outside is %q now", data)
	}
}

// filesIn returns what lies in dir, but for the list.
func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, _ := os.ReadDir(dir) // none if it is not there
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if e.Name() != besideList {
			files[e.Name()] = string(data)
		}
	}
	return files
}

// TestBesideAsWas holds that whatever is missing or other there is noticed.
func TestBesideAsWas(t *testing.T) {
	files := []host.Written{{Name: "a", Data: []byte("1")}, {Name: "b", Data: []byte("2")}}
	for name, do := range map[string]func(dir string) error{
		"the folder is gone":  os.RemoveAll,
		"a file is gone":      func(dir string) error { return os.Remove(filepath.Join(dir, "b")) },
		"the list is gone":    func(dir string) error { return os.Remove(filepath.Join(dir, besideList)) },
		"a file is another":   func(dir string) error { return os.WriteFile(filepath.Join(dir, "a"), []byte("2"), 0o666) },
		"the list is another": func(dir string) error { return os.WriteFile(filepath.Join(dir, besideList), nil, 0o666) },
		"a file became a folder": func(dir string) error {
			_ = os.Remove(filepath.Join(dir, "a"))
			return os.Mkdir(filepath.Join(dir, "a"), 0o777)
		},
	} {
		dir := filepath.Join(t.TempDir(), "public.host")
		if _, err := writeBeside(t.Context(), dir, files); err != nil {
			t.Fatal(err)
		}
		if err := do(dir); err != nil {
			t.Fatal(err)
		}
		if besideAsWas(dir, sumsOf(files)) {
			t.Errorf("%s: it is not noticed", name)
		}
		if _, err := writeBeside(t.Context(), dir, files); err != nil || !besideAsWas(dir, sumsOf(files)) {
			t.Errorf("%s: it is not mended: %v", name, err)
		}
	}
}
