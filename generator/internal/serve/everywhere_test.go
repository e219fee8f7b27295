package serve

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// path returns where a file of the site is.
func (s *running) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s *running) rename(from, to string) {
	s.t.Helper()
	if err := os.Rename(s.path(from), s.path(to)); err != nil {
		s.t.Fatal(err)
	}
}

func (s *running) remove(name string) {
	s.t.Helper()
	if err := os.RemoveAll(s.path(name)); err != nil {
		s.t.Fatal(err)
	}
}

// inPieces writes a file little by little, as a program does that has no more
// ready, or a drive that is slow.
func (s *running) inPieces(name, text string, size int) {
	s.t.Helper()
	f, err := os.Create(s.path(name))
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	for len(text) > 0 {
		n := min(size, len(text))
		if _, err := f.WriteString(text[:n]); err != nil {
			s.t.Fatal(err)
		}
		text = text[n:]
	}
}

// saves are the ways in which editors write content/costs.md.
var saves = []struct {
	name string
	save func(s *running, text string)
}{
	{"in place", func(s *running, text string) { s.write("content/costs.md", text) }},
	{"Vim", func(s *running, text string) {
		s.write("content/.costs.md.swp", "x")
		s.write("content/4913", "")
		s.remove("content/4913")
		s.rename("content/costs.md", "content/costs.md~")
		s.write("content/costs.md", text)
		s.remove("content/costs.md~")
	}},
	{"Visual Studio Code, a whole file in one write", func(s *running, text string) {
		f, err := os.OpenFile(s.path("content/costs.md"), os.O_WRONLY, 0)
		if err != nil {
			s.t.Fatal(err)
		}
		defer f.Close()
		if err := f.Truncate(0); err != nil {
			s.t.Fatal(err)
		}
		if _, err := f.WriteString(text); err != nil {
			s.t.Fatal(err)
		}
	}},
	{"gedit", func(s *running, text string) {
		s.write("content/.goutputstream-X4B8Z1", text)
		s.write("content/costs.md~", smallSite["content/costs.md"])
		s.rename("content/.goutputstream-X4B8Z1", "content/costs.md")
	}},
	{"JetBrains", func(s *running, text string) {
		s.write("content/costs.md___jb_tmp___", text)
		s.rename("content/costs.md", "content/costs.md___jb_old___")
		s.rename("content/costs.md___jb_tmp___", "content/costs.md")
		s.remove("content/costs.md___jb_old___")
	}},
	{"Emacs", func(s *running, text string) {
		if err := os.Symlink("ana@desk.1:2", s.path("content/.#costs.md")); err != nil {
			s.t.Skip(err) // Windows
		}
		s.write("content/#costs.md#", text)
		s.rename("content/costs.md", "content/costs.md~")
		s.write("content/costs.md", text)
		s.remove("content/#costs.md#")
		s.remove("content/.#costs.md")
	}},
	{"Kate", func(s *running, text string) {
		s.write("content/costs.md.Xb41Za", text)
		s.rename("content/costs.md.Xb41Za", "content/costs.md")
	}},
	{"in pieces", func(s *running, text string) { s.inPieces("content/costs.md", text, 7) }},
	{"removed first", func(s *running, text string) {
		s.remove("content/costs.md")
		s.write("content/costs.md", text)
	}},
	{"by a link in its place", func(s *running, text string) {
		s.write("notes/costs.txt", text)
		s.remove("content/costs.md")
		if err := os.Symlink("../notes/costs.txt", s.path("content/costs.md")); err != nil {
			s.t.Skip(err)
		}
	}},
}

func TestEditors(t *testing.T) {
	for _, tt := range saves {
		t.Run(tt.name, func(t *testing.T) {
			s := startWith(t, Options{}, "/costs/", nil)
			text := page("Costs", "It costs "+tt.name+".\n\n"+strings.Repeat("It costs time. ", 20))
			tt.save(s, text)
			s.until("the save", func(m message) bool {
				if len(m.Errors) > 0 {
					t.Errorf("mistakes were told that nobody made: %+v", m.Errors)
				}
				return strings.Contains(s.page("costs/"), "It costs "+tt.name)
			})
			s.equalsBuild()
		})
	}
}

// changes are what may happen to files and folders while they are watched.
var changes = []struct {
	name string
	do   func(s *running)
}{
	{"a folder comes with a file, at once", func(s *running) { s.write("content/a/b/c/deep.md", page("Deep", "Deep down.")) }},
	{"a folder is renamed, then edited", func(s *running) {
		s.write("content/a/b/deep.md", page("Deep", "Deep down."))
		s.rename("content/a", "content/z")
		s.write("content/z/b/deep.md", page("Deep", "Deeper."))
	}},
	{"a folder is moved in", func(s *running) {
		s.write("drafts/new/one.md", page("One", "The first."))
		s.write("drafts/new/more/two.md", page("Two", "The second."))
		s.rename("drafts/new", "content/new")
		s.write("content/new/more/two.md", page("Two", "The second, again."))
	}},
	{"a folder is moved out", func(s *running) {
		s.write("content/old/one.md", page("One", "The first."))
		s.rename("content/old", "attic")
		s.write("attic/one.md", page("One", "Not seen."))
	}},
	{"a folder goes and comes again", func(s *running) {
		s.write("content/old/one.md", page("One", "The first."))
		s.remove("content/old")
		s.write("content/old/two.md", page("Two", "The second."))
	}},
	{"two folders change places", func(s *running) {
		s.write("content/left/one.md", page("One", "The first."))
		s.write("content/right/two.md", page("Two", "The second."))
		s.rename("content/left", "content/middle")
		s.rename("content/right", "content/left")
		s.rename("content/middle", "content/right")
		s.write("content/right/one.md", page("One", "The first, moved."))
	}},
	{"a file becomes a folder", func(s *running) {
		s.remove("content/costs.md")
		s.write("content/costs.md/costs.md", page("Costs", "Inside."))
		s.remove("content/costs.md")
		s.write("content/costs.md", page("Costs", "Again a file."))
	}},
	{"500 saves in a second", func(s *running) {
		for i := range 500 {
			s.write("content/costs.md", page("Costs", fmt.Sprintf("Save %d.", i)))
		}
	}},
	{"10,000 files in a folder", func(s *running) {
		for i := range 10_000 {
			s.write(fmt.Sprintf("static/many/%d.txt", i), fmt.Sprint(i))
		}
		s.write("static/many/77.txt", "another one")
		s.remove("static/many/78.txt")
	}},
	{"the site's folder is replaced", func(s *running) {
		old := s.dir + ".old"
		if err := os.Rename(s.dir, old); err != nil {
			s.t.Fatal(err)
		}
		for name, text := range smallSite {
			s.write(name, text)
		}
		s.write("content/costs.md", page("Costs", "In the new folder."))
	}},
	{"the layouts are replaced", func(s *running) {
		s.rename("layouts", "layouts.old")
		for _, name := range []string{"home", "page", "section", "404"} {
			s.write("layouts/"+name+".html", strings.Replace(smallSite["layouts/"+name+".html"], "<h1>", "<h1>New: ", 1))
		}
		s.remove("layouts.old")
	}},
}

func TestChangesAreSeen(t *testing.T) {
	for _, poll := range []bool{false, true} {
		for _, tt := range changes {
			t.Run(fmt.Sprintf("%s, poll %t", tt.name, poll), func(t *testing.T) {
				s := startIn(t, filepath.Join(t.TempDir(), "site"), Options{Poll: poll}, "/costs/", nil)
				tt.do(s)
				s.write("content/last.md", page("Last", "The last edit."))
				s.until("the last edit", func(message) bool { return strings.Contains(s.page("last/"), "The last edit.") })
				s.equalsBuild()
			})
		}
	}
}

// TestAnyEdits makes edits of all kinds, right and wrong, in any order and as fast
// as they come. In the end what is served is a build from nothing.
func TestAnyEdits(t *testing.T) {
	for range 3 {
		seed := rand.Uint64()
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			s := startWith(t, Options{}, "/costs/", nil)
			r := rand.New(rand.NewPCG(seed, 0))
			for i := range 150 {
				s.anyEdit(r, i)
				if r.IntN(4) == 0 {
					time.Sleep(time.Duration(r.IntN(5)) * time.Millisecond)
				}
			}
			for name, text := range smallSite { // mend all
				s.write(name, text)
			}
			s.write("content/costs.md", page("Costs", "The last edit."))
			s.until("the last edit", func(m message) bool {
				return len(m.Errors) == 0 && strings.Contains(s.page("costs/"), "The last edit.")
			})
			s.equalsBuild()
		})
	}
}

// anyEdit makes one edit, the i-th.
func (s *running) anyEdit(r *rand.Rand, i int) {
	body := fmt.Sprintf("Edit %d.", i)
	extra := fmt.Sprintf("content/extra/page-%d.md", r.IntN(5))
	edits := []func(){
		func() { s.write("content/costs.md", page("Costs", body)) },
		func() { s.write("content/costs.md", page(fmt.Sprintf("Costs %d", i), body)) },
		func() { s.write("content/costs.md", page("Costs", "See [that](nothing.md).")) },
		func() { s.write("content/get-help-now.md", page("Get help now", body)) },
		func() { s.write(extra, page(fmt.Sprintf("Extra %d", i), body)) },
		func() { s.remove(extra) },
		func() { s.write("static/css/site.css", fmt.Sprintf("p { z-index: %d }\n", i)) },
		func() { s.write("static/js/site.js", fmt.Sprintf("document.title += '%d'\n", i)) },
		func() { s.write("layouts/page.html", strings.Replace(layout, "<h1>", fmt.Sprintf("<h1>%d ", i), 1)) },
		func() { s.write("layouts/home.html", brokenAtHome) },
		func() { s.write("layouts/home.html", layout) },
		func() { s.write("layouts/section.html", "{{") },
		func() { s.write("layouts/section.html", layout) },
		func() { s.write("site.yaml", fmt.Sprintf("title: Small %d\nlanguages: [en]\n", i)) },
		func() { s.remove("site.yaml"); s.write("site.yaml", smallSite["site.yaml"]) },
		func() { s.remove("content/extra") },
	}
	edits[r.IntN(len(edits))]()
}

// TestLinkedSite serves a folder by a link to it.
func TestLinkedSite(t *testing.T) {
	for _, poll := range []bool{false, true} {
		t.Run(fmt.Sprintf("poll %t", poll), func(t *testing.T) {
			dir := t.TempDir()
			link := filepath.Join(dir, "link")
			if err := os.MkdirAll(filepath.Join(dir, "site"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink("site", link); err != nil {
				t.Skip(err)
			}
			s := startIn(t, link, Options{Poll: poll}, "/costs/", nil)
			s.write("content/costs.md", page("Costs", "By the link."))
			s.until("an edit by the link", changed("/costs/"))
			put(t, filepath.Join(dir, "site", "content", "a", "new.md"), page("New", "By the folder."))
			s.until("an edit by the folder", changed("/a/new/"))
			s.equalsBuild()
		})
	}
}
