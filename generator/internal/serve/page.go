package serve

import (
	"bytes"
	"fmt"
	"html"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// dressed returns what is served for an output: a page gets live.js, and leave
// to use it; nothing else is changed.
func (s *state) dressed(name string, data []byte) []byte {
	if !isPage(name) {
		return data
	}
	tag := fmt.Sprintf(`<script src="%slive.js" data-build="%s" data-page="%s" data-scripts="%s"></script>`,
		own, s.build, html.EscapeString(address(name)), s.scripts)
	return addTag(widenPolicy(data), tag)
}

func isPage(name string) bool { return path.Ext(name) == ".html" }

// address returns the address of an output below the site's root.
func address(name string) string {
	if path.Base(name) == "index.html" {
		name = strings.TrimSuffix(name, "index.html")
	}
	return "/" + name
}

// addTag puts tag last into a page. Minified pages have no end tags.
func addTag(page []byte, tag string) []byte {
	at := bytes.LastIndex(page, []byte("</body>"))
	if at < 0 {
		at = len(page)
	}
	return slices.Concat(page[:at], []byte(tag), page[at:])
}

// policyTag finds the meta tag of a page's content security policy, and in it
// the policy.
var policyTag = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`(?i)<meta\s[^>]*http-equiv=["']?content-security-policy["']?\s[^>]*content="([^"]*)"`)
})

// widenPolicy lets a page use live.js, and live.js ask for pages and events.
func widenPolicy(page []byte) []byte {
	at := policyTag().FindSubmatchIndex(page)
	if at == nil {
		return page // nothing is forbidden
	}
	policy := string(page[at[2]:at[3]])
	for _, directive := range []string{"script-src", "connect-src"} {
		policy = allowOwn(policy, directive)
	}
	return slices.Concat(page[:at[2]], []byte(policy), page[at[3]:])
}

// allowOwn returns policy with the page's own host allowed for directive, if it
// is not.
func allowOwn(policy, directive string) string {
	parts := strings.Split(policy, ";")
	found := func(name string) int {
		return slices.IndexFunc(parts, func(p string) bool {
			f := strings.Fields(p)
			return len(f) > 0 && strings.EqualFold(f[0], name)
		})
	}
	sources := func(i int) []string {
		return slices.DeleteFunc(strings.Fields(parts[i])[1:], func(s string) bool { return s == "'none'" })
	}
	i, fallback := found(directive), found("default-src")
	switch {
	case i >= 0 && !slices.Contains(sources(i), "'self'"):
		parts[i] = keepSpace(parts[i], directive, sources(i))
	case i < 0 && fallback >= 0 && !slices.Contains(sources(fallback), "'self'"):
		parts = append(parts, keepSpace(" ", directive, sources(fallback)))
	}
	return strings.Join(parts, ";")
}

// keepSpace writes a directive that allows sources and the page's own host,
// with the space that old begins with.
func keepSpace(old, directive string, sources []string) string {
	space := old[:len(old)-len(strings.TrimLeft(old, " "))]
	return space + strings.Join(append([]string{directive}, append(sources, "'self'")...), " ")
}
