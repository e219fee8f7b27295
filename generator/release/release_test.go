package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"iopguide/generator/internal/archive"
)

var day = time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)

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

// TestPack packs a file, in a folder that has the archive's name.
func TestPack(t *testing.T) {
	r := made(t)
	if err := r.pack("x", zipped, []archive.File{archive.Of("b.txt", []byte("words"))}); err != nil {
		t.Fatal(err)
	}
	data := bytesOf(t, r, "x.zip")
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if f := z.File[0]; len(z.File) != 1 || f.Name != "x/b.txt" || !f.Modified.Equal(day) {
		t.Errorf("got %s of %v, want x/b.txt of %v", f.Name, f.Modified, day)
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
// TestDocuments holds that what people get with the program leads nowhere outside it.
func TestDocuments(t *testing.T) {
	t.Chdir("../..")
	files, err := made(t).documents()
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, f := range files {
		there[f.Name] = true
	}
	for _, want := range []string{"docs/clinics.md", "docs/hosting.md", "docs/hosts/nginx.md", "docs/start-your-site.png"} {
		if !there[want] {
			t.Errorf("%s is not in an archive", want)
		}
	}
	code := regexp.MustCompile("(?s)```.*?```|`[^`\n]*`")
	link := regexp.MustCompile(`\]\(([^):#]+)(?:#[^)]*)?\)`)
	for _, f := range files {
		if !strings.HasSuffix(f.Name, ".md") {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(code.ReplaceAllString(read(t, f), ""), -1) {
			if to := path.Join(path.Dir(f.Name), m[1]); !there[to] {
				t.Errorf("%s links to %s, which is not in an archive", f.Name, to)
			}
		}
	}
}

func TestPapers(t *testing.T) {
	t.Chdir("../..")
	tests := []struct {
		name       string
		readMe     readMe
		says, omit []string
	}{
		{"windows", readMe{"windows", "amd64", "iopguide.exe", "iopguide-deploy.exe", "0.1.0"},
			[]string{"0.1.0, for Windows (Intel or AMD processor)", "Double-click iopguide.exe", "Run anyway", `.\iopguide.exe --help`}, []string{"xattr", "./iopguide"}},
		{"macOS", readMe{"darwin", "arm64", "iopguide", "iopguide-deploy", "0.1.0"},
			[]string{"for macOS (Apple chip)", "Open Anyway", "xattr -d com.apple.quarantine iopguide", "./iopguide --help"}, []string{"Run anyway"}},
		{"linux", readMe{"linux", "arm64", "iopguide", "iopguide-deploy", "0.1.0"}, []string{"for Linux (ARM processor)", "./iopguide start"}, []string{"xattr"}},
		{"the site", readMe{Version: "0.1.0"}, []string{"The IOP Guide 0.1.0", "open index.html"}, []string{"Double-click"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, err := made(t).papers(tt.readMe)
			if err != nil {
				t.Fatal(err)
			}
			if len(files) != 3 || files[1].Name != "LICENSE.txt" || files[2].Name != "LICENSE-content.txt" {
				t.Fatalf("got %d files", len(files))
			}
			text := read(t, files[0])
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

// read returns the words of a file that is to be packed.
func read(t *testing.T, f archive.File) string {
	t.Helper()
	from, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestLicences makes sure that the terms of every module go along, and that one
// without terms is told.
func TestLicences(t *testing.T) {
	t.Chdir("../..")
	r := made(t)
	info := &debug.BuildInfo{GoVersion: "go1.26", Deps: []*debug.Module{
		{Path: "go.yaml.in/yaml/v4", Version: "v4.0.0"}, {Path: "github.com/alecthomas/kong", Version: "v1.17.0"}}}
	deploy := &debug.BuildInfo{Deps: []*debug.Module{
		{Path: "github.com/minio/minio-go/v7", Version: "v7.4.1"}, {Path: "github.com/alecthomas/kong", Version: "v1.17.0"}}}
	data, err := r.licences([]*debug.BuildInfo{info, deploy})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Go, go1.26: LICENSE", "go.yaml.in/yaml/v4, v4.0.0: LICENSE", "go.yaml.in/yaml/v4, v4.0.0: NOTICE",
		"github.com/alecthomas/kong, v1.17.0: COPYING", "github.com/minio/minio-go/v7, v7.4.1: LICENSE", "The Go Authors"} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("it does not say %q", want)
		}
	}
	if n := bytes.Count(data, []byte("kong, v1.17.0: COPYING")); n != 1 {
		t.Errorf("what both programs hold is told %d times", n)
	}
	if err := terms(&bytes.Buffer{}, "example.org/x", t.TempDir()); err == nil {
		t.Error("a module without terms: got no error")
	}
}

// TestAddress holds what may be linked into the program as its release's address.
func TestAddress(t *testing.T) {
	for address, want := range map[string]string{
		"":                                     "-s -w",
		"https://downloads.example/iopguide/":  "-s -w -X main.published=https://downloads.example/iopguide/",
		"https://downloads.example:8443/a/b1/": "-s -w -X main.published=https://downloads.example:8443/a/b1/",
	} {
		if got := (&release{address: address}).linking(); got != want {
			t.Errorf("%q: got %q, want %q", address, got, want)
		}
	}
	for _, address := range []string{"http://downloads.example/", "https://downloads.example", "https://downloads.example/a", "https://a.example/ -X main.x=y/", "https://me@a.example/"} {
		if err := run(t.Context(), []string{"-address", address, "-dist", t.TempDir()}, io.Discard); err == nil || !strings.Contains(err.Error(), "is no address of a folder") {
			t.Errorf("%q: got %v, want a refusal", address, err)
		}
	}
}
