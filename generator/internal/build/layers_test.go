package build

import (
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/overlay"
)

// TestRebuildOverABase edits a site that lies over another, file by file, and holds
// each rebuild against a build from nothing. The base comes and goes, too.
func TestRebuildOverABase(t *testing.T) {
	top := fstest.MapFS{}
	write := func(name, text string) func() {
		return func() { top[name] = &fstest.MapFile{Data: []byte(text)} }
	}
	remove := func(name string) func() { return func() { delete(top, name) } }
	base := overlay.Layer{Name: "default/", FS: guide(t)}
	begin := func() *Builder {
		return New(overlay.FS{{FS: top}}, Options{Date: today, Base: base})
	}
	page := "---\ntitle: Ours\ndescription: Another page.\nclaims: false\n---\nOur words.\n"
	write("site.yaml", "base: default\n")()
	b := begin()
	build(t, b)
	for _, e := range []struct {
		name, file string
		edit       func()
	}{
		{"a title", "site.yaml", write("site.yaml", "base: default\ntitle: Oak Street\n")},
		{"a page that hides one", "content/help/travel.md", write("content/help/travel.md", page)},
		{"a page that is new", "content/ours.md", write("content/ours.md", page)},
		{"a contact", "content/_data/contacts.yaml", write("content/_data/contacts.yaml", "lifeline: {press: \"7\"}\n")},
		{"a contact with its reason", "content/_data/contacts.yaml", write("content/_data/contacts.yaml", "lifeline: {press: \"7\", because: So it is.}\n")},
		{"a term", "content/_data/glossary.yaml", write("content/_data/glossary.yaml", "oak: {term: oak, definition: A tree.}\n")},
		{"no more contact", "content/_data/contacts.yaml", remove("content/_data/contacts.yaml")},
		{"the page that hid one is gone", "content/help/travel.md", remove("content/help/travel.md")},
		{"pages left out", "site.yaml", write("site.yaml", "base: default\nomit: [\"help/*\"]\n")},
		{"no base", "site.yaml", write("site.yaml", "title: Alone\n")},
		{"the base again", "site.yaml", write("site.yaml", "base: default\n")},
		{"broken settings", "site.yaml", write("site.yaml", "base: default\nomit: [\n")},
		{"mended", "site.yaml", write("site.yaml", "base: default\n")},
	} {
		t.Run(e.name, func(t *testing.T) {
			e.edit()
			equal(t, e.name, build(t, b, e.file), build(t, begin()))
		})
	}
}
