package scaffold

import (
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

// TestArchetype holds that the front matter says what was asked for, also when its
// remarks are made use of. That the site has no mistake with it, a script holds.
func TestArchetype(t *testing.T) {
	tests := []struct {
		name  string
		page  Page
		title string
		holds string // in the body
		lacks string
	}{
		{"a page", Page{Path: "content/conditions/grief.md", Lang: "en", Source: "nimh"}, "Grief", "[@nimh]", "claims: false"},
		{"without sources", Page{Path: "content/bus-rides.md", Lang: "en"}, "Bus rides", "claims: false", "[@"},
		{"in Spanish", Page{Path: "content/es/grief.md", Lang: "es-MX", Source: "nimh"}, "Grief", "frases", "sentences"},
		{"in another language", Page{Path: "content/fr/grief.md", Lang: "fr"}, "Grief", "sentences", "frases"},
		{"a section's own page", Page{Path: "content/rides/_index.md", Lang: "en", Source: "nimh"}, "Rides", "listed", "[@"},
		{"a title with signs", Page{Path: "content/a.md", Lang: "en", Title: `"No": a word`}, `"No": a word`, "draft: true", "[@"},
		{"a self-check", Page{Path: "content/check/a.md", Lang: "en", Layout: "self-check", Source: "nimh", Author: "Oak: Elm"}, "A",
			"layout: self-check", "[@key]"},
		{"a layout of the site's own", Page{Path: "content/a.md", Lang: "en", Layout: "map"}, "A", "layout: map", "[@"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := string(Archetype(tt.page))
			if !strings.Contains(text, tt.holds) || strings.Contains(text, tt.lacks) {
				t.Errorf("want %q in it, and %q not in it:\n%s", tt.holds, tt.lacks, text)
			}
			for _, data := range []string{text, strings.ReplaceAll(text, "\n# ", "\n")} {
				var list diag.List
				front, _ := schema.FrontMatter(&diag.File{Name: "a.md", Data: []byte(data)}, &list)
				if got := front.Get("title").Text(); len(list) > 0 || got != tt.title || !front.Get("draft").Bool() {
					t.Errorf("got the title %q and %v in\n%s", got, list, data)
				}
			}
		})
	}
}

// TestSpanishRemarks holds that a page in Spanish offers each key in Spanish.
func TestSpanishRemarks(t *testing.T) {
	text := string(Archetype(Page{Path: "content/es/grief.md", Lang: "es"}))
	for _, f := range schema.Page.Fields {
		if slices.Contains(later, f.Name) && (!strings.Contains(text, "\n# "+f.Name+": ") || strings.Contains(text, f.Doc)) {
			t.Errorf("the remark on %s is not in Spanish:\n%s", f.Name, text)
		}
	}
}
