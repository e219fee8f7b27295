package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"
)

var day = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

var packed = []file{
	{"b.txt", []byte("words"), false},
	{"iopguide", []byte("program"), true},
	{"guide/index.html", bytes.Repeat([]byte("<p>words"), 1000), false},
}

// made returns a release that is to be made in a folder of its own.
func made(t *testing.T) *release {
	t.Helper()
	return &release{ctx: t.Context(), dir: t.TempDir(), work: t.TempDir(), day: day, version: "0.1.0", said: io.Discard}
}

func bytesOf(t *testing.T, r *release, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(r.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestPack reads archives back: names, bytes, modes and the day.
func TestPack(t *testing.T) {
	want := []string{"x/b.txt -rw-r--r-- 5", "x/guide/index.html -rw-r--r-- 8000", "x/iopguide -rwxr-xr-x 7"}
	for _, f := range []struct {
		form
		read func(*testing.T, []byte) []fs.FileInfo
	}{{tarGz, readTarGz}, {zipped, readZip}} {
		t.Run(f.ending, func(t *testing.T) {
			r := made(t)
			if err := r.pack("x", f.form, packed); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, info := range f.read(t, bytesOf(t, r, "x"+f.ending)) {
				got = append(got, fmt.Sprint(info.(named).path, " ", info.Mode(), " ", info.Size()))
				if !info.ModTime().Equal(day) {
					t.Errorf("%s: got %v, want %v", info.Name(), info.ModTime(), day)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// A named is a file's facts with its whole path.
type named struct {
	fs.FileInfo
	path string
}

func readTarGz(t *testing.T, data []byte) (all []fs.FileInfo) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for in := tar.NewReader(z); ; {
		h, err := in.Next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Uname != "" {
			t.Errorf("%s belongs to %d %s, want nobody", h.Name, h.Uid, h.Uname)
		}
		all = append(all, named{h.FileInfo(), h.Name})
	}
}

func readZip(t *testing.T, data []byte) (all []fs.FileInfo) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		all = append(all, named{f.FileInfo(), f.Name})
	}
	return all
}

// TestSameBytes makes the same archives in another order, as a user of another
// place and with other habits.
func TestSameBytes(t *testing.T) {
	for _, f := range []form{tarGz, zipped} {
		t.Run(f.ending, func(t *testing.T) {
			one, other := made(t), made(t)
			if err := one.pack("x", f, packed); err != nil {
				t.Fatal(err)
			}
			turned := slices.Clone(packed)
			slices.Reverse(turned)
			here := time.Local
			time.Local = time.FixedZone("far", 14*3600)
			defer func() { time.Local = here }()
			if err := other.pack("x", f, turned); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(bytesOf(t, one, "x"+f.ending), bytesOf(t, other, "x"+f.ending)) {
				t.Error("the bytes differ")
			}
		})
	}
}

func TestSums(t *testing.T) {
	r := made(t)
	for _, name := range []string{"b", "a"} {
		if err := os.WriteFile(filepath.Join(r.dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.sums(); err != nil {
		t.Fatal(err)
	}
	const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	if got, want := string(bytesOf(t, r, sumsName)), empty+"  a\n"+empty+"  b\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestChoose(t *testing.T) {
	tests := []struct {
		name, only string
		want       []target
	}{
		{"all", "", all},
		{"some", "windows/arm64,linux/amd64", []target{{"windows", "arm64"}, {"linux", "amd64"}}},
		{"unknown", "plan9/amd64", nil},
		{"no name", ",", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := choose(tt.only)
			if !reflect.DeepEqual(got, tt.want) || (err != nil) != (tt.want == nil) {
				t.Errorf("got %v, %v; want %v", got, err, tt.want)
			}
		})
	}
}

func TestDayOf(t *testing.T) {
	tests := []struct{ name, date, epoch, want string }{
		{"the flag", "2026-11-24", "0", "2026-11-24"},
		{"the epoch", "", "1795521599", "2026-11-24"},
		{"no day", "24.11.2026", "", ""},
		{"no seconds", "", "now", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := dayOf(tt.date, tt.epoch)
			if tt.want == "" {
				if err == nil {
					t.Errorf("got %v, want an error", got)
				}
			} else if err != nil || got.Format(time.RFC3339) != tt.want+"T00:00:00Z" {
				t.Errorf("got %v, %v; want %s", got, err, tt.want)
			}
		})
	}
}

// TestReplaceable makes sure that nothing but an older release is taken away.
func TestReplaceable(t *testing.T) {
	dir := t.TempDir()
	for _, step := range []struct {
		name, put string
		refused   bool
	}{{"empty", "", false}, {"with a file", "thesis.txt", true}, {"with a release", sumsName, false}} {
		if step.put != "" {
			if err := os.WriteFile(filepath.Join(dir, step.put), nil, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if err := replaceable(dir); (err != nil) != step.refused {
			t.Errorf("a folder %s: got %v, want refused %t", step.name, err, step.refused)
		}
	}
	if err := replaceable(filepath.Join(dir, "none")); err != nil {
		t.Errorf("no folder: got %v", err)
	}
}

// TestPapers reads what people are told on each system.
func TestPapers(t *testing.T) {
	t.Chdir("../..")
	tests := []struct {
		name       string
		readMe     readMe
		says, omit []string
	}{
		{"windows", readMe{"windows", "amd64", "iopguide.exe", "0.1.0"},
			[]string{"0.1.0, for Windows (Intel or AMD processor)", "Double-click iopguide.exe", "Run anyway", `.\iopguide.exe --help`}, []string{"xattr", "./iopguide"}},
		{"macOS", readMe{"darwin", "arm64", "iopguide", "0.1.0"},
			[]string{"for macOS (Apple chip)", "Open Anyway", "xattr -d com.apple.quarantine iopguide", "./iopguide --help"}, []string{"Run anyway"}},
		{"linux", readMe{"linux", "arm64", "iopguide", "0.1.0"}, []string{"for Linux (ARM processor)", "./iopguide start"}, []string{"xattr"}},
		{"the site", readMe{Version: "0.1.0"}, []string{"The IOP Guide 0.1.0", "open index.html"}, []string{"Double-click"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, err := made(t).papers(tt.readMe)
			if err != nil {
				t.Fatal(err)
			}
			if len(files) != 3 || files[1].name != "LICENSE.txt" || files[2].name != "LICENSE-content.txt" {
				t.Fatalf("got %d files", len(files))
			}
			text := string(files[0].data)
			for _, want := range tt.says {
				if !strings.Contains(text, want) {
					t.Errorf("it does not say %q:\n%s", want, text)
				}
			}
			for _, other := range tt.omit {
				if strings.Contains(text, other) {
					t.Errorf("it says %q:\n%s", other, text)
				}
			}
			if strings.Count(text, "\n") != strings.Count(text, "\r\n") {
				t.Error("some lines end without \\r")
			}
		})
	}
}

// TestLicences makes sure that the terms of every module go along, and that one
// without terms is told.
func TestLicences(t *testing.T) {
	r := made(t)
	info := &debug.BuildInfo{GoVersion: "go1.26", Deps: []*debug.Module{
		{Path: "go.yaml.in/yaml/v4", Version: "v4.0.0"}, {Path: "github.com/alecthomas/kong", Version: "v1.17.0"}}}
	data, err := r.licences(info)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Go, go1.26: LICENSE", "go.yaml.in/yaml/v4, v4.0.0: LICENSE", "go.yaml.in/yaml/v4, v4.0.0: NOTICE",
		"github.com/alecthomas/kong, v1.17.0: COPYING", "The Go Authors"} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("it does not say %q", want)
		}
	}
	if err := terms(&bytes.Buffer{}, "example.org/x", t.TempDir()); err == nil {
		t.Error("a module without terms: got no error")
	}
}
