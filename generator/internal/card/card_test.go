package card

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

const line = "Clear, calm answers about care: what to expect, what it costs, and what to do next"

// ruled is a logo of stripes, each of one color, with nothing around them.
func ruled(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := 0; y < h; y += 3 {
		pixels{img}.fill(image.Rect(0, y, w, y+1), color.RGBA{uint8(y), 90, uint8(255 - y%200), 255})
	}
	return img
}

// TestPixels holds every pixel of some cards. Where one changes, others that keep
// the picture by its name would show the old one: raise Edition with it.
func TestPixels(t *testing.T) {
	own := Plain
	own.Paper, own.Ink = color.RGBA{20, 20, 30, 255}, color.RGBA{250, 250, 250, 255}
	for name, c := range map[string]struct {
		Card
		want string
	}{
		"guide":    {Card{Title: "The IOP Guide", Line: line, Colors: Plain}, "1:ad0591a9c7e24ad8"},
		"clinic":   {Card{Title: "Guía de Oak Street", Line: line, By: "Oak Street Clinic", Colors: own}, "1:9e7d59deecde66ec"},
		"logo":     {Card{Title: "The Guide", By: "Oak", Logo: ruled(300, 99), Plate: true, Colors: Plain}, "1:54001353f9081e26"},
		"wordless": {Card{Title: "מדריך", Line: line, Colors: Plain}, "1:156e9f327e0bd491"},
	} {
		t.Run(name, func(t *testing.T) {
			sum := sha256.Sum256(c.Image().Pix)
			got := fmt.Sprintf("%d:%x", Edition, sum[:8])
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestPNG makes sure that the file has the pixels, with a palette or without.
func TestPNG(t *testing.T) {
	many := image.NewRGBA(image.Rect(0, 0, 80, 80))
	for i := range many.Pix {
		many.Pix[i] = uint8(i * i >> 3)
		if i%4 == 3 {
			many.Pix[i] = 255
		}
	}
	for name, tt := range map[string]struct {
		card    Card
		palette bool
	}{
		"words":        {Card{Title: "The IOP Guide", Line: line}, true},
		"a name":       {Card{Title: "The IOP Guide", Line: line, By: "Oak Street Clinic"}, true},
		"no words":     {Card{Title: "מדריך"}, true},
		"a logo":       {Card{Title: "The Guide", By: "Oak", Logo: ruled(300, 99), Plate: true}, true},
		"a photograph": {Card{Title: "The IOP Guide", Line: line, Logo: many}, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := tt.card
			c.Colors = Plain
			data, err := c.PNG()
			if err != nil {
				t.Fatal(err)
			}
			got, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := got.(*image.Paletted); ok != tt.palette {
				t.Errorf("with a palette: got %t, want %t", ok, tt.palette)
			}
			want := c.Image()
			for i := range Width * Height {
				x, y := i%Width, i/Width
				if color.RGBAModel.Convert(got.At(x, y)) != want.At(x, y) {
					t.Fatalf("at %d, %d: got %v, want %v", x, y, got.At(x, y), want.At(x, y))
				}
			}
			if len(data) > 200<<10 {
				t.Errorf("got %d bytes", len(data))
			}
		})
	}
}

// TestWordless makes sure that a card has all its words, or none.
func TestWordless(t *testing.T) {
	for name, tt := range map[string]struct {
		title, line string
		want        bool
	}{
		"Latin":          {"The guide", line, false},
		"accents apart":  {"Gui\u0301a", "co\u0301mo", false},
		"Greek":          {"Οδηγός", "", false},
		"Cyrillic":       {"Справочник", "", false},
		"an emoji":       {"The guide 🌳", "", false},
		"Hebrew":         {"מדריך", line, true},
		"Arabic line":    {"Oak Street", "دليل", true},
		"Chinese":        {"指南", "", true},
		"an accent more": {"Gx\u0301", "", true},
		"nothing":        {" \u200f ", line, true},
	} {
		if got := (Card{Title: tt.title, Line: tt.line}).Wordless(); got != tt.want {
			t.Errorf("%s: got %t, want %t", name, got, tt.want)
		}
	}
}

// TestFit holds how words find room: on more lines, smaller, and at last cut.
func TestFit(t *testing.T) {
	for name, tt := range map[string]struct {
		text, want string
		size       int
	}{
		"short":      {"The IOP Guide", "The IOP Guide", 76},
		"two lines":  {"The Oak Street Guide to Outpatient Care", "The Oak Street Guide to|Outpatient Care", 76},
		"smaller":    {"The Oak Street Guide to Intensive Outpatient Programs in Springfield", "The Oak Street Guide to Intensive|Outpatient Programs in Springfield", 62},
		"much more":  {strings.Repeat("Oak Street Clinic, ", 20), "Oak Street Clinic, Oak Street Clinic, Oak Street|Clinic, Oak Street Clinic, Oak Street Clinic, Oak|Street Clinic, Oak Street Clinic, Oak Street…", 44},
		"no blank":   {strings.Repeat("ñ", 90), strings.Repeat("ñ", 38) + "|" + strings.Repeat("ñ", 38) + "|" + strings.Repeat("ñ", 14), 44},
		"no letters": {"", "", 76},
	} {
		t.Run(name, func(t *testing.T) {
			b := fit(tt.text, bold, room, titleHeight, sizes{76, 44, 3})
			if got := strings.Join(b.lines, "|"); got != tt.want || b.size != tt.size {
				t.Errorf("got %q in %d, want %q in %d", got, b.size, tt.want, tt.size)
			}
		})
	}
}

// TestWithin makes sure that a logo fits, in its own proportions, and is never
// blown up.
func TestWithin(t *testing.T) {
	for _, tt := range []struct{ size, box, want image.Point }{
		{image.Pt(100, 20), image.Pt(420, 80), image.Pt(100, 20)},
		{image.Pt(600, 200), image.Pt(420, 80), image.Pt(240, 80)},
		{image.Pt(4000, 10), image.Pt(420, 80), image.Pt(420, 1)},
		{image.Pt(1, 4000), image.Pt(420, 80), image.Pt(1, 80)},
	} {
		if w, h := within(tt.size, tt.box); image.Pt(w, h) != tt.want {
			t.Errorf("%v in %v: got %d, %d, want %v", tt.size, tt.box, w, h, tt.want)
		}
	}
}

// FuzzWords makes sure that no words leave their room: the margins, and the
// landscape below, stay as they are on a card with other words.
func FuzzWords(f *testing.F) {
	f.Add("The IOP Guide", line, "Oak Street Clinic")
	f.Add(strings.Repeat("W", 300), strings.Repeat("ÅÅ ", 99), strings.Repeat("g j ", 80))
	f.Add("a\u0301\u0301\u0301", "\x00\xff", "\u202eabc")
	f.Add("Ωζ — “Ж” …", strings.Repeat("Й", 500), "ﬁ")
	below := Card{Title: "x", Colors: Plain}.Image()
	f.Fuzz(func(t *testing.T, title, line, by string) {
		c := Card{Title: title, Line: line, By: by, Colors: Plain}
		img, paper := c.Image(), Plain.Paper
		if c.Wordless() {
			return
		}
		for y := range landscapeTop {
			for _, x := range []int{0, margin / 2, margin - 6, Width - margin + 6, Width - margin/2, Width - 1} {
				if img.RGBAAt(x, y) != paper {
					t.Fatalf("words at %d, %d", x, y)
				}
			}
		}
		at := img.PixOffset(0, titleTop+titleHeight+lineGap+lineHeight)
		if !bytes.Equal(img.Pix[at:], below.Pix[at:]) {
			t.Fatal("words over the landscape")
		}
	})
}

func BenchmarkCard(b *testing.B) {
	c := Card{Title: "The Oak Street Guide to Intensive Outpatient Programs", Line: line, By: "Oak Street Clinic", Colors: Plain}
	for b.Loop() {
		if _, err := c.PNG(); err != nil {
			b.Fatal(err)
		}
	}
}
