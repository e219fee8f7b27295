//go:build browser

package browser

import (
	"fmt"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The most that a first visit to a page may fetch, in bytes of brotli.
const (
	mostToRead = 14 << 10 // the page and the styles that it waits for
	mostScript = 5 << 10
)

// TestBytes weighs every sheet with its styles and its scripts. The list of all
// sources is no article: it may be as long as it must, but its script may not.
func TestBytes(t *testing.T) {
	var names []string
	for name := range plain.files {
		switch path.Ext(name) {
		case ".html", ".css", ".js":
			names = append(names, name)
		}
	}
	size := sizes(t, names)
	heaviest, of := 0, ""
	for _, s := range plain.sheets {
		read, script := size[s.path], 0
		for n := range elements(s.doc) {
			switch {
			case n.Data == "link" && attr(n, "rel") == "stylesheet":
				read += size[path.Join(path.Dir(s.path), attr(n, "href"))]
			case n.Data == "script" && attr(n, "src") != "":
				script += size[path.Join(path.Dir(s.path), attr(n, "src"))]
			}
		}
		if read > mostToRead && !listsAll(s) || script > mostScript {
			t.Errorf("%s: %d bytes to read, at most %d; %d of scripts, at most %d", s.path, read, mostToRead, script, mostScript)
		}
		if read > heaviest && !listsAll(s) {
			heaviest, of = read, s.path
		}
	}
	t.Logf("counted: %d pages, the heaviest %.1f KB (%s)", len(plain.sheets), float64(heaviest)/1024, of)
}

// listsAll reports whether the sheet lists all sources.
func listsAll(s *sheet) bool {
	for n := range elements(s.doc) {
		if n.Data == "body" {
			return within(n, "class", "sources")
		}
	}
	return false
}

// sizes returns the size of each file of the plain form, compressed.
func sizes(t *testing.T, names []string) map[string]int {
	t.Helper()
	var list strings.Builder
	for _, name := range names {
		fmt.Fprintln(&list, filepath.Join(plain.dir, filepath.FromSlash(name)))
	}
	cmd := exec.Command("node", filepath.Join(npm, "sizes.mjs"))
	cmd.Stdin = strings.NewReader(list.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node sizes.mjs: %v", err)
	}
	size := map[string]int{}
	for i, word := range strings.Fields(string(out)) {
		if size[names[i]], err = strconv.Atoi(word); err != nil {
			t.Fatal(err)
		}
	}
	return size
}
