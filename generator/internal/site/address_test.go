package site

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// address draws the address of a page or of a file, from the site's root.
func address(page bool) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "costs", "es", "what-is-it", "404"}), 0, 4).Draw(t, "parts")
		u := "/" + strings.Join(parts, "/")
		switch {
		case page && len(parts) > 0:
			return u + "/"
		case page:
			return "/"
		}
		return strings.TrimSuffix(u, "/") + "/site.0a1b.css"
	})
}

// TestLinksResolve follows relative links as a browser does, from every page to
// every page and file, in both forms of links and under any path: they always
// arrive.
func TestLinksResolve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := address(true).Draw(t, "from")
		to := address(rapid.Bool().Draw(t, "page")).Draw(t, "to")
		under := rapid.SampledFrom([]string{"https://clinic.example", "https://clinic.example/x/y", "file:///home/ana/public"}).Draw(t, "under")
		c := &Config{FileLinks: rapid.Bool().Draw(t, "file links")}
		here, want := under+from, under+to
		if c.FileLinks {
			here = under + "/" + Output(from)
			if strings.HasSuffix(to, "/") {
				want = under + "/" + Output(to)
			}
		}
		rel := c.Rel(from, to)
		base, err := url.Parse(here)
		if err != nil {
			t.Fatal(err)
		}
		got, err := base.Parse(rel)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Fatalf("in %s the link %q leads to %s, want %s", here, rel, got, want)
		}
		if rel == "" || strings.HasPrefix(rel, "/") {
			t.Fatalf("the link %q is not relative", rel)
		}
	})
}

func TestRel(t *testing.T) {
	tests := []struct{ from, to, folder, file string }{
		{"/", "/", "./", "index.html"},
		{"/", "/costs/", "costs/", "costs/index.html"},
		{"/costs/", "/", "../", "../index.html"},
		{"/costs/", "/costs/", "./", "index.html"},
		{"/costs/", "/costs/free/", "free/", "free/index.html"},
		{"/costs/free/", "/costs/", "../", "../index.html"},
		{"/costs/free/", "/costs/plans/", "../plans/", "../plans/index.html"},
		{"/costs/free/", "/css/a.css", "../../css/a.css", "../../css/a.css"},
		{"/", "/css/a.css", "css/a.css", "css/a.css"},
		{"/es/", "/", "../", "../index.html"},
	}
	for _, tt := range tests {
		for _, file := range []bool{false, true} {
			want := tt.folder
			if file {
				want = tt.file
			}
			if got := (&Config{FileLinks: file}).Rel(tt.from, tt.to); got != want {
				t.Errorf("file %t: from %s to %s: got %s, want %s", file, tt.from, tt.to, got, want)
			}
		}
	}
}

func TestAbsolute(t *testing.T) {
	tests := []struct{ base, url, want string }{
		{"", "/costs/", ""},
		{"https://clinic.example", "/", "https://clinic.example/"},
		{"https://clinic.example", "/costs/", "https://clinic.example/costs/"},
		{"https://clinic.example/iop", "/", "https://clinic.example/iop/"},
		{"https://clinic.example/iop", "/costs/free/", "https://clinic.example/iop/costs/free/"},
		{"https://clinic.example/iop", "/feed.xml", "https://clinic.example/iop/feed.xml"},
	}
	for _, tt := range tests {
		// The form of links inside the site does not change these addresses.
		for _, file := range []bool{false, true} {
			if got := (&Config{BaseURL: tt.base, FileLinks: file}).Absolute(tt.url); got != tt.want {
				t.Errorf("%s under %q: got %s, want %s", tt.url, tt.base, got, tt.want)
			}
		}
	}
}

func TestAliasURL(t *testing.T) {
	tests := []struct{ alias, want string }{
		{"/old/", "/old/"},
		{"/old", "/old/"},
		{"old", "/old/"},
		{"/old/index.html", "/old/"},
		{"/old/my-index.html", "/old/my-index.html/"},
		{"/index.html", "/"},
		{"/old/page.html", "/old/page.html/"},
		{"/a//b/./c/", "/a/b/c/"},
		{"../../etc/", "/etc/"},
		{"/", "/"},
		{"", "/"},
	}
	for _, tt := range tests {
		if got := AliasURL(tt.alias); got != tt.want {
			t.Errorf("AliasURL(%q) = %s, want %s", tt.alias, got, tt.want)
		}
	}
}

func TestOutput(t *testing.T) {
	for url, want := range map[string]string{"/": "index.html", "/costs/free/": "costs/free/index.html"} {
		if got := Output(url); got != want {
			t.Errorf("Output(%s) = %s, want %s", url, got, want)
		}
	}
}
