package build

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
)

// over builds the site that files make over the guide of these tests, and returns
// its errors and what it says of them to do.
func over(t *testing.T, files map[string]string) (errs []string, all diag.List) {
	t.Helper()
	top := fstest.MapFS{}
	for name, text := range files {
		top[name] = &fstest.MapFile{Data: []byte(text)}
	}
	r := build(t, New(overlay.FS{{FS: top}}, Options{Date: today, Base: overlay.Layer{Name: "default/", FS: guide(t)}}))
	all, err := r.All(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if d.Severity == diag.Error {
			errs = append(errs, d.Position().String()+": "+d.Message)
		}
	}
	return errs, all
}

// TestFirstThingsFirst holds that a mistake which makes others is told without them:
// settings that cannot be read, or that do not say which site the folder lies over.
func TestFirstThingsFirst(t *testing.T) {
	page := "---\ntitle: Ours\ndescription: A page.\n---\nCall 555. [Help](/get-help-now.md)\n"
	for name, c := range map[string]struct{ settings, want string }{
		"a tab":     {"base: default\n\ttitle: Oak\n", "site.yaml:2:1: a tab stands where only spaces may stand"},
		"a colon":   {"base: default\ntitle: Oak: The Guide\n", "site.yaml:2:8: a colon and a space stand inside the value of title"},
		"not UTF-8": {"base: default\ntitle: Caf\xe9\n", "site.yaml:2:11: this file is not in UTF-8; it looks like Windows-1252"},
		"no base":   {"title: Oak\n", "site.yaml:1:1: this folder has no layouts, and without them no page can be shown"},
		"nothing":   {"", "site.yaml:1:1: this folder has no layouts, and without them no page can be shown"},
	} {
		t.Run(name, func(t *testing.T) {
			errs, all := over(t, map[string]string{"site.yaml": c.settings, "content/ours.md": page,
				"content/_data/contacts.yaml": "lifeline: {press: \"7\"}\n"})
			if !slices.Equal(errs, []string{c.want}) || len(all) != 1 {
				t.Errorf("got %d messages, the errors %q; want only %s", len(all), errs, c.want)
			}
		})
	}
}

// TestUnreadData holds that a data file which cannot be read is told alone, and not what
// pages, layouts and other data name of it.
func TestUnreadData(t *testing.T) {
	files := map[string]string{"site.yaml": "base: default\n",
		"content/help/ours.md":          "---\ntitle: Ours\ndescription: A page of ours.\n---\n\n[217-555-0188](tel:217-555-0188), a walk-in line. [@ours] [Help](/get-help-now.md)\n",
		"content/_data/contacts.yaml":   "ours: {name: Ours, role: help, call: 217-555-0188, source: ours, checked: 2026-11-01}\n",
		"content/_data/sources.yaml":    "ours: {label: Ours, title: Ours, publisher: We, url: \"https://www.clinic.example/\", checked: 2026-11-01}\n",
		"content/_data/glossary.yaml":   "walk-in: {term: walk-in, definition: You come without an appointment.}\n",
		"content/_data/strings.yaml":    "ours: Ours\n",
		"content/es/_data/strings.yaml": "ours: Nuestro\n",
		"layouts/partials/footer.html":  string(guide(t)["layouts/partials/footer.html"].Data) + "<p>{{.T \"ours\"}}</p>"}
	told := func(files map[string]string) (list []string) {
		_, all := over(t, files)
		for _, d := range all {
			list = append(list, d.Position().String()+": "+d.Rule)
		}
		return list
	}
	right := told(files)
	for name, text := range files {
		if !strings.Contains(name, "/_data/") {
			continue
		}
		broken := maps.Clone(files)
		broken[name] = text + "more: [\n"
		added := slices.DeleteFunc(told(broken), func(d string) bool { return slices.Contains(right, d) })
		if want := name + ":3:1: yaml"; !slices.Equal(added, []string{want}) {
			t.Errorf("%s: got %q, want only %s", name, added, want)
		}
	}
}

// TestCrisisKept holds that a contact people in danger use stays without a reason to
// take it away, so that only the reason is asked for, and that a reason says something.
func TestCrisisKept(t *testing.T) {
	const needs = " 988 Suicide & Crisis Lifeline needs a reason"
	for name, c := range map[string]struct{ contacts, want string }{
		"removed":            {"lifeline: {remove: true}\n", "1:1: taking away" + needs},
		"null":               {"lifeline:\n", "1:1: taking away" + needs},
		"an empty reason":    {"lifeline: {press: \"7\", because: \"\"}\n", "1:12: changing" + needs},
		"a reason of spaces": {"lifeline: {remove: true, because: \" \"}\n", "1:1: taking away" + needs},
	} {
		errs, _ := over(t, map[string]string{"site.yaml": "base: default\n", "content/_data/contacts.yaml": c.contacts})
		if want := "content/_data/contacts.yaml:" + c.want; !slices.Equal(errs, []string{want}) {
			t.Errorf("%s: got %q, want only %s", name, errs, want)
		}
	}
}

// TestNeeded holds that a contact which was changed or taken away for a reason, and that
// the guide's own pages need, is told once, where that was done; and that a region is
// told once, whether it is no region or has no help.
func TestNeeded(t *testing.T) {
	const at = "content/_data/contacts.yaml:1:"
	for name, c := range map[string]struct {
		settings, contacts string
		want               []string
	}{
		"the crisis line": {"", "lifeline: {remove: true, because: no}\n",
			[]string{at + "1: you took away 988 Suicide & Crisis Lifeline, so: contacts.yaml has no crisis line to call, text or chat with in region US"}},
		"the emergency number": {"", "emergency: {remove: true, because: no}\n",
			[]string{at + "1: you took away Emergency services, so: contacts.yaml has no emergency number to call in region US"}},
		"another number": {"", "emergency: {call: \"112\", because: no}\n",
			[]string{at + "13: you changed Emergency services, and the pages of the built-in guide need it as it was"}},
		"no region": {"region: USA\n", "", []string{"site.yaml:2:9: “USA” is no code of a country"}},
		"a region in a contact": {"", "ours: {name: Ours, role: help, region: usa, call: 217-555-0188, checked: 2026-11-01}\n",
			[]string{at + "40: “usa” is no code of a country"}},
		"a region without help": {"region: CA\n", "", []string{"site.yaml:2:9: contacts.yaml has no crisis line", "site.yaml:2:9: contacts.yaml has no emergency number"}},
		"a region without help, and a line of another": {"region: CA\n", "lifeline: {press: \"7\", because: no}\n",
			[]string{"site.yaml:2:9: contacts.yaml has no crisis line", "site.yaml:2:9: contacts.yaml has no emergency number"}},
	} {
		files := map[string]string{"site.yaml": "base: default\n" + c.settings}
		if c.contacts != "" {
			files["content/_data/contacts.yaml"] = c.contacts
		}
		errs, _ := over(t, files)
		if !slices.EqualFunc(errs, c.want, strings.HasPrefix) {
			t.Errorf("%s: got %q, want only %s", name, errs, c.want)
		}
	}
}

// TestNeededPlaces holds which mistakes of the guide's self-checks come of a contact that
// was changed: those of their words, and not what a layout leaves out of a finished page.
func TestNeededPlaces(t *testing.T) {
	const lacks, layout = "no ending of this self-check calls the emergency number first", "the finished page does not say what comes after the call"
	const changed = "you changed Emergency services, and the pages of the built-in guide need it as it was"
	for name, c := range map[string]struct {
		contacts string
		want     []string
	}{
		"one line changed":                   {"emergency: {call: \"112\", because: no}\n", []string{changed, layout}},
		"one line changed, and a key astray": {"emergency: {call: \"112\", because: no}\nlifelin: {remove: true}\n", []string{changed, layout}},
		"a key astray":                       {"lifelin: {remove: true}\n", []string{layout, lacks}},
		"a line for no emergency":            {"oak: {remove: true}\n", []string{layout, lacks}},
	} {
		base := guide(t)
		base["content/_data/contacts.yaml"].Data = append(base["content/_data/contacts.yaml"].Data,
			"\noak: {name: Oak, role: help, call: 217-555-0188, source: nimh, checked: 2026-11-01}\n"...)
		top := bare(map[string]string{"site.yaml": "base: default\n", "content/_data/contacts.yaml": c.contacts})
		r := build(t, New(overlay.FS{{FS: top}}, Options{Date: today, Base: overlay.Layer{Name: "default/", FS: base}}))
		f := &diag.File{Name: "default/content/check/one.md", Data: []byte("# One\n")}
		var list diag.List
		list.Error(f, 0, 0, "emergency-ending", layout, "")
		list.Error(f, 2, 5, "emergency-ending", lacks, "")
		var got []string
		for _, d := range r.needed(list) {
			got = append(got, d.Message)
		}
		if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(c.want))) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// TestStrayWords holds that words under a key which is a slip away from one of the guide's
// are told where they are written; a key of one's own is right, also one that is near.
func TestStrayWords(t *testing.T) {
	_, all := over(t, map[string]string{"site.yaml": "base: default\n",
		"content/_data/strings.yaml": "share-lin: x\nshare-line: An honest guide\nbook-a-visit: Book\nclinic-hours: Hours\nclinic-fax: Fax\n"})
	var got []string
	for _, d := range all {
		if d.Rule == "missing-words" && !strings.HasPrefix(d.Message, "the words for ") {
			got = append(got, d.Position().String()+": "+d.Message)
		}
	}
	if want := []string{"content/_data/strings.yaml:1:1: the guide has no key share-lin, so no page of it shows these words"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestHeavyPicture holds that a picture which readers would wait for is told.
func TestHeavyPicture(t *testing.T) {
	for size, want := range map[int]string{heavy: "", heavy + 1: "this picture has 300 KB", 36_000_000: "this picture has 36.0 MB"} {
		p := newPicture("content/a.png", &diag.File{Name: "content/a.png", Data: make([]byte, size)}, false)
		if got := len(p.diags) == 1; got != (want != "") || got && !strings.HasPrefix(p.diags[0].Message, want) {
			t.Errorf("%d bytes: got %v, want %q", size, p.diags, want)
		}
	}
	if p := newPicture("content/a.pdf", &diag.File{Name: "content/a.pdf", Data: make([]byte, 2*heavy)}, false); len(p.diags) > 0 {
		t.Errorf("a file to fetch: got %v", p.diags)
	}
}

// TestOfficeFiles holds that a document of an office program is told once, where it would
// be published, and that what editors and desktops leave behind is left out.
func TestOfficeFiles(t *testing.T) {
	_, all := over(t, map[string]string{"site.yaml": "base: default\n", "static/plan.docx": "x", "static/forms/FEES.XLSX": "x", "static/plan.pdf": "x",
		"static/Thumbs.db": "x", "static/desktop.ini": "x", "static/~$plan.docx": "x", "content/plan.odt": "x", "content/_data/plan.docx": "x",
		"content/desktop.ini": "x"})
	var got []string
	for _, d := range all {
		if !strings.HasPrefix(d.File.Name, "default/") {
			got = append(got, d.Position().String()+": "+d.Rule)
		}
	}
	want := []string{"content/plan.odt:1:1: office-file", "static/forms/FEES.XLSX:1:1: office-file", "static/plan.docx:1:1: office-file"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestBareStyle holds that a style which takes the place of all of the guide's is told,
// and one that adds to them is right.
func TestBareStyle(t *testing.T) {
	for text, want := range map[string]bool{"h1 { color: #333 }": true, "@import \"tokens.css\";\n@import \"base.css\";\nh1 { color: #333 }": false} {
		_, all := over(t, map[string]string{"site.yaml": "base: default\n", "static/css/site.css": text})
		if got := slices.ContainsFunc(all, func(d diag.Diagnostic) bool { return d.Rule == "bare-style" }); got != want {
			t.Errorf("%s: told is %t, want %t", text, got, want)
		}
	}
}

// TestMisnamed holds that files are told whose name is nearly that of one that is read.
func TestMisnamed(t *testing.T) {
	page := "---\ntitle: Groups\ndescription: Our groups.\nclaims: false\n---\nWords.\n"
	_, all := over(t, map[string]string{"site.yaml": "base: default\n", "content/_data/source.yaml": "a: b\n", "content/es/_data/sources.yml": "a: b\n",
		"content/es/_data/sources.yaml": "a: b\n", "content/es/_data/contact.yaml": "a: b\n", "content/es/_data/other.yaml": "a: b\n",
		"content/fr/_data/contact.yaml": "a: b\n", "content/en/_data/strings.yaml": "a: b\n", "content/groups/_data/contacts.yaml": "a: b\n",
		"content/groups/_data/other.yaml": "a: b\n", "content/_data/other.yaml": "a: b\n", "content/groups/index.md": page, "content/groups/_index.md": page})
	var got []string
	for _, d := range all {
		if d.Rule == "file-name" {
			got = append(got, d.Position().String()+": "+d.Help)
		}
	}
	want := []string{
		"content/_data/other.yaml:1:1: the files here are contacts.yaml, glossary.yaml, sources.yaml and strings.yaml",
		"content/_data/source.yaml:1:1: did you mean content/_data/sources.yaml?",
		"content/en/_data/strings.yaml:1:1: did you mean content/_data/strings.yaml?",
		"content/es/_data/contact.yaml:1:1: did you mean content/es/_data/contacts.yaml?",
		"content/es/_data/other.yaml:1:1: the files here are contacts.yaml, glossary.yaml and strings.yaml",
		"content/es/_data/sources.yaml:1:1: did you mean content/_data/sources.yaml?",
		"content/es/_data/sources.yml:1:1: did you mean content/_data/sources.yaml?",
		"content/groups/_data/contacts.yaml:1:1: did you mean content/_data/contacts.yaml?",
		"content/groups/_data/other.yaml:1:1: data files lie in content/_data/",
		"content/groups/index.md:1:1: if it is the page of its folder, name it _index.md",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestLostPages holds that pages which nobody could reach are told: those of a language
// that the site does not list, and those of a folder without a page of its own.
func TestLostPages(t *testing.T) {
	page := "---\ntitle: Ours\ndescription: A page.\nclaims: false\n---\nWords.\n"
	index := "---\ntitle: Groups\ndescription: Our groups.\nclaims: false\n---\nWords.\n"
	_, all := over(t, map[string]string{"site.yaml": "base: default\nlanguages: [en, es]\n", "content/fr/programs/a.md": page,
		"content/fr/programs/b.md": page, "content/ES/c.md": page, "content/rooms/a.md": page, "content/groups/_index.md": index})
	var got []string
	for _, d := range all {
		if !strings.HasPrefix(d.File.Name, "default/") && d.Rule != "duplicate-title" && d.Rule != "unrecorded-override" {
			got = append(got, d.Position().String()+": "+d.Message)
		}
	}
	want := []string{
		"content/ES/c.md:1:1: the name “ES/c.md” would make an address that is hard to type or link to",
		"content/fr/programs/a.md:1:1: no page of content/fr/ is published: it is a language that site.yaml does not list",
		"content/rooms/_index.md:1:1: this page is missing, so the address /rooms/ leads nowhere, and no list shows the pages of this folder",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestOwnPageOmitted holds that omit is told of which does not keep a page of the site's
// own from readers, as it does not mean those, and of no other.
func TestOwnPageOmitted(t *testing.T) {
	page := func(front string) string {
		return "---\ntitle: Ours\ndescription: Our own.\nclaims: false\n" + front + "---\nWords.\n"
	}
	for name, c := range map[string]struct{ omit, path, front, want string }{
		"a page":                      {"help/ours.md", "help/ours.md", "", "help/ours.md"},
		"a pattern":                   {"rooms/*", "rooms/a.md", "", "rooms/*"},
		"a pattern that means others": {"help/*", "help/ours.md", "", ""},
		"a draft":                     {"help/ours.md", "help/ours.md", "draft: true\n", ""},
		"a page in place of another":  {"help/travel.md", "help/travel.md", "", ""},
	} {
		_, all := over(t, map[string]string{"site.yaml": "base: default\nomit: [\"" + c.omit + "\"]\n",
			"content/" + c.path: page(c.front)})
		var got, want []string
		for _, d := range all {
			if d.Rule == "omit" {
				got = append(got, d.Position().String()+": "+d.Message)
			}
		}
		if c.want != "" {
			want = []string{"site.yaml:2:8: omit leaves out pages of the built-in guide, and " + c.want + " is your own"}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// TestHomeStays holds that the front page can be replaced, and not left out.
func TestHomeStays(t *testing.T) {
	home := "---\ntitle: Ours\ndescription: Our own.\nclaims: false\n---\nWords.\n"
	settings := map[string]string{"site.yaml": "base: default\nomit: [\"_index.md\"]\n"}
	errs, _ := over(t, settings)
	if want := "site.yaml:2:7: content/_index.md cannot be left out: it must always be there"; !slices.Contains(errs, want) {
		t.Errorf("got %q, want %s", errs, want)
	}
	settings["content/_index.md"] = home
	errs, _ = over(t, settings)
	if slices.ContainsFunc(errs, func(e string) bool { return strings.Contains(e, "must always be there") }) {
		t.Errorf("with a front page of its own: got %q", errs)
	}
}
