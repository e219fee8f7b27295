//go:build browser

package browser

import (
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// serve serves the way on a loopback port until the test ends, as a plain host
// does: it never redirects one form of link to the other. It returns the address
// of the site's root, or of its folder if the way is from disk.
func (w way) serve(t *testing.T) string {
	t.Helper()
	if w.mount == "" {
		dir, err := filepath.Abs(w.form.dir)
		if err != nil {
			t.Fatal(err)
		}
		return (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir) + "/"}).String()
	}
	s := httptest.NewServer(host{w.form.dir, w.mount})
	t.Cleanup(s.Close)
	return s.URL + w.mount
}

// A host serves the files in dir under mount.
type host struct{ dir, mount string }

func (h host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.URL.Path, h.mount)
	if !ok {
		http.NotFound(w, r)
		return
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	data, err := os.ReadFile(filepath.Join(h.dir, filepath.FromSlash(path.Clean("/"+name))))
	code := http.StatusOK
	if err != nil {
		name, code = "404.html", http.StatusNotFound
		if data, err = os.ReadFile(filepath.Join(h.dir, name)); err != nil {
			http.NotFound(w, r)
			return
		}
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	w.WriteHeader(code)
	w.Write(data)
}

// A holder keeps an alias on the screen: any page that it would lead to answers
// "no content", at which a browser stays where it is.
type holder struct {
	http.Handler
	held string // the path of the alias
}

func (h holder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	page := strings.HasSuffix(r.URL.Path, "/") || path.Ext(r.URL.Path) == ".html"
	if page && r.URL.Path != h.held {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h.Handler.ServeHTTP(w, r)
}

// hold serves one alias of the form, so that it stays, and returns its address.
func (f *form) hold(t *testing.T, s *sheet) (address string, stop func()) {
	t.Helper()
	server := httptest.NewServer(holder{host{f.dir, "/"}, "/" + s.path})
	return server.URL + "/" + s.path, server.Close
}
