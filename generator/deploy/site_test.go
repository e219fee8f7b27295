package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A site is a made-up one: its files, and where old addresses lead.
type site struct {
	title     string
	files     map[string]string
	redirects map[string]string
}

// made returns a site of n pages that say words, with a style sheet of their own.
func made(n int, words string) site {
	s := site{title: "The guide", files: map[string]string{}, redirects: map[string]string{}}
	css := fmt.Sprintf("/* %s */ body { color: #123 }\n", words)
	sheet := fmt.Sprintf("css/site.%x.css", sha256.Sum256([]byte(css)))[:len("css/site.")+10] + ".css"
	s.files[sheet] = css
	var links strings.Builder
	for i := range n {
		name := fmt.Sprintf("topic/page-%d", i)
		fmt.Fprintf(&links, "<a href=/%s/>%s</a>\n", name, name)
		s.files[name+"/index.html"] = pageOf(sheet, fmt.Sprintf("page %d: %s", i, words), "")
	}
	s.files["index.html"] = pageOf(sheet, "front: "+words, links.String())
	s.files["404.html"] = pageOf(sheet, "no such page", "")
	s.files["robots.txt"] = "User-agent: *\n"
	s.manifest()
	return s
}

func (s site) manifest() {
	s.files["manifest.json"] = fmt.Sprintf(`{"title":%q}`, s.title)
}

func pageOf(sheet, words, links string) string {
	return fmt.Sprintf("<!doctype html><title>t</title><link rel=stylesheet href=/%s><p>%s</p>\n%s%s</html>\n",
		sheet, words, links, strings.Repeat("<p>Someone is there for you, day and night.</p>\n", 40))
}

// with returns a copy of the site in which edit changed some files.
func (s site) with(edit func(files map[string]string)) site {
	s.files = maps.Clone(s.files)
	edit(s.files)
	s.manifest()
	return s
}

var hashedName = regexp.MustCompile(`\.[0-9a-f]{10}\.[a-z0-9]+$`)

var typeOf = map[string]string{".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".json": "application/json"}

// build writes the site and its plan, as iopguide build --host s3 does, and returns the
// folder.
func (s site) build(t *testing.T, dir string) string {
	t.Helper()
	dir = filepath.Join(dir, "public")
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for path := range s.files {
		s.write(t, dir, path)
	}
	writePlan(t, dir, s.plan())
	return dir
}

// write writes one file of the site.
func (s site) write(t *testing.T, dir, path string) {
	t.Helper()
	to := filepath.Join(dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, []byte(s.files[path]), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (s site) plan() plan {
	p := plan{Version: 1}
	for _, path := range slices.Sorted(maps.Keys(s.files)) {
		text := s.files[path]
		f := file{Path: path, Type: typeOf[filepath.Ext(path)], Cache: "no-cache", Kind: other, Size: int64(len(text)),
			Sum: fmt.Sprintf("%x", sha256.Sum256([]byte(text))), Redirect: s.redirects[path]}
		switch {
		case hashedName.MatchString(path):
			f.Kind, f.Cache = asset, "public, max-age=31536000, immutable"
		case strings.HasSuffix(path, ".html"):
			f.Kind = page
		}
		p.Files = append(p.Files, f)
	}
	return p
}

func writePlan(t *testing.T, dir string, p plan) {
	t.Helper()
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir+".host", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir+".host", planName), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// A result is what a run of the program said.
type result struct {
	code     int
	out, err string
}

// to runs the program in this process.
func to(t *testing.T, where, endpoint, dir string, more ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	args := append([]string{where, "-d", dir, "--endpoint", endpoint, "--heartbeat", "1s"}, more...)
	code := run(t.Context(), args, &out, &errs)
	r := result{code, out.String(), errs.String()}
	for _, secret := range []string{keyID, keySecret} {
		if strings.Contains(r.out+r.err, secret) {
			t.Errorf("a credential was printed:\n%s%s", r.out, r.err)
		}
	}
	return r
}

// deploy runs the program against the bucket itself, which must go well.
func (b bucket) deploy(dir string, more ...string) result {
	b.t.Helper()
	r := to(b.t, "s3://"+b.name, "http://"+s3Host, dir, more...)
	if r.code != 0 {
		b.t.Fatalf("deploy: exit code %d\n%s%s", r.code, r.out, r.err)
	}
	return r
}

// holds makes sure that the bucket holds just the site, and more.
func (b bucket) holds(s site, more ...string) {
	b.t.Helper()
	want := slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(s.files)), more...)))
	if got := slices.Sorted(slices.Values(b.keys())); !slices.Equal(got, want) {
		b.t.Errorf("the bucket holds\n%v, want\n%v", got, want)
	}
	for path, text := range s.files {
		if got := b.get(path); got != text {
			b.t.Errorf("%s is %.60q, want %.60q", path, got, text)
		}
	}
}

// says makes sure that a run said something.
func (r result) says(t *testing.T, code int, words ...string) {
	t.Helper()
	if r.code != code {
		t.Errorf("exit code %d, want %d", r.code, code)
	}
	for _, w := range words {
		if !strings.Contains(r.out+r.err, w) {
			t.Errorf("it does not say %q:\n%s%s", w, r.out, r.err)
		}
	}
}
