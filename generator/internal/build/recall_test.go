package build

import (
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/recall"
)

// TestRebuildWithRecords edits what a site has in place of its base, and its
// records of that, and holds each rebuild against a build from nothing.
func TestRebuildWithRecords(t *testing.T) {
	top := fstest.MapFS{}
	base := overlay.Layer{Name: "default/", FS: guide(t)}
	begin := func() *Builder { return New(overlay.FS{{FS: top}}, Options{Date: today, Base: base, Release: "0.2.0"}) }
	write := func(name, text string) { top[name] = &fstest.MapFile{Data: []byte(text)} }
	write("site.yaml", "base: default\n")
	b := begin()
	build(t, b)
	const page = "content/help/travel.md"
	taken, err := recall.Taken(nil, base.FS, []string{page}, "0.1.0")
	if err != nil {
		t.Fatal(err)
	}
	layout, err := fs.ReadFile(base.FS, "layouts/alias.html")
	if err != nil {
		t.Fatal(err)
	}
	alias := string(layout)
	text := "---\ntitle: Ours\ndescription: Another page.\nclaims: false\n---\nOur words.\n"
	for _, e := range []struct{ name, file, text, want string }{
		{"a page in place of one", page, text, "unrecorded-override"},
		{"its record", recall.LockFile, string(taken.Write()), ""},
		{"another word", page, strings.Replace(text, "words", "other words", 1), ""},
		{"an older record", recall.LockFile, page + ": {ours: \"00\", release: 0.0.1}\n", "stale-override"},
		{"a record of a page that is gone", recall.LockFile, string(taken.Write()) + "content/new.md: {ours: \"00\", release: 0.0.1}\n", ""},
		{"that page", "content/new.md", text, "lost-override"},
		{"a broken record", recall.LockFile, page + ": {ours: \"00\"}\n", "missing-key unrecorded-override"},
		{"a layout", "layouts/alias.html", alias + "\n", "missing-key unrecorded-override"},
	} {
		t.Run(e.name, func(t *testing.T) {
			write(e.file, e.text)
			r := build(t, b, e.file)
			equal(t, e.name, r, build(t, begin()))
			var rules []string
			for _, d := range r.Diags {
				if strings.Contains(d.Rule, "override") || strings.Contains(d.File.Name, recall.LockFile) {
					rules = append(rules, d.Rule)
				}
			}
			slices.Sort(rules)
			if got := strings.Join(rules, " "); got != e.want {
				t.Errorf("got %q, want %q", got, e.want)
			}
		})
	}
}

// TestManifestOverABase says of each page's source whether it is the base's, and
// of each contact.
func TestManifestOverABase(t *testing.T) {
	base := overlay.Layer{Name: "default/", FS: guide(t)}
	taken, err := recall.Taken(nil, base.FS, []string{"content/what.md"}, "0.1.0")
	if err != nil {
		t.Fatal(err)
	}
	page := "---\ntitle: Ours\ndescription: Another page.\nclaims: false\n---\n## What it costs\n\nOur words.\n"
	top := fstest.MapFS{}
	for name, text := range map[string]string{
		"site.yaml": "base: default\ntitle: Oak\n", recall.LockFile: string(taken.Write()),
		"content/what.md": page, "content/help/money.md": page, "content/own.md": page,
		"content/_data/contacts.yaml": "lifeline: {press: \"7\", because: So it is.}\n",
	} {
		top[name] = &fstest.MapFile{Data: []byte(text)}
	}
	r := build(t, New(overlay.FS{{FS: top}}, Options{Date: today, Base: base, Release: "0.2.0"}))
	m, err := recall.ReadManifest([]byte(text(t, r, manifestPath)))
	if err != nil {
		t.Fatal(err)
	}
	if m.Title != "Oak" || m.Release != "0.2.0" {
		t.Errorf("got %s of %s", m.Title, m.Release)
	}
	if want := map[string]string{"content/what.md": taken["content/what.md"].Ours, "content/help/money.md": ""}; !maps.Equal(m.Replaced, want) {
		t.Errorf("replaced: got %v, want %v", m.Replaced, want)
	}
	for _, name := range []string{"content/what.md", "content/own.md"} {
		if _, ok := m.Ours[name]; ok {
			t.Errorf("%s is called the base's", name)
		}
	}
	if m.Ours["content/help/travel.md"] == "" || m.Ours["content/es/what.md"] == "" {
		t.Errorf("got %v, want all sources of the base", m.Ours)
	}
	c := m.Contacts["en"]
	if !c["lifeline"].Own || c["lifeline"].Ours == "" || c["lifeline"].Press != "7" || c["emergency"].Own {
		t.Errorf("got %+v", c)
	}
	var plain map[string]any
	if err := json.Unmarshal([]byte(text(t, build(t, newBuilder(guide(t), today)), manifestPath)), &plain); err != nil || plain["replaced"] != nil {
		t.Errorf("alone: got %v, %v", plain["replaced"], err)
	}
}
