package layout

import (
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/site"
)

// CSP stands in a page where its content security policy will: what the policy
// must allow is known when the page is finished. It holds spaces, so that
// minifying keeps the quotes around it.
const CSP = "the policy of this page"

// FeedPath is where the feed is published.
const FeedPath = "feed.xml"

// Head is what stands in a page's head for browsers and search engines.
type Head struct {
	Title, CSP string
	Robots     string // "" lets search engines in
	Canonical  string // of this page, or of the one that search engines are to show in its place; "" if unknown
	URL        string // of the page itself; "" without baseURL, as are the next three
	Alternates []Alternate
	Feed       string
	Image      *site.Card // with its absolute address; nil without one
	OG         bool       // whether there are addresses for share tags
	Share      Share      // what they say
	page       *Data
}

// A Share is what others see of a page where somebody shares it.
type Share struct{ Title, Text string }

// newShare returns what is told of a page: of one that makes claims about health,
// and of a self-check, only what it is part of. It must not tell what somebody reads.
func newShare(d *Data) Share {
	c := d.view.Config
	if !d.Page.Claims && d.Page.Kind != "self-check" {
		return Share{d.Page.Title, d.Page.Description}
	}
	s := Share{c.Title, c.Description}
	if words := d.strings; s.Text == "" || d.Page.Lang != c.Languages[0] {
		s.Text = ""
		if words.Has(site.ShareLine) {
			s.Text = words.Text(site.ShareLine)
		}
	}
	return s
}

// An Alternate is the absolute address of the page in one language, or, as
// x-default, for readers of all others.
type Alternate struct{ Lang, Href string }

func newHead(d *Data) *Head {
	c := d.view.Config
	h := &Head{page: d, Title: d.Page.Title + " – " + c.Title, CSP: CSP}
	if d.Page.Kind == "home" {
		h.Title = c.Title
		if d.Page.Title != c.Title {
			h.Title += ": " + d.Page.Title
		}
	}
	if !c.Index {
		h.Robots = "noindex"
	}
	if d.Full != nil { // a reader who searches is led to the whole page
		h.Robots = "noindex"
		h.stand(c, d.Full.URL)
		return h
	}
	switch d.Page.Kind {
	case "404", "alias", "snippets":
		h.Robots = "noindex"
		if d.Target != nil {
			h.stand(c, d.Target.URL)
		}
		return h
	}
	h.stand(c, d.Page.URL)
	if c.BaseURL != "" {
		h.OG, h.Image, h.Share = true, image(d), newShare(d)
		if c.Canonical == "" { // else the languages of the other site are its own to tell
			h.Alternates = alternates(d)
		}
		if d.view.Lang.Feed {
			h.Feed = c.Rel(d.Page.URL, "/"+FeedPath)
		}
	}
	return h
}

// stand says which page this one is, or stands for.
func (h *Head) stand(c *site.Config, url string) {
	h.URL, h.Canonical = c.Absolute(url), c.Original(url)
}

// image is the picture for those who share the page: its own, or its language's
// share card. Sites that show links do not show an SVG.
func image(d *Data) *site.Card {
	shown := d.view.Lang.Card
	if i := d.view.Image; i != nil && i.File != nil && i.File.URL != "" && !i.File.IsDrawing() {
		shown = &site.Card{URL: i.File.URL, Alt: d.Page.ImageAlt, Width: i.File.Width, Height: i.File.Height}
	}
	if shown == nil {
		return nil
	}
	there := *shown
	there.URL = d.view.Config.Absolute(shown.URL)
	return &there
}

// alternates are the page's translations and itself; none if there is no other.
// Readers of other languages are best served by the site's first.
func alternates(d *Data) []Alternate {
	as := []Alternate{{d.Page.Lang, d.view.Config.Absolute(d.Page.URL)}}
	for _, t := range d.view.Translations.Langs {
		if t.Same {
			as = append(as, Alternate{t.Lang, d.view.Config.Absolute(t.Page.URL)})
		}
	}
	if len(as) < 2 {
		return nil
	}
	for _, a := range as {
		if a.Lang == d.view.Config.Languages[0] {
			return append(as, Alternate{"x-default", a.Href})
		}
	}
	return as
}

// JSONLD describes the page for search engines; nil where there is nothing to say.
func (h *Head) JSONLD() any {
	if k := h.page.Page.Kind; k == "404" || k == "alias" || k == "snippets" || h.page.Full != nil {
		return nil
	}
	return jsonLD(h.page)
}

type object = map[string]any

// jsonLD describes the page in the words of schema.org: a WebSite on the home
// page, else a BreadcrumbList and, for a page that makes claims about health,
// a MedicalWebPage. The clinic's own pages about it hold a MedicalClinic, to which
// others refer as their publisher. It says that the page was reviewed only if these
// very words were.
func jsonLD(d *Data) any {
	graph := []any{describe(d)}
	if trail := d.Trail(); len(trail) > 0 {
		graph = append(graph, breadcrumbs(d, trail))
	}
	if d.tellsOfClinic() {
		graph = append(graph, clinic(d))
	}
	return linkedData{"https://schema.org", graph}
}

// What every page says of itself has a struct for each object: the JSON of one takes
// half of the time of a map's. Their fields are in the order in which a map's are written.
type (
	linkedData struct {
		Context string `json:"@context"`
		Graph   []any  `json:"@graph"`
	}
	webPage struct {
		Type         string     `json:"@type"`
		DateModified string     `json:"dateModified,omitempty"`
		Description  string     `json:"description"`
		InLanguage   string     `json:"inLanguage"`
		Keywords     []string   `json:"keywords,omitempty"`
		LastReviewed string     `json:"lastReviewed,omitempty"`
		Name         string     `json:"name"`
		Publisher    *reference `json:"publisher,omitempty"`
		ReviewedBy   *person    `json:"reviewedBy,omitempty"`
		URL          string     `json:"url,omitempty"`
	}
	reference struct {
		ID string `json:"@id"`
	}
	person struct {
		Type string `json:"@type"`
		Name string `json:"name"`
	}
	breadcrumbList struct {
		Type  string     `json:"@type"`
		Items []listItem `json:"itemListElement"`
	}
	listItem struct {
		Type     string `json:"@type"`
		Item     string `json:"item,omitempty"`
		Name     string `json:"name"`
		Position int    `json:"position"`
	}
)

func describe(d *Data) *webPage {
	c, p := d.view.Config, d.Page
	o := &webPage{Type: "WebPage", Name: p.Title, InLanguage: p.Lang, Description: p.Description,
		Publisher: publisher(c), URL: c.Absolute(p.URL)}
	if p.Kind == "home" {
		o.Type, o.Name = "WebSite", c.Title
		return o
	}
	if p.Claims {
		o.Type = "MedicalWebPage"
	}
	o.Keywords = p.Keywords
	if !p.Lastmod.IsZero() {
		o.DateModified = p.Lastmod.String()
	}
	if r := ReviewOf(p); r.State == "reviewed" {
		o.LastReviewed = r.Date.String()
		if r.Reviewer != "" {
			o.ReviewedBy = &person{"Person", r.Reviewer}
		}
	}
	return o
}

func located(o object, url string) object {
	if url != "" {
		o["url"] = url
	}
	return o
}

func breadcrumbs(d *Data, trail []*content.Meta) *breadcrumbList {
	items := make([]listItem, 0, len(trail)+1)
	for i, m := range append(trail[:len(trail):len(trail)], d.Page.Meta) {
		items = append(items, listItem{"ListItem", d.view.Config.Absolute(m.URL), m.Name(), i + 1})
	}
	return &breadcrumbList{"BreadcrumbList", items}
}
