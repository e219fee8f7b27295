package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// An edit is a kind of change that a writer makes.
type edit struct {
	name string
	file string // in the site's folder; "" is the open page's
	from string // is replaced by to; "" is the end of the file
	to   string // with %s for a word that was not there before
}

// edits are the kinds of edits. Each says the word in a way that shows on the
// open page, or in its style.
var edits = []edit{
	{name: "body", from: "\n\n", to: "\n\n%s is what this begins with.\n\n"},
	{name: "title", from: "\ntitle: ", to: "\ntitle: %s "},
	{name: "layout", file: "layouts/page.html", from: "</article>", to: "<p>%s</p></article>"},
	{name: "style", file: "static/css/site.css", from: "", to: ":root { --edit: \"%s\"; }\n"},
}

// word returns a word that a site holds only after the nth edit.
func word(n int) string { return fmt.Sprintf("edit%ddone", n) }

// A target is a file to edit, and what it held before.
type target struct {
	edit
	path   string
	before []byte
}

// in returns where e is made in the site in dir, whose open page is page.
func (e edit) in(dir, page string) (target, error) {
	if e.file == "" {
		e.file = page
	}
	path := filepath.Join(dir, filepath.FromSlash(e.file))
	before, err := os.ReadFile(path)
	if err == nil && !bytes.Contains(before, []byte(e.from)) {
		err = fmt.Errorf("%s has no %q to put an edit at", e.file, e.from)
	}
	return target{e, path, before}, err
}

// after is what the file holds after the edit that says word.
func (t target) after(word string) []byte {
	said := fmt.Appendf(nil, t.to, word)
	if t.from == "" {
		return slices.Concat(t.before, said)
	}
	return bytes.Replace(t.before, []byte(t.from), said, 1)
}

// restore puts the file back.
func (t target) restore() error { return os.WriteFile(t.path, t.before, 0o644) }
