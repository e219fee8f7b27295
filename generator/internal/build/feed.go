package build

import (
	"encoding/json"
	"encoding/xml"
	"slices"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/layout"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// contentPath is where the words of all pages are published for other programs.
const contentPath = "content.json"

// license is what the words and pictures of the guide may be used under.
const license = "https://creativecommons.org/licenses/by/4.0/"

// fromContent is everything a file is made from that holds the words of pages.
type fromContent struct {
	path    string
	site    *site.Site
	layouts *layouts
}

// wordy reports whether the files for other programs hold the words of pages. They
// are those of the pages in frames, so a site without a layout for them has none.
func (r *Result) wordy() bool { return r.settings.config.Content && r.layouts.set.Has("embed") }

// contentOutput prepares content.json.
func (r *Result) contentOutput(last *Result) {
	from := fromContent{contentPath, r.Site, r.layouts}
	r.put(last, &Output{Path: contentPath, from: from, make: func() product {
		data, err := json.Marshal(from.content(r.memo))
		if err != nil {
			return product{diags: internal(&diag.File{Name: contentPath}, err)}
		}
		return product{data: data}
	}})
}

// feedOutput prepares the feed: with the words of pages, or a list of them.
func (r *Result) feedOutput(last *Result) {
	c := r.settings.config
	if !r.wordy() {
		pages := r.published.Pages
		r.listing(last, layout.FeedPath, func() product { return feedFile(feed(c, pages, nil)) })
		return
	}
	from := fromContent{layout.FeedPath, r.Site, r.layouts}
	r.put(last, &Output{Path: from.path, from: from, make: func() product {
		return feedFile(feed(c, r.published.Pages, from.entries(r.memo)))
	}})
}

// feedFile writes a feed.
func feedFile(f any) product {
	data, err := xml.Marshal(f)
	if err != nil {
		return product{diags: internal(&diag.File{Name: layout.FeedPath}, err)}
	}
	return product{data: append([]byte(xml.Header), data...)}
}

// What content.json holds.
type (
	contentFile struct {
		Title       string            `json:"title"`
		Description string            `json:"description,omitempty"`
		URL         string            `json:"url,omitempty"`
		Links       string            `json:"links"`
		License     contentLicense    `json:"license"`
		Languages   []contentLanguage `json:"languages"`
		Pages       []contentPage     `json:"pages"`
	}
	contentLicense struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	}
	// A contentLanguage is what must stand with every page of a language.
	contentLanguage struct {
		Language string      `json:"language"`
		Help     contentHelp `json:"help"`
		Credit   string      `json:"credit"`
	}
	contentHelp struct {
		HTML      string       `json:"html"`
		URL       string       `json:"url,omitempty"`
		Emergency *contentLine `json:"emergency,omitempty"`
		Crisis    *contentLine `json:"crisis,omitempty"`
	}
	contentLine struct {
		Name     string `json:"name"`
		Call     string `json:"call,omitempty"`
		Press    string `json:"press,omitempty"`
		Text     string `json:"text,omitempty"`
		TextWord string `json:"textWord,omitempty"`
		Chat     string `json:"chat,omitempty"`
	}
	contentPage struct {
		Language     string            `json:"language"`
		URL          string            `json:"url"`
		Embed        string            `json:"embed,omitempty"`
		Kind         string            `json:"kind"`
		Title        string            `json:"title"`
		Description  string            `json:"description,omitempty"`
		Summary      string            `json:"summary,omitempty"`
		HTML         string            `json:"html"`
		Lastmod      string            `json:"lastmod,omitempty"`
		Review       contentReview     `json:"review"`
		Sources      []contentSource   `json:"sources,omitempty"`
		Translations map[string]string `json:"translations,omitempty"`
	}
	contentReview struct {
		State    string `json:"state"`
		Date     string `json:"date,omitempty"`
		Reviewer string `json:"reviewer,omitempty"`
	}
	contentSource struct {
		Title     string `json:"title"`
		Publisher string `json:"publisher"`
		Date      string `json:"date,omitempty"`
		URL       string `json:"url"`
	}
)

// content is the words of all pages, and what must stand with them.
func (from fromContent) content(memo *layout.Memo) contentFile {
	c := from.site.Config
	file := contentFile{Title: c.Title, Description: c.Description, URL: c.Absolute("/"), Links: "absolute",
		License: contentLicense{from.site.Data.Strings[c.Languages[0]].Text("licence-name"), license}}
	if c.BaseURL == "" {
		file.Links = "relative to the root of the guide"
	}
	reading := newReading(from.site, from.layouts.set, memo)
	for _, lang := range c.Languages {
		file.Languages = append(file.Languages, from.language(reading, lang))
	}
	file.Pages = make([]contentPage, len(from.site.Places))
	whole(len(file.Pages), func(i int) { file.Pages[i] = from.page(reading, from.site.Places[i]) })
	return file
}

func (from fromContent) language(r *reading, lang string) contentLanguage {
	help, credit := r.around(lang)
	l := contentLanguage{Language: lang, Help: contentHelp{HTML: help}, Credit: credit}
	if m := from.site.Shared(lang).Lang.GetHelp; m != nil {
		l.Help.URL = r.address(m.URL)
	}
	if h := from.site.Shared(lang).Help; h != nil {
		l.Help.Emergency, l.Help.Crisis = newLine(h.Emergency), newLine(h.Crisis)
	}
	return l
}

func newLine(c *site.Contact) *contentLine {
	if c == nil {
		return nil
	}
	return &contentLine{c.Name, c.Call, c.Press, c.Text, c.TextWord, c.Chat}
}

func (from fromContent) page(r *reading, pl *site.Place) contentPage {
	m := pl.Page.Meta
	p := contentPage{Language: m.Lang, URL: r.address(m.URL), Kind: m.Kind, Title: m.Title, Description: m.Description,
		Summary: m.Summary, HTML: r.words(pl), Lastmod: day(m.Lastmod)}
	if from.site.Config.Embed && m.Kind != "home" {
		p.Embed = r.address(site.EmbedURL(m.URL))
	}
	review := layout.ReviewOf(pl.Page)
	p.Review = contentReview{review.State, day(review.Date), review.Reviewer}
	var cited []string
	for _, key := range from.site.Citations(pl.Page) {
		if src := from.site.Data.Sources[key]; src != nil && !slices.Contains(cited, key) {
			cited = append(cited, key)
			p.Sources = append(p.Sources, contentSource{src.Title, src.Publisher, src.Date, src.URL})
		}
	}
	for _, t := range pl.View.Translations.Langs {
		if t.Same {
			if p.Translations == nil {
				p.Translations = map[string]string{}
			}
			p.Translations[t.Lang] = r.address(t.Page.URL)
		}
	}
	return p
}

// day writes a day, or nothing for none.
func day(d schema.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// entries returns, for each page that the feed lists, its words with the help line
// before and the credit behind them: a reader of feeds shows nothing else.
func (from fromContent) entries(memo *layout.Memo) map[*content.Meta]string {
	reading := newReading(from.site, from.layouts.set, memo)
	words := make([]string, len(from.site.Places))
	before, after := map[string]string{}, map[string]string{}
	for _, lang := range from.site.Config.Languages {
		before[lang], after[lang] = reading.around(lang)
	}
	whole(len(words), func(i int) {
		if pl := from.site.Places[i]; dated(pl.Page.Meta) {
			words[i] = before[pl.Page.Lang] + reading.words(pl) + after[pl.Page.Lang]
		}
	})
	all := map[*content.Meta]string{}
	for i, pl := range from.site.Places {
		all[pl.Page.Meta] = words[i]
	}
	return all
}
