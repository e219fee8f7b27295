package recall

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/diag"
)

// files returns a file system of texts by name.
func files(texts map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range texts {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

// guide is a small guide of ours.
var guide = map[string]string{
	"site.yaml":           "title: The guide\nlanguages: [en, es]\nregion: US\n",
	"content/a.md":        "A\n\nnow\n",
	"content/b.md":        "B\n",
	"layouts/page.html":   "<p>",
	"static/css/site.css": "a {}\n",
	"content/_data/contacts.yaml": `emergency: {name: Emergency, role: emergency, call: "911", source: x, checked: 2026-11-01}
lifeline: {name: Lifeline, role: crisis, call: "988", text: "988", hours: 24/7, source: x, checked: 2026-11-01}
find: {name: Find, role: help, url: "https://find.example/", source: x, checked: 2026-11-01}
`,
	"content/es/_data/contacts.yaml": "lifeline: {name: Línea, hours: siempre}\n",
	"content/_data/strings.yaml":     "call: Call\n",
}

// archive returns an archive of what a guide was.
func archive(t *testing.T, was map[string]string) *Archive {
	t.Helper()
	var b bytes.Buffer
	if _, err := NewArchive(fstest.MapFS{}).Keep(&b, files(was)); err != nil {
		t.Fatal(err)
	}
	return NewArchive(fstest.MapFS{"past/0.1.0.zip": {Data: b.Bytes()}})
}

// compared compares a site's own files, in the order of their names.
func compared(t *testing.T, ours Ours, own map[string]string) []*Override {
	t.Helper()
	var all []*Override
	for _, name := range slices.Sorted(maps.Keys(own)) {
		found, err := ours.Compare(name, &diag.File{Name: "clinic/" + name, Data: []byte(own[name])})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	return all
}

func told(all []*Override) string {
	var b strings.Builder
	for _, o := range all {
		fmt.Fprintf(&b, "%s %s %s%v\n", o.State, o.Kind, o.Name(), o.Differs)
	}
	return b.String()
}

func TestCompare(t *testing.T) {
	past := archive(t, map[string]string{"content/gone.md": "Gone", "content/a.md": "A\n\nthen\n"})
	was := Hash([]byte("A\n\nthen\n"))
	for _, tt := range []struct {
		name string
		own  map[string]string
		lock Lock
		want string
	}{
		{"nothing", nil, nil, ""},
		{"a page of its own", map[string]string{"content/c.md": "C"}, nil, "new page content/c.md[]\n"},
		{"a page like ours", map[string]string{"content/a.md": "A\r\n\r\nnow\r\n"}, nil, "same page content/a.md[]\n"},
		{"a page in place of ours", map[string]string{"content/b.md": "X"}, nil, "unrecorded page content/b.md[]\n"},
		{"recorded", map[string]string{"content/b.md": "X"}, Lock{"content/b.md": {Hash([]byte("B\n")), "0.1.0"}}, "replaced page content/b.md[]\n"},
		{"recorded long ago", map[string]string{"content/a.md": "X"}, Lock{"content/a.md": {was, "0.1.0"}}, "stale page content/a.md[]\n"},
		{"as ours was", map[string]string{"content/a.md": "A\n\nthen\n"}, Lock{"content/a.md": {was, "0.1.0"}}, "stale page content/a.md[]\n"},
		{"ours is gone, by the record", map[string]string{"content/d.md": "X"}, Lock{"content/d.md": {"12", "0.1.0"}}, "gone page content/d.md[]\n"},
		{"ours is gone, by the archive", map[string]string{"content/gone.md": "X"}, nil, "gone page content/gone.md[]\n"},
		{"gone, and kept", map[string]string{"content/gone.md": "X"}, Lock{"content/gone.md": {"none", "0.1.0"}}, "new page content/gone.md[]\n"},
		{"a layout and a style", map[string]string{"layouts/page.html": "<b>", "static/css/site.css": "b {}", "static/logo.svg": "<svg/>"}, nil,
			"unrecorded layout layouts/page.html[]\nunrecorded file static/css/site.css[]\nnew file static/logo.svg[]\n"},
		{"what is no part of a site", map[string]string{"notes.txt": "X", "overrides.lock": ""}, nil, ""},
		{"settings", map[string]string{"site.yaml": "base: default\ntitle: Oak\nregion: US\nomit: [a.md]\nreview: {every: 6mo}\n"}, nil,
			"unrecorded setting site.yaml#title[{ Oak The guide}]\nsame setting site.yaml#region[]\nnew setting site.yaml#review[]\n"},
		{"entries", map[string]string{"content/_data/contacts.yaml": "lifeline: {press: \"7\", because: So.}\nfind:\noak: {name: Oak}\nemergency: {remove: true, because: So.}\n"}, nil,
			"unrecorded entry content/_data/contacts.yaml#lifeline[{because So. } {press 7 }]\n" +
				"new entry content/_data/contacts.yaml#oak[]\n" +
				"removed entry content/_data/contacts.yaml#emergency[{because So. } {remove true }]\n" +
				"removed entry content/_data/contacts.yaml#find[]\n"},
		{"entries of another language", map[string]string{"content/es/_data/contacts.yaml": "lifeline: {hours: siempre}\n"}, nil,
			"same entry content/es/_data/contacts.yaml#lifeline[]\n"},
		{"words", map[string]string{"content/_data/strings.yaml": "call: Ring\n"}, nil,
			"unrecorded entry content/_data/strings.yaml#call[{ Ring Call}]\n"},
		{"an entry recorded long ago", map[string]string{"content/_data/strings.yaml": "call: Ring\n"},
			Lock{"content/_data/strings.yaml#call": {"12", "0.1.0"}}, "stale entry content/_data/strings.yaml#call[{ Ring Call}]\n"},
		{"a broken file", map[string]string{"site.yaml": "title: [\n"}, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := told(compared(t, Ours{files(guide), past, tt.lock}, tt.own))
			if got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
		})
	}
}

// TestAccepted follows a page from its being taken, over a change of ours, to the
// end of ours.
func TestAccepted(t *testing.T) {
	own := map[string]string{"content/a.md": "Mine", "content/b.md": "Mine too", "content/c.md": "C",
		"content/_data/contacts.yaml": "lifeline: {press: \"7\"}\n"}
	all := func(*Override) bool { return true }
	past := NewArchive(fstest.MapFS{})
	lock := Lock{"content/deleted.md": {"12", "0.1.0"}}
	state := func(ours map[string]string) []*Override { return compared(t, Ours{files(ours), past, lock}, own) }
	expect := func(step string, found []*Override, asks ...string) {
		t.Helper()
		var got []string
		for _, o := range found {
			if o.Asks() {
				got = append(got, o.State+" "+o.Name())
			}
		}
		if !slices.Equal(got, asks) {
			t.Errorf("%s: got %q, want %q", step, got, asks)
		}
	}
	const contact = "content/_data/contacts.yaml#lifeline"
	found := state(guide)
	expect("before any record", found, "unrecorded "+contact, "unrecorded content/a.md", "unrecorded content/b.md")
	lock = Accepted(lock, found, "0.1.0", func(o *Override) bool { return o.Path == "content/a.md" })
	if len(lock) != 1 {
		t.Errorf("got %v, want the record of the one page that was accepted", lock)
	}
	lock = Accepted(lock, state(guide), "0.1.0", all)
	expect("all accepted", state(guide))

	next := maps.Clone(guide)
	next["content/a.md"] = "A\n\nnewer\n"
	next["content/_data/contacts.yaml"] = strings.ReplaceAll(guide["content/_data/contacts.yaml"], "988", "989")
	found = state(next)
	expect("ours changed", found, "stale "+contact, "stale content/a.md")
	lock = Accepted(lock, found, "0.2.0", all)
	expect("accepted again", state(next))
	if lock["content/b.md"].Release != "0.1.0" || lock["content/a.md"].Release != "0.2.0" {
		t.Errorf("got %v, want a new record only where ours changed", lock)
	}

	delete(next, "content/b.md")
	expect("ours is gone", state(next), "gone content/b.md")
	lock = Accepted(lock, state(next), "0.3.0", all)
	expect("kept as its own", state(next))
	expect("ours comes back", state(guide), "stale "+contact, "stale content/a.md", "stale content/b.md")
}

func TestTaken(t *testing.T) {
	lock, err := Taken(Lock{"content/b.md": {"12", "0.0.9"}}, files(guide), []string{"content/a.md"}, "0.1.0")
	if err != nil {
		t.Fatal(err)
	}
	want := Lock{"content/b.md": {"12", "0.0.9"}, "content/a.md": {Hash([]byte(guide["content/a.md"])), "0.1.0"}}
	if !maps.Equal(lock, want) {
		t.Errorf("got %v, want %v", lock, want)
	}
	if _, err := Taken(nil, files(guide), []string{"content/none.md"}, "0.1.0"); err == nil {
		t.Error("a record of nothing was made")
	}
}

// TestSince tells what changed in ours from the texts of an earlier release.
func TestSince(t *testing.T) {
	was := maps.Clone(guide)
	was["content/a.md"] = "A\n\nthen\n"
	was["content/_data/contacts.yaml"] = strings.ReplaceAll(guide["content/_data/contacts.yaml"], "988", "123")
	own := map[string]string{"content/a.md": "Mine", "content/_data/contacts.yaml": "lifeline: {press: \"7\"}\n"}
	past := archive(t, was)
	lock := Accepted(nil, compared(t, Ours{files(was), past, nil}, own), "0.1.0", func(*Override) bool { return true })
	found := compared(t, Ours{files(guide), past, lock}, own)

	_, keys, known := found[0].Since(files(guide), past)
	if want := "[{call 988 123} {text 988 123}]"; !known || fmt.Sprint(keys) != want {
		t.Errorf("of the contact: got %v, %t; want %s", keys, known, want)
	}
	lines, _, known := found[1].Since(files(guide), past)
	if want := "…\n \n-then\n+now\n"; !known || shown(lines) != want {
		t.Errorf("of the page: got %q, %t; want %q", shown(lines), known, want)
	}
	if _, _, known := found[1].Since(files(guide), NewArchive(fstest.MapFS{})); known {
		t.Error("it is known without an archive")
	}
	if got, want := shown(found[1].Against(files(guide))), "-A\n-\n-now\n+Mine\n"; got != want {
		t.Errorf("against ours: got %q, want %q", got, want)
	}
}

// TestKeep keeps only what no earlier release had, in the same bytes each time.
func TestKeep(t *testing.T) {
	next := maps.Clone(guide)
	next["content/a.md"] = "A\n\nnewer\n"
	past := archive(t, guide)
	var one, two bytes.Buffer
	n, err := past.Keep(&one, files(next))
	if err != nil || n != 1 {
		t.Fatalf("got %d texts, %v; want 1", n, err)
	}
	if _, err := past.Keep(&two, files(next)); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Errorf("the same texts gave other bytes; %v", err)
	}
	z, err := zip.NewReader(bytes.NewReader(one.Bytes()), int64(one.Len()))
	if err != nil || len(z.File) != 1 || z.File[0].Name != "content/a.md" {
		t.Errorf("got %v, %v; want content/a.md", z, err)
	}
}

// TestPast holds that what this program carries of earlier releases can be read.
func TestPast(t *testing.T) {
	names, err := fs.Glob(past, "past/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(past, name)
		if err != nil {
			t.Fatal(err)
		}
		release, isZip := strings.CutSuffix(strings.TrimPrefix(name, "past/"), ".zip")
		if !isZip {
			continue
		}
		if !releaseForm().MatchString(release) {
			t.Errorf("%s: not named after a release", name)
		}
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, f := range z.File {
			if _, err := read(f); err != nil {
				t.Errorf("%s: %s: %v", name, f.Name, err)
			}
		}
	}
}
