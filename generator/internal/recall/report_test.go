package recall

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// manifest returns the manifest of a site that a release built over a guide. own
// are the pages that it has in place of the guide's, and contacts its contacts, if
// they are others.
func manifest(t *testing.T, release string, ours map[string]string, own map[string]string, contacts string, lock Lock) *Manifest {
	t.Helper()
	g, err := NewGuide(files(ours), release, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := &Manifest{Release: release, Date: "2026-11-24", Title: "Oak", Pages: map[string]string{"index.html": "x"},
		Ours: map[string]string{}, Replaced: map[string]string{}}
	for name, text := range ours {
		if kindOf(name) != Page {
			continue
		}
		if o, ok := own[name]; ok {
			text = o
		}
		m.AddSource(name, []byte(text), files(ours), lock)
	}
	m.AddSource("content/own.md", []byte("Own"), files(ours), lock)
	read := func(name, text string) *schema.Value {
		return decode(name, []byte(text), schema.Partial(schema.Data["contacts"]))
	}
	en := read("en", ours["content/_data/contacts.yaml"])
	if contacts != "" {
		en = schema.Merge(en, read("own", contacts))
	}
	es := schema.Merge(en, read("es", ours["content/es/_data/contacts.yaml"]))
	m.Contacts = NewContacts(map[string]*site.Contacts{"en": site.NewContacts(en, "US"), "es": site.NewContacts(es, "US")}, "US", g.Contacts())
	return m
}

// changedGuide returns guide with one text put in place of another in one file.
func changedGuide(name, old, new string) map[string]string {
	next := maps.Clone(guide)
	next[name] = strings.ReplaceAll(next[name], old, new)
	return next
}

// without returns guide with no lifeline in the files.
func without(names ...string) map[string]string {
	next := maps.Clone(guide)
	for _, name := range names {
		next[name] = strings.ReplaceAll(next[name], "lifeline:", "line:")
	}
	return next
}

// line tells what a report says, in a line.
func line(r *Report) string {
	var parts []string
	for _, c := range r.Contacts {
		parts = append(parts, fmt.Sprintf("%s(%s) own=%t gone=%t %v", c.Key, c.Lang, c.Own, c.Gone, c.Differs))
	}
	for _, a := range r.Advisories {
		parts = append(parts, "advisory "+a.ID)
	}
	if len(r.Changed) > 0 {
		parts = append(parts, fmt.Sprint("changed ", r.Changed))
	}
	if len(r.Stale) > 0 {
		parts = append(parts, fmt.Sprint("stale ", r.Stale))
	}
	return strings.Join(parts, "; ")
}

func TestReport(t *testing.T) {
	const contacts = "content/_data/contacts.yaml"
	record := Lock{"content/a.md": {Hash([]byte(guide["content/a.md"])), "0.1.0"}}
	page := Advisory{ID: "page", Release: "0.2.0", Severity: "content", Pages: []string{"content/a.md"}}
	for _, tt := range []struct {
		name       string
		m          *Manifest
		now        map[string]string
		advisories []Advisory
		want       string
		safety     bool
	}{
		{"nothing changed", manifest(t, "0.1.0", guide, nil, "", nil), guide, nil, "", false},
		{"a crisis number", manifest(t, "0.1.0", guide, nil, "", nil), changedGuide(contacts, `call: "988"`, `call: "989"`), nil,
			"lifeline(en) own=false gone=false [{call 988 989}]", true},
		{"a day on which it was checked", manifest(t, "0.1.0", guide, nil, "", nil), changedGuide(contacts, "2026-11-01", "2026-12-01"), nil, "", false},
		{"words of one language", manifest(t, "0.1.0", guide, nil, "", nil), changedGuide("content/es/_data/contacts.yaml", "siempre", "a veces"), nil,
			"lifeline(es) own=false gone=false [{hours siempre a veces}]", true},
		{"all contacts, danger first", manifest(t, "0.1.0", guide, nil, "", nil), changedGuide(contacts, "name: ", "name: The "), nil,
			"emergency(en) own=false gone=false [{name Emergency The Emergency}]; " +
				"lifeline(en) own=false gone=false [{name Lifeline The Lifeline}]; " +
				"find(en) own=false gone=false [{name Find The Find}]", true},
		{"a contact that helps", manifest(t, "0.1.0", guide, nil, "", nil), changedGuide(contacts, "find.example", "seek.example"), nil,
			"find(en) own=false gone=false [{url https://find.example/ https://seek.example/}]", false},
		{"a contact that is gone", manifest(t, "0.1.0", guide, nil, "", nil), without(contacts, "content/es/_data/contacts.yaml"), nil,
			"lifeline(en) own=false gone=true []", true},
		{"its own contact", manifest(t, "0.1.0", guide, nil, "oak: {name: Oak, role: help, call: \"1\"}\n", nil), guide, nil, "", false},
		{"ours, changed by the site", manifest(t, "0.1.0", guide, nil, "lifeline: {press: \"7\"}\n", nil), guide, nil, "", false},
		{"ours, changed by the site and then by us", manifest(t, "0.1.0", guide, nil, "lifeline: {press: \"7\"}\n", nil),
			changedGuide(contacts, `call: "988"`, `call: "989"`), nil,
			"lifeline(en) own=true gone=false [{call 988 989} {press 7 }]", true},
		{"a page", manifest(t, "0.1.0", guide, nil, "", nil), changedGuide("content/a.md", "now", "newer"), nil, "changed [content/a.md]", false},
		{"a page that the site replaced", manifest(t, "0.1.0", guide, map[string]string{"content/a.md": "Mine"}, "", record),
			changedGuide("content/a.md", "now", "newer"), nil, "stale [content/a.md]", false},
		{"the same, never recorded", manifest(t, "0.1.0", guide, map[string]string{"content/a.md": "Mine"}, "", nil),
			changedGuide("content/a.md", "now", "newer"), nil, "", false},
		{"an advisory", manifest(t, "0.1.0", guide, nil, "", nil), guide, []Advisory{page}, "advisory page", false},
		{"an advisory of a page that it replaced", manifest(t, "0.1.0", guide, map[string]string{"content/a.md": "Mine"}, "", nil), guide, []Advisory{page}, "advisory page", false},
		{"an advisory that it was built with", manifest(t, "0.2.0", guide, nil, "", nil), guide, []Advisory{page}, "", false},
		{"an advisory of a page that it lacks", manifest(t, "0.1.0", guide, nil, "", nil), guide,
			[]Advisory{{ID: "other", Release: "0.2.0", Severity: Safety, Pages: []string{"content/none.md"}}}, "", false},
		{"an advisory of a layout", manifest(t, "0.1.0", guide, nil, "", nil), guide,
			[]Advisory{{ID: "layout", Release: "0.2.0", Severity: Safety, Pages: []string{"layouts/page.html"}}}, "advisory layout", true},
		{"an advisory of a contact", manifest(t, "0.1.0", guide, nil, "", nil), guide,
			[]Advisory{{ID: "line", Release: "0.2.0", Severity: Safety, Contacts: []string{"lifeline"}}}, "advisory line", true},
		{"an advisory of a contact that it lacks", manifest(t, "0.1.0", guide, nil, "", nil), guide,
			[]Advisory{{ID: "line", Release: "0.2.0", Severity: Safety, Contacts: []string{"none"}}}, "", false},
		{"an advisory of all", manifest(t, "0.1.0", guide, nil, "", nil), guide, []Advisory{{ID: "all", Release: "0.2.0", Severity: Safety}}, "advisory all", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g, err := NewGuide(files(tt.now), "0.2.0", tt.advisories)
			if err != nil {
				t.Fatal(err)
			}
			data, err := json.Marshal(tt.m)
			if err != nil {
				t.Fatal(err)
			}
			m, err := ReadManifest(data)
			if err != nil {
				t.Fatal(err)
			}
			r, err := g.Report(m)
			if err != nil {
				t.Fatal(err)
			}
			if got := line(r); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if r.Safety() != tt.safety {
				t.Errorf("safety: got %t, want %t", r.Safety(), tt.safety)
			}
		})
	}
}

// TestReportOfOthers reads the manifests of releases before and after this one.
func TestReportOfOthers(t *testing.T) {
	g, err := NewGuide(files(guide), "0.2.0", []Advisory{{ID: "a", Release: "0.2.0", Pages: []string{"content/x.md"}}})
	if err != nil {
		t.Fatal(err)
	}
	old, err := ReadManifest([]byte(`{"release":"0.1.0","date":"2026-11-24","pages":{}}`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := g.Report(old)
	if err != nil || !r.Blind || len(r.Advisories) != 1 {
		t.Errorf("of an old one: got %+v, %v; want that little is known, and every advisory", r, err)
	}
	newer, err := ReadManifest([]byte(`{"release":"0.3.0","date":"2028-11-24","pages":{},"more":1}`))
	if err != nil {
		t.Fatal(err)
	}
	if r, err = g.Report(newer); err != nil || !r.Newer || r.Wrong() {
		t.Errorf("of a newer one: got %+v, %v", r, err)
	}
}

func TestReadManifest(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       error
	}{
		{"a manifest", `{"release":"0.1.0","pages":{}}`, nil},
		{"a web page", "\n<!doctype html><title>Not found</title>", ErrWebPage},
		{"a manifest of a web app", `{"name":"App","icons":[]}`, ErrNoManifest},
		{"nothing", "", ErrNoManifest},
		{"cut off", `{"release":"0.1.0","pages":{"a"`, ErrNoManifest},
		{"a list", `[]`, ErrNoManifest},
		{"no release", `{"release":"\u001b[31m","pages":{}}`, ErrNoManifest},
	} {
		if _, err := ReadManifest([]byte(tt.text)); !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, err, tt.want)
		}
	}
}

// FuzzReadManifest holds whatever a host may send against the guide.
func FuzzReadManifest(f *testing.F) {
	f.Add([]byte(`{"release":"0.1.0","pages":{},"ours":{"content/a.md":"x","../../etc":"y"},"contacts":{"en":{"lifeline":{"name":"L"}},"":null}}`))
	f.Add([]byte("<html>"))
	g, err := NewGuide(files(guide), "0.2.0", nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ReadManifest(data)
		if err != nil {
			return
		}
		if _, err := g.Report(m); err != nil {
			t.Error(err)
		}
	})
}
