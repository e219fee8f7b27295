package serve

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/overlay"
)

func TestAnswers(t *testing.T) {
	s := start(t, nil)
	tests := []struct {
		name, path string
		status     int
		header     string // Content-Type, or Location of a redirect
	}{
		{"home", "/", 200, "text/html; charset=utf-8"},
		{"folder", "/costs/", 200, "text/html; charset=utf-8"},
		{"file of a folder", "/costs/index.html", 200, "text/html; charset=utf-8"},
		{"query", "/costs/?v=1", 200, "text/html; charset=utf-8"},
		{"no slash", "/costs?a=b", 302, "/costs/?a=b"},
		{"style", "/css/site.css", 200, "text/css; charset=utf-8"},
		{"script", "/js/site.js", 200, "text/javascript; charset=utf-8"},
		{"drawing", "/favicon.svg", 200, "image/svg+xml"},
		{"picture", "/scene.webp", 200, "image/webp"},
		{"well-known", "/.well-known/x.txt", 200, "text/plain; charset=utf-8"},
		{"data", "/manifest.json", 200, "application/json"},
		{"own script", "/_preview/live.js", 200, "text/javascript; charset=utf-8"},
		{"own style", "/_preview/overlay.css", 200, "text/css; charset=utf-8"},
		{"no own file", "/_preview/other", 404, "text/html; charset=utf-8"},
		{"no page", "/nothing/", 404, "text/html; charset=utf-8"},
		{"source", "/content/costs.md", 404, "text/html; charset=utf-8"},
		{"up", "/../site.yaml", 404, "text/html; charset=utf-8"},
		{"up, written otherwise", "/%2e%2e/site.yaml", 404, "text/html; charset=utf-8"},
		{"up from a page", "/costs/../../site.yaml", 404, "text/html; charset=utf-8"},
		{"backslash", "/..%5csite.yaml", 404, "text/html; charset=utf-8"},
		{"zero byte", "/costs/%00", 404, "text/html; charset=utf-8"},
		{"two slashes", "//evil.example", 404, "text/html; charset=utf-8"},
		{"two slashes before a page", "//costs", 404, "text/html; charset=utf-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			resp, body := s.get("GET", tt.path)
			header := resp.Header.Get("Content-Type")
			if tt.status == 302 {
				header = resp.Header.Get("Location")
			}
			if resp.StatusCode != tt.status || header != tt.header {
				t.Errorf("got %d %s, want %d %s", resp.StatusCode, header, tt.status, tt.header)
			}
			if strings.Contains(body, "title: ") {
				t.Errorf("a source was served: %s", body)
			}
			if got := resp.Header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control: got %q, want no-store", got)
			}
			head, empty := s.get("HEAD", tt.path)
			if head.StatusCode != tt.status || empty != "" ||
				tt.status != 302 && head.ContentLength != resp.ContentLength {
				t.Errorf("HEAD: got %d, %d bytes said, body %q; GET had %d", head.StatusCode, head.ContentLength, empty, resp.ContentLength)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	s := start(t, nil)
	host := strings.TrimSuffix(strings.TrimPrefix(s.url, "http://"), "/")
	_, port, err := net.SplitHostPort(host)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, method, path string
		headers            []string
		status             int
	}{
		{"plain", "GET", "/", nil, 200},
		{"localhost", "GET", "/", []string{"Host", "LocalHost:" + port}, 200},
		{"IPv6", "GET", "/", []string{"Host", "[::1]:" + port}, 200},
		{"another name that leads here", "GET", "/", []string{"Host", "evil.example:" + port}, 403},
		{"a name that begins like ours", "GET", "/", []string{"Host", "localhost.evil.example:" + port}, 403},
		{"another port", "GET", "/", []string{"Host", "127.0.0.1:1"}, 403},
		{"no port", "GET", "/", []string{"Host", "127.0.0.1"}, 403},
		{"own origin", "GET", "/", []string{"Origin", "http://" + host}, 200},
		{"foreign origin", "GET", "/", []string{"Origin", "https://evil.example"}, 403},
		{"origin of another port", "GET", "/_preview/events", []string{"Origin", "http://127.0.0.1:1"}, 403},
		{"hidden origin", "GET", "/_preview/events", []string{"Origin", "null"}, 403},
		{"script for a foreign page", "GET", "/_preview/live.js", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"events for another port", "GET", "/_preview/events", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"script for our page", "GET", "/_preview/live.js", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"a link followed from elsewhere", "GET", "/costs/", []string{"Sec-Fetch-Site", "cross-site"}, 200},
		{"POST", "POST", "/", nil, 405},
		{"DELETE", "DELETE", "/_preview/events", nil, 405},
		{"OPTIONS", "OPTIONS", "/", []string{"Origin", "https://evil.example"}, 405},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			resp, body := s.get(tt.method, tt.path, tt.headers...)
			if resp.StatusCode != tt.status {
				t.Errorf("got %d, want %d", resp.StatusCode, tt.status)
			}
			if tt.status == 403 && (strings.Contains(body, "<") || !strings.HasPrefix(body, "this ")) {
				t.Errorf("the refusal gives no plain reason: %q", body)
			}
			if resp.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Error("another origin is let in")
			}
		})
	}
}

// TestServedBytes compares what is served with what would be published.
func TestServedBytes(t *testing.T) {
	s := start(t, nil)
	r, err := build.New(overlay.FS{{FS: os.DirFS(s.dir)}}, build.Options{PlainAssets: true}).Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for path, o := range r.Outputs {
		want, _ := o.Bytes()
		_, body := s.get("GET", "/"+path)
		if !isPage(path) {
			if body != string(want) {
				t.Errorf("%s differs from the published file", path)
			}
			continue
		}
		tag := body[strings.LastIndex(body, "<script src=\"/_preview/"):]
		tag = tag[:strings.Index(tag, "</script>")+len("</script>")]
		bare := strings.Replace(body, tag, "", 1)
		if bare != string(widenPolicy(want)) {
			t.Errorf("%s: got %s\nwant %s", path, bare, widenPolicy(want))
		}
		if !strings.Contains(body, "script-src 'self'; ") && !strings.Contains(body, "script-src 'self'\"") {
			t.Errorf("%s: the policy does not let live.js run: %s", path, body)
		}
	}
}

func TestWidenPolicy(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"nothing allowed", `<meta http-equiv=Content-Security-Policy content="default-src 'none'">`,
			`<meta http-equiv=Content-Security-Policy content="default-src 'none'; script-src 'self'; connect-src 'self'">`},
		{"all needed allowed", `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src 'self'">`, ""},
		{"own host by default", `<meta http-equiv="Content-Security-Policy" content="default-src 'self'; img-src *">`, ""},
		{"others stay", `<meta http-equiv="content-security-policy" content="default-src https://a.example; script-src 'none'; style-src 'sha256-x='">`,
			`<meta http-equiv="content-security-policy" content="default-src https://a.example; script-src 'self'; style-src 'sha256-x='; connect-src https://a.example 'self'">`},
		{"more sources", `<meta http-equiv=Content-Security-Policy content="script-src https://a.example;connect-src 'none'">`,
			`<meta http-equiv=Content-Security-Policy content="script-src https://a.example 'self';connect-src 'self'">`},
		{"nothing forbidden", `<meta http-equiv=Content-Security-Policy content="base-uri 'none'">`, ""},
		{"no policy", `<meta name=description content="script-src">`, ""},
		{"only the page's own", `<p>http-equiv=Content-Security-Policy content="default-src 'none'"`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if want == "" {
				want = tt.page
			}
			if got := string(widenPolicy([]byte(tt.page))); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func FuzzWidenPolicy(f *testing.F) {
	f.Add([]byte(`<meta http-equiv=Content-Security-Policy content="default-src 'none'; ;script-src">x`))
	f.Fuzz(func(t *testing.T, page []byte) {
		once := widenPolicy(page)
		if twice := widenPolicy(once); !bytes.Equal(once, twice) {
			t.Errorf("widened twice: got %q, want %q", twice, once)
		}
	})
}

func TestAddTag(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"end tags", "<body><p>a</body></html>", "<body><p>a|</body></html>"},
		{"no end tags", "<body><p>a", "<body><p>a|"},
		{"the words in a sentence", "<p>&lt;/body></body>", "<p>&lt;/body>|</body>"},
		{"empty", "", "|"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(addTag([]byte(tt.page), "|")); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTooManyPages(t *testing.T) {
	p := newPreview(Options{}.withDefaults())
	for range maxClients {
		if p.hub.join("") == nil {
			t.Fatal("a page was not let in")
		}
	}
	w := httptest.NewRecorder()
	p.stream(w, httptest.NewRequest(http.MethodGet, "/_preview/events", nil))
	if got, want := w.Body.String(), "retry: 60000\n\nevent: full\ndata: {}\n\n"; got != want {
		t.Errorf("one page too many: got %q, want %q", got, want)
	}
}

// TestSlowPage tells more to a page than it reads: the last message stays.
func TestSlowPage(t *testing.T) {
	var h hub
	c := h.join("")
	for _, m := range []string{"a", "b", "c"} {
		h.tell([]byte(m))
	}
	if got := string(<-c); got != "c" {
		t.Errorf("got %q, want the last message", got)
	}
	h.leave(c)
	h.tell([]byte("d"))
	if len(c) != 0 {
		t.Error("a page that left was told")
	}
}

// TestGoneBrowser ends the request: the stream must end with it.
func TestGoneBrowser(t *testing.T) {
	p := newPreview(Options{}.withDefaults())
	ctx, gone := context.WithCancel(t.Context())
	gone()
	p.stream(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/_preview/events", nil).WithContext(ctx))
	if len(p.hub.clients) != 0 {
		t.Error("a browser that is gone is still told")
	}
}
