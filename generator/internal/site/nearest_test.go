package site

import (
	"testing"

	"iopguide/generator/internal/content"
)

// TestNearestPathInItsLanguage holds that a link to a page that was moved or deleted is
// shown a page of its own language, if there is one.
func TestNearestPathInItsLanguage(t *testing.T) {
	s := &Site{Config: &Config{Languages: []string{"en", "es"}}}
	for _, path := range []string{"content/es/programs/evening.md", "content/groups/evening.md", "content/programs/morning.md", "content/es/only.md"} {
		s.Pages = append(s.Pages, &content.Page{Meta: &content.Meta{Path: path, Lang: content.Lang(path, s.Config.Languages)}})
	}
	for full, want := range map[string]string{
		"content/programs/evening.md":    "content/groups/evening.md",
		"content/es/groups/evening.md":   "content/es/programs/evening.md",
		"content/programs/mornings.md":   "content/programs/morning.md",
		"content/programs/only.md":       "content/es/only.md",
		"content/programs/something.md":  "",
		"content/es/programs/morning.md": "content/programs/morning.md",
	} {
		if got := s.nearestPath(full); got != want {
			t.Errorf("%s: got %q, want %q", full, got, want)
		}
	}
}
