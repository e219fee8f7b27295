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
// Styles for paper alone are not waited for.
func TestBytes(t *testing.T) {
	for _, f := range []*form{plain, clinic} {
		f.weigh(t)
	}
}

func (f *form) weigh(t *testing.T) {
	t.Helper()
	var names []string
	for name := range f.files {
		switch path.Ext(name) {
		case ".html", ".css", ".js":
			names = append(names, name)
		}
	}
	size := sizes(t, f, names)
	heaviest, of := 0, ""
	for _, s := range f.sheets {
		read, script := size[s.path], 0
		for n := range elements(s.doc) {
			switch {
			case n.Data == "link" && attr(n, "rel") == "stylesheet" && attr(n, "media") != "print":
				read += size[path.Join(path.Dir(s.path), attr(n, "href"))]
			case n.Data == "script" && attr(n, "src") != "":
				script += size[path.Join(path.Dir(s.path), attr(n, "src"))]
			}
		}
		free := s.is("sources")
		if read > mostToRead && !free || script > mostScript {
			t.Errorf("%s: %d bytes to read, at most %d; %d of scripts, at most %d", s.path, read, mostToRead, script, mostScript)
		}
		if read > heaviest && !free {
			heaviest, of = read, s.path
		}
	}
	t.Logf("counted: %d pages (%s), the heaviest %.1f KB (%s)", len(f.sheets), f.name, float64(heaviest)/1024, of)
}

// is reports whether the sheet is of a kind, such as sources, the list of all.
func (s *sheet) is(kind string) bool {
	for n := range elements(s.doc) {
		if n.Data == "body" {
			return within(n, "class", kind)
		}
	}
	return false
}

// sizes returns the size of each file of the form, compressed.
func sizes(t *testing.T, f *form, names []string) map[string]int {
	t.Helper()
	var list strings.Builder
	for _, name := range names {
		fmt.Fprintln(&list, filepath.Join(f.dir, filepath.FromSlash(name)))
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
