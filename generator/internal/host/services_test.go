package host

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// services are the hosts that run elsewhere. Their files are held against what their
// makers publish of their grammar.
var services = []*Host{iis, netlify, cloudflare, s3, azure, github}

// testPolicy is a policy as a build makes it.
const testPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-k5QTNpH5Avlvc9CtzuaVx7VauTgZzsE76G2jN75a5oQ='; " +
	"img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"

// testFiles are files of each sort. The names of some pictures change with their bytes
// and those of others do not.
var testFiles = []string{
	".well-known/security.txt", "404.html", "card.0123456789.png", "content.json", "costs/index.html",
	"costs/week.a7cf5671e9.svg", "css/site.0a1b2c3d4e.css", "embed/costs/index.html", "embed/costs/week.a7cf5671e9.svg",
	"embed/index.html", "feed.xml", "index.html", "js/site.0a1b2c3d4e.js", "logo.png", "manifest.json", "money/index.html",
	"old/prices/index.html", "robots.txt",
}

// testSites are a guide that has a host of its own, and one at a path of another site.
func testSites() map[string]*Site {
	files := make([]File, len(testFiles))
	for i, p := range testFiles {
		files[i] = File{Path: p, Hashed: Cache(p) == Forever, Size: 100 + i, Sum: [32]byte{byte(i)}}
	}
	return map[string]*Site{
		"root": {Path: "/", Base: "https://guide.clinic.example", Policy: testPolicy, Files: files,
			Frames:    []string{"https://www.clinic.example", "https://*.clinic.example:8443"},
			Redirects: []Redirect{{"money/", "costs/"}, {"old/prices/", "costs/"}}},
		"path": {Path: "/iop/", Base: "https://www.clinic.example/iop", Policy: testPolicy, Files: files,
			Redirects: []Redirect{{"money/", "costs/index.html"}, {"old/prices/", ""}}},
	}
}

// TestServicesFiles holds all files of all services against those in testdata.
func TestServicesFiles(t *testing.T) {
	for name, s := range testSites() {
		for _, h := range services {
			t.Run(name+"/"+h.Name, func(t *testing.T) {
				var got bytes.Buffer
				for _, of := range []struct {
					place string
					files func(*Site) []Written
				}{{"inside", h.Inside}, {"beside", h.Beside}} {
					if of.files == nil {
						continue
					}
					for _, f := range of.files(s) {
						fmt.Fprintf(&got, "-- %s %s --\n%s", of.place, f.Name, f.Data)
					}
				}
				golden(t, filepath.Join("testdata", "services", name+"-"+h.Name+".txt"), got.Bytes())
			})
		}
	}
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s\n(-update rewrites it)", file, got, want)
	}
}

// file returns the file called name of those.
func file(t *testing.T, files []Written, name string) []byte {
	t.Helper()
	for _, f := range files {
		if f.Name == name {
			return f.Data
		}
	}
	t.Fatalf("no file %s", name)
	return nil
}

// all returns the files of h, inside and beside.
func all(h *Host, s *Site) []Written {
	var files []Written
	for _, of := range []func(*Site) []Written{h.Inside, h.Beside} {
		if of != nil {
			files = append(files, of(s)...)
		}
	}
	return files
}

// sameHeaders reports headers of the file at path that are not those of the list, in any
// order.
func sameHeaders(t *testing.T, path string, got map[string]string, want []Header) {
	t.Helper()
	for _, h := range want {
		if got[h.Name] != h.Value {
			t.Errorf("%s: %s: got %q, want %q", path, h.Name, got[h.Name], h.Value)
		}
	}
	for name, value := range got {
		if !slices.ContainsFunc(want, func(h Header) bool { return h.Name == name }) {
			t.Errorf("%s: got %s: %s, which is not in the list", path, name, value)
		}
	}
}

// address returns the address at which readers ask for the file at path.
func address(s *Site, path string) string { return s.Path + strings.TrimSuffix(path, "index.html") }

// many returns a site with n old addresses, and as many hashed pictures beside one that
// is not.
func many(n int) *Site {
	s := &Site{Path: "/", Policy: testPolicy, Files: []File{{Path: "index.html"}, {Path: "plain.png"}}}
	for i := range n {
		s.Redirects = append(s.Redirects, Redirect{fmt.Sprintf("old/number-%05d/", i), fmt.Sprintf("section/page-%05d/", i)})
		s.Files = append(s.Files,
			File{Path: fmt.Sprintf("old/number-%05d/index.html", i)},
			File{Path: fmt.Sprintf("pictures/p%05d.%010x.png", i, i), Hashed: true})
	}
	slices.SortFunc(s.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return s
}

// TestServicesTooMuch holds that what a service has no room for is left out and told, and
// that its files stay within its bounds.
func TestServicesTooMuch(t *testing.T) {
	s := many(5000)
	for _, c := range []struct {
		host *Host
		file string
		most int
		note string
	}{
		{iis, "web.config", 250_000, "4346 files that are no pages"},
		{netlify, "_headers", 1 << 20, "4902 more files whose names change"},
		{cloudflare, "_redirects", 2000 * 1000, "at 3000 more old addresses"},
		{azure, "staticwebapp.config.json", 20_000, "at 49"},
		{s3, "cloudfront-function.js", 10_000, "at 48"},
	} {
		t.Run(c.host.Name, func(t *testing.T) {
			if n := len(file(t, all(c.host, s), c.file)); n > c.most {
				t.Errorf("%s: got %d bytes, want at most %d", c.file, n, c.most)
			}
			if got := c.host.Note(s); !strings.Contains(got, c.note) {
				t.Errorf("note: got %q, want one with %q", got, c.note)
			}
			if c.host.Refuse != nil && c.host.Refuse(s) != "" {
				t.Errorf("refused: %s", c.host.Refuse(s))
			}
			if got := c.host.Note(testSites()["root"]); got != "" {
				t.Errorf("note of a small site: got %q", got)
			}
		})
	}
}

// TestServicesWithoutHeaders holds that a setting which only a header can tell is not
// lost in silence.
func TestServicesWithoutHeaders(t *testing.T) {
	sites := testSites()
	if got := github.Note(sites["root"]); !strings.Contains(got, "embed: allow: has no effect") {
		t.Errorf("with embed: allow: got %q", got)
	}
	if got := github.Note(sites["path"]); got != "" {
		t.Errorf("without: got %q", got)
	}
}

// TestServicesRefuse holds that no file is made that its service would not take.
func TestServicesRefuse(t *testing.T) {
	s := testSites()["root"]
	for i := range 20_000 {
		s.Frames = append(s.Frames, fmt.Sprintf("https://clinic-%d.example", i))
	}
	for _, h := range []*Host{iis, cloudflare, azure} {
		if got := h.Refuse(s); !strings.Contains(got, "name fewer addresses in embed: allow:") {
			t.Errorf("%s: got %q, want that it takes no header of this length", h.Name, got)
		}
		if got := h.Refuse(testSites()["root"]); got != "" {
			t.Errorf("%s: a small site: got %q", h.Name, got)
		}
	}
}
