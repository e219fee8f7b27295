//go:build servers

package servers

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/host"

	"github.com/andybalholm/brotli"
)

// own are the headers that a server may add of its own accord. Any other is a failure.
var own = []string{"Date", "Server", "Etag", "Last-Modified", "Content-Length", "Accept-Ranges", "Connection", "Keep-Alive",
	"Vary", "Content-Encoding", "Alt-Svc", "Content-Type", "Transfer-Encoding", "Allow", "Location"}

// ask sends a request.
func (st *stand) ask(r request) (*answer, error) {
	method := r.method
	if method == "" {
		method = http.MethodGet
	}
	req, err := http.NewRequest(method, st.root(r.secure)+r.path, nil)
	if err != nil {
		return nil, err
	}
	for name, value := range r.headers {
		req.Header.Set(name, value)
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return &answer{res, body}, err
}

// get asks for an address and returns nil if it cannot be had.
func (st *stand) get(t *testing.T, r request) *answer {
	t.Helper()
	a, err := st.ask(r)
	if err != nil {
		t.Fatalf("%s: %v\n%s", r.path, err, st.stderr.String())
	}
	return a
}

// wrong returns how the headers of an answer differ from those of the list for the file
// at path.
func (st *stand) wrong(a *answer, path string, secure bool) (wrong []string) {
	want := st.site.list.Headers(path, secure)
	if st.bare {
		want = nil
	}
	for _, h := range want {
		if got := a.Header.Values(h.Name); len(got) != 1 || got[0] != h.Value {
			wrong = append(wrong, fmt.Sprintf("got %s: %q, want %q", h.Name, got, h.Value))
		}
	}
	for name := range a.Header {
		listed := slices.ContainsFunc(want, func(h host.Header) bool { return http.CanonicalHeaderKey(h.Name) == name })
		if !listed && !slices.Contains(own, name) {
			wrong = append(wrong, fmt.Sprintf("got %s: %q, which is not in the list", name, a.Header.Values(name)))
		}
	}
	return wrong
}

// typed returns whether an answer has the type of the file at path.
func typed(a *answer, path string) (wrong []string) {
	if got := a.Header.Values("Content-Type"); len(got) != 1 || got[0] != host.Type(path) {
		wrong = append(wrong, fmt.Sprintf("got type %q, want %q", got, host.Type(path)))
	}
	return wrong
}

// decoded returns the body of an answer as it was before it was compressed, and how.
func (a *answer) decoded() (body []byte, how string, err error) {
	switch how = a.Header.Get("Content-Encoding"); how {
	case "br":
		body, err = io.ReadAll(brotli.NewReader(bytes.NewReader(a.body)))
	case "gzip":
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(a.body)); err == nil {
			body, err = io.ReadAll(z)
		}
	default:
		body = a.body
	}
	return body, how, err
}

// addresses returns how the file at path is asked for.
func (s *site) addresses(path string) []string {
	list := []string{s.path + path}
	if folder, ok := strings.CutSuffix(path, "index.html"); ok && (folder == "" || strings.HasSuffix(folder, "/")) {
		list = append(list, s.path+folder)
	}
	return list
}

// stale reports whether path is that of an old address, which leads on.
func (s *site) stale(path string) bool {
	return slices.ContainsFunc(moved, func(m string) bool {
		return strings.HasPrefix(path, strings.ReplaceAll(m, "%20", " ")+"/")
	})
}

// files asks for each file of the site. At the first site this is done in each of the
// ways in which a reader's browser does. What a server makes of a way does not depend on
// where the site is, nor on its form of links, so at the others the ways take turns, and
// only the first two files of each sort are asked for in all. Old addresses lead on, but
// for a server that was not told of them.
func files(t *testing.T, st *stand) (count int) {
	seen := map[string]int{}
	for i, path := range slices.Sorted(maps.Keys(st.site.files)) {
		ways := readings
		sort := strings.SplitAfter(path, "/")[0] + filepath.Ext(path)
		if seen[sort]++; st.site != sites[0] && seen[sort] > 2 {
			ways = readings[i%len(readings):][:1]
		}
		for _, address := range st.site.addresses(path) {
			if st.site.stale(path) && !st.bare {
				continue
			}
			count += st.reads(t, ways, path, address)
			if t.Failed() {
				return count // the same is wrong with many
			}
		}
	}
	return count
}

// A reading is one way of a browser to ask for a file.
type reading struct {
	name    string
	method  string
	secure  bool
	accepts string // Accept-Encoding
	again   bool   // it has the file, and asks whether that is still it
}

var readings = []reading{
	{name: "plain"},
	{name: "https", secure: true},
	{name: "HEAD", method: http.MethodHead},
	{name: "gzip", accepts: "gzip, deflate"},
	{name: "br", accepts: "gzip, deflate, br, zstd", secure: true},
	{name: "no br", accepts: "br;q=0, gzip;q=0"},
	{name: "again", again: true},
	{name: "br again", accepts: "br", again: true},
}

// reads asks for the file at path in some ways. It returns how many answers there were.
func (st *stand) reads(t *testing.T, ways []reading, path, address string) int {
	t.Helper()
	for _, r := range ways {
		for _, wrong := range st.read(t, r, path, address) {
			t.Errorf("%s, %s: %s", address, r.name, wrong)
		}
	}
	return len(ways)
}

func (st *stand) read(t *testing.T, r reading, path, address string) (wrong []string) {
	t.Helper()
	ask := request{method: r.method, path: address, secure: r.secure, headers: map[string]string{}}
	if r.accepts != "" {
		ask.headers["Accept-Encoding"] = r.accepts
	}
	a := st.get(t, ask)
	if a.StatusCode != http.StatusOK {
		return []string{"got " + a.Status}
	}
	wrong = append(typed(a, path), st.wrong(a, path, r.secure)...)
	if r.method == http.MethodHead {
		return wrong
	}
	body, how, err := a.decoded()
	if err != nil || !bytes.Equal(body, st.site.files[path]) {
		wrong = append(wrong, fmt.Sprintf("got other bytes, sent as %q: %v", how, err))
	}
	if want := st.encodings(r, path); !slices.Contains(want, how) {
		wrong = append(wrong, fmt.Sprintf("got encoding %q, want one of %q", how, want))
	}
	if how != "" && a.Header.Get("Vary") != "Accept-Encoding" {
		wrong = append(wrong, fmt.Sprintf("got Vary: %q", a.Header.Values("Vary")))
	}
	if r.again {
		ask.headers["If-None-Match"], ask.headers["If-Modified-Since"] = a.Header.Get("Etag"), a.Header.Get("Last-Modified")
		a := st.get(t, ask)
		if a.StatusCode != http.StatusNotModified || len(a.body) > 0 {
			return append(wrong, fmt.Sprintf("asked again: got %s and %d bytes", a.Status, len(a.body)))
		}
		for _, w := range st.wrong(a, path, r.secure) {
			wrong = append(wrong, "asked again: "+w)
		}
	}
	return wrong
}

// encodings returns how the file at path may be sent. One without a twin is what the
// server makes of it.
func (st *stand) encodings(r reading, path string) []string {
	br, gz := strings.Contains(r.accepts+",", "br,"), strings.Contains(r.accepts+",", "gzip,")
	switch {
	case st.sends == "any" && r.accepts != "":
		return []string{"", "br", "gzip"} // lighttpd takes br;q=0 for br
	case strings.Contains(st.sends, "br") && br && st.site.twin(path, ".br"):
		return []string{"br"}
	case strings.Contains(st.sends, "gzip") && gz && st.site.twin(path, ".gz"):
		return []string{"gzip"}
	case gz && !st.site.twin(path, ".gz"):
		return []string{"", "gzip"}
	}
	return []string{""}
}
