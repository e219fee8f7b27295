package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"iopguide/generator/internal/browse"
	"iopguide/generator/internal/build"
	"iopguide/generator/internal/host"
	"iopguide/generator/internal/overlay"
	clinic "iopguide/generator/internal/report"
)

// reportedOn builds a small clinic's site in a folder of its own, runs report on it, and
// returns its points by what they look at.
func reportedOn(t *testing.T, dir string, args ...string) map[string]clinic.Item {
	t.Helper()
	var out, errs bytes.Buffer
	args = append([]string{"report", "-s", dir, "--format", "json"}, args...)
	if code := run(t.Context(), args, &out, &errs, os.Getenv); code != 0 {
		t.Fatalf("report ended with %d: %s", code, &errs)
	}
	var r clinic.Report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	points := map[string]clinic.Item{}
	for _, s := range r.Sections {
		for _, i := range s.Items {
			points[i.What] = i
		}
	}
	return points
}

// smallSite builds a site that has an old address.
func smallSite(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "oak")
	for name, text := range map[string]string{
		"site.yaml": "base: default\ntitle: Oak\nlanguages: [en]\nbaseURL: https://www.clinic.example/iop/\nomit: [\"**\"]\n" +
			"embed: {allow: [https://www.clinic.example]}\nfeatures: {embed: true}\n",
		"content/_index.md": "---\ntitle: Oak\ndescription: Ours.\nclaims: false\n---\n\nSee [us](us.md).\n",
		"content/us.md":     "---\ntitle: Us\ndescription: We.\nclaims: false\naliases: [/who/]\n---\n\nWe.\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"build", "-s", dir}, &out, &errs, os.Getenv); code != 0 {
		t.Fatalf("build ended with %d: %s", code, &errs)
	}
	return dir
}

// TestReportNoBrowser makes a report on a computer without a browser.
func TestReportNoBrowser(t *testing.T) {
	dir := smallSite(t)
	t.Setenv("PATH", t.TempDir())
	if found := browse.Find(os.Getenv); found != "" {
		t.Skipf("there is a browser that PATH does not name: %s", found)
	}
	i := reportedOn(t, dir)["Other hosts that a browser asked"]
	if want := "because no browser of Chromium's kind was found on this computer"; i.State != clinic.Open || !strings.HasPrefix(i.Result, want) {
		t.Errorf("got %s, %s; want %q", i.State, i.Result, want)
	}
}

// TestReportBrokenBrowser names a program that is no browser: that is the machine's
// fault, and nothing is claimed.
func TestReportBrokenBrowser(t *testing.T) {
	dir := smallSite(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"report", "-s", dir, "--browser", self}, &out, &errs, os.Getenv); code != machineFault || out.Len() > 0 {
		t.Errorf("got %d, %s%s", code, &out, &errs)
	}
}

// TestReportStopped is told to stop before its browser is done.
func TestReportStopped(t *testing.T) {
	dir := smallSite(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	if code := run(ctx, []string{"report", "-s", dir, "--browser", "none"}, &out, &errs, os.Getenv); code != machineFault {
		t.Errorf("got %d, %s%s", code, &out, &errs)
	}
}

// TestReportLive holds what a host answers against what package build tells hosts of
// the same site, so that the policy which a report reads out of pages is the one that
// hosts are given.
func TestReportLive(t *testing.T) {
	dir := smallSite(t)
	var said *host.Site
	spy := &host.Host{Name: "spy", Beside: func(s *host.Site) []host.Written { said = s; return nil }}
	src := overlay.FS{{FS: os.DirFS(dir)}}
	r, err := build.New(src, build.Options{Release: release, Base: builtIn, Hosts: []*host.Host{spy}}).Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.All(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Beside(); err != nil || said == nil {
		t.Fatalf("the host was told nothing: %v", err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/iop/")
		if name == "" || strings.HasSuffix(name, "/") {
			name = path.Join(name, "index.html")
		}
		code := http.StatusOK
		data, err := os.ReadFile(filepath.Join(dir, "public", filepath.FromSlash(name)))
		if err != nil {
			name, code = "404.html", http.StatusNotFound
			data, _ = os.ReadFile(filepath.Join(dir, "public", name))
		}
		for _, h := range append(said.Headers(name, false), host.Header{Name: "Content-Type", Value: host.Type(name)}) {
			w.Header().Set(h.Name, h.Value)
		}
		w.WriteHeader(code)
		w.Write(data)
	}))
	defer server.Close()
	points := reportedOn(t, dir, "--browser", "none", "--address", server.URL+"/iop")
	for _, what := range []string{"Headers of each class of files", "The live site is this build", "A page that there is not",
		"An old address", "Cookies that the host sets"} {
		if i := points[what]; i.State != clinic.Fine {
			t.Errorf("%s: got %s, %s %q", what, i.State, i.Result, i.List)
		}
	}
}
