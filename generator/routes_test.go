package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/selfcheck"
)

// checks returns the self-checks that we ship.
func checks(t *testing.T) []*content.Page {
	t.Helper()
	var pages []*content.Page
	for _, p := range shipped(t, build.Options{}).Site.Pages {
		if p.Tree != nil {
			pages = append(pages, p)
		}
	}
	if len(pages) < 4 {
		t.Fatalf("got %d self-checks, want the three and the Spanish one", len(pages))
	}
	return pages
}

// TestRoutes holds every way through the self-checks that we ship against the
// list that was reviewed. A change of an answer is a change of that file.
func TestRoutes(t *testing.T) {
	for _, p := range checks(t) {
		name := strings.NewReplacer("content/", "", "check/", "", "/", "-", ".md", ".txt").Replace(p.Path)
		path := filepath.Join("testdata", "routes", name)
		got := p.Tree.Text(p.Title) + "\n" + p.Tree.Paths(p.Title)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if want, err := os.ReadFile(path); err != nil || got != string(want) {
			t.Errorf("%s leads elsewhere than %s says (%v); if that is meant, run with -update, "+
				"and have the difference reviewed", p.Path, path, err)
		}
	}
}

// TestNoSilentEmergency changes every link and range of the self-checks that we
// ship, one at a time: none that touches an emergency may go unnoticed.
func TestNoSilentEmergency(t *testing.T) {
	for _, p := range checks(t) {
		r := selfcheck.Mutate(p.Tree)
		if r.Mutants == 0 {
			t.Errorf("%s: nothing was changed", p.Path)
		}
		for _, m := range r.Survivors {
			if m.Emergency {
				t.Errorf("%s: no check notices: %s", p.File.Position(m.Start), m.Message)
			}
		}
	}
}
