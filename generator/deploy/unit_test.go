package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

func names(puts []put) []string {
	var list []string
	for _, p := range puts {
		list = append(list, p.Path)
	}
	return list
}

// TestArrange holds what is decided about each file against what the plan, the ledger
// and the store say.
func TestArrange(t *testing.T) {
	sheet := file{Path: "site.0123456789.css", Kind: asset, Sum: "1"}
	front := file{Path: "index.html", Kind: page, Sum: "2"}
	p := &plan{mark: "now", Files: []file{front, sheet}}
	ours := func(f file) object { return object{version: "v", ours: true, mark: f.mark()} }
	old := object{version: "w", ours: true, mark: "before"}
	full := map[string]object{front.Path: ours(front), sheet.Path: ours(sheet)}
	with := func(path string, o object) map[string]object {
		m := maps.Clone(full)
		m[path] = o
		return m
	}
	spared := func(by string) map[string]entry { return map[string]entry{"gone.css": {Asset: true, Spared: by}} }
	tests := []struct {
		name   string
		ledger *ledger
		have   map[string]object
		want   string // assets, new pages, pages, others, deleted, spared, lost, left, foreign
	}{
		{"nothing there", &ledger{}, nil, "[site.0123456789.css] [index.html] [] [] [] [] [] [] []"},
		{"all there", &ledger{}, full, "[] [] [] [] [] [] [] [] []"},
		{"a page changed", &ledger{}, with(front.Path, old), "[] [] [index.html] [] [] [] [] [] []"},
		{"someone else's page", &ledger{}, with(front.Path, object{version: "x"}), "[] [] [index.html] [] [] [] [] [] [index.html]"},
		{"a page is gone", &ledger{Files: map[string]entry{"old.html": {}}}, with("old.html", old), "[] [] [] [] [old.html] [] [] [] []"},
		{"a page is gone, and was lost", &ledger{Files: map[string]entry{"old.html": {}}}, full, "[] [] [] [] [] [] [old.html] [] []"},
		{"a page is gone, and was replaced", &ledger{Files: map[string]entry{"old.html": {}}}, with("old.html", object{version: "x"}), "[] [] [] [] [] [] [] [old.html] []"},
		{"an asset is gone", &ledger{Files: spared("")}, with("gone.css", old), "[] [] [] [] [] [gone.css] [] [] []"},
		{"an asset was spared by this plan", &ledger{Files: spared("now")}, with("gone.css", old), "[] [] [] [] [] [] [] [] []"},
		{"an asset was spared by the plan before", &ledger{Files: spared("before")}, with("gone.css", old), "[] [] [] [] [gone.css] [] [] [] []"},
		{"an asset was spared by a plan never finished", &ledger{Unfinished: true, Files: spared("before")}, with("gone.css", old), "[] [] [] [] [] [] [] [] []"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w, foreign := arrange(p, tt.ledger, tt.have)
			got := fmt.Sprint(names(w.assets), names(w.added), names(w.changed), names(w.others), w.deleted, w.spared, w.lost, w.left, foreign)
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestLedger writes a ledger and reads it back.
func TestLedger(t *testing.T) {
	l := &ledger{Title: "a \"site\"", Plan: "p", Run: "r", Unfinished: true, Again: 3, Files: map[string]entry{
		"a/index.html": {Mark: "m", Version: "v", Next: "n"}, "é.css": {Asset: true, Spared: "p"}}}
	back, err := parseLedger(l.bytes())
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(back.Files, l.Files) || back.Title != l.Title || !back.Unfinished || back.Again != 3 {
		t.Errorf("got %+v, want %+v", back, l)
	}
	if lines := bytes.Count(l.bytes(), []byte("\n")); lines != 4 {
		t.Errorf("got %d lines, want one a file, and two", lines)
	}
	if _, err := parseLedger([]byte(`{"version":2}`)); err == nil || !strings.Contains(err.Error(), "use a newer one") {
		t.Errorf("got %v for a newer version", err)
	}
	if _, err := parseLedger((&ledger{}).bytes()); err != nil {
		t.Errorf("an empty ledger: %v", err)
	}
}

// TestAnother tells sites apart.
func TestAnother(t *testing.T) {
	const oak, elm = "https://oak.example", "https://elm.example"
	for _, c := range []struct {
		name                         string
		there, base, was, title, now string
		another                      bool
	}{
		{"nothing there", "", oak, "", "Oak", "", false},
		{"the same", oak, oak, "p", "Oak", "Oak", false},
		{"a new title", oak, oak, "p", "Oak", "Oak Street", false},
		{"a new address", oak, elm, "p", "Oak", "Oak", true},
		{"no address, the same title", "", oak, "p", "Oak", "Oak", false},
		{"no address, another title", oak, "", "p", "Oak", "Elm", true},
	} {
		l := &ledger{Base: c.there, Plan: c.was, Title: c.title}
		if got := l.another(&plan{Base: c.base, title: c.now}); got != c.another {
			t.Errorf("%s: got %t, want %t", c.name, got, c.another)
		}
	}
}

// TestMark makes sure that a mark tells all that decides how a file is served.
func TestMark(t *testing.T) {
	f := file{Path: "index.html", Kind: page, Type: "text/html", Cache: "no-cache", Sum: "1"}
	marks := []string{f.mark()}
	for _, change := range []func(*file){
		func(f *file) { f.Sum = "2" }, func(f *file) { f.Type = "text/plain" },
		func(f *file) { f.Cache = "no-store" }, func(f *file) { f.Redirect = "/x/" },
		func(f *file) { f.Type, f.Cache = "text/htmlno", "-cache" },
	} {
		g := f
		change(&g)
		marks = append(marks, g.mark())
	}
	slices.Sort(marks)
	if n := len(slices.Compact(marks)); n != 6 {
		t.Errorf("6 files that differ have %d marks", n)
	}
	if len(marks[0]) != 22 {
		t.Errorf("%s has %d letters, want 22", marks[0], len(marks[0]))
	}
}

// TestMisplaced says where a site and its place in the bucket do not fit.
func TestMisplaced(t *testing.T) {
	for _, c := range []struct {
		path, prefix string
		odd          bool
	}{
		{"/", "", false}, {"/iop/", "iop/", false}, {"/iop/", "www/iop/", false}, {"", "x/", false},
		{"/", "iop/", true}, {"/iop/", "", true}, {"/iop/", "clinic-iop/", true}, {"/a/iop/", "iop/", true},
	} {
		if got := (&plan{Path: c.path}).misplaced(c.prefix); (got != "") != c.odd {
			t.Errorf("a site for %q in %q: %q, want odd %t", c.path, c.prefix, got, c.odd)
		}
	}
}

// TestProgress reads what a person sees, on a terminal and elsewhere.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	p := &progress{out: &out, terminal: true}
	p.begin("pages", 2, 3000)
	p.told = time.Now().Add(-time.Hour)
	p.done(1000)
	p.say("the store asks for patience")
	p.say("the store asks for patience")
	p.done(2000)
	p.end()
	text := out.String()
	for _, want := range []string{"\r\x1b[Kpages: 1 of 2, 1.0 kB of 3.0 kB", "\r\x1b[Kpages: 2 files, 3.0 kB, in 0.0 s\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("a terminal shows %q, want %q", text, want)
		}
	}
	if strings.Count(text, "patience") != 1 {
		t.Errorf("it says the same again and again: %q", text)
	}
	out.Reset()
	p.terminal = false
	p.begin("pages", 1, 1000)
	p.done(1000)
	p.end()
	if got := out.String(); got != "pages: 1 file, 1.0 kB, in 0.0 s\n" {
		t.Errorf("elsewhere it says %q", got)
	}
}

// TestEach makes sure that the first mistake ends all, and is the one told.
func TestEach(t *testing.T) {
	var first = errors.New("first")
	err := each(t.Context(), 4, make([]int, 1000), func(context.Context, int) error { return first })
	if !errors.Is(err, first) {
		t.Errorf("got %v, want %v", err, first)
	}
	if err := each(t.Context(), 4, nil, func(context.Context, int) error { return first }); err != nil {
		t.Errorf("nothing to do: got %v", err)
	}
}
