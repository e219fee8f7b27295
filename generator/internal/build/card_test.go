package build

import (
	"bytes"
	"image/color"
	"image/png"
	"regexp"
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/brand"
	"iopguide/generator/internal/card"
)

// cardsOf returns the paths of a site's cards.
func cardsOf(r *Result) []string {
	return slices.DeleteFunc(r.Paths(), func(p string) bool { return !strings.HasPrefix(p, "card.") })
}

// carded is a small site under an address, with the shipped words, styles and
// layouts, and with keys and files of its own.
func carded(t *testing.T, keys string, over map[string]string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for name, f := range guide(t) {
		files[name] = string(f.Data)
	}
	files["site.yaml"] += "baseURL: " + iop + "\n" + keys
	for name, text := range over {
		files[name] = text
	}
	return files
}

// TestCards makes sure that there is one card for each language, which every page of
// that language names and describes, and none without an address.
func TestCards(t *testing.T) {
	if got := cardsOf(build(t, newBuilder(guide(t), today))); len(got) != 0 {
		t.Errorf("without an address: got %q, want none", got)
	}
	r := build(t, newBuilder(bare(carded(t, "clinic: {name: Oak Street}\n", nil)), today))
	files, _ := drawn(t, r)
	if got := cardsOf(r); len(got) != 2 {
		t.Fatalf("got %q, want two", got)
	}
	image := regexp.MustCompile(`<meta property="og:image" content="([^"]+)"><meta property="og:image:width" content="1200">` +
		`<meta property="og:image:height" content="630"><meta property="og:image:alt" content="([^"]+)">` +
		`<meta name=twitter:card content="summary_large_image">`)
	named := map[string]string{}
	for path, page := range files {
		if !strings.HasSuffix(path, "index.html") || bytes.Contains(page, []byte("noindex")) {
			continue
		}
		m := image.FindStringSubmatch(string(page))
		if m == nil {
			t.Errorf("%s names no card", path)
			continue
		}
		lang, _, _ := strings.Cut(path, "/")
		if lang != "es" {
			lang = "en"
		}
		if was := named[lang]; was != "" && was != m[1]+" "+m[2] {
			t.Errorf("%s: got %s, %s, want that of other pages, %s: a card must not tell which page is shared", path, m[1], m[2], was)
		}
		named[lang] = m[1] + " " + m[2]
		if files[strings.TrimPrefix(m[1], iop)] == nil {
			t.Errorf("%s: there is no %s", path, m[1])
		}
	}
	for lang, words := range map[string]string{"en": "Clear, calm answers", "es": "Respuestas claras"} {
		if !strings.Contains(named[lang], "The guide. "+words) || !strings.HasSuffix(named[lang], ". Oak Street") {
			t.Errorf("%s: got %q", lang, named[lang])
		}
	}
}

// TestCardReads makes sure that the words of a card can be read, with any brand: on
// each row of the title and of the line something stands out from the ground as far
// as words must.
func TestCardReads(t *testing.T) {
	for name, keys := range map[string]string{
		"ours": "", "navy": "brand: {primary: navy}\n", "warm": "brand: {primary: \"#7a1f1f\", accent: \"#ffd700\"}\n",
		"own tokens": "params: {own: true}\n",
	} {
		t.Run(name, func(t *testing.T) {
			over := map[string]string{}
			if name == "own tokens" { // in which a card's other colors are missing
				over["static/css/tokens.css"] = ":root{--paper:#000;--ink:#fff;--muted:#ccc}"
			}
			r := build(t, newBuilder(bare(carded(t, keys, over)), today))
			data, list := r.Outputs[cardsOf(r)[0]].Bytes()
			img, err := png.Decode(bytes.NewReader(data))
			if err != nil || list.HasErrors() {
				t.Fatal(err, list)
			}
			if got := img.Bounds().Size(); got.X != card.Width || got.Y != card.Height {
				t.Fatalf("got %v", got)
			}
			at := func(x, y int) brand.RGB {
				c := color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)
				return brand.RGB{R: c.R, G: c.G, B: c.B}
			}
			paper := at(0, 0)
			for y := 190; y < 225; y++ {
				best := 0.0
				for x := range card.Width {
					best = max(best, brand.Contrast(at(x, y), paper))
				}
				if best < brand.ForText {
					t.Fatalf("row %d: got a contrast of %.2f, want %.1f at least", y, best, brand.ForText)
				}
			}
		})
	}
}

// TestCardsKept makes sure that a card has the same name, and is not drawn again, as
// long as what it shows is the same, and else has another.
func TestCardsKept(t *testing.T) {
	site := func(keys string, over map[string]string) map[string]string { return carded(t, keys, over) }
	logo := map[string]string{"static/logo.png": ground(t, 60, 20, true)}
	b := newBuilder(bare(site("", nil)), today)
	was := build(t, b)
	for _, step := range []struct {
		name  string
		files map[string]string
		kept  bool
	}{
		{"a page", site("", map[string]string{"content/what.md": "---\ntitle: Other\n---\nOther.\n"}), true},
		{"a comment", site("# more\n", nil), true},
		{"a clinic", site("clinic: {name: Oak}\n", nil), false},
		{"its number", site("clinic: {name: Oak, phone: (217) 555-0134}\n", nil), true},
		{"a color", site("clinic: {name: Oak}\nbrand: {primary: navy}\n", nil), false},
		{"a logo", site("clinic: {name: Oak}\nbrand: {primary: navy, logo: logo.png}\n", logo), false},
		{"another", site("clinic: {name: Oak}\nbrand: {primary: navy, logo: logo.png}\n",
			map[string]string{"static/logo.png": ground(t, 61, 20, true)}), false},
	} {
		b.top[0].FS = bare(step.files)
		now := build(t, b)
		equal(t, step.name, now, build(t, newBuilder(bare(step.files), today)))
		for _, path := range cardsOf(was) {
			if kept := now.Outputs[path] == was.Outputs[path]; kept != step.kept {
				t.Errorf("%s: %s is kept: got %t, want %t", step.name, path, kept, step.kept)
			}
		}
		was = now
	}
}
