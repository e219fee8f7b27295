package report

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/host"
)

const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"

// sheet is a page that has all that each page must have.
func sheet(more string) []byte {
	return []byte(`<!doctype html><html lang=en><head><meta http-equiv=Content-Security-Policy content="` + policy + `"><title>A</title>` +
		more + `</head><body><h1>A</h1><div id=help><a href="tel:911">911</a></div></body></html>`)
}

// small is a published site with a file of each class.
var small = fstest.MapFS{
	"index.html":              {Data: sheet("")},
	"404.html":                {Data: sheet("")},
	"embed/a/index.html":      {Data: sheet("")},
	"old/a/index.html":        {Data: sheet(`<meta http-equiv=refresh content="0; url=../../a/index.html">`)},
	"a/index.html":            {Data: sheet("")},
	"favicon.svg":             {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)},
	"css/site.0123456789.css": {Data: []byte("a{color:red}")},
	"manifest.json":           {Data: []byte(`{"release":"0.1.0","date":"2026-11-24","title":"A","pages":{}}`)},
}

// asker asks as the command does.
func asker(ctx context.Context, address string) (*Answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return &Answer{response.StatusCode, response.Header, body}, err
}

// A sending host answers with small with the headers of the list, but for what change does to
// them.
type sending struct {
	site   *host.Site
	change func(name string, h http.Header) (code int)
	edits  string // the file that it adds something to
}

func (l *sending) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, l.site.Path)
	if name == "" || strings.HasSuffix(name, "/") {
		name = path.Join(name, "index.html")
	}
	code, data := http.StatusOK, []byte(nil)
	if f := small[name]; f != nil {
		data = f.Data
	} else {
		name, code, data = "404.html", http.StatusNotFound, small["404.html"].Data
	}
	for _, h := range l.site.Headers(name, false) {
		w.Header().Set(h.Name, h.Value)
	}
	w.Header().Set("Content-Type", host.Type(name))
	if l.change != nil {
		if c := l.change(name, w.Header()); c != 0 {
			code = c
		}
	}
	if name == l.edits {
		data = append(slices.Clone(data), "<!-- by the host -->"...)
	}
	w.WriteHeader(code)
	w.Write(data)
}

// asked asks a host at /iop/ and returns the section of the report.
func asked(t *testing.T, l *sending) map[string]Item {
	t.Helper()
	f, err := Read(small)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(l)
	defer server.Close()
	base, err := url.Parse(server.URL + "/iop/")
	if err != nil {
		t.Fatal(err)
	}
	l.site = f.Host(base, []string{"https://www.clinic.example"})
	s := &Subject{Name: "public", Folder: f}
	s.Live = Ask(t.Context(), asker, base, l.site, f)
	items := map[string]Item{}
	for _, i := range append(headers(s).Items, s.Live.cookies()) {
		items[i.What] = i
	}
	return items
}

const classes = "Headers of each class of files"

// TestLive asks a host that sends the list, and hosts that do not.
func TestLive(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(name string, h http.Header) int
		what   string
		state  State
		says   string
	}{
		{"the list", nil, classes, Fine, "each is as in the list"},
		{"this build", nil, "The live site is this build", Fine, "its manifest.json, which holds the hash of every page, and 5 files are the same"},
		{"no page", nil, "A page that there is not", Fine, "404"},
		{"old address as a page", nil, "An old address", Fine, "shows the page that leads on"},
		{"no cookies", nil, "Cookies that the host sets", Fine, "none"},
		{"no encryption", nil, "Encryption", Look, "begins with http"},
		{"no nosniff", func(_ string, h http.Header) int { h.Del("X-Content-Type-Options"); return 0 }, classes, Look,
			"no X-Content-Type-Options; the list has X-Content-Type-Options: nosniff"},
		{"another policy in frames", func(name string, h http.Header) int {
			if host.Of(name) == host.Frame {
				h.Set("Content-Security-Policy", "frame-ancestors *")
			}
			return 0
		}, classes, Look, "embed/a/: Content-Security-Policy is “frame-ancestors *”"},
		{"a header twice", func(_ string, h http.Header) int { h.Add("Referrer-Policy", "origin"); return 0 }, classes, Look,
			"Referrer-Policy is “no-referrer, origin”"},
		{"assets asked for again", func(_ string, h http.Header) int { h.Set("Cache-Control", host.Asking); return 0 }, classes, Look,
			"css/site.0123456789.css: Cache-Control is “no-cache”"},
		{"a wrong type", func(_ string, h http.Header) int { h.Set("Content-Type", "text/plain"); return 0 }, classes, Look, "Content-Type is “text/plain”"},
		{"a type with capitals", func(_ string, h http.Header) int {
			h.Set("Content-Type", strings.Replace(h.Get("Content-Type"), "; charset=utf-8", ";charset=UTF-8", 1))
			return 0
		}, classes, Fine, ""},
		{"a cookie", func(_ string, h http.Header) int { h.Add("Set-Cookie", "balance=1; Path=/"); return 0 }, "Cookies that the host sets", Look, "balance"},
		{"200 where there is no page", func(name string, _ http.Header) int {
			if name == "404.html" {
				return http.StatusOK
			}
			return 0
		}, "A page that there is not", Look, "200 OK"},
		{"a redirect", func(name string, h http.Header) int {
			if name == "old/a/index.html" {
				h.Set("Location", "/iop/a/")
				return http.StatusMovedPermanently
			}
			return 0
		}, "An old address", Fine, "leads on (301)"},
		{"a redirect to elsewhere", func(name string, h http.Header) int {
			if name == "old/a/index.html" {
				h.Set("Location", "/")
				return http.StatusMovedPermanently
			}
			return 0
		}, "An old address", Look, "does not lead on"},
		{"no page at all", func(name string, _ http.Header) int {
			if name == "index.html" {
				return http.StatusForbidden
			}
			return 0
		}, classes, Look, "403 Forbidden"},
		{"no manifest", func(name string, _ http.Header) int {
			if name == "manifest.json" {
				return http.StatusNotFound
			}
			return 0
		}, "The live site is this build", Look, "it is not"},
		{"not the whole build", func(name string, _ http.Header) int {
			if host.Of(name) == host.Frame {
				return http.StatusNotFound
			}
			return 0
		}, "The live site is this build", Look, "embed/a/: 404 Not Found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := asked(t, &sending{change: c.change})[c.what]
			text := i.Result + "\n" + strings.Join(i.List, "\n")
			if i.State != c.state || !strings.Contains(text, c.says) {
				t.Errorf("got %s, %s\nwant %s, with %q", i.State, text, c.state, c.says)
			}
		})
	}
}

// TestLiveOther asks a host that changes what it sends.
func TestLiveOther(t *testing.T) {
	for edits, want := range map[string]string{"index.html": "/iop/: other bytes", "manifest.json": "its manifest.json is another", "404.html": ""} {
		t.Run(edits, func(t *testing.T) {
			i := asked(t, &sending{edits: edits})["The live site is this build"]
			if got := strings.Join(i.List, "\n"); want == "" && got != "" || !strings.Contains(got, want) {
				t.Errorf("got %s %q, want %q", i.State, got, want)
			}
		})
	}
}

// TestLiveSamples asks for one file of each class, and no more than it needs.
func TestLiveSamples(t *testing.T) {
	f, err := Read(small)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(samples(f), " ")
	if want := "index.html css/site.0123456789.css embed/a/index.html favicon.svg manifest.json"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// TestLiveBroken asks a host that does not answer.
func TestLiveBroken(t *testing.T) {
	f, err := Read(fs.FS(small))
	if err != nil {
		t.Fatal(err)
	}
	base := &url.URL{Scheme: "https", Host: "www.clinic.example", Path: "/"}
	l := Ask(t.Context(), func(context.Context, string) (*Answer, error) { return nil, errors.New("no such host") }, base, f.Host(base, nil), f)
	for _, i := range headers(&Subject{Name: "public", Folder: f, Live: l}).Items {
		if i.State != Open || !strings.Contains(i.Result, "because the host could not be asked: no such host") {
			t.Errorf("got %s, %s", i.State, i.Result)
		}
	}
}

// TestLivePlain reads what an answer without encryption means.
func TestLivePlain(t *testing.T) {
	for _, c := range []struct {
		name  string
		plain Asked
		state State
	}{
		{"leads to https", Asked{Status: 301, Location: "https://www.clinic.example/"}, Fine},
		{"leads elsewhere", Asked{Status: 301, Location: "http://www.clinic.example/x/"}, Look},
		{"answers", Asked{Status: 200}, Look},
		{"is closed", Asked{Err: "connection refused"}, Told},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := &Live{Base: &url.URL{Scheme: "https", Host: "www.clinic.example", Path: "/"}, Plain: c.plain}
			if got := l.encrypted(); got.State != c.state {
				t.Errorf("got %s, %s; want %s", got.State, got.Result, c.state)
			}
		})
	}
}
