package brand

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"iopguide/generator/internal/diag"

	"golang.org/x/image/colornames"
)

// Parse reads a color as CSS writes it: #abc, #aabbcc, rgb(), hsl(), hwb(),
// oklch(), oklab() or a name. One that sRGB lacks becomes the one of its lightness
// and hue that it has. The error says what to write, in a phrase.
func Parse(text string) (RGB, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if strings.ContainsAny(text, "“”‘’") {
		return RGB{}, errors.New("its quotation marks are those of a word processor: write straight ones, as in \"#14615a\"")
	}
	if digits, ok := strings.CutPrefix(text, "#"); ok {
		return hex(digits)
	}
	if name, rest, ok := strings.Cut(text, "("); ok {
		args, closed := strings.CutSuffix(rest, ")")
		if !closed {
			return RGB{}, errors.New("the closing bracket is missing")
		}
		return function(strings.TrimSpace(name), args)
	}
	return named(text)
}

// Notations says how colors are written.
const Notations = `write it as "#14615a", rgb(20 97 90), hsl(175 66% 23%), oklch(45% 0.08 185) or a name such as navy`

var hexDigits = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$`) })

func hex(digits string) (RGB, error) {
	if !hexDigits().MatchString(digits) {
		return RGB{}, errors.New("after # stand 3 or 6 of the digits 0 to 9 and a to f")
	}
	if len(digits) < 6 {
		var long strings.Builder
		for _, d := range digits {
			long.WriteString(strings.Repeat(string(d), 2))
		}
		digits = long.String()
	}
	if len(digits) == 8 && digits[6:] != "ff" {
		return RGB{}, errSeeThrough
	}
	n, err := strconv.ParseUint(digits[:6], 16, 32)
	return RGB{uint8(n >> 16), uint8(n >> 8), uint8(n)}, err
}

var errSeeThrough = errors.New("it is see-through, and a brand's color is solid: leave its last value out")

func named(name string) (RGB, error) {
	if c, ok := colornames.Map[name]; ok {
		return RGB{c.R, c.G, c.B}, nil
	}
	switch near := diag.Nearest(name, colornames.Names); {
	case name == "rebeccapurple": // the one name that is younger than the list
		return RGB{0x66, 0x33, 0x99}, nil
	case hexDigits().MatchString(name):
		return RGB{}, fmt.Errorf("did you mean %q?", "#"+name)
	case near != "":
		return RGB{}, fmt.Errorf("did you mean %s?", near)
	}
	return RGB{}, errors.New(Notations)
}

// A channel is what one value of a function may be.
type channel struct {
	percent  float64 // what 100% is; 0 if percents are not allowed
	unitless float64 // what 1 is; 0 if bare numbers are not allowed
	angle    bool
}

// functions are the notations with brackets.
var functions = map[string]struct {
	channels [3]channel
	color    func(v [3]float64) RGB
}{
	"rgb":   {[3]channel{{percent: 1, unitless: 1. / 255}, {percent: 1, unitless: 1. / 255}, {percent: 1, unitless: 1. / 255}}, fromRGB},
	"hsl":   {[3]channel{{angle: true}, {percent: 1, unitless: .01}, {percent: 1, unitless: .01}}, fromHSL},
	"hwb":   {[3]channel{{angle: true}, {percent: 1, unitless: .01}, {percent: 1, unitless: .01}}, fromHWB},
	"oklch": {[3]channel{{percent: 1, unitless: 1}, {percent: .4, unitless: 1}, {angle: true}}, fromOKLCH},
	"oklab": {[3]channel{{percent: 1, unitless: 1}, {percent: .4, unitless: 1}, {percent: .4, unitless: 1}}, fromOKLab},
}

var separators = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[\s,]+`) })

func function(name, args string) (RGB, error) {
	f, ok := functions[strings.TrimSuffix(name, "a")]
	if !ok || name == "oklcha" || name == "oklaba" || name == "hwba" {
		return RGB{}, errors.New(Notations)
	}
	args, alpha, slash := strings.Cut(args, "/")
	parts := separators().Split(strings.TrimSpace(args), -1)
	if !slash && len(parts) == 4 {
		alpha, parts = parts[3], parts[:3]
	}
	if alpha = strings.TrimSpace(alpha); alpha != "" && !solid(alpha) {
		return RGB{}, errSeeThrough
	}
	if len(parts) != 3 {
		return RGB{}, fmt.Errorf("%s() takes three values", name)
	}
	var values [3]float64
	for i, part := range parts {
		if values[i], ok = f.channels[i].read(part); !ok {
			return RGB{}, fmt.Errorf("%s is no value of %s()", part, name)
		}
	}
	return f.color(values), nil
}

// solid reports whether an alpha lets nothing through.
func solid(alpha string) bool {
	v, ok := channel{percent: 1, unitless: 1}.read(alpha)
	return ok && v >= 1
}

// angles are the units of a hue, in degrees.
var angles = map[string]float64{"": 1, "deg": 1, "grad": .9, "rad": 180 / math.Pi, "turn": 360}

var quantity = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]{1,3})?)(%|[a-z]*)$`)
})

func (c channel) read(text string) (float64, bool) {
	if text == "none" {
		return 0, true
	}
	m := quantity().FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseFloat(m[1], 64)
	by, known := angles[m[2]]
	switch {
	case err != nil, math.IsInf(n, 0), c.angle && !known:
		return 0, false
	case c.angle:
		return math.Mod(math.Mod(n*by, 360)+360, 360), true
	case m[2] == "%" && c.percent > 0:
		return n / 100 * c.percent, true
	}
	return n * c.unitless, m[2] == "" && c.unitless > 0
}

func unit(v float64) float64 { return min(max(v, 0), 1) }

func fromRGB(v [3]float64) RGB { return RGB{byteOf(v[0]), byteOf(v[1]), byteOf(v[2])} }

func fromHSL(v [3]float64) RGB {
	s, l := unit(v[1]), unit(v[2])
	at := func(n float64) float64 {
		k := math.Mod(n+v[0]/30, 12)
		return l - s*min(l, 1-l)*max(-1, min(k-3, 9-k, 1))
	}
	return fromRGB([3]float64{at(0), at(8), at(4)})
}

func fromHWB(v [3]float64) RGB {
	w, b := unit(v[1]), unit(v[2])
	if sum := w + b; sum >= 1 {
		grey := w / sum
		return fromRGB([3]float64{grey, grey, grey})
	}
	at := func(n float64) float64 {
		k := math.Mod(n+v[0]/30, 12)
		return (0.5-0.5*max(-1, min(k-3, 9-k, 1)))*(1-w-b) + w
	}
	return fromRGB([3]float64{at(0), at(8), at(4)})
}

func fromOKLCH(v [3]float64) RGB { return LCH{unit(v[0]), max(v[1], 0), v[2]}.RGB() }

func fromOKLab(v [3]float64) RGB { return polar(unit(v[0]), v[1], v[2]).RGB() }
