package main

import (
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestGuide builds the real guide with the real iopguide, puts it there, and asks the
// store's website for every file: so the two programs agree on the plan.
func TestGuide(t *testing.T) {
	dir := t.TempDir()
	iopguide, public := filepath.Join(dir, "iopguide"), filepath.Join(dir, "public")
	if err := compile(filepath.Join("..", ".."), iopguide, "./generator"); err != nil {
		t.Fatal(err)
	}
	build := exec.Command(iopguide, "build", "-s", filepath.Join("..", ".."), "-d", public, "--host", "s3", "-b", "https://guide.example", "--date", "2026-11-24")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the guide: %v\n%s", err, out)
	}
	b := newBucket(t)
	b.deploy(public)
	p, err := readPlan(public)
	if err != nil {
		t.Fatal(err)
	}
	if p.title == "" || p.Base != "https://guide.example" || p.Path != "/" {
		t.Errorf("the site is %q at %q, path %q", p.title, p.Base, p.Path)
	}
	for _, f := range p.Files {
		res, body, err := b.visit(t.Context(), "/"+strings.TrimSuffix(f.Path, "index.html"))
		if err != nil {
			t.Fatal(err)
		}
		want := http.StatusOK
		if f.Redirect != "" {
			want = http.StatusMovedPermanently
		}
		h := res.Header
		if res.StatusCode != want {
			t.Errorf("%s: status %d, want %d", f.Path, res.StatusCode, want)
		} else if f.Redirect == "" && (h.Get("Content-Type") != f.Type || h.Get("Cache-Control") != f.Cache || int64(len(body)) != f.Size) {
			t.Errorf("%s: %s, %q, %d bytes; want %s, %q, %d", f.Path, h.Get("Content-Type"), h.Get("Cache-Control"), len(body), f.Type, f.Cache, f.Size)
		}
	}
	b.deploy(public).says(t, 0, "0 uploads")
}
