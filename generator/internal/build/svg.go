package build

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"iopguide/generator/internal/diag"
)

// svgNamespace is that of SVG: a browser draws nothing without it.
const svgNamespace = "http://www.w3.org/2000/svg"

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

// outside finds what leads out of the drawing in a value or in its styles. A
// backslash could hide it: styles read \75rl as url.
var outside = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)url\(\s*['"]?\s*[^#'"\s]|(image-set|src|image)\(|@import|javascript:|expression\(|\\`)
})

// leadsOut reports whether outside finds something. Few values have one of the signs
// that all of it has.
func leadsOut(value string) bool {
	return strings.ContainsAny(value, `(@:\`) && outside().MatchString(value)
}

// readSVG reads a drawing. It reports whatever could run, load or link, and
// returns nil then.
func readSVG(f *diag.File, list *diag.List) *svgFile {
	bom := len(f.Data) - len(bytes.TrimPrefix(f.Data, []byte("\ufeff")))
	p := &svgReader{file: f, data: f.Data[bom:], bom: bom, out: &svgFile{inline: true}, list: list}
	p.dec = xml.NewDecoder(bytes.NewReader(p.data))
	if !p.read() {
		return nil
	}
	data, err := minified("image/svg+xml", p.spaced(p.data))
	if err != nil {
		p.refuse(notWellFormed(err))
		return nil
	}
	p.out.data = data
	return p.out
}

// notWellFormed says in plain words why a drawing cannot be read.
func notWellFormed(err error) string {
	says := strings.TrimPrefix(err.Error(), "XML syntax error on ")
	if open, by, ok := strings.Cut(says, "> closed by </"); ok {
		if _, name, ok := strings.Cut(open, "element <"); ok {
			return "its <" + name + "> does not end before </" + by
		}
	}
	if strings.Contains(says, "unexpected EOF") {
		return "it breaks off in the middle"
	}
	return "it cannot be read: " + says
}

var (
	rootTag  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^<svg(\s+[^\s=>]+=("[^"]*"|'[^']*'))*`) })
	rootName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\s(role|aria-[a-z]+|xmlns)=("[^"]*"|'[^']*')`) })
)

// inPage returns the drawing as it stands in a page, which names it: what it is
// named itself goes, since no element may have an attribute twice. That it is a
// drawing goes without saying there.
func (s *svgFile) inPage() string {
	tag := rootTag().Find(s.data)
	return string(rootName().ReplaceAll(tag, nil)) + string(s.data[len(tag):])
}

type svgReader struct {
	file   *diag.File
	data   []byte // of the file, without its byte order mark
	bom    int    // how long that is
	dec    *xml.Decoder
	out    *svgFile
	list   *diag.List
	at     int      // where the token that is being looked at begins
	open   []string // the elements that it stands in
	ended  bool     // the drawing has
	styles []byte   // what the style element says that is open
	spacing
}

// spacing finds the blanks in words that count though they stand at the border
// of an element, as those around a tspan do.
type spacing struct {
	words  bool     // the text that is open has words
	last   [2]int   // from and to of the blanks after them
	blanks [][2]int // that count
}

// read reports the first thing that a drawing may not hold.
func (p *svgReader) read() bool {
	for {
		p.at = int(p.dec.InputOffset())
		t, err := p.dec.Token()
		if errors.Is(err, io.EOF) {
			return p.ended || p.refuse("it holds no drawing")
		}
		if err != nil {
			return p.refuse(notWellFormed(err))
		}
		if !p.token(t) {
			return false
		}
	}
}

func (p *svgReader) token(t xml.Token) bool {
	switch t := t.(type) {
	case xml.Directive:
		return namesType(t) || p.refuse("it begins with a document type that declares things, which can pull in other files;"+
			" drawing programs leave it out of a plain SVG, Illustrator with Export As")
	case xml.ProcInst:
		return t.Target == "xml" || p.refuse("it has an instruction <?"+t.Target+", which can pull in other files")
	case xml.StartElement:
		return p.element(t)
	case xml.EndElement:
		return p.end(t.Name.Local)
	case xml.CharData:
		return p.text(t)
	}
	return true
}

// namesType reports whether a document type only names its kind: no browser reads
// what it points to, and minifying drops it.
func namesType(d xml.Directive) bool {
	return bytes.HasPrefix(d, []byte("DOCTYPE svg")) && !bytes.ContainsRune(d, '[')
}

func (p *svgReader) element(t xml.StartElement) bool {
	name := t.Name.Local
	switch {
	case !slices.Contains(svgElements, name):
		return p.refuse("it has a <" + name + ">, which may run, load or link something")
	case p.ended, len(p.open) == 0 && name != "svg":
		return p.refuse("it is no SVG file: one <svg> holds all of a drawing")
	case t.Name.Space != svgNamespace, !bytes.HasPrefix(p.data[p.at:], []byte("<"+name)):
		return p.refuse("its <" + name + "> is not told to be SVG, by xmlns=\"" + svgNamespace + "\" on the <svg>")
	case p.within("style"):
		return p.refuse("its styles hold a <" + name + ">")
	}
	for _, a := range t.Attr {
		if !p.attribute(name, a) {
			return false
		}
	}
	if len(p.open) == 0 {
		p.size(t)
	}
	p.open = append(p.open, name)
	return true
}

// end closes an element, which the decoder has seen to be the one that is open.
func (p *svgReader) end(name string) bool {
	p.open = p.open[:len(p.open)-1]
	p.ended = len(p.open) == 0
	if name == "text" {
		p.words, p.last = false, [2]int{}
	}
	if name != "style" {
		return true
	}
	p.out.inline = false
	styles := p.styles
	p.styles = nil
	return !leadsOut(string(styles)) || p.refuse("its styles load something from elsewhere")
}

func (p *svgReader) text(t xml.CharData) bool {
	switch {
	case len(p.open) == 0:
		return len(bytes.TrimSpace(t)) == 0 || p.refuse("it is no SVG file: there are words outside the <svg>")
	case p.within("style"):
		p.styles = append(p.styles, t...) // a comment may stand in between
	case p.within("text"):
		p.note(p.data, p.at, int(p.dec.InputOffset()))
	}
	return true
}

const blank = " \t\r\n"

// note looks at the piece of text from at to end in data.
func (s *spacing) note(data []byte, at, end int) {
	raw := data[at:end]
	first := at + len(raw) - len(bytes.TrimLeft(raw, blank))
	if first > at && s.words && s.last[1] == 0 {
		s.last = [2]int{at, first}
	}
	if first == end {
		return
	}
	if s.last[1] > 0 {
		s.blanks = append(s.blanks, s.last)
	}
	s.words, s.last = true, [2]int{}
	if after := at + len(bytes.TrimRight(raw, blank)); after < end {
		s.last = [2]int{after, end}
	}
}

// spaced returns data with a no-break space, which looks the same, for the
// blanks that count: the minifier takes blanks at borders away.
func (s *spacing) spaced(data []byte) []byte {
	var b []byte
	from := 0
	for _, run := range s.blanks {
		b = append(append(b, data[from:run[0]]...), "\u00a0"...)
		from = run[1]
	}
	return append(b, data[from:]...)
}

func (p *svgReader) within(name string) bool { return slices.Contains(p.open, name) }

func (p *svgReader) attribute(element string, a xml.Attr) bool {
	name := a.Name.Local
	switch {
	case a.Name.Space == "xmlns", strings.HasPrefix(name, "aria-"), strings.HasPrefix(name, "data-"):
		return true
	case name != "style" && !slices.Contains(svgAttributes, name):
		return p.refuse("its <" + element + "> has the attribute " + name + ", which is not allowed")
	case name == "href" && !strings.HasPrefix(a.Value, "#"), leadsOut(a.Value):
		return p.refuse("its <" + element + "> leads out of the drawing")
	case name == "id", name == "style": // the pages' policy forbids the style
		p.out.inline = false
	}
	return true
}

// size takes the drawing's size from its width and height, or from its viewBox.
func (p *svgReader) size(t xml.StartElement) {
	var w, h, boxW, boxH float64
	for _, a := range t.Attr {
		switch a.Name.Local {
		case "width":
			w = length(strings.TrimSuffix(a.Value, "px"))
		case "height":
			h = length(strings.TrimSuffix(a.Value, "px"))
		case "viewBox":
			if box := strings.Fields(strings.ReplaceAll(a.Value, ",", " ")); len(box) == 4 {
				boxW, boxH = length(box[2]), length(box[3])
			}
		}
	}
	if w == 0 || h == 0 {
		w, h = boxW, boxH
	}
	p.out.width, p.out.height = int(w+0.5), int(h+0.5)
}

// length reads a length in pixels, 0 if it is none.
func length(s string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(n) || n < 0 || n > 1e6 {
		return 0
	}
	return n
}

func (p *svgReader) refuse(why string) bool {
	p.list.Error(p.file, p.bom+p.at, p.bom+p.at, "svg", "this drawing cannot be published: "+why,
		"save it again as a plain SVG, without scripts, links and outside files")
	return false
}
