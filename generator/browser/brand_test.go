//go:build browser

package browser

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/brand"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// colorful are pages that between them show every part of the styles.
var colorful = []string{"index.html", "what-is-an-iop/index.html", "get-help-now/index.html", "glossary/index.html",
	"sources/index.html", "levels-of-care/index.html", "a-week-in-an-iop/index.html", "conditions/index.html",
	"conditions/depression/index.html", "check/index.html", "check/could-an-iop-fit/index.html", "404.html"}

// A sight is a color that a page shows over another.
type sight struct{ Over, Under, Kind, Where string }

// needs is how much contrast WCAG 2.2 asks for.
func (s sight) needs() float64 {
	if s.Kind == "text" {
		return brand.ForText
	}
	return brand.ForSigns
}

// sights returns what the page in b shows, wide and narrow.
func sights(b *tab) ([]sight, error) {
	script, err := os.ReadFile("testdata/colors.js")
	if err != nil {
		return nil, err
	}
	var all []sight
	for _, width := range []int64{375, 1280} {
		if err := b.size(width); err != nil {
			return nil, err
		}
		list, err := ask[[]sight](b, string(script)+"; colors()")
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	return all, nil
}

// paint gives each token that is a color a color that no other has.
const paint = `(() => {
	const names = {};
	const root = document.documentElement;
	[...document.styleSheets].filter(s => s.media.mediaText !== "print").flatMap(s => [...s.cssRules]).filter(r => r.selectorText === ":root").flatMap(r => [...r.style])
		.filter(n => n.startsWith("--") && CSS.supports("color", getComputedStyle(root).getPropertyValue(n).trim()))
		.forEach(n => names[n] = "rgb(" + [100 + Object.keys(names).length, 7, 11].join(", ") + ")");
	for (const n in names) root.style.setProperty(n, names[n]);
	return Object.fromEntries(Object.entries(names).map(([n, c]) => [c, n.slice(2)]));
})()`

// TestPairs holds brand.Pairs against what a browser shows: whatever words or border
// of a control it finds on a ground, if both are tokens, is a pair.
func TestPairs(t *testing.T) {
	root := way{plain, "/"}.serve(t)
	met := make(chan string, 10000)
	inTabs(t, colorful, func(p string) string { return p }, func(b *tab, p string) error {
		if err := b.open(root + p); err != nil {
			return err
		}
		tokens, err := ask[map[string]string](b, paint)
		if err != nil {
			return err
		}
		list, err := sights(b)
		if err != nil {
			return err
		}
		var wrong []string
		for _, s := range list {
			over, under := tokens[s.Over], tokens[s.Under]
			if over == "" || under == "" || strings.HasPrefix(over+under, "help") || strings.HasPrefix(under, "help") {
				continue
			}
			met <- over + " on " + under
			if !slices.ContainsFunc(brand.Pairs, func(p brand.Pair) bool {
				return p.Over == over && p.Under == under && p.Needs >= s.needs()
			}) {
				wrong = append(wrong, fmt.Sprintf("%s: %s in --%s on --%s is no pair", s.Where, s.Kind, over, under))
			}
		}
		return listed(wrong)
	})
	close(met)
	seen := map[string]bool{}
	for pair := range met {
		seen[pair] = true
	}
	for _, pair := range []string{"accent on paper", "accent on soft", "accent on raised", "on-accent on accent", "ink on sky", "edge on paper"} {
		if !seen[pair] {
			t.Errorf("the pages show no %s, so this test looked at too little: %v", pair, seen)
		}
	}
}

// brands are colors of clinics, each at an edge of what is accepted.
var brands = []struct{ name, primary, accent string }{
	{"crimson", "#b0102f", "gold"}, {"olive", "#816d00", ""}, {"navy", "navy", "#9ad1f5"}, {"black", "#000", "navy"},
}

// TestBrandContrast builds sites with brands, and computes in the browser the contrast
// of all that their pages show, in light and in dark. In forced colors no color of
// the brand is left.
func TestBrandContrast(t *testing.T) {
	type visit struct{ site, primary, accent, root, page string }
	var visits []visit
	for _, br := range brands {
		dir := t.TempDir()
		settings := fmt.Sprintf("base: default\ntitle: Oak Street\nbrand:\n  primary: %q\n", br.primary)
		if br.accent != "" {
			settings += fmt.Sprintf("  accent: %q\n", br.accent)
		}
		if err := os.WriteFile(filepath.Join(dir, "site.yaml"), []byte(settings), 0o666); err != nil {
			t.Fatal(err)
		}
		f := &form{name: br.name, dir: filepath.Join(dir, "public")}
		if err := command(*program, "build", "-s", dir, "-d", f.dir); err != nil {
			t.Fatal(err)
		}
		root := way{f, "/"}.serve(t)
		for _, p := range colorful {
			visits = append(visits, visit{br.name, br.primary, br.accent, root, p})
		}
	}
	inTabs(t, visits, func(v visit) string { return v.site + " " + v.page }, func(b *tab, v visit) error {
		if err := b.open(v.root + v.page); err != nil {
			return err
		}
		var wrong []string
		for _, scheme := range []string{"light", "dark"} {
			if err := b.show("screen", scheme); err != nil {
				return err
			}
			list, err := sights(b)
			if err != nil {
				return err
			}
			if len(list) < 8 {
				return fmt.Errorf("the page shows only %v", list)
			}
			for _, s := range list {
				if ratio := seenContrast(s.Over, s.Under); !(ratio >= s.needs()) {
					wrong = append(wrong, fmt.Sprintf("%s, %s: %s on %s is %.3f:1", scheme, s.Where, s.Over, s.Under, ratio))
				}
			}
		}
		if v.site != brands[0].name { // a picture takes long, and the styles are the same
			return listed(wrong)
		}
		left, err := forcedLeft(b, v.primary, v.accent)
		if err != nil {
			return err
		}
		return listed(append(wrong, left...))
	})
}

// seenContrast computes contrast from what a browser calls two colors.
func seenContrast(over, under string) float64 {
	light := func(text string) float64 {
		var rgb [3]float64
		if _, err := fmt.Sscanf(text, "rgb(%f, %f, %f)", &rgb[0], &rgb[1], &rgb[2]); err != nil {
			return math.NaN()
		}
		for i, v := range rgb {
			if v /= 255; v <= .04045 {
				rgb[i] = v / 12.92
			} else {
				rgb[i] = math.Pow((v+.055)/1.055, 2.4)
			}
		}
		return .2126*rgb[0] + .7152*rgb[1] + .0722*rgb[2]
	}
	a, b := light(over), light(under)
	return (max(a, b) + .05) / (min(a, b) + .05)
}

// forcedLeft returns which of the brand's own colors a page still shows though the
// reader's system chooses the colors. In light it must show the first of them, or
// nothing was looked at.
func forcedLeft(b *tab, colors ...string) (left []string, err error) {
	if err := b.show("screen", "light"); err != nil {
		return nil, err
	}
	img, err := picture(b)
	if err != nil {
		return nil, err
	}
	if c, err := brand.Parse(colors[0]); err != nil || pixels(img, c) == 0 {
		return nil, fmt.Errorf("the page shows nothing in %s: %v", colors[0], err)
	}
	err = set(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "screen", Features: []*emulation.MediaFeature{
		{Name: "forced-colors", Value: "active"}, {Name: "prefers-color-scheme", Value: "light"}}})
	if err != nil {
		return nil, err
	}
	if img, err = picture(b); err != nil {
		return nil, err
	}
	for _, text := range colors {
		c, err := brand.Parse(text)
		if err != nil || c == (brand.RGB{}) { // black is that of the system's words, too
			continue
		}
		if n := pixels(img, c); n > 0 {
			left = append(left, fmt.Sprintf("%d pixels are %s in forced colors", n, text))
		}
	}
	return left, nil
}

// picture returns how the whole page looks.
func picture(b *tab) (image.Image, error) {
	shot, err := chromedp.Call(b.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng, CaptureBeyondViewport: new(true)})
	if err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(shot.Data))
}

// pixels returns how many pixels of img are just c.
func pixels(img image.Image, c brand.RGB) (n int) {
	size := img.Bounds()
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			if r, g, b, _ := img.At(x, y).RGBA(); uint8(r>>8) == c.R && uint8(g>>8) == c.G && uint8(b>>8) == c.B {
				n++
			}
		}
	}
	return n
}
