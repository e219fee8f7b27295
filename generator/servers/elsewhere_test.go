//go:build servers

package servers

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/host"
)

// redirects asks for old addresses, for folders without their slash, and for the site's
// own folder without it.
func redirects(t *testing.T, st *stand) (count int) {
	for from, to := range st.site.moves() {
		for _, secure := range []bool{false, true} {
			count++
			for _, wrong := range st.leads(t, request{path: from, secure: secure}, to) {
				t.Errorf("%s, https %t: %s", from, secure, wrong)
			}
		}
	}
	return count
}

// moves returns where addresses lead that are not those of files.
func (s *site) moves() map[string]string {
	about := s.path + "about/"
	if s.links == "file" {
		about += "index.html"
	}
	moves := map[string]string{s.path + "about": s.path + "about/", s.path + "es/get-help-now": s.path + "es/get-help-now/"}
	for _, old := range moved {
		for _, form := range []string{"", "/", "/index.html", "?utm_source=x", "/?q=1"} {
			moves[s.path+old+form] = about
		}
	}
	if s.path != "/" {
		moves[strings.TrimSuffix(s.path, "/")] = s.path
	}
	return moves
}

// leads returns what is wrong with an answer that is to lead to an address.
func (st *stand) leads(t *testing.T, r request, to string) []string {
	t.Helper()
	a := st.get(t, r)
	got := strings.TrimPrefix(a.Header.Get("Location"), st.root(r.secure))
	if a.StatusCode != http.StatusMovedPermanently && a.StatusCode != http.StatusPermanentRedirect || got != to {
		return []string{fmt.Sprintf("got %s to %q, want one to %q", a.Status, a.Header.Get("Location"), to)}
	}
	return st.common(a, r.secure)
}

// common returns which of the headers of every answer one lacks or has twice. lighttpd
// adds no headers to what it refuses or redirects before it looks for a file. Where
// Apache's own configuration has ExpiresActive, .htaccess cannot take what that adds
// from an answer that is no file.
func (st *stand) common(a *answer, secure bool) (wrong []string) {
	if st.name == "lighttpd" && a.Header.Get("Referrer-Policy") == "" {
		return nil
	}
	for _, h := range st.site.list.Headers("x", secure) {
		got := a.Header.Values(h.Name)
		if st.variant == "htaccess" && h.Name == "Cache-Control" {
			got = slices.DeleteFunc(got, func(v string) bool { return v == "max-age=2592000" })
		}
		if len(got) != 1 || got[0] != h.Value {
			wrong = append(wrong, fmt.Sprintf("got %s: %q, want %q", h.Name, got, h.Value))
		}
	}
	return wrong
}

// missing asks for what is not there, or not for readers. The answer is 404.html, as a
// page. Elsewhere on the host it is the clinic's own.
func missing(t *testing.T, st *stand) int {
	s := st.site
	hide(t, s)
	paths := []string{"no/such/page/", "nothing.html", "nothing.css", "about/nothing", "css/", "embed/nothing/", ".git/config",
		".env", "about/.hidden", ".well-known/nothing", "index.html.gz", "index.html.br", "embed/index.html.gz"}
	for _, path := range paths {
		for _, wrong := range st.misses(t, s.path+path) {
			t.Errorf("%s: %s", s.path+path, wrong)
		}
	}
	for _, name := range []string{".htaccess", "embed/.htaccess"} {
		if a := st.get(t, request{path: s.path + name}); a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusForbidden {
			t.Errorf("%s: got %s", name, a.Status)
		}
	}
	if s.path != "/" {
		untouched(t, st)
	}
	return len(paths) + 2
}

// untouched asks for what is not below the site's path.
func untouched(t *testing.T, st *stand) {
	t.Helper()
	if a := st.get(t, request{path: "/nothing"}); a.StatusCode != http.StatusNotFound || bytes.Equal(a.body, st.site.files["404.html"]) {
		t.Errorf("elsewhere on the host: got %s, and our page: %t", a.Status, bytes.Equal(a.body, st.site.files["404.html"]))
	}
	if a := st.get(t, request{path: "/" + other}); a.StatusCode != http.StatusOK || a.Header.Get("Referrer-Policy") != "" {
		t.Errorf("elsewhere on the host: got %s with %q", a.Status, a.Header)
	}
}

// hide puts files into the site that nobody is to see.
func hide(t *testing.T, s *site) {
	t.Helper()
	for _, name := range []string{".git/config", ".env", "about/.hidden"} {
		file := filepath.Join(s.dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(file), 0o755)
		if err == nil {
			err = os.WriteFile(file, []byte("secret"), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Remove(file) })
	}
	t.Cleanup(func() { os.Remove(filepath.Join(s.dir, ".git")) })
}

// misses returns what is wrong with the answer to an address without a file.
func (st *stand) misses(t *testing.T, path string) (wrong []string) {
	t.Helper()
	for _, accepts := range []string{"", "br, gzip"} {
		a := st.get(t, request{path: path, headers: map[string]string{"Accept-Encoding": accepts}})
		body, _, err := a.decoded()
		refused := a.StatusCode == http.StatusForbidden && st.name == "lighttpd" // by name, with the same page
		if a.StatusCode != http.StatusNotFound && !refused || err != nil || !bytes.Equal(body, st.site.files["404.html"]) {
			return []string{fmt.Sprintf("got %s and %d bytes (%q), want 404.html: %v", a.Status, len(body), body[:min(len(body), 60)], err)}
		}
		wrong = append(append(wrong, typed(a, "404.html")...), st.wrong(a, "404.html", false)...)
	}
	return wrong
}

// methods sends what changes something on other sites. It is refused.
func methods(t *testing.T, st *stand) (count int) {
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"} {
		for _, path := range []string{"", "about/", "robots.txt"} {
			count++
			a := st.get(t, request{method: method, path: st.site.path + path})
			if a.StatusCode < 400 || a.StatusCode >= 500 {
				t.Errorf("%s %s: got %s", method, path, a.Status)
			}
			for _, wrong := range st.common(a, false) {
				t.Errorf("%s %s: %s", method, path, wrong)
			}
		}
	}
	return count
}

// kindsOfFiles asks for files that a clinic may add. Apache has no word for a file of
// any other sort, and sends it without a type.
func kindsOfFiles(t *testing.T, st *stand) int {
	names := []string{"a.pdf", "a.woff2", "a.webp", "a.mp4", "a.vtt", "a.ico", "a.jpeg", "a.unheard", "bare", "a.0123456789.jpg"}
	for _, name := range names {
		file := filepath.Join(st.site.dir, name)
		if err := os.WriteFile(file, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
		a := st.get(t, request{path: st.site.path + name})
		os.Remove(file)
		wrong := st.wrong(a, name, false)
		if host.Type(name) != "application/octet-stream" || st.name != "apache" || a.Header.Get("Content-Type") != "" {
			wrong = append(wrong, typed(a, name)...)
		}
		for _, w := range wrong {
			t.Errorf("%s: %s", name, w)
		}
	}
	return len(names)
}
