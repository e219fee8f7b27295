package build

import (
	"bytes"
	"fmt"
	"image"
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// What a logo or an icon may be: every page loads it.
const (
	maxLogoBytes  = 100 << 10
	maxLogoPixels = 4000 // in each direction
)

// The room for a logo in the header, in pixels.
const logoWidth, logoHeight = 160, 36

// iconTypes are the media types of icons, by the endings of their files.
var iconTypes = map[string]string{".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon"}

// findLogo looks at the logo.
func (r *Result) findLogo(l *look) {
	v, f := l.from.logo, l.from.logoFile
	if v == nil || !r.usable(l, "logo", v, f, []string{".svg", ".png", ".jpg", ".jpeg", ".webp"}, "an SVG, PNG, JPEG or WebP file") {
		return
	}
	var size image.Config
	plate := true
	if hasExt(f, ".svg") {
		svg := readSVG(f, new(diag.List))
		if svg == nil {
			return // told where its file is read
		}
		size.Width, size.Height = svg.width, svg.height
	} else if size, plate = l.raster(v, f); size.Width == 0 {
		return
	}
	if size.Width == 0 || size.Height == 0 {
		l.bad(v, "the logo does not say how wide and how high it is", "save it with its size, or with a viewBox")
		return
	}
	w, h := fitted(size.Width, size.Height)
	l.logo = &site.Logo{Width: w, Height: h, Plate: plate}
}

// usable reports whether there is a file of a kind that can be used, and says so
// if not.
func (r *Result) usable(l *look, what string, v *schema.Value, f *diag.File, exts []string, kinds string) bool {
	ext := strings.ToLower(path.Ext(inStatic(v)))
	switch {
	case !slices.Contains(exts, ext):
		l.bad(v, "a "+what+" is "+kinds, "save it as one of these, in the folder static/")
	case f == nil && strings.Contains(v.Text(), "://"):
		l.bad(v, "a "+what+" is a file of the site, and this is an address", "save the picture in the folder static/ of your site, and write its name here")
	case f == nil:
		help := "put the file into the folder static/ of your site, and name it here as it is called there"
		if near := nearestFile(inStatic(v), r.staticNames(exts)); near != "" {
			help = "did you mean " + near + "?"
		}
		l.bad(v, "there is no file static/"+inStatic(v), help)
	case len(f.Data) > maxLogoBytes:
		l.bad(v, fmt.Sprintf("this %s has %d KB, and every page loads it; it may have %d", what, (len(f.Data)+1023)>>10, maxLogoBytes>>10),
			"save it smaller: 600 pixels are wide enough")
	default:
		return true
	}
	return false
}

// nearestFile returns which of names somebody may have meant who wrote name: large and
// small letters are easily mixed up, and many computers do not tell them apart.
func nearestFile(name string, names []string) string {
	for _, n := range names {
		if strings.EqualFold(path.Base(n), path.Base(name)) {
			return n
		}
	}
	return diag.Nearest(name, names)
}

func (l *look) bad(v *schema.Value, message, help string) {
	l.diags.Error(v.File, v.Start, v.End, "brand-file", message, help)
}

// staticNames returns the files of static/ with one of the endings.
func (r *Result) staticNames(exts []string) []string {
	var names []string
	for _, f := range r.names {
		if rel, ok := strings.CutPrefix(f, staticRoot); ok && slices.Contains(exts, strings.ToLower(path.Ext(rel))) {
			names = append(names, rel)
		}
	}
	return names
}

// raster returns the size of a picture of pixels, and whether one can see through
// it. It reports one that cannot be used.
func (l *look) raster(v *schema.Value, f *diag.File) (size image.Config, through bool) {
	size, _, err := image.DecodeConfig(bytes.NewReader(f.Data))
	if err == nil && max(size.Width, size.Height) > maxLogoPixels {
		l.bad(v, fmt.Sprintf("this logo has %d times %d pixels; it may have %d in each direction", size.Width, size.Height, maxLogoPixels),
			"save it smaller: 600 pixels are wide enough")
		return image.Config{}, false
	}
	img, _, err := image.Decode(bytes.NewReader(f.Data))
	if err != nil {
		l.bad(v, "this logo cannot be read: it is damaged, or not what its name says", "save it again as PNG or SVG")
		return image.Config{}, false
	}
	opaque, known := img.(interface{ Opaque() bool })
	return size, !known || !opaque.Opaque()
}

// fitted returns the size in which a logo of w times h is shown.
func fitted(w, h int) (width, height int) {
	scale := min(float64(logoWidth)/float64(w), float64(logoHeight)/float64(h))
	return max(1, int(float64(w)*scale+.5)), max(1, int(float64(h)*scale+.5))
}

// findIcon looks at the icon.
func (r *Result) findIcon(l *look) {
	v, f := l.from.favicon, l.from.iconFile
	if v == nil || !r.usable(l, "favicon", v, f, []string{".svg", ".png", ".ico"}, "an SVG, PNG or ICO file") {
		return
	}
	begins := map[string]string{".png": "\x89PNG\r\n\x1a\n", ".ico": "\x00\x00\x01\x00"}[strings.ToLower(path.Ext(f.Name))]
	if !bytes.HasPrefix(f.Data, []byte(begins)) {
		l.bad(v, "this favicon cannot be read: it is damaged, or not what its name says", "save it again as PNG or SVG")
	}
}

// wear puts the logo and the icon among the assets.
func (l *look) wear(a *assetSet) {
	if l.logo != nil {
		logo := *l.logo
		logo.URL = "/" + a.urls[inStatic(l.from.logo)]
		a.names.Logo = &logo
	}
	if name := inStatic(l.from.favicon); a.urls[name] != "" {
		a.names.Icon = site.Icon{Name: name, Type: iconTypes[strings.ToLower(path.Ext(name))]}
	}
}
