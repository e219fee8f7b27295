package host

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// A block is a rule as it is read from a _headers file.
type block struct {
	pattern string
	drop    []string
	headers []Header
}

// parseHeaders reads a _headers file as Netlify and Cloudflare document it: an address
// or a pattern on a line of its own, under it indented lines "name: value". With detach,
// also "! name", which is Cloudflare's alone.
func parseHeaders(data []byte, detach bool) (list []block, err error) {
	for i, l := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		text := strings.TrimSpace(l)
		name, value, pair := strings.Cut(text, ": ")
		switch {
		case text == "" || strings.HasPrefix(text, "#"):
		case strings.HasPrefix(l, "/"):
			if strings.Count(text, "*") > 1 || strings.ContainsAny(text, " \t:") {
				return nil, fmt.Errorf("line %d: a pattern has at most one star, no space and no colon: %q", i+1, l)
			}
			list = append(list, block{pattern: text})
		case l == text || len(list) == 0:
			return nil, fmt.Errorf("line %d: not under a pattern: %q", i+1, l)
		case detach && strings.HasPrefix(text, "! "):
			b := &list[len(list)-1]
			b.drop = append(b.drop, text[2:])
		case pair && headerName.MatchString(name) && value != "":
			b := &list[len(list)-1]
			b.headers = append(b.headers, Header{name, value})
		default:
			return nil, fmt.Errorf("line %d: neither a pattern nor a header: %q", i+1, l)
		}
	}
	return list, nil
}

var headerName = regexp.MustCompile(`^[A-Za-z-]+$`)

// fits reports whether a pattern fits an address. A star stands for anything.
func (b block) fits(address string) bool {
	parts := strings.Split(b.pattern, "*")
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	return regexp.MustCompile("^" + strings.Join(parts, ".*") + "$").MatchString(address)
}

// sent returns the headers that blocks give a file. Where a block gives a header that one
// before it gave, Cloudflare joins both values, and Netlify takes the later.
func sent(list []block, address string, join bool) map[string]string {
	got := map[string]string{}
	for _, b := range list {
		if !b.fits(address) {
			continue
		}
		for _, d := range b.drop {
			delete(got, d)
		}
		for _, h := range b.headers {
			if before, ok := got[h.Name]; ok && join {
				got[h.Name] = before + ", " + h.Value
			} else {
				got[h.Name] = h.Value
			}
		}
	}
	return got
}

// prefixed is the name of a file of a host for a site at a path, where it lies beside.
func prefixed(h *Host, s *Site, name string) string {
	if s.Path == "/" {
		return name
	}
	return h.Name + name
}

func TestCloudflareHeaders(t *testing.T) {
	for name, s := range testSites() {
		t.Run(name, func(t *testing.T) {
			data := file(t, all(cloudflare, s), prefixed(cloudflare, s, "_headers"))
			list, err := parseHeaders(data, true)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(list[0].drop, " "); got != "Access-Control-Allow-Origin" {
				t.Errorf("of what Cloudflare sends by itself, got %q away, want Access-Control-Allow-Origin", got)
			}
			for _, f := range s.Files {
				sameHeaders(t, f.Path, sent(list, address(s, f.Path), true), s.Headers(f.Path, true))
			}
		})
	}
}

// TestNetlifyHeaders holds that files are sent with the headers of the list, and those
// that are no pages with the policy of a page besides.
func TestNetlifyHeaders(t *testing.T) {
	const policy = "Content-Security-Policy"
	for name, s := range testSites() {
		t.Run(name, func(t *testing.T) {
			list, err := parseHeaders(file(t, all(netlify, s), prefixed(netlify, s, "_headers")), false)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range s.Files {
				got := sent(list, address(s, f.Path), false)
				if Of(f.Path) == Other {
					if !strings.HasPrefix(got[policy], s.Policy) {
						t.Errorf("%s: got the policy %q, want that of a page", f.Path, got[policy])
					}
					delete(got, policy)
				}
				sameHeaders(t, f.Path, got, s.Headers(f.Path, true))
			}
		})
	}
}

// TestHeadersFileBounds holds what Cloudflare documents: 100 rules, 2,000 characters a
// line, 2,000 redirects of at most 1,000 characters.
func TestHeadersFileBounds(t *testing.T) {
	for _, h := range []*Host{netlify, cloudflare} {
		s := many(5000)
		list, err := parseHeaders(file(t, all(h, s), "_headers"), h == cloudflare)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 100 {
			t.Errorf("%s: got %d rules, want at most 100", h.Name, len(list))
		}
		for _, l := range strings.Split(string(file(t, all(h, s), "_headers")), "\n") {
			if len(l) > 2000 {
				t.Errorf("%s: got a line of %d characters, want at most 2,000", h.Name, len(l))
			}
		}
	}
	moves := strings.Split(strings.TrimSpace(string(file(t, all(cloudflare, many(5000)), "_redirects"))), "\n")
	if len(moves) != 2000 {
		t.Errorf("cloudflare: got %d redirects, want 2,000", len(moves))
	}
}

// redirectLine is a line of _redirects without patterns, as both document it: from, to and
// a status. Netlify's mark of exclamation is for addresses at which a file lies.
var redirectLine = regexp.MustCompile(`^/[A-Za-z0-9._/-]+ /[A-Za-z0-9._/-]* 301!?$`)

func TestRedirectsFiles(t *testing.T) {
	for _, c := range []struct {
		host *Host
		site string
		want []string
	}{
		{netlify, "root", []string{"/money/ /costs/ 301!", "/old/prices/ /costs/ 301!"}},
		{netlify, "path", []string{"/iop/money/ /iop/costs/index.html 301!", "/iop/old/prices/ /iop/ 301!"}},
		{cloudflare, "root", []string{"/money/ /costs/ 301", "/old/prices/ /costs/ 301"}},
		{cloudflare, "path", []string{"/iop/money/ /iop/costs/ 301", "/iop/old/prices/ /iop/ 301"}},
	} {
		s := testSites()[c.site]
		got := strings.Split(strings.TrimSpace(string(file(t, all(c.host, s), prefixed(c.host, s, "_redirects")))), "\n")
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s %s: got %q, want %q", c.host.Name, c.site, got, c.want)
		}
		for _, l := range got {
			if !redirectLine.MatchString(l) {
				t.Errorf("%s: got %q, which is not a redirect", c.host.Name, l)
			}
		}
	}
}
