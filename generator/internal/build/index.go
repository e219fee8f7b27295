package build

import (
	"bytes"
	"encoding/xml"
	"io/fs"
	"net/url"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/layout"
	"iopguide/generator/internal/recall"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// fromPages is what the files are made from that list pages.
type fromPages struct {
	name   string
	config *site.Config
	site   *site.Pages
}

// indexOutputs prepares the files for machines: robots.txt, security.txt, with
// baseURL the sitemap and the feed, and the manifest.
func (r *Result) indexOutputs(opts Options, last *Result) {
	c := r.settings.config
	r.published = r.Site.Faces
	text := func(path, data string) { r.put(last, fileOutput(path, []byte(data), false)) }
	text("robots.txt", robots(c))
	if c.SecurityContact != "" {
		text(securityPath, securityTxt(c, r.Day))
	}
	if c.Listed() {
		places := r.Site.Places
		r.listing(last, "sitemap.xml", func() product { return product{data: sitemap(c, places)} })
	}
	if r.Site.HasFeed() {
		r.feedOutput(last)
	}
	if r.wordy() {
		r.contentOutput(last)
	}
	r.manifestOutput(last, opts.Base.FS)
}

// listing prepares a file that is made from the published pages.
func (r *Result) listing(last *Result, path string, make func() product) {
	r.put(last, &Output{Path: path, from: fromPages{path, r.settings.config, r.published}, make: make})
}

// robots lets all in, also where search engines are to leave the pages out, or to
// show another site's: they learn it only from pages that they may fetch.
func robots(c *site.Config) string {
	s := "User-agent: *\nDisallow:\n"
	if c.Listed() {
		s += "\nSitemap: " + c.Absolute("/sitemap.xml") + "\n"
	}
	return s
}

const securityPath = ".well-known/security.txt"

// securityTxt says where to report a weakness (RFC 9116). It must name a day
// after which it is stale: a year after publishing. Where the file lies, it says only
// at the root of a host, the one place where others look for it.
func securityTxt(c *site.Config, day schema.Date) string {
	contact := c.SecurityContact
	if strings.Contains(contact, "@") && !strings.Contains(contact, ":") {
		contact = "mailto:" + contact
	}
	expires := schema.Date{Year: day.Year + 1, Month: day.Month, Day: min(day.Day, 28)}
	s := "Contact: " + contact + "\nExpires: " + expires.String() + "T00:00:00Z\nPreferred-Languages: " + c.Languages[0] + "\n"
	if u, err := url.Parse(c.BaseURL); err == nil && u.Host != "" && u.Path == "" {
		s += "Canonical: " + c.Absolute("/"+securityPath) + "\n"
	}
	return s
}

// sitemap lists the pages and their translations (sitemaps.org, protocol 0.9).
func sitemap(c *site.Config, places []*site.Place) []byte {
	x := xmlText(append(make([]byte, 0, 128*len(places)), xml.Header...))
	x = append(x, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">`...)
	for _, pl := range places {
		loc := c.Absolute(pl.Page.URL)
		x.element("url", func() {
			x.text("loc", loc)
			if day := pl.Page.Lastmod; !day.IsZero() {
				x.text("lastmod", day.String())
			}
			x.alternates(c, pl, loc)
		})
	}
	return append(x, "</urlset>"...)
}

// alternates leads to the translations of a page, if it has any, and to itself.
func (x *xmlText) alternates(c *site.Config, pl *site.Place, loc string) {
	links := []alternate{{pl.Page.Lang, loc}}
	for _, t := range pl.View.Translations.Langs {
		if t.Same {
			links = append(links, alternate{t.Lang, c.Absolute(t.Page.URL)})
		}
	}
	if len(links) == 1 {
		return
	}
	for _, l := range links { // for readers of all other languages
		if l.lang == c.Languages[0] {
			links = append(links, alternate{"x-default", l.href})
		}
	}
	for _, l := range links {
		*x = append(*x, `<xhtml:link rel="alternate" hreflang="`...)
		x.escaped(l.lang)
		*x = append(*x, `" href="`...)
		x.escaped(l.href)
		*x = append(*x, `"></xhtml:link>`...)
	}
}

// An alternate is a page in another language.
type alternate struct{ lang, href string }

// xmlText is XML that grows. A large site has many elements, of few kinds.
type xmlText []byte

func (x *xmlText) element(name string, inside func()) {
	*x = append(append(append(*x, '<'), name...), '>')
	inside()
	*x = append(append(append(*x, "</"...), name...), '>')
}

func (x *xmlText) text(name, words string) { x.element(name, func() { x.escaped(words) }) }

// escaped appends words so that they can stand in an element, or an attribute.
func (x *xmlText) escaped(words string) {
	if plain(words) {
		*x = append(*x, words...)
		return
	}
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(words)) // a buffer takes all
	*x = append(*x, b.Bytes()...)
}

// plain reports whether nothing in words needs to be escaped, as is so of most addresses.
func plain(words string) bool {
	for i := range len(words) {
		switch c := words[i]; {
		case c < ' ', c > '~', c == '"', c == '\'', c == '&', c == '<', c == '>':
			return false
		}
	}
	return true
}

type atomFeed struct {
	XMLName  xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID       string   `xml:"id"`
	Title    string   `xml:"title"`
	Subtitle string   `xml:"subtitle,omitempty"`
	Updated  string   `xml:"updated"`
	Author   string   `xml:"author>name"`
	Links    []atomLink
	Entries  []atomEntry
}

type atomLink struct {
	XMLName xml.Name `xml:"link"`
	Rel     string   `xml:"rel,attr,omitempty"`
	Href    string   `xml:"href,attr"`
}

type atomEntry struct {
	XMLName xml.Name `xml:"entry"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink
	Summary string `xml:"summary,omitempty"`
	Content *atomContent
}

// atomContent is HTML, written as text.
type atomContent struct {
	XMLName xml.Name `xml:"content"`
	Type    string   `xml:"type,attr"`
	Lang    string   `xml:"xml:lang,attr"`
	HTML    string   `xml:",chardata"`
}

// dated reports whether the feed lists the page.
func dated(m *content.Meta) bool { return !site.Changed(m).IsZero() }

// feed lists the pages that changed, the latest first (RFC 4287), with their words
// if there are any.
func feed(c *site.Config, pages []*content.Meta, words map[*content.Meta]string) any {
	pages = slices.DeleteFunc(slices.Clone(pages), func(m *content.Meta) bool { return !dated(m) })
	slices.SortStableFunc(pages, func(a, b *content.Meta) int { return site.Changed(b).Compare(site.Changed(a)) })
	f := atomFeed{ID: c.Absolute("/"), Title: c.Title, Subtitle: c.Description, Author: c.Title,
		Updated: site.Changed(pages[0]).String() + "T00:00:00Z",
		Links:   []atomLink{{Rel: "self", Href: c.Absolute("/" + layout.FeedPath)}, {Href: c.Absolute("/")}}}
	if c.Clinic != nil {
		f.Author = c.Clinic.Name
	}
	for _, m := range pages {
		e := atomEntry{ID: c.Absolute(m.URL), Title: m.Title, Summary: m.Description,
			Updated: site.Changed(m).String() + "T00:00:00Z", Link: atomLink{Href: c.Absolute(m.URL)}}
		if words[m] != "" {
			e.Content = &atomContent{Type: "html", Lang: m.Lang, HTML: words[m]}
		}
		f.Entries = append(f.Entries, e)
	}
	return f
}

// fromManifest is everything the manifest is made from.
type fromManifest struct {
	pages   *pageOutputs
	day     schema.Date
	release string
	config  *site.Config
	data    *site.Data
	lock    *diag.File
}

// pageOutputs are the HTML files of the site.
type pageOutputs struct {
	outputs []*Output
	order   []int // of outputs, sorted by path
}

// newPageOutputs returns those of old, which may be nil, if they are the same.
func newPageOutputs(old *pageOutputs, outputs []*Output) *pageOutputs {
	switch {
	case old != nil && slices.Equal(old.outputs, outputs):
		return old
	case old != nil && slices.EqualFunc(old.outputs, outputs, samePath):
		return &pageOutputs{outputs, old.order}
	}
	return &pageOutputs{outputs, byPath(outputs)}
}

// manifestPath is where the manifest is published.
const manifestPath = recall.ManifestFile

// manifestOutput prepares manifest.json: which program made the site on which
// day, the hash of each page and of the sources that are the base's, and the
// contacts.
func (r *Result) manifestOutput(last *Result, base fs.FS) {
	r.manifest = newPageOutputs(last.manifest, slices.Concat(r.drawn, r.others))
	from := fromManifest{r.manifest, r.Day, r.release, r.settings.config, r.Site.Data, r.recalled.lock}
	lock := r.Lock()
	r.put(last, &Output{Path: manifestPath, from: from, make: func() product { return from.draw(base, lock) }})
}

func (from fromManifest) draw(base fs.FS, lock recall.Lock) product {
	m, err := from.manifest(base, lock)
	if err != nil {
		return product{diags: internal(&diag.File{Name: manifestPath}, err)}
	}
	pages := make([]recall.PageHash, len(from.pages.order))
	for i, n := range from.pages.order {
		o := from.pages.outputs[n]
		pages[i] = recall.PageHash{Path: o.Path, Sum: o.Sum()}
	}
	data, err := m.Encode(pages)
	if err != nil {
		return product{diags: internal(&diag.File{Name: manifestPath}, err)}
	}
	return product{data: data}
}
