//go:build servers

package servers

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// readers are addresses of readers, and what may be kept of them.
var readers = map[string]string{
	"198.51.100.77":      "198.51.100.0",
	"2001:db8:1:2::7777": "2001:db8:1::",
	"2001:db8::7777":     "2001:db8::",
	"::ffff:203.0.113.9": "203.0.113.0",
}

// visits looks at what a server wrote down of visits, and in all else that it wrote. It
// ends the server, so that all is written.
func visits(t *testing.T, st *stand) (count int) {
	if st.variant == "htaccess" {
		return 0 // which cannot say anything of it
	}
	private := map[string]string{"User-Agent": "agent-private", "Referer": "https://private.example/private"}
	path := st.site.path + "practical/paying-for-it/"
	for address := range readers {
		private["X-Real-IP"] = address
		for _, p := range []string{path, st.site.path + "no/such/page", cmp.Or(strings.TrimSuffix(st.site.path, "/"), "/")} {
			count++
			st.get(t, request{path: p + "?private=words", headers: private})
		}
	}
	st.stop()
	log, err := os.ReadFile(st.file("iopguide.log"))
	if err != nil {
		t.Fatal(err)
	}
	lost := st.site.path + "no/such/page"
	if st.name == "lighttpd" {
		lost = st.site.path + "404.html" // what it sent
	}
	for _, want := range []string{path, lost, "200", "404"} {
		if !strings.Contains(string(log), want) {
			t.Errorf("visits are written down without %q:\n%s", want, tail(log))
		}
	}
	kept := map[string]string{"": "127.0.0.0"}
	switch st.name {
	case "nginx", "apache":
		kept = readers
	case "lighttpd":
		kept = nil
	}
	for _, want := range kept {
		if !strings.Contains(string(log), want) {
			t.Errorf("of readers' addresses %q is not kept:\n%s", want, tail(log))
		}
	}
	st.keepsNothing(t)
	return count
}

// keepsNothing looks for what is private in all that the server wrote.
func (st *stand) keepsNothing(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob(st.file("*.log"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there are no logs: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		words := append(slices.Collect(maps.Keys(readers)), "private", "words", "203.0.113.9")
		switch name := filepath.Base(file); {
		case strings.Contains(name, "error"):
		case name == "whole.log": // of what is not below the site
			words = append(words, "paying-for-it", "Chrome")
		default:
			words = append(words, "127.0.0.1", "Chrome")
		}
		for line := range strings.SplitSeq(string(data), "\n") {
			line = strings.ReplaceAll(line, `"host":"127.0.0.1:`, "") // the site's own
			for _, word := range words {
				if strings.Contains(line, word) {
					t.Fatalf("%s keeps %q: %s", filepath.Base(file), word, line)
				}
			}
		}
	}
}

// tail returns the end of a log.
func tail(log []byte) string { return string(log[max(0, len(log)-600):]) }
