package host

import (
	"slices"
	"testing"
)

func TestHeaders(t *testing.T) {
	const policy = "default-src 'none'"
	at := func(base, path string, frames ...string) *Site {
		return &Site{Base: base, Path: path, Policy: policy, Frames: frames}
	}
	own, shared := at("https://guide.clinic.example", "/"), at("https://www.clinic.example/iop", "/iop/")
	const strict = "Strict-Transport-Security: max-age=31536000"
	for _, tt := range []struct {
		name   string
		site   *Site
		path   string
		secure bool
		want   []string // besides those of every file
	}{
		{"a page", own, "costs/index.html", true, []string{"Content-Security-Policy: default-src 'none'; frame-ancestors 'self'", "Cache-Control: no-cache", strict}},
		{"not found", own, "404.html", true, []string{"Content-Security-Policy: default-src 'none'; frame-ancestors 'self'", "Cache-Control: no-cache", strict}},
		{"without encryption", own, "costs/index.html", false, []string{"Content-Security-Policy: default-src 'none'; frame-ancestors 'self'", "Cache-Control: no-cache"}},
		{"on a shared host", shared, "costs/index.html", true, []string{"Content-Security-Policy: default-src 'none'; frame-ancestors 'self'", "Cache-Control: no-cache"}},
		{"at an address that is not known", at("", "/"), "index.html", true, []string{"Content-Security-Policy: default-src 'none'; frame-ancestors 'self'", "Cache-Control: no-cache"}},
		{"at one without encryption", at("http://guide.clinic.example", "/"), "index.html", true, []string{"Content-Security-Policy: default-src 'none'; frame-ancestors 'self'", "Cache-Control: no-cache"}},
		{"a page for frames", shared, "embed/costs/index.html", true, []string{"Content-Security-Policy: default-src 'none'; frame-ancestors *", "Cache-Control: no-cache"}},
		{"for some frames", at("", "/", "https://a.example", "https://*.b.example"), "embed/es/costs/index.html", true,
			[]string{"Content-Security-Policy: default-src 'none'; frame-ancestors 'self' https://a.example https://*.b.example", "Cache-Control: no-cache"}},
		{"a page whose name only begins so", shared, "embedded/index.html", true, []string{"Content-Security-Policy: default-src 'none'; frame-ancestors 'self'", "Cache-Control: no-cache"}},
		{"a script for frames", shared, "embed/embed.js", true, []string{"Cache-Control: no-cache"}},
		{"a drawing", shared, "levels.0123456789.svg", true, []string{"Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; sandbox", "Cache-Control: public, max-age=31536000, immutable"}},
		{"a style", shared, "css/site.0123456789.css", true, []string{"Cache-Control: public, max-age=31536000, immutable"}},
		{"one without a hash", shared, "css/site.css", true, []string{"Cache-Control: no-cache"}},
		{"one with too short a hash", shared, "css/site.012345678.css", true, []string{"Cache-Control: no-cache"}},
	} {
		want := append([]string{"X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer"}, tt.want...)
		var got []string
		for _, h := range tt.site.Headers(tt.path, tt.secure) {
			if h.Name != "Permissions-Policy" {
				got = append(got, h.String())
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\ngot  %q\nwant %q", tt.name, got, want)
		}
	}
}

// TestHeadersAreEachTheirOwn holds that what one class adds is not seen in another.
func TestHeadersAreEachTheirOwn(t *testing.T) {
	for _, c := range (&Site{Policy: "default-src 'none'"}).Classes() {
		var names []string
		for _, h := range c.Headers {
			names = append(names, h.Name)
		}
		if slices.Sort(names); len(slices.Compact(names)) != len(c.Headers) {
			t.Errorf("%s has a header twice: %q", c.Name, names)
		}
	}
}

func TestType(t *testing.T) {
	for path, want := range map[string]string{
		"index.html": "text/html; charset=utf-8", "a.b/c": "application/octet-stream", "css/a.0123456789.css": "text/css; charset=utf-8",
		".well-known/security.txt": "text/plain; charset=utf-8", "feed.xml": "application/xml", "x.exe": "application/octet-stream",
	} {
		if got := Type(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}
