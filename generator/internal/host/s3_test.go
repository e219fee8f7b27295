package host

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestS3Plan holds that the plan says of each file what the list says of it.
func TestS3Plan(t *testing.T) {
	s := testSites()["path"]
	var plan struct {
		Version           int
		Path, Base, Order string
		Files             []struct {
			Path, Type, Cache, SHA256, Kind, Redirect string
			Size                                      int
		}
	}
	d := json.NewDecoder(bytes.NewReader(file(t, all(s3, s), "s3-plan.json")))
	d.DisallowUnknownFields()
	if err := d.Decode(&plan); err != nil {
		t.Fatal(err)
	}
	if plan.Version != 1 || plan.Path != "/iop/" || plan.Base != s.Base || len(plan.Files) != len(s.Files) {
		t.Fatalf("got version %d for %s with %d files, want 1 for /iop/ with %d", plan.Version, plan.Path, len(plan.Files), len(s.Files))
	}
	redirects := map[string]string{"money/index.html": "/iop/costs/index.html", "old/prices/index.html": "/iop/"}
	for i, f := range s.Files {
		got := plan.Files[i]
		if got.Path != f.Path || got.Type != Type(f.Path) || got.Cache != Cache(f.Path) || got.Size != f.Size ||
			got.SHA256 != hex.EncodeToString(f.Sum[:]) || got.Redirect != redirects[f.Path] {
			t.Errorf("got %+v, want %+v of the list", got, f)
		}
		if (got.Kind == "asset") != f.Hashed || (got.Kind == "page") != strings.HasSuffix(f.Path, ".html") {
			t.Errorf("%s: got kind %s", f.Path, got.Kind)
		}
	}
}

// An answer is what the function gives back: the request, or a response.
type answer struct {
	URI        string
	StatusCode int
	Headers    struct{ Location struct{ Value string } }
}

// runFunction runs a function for CloudFront with a request for each address.
func runFunction(t *testing.T, code []byte, addresses []string) []answer {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal("node is missing, which runs the function for CloudFront; install Node 20.19 or newer")
	}
	var script bytes.Buffer
	fmt.Fprintf(&script, "'use strict';\n%s\nvar answers = [];\n", code)
	for _, a := range addresses {
		event, _ := json.Marshal(map[string]any{"version": "1.0", "context": map[string]any{"eventType": "viewer-request"},
			"request": map[string]any{"method": "GET", "uri": a, "querystring": map[string]any{}, "headers": map[string]any{}, "cookies": map[string]any{}}})
		fmt.Fprintf(&script, "answers.push(handler(%s));\n", event)
	}
	script.WriteString("console.log(JSON.stringify(answers));\n")
	cmd := exec.Command(node)
	cmd.Stdin = &script
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var answers []answer
	if err := json.Unmarshal(out, &answers); err != nil || len(answers) != len(addresses) {
		t.Fatalf("%v: got %s, want %d answers", err, out, len(addresses))
	}
	return answers
}

// TestCloudFrontFunction runs the function with requests, as CloudFront gives them to it.
func TestCloudFrontFunction(t *testing.T) {
	for site, cases := range map[string][]struct{ uri, page, to string }{
		"root": {
			{"/", "/index.html", ""},
			{"/costs/", "/costs/index.html", ""},
			{"/costs/index.html", "/costs/index.html", ""},
			{"/costs", "", "/costs/"},
			{"/css/site.0a1b2c3d4e.css", "/css/site.0a1b2c3d4e.css", ""},
			{"/.well-known/security.txt", "/.well-known/security.txt", ""},
			{"/money", "", "/costs/"},
			{"/money/", "", "/costs/"},
			{"/money/index.html", "", "/costs/"},
			{"//other.example/x", "//other.example/x", ""},
			{`/\other.example/x`, `/\other.example/x`, ""},
			{"/%2f/other", "/%2f/other", ""},
			{"/../x", "/../x", ""},
			{"/constructor", "", "/constructor/"},
			{"/constructor/", "/constructor/index.html", ""},
		},
		"path": {
			{"/iop", "", "/iop/"},
			{"/iop/", "/iop/index.html", ""},
			{"/iop/old/prices", "", "/iop/"},
			{"/iop/money/", "", "/iop/costs/index.html"},
			{"/about", "/about", ""},
			{"/about/", "/about/", ""},
			{"/iopx", "/iopx", ""},
		},
	} {
		var addresses []string
		for _, c := range cases {
			addresses = append(addresses, c.uri)
		}
		for i, got := range runFunction(t, file(t, all(s3, testSites()[site]), "cloudfront-function.js"), addresses) {
			c := cases[i]
			if got.URI != c.page || got.Headers.Location.Value != c.to || (got.StatusCode == 301) != (c.to != "") {
				t.Errorf("%s %s: got page %q and redirect %q with status %d, want %q and %q",
					site, c.uri, got.URI, got.Headers.Location.Value, got.StatusCode, c.page, c.to)
			}
		}
	}
}

// TestCloudFrontSize holds that the function keeps to CloudFront's quota, and to what both
// of its sorts of JavaScript know.
func TestCloudFrontSize(t *testing.T) {
	code := file(t, all(s3, many(5000)), "cloudfront-function.js")
	if len(code) > 10_000 {
		t.Errorf("got %d bytes, want at most 10,000", len(code))
	}
	for _, word := range []string{"let ", "const ", "=>", "`", "async ", "class ", "import ", "require("} {
		if bytes.Contains(code, []byte(word)) {
			t.Errorf("got %q, which the older JavaScript of CloudFront may not know", word)
		}
	}
}

// cloudFrontDocumented is a response headers policy as the API of CloudFront documents it,
// as far as we use it. Another key is an error.
type cloudFrontDocumented struct {
	Name, Comment         string
	SecurityHeadersConfig struct {
		ContentSecurityPolicy *struct {
			Override              bool
			ContentSecurityPolicy string
		}
		ContentTypeOptions *struct{ Override bool }
		ReferrerPolicy     *struct {
			Override       bool
			ReferrerPolicy string
		}
		StrictTransportSecurity *struct {
			Override               bool
			AccessControlMaxAgeSec int
		}
	}
	CustomHeadersConfig struct {
		Quantity int
		Items    []struct {
			Header, Value string
			Override      bool
		}
	}
}

// TestCloudFrontHeaders holds that each policy sends the headers of its class.
func TestCloudFrontHeaders(t *testing.T) {
	for _, c := range []struct{ site, file, path string }{
		{"root", "cloudfront-headers.json", "index.html"},
		{"root", "cloudfront-headers-frame.json", "embed/index.html"},
		{"root", "cloudfront-headers-drawing.json", "costs/week.a7cf5671e9.svg"},
		{"root", "cloudfront-headers-other.json", "css/site.0a1b2c3d4e.css"},
		{"path", "cloudfront-headers.json", "index.html"},
	} {
		s := testSites()[c.site]
		d := json.NewDecoder(bytes.NewReader(file(t, all(s3, s), c.file)))
		d.DisallowUnknownFields()
		var p cloudFrontDocumented
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		got := map[string]string{"Cache-Control": Cache(c.path)} // it is written at the object
		if h := p.SecurityHeadersConfig.ContentSecurityPolicy; h != nil && h.Override {
			got["Content-Security-Policy"] = h.ContentSecurityPolicy
		}
		if h := p.SecurityHeadersConfig.ContentTypeOptions; h != nil && h.Override {
			got["X-Content-Type-Options"] = "nosniff"
		}
		if h := p.SecurityHeadersConfig.ReferrerPolicy; h != nil && h.Override {
			got["Referrer-Policy"] = h.ReferrerPolicy
		}
		if h := p.SecurityHeadersConfig.StrictTransportSecurity; h != nil && h.Override && h.AccessControlMaxAgeSec == 31536000 {
			got["Strict-Transport-Security"] = "max-age=31536000"
		}
		for _, h := range p.CustomHeadersConfig.Items {
			got[h.Header] = h.Value
		}
		if n := p.CustomHeadersConfig.Quantity; n != len(p.CustomHeadersConfig.Items) {
			t.Errorf("%s: got quantity %d of %d", c.file, n, len(p.CustomHeadersConfig.Items))
		}
		if len(p.Comment) > 128 {
			t.Errorf("%s: got a comment of %d characters, want at most 128", c.file, len(p.Comment))
		}
		sameHeaders(t, c.file, got, s.Headers(c.path, true))
	}
}

// FuzzServices holds that no path, address or policy breaks out of its place in a file:
// no line begins that is not ours, no element and no key.
func FuzzServices(f *testing.F) {
	for _, seed := range []string{"x.png", "a\nb", "a\r\n  Set-Cookie: x", `"/><clear/>`, "a*b", ":splat", "/other.example", `\`, "${x}", "\u2028", "\xff", "]]>", "# x", "'; alert(1)//"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, path, value string) {
		s := testSites()["root"]
		s.Policy += "; " + value
		s.Frames = append(s.Frames, value)
		s.Files = append(s.Files, File{Path: path})
		slices.SortFunc(s.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
		s.Redirects = append(s.Redirects, Redirect{path, value}, Redirect{value, path})
		for _, h := range []*Host{netlify, cloudflare} {
			list, err := parseHeaders(file(t, all(h, s), "_headers"), h == cloudflare)
			if err != nil {
				t.Fatalf("%s: %v", h.Name, err)
			}
			for _, b := range list {
				for _, h := range b.headers {
					if !slices.ContainsFunc(s.Headers("embed/x.html", true), func(known Header) bool { return known.Name == h.Name }) {
						t.Fatalf("got a header %q", h.Name)
					}
				}
			}
			for _, l := range strings.Split(strings.TrimSpace(string(file(t, all(h, s), "_redirects"))), "\n") {
				if !redirectLine.MatchString(l) {
					t.Fatalf("%s: got the redirect %q", h.Name, l)
				}
			}
		}
		for _, f := range all(iis, s) {
			root, err := parseXML(f.Data)
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if got := violations(root, configuration, ""); len(got) > 0 {
				t.Fatalf("%s: got %q", f.Name, got)
			}
			if strings.ContainsAny(root.child("system.webServer", "httpProtocol").String(), "\r\n") {
				t.Fatalf("%s: got an end of line in a header", f.Name)
			}
		}
		for _, f := range slices.Concat(all(azure, s), all(s3, s)) {
			if strings.HasSuffix(f.Name, ".json") && !json.Valid(f.Data) {
				t.Fatalf("%s: not JSON", f.Name)
			}
		}
	})
}

// String returns all values in e and below.
func (e *element) String() string {
	var b strings.Builder
	for _, v := range e.attrs {
		b.WriteString(v)
	}
	for _, c := range e.children {
		b.WriteString(c.String())
	}
	return b.String()
}
