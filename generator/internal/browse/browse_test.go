package browse

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestServer answers for the site, and for no other host: it is the proxy, too.
func TestServer(t *testing.T) {
	files := fstest.MapFS{"index.html": {Data: []byte("front")}, "a/index.html": {Data: []byte("a")},
		"a.css": {Data: []byte("css")}, "404.html": {Data: []byte("not here")}}
	p := &published{files, "127.0.0.1:1"}
	for _, c := range []struct {
		name, method, url string
		code              int
		want              string
	}{
		{"front page", "GET", "http://127.0.0.1:1/", 200, "front"},
		{"folder", "GET", "http://127.0.0.1:1/a/", 200, "a"},
		{"file", "GET", "http://127.0.0.1:1/a.css", 200, "css"},
		{"not there", "GET", "http://127.0.0.1:1/b/", 404, "not here"},
		{"above", "GET", "http://127.0.0.1:1/../../a.css", 200, "css"},
		{"another host", "GET", "http://tracker.example/p.gif", 403, "another host"},
		{"another port", "GET", "http://127.0.0.1:2/", 403, "another host"},
		{"a tunnel", "CONNECT", "tracker.example:443", 403, "another host"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest(c.method, c.url, http.NoBody)
			w := httptest.NewRecorder()
			p.ServeHTTP(w, r)
			if w.Code != c.code || !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("got %d %q, want %d %q", w.Code, w.Body, c.code, c.want)
			}
		})
	}
}

// TestPlaces knows where browsers are on each system.
func TestPlaces(t *testing.T) {
	getenv := func(key string) string {
		return map[string]string{"HOME": "/h", "ProgramFiles": `C:\Program Files`}[key]
	}
	for _, c := range []struct{ system, want string }{
		{"linux", "chromium"},
		{"darwin", filepath.Join("/Applications", "Google Chrome.app", "Contents", "MacOS", "Google Chrome")},
		{"darwin", filepath.Join("/h", "Applications", "Microsoft Edge.app", "Contents", "MacOS", "Microsoft Edge")},
		{"windows", `C:\Program Files\Google\Chrome\Application\chrome.exe`},
		{"windows", `C:\Program Files\Microsoft\Edge\Application\msedge.exe`},
	} {
		if got := places(c.system, getenv); !slices.Contains(got, c.want) {
			t.Errorf("%s: %q lacks %s", c.system, got, c.want)
		}
	}
}

// TestIs tells what can be started from what cannot.
func TestIs(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{self: true, plain: false, filepath.Dir(plain): false, plain + "-gone": false} {
		if Is(path) != want {
			t.Errorf("%s: got %t, want %t", path, !want, want)
		}
	}
}
