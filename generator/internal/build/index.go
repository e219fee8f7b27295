package build

import (
	"encoding/hex"
	"encoding/json"
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
		r.listing(last, "sitemap.xml", r.sitemap)
	}
	if r.Site.HasFeed() {
		r.feedOutput(last)
	}
	if r.wordy() {
		r.contentOutput(last)
	}
	r.manifestOutput(last, opts.Base.FS)
}

// listing prepares an XML file that is made from the published pages.
func (r *Result) listing(last *Result, path string, value func() any) {
	r.put(last, &Output{Path: path, from: fromPages{path, r.settings.config, r.published},
		make: func() product {
			data, err := xml.Marshal(value())
			if err != nil {
				return product{diags: internal(r.files[settingsFile], err)}
			}
			return product{data: append([]byte(xml.Header), data...)}
		}})
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

type urlset struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string   `xml:"xmlns:xhtml,attr"`
	URLs    []siteURL
}

type siteURL struct {
	XMLName xml.Name `xml:"url"`
	Loc     string   `xml:"loc"`
	Lastmod string   `xml:"lastmod,omitempty"`
	Links   []alternate
}

type alternate struct {
	XMLName xml.Name `xml:"xhtml:link"`
	Rel     string   `xml:"rel,attr"`
	Lang    string   `xml:"hreflang,attr"`
	Href    string   `xml:"href,attr"`
}

// sitemap lists the pages and their translations (sitemaps.org, protocol 0.9).
func (r *Result) sitemap() any {
	c := r.settings.config
	set := urlset{XHTML: "http://www.w3.org/1999/xhtml"}
	for _, p := range r.Site.Pages {
		u := siteURL{Loc: c.Absolute(p.URL)}
		if !p.Lastmod.IsZero() {
			u.Lastmod = p.Lastmod.String()
		}
		for _, t := range r.Site.View(p).Translations.Langs {
			if t.Same {
				u.Links = append(u.Links, alternate{Rel: "alternate", Lang: t.Lang, Href: c.Absolute(t.Page.URL)})
			}
		}
		if u.Links != nil {
			self := alternate{Rel: "alternate", Lang: p.Lang, Href: u.Loc}
			u.Links = append([]alternate{self}, u.Links...)
		}
		for _, l := range u.Links { // for readers of all other languages
			if l.Lang == c.Languages[0] {
				u.Links = append(u.Links, alternate{Rel: "alternate", Lang: "x-default", Href: l.Href})
			}
		}
		set.URLs = append(set.URLs, u)
	}
	return set
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

type pageOutputs struct{ outputs []*Output }

// manifestPath is where the manifest is published.
const manifestPath = recall.ManifestFile

// manifestOutput prepares manifest.json: which program made the site on which
// day, the hash of each page and of the sources that are the base's, and the
// contacts.
func (r *Result) manifestOutput(last *Result, base fs.FS) {
	made := &pageOutputs{outputs: slices.Concat(r.drawn, r.others)}
	if last.manifest != nil && slices.Equal(last.manifest.outputs, made.outputs) {
		made = last.manifest
	}
	r.manifest = made
	from := fromManifest{made, r.Day, r.release, r.settings.config, r.Site.Data, r.recalled.lock}
	lock := r.Lock()
	r.put(last, &Output{Path: manifestPath, from: from, make: func() product { return from.draw(base, lock) }})
}

func (from fromManifest) draw(base fs.FS, lock recall.Lock) product {
	m, err := from.manifest(base, lock)
	if err != nil {
		return product{diags: internal(&diag.File{Name: manifestPath}, err)}
	}
	for _, o := range from.pages.outputs {
		sum := o.Sum()
		m.Pages[o.Path] = hex.EncodeToString(sum[:])
	}
	data, err := json.Marshal(m)
	if err != nil {
		return product{diags: internal(&diag.File{Name: manifestPath}, err)}
	}
	return product{data: data}
}
