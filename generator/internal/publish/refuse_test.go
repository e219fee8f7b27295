package publish

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRefuse(t *testing.T) {
	top := tempDir(t)
	t.Setenv("HOME", filepath.Join(top, "people", "ann"))
	t.Setenv("USERPROFILE", filepath.Join(top, "people", "ann"))
	for _, name := range []string{
		"people/ann/letter.txt", "clinic/site.yaml", "clinic/content/a.md", "clinic/static/x",
		"file", "foreign/index.html", "project/go.mod", "repository/.git/HEAD",
		"projects/one/site.yaml", "ours/index.html", "moved/index.html", "taken/index.html",
		"damaged/index.html", ".damaged.iopguide-stamp", ".other.iopguide-stamp", "other/index.html",
	} {
		full := filepath.Join(top, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, nil, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	os.Mkdir(filepath.Join(top, "empty"), 0o755)
	os.WriteFile(filepath.Join(top, ".damaged.iopguide-stamp"), []byte(stampVersion+"{"), 0o644)
	for _, name := range []string{"ours", "moved"} {
		mustWrite(t, filepath.Join(top, name), text("index.html", "1", "layouts/x", "1"), Options{Force: true})
	}
	os.Mkdir(filepath.Join(top, "moved", "content"), 0o755)

	for _, c := range []struct {
		name, dir string
		force     bool
		want      string // of the reason; none means it is published
	}{
		{"no name", "", false, "no folder is named"},
		{"root", "/", true, "root of the disk"},
		{"home", "people/ann", true, "your home folder"},
		{"around home", "people", true, "your home folder"},
		{"in home", "people/ann/public", false, ""},
		{"file", "file", true, "it is a file"},
		{"the sources", "clinic", true, "is or holds"},
		{"around the sources", ".", true, "is or holds"},
		{"among the sources", "clinic/content/public", false, "lies among the sources"},
		{"folder of sources", "clinic/static", true, "lies among the sources"},
		{"in a repository", "clinic/.git/public", false, "lies among the sources"},
		{"own folder of the sources", "clinic/public", false, ""},
		{"deep folder of the sources", "clinic/out/public", false, ""},
		{"not ours", "foreign", false, "not empty"},
		{"another program's stamp", "other", false, "not empty"},
		{"not ours, forced", "foreign", true, ""},
		{"project", "project", true, "it holds go.mod"},
		{"repository", "repository", true, "it holds .git"},
		{"folder of projects", "projects", true, "it holds " + filepath.FromSlash("one/site.yaml")},
		{"someone moved in", "moved", true, "it holds content"},
		{"ours", "ours", false, ""},
		{"ours, stamp damaged", "damaged", false, ""},
		{"empty", "empty", false, ""},
		{"absent", "new/folder", false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := c.dir
			if dir != "" && !filepath.IsAbs(dir) {
				dir = filepath.Join(top, dir)
			}
			o := Options{Force: c.force, Sources: []string{filepath.Join(top, "clinic"), filepath.Join(top, "none")}}
			_, err := Write(context.Background(), dir, text("index.html", "2"), o)
			var refusal *Refusal
			switch {
			case c.want == "" && err != nil:
				t.Errorf("got %v, want no error", err)
			case c.want != "" && (!errors.As(err, &refusal) || !strings.Contains(refusal.Why, c.want) || refusal.Do == ""):
				t.Errorf("got %v, want a refusal with %q", err, c.want)
			}
		})
	}
	for _, name := range []string{"clinic/content/a.md", "project/go.mod", "people/ann/letter.txt"} {
		if _, err := os.Stat(filepath.Join(top, name)); err != nil {
			t.Errorf("gone: %v", err)
		}
	}
}

func TestRefusalReads(t *testing.T) {
	err := &Refusal{"/srv/public", "it is a file", doAnother}
	want := "cannot publish into /srv/public: it is a file; name another folder, such as public"
	if err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}
