package layout

import (
	"strings"

	"iopguide/generator/internal/site"
)

// A Logo is the clinic's logo as a page shows it, beside the name of the site.
type Logo struct {
	*site.Logo
	Src string
	Alt string // the clinic's name, or nothing where the site's name says it
}

// Logo is the clinic's logo, or nil.
func (f *Frame) Logo() *Logo {
	l := f.assets.Logo
	if l == nil {
		return nil
	}
	logo := &Logo{Logo: l, Src: f.config.Rel(f.from, l.URL)}
	if c := f.config.Clinic; c != nil && !strings.Contains(f.config.Title, c.Name) {
		logo.Alt = c.Name
	}
	return logo
}

// ourIcon is the icon of browser tabs where the clinic has none of its own.
var ourIcon = site.Icon{Name: "favicon.svg", Type: "image/svg+xml"}

// Icon is the icon of browser tabs.
func (f *Frame) Icon() site.Icon {
	if f.assets.Icon.Name != "" {
		return f.assets.Icon
	}
	return ourIcon
}
