package build

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"iopguide/generator/internal/diag"
)

// An svgFile is a drawing that was parsed and found harmless.
type svgFile struct {
	data          []byte // minified
	width, height int    // 0 if it does not say
	inline        bool   // may stand in a page: it has no ids or styles that could meet others
}

// svgElements are the elements that a drawing may have: none that runs, links,
// loads or holds HTML.
var svgElements = strings.Fields(`svg g defs symbol use title desc metadata path rect circle ellipse line
	polyline polygon text tspan textPath linearGradient radialGradient stop clipPath mask pattern marker
	style filter feGaussianBlur feOffset feMerge feMergeNode feColorMatrix feFlood feComposite feBlend`)

// svgAttributes are the attributes of these elements that a drawing may have,
// besides aria-*, data-* and xmlns:*.
var svgAttributes = strings.Fields(`xmlns version id class lang role focusable viewBox preserveAspectRatio
	x y x1 y1 x2 y2 cx cy r rx ry fx fy width height d points pathLength transform fill fill-opacity fill-rule
	stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset stroke-miterlimit
	stroke-opacity opacity color display visibility overflow clip-path clip-rule mask filter marker-start
	marker-mid marker-end markerWidth markerHeight markerUnits orient refX refY dx dy rotate textLength
	lengthAdjust text-anchor dominant-baseline alignment-baseline font-family font-size font-weight font-style
	letter-spacing word-spacing offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod
	patternUnits patternTransform patternContentUnits clipPathUnits maskUnits maskContentUnits href startOffset
	vector-effect shape-rendering text-rendering paint-order in in2 result stdDeviation mode operator values
	type flood-color flood-opacity filterUnits media space`)

// outside finds an address in a value that leads out of the drawing.
var outside = regexp.MustCompile(`(?i)url\(\s*['"]?\s*[^#'"\s]|@import|javascript:|expression\(`)

// readSVG reads a drawing. It reports whatever could run, load or link, and
// returns nil then.
func readSVG(f *diag.File, list *diag.List) *svgFile {
	s := &svgFile{inline: true}
	p := &svgReader{file: f, dec: xml.NewDecoder(bytes.NewReader(f.Data)), out: s, list: list}
	if !p.read() {
		return nil
	}
	data, err := minified("image/svg+xml", f.Data)
	if err != nil {
		p.refuse("it is not well-formed: " + err.Error())
		return nil
	}
	s.data = data
	return s
}

type svgReader struct {
	file *diag.File
	dec  *xml.Decoder
	out  *svgFile
	list *diag.List
	at   int // where the token that is being looked at begins
	root bool
}

// read reports the first thing that a drawing may not hold.
func (p *svgReader) read() bool {
	style := false
	for {
		p.at = int(p.dec.InputOffset())
		t, err := p.dec.Token()
		if errors.Is(err, io.EOF) {
			return p.root || p.refuse("it holds no drawing")
		}
		if err != nil {
			return p.refuse("it is not well-formed: " + err.Error())
		}
		switch t := t.(type) {
		case xml.Directive:
			return p.refuse("it begins with a document type, which can pull in other files")
		case xml.StartElement:
			style = t.Name.Local == "style"
			if !p.element(t) {
				return false
			}
		case xml.EndElement:
			style = false
		case xml.CharData:
			if style && outside.Match(t) {
				return p.refuse("its styles load something from elsewhere")
			}
		}
	}
}

func (p *svgReader) element(t xml.StartElement) bool {
	if !slices.Contains(svgElements, t.Name.Local) {
		return p.refuse("it has a <" + t.Name.Local + ">, which may run, load or link something")
	}
	if !p.root && t.Name.Local != "svg" {
		return p.refuse("it is no SVG file: it begins with <" + t.Name.Local + ">")
	}
	for _, a := range t.Attr {
		if !p.attribute(t.Name.Local, a) {
			return false
		}
	}
	if !p.root {
		p.root = true
		p.size(t)
	}
	if t.Name.Local == "style" {
		p.out.inline = false
	}
	return true
}

func (p *svgReader) attribute(element string, a xml.Attr) bool {
	name := a.Name.Local
	switch {
	case a.Name.Space == "xmlns", strings.HasPrefix(name, "aria-"), strings.HasPrefix(name, "data-"):
		return true
	case name == "style" && !outside.MatchString(a.Value):
		p.out.inline = false // the pages' policy forbids it there
		return true
	case !slices.Contains(svgAttributes, name):
		return p.refuse("its <" + element + "> has the attribute " + name + ", which is not allowed")
	case name == "href" && !strings.HasPrefix(a.Value, "#"), outside.MatchString(a.Value):
		return p.refuse("its <" + element + "> leads out of the drawing")
	case name == "id":
		p.out.inline = false
	}
	return true
}

// size takes the drawing's size from its width and height, or its viewBox.
func (p *svgReader) size(t xml.StartElement) {
	var w, h float64
	for _, a := range t.Attr {
		switch a.Name.Local {
		case "width":
			w, _ = strconv.ParseFloat(strings.TrimSuffix(a.Value, "px"), 64)
		case "height":
			h, _ = strconv.ParseFloat(strings.TrimSuffix(a.Value, "px"), 64)
		case "viewBox":
			if box := strings.Fields(strings.ReplaceAll(a.Value, ",", " ")); len(box) == 4 && w == 0 {
				w, _ = strconv.ParseFloat(box[2], 64)
				h, _ = strconv.ParseFloat(box[3], 64)
			}
		}
	}
	p.out.width, p.out.height = int(w+0.5), int(h+0.5)
}

func (p *svgReader) refuse(why string) bool {
	p.list.Error(p.file, p.at, p.at, "svg", "this drawing cannot be published: "+why,
		"save it again as a plain SVG, without scripts, links and outside files")
	return false
}
