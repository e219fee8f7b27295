package publish

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestWriteInTurn(t *testing.T) {
	for _, way := range []string{Exchange, Journal} {
		t.Run(way, func(t *testing.T) {
			if way == Journal {
				byFile(t)
			}
			dir := filepath.Join(tempDir(t), "public")
			if r := mustWrite(t, dir, siteOf(1, 200), Options{}); r != (Report{Written: 200, Way: New}) {
				t.Errorf("first: got %+v", r)
			}
			wantSite(t, dir, published(1, 200))
			for v := 2; v < 6; v++ {
				r := mustWrite(t, dir, siteOf(v, 200), Options{})
				if runtime.GOOS == "linux" && r.Way != way || r.Written == 0 || r.Kept == 0 || r.Removed == 0 {
					t.Errorf("version %d: got %+v", v, r)
				}
				wantSite(t, dir, published(v, 200))
			}
		})
	}
}

func TestWriteNothingNew(t *testing.T) {
	dir := filepath.Join(tempDir(t), "public")
	mustWrite(t, dir, siteOf(1, 60), Options{})
	mustWrite(t, dir, siteOf(2, 60), Options{})
	before, _ := os.Stat(dir)
	var steps []string
	set(t, &failpoint, func(step, path string) error {
		steps = append(steps, step+" "+filepath.Base(path))
		return nil
	})
	r := mustWrite(t, dir, siteOf(2, 60), Options{})
	after, _ := os.Stat(dir)
	if r.Way != None || r.Written != 0 || r.Removed != 0 || !os.SameFile(before, after) || before.ModTime() != after.ModTime() {
		t.Errorf("got %+v", r)
	}
	want := []string{"lock .public.iopguide-lock", "write .public.iopguide-stamp.tmp",
		"rename .public.iopguide-stamp", "unlock .public.iopguide-lock"}
	if !reflect.DeepEqual(steps, want) {
		t.Errorf("steps: got %q, want %q", steps, want)
	}
	wantSite(t, dir, published(2, 60))
	failpoint = nil
	mustWrite(t, dir, siteOf(3, 60), Options{})
	wantSite(t, dir, published(3, 60))
}

func TestWriteTakesOver(t *testing.T) {
	dir := filepath.Join(tempDir(t), "public")
	mustWrite(t, dir, text("a/index.html", "same", "b.html", "old"), Options{})
	stat := func(name string) os.FileInfo {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	a, b := stat("a/index.html"), stat("b.html")
	mustWrite(t, dir, text("a/index.html", "same", "b.html", "new"), Options{})
	if now := stat("a/index.html"); !os.SameFile(a, now) || a.ModTime() != now.ModTime() {
		t.Errorf("an unchanged file is not the same file with the same time")
	}
	if os.SameFile(b, stat("b.html")) {
		t.Errorf("a changed file was written in place")
	}
}

// A file that was edited in the destination is not taken for ours.
func TestWriteMendsEdits(t *testing.T) {
	for _, way := range []string{Exchange, Journal} {
		t.Run(way, func(t *testing.T) {
			if way == Journal {
				byFile(t)
			}
			dir := filepath.Join(tempDir(t), "public")
			mustWrite(t, dir, text("a.html", "right", "b/c.html", "right", "d/e.html", "right"), Options{})
			elsewhere := filepath.Join(tempDir(t), "b")
			for _, err := range []error{
				os.WriteFile(filepath.Join(dir, "a.html"), []byte("wrong"), 0o644),
				os.WriteFile(filepath.Join(dir, "stray.html"), nil, 0o644),
				os.Rename(filepath.Join(dir, "b"), elsewhere),
				os.Symlink(elsewhere, filepath.Join(dir, "b")),
				os.RemoveAll(filepath.Join(dir, "d")),
				os.WriteFile(filepath.Join(dir, "d"), nil, 0o644),
			} {
				if err != nil {
					t.Fatal(err)
				}
			}
			mustWrite(t, dir, text("a.html", "right", "b/c.html", "right", "d/e.html", "right"), Options{})
			wantSite(t, dir, map[string]string{"a.html": "right", "b/c.html": "right", "d/e.html": "right"})
			if info, err := os.Lstat(filepath.Join(dir, "b")); err != nil || !info.IsDir() {
				t.Errorf("the link is still there")
			}
			if got, _ := os.ReadFile(filepath.Join(elsewhere, "c.html")); string(got) != "right" {
				t.Errorf("what the link led to was changed: %q", got)
			}
		})
	}
}

func TestWriteThroughLink(t *testing.T) {
	top := tempDir(t)
	real, link := filepath.Join(top, "real"), filepath.Join(tempDir(t), "public")
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	var refusal *Refusal
	if _, err := Write(context.Background(), link, text("a", "1"), Options{}); !errors.As(err, &refusal) {
		t.Fatalf("a link that leads nowhere: got %v", err)
	}
	if err := os.Mkdir(real, 0o750); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, link, text("a", "1"), Options{})
	wantSite(t, real, map[string]string{"a": "1"})
	wantBeside(t, link, "public")
	if info, _ := os.Stat(real); info.Mode().Perm() != 0o750 {
		t.Errorf("mode of the destination: got %v, want what it was", info.Mode())
	}
}

func TestWriteAbandons(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	mistake := errors.New("a mistake in a page")
	fails := text("a", "1", "b", "new")
	fails[1].Bytes = func() ([]byte, error) { return nil, mistake }
	stops := text("a", "1", "b", "new")
	stops[1].Bytes = func() ([]byte, error) { cancel(); return []byte("new"), nil }
	for _, c := range []struct {
		name  string
		files []File
		seal  func() (Stamp, error)
		want  error
	}{
		{"drawing", fails, nil, mistake},
		{"seal", text("a", "1", "b", "new"), func() (Stamp, error) { return Stamp{}, mistake }, mistake},
		{"cancelled", stops, nil, context.Canceled},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(tempDir(t), "public")
			_, err := Write(cancelled, dir, c.files, Options{Seal: c.seal})
			if !errors.Is(err, c.want) {
				t.Errorf("nothing there: got %v, want %v", err, c.want)
			}
			wantBeside(t, dir)
			mustWrite(t, dir, text("a", "1", "b", "old"), Options{})
			if _, err = Write(cancelled, dir, c.files, Options{Seal: c.seal}); !errors.Is(err, c.want) {
				t.Errorf("a site there: got %v, want %v", err, c.want)
			}
			wantSite(t, dir, map[string]string{"a": "1", "b": "old"})
		})
	}
}

func TestPaths(t *testing.T) {
	for _, c := range []struct {
		name, want string
		paths      []string
	}{
		{"good", "", []string{"index.html", "a/index.html", "a/b.png", ".well-known/x", "ü/é.html"}},
		{"none", "no files", nil},
		{"up", "not a path within", []string{"../x"}},
		{"up inside", "not a path within", []string{"a/../x"}},
		{"absolute", "not a path within", []string{"/x"}},
		{"empty", "not a path within", []string{""}},
		{"dot", "not a path within", []string{"."}},
		{"folder", "not a path within", []string{"a/"}},
		{"no text", "not a path within", []string{"a\xff"}},
		{"backslash", "not every disk", []string{`a\b`}},
		{"line break", "not every disk", []string{"a\nb"}},
		{"ours", "needs for itself", []string{".iopguide-new/1"}},
		{"twice", "twice", []string{"a", "a"}},
		{"case", "cannot both", []string{"a/B.html", "a/b.html"}},
		{"case of folders", "cannot both", []string{"A/b", "a/c"}},
		{"case beyond ASCII", "cannot both", []string{"É", "é"}},
		{"file and folder", "cannot both", []string{"a", "a/b"}},
		{"folder and file", "cannot both", []string{"a/b", "a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var files []File
			for _, p := range c.paths {
				files = append(files, File{Path: p})
			}
			_, err := checkPaths(files)
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// On a disk that does not tell upper from lower case, a file of the new site
// may stand under the name of an old one. It is no leftover.
func TestLeftovers(t *testing.T) {
	p, err := locate(filepath.Join(tempDir(t), "public"))
	if err != nil {
		t.Fatal(err)
	}
	full := func(name string) string { return within(p.dir, name) }
	for _, err := range []error{
		os.MkdirAll(full("old/deep"), 0o755),
		os.MkdirAll(full("file"), 0o755),
		os.WriteFile(full("b.html"), nil, 0o644),
		os.Link(full("b.html"), full("B.html")), // as such a disk would show it
		os.WriteFile(full("A.html"), nil, 0o644),
		os.WriteFile(full("old/deep/x"), nil, 0o644),
		os.WriteFile(full("file/x"), nil, 0o644),
		os.WriteFile(full("folder"), nil, 0o644),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	n, err := checkPaths(text("a.html", "", "b.html", "", "file", "", "folder/x", ""))
	if err != nil {
		t.Fatal(err)
	}
	files, folders, err := (&job{place: p, names: n}).leftovers()
	wantFiles, wantFolders := []string{"A.html", "folder", "old/deep/x"}, []string{"old/deep", "old"}
	if err != nil || !slices.Equal(files, wantFiles) || !slices.Equal(folders, wantFolders) {
		t.Errorf("got %q, %q, %v; want %q, %q", files, folders, err, wantFiles, wantFolders)
	}
}
