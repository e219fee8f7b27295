package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/rogpeppe/go-internal/testscript"
)

// unpack unpacks an archive into a folder: unpack FILE DIR.
func unpack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: unpack FILE DIR")
	}
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close()
	for _, f := range z.File {
		from, err := f.Open()
		ts.Check(err)
		data, err := io.ReadAll(from) // compares with the sum in the archive
		ts.Check(err)
		path := filepath.Join(ts.MkAbs(args[1]), filepath.FromSlash(f.Name))
		ts.Check(os.MkdirAll(filepath.Dir(path), 0o777))
		ts.Check(os.WriteFile(path, data, 0o666))
	}
}

// packOak builds and packs a clinic's site in a folder of its own, with more flags, and
// returns the archive.
func packOak(t *testing.T, flags ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	if err := place(filepath.Join(dir, "site.yaml"), []byte("base: default\ntitle: Oak Street Guide\n")); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "iop.zip")
	var out, messages bytes.Buffer
	args := append([]string{"build", "-s", dir, "--date", "2026-11-24", "--zip", file}, flags...)
	if code := run(t.Context(), args, &out, &messages, func(string) string { return "" }); code != 0 {
		t.Fatalf("exit code %d: %s", code, &messages)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(data); !strings.Contains(out.String(), hex.EncodeToString(sum[:])) {
		t.Errorf("the sum of the archive is not told: %s", &out)
	}
	return data
}

// unpacked returns the files of an archive, without its one folder.
func unpacked(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		from, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(from)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		name, ok := strings.CutPrefix(f.Name, "iopguide-site/")
		if !ok || f.Mode() != 0o644 {
			t.Errorf("%s has mode %v", f.Name, f.Mode())
		}
		files[name] = string(data)
	}
	return files
}

// TestZipSums holds the sums in the archive against its files, and the build hash
// against how README.txt says that it is made.
func TestZipSums(t *testing.T) {
	files := unpacked(t, packOak(t, "--host", "netlify"))
	var lines []string
	told := map[string]string{}
	for line := range strings.Lines(files["SHA256SUMS"]) {
		sum, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		told[name] = sum
		if strings.HasPrefix(name, "site/") {
			lines = append(lines, strings.Replace(line, "  site/", "  ", 1))
		}
	}
	if len(told) != len(files)-1 {
		t.Errorf("got %d sums of %d files", len(told), len(files)-1)
	}
	for name, data := range files {
		if got := hash([]byte(data)); got != told[name] && name != "SHA256SUMS" {
			t.Errorf("%s: got %s, want %s", name, told[name], got)
		}
	}
	if sum := hash([]byte(strings.Join(lines, ""))); !strings.Contains(files["README.txt"], sum) {
		t.Errorf("README.txt tells of another build hash than %s", sum)
	}
}

// TestZipBill reads the bill in the archive as others do.
func TestZipBill(t *testing.T) {
	files := unpacked(t, packOak(t))
	var b cdx.BOM
	if err := cdx.NewBOMDecoder(strings.NewReader(files["sbom.cdx.json"]), cdx.BOMFileFormatJSON).Decode(&b); err != nil {
		t.Fatal(err)
	}
	site := b.Metadata.Component
	if site.Name != "Oak Street Guide" || !strings.Contains(files["README.txt"], site.Version) {
		t.Errorf("got %s of build %s", site.Name, site.Version)
	}
	listed := map[string]string{}
	for _, c := range *site.Components {
		listed["site/"+c.Name] = (*c.Hashes)[0].Value
	}
	for name, data := range files {
		if strings.HasPrefix(name, "site/") && listed[name] != hash([]byte(data)) {
			t.Errorf("%s: got %q", name, listed[name])
		}
	}
	if (*b.Components)[0].PackageURL != "pkg:generic/iopguide@"+release {
		t.Errorf("what it is made with: got %+v", *b.Components)
	}
}

// TestZipHosts packs a site for hosts: what is published with it, and what lies beside
// it, each in its place.
func TestZipHosts(t *testing.T) {
	files := unpacked(t, packOak(t, "--host", "netlify,s3"))
	for _, name := range []string{"site/_headers", "host/s3-plan.json", "LICENSE.txt"} {
		if files[name] == "" {
			t.Errorf("there is no %s", name)
		}
	}
	for _, name := range []string{"host/" + besideList, "site/" + besideList} {
		if _, there := files[name]; there {
			t.Errorf("%s is in the archive", name)
		}
	}
	for _, want := range []string{"    Netlify", "    host/s3-plan.json"} {
		if !strings.Contains(files["README.txt"], want) {
			t.Errorf("README.txt does not say %q:\n%s", want, files["README.txt"])
		}
	}
}

// TestZipTimes holds that a page whose bytes change on a day does not look as it did to
// a server, which compares size and time, and that no file is of the future.
func TestZipTimes(t *testing.T) {
	times := func(data []byte) map[string]time.Time {
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]time.Time{}
		for _, f := range z.File {
			all[strings.TrimPrefix(f.Name, "iopguide-site/site/")] = f.Modified
		}
		return all
	}
	one, other := times(packOak(t, "-b", "https://oak1.example/")), times(packOak(t, "-b", "https://oak2.example/"))
	day := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	distinct := map[time.Time]bool{}
	for name, at := range one {
		if at.After(day) || at.Before(day.AddDate(0, 0, -1)) {
			t.Errorf("%s is of %v, want the day before %v", name, at, day)
		}
		distinct[at] = true
	}
	if len(distinct) < len(one)/2 {
		t.Errorf("got %d times of %d files", len(distinct), len(one))
	}
	if one["index.html"].Equal(other["index.html"]) {
		t.Error("a page that changed bears the same time")
	}
	same := 0
	for name, at := range one {
		if strings.HasPrefix(name, "css/") {
			same++
			if !at.Equal(other[name]) {
				t.Errorf("%s did not change and bears another time", name)
			}
		}
	}
	if same == 0 {
		t.Error("there are no styles")
	}
}

// TestZipStopped makes sure that an archive which is being packed when the person stops
// the program is not written.
func TestZipStopped(t *testing.T) {
	dir := t.TempDir()
	if err := place(filepath.Join(dir, "site.yaml"), []byte("base: default\ntitle: Oak Street Guide\n")); err != nil {
		t.Fatal(err)
	}
	if code := run(t.Context(), []string{"build", "-s", dir}, io.Discard, io.Discard, func(string) string { return "" }); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	src, err := (&source{dir}).open()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p, err := newParcel(filepath.Join(dir, "public"), "", src, nil)
	if err != nil {
		t.Fatal(err)
	}
	steps := 0
	_, err = p.write(ctx, filepath.Join(dir, "iop.zip"), func(done, total int) {
		if steps++; done == total/2 {
			cancel()
		}
	})
	if err == nil || !strings.Contains(err.Error(), "context canceled") {
		t.Errorf("got %v, want that it was stopped", err)
	}
	if steps == 0 || steps > len(p.Files) {
		t.Errorf("got %d steps", steps)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if want := []string{".public.iopguide-stamp", "public", "site.yaml"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}
