package publish

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// A site of the tests is known by its version. From one version to the next
// an eighth of the pages and a quarter of the assets change; a page comes and one
// goes, with its folder; and a file becomes a folder, or the other way round.
// Each page names the assets that it cannot do without.

const many = 2000 // files

// siteOf returns the site of a version, of about n files.
func siteOf(version, n int) []File {
	text := sitePages(version, n)
	var files []File
	for _, p := range slices.Sorted(maps.Keys(text)) {
		files = append(files, File{
			Path:  p,
			Bytes: func() ([]byte, error) { return []byte(text[p]), nil },
			Keep:  strings.HasPrefix(p, "assets/"),
		})
	}
	return files
}

// sites are the last few sites made.
var sites = map[[2]int]map[string]string{}

// sitePages returns the bytes of the site by path.
func sitePages(version, n int) map[string]string {
	if sites[[2]int{version, n}] == nil {
		if len(sites) > 5 {
			clear(sites)
		}
		sites[[2]int{version, n}] = makePages(version, n)
	}
	return sites[[2]int{version, n}]
}

func makePages(version, n int) map[string]string {
	text := map[string]string{"version.txt": fmt.Sprint(version)}
	assets := max(4, n/20)
	var names []string
	for i := range assets {
		g := 0
		if i%4 == 0 {
			g = version
		}
		names = append(names, fmt.Sprintf("assets/a%d.%d.css", i, g))
		text[names[i]] = fmt.Sprintf("asset %d of %d", i, g)
	}
	page := func(path string, g, asset int) {
		text[path] = fmt.Sprintf("page %s of %d\n%s", path, g, names[asset])
	}
	for i := len(text); i < n-3; i++ {
		g, asset := 0, 1
		if i%8 == 0 {
			g, asset = version, i%assets/4*4
		}
		form := "s%d/p%d.html"
		if i%16 < 2 {
			form = "s%d/p%d/index.html"
		}
		page(fmt.Sprintf(form, i/40, i), g, asset)
	}
	page("index.html", version, 0)
	page(fmt.Sprintf("only/v%d/index.html", version), version, 0)
	page([]string{"flip", "flip/index.html"}[version%2], version, 0)
	return text
}

// oldAssets returns the assets of a version that the next no longer has.
func oldAssets(version, n int) map[string]string {
	old, next := maps.Clone(sitePages(version, n)), sitePages(version+1, n)
	maps.DeleteFunc(old, func(p, _ string) bool {
		_, used := next[p]
		return used || !strings.HasPrefix(p, "assets/")
	})
	return old
}

// published is what stands after versions 1 to version were published in turn.
func published(version, n int) map[string]string {
	all := maps.Clone(sitePages(version, n))
	if version > 1 {
		maps.Copy(all, oldAssets(version-1, n))
	}
	return all
}

// onDisk returns the files in dir by path.
func onDisk(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := read(path)
		files[filepath.ToSlash(path[len(dir)+1:])] = data
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// read reads a small file. It calls the system directly because go test notes
// each file that the os package opens, and then takes minutes over the list.
func read(path string) (string, error) {
	fd, err := syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return "", err
	}
	defer syscall.Close(fd)
	var data [512]byte // more than any of them has
	n, err := syscall.Read(fd, data[:])
	return string(data[:max(n, 0)]), err
}

// differ says where two sites differ, or "".
func differ(got, want map[string]string) string {
	for p, w := range want {
		if g, ok := got[p]; !ok || g != w {
			return fmt.Sprintf("%s: got %q (there: %v), want %q", p, g, ok, w)
		}
	}
	for p := range got {
		if _, ok := want[p]; !ok {
			return fmt.Sprintf("%s: should not be there", p)
		}
	}
	return ""
}

// wantSite fails unless dir holds exactly want, and nothing but the stamp lies
// beside it.
func wantSite(t testing.TB, dir string, want map[string]string) {
	t.Helper()
	if d := differ(onDisk(t, dir), want); d != "" {
		t.Fatal(d)
	}
	wantBeside(t, dir, filepath.Base(dir), "."+filepath.Base(dir)+".iopguide-stamp")
}

// wantBeside fails unless the folder that dir lies in holds exactly names.
func wantBeside(t testing.TB, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	slices.Sort(names)
	if !slices.Equal(got, names) {
		t.Fatalf("beside the site: got %q, want %q", got, names)
	}
}

// wantWhole fails unless dir holds the whole of old or of next.
func wantWhole(t testing.TB, dir string, old, next map[string]string) {
	t.Helper()
	got := onDisk(t, dir)
	a, b := differ(got, old), differ(got, next)
	if a != "" && b != "" {
		t.Fatalf("neither the old site (%s) nor the new one (%s)", a, b)
	}
}

// wantUsable fails unless each file in dir is of old or of next and each page
// has its assets.
func wantUsable(t testing.TB, dir string, old, next map[string]string) {
	t.Helper()
	got := onDisk(t, dir)
	for p, text := range got {
		if strings.HasPrefix(p, stageName) {
			continue
		}
		if text != old[p] && text != next[p] {
			t.Fatalf("%s: got %q, which is neither old nor new", p, text)
		}
		if !strings.HasPrefix(text, "page ") {
			continue
		}
		asset := text[strings.LastIndexByte(text, '\n')+1:]
		if got[asset] == "" {
			t.Fatalf("%s needs %s, which is not there", p, asset)
		}
	}
}

// tempDir returns a folder of the test's own, in memory where there is such a
// disk.
func tempDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "publish")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// mustWrite publishes and fails the test if that fails.
func mustWrite(t testing.TB, dir string, files []File, o Options) Report {
	t.Helper()
	r, err := Write(context.Background(), dir, files, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// set sets a variable of the package for one test.
func set[T any](t testing.TB, v *T, value T) {
	old := *v
	*v = value
	t.Cleanup(func() { *v = old })
}

// byFile makes publishing go by the journal.
func byFile(t testing.TB) {
	set(t, &swap, func(a, b string) error { return errRefused })
}

// text returns a site of one file or more, given as path and bytes in turn.
func text(pairs ...string) []File {
	var files []File
	for i := 0; i < len(pairs); i += 2 {
		files = append(files, File{
			Path:  pairs[i],
			Bytes: func() ([]byte, error) { return bytes.Clone([]byte(pairs[i+1])), nil },
			Keep:  strings.HasPrefix(pairs[i], "assets/"),
		})
	}
	return files
}
