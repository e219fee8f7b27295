package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"strings"

	"iopguide/generator/internal/brand"
	"iopguide/generator/internal/card"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"
)

// A shareCard is the picture that stands beside links to pages of one language.
type shareCard struct {
	from fromCard
	card *site.Card
}

// fromCard is all that a card is drawn from.
type fromCard struct {
	title, line, by string
	colors          card.Colors
	logo            *diag.File // of pixels; nil without one
	plate           bool
}

// shareCards finds what the card of each language shows. Without baseURL no page
// could name it, and there are none. They are drawn when they are asked for.
func (r *Result) shareCards(last *Result) {
	r.cards = map[string]*shareCard{}
	c := r.settings.config
	if c.BaseURL == "" {
		return
	}
	for _, lang := range c.Languages {
		from := r.fromCard(lang)
		if old := last.cards[lang]; old != nil && old.from == from {
			r.cards[lang] = old
			continue
		}
		r.cards[lang] = &shareCard{from, &site.Card{URL: from.url(), Alt: from.alt(), Width: card.Width, Height: card.Height}}
	}
}

func (r *Result) fromCard(lang string) fromCard {
	c, words := r.settings.config, r.settings.data.Strings[lang]
	from := fromCard{title: c.Title, colors: r.look.cardColors()}
	if words.Has(site.ShareLine) {
		from.line = words.Text(site.ShareLine)
	}
	if c.Clinic != nil && !strings.Contains(c.Title, c.Clinic.Name) {
		from.by = c.Clinic.Name
	}
	if l := r.look; l.logo != nil && !hasExt(l.from.logoFile, ".svg") {
		from.logo, from.plate = l.from.logoFile, l.logo.Plate && dark(from.colors.Paper)
	}
	return from
}

// dark reports whether a logo that was made for a white ground may not show on c.
func dark(c color.RGBA) bool {
	return brand.Contrast(brand.RGB{R: c.R, G: c.G, B: c.B}, brand.RGB{R: 255, G: 255, B: 255}) > 1.5
}

// cardColors are the colors of the light scheme, or, if the site's own tokens
// lack one that a card needs, those of the guide: half of them may not go with
// the other half.
func (l *look) cardColors() card.Colors {
	if l.sheet == nil {
		return card.Plain
	}
	tokens, whole := l.sheet.Palette(l.Colors)[brand.Light], true
	color := func(name string) color.RGBA {
		c, ok := tokens[name]
		whole = whole && ok
		return color.RGBA{R: c.R, G: c.G, B: c.B, A: 255}
	}
	c := card.Colors{Paper: color("paper"), Ink: color("ink"), Muted: color("muted"), Door: color("door"),
		Sun: color("sun"), Far: color("far"), Mid: color("mid"), Near: color("near"), Way: color("way")}
	if !whole {
		return card.Plain
	}
	return c
}

// url returns where the card is published. Others keep a picture for as long as
// its name is the same, so the name holds the hash of what is drawn: the card need
// not be drawn to know it.
func (from fromCard) url() string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%d %q %q %q %v %t ", card.Edition, from.title, from.line, from.by, from.colors, from.plate)
	if from.logo != nil {
		sum.Write(from.logo.Data)
	}
	return "/card." + hex.EncodeToString(sum.Sum(nil))[:10] + ".png"
}

// alt is what the card says, for those who do not see it.
func (from fromCard) alt() string {
	said := from.title
	for _, more := range []string{from.line, from.by} {
		if more != "" {
			said += ". " + more
		}
	}
	return said
}

// cardOutputs prepares the cards. Languages with the same words share one.
func (r *Result) cardOutputs(last *Result) {
	for _, lang := range r.settings.config.Languages {
		if c := r.cards[lang]; c != nil {
			r.put(last, &Output{Path: c.card.URL[1:], Keep: true, from: c.from, make: c.from.draw})
		}
	}
}

func (from fromCard) draw() product {
	c := card.Card{Title: from.title, Line: from.line, By: from.by, Plate: from.plate, Colors: from.colors}
	if from.logo != nil {
		logo, _, err := image.Decode(bytes.NewReader(from.logo.Data))
		if err != nil {
			return product{diags: internal(from.logo, err)} // findLogo has read it
		}
		c.Logo = logo
	}
	data, err := c.PNG()
	if err != nil {
		return product{diags: internal(&diag.File{Name: settingsFile}, err)}
	}
	return product{data: data}
}
