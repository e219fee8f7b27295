package main

import (
	"path"
	"testing"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/site"
)

// TestFindable wants every English page to be three taps from home at most, and
// every page of a section to be named by two pages outside of it. Only links of
// the body and related pages count: those of header and footer are on all.
func TestFindable(t *testing.T) {
	s := shipped(t, build.Options{}).Site
	taps := map[string]int{"content/_index.md": 0}
	outside := map[string]map[string]bool{}
	queue := []string{"content/_index.md"}
	for ; len(queue) > 0; queue = queue[1:] {
		from := s.Page(queue[0])
		for _, to := range led(s, from) {
			if to.Lang != "en" {
				continue
			}
			if path.Dir(to.Path) != path.Dir(from.Path) {
				if outside[to.Path] == nil {
					outside[to.Path] = map[string]bool{}
				}
				outside[to.Path][from.Path] = true
			}
			if _, seen := taps[to.Path]; !seen {
				taps[to.Path] = taps[from.Path] + 1
				queue = append(queue, to.Path)
			}
		}
	}
	for _, p := range s.Pages {
		if p.Lang != "en" || p.Kind == "home" || !p.Claims {
			continue
		}
		if n, ok := taps[p.Path]; !ok || n > 3 {
			t.Errorf("%s is %d taps from home; want at most 3 (0: no way)", p.Path, n)
		}
		if n := len(outside[p.Path]); path.Dir(p.Path) != "content" && !p.IsIndex() && n < 2 {
			t.Errorf("%s is named by %d pages outside its section; want 2", p.Path, n)
		}
	}
}

// led returns the pages that the body of p and its related pages lead to.
func led(s *site.Site, p *content.Page) []*content.Meta {
	v := s.View(p)
	var metas []*content.Meta
	for _, t := range v.Targets.Slots {
		if t.Page != nil {
			metas = append(metas, t.Page)
		}
	}
	return append(metas, v.Related.Pages...)
}
