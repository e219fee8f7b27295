package build

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"iopguide/generator/internal/brand"
)

// What follows computes contrast a second time, from the words of WCAG 2.2 and CSS
// Color 4, and shares no line with package brand.

// textPairs and signPairs are which tokens the styles lay on which.
var (
	textPairs = []string{"accent on paper", "accent on soft", "accent on raised", "on-accent on accent", "on-sun on sun",
		"ink on paper", "ink on soft", "ink on raised", "ink on sky", "ink on warm", "muted on paper", "muted on soft", "muted on raised"}
	signPairs = []string{"accent on sky", "accent on warm", "edge on paper", "edge on soft", "edge on raised"}
)

// srgb is a color, each channel from 0 to 1.
type srgb [3]float64

func hexColor(text string) (c srgb, ok bool) {
	digits, ok := strings.CutPrefix(text, "#")
	if len(digits) == 3 {
		digits = digits[:1] + digits[:1] + digits[1:2] + digits[1:2] + digits[2:] + digits[2:]
	}
	if !ok || len(digits) != 6 {
		return c, false
	}
	for i := range c {
		n, err := strconv.ParseUint(digits[2*i:2*i+2], 16, 8)
		if err != nil {
			return c, false
		}
		c[i] = float64(n) / 255
	}
	return c, true
}

func (c srgb) hex() string {
	text := "#"
	for _, v := range c {
		text += fmt.Sprintf("%02x", int(math.Floor(v*255+.5)))
	}
	return text
}

func linearOf(v float64) float64 {
	if v <= .04045 {
		return v / 12.92
	}
	return math.Pow((v+.055)/1.055, 2.4)
}

func brightness(c srgb) float64 {
	return .2126*linearOf(c[0]) + .7152*linearOf(c[1]) + .0722*linearOf(c[2])
}

func ratio(a, b srgb) float64 {
	x, y := brightness(a), brightness(b)
	if x < y {
		x, y = y, x
	}
	return (x + .05) / (y + .05)
}

// passing reports whether all pairs of the tokens pass, and the first that does not.
func passing(tokens map[string]string) (bool, string) {
	for _, list := range []struct {
		pairs []string
		needs float64
	}{{textPairs, 4.5}, {signPairs, 3}} {
		for _, pair := range list.pairs {
			over, under, _ := strings.Cut(pair, " on ")
			a, ok := hexColor(tokens[over])
			b, both := hexColor(tokens[under])
			if ok && both && ratio(a, b) < list.needs {
				return false, fmt.Sprintf("%s: %.3f", pair, ratio(a, b))
			}
		}
	}
	return true, ""
}

type matrix [3][3]float64

func (m matrix) times(v [3]float64) (w [3]float64) {
	for i := range m {
		for j := range v {
			w[i] += m[i][j] * v[j]
		}
	}
	return w
}

// The matrices of CSS Color 4, section "Sample code for color conversions".
var (
	toXYZ = matrix{{506752. / 1228815, 87881. / 245763, 12673. / 70218}, {87098. / 409605, 175762. / 245763, 12673. / 175545},
		{7918. / 409605, 87881. / 737289, 1001167. / 1053270}}
	fromXYZ = matrix{{12831. / 3959, -329. / 214, -1974. / 3959}, {-851781. / 878810, 1648619. / 878810, 36519. / 878810},
		{705. / 12673, -2585. / 12673, 705. / 667}}
	toLMS = matrix{{.8190224379967030, .3619062600528904, -.1288737815209879}, {.0329836539323885, .9292868615863434, .0361446663506424},
		{.0481771893596242, .2642395317527308, .6335478284694309}}
	fromLMS = matrix{{1.2268798758459243, -.5578149944602171, .2813910456659647}, {-.0405757452148008, 1.1122868032803170, -.0717110580655164},
		{-.0763729366746601, -.4214933324022432, 1.5869240198367816}}
	toLab = matrix{{.2104542683093140, .7936177747023054, -.0040720430116193}, {1.9779985324311684, -2.4285922420485799, .4505937096174110},
		{.0259040424655478, .7827717124575296, -.8086757549230774}}
	fromLab = matrix{{1, .3963377773761749, .2158037573099136}, {1, -.1055613458156586, -.0638541728258133}, {1, -.0894841775298119, -1.2914855480194092}}
)

func labOf(c srgb) [3]float64 {
	lms := toLMS.times(toXYZ.times([3]float64{linearOf(c[0]), linearOf(c[1]), linearOf(c[2])}))
	return toLab.times([3]float64{math.Cbrt(lms[0]), math.Cbrt(lms[1]), math.Cbrt(lms[2])})
}

// withLightness returns c with another lightness: its hue and chroma are kept, the
// chroma as far as sRGB has it.
func withLightness(c srgb, l float64) srgb {
	lab := labOf(c)
	at := func(part float64) (out srgb, in bool) {
		lms := fromLab.times([3]float64{l, lab[1] * part, lab[2] * part})
		lin := fromXYZ.times(fromLMS.times([3]float64{math.Pow(lms[0], 3), math.Pow(lms[1], 3), math.Pow(lms[2], 3)}))
		in = true
		for i, v := range lin {
			if v <= .0031308 {
				v *= 12.92
			} else {
				v = 1.055*math.Pow(v, 1/2.4) - .055
			}
			in = in && v > -1e-4 && v < 1+1e-4
			out[i] = min(max(v, 0), 1)
		}
		return out, in
	}
	if out, in := at(1); in {
		return out
	}
	low, high := 0., 1.
	for range 50 {
		if _, in := at((low + high) / 2); in {
			low = (low + high) / 2
		} else {
			high = (low + high) / 2
		}
	}
	out, _ := at(low)
	return out
}

// styled returns a site of one page that has our colors, with the brand and the
// files over it.
func styled(t *testing.T, keys string, over map[string]string) map[string]string {
	t.Helper()
	files := map[string]string{"site.yaml": "title: The guide\nlanguages: [en]\nbrand:\n" + keys,
		"static/css/site.css": `@import "tokens.css"; @import "brand.css";`}
	for _, name := range []string{"static/css/tokens.css", "static/css/brand.css", "static/favicon.svg"} {
		data, err := os.ReadFile("../../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(data)
	}
	maps.Copy(files, over)
	return files
}

var (
	lightRoot = regexp.MustCompile(`:root\{([^{}]*)\}`)
	darkRoot  = regexp.MustCompile(`@media screen and \(prefers-color-scheme:\s*dark\)\{:root\{([^{}]*)\}`)
	setting   = regexp.MustCompile(`--([a-z-]+):\s*([^;}]+)`)
	hexInHelp = regexp.MustCompile(`#[0-9a-f]{6}`)
	logoHash  = regexp.MustCompile(`logo\.[0-9a-f]{10}\.`)
)

// publishedTokens returns the custom properties that a browser has in light and in dark.
func publishedTokens(t *testing.T, css string) (light, dark map[string]string) {
	t.Helper()
	light, dark = map[string]string{}, map[string]string{}
	l, d := lightRoot.FindStringSubmatch(css), darkRoot.FindStringSubmatch(css)
	if l == nil || d == nil {
		t.Fatalf("the published style sets no tokens: %.300s", css)
	}
	for _, m := range setting.FindAllStringSubmatch(l[1], -1) {
		light[m[1]], dark[m[1]] = m[2], m[2]
	}
	for _, m := range setting.FindAllStringSubmatch(d[1], -1) {
		dark[m[1]] = m[2]
	}
	return light, dark
}

// A palette is what a clinic may choose.
type palette struct {
	primary, accent string
	valid           bool // by construction
}

// randomPalettes returns n palettes, two in five of which are dark enough for every
// ground that our styles have in light.
func randomPalettes(n int) []palette {
	random := rand.New(rand.NewPCG(7, 41))
	color := func() srgb { return srgb{random.Float64(), random.Float64(), random.Float64()} }
	var all []palette
	for i := range n {
		p := palette{valid: i%5 < 2}
		c := color()
		for p.valid && brightness(c) > .12 {
			c = srgb{c[0] * .9, c[1] * .9, c[2] * .9}
		}
		p.primary = c.hex()
		if i%3 > 0 {
			p.accent = color().hex()
		}
		all = append(all, p)
	}
	return all
}

func (p palette) keys() string {
	keys := fmt.Sprintf("  primary: %q\n", p.primary)
	if p.accent != "" {
		keys += fmt.Sprintf("  accent: %q\n", p.accent)
	}
	return keys
}

// TestRandomPalettes builds sites with random brands. A brand is accepted if and
// only if every pair in the style that is published passes; the color that a
// refusal names is accepted, and none nearer passes.
func TestRandomPalettes(t *testing.T) {
	tokens, err := os.ReadFile("../../../static/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	sheet := brand.Read(tokens)
	valid, refused := 0, 0
	for _, p := range randomPalettes(200) {
		accepted, css, help := branded(t, p)
		light, dark := publishedTokens(t, css)
		inLight, why := passing(light)
		inDark, whyDark := passing(dark)
		if accepted != (inLight && inDark) {
			t.Errorf("%+v: accepted %t, but the published colors say %t: %s %s", p, accepted, inLight && inDark, why, whyDark)
		}
		if light["accent"] != p.primary || p.accent != "" && light["sun"] != p.accent {
			t.Errorf("%+v: published as %s and %s", p, light["accent"], light["sun"])
		}
		switch {
		case p.valid && !accepted:
			t.Errorf("%+v: refused, and is valid by construction: %s", p, help)
		case p.valid:
			valid++
		case !accepted:
			refused++
			holdNeighbour(t, sheet, p, hexInHelp.FindString(help))
		}
	}
	if valid < 60 || refused < 60 {
		t.Errorf("got %d valid and %d refused palettes, want 60 of each or more", valid, refused)
	}
}

// branded builds a site with p, and returns whether it may be published, its style,
// and what a refusal advises.
func branded(t *testing.T, p palette) (accepted bool, css, help string) {
	t.Helper()
	text, r := made(t, styled(t, p.keys(), nil))
	accepted = true
	for _, d := range r.Diags {
		if d.Rule == "brand-contrast" {
			accepted, help = false, d.Help
		}
	}
	return accepted, text["css/site.css"], help
}

// holdNeighbour holds the color that a refusal of p names against every color
// that is nearer.
func holdNeighbour(t *testing.T, sheet *brand.Sheet, p palette, named string) {
	t.Helper()
	if accepted, _, help := branded(t, palette{primary: named, accent: p.accent}); named == "" || !accepted {
		t.Errorf("%+v: the refusal names %q, which is refused: %s", p, named, help)
		return
	}
	from, _ := hexColor(p.primary)
	for n := 1; n <= 1000; n++ {
		for _, by := range []float64{-.001, .001} {
			l := labOf(from)[0] + float64(n)*by
			if l < 0 || l > 1 {
				continue
			}
			c := withLightness(from, l).hex()
			if c == named {
				return
			}
			if passesIn(sheet, c, p.accent) {
				t.Errorf("%+v: the refusal names %s, but %s is nearer and passes", p, named, c)
				return
			}
		}
	}
	t.Errorf("%+v: %s is no color of this hue and chroma", p, named)
}

// passesIn reports whether a brand passes, by the tokens that it would publish.
func passesIn(sheet *brand.Sheet, primary, accent string) bool {
	var c brand.Colors
	if p, err := brand.Parse(primary); err == nil {
		c.Primary = &p
	}
	if a, err := brand.Parse(accent); err == nil {
		c.Accent = &a
	}
	for _, tokens := range sheet.Palette(c) {
		as := map[string]string{}
		for name, color := range tokens {
			as[name] = color.String()
		}
		if ok, _ := passing(as); !ok {
			return false
		}
	}
	return true
}
