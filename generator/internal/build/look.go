package build

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"

	"iopguide/generator/internal/brand"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

const (
	tokensFile = "css/tokens.css" // below static/: the colors of the styles
	ownIcon    = "favicon.svg"    // likewise: the icon that takes the brand's colors
)

// A look is what the key brand makes of the files of static/.
type look struct {
	from  fromLook
	sheet *brand.Sheet // the site's tokens, nil if it has none
	brand.Colors
	logo  *site.Logo // without its address
	diags diag.List
}

// fromLook is all that a look is made from.
type fromLook struct {
	primary, accent, logo, favicon *schema.Value
	tokens, logoFile, iconFile     *diag.File
}

// dress reads the brand, unless it and its files are those of last.
func (r *Result) dress(last *Result) {
	value := func(key string) *schema.Value { return r.settings.data.Values.Settings.Get("brand", key) }
	static := func(name string) *diag.File { return r.files[staticRoot+name] }
	from := fromLook{primary: value("primary"), accent: value("accent"), logo: value("logo"), favicon: value("favicon"),
		tokens: static(tokensFile)}
	from.logoFile, from.iconFile = static(inStatic(from.logo)), static(inStatic(from.favicon))
	if last.look != nil && last.look.from == from {
		r.look = last.look
		return
	}
	l := &look{from: from}
	l.Primary, l.Accent = l.color(from.primary, "primary"), l.color(from.accent, "accent")
	if from.tokens != nil {
		l.sheet = brand.Read(from.tokens.Data)
	}
	l.contrast()
	r.findLogo(l)
	r.findIcon(l)
	r.look = l
}

// inStatic returns the path below static/ of the file that v names, however it
// begins.
func inStatic(v *schema.Value) string {
	name := strings.ReplaceAll(strings.TrimSpace(v.Text()), `\`, "/")
	for _, before := range []string{"./", "/", staticRoot} {
		name = strings.TrimPrefix(name, before)
	}
	return name
}

// color reads a color, nil if there is none.
func (l *look) color(v *schema.Value, key string) *brand.RGB {
	if v == nil {
		return nil
	}
	c, err := brand.Parse(v.Text())
	if err != nil {
		l.diags.Error(v.File, v.Start, v.End, "brand-color", "the "+key+" color “"+short(v.Text())+"” is no color", err.Error())
		return nil
	}
	return &c
}

// contrast reports the pairs of colors that cannot be told apart, at what makes
// them so.
func (l *look) contrast() {
	if l.sheet == nil {
		l.needsToken(l.from.primary, "accent")
		l.needsToken(l.from.accent, "sun")
		return
	}
	if l.Primary != nil || l.Accent != nil {
		l.unread()
	}
	for _, f := range l.sheet.OwnFailures(l.Colors) {
		start, end := l.sheet.Place(f.Scheme, f.Over)
		l.diags.Error(l.from.tokens, start, end, "contrast", failing(f, "--"+f.Over+" on --"+f.Under+": "),
			"make one of them lighter or darker")
	}
	if l.Primary != nil && !l.sheet.Has("accent") {
		l.needsToken(l.from.primary, "accent")
		return
	}
	if l.Accent != nil && !l.sheet.Has("sun") {
		l.needsToken(l.from.accent, "sun")
		return
	}
	l.brandContrast()
}

// brandContrast reports what the brand's own colors are too close to.
func (l *look) brandContrast() {
	failures, instead := l.sheet.Failures(l.Colors)
	if len(failures) == 0 {
		return
	}
	v, key := l.from.primary, "primary"
	if v == nil {
		v, key = l.from.accent, "accent"
	}
	worst := slices.MinFunc(failures, func(a, b brand.Failure) int {
		return int(math.Copysign(1, a.Ratio/a.Needs-b.Ratio/b.Needs))
	})
	help := "no color of this hue passes: look at the other colors in static/" + tokensFile
	if instead != nil {
		help = "the nearest color that passes is " + instead.String() + `: write ` + key + `: "` + instead.String() + `"`
	}
	l.diags.Error(v.File, v.Start, v.End, "brand-contrast", failing(worst, "with the "+key+" color "+short(v.Text())+", "), help)
}

// failing says what is wrong with a pair. A ratio is cut, so that none that fails
// looks as if it passed.
func failing(f brand.Failure, before string) string {
	return fmt.Sprintf("%s%s (in %s) have a contrast of %.2f:1, and need %g:1",
		before, f.What, f.Scheme, math.Floor(f.Ratio*100)/100, f.Needs)
}

// unread reports tokens whose contrast cannot be computed.
func (l *look) unread() {
	for _, name := range l.sheet.Unread() {
		start, end := l.sheet.Place(brand.Light, name)
		l.diags.Error(l.from.tokens, start, end, "contrast",
			"the contrast of --"+name+" cannot be computed, and site.yaml has a brand", brand.Notations)
	}
}

// needsToken reports a color of the brand that the styles have no use for.
func (l *look) needsToken(v *schema.Value, token string) {
	if v != nil {
		l.diags.Error(v.File, v.Start, v.End, "brand-color", "this site's static/"+tokensFile+" has no --"+token+" to take this color",
			"set --"+token+" there, or delete that file if the one of the built-in guide will do")
	}
}

// same reports whether the files of static/ come out of l as they do out of o.
func (l *look) same(o *look) bool {
	if l == o {
		return true
	}
	if o == nil {
		return false
	}
	a, b := l.from, o.from
	return a.primary.Text() == b.primary.Text() && a.accent.Text() == b.accent.Text() &&
		a.logo.Text() == b.logo.Text() && a.favicon.Text() == b.favicon.Text()
}

// style returns the text of the style at name, below static/: the tokens with the
// brand's colors, and nothing for what only a brand needs where there is none.
func (l *look) style(name string, text []byte) []byte {
	switch {
	case name == tokensFile && (l.Primary != nil || l.Accent != nil):
		return l.sheet.With(l.sheet.Palette(l.Colors))
	case name == brandFile && l.Primary == nil && l.Accent == nil && l.from.logo == nil:
		return nil
	}
	return text
}

// brandFile is the style, below static/, that only a site with a brand needs.
const brandFile = "css/brand.css"

// The colors of our icon, as they stand in it: of its door, and of its sun.
const (
	iconDoor = `fill="#1c7268"`
	iconSun  = `fill="#ffc46b"`
)

// icon returns our icon in the brand's colors. In a dark row of tabs its door has
// the color that it has on a dark page.
func (l *look) icon(svg []byte) []byte {
	if l.sheet == nil {
		return svg
	}
	p := l.sheet.Palette(l.Colors)
	if l.Accent != nil {
		svg = bytes.ReplaceAll(svg, []byte(iconSun), []byte(`fill="`+l.Accent.String()+`"`))
	}
	if l.Primary == nil || !bytes.Contains(svg, []byte(iconDoor)) {
		return svg
	}
	svg = bytes.ReplaceAll(svg, []byte(iconDoor), []byte(`class="d"`))
	style := fmt.Sprintf("<style>.d{fill:%s}@media(prefers-color-scheme:dark){.d{fill:%s}}</style>", l.Primary, p[brand.Dark]["door"])
	at := bytes.IndexByte(svg, '>') + 1
	return slices.Concat(svg[:at], []byte(style), svg[at:])
}
