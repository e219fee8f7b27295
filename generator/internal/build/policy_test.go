package build

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/check"

	"golang.org/x/net/html"
)

func TestPolicy(t *testing.T) {
	const start, end = "default-src 'none'; ", "base-uri 'none'; form-action 'none'"
	hash := func(style string) string {
		sum := sha256.Sum256([]byte(style))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	tests := []struct {
		name, page string
		fonts      bool
		want       string
	}{
		{"words", "<p>Words", false, "connect-src 'self'; "},
		{"style", `<link rel=stylesheet href=a.css>`, false, "style-src 'self'; img-src 'self'; connect-src 'self'; "},
		{"style with fonts", `<link rel=stylesheet href=a.css>`, true, "style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "},
		{"fonts without a style", "<p>", true, "connect-src 'self'; "},
		{"script", `<script src=a.js defer></script>`, false, "script-src 'self'; connect-src 'self'; "},
		{"data for search engines", `<script type="application/ld+json">{}</script>`, false, "connect-src 'self'; "},
		{"picture", `<img src=a.png alt="">`, false, "img-src 'self'; connect-src 'self'; "},
		{"icon", `<link rel=icon href=a.svg>`, false, "img-src 'self'; connect-src 'self'; "},
		{"film", `<video src=a.mp4></video>`, false, "media-src 'self'; connect-src 'self'; "},
		{"app", `<link rel=manifest href=a.webmanifest>`, false, "manifest-src 'self'; connect-src 'self'; "},
		{"style in the page", `<style>a{b:c}</style>`, false, "style-src " + hash("a{b:c}") + "; "},
		{"two styles and a file", `<style>a{b:c}</style><style>d{e:f}</style><link rel=stylesheet href=a.css>`, false,
			"style-src " + hash("a{b:c}") + " " + hash("d{e:f}") + " 'self'; img-src 'self'; "},
	}
	for _, tt := range tests {
		if got, want := policy(check.Read([]byte(tt.page)), tt.fonts, false), start+tt.want+end; got != want {
			t.Errorf("%s\ngot  %s\nwant %s", tt.name, got, want)
		}
	}
}

// TestPolicies reads every page of the small site as a browser does, and makes
// sure that its policy allows exactly what the page uses.
func TestPolicies(t *testing.T) {
	r := build(t, newBuilder(guide(t), today))
	for path, o := range r.Outputs {
		if !strings.HasSuffix(path, ".html") {
			continue
		}
		data, _ := o.Bytes()
		got, used := directives(t, path, string(data))
		for _, d := range []string{"default-src", "base-uri", "form-action"} {
			if got[d] != "'none'" {
				t.Errorf("%s: %s is %s, want 'none'", path, d, got[d])
			}
			delete(got, d)
		}
		for d, sources := range used {
			if got[d] != sources {
				t.Errorf("%s: %s is %q, want %q", path, d, got[d], sources)
			}
			delete(got, d)
		}
		if len(got) > 0 {
			t.Errorf("%s: the policy also allows %v, which the page does not use", path, got)
		}
	}
}

// directives returns the policy of a page, and what of it the page uses.
func directives(t *testing.T, path, page string) (got, used map[string]string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	got, used = map[string]string{}, map[string]string{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
		}
		switch {
		case n.Data == "meta" && attrs["http-equiv"] == "Content-Security-Policy":
			for part := range strings.SplitSeq(attrs["content"], "; ") {
				name, sources, _ := strings.Cut(part, " ")
				got[name] = sources
			}
		case n.Data == "script" && attrs["src"] != "":
			used["script-src"] = "'self'"
		case n.Data == "link" && attrs["rel"] == "stylesheet":
			used["style-src"], used["img-src"] = "'self'", "'self'"
		case n.Data == "img", n.Data == "link" && attrs["rel"] == "icon":
			used["img-src"] = "'self'"
		case n.Data == "style":
			sum := sha256.Sum256([]byte(n.FirstChild.Data))
			used["style-src"] = "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		}
		if slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "style" || strings.HasPrefix(a.Key, "on") }) {
			t.Errorf("%s: <%s> has a style or a handler, which the policy forbids", path, n.Data)
		}
	}
	if path != "404.html" {
		used["connect-src"] = "'self'"
	}
	return got, used
}
