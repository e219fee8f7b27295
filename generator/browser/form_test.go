//go:build browser

package browser

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"golang.org/x/net/html"
)

// A form is the site as one setting of baseURL makes it.
type form struct {
	name   string
	base   string          // baseURL; none means links that end in index.html
	dir    string          // where it lies
	files  map[string]bool // every file
	sheets []*sheet        // every .html file, in order of path
}

// forms are those that the tests look at.
var forms = []*form{
	{name: "plain"},
	{name: "rooted", base: "https://guide.example/"},
	{name: "below", base: "https://guide.example/x/y/"},
	{name: "every"}, // with pages that use every construct, and aliases
	{name: "framed", base: "https://guide.example/"}, // a clinic's, with pages for frames of other sites
	{name: "clinic"}, // the guide with all that site.yaml can say of a clinic
}

var plain, rooted, below, every, framed, clinic = forms[0], forms[1], forms[2], forms[3], forms[4], forms[5]

// A way is a form opened in one way.
type way struct {
	form  *form
	mount string // the path that it is served under; none means from disk
}

var ways = []way{{plain, ""}, {plain, "/"}, {plain, "/x/y/"}, {rooted, "/"}, {rooted, "/x/y/"}, {below, "/x/y/"}, {every, ""}, {every, "/"}, {framed, "/"}, {clinic, ""}}

func (w way) String() string {
	if w.mount == "" {
		return w.form.name + " from disk"
	}
	return w.form.name + " served at " + w.mount
}

// moved reports whether the form is served elsewhere than its baseURL says. All
// of it works there but 404.html, which is shown at any depth and so must name
// its links from the root.
func (w way) moved() bool {
	return w.form.base != "" && w.form.base != "https://guide.example"+w.mount
}

// A sheet is one .html file.
type sheet struct {
	path    string // such as conditions/ptsd/index.html
	doc     *html.Node
	lang    string
	ids     map[string]int // how often each id is there
	refresh string         // where an alias leads, as written
}

// read reads the form that lies in dir.
func (f *form) read(dir string) error {
	f.dir, f.files = dir, map[string]bool{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f.files[name] = true
		if path.Ext(name) != ".html" {
			return nil
		}
		s, err := readSheet(dir, name)
		f.sheets = append(f.sheets, s)
		return err
	})
	if err == nil && len(f.sheets) == 0 {
		err = errors.New("it holds no page")
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", dir, err)
	}
	return nil
}

func readSheet(dir, name string) (*sheet, error) {
	data, err := os.ReadFile(path.Join(dir, name))
	if err != nil {
		return nil, err
	}
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	s := &sheet{path: name, doc: doc, ids: map[string]int{}}
	for n := range elements(doc) {
		if id := attr(n, "id"); id != "" {
			s.ids[id]++
		}
		switch {
		case n.Data == "html":
			s.lang = attr(n, "lang")
		case n.Data == "meta" && strings.EqualFold(attr(n, "http-equiv"), "refresh"):
			_, s.refresh, _ = strings.Cut(attr(n, "content"), "url=")
		}
	}
	return s, nil
}

// sheet returns the sheet at path, or nil.
func (f *form) sheet(path string) *sheet {
	for _, s := range f.sheets {
		if s.path == path {
			return s
		}
	}
	return nil
}

// elements yields the elements below n in reading order.
func elements(n *html.Node) func(yield func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		for d := range n.Descendants() {
			if d.Type == html.ElementNode && !yield(d) {
				return
			}
		}
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// within reports whether an ancestor of n, or n, has the id or class.
func within(n *html.Node, key, value string) bool {
	for ; n != nil; n = n.Parent {
		for _, word := range strings.Fields(attr(n, key)) {
			if word == value {
				return true
			}
		}
	}
	return false
}
