package site

import "iopguide/generator/internal/schema"

// A Brand is how a clinic wants its site to look: two colors as it wrote them, and
// two files of static/. "" is what it leaves as it is.
type Brand struct{ Primary, Accent, Logo, Favicon string }

// newBrand reads the key brand, and returns nil if it says nothing.
func newBrand(v *schema.Value) *Brand {
	text := func(key string) string { return v.Get(key).Text() }
	b := &Brand{text("primary"), text("accent"), text("logo"), text("favicon")}
	if *b == (Brand{}) {
		return nil
	}
	return b
}

// A Logo is the clinic's logo, ready to show.
type Logo struct {
	URL           string // published, from the root
	Width, Height int    // in which it is shown, in pixels
	Plate         bool   // it may have no ground of its own, so needs a light one where the page is dark
}

// An Icon is the icon of browser tabs, and the media type of its file.
type Icon struct{ Name, Type string }
