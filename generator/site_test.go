package main

import (
	"context"
	"slices"
	"testing"

	"iopguide"
	"iopguide/generator/internal/build"
	"iopguide/generator/internal/check"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/schema"
)

// shipped builds the site that the program carries, as of the day on which its
// sources and contacts were checked.
func shipped(t *testing.T, opts build.Options) *build.Result {
	t.Helper()
	opts.Date = schema.Date{Year: 2026, Month: 11, Day: 25}
	r, err := build.New(overlay.FS{{FS: iopguide.Default()}}, opts).Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestShippedSite holds the site we ship against every rule, with and without
// an address of its own.
func TestShippedSite(t *testing.T) {
	for _, base := range []string{"", "https://www.clinic.example/iop/"} {
		list, err := shipped(t, build.Options{BaseURL: base}).All(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			t.Errorf("base %q: %s: %s: %s [%s]", base, d.Position(), d.Severity, d.Message, d.Rule)
		}
	}
}

// TestCrisisNumbers holds the numbers of every page against what they are. A slip
// in contacts.yaml would be on all of them.
func TestCrisisNumbers(t *testing.T) {
	for lang, c := range shipped(t, build.Options{}).Site.Data.Contacts {
		h := c.Help
		if h.Emergency == nil || h.Emergency.Call != "911" {
			t.Errorf("%s: the emergency number is not 911: %+v", lang, h.Emergency)
		}
		if h.Crisis == nil || h.Crisis.Call != "988" || h.Crisis.Text != "988" && lang == "en" || h.Crisis.Chat == "" {
			t.Errorf("%s: the crisis line is not 988, by voice, text and chat: %+v", lang, h.Crisis)
		}
	}
}

// TestReadingGrade holds the English pages to a median grade of 7.
func TestReadingGrade(t *testing.T) {
	var grades []float64
	for _, p := range shipped(t, build.Options{}).Site.Pages {
		if g, words := check.Grade(p); p.Lang == "en" && words > 100 {
			grades = append(grades, g)
		}
	}
	slices.Sort(grades)
	if len(grades) < 30 {
		t.Fatalf("only %d pages have prose to grade", len(grades))
	}
	median, most := grades[len(grades)/2], grades[len(grades)-1]
	t.Logf("%d pages: median grade %.1f, hardest %.1f", len(grades), median, most)
	if median > 7 || most > 8 {
		t.Errorf("median grade %.1f, hardest %.1f; want at most 7 and 8", median, most)
	}
}
