package site

import (
	"cmp"
	"path"
	"strings"

	"iopguide/generator/internal/content"
)

// Output returns the path of the file that a page is published in.
func Output(url string) string { return strings.TrimPrefix(url, "/") + "index.html" }

// Links is the form of the links within a site.
type Links struct {
	Files bool // they end in index.html, so that they work from a disk
}

// Links is the form of links that the site's settings ask for.
func (c *Config) Links() Links { return Links{c.FileLinks} }

// Rel returns the address of the page or file at to as a link in the page at
// from has it, in the form that the site's settings ask for.
func (c *Config) Rel(from, to string) string { return c.Links().Rel(from, to) }

// Rel returns the address of the page or file at to as a link in the page at
// from has it: relative. Both begin at the site's root; an address that ends in a
// slash is a page's.
func (l Links) Rel(from, to string) string {
	r := relative(strings.Trim(from, "/"), strings.TrimPrefix(to, "/"))
	if from == "/" {
		r = strings.TrimPrefix(to, "/")
	}
	if !strings.HasSuffix(to, "/") {
		return r
	}
	if l.Files {
		return r + "index.html"
	}
	if r == "" {
		return "./"
	}
	return r
}

// Href returns the address of page to in a link of the page at from.
func (c *Config) Href(from string, to *content.Meta) string { return c.Rel(from, to.URL) }

// Absolute returns the address of url with the site's host, always in folder
// form, or "" if the site has no baseURL.
func (c *Config) Absolute(url string) string { return under(c.BaseURL, url) }

// Original returns the address of the page that search engines are to show for the
// one at url: on another site if the settings name one, else as Absolute.
func (c *Config) Original(url string) string { return under(cmp.Or(c.Canonical, c.BaseURL), url) }

func under(base, url string) string {
	if base == "" {
		return ""
	}
	return base + "/" + strings.TrimPrefix(path.Clean(url), "/") + slash(url)
}

func slash(url string) string {
	if strings.HasSuffix(url, "/") && url != "/" {
		return "/"
	}
	return ""
}

// AliasURL returns an old address, as front matter has it, in the form of a
// page's: /old/address/.
func AliasURL(alias string) string {
	clean := strings.TrimSuffix(path.Clean("/"+alias), "/index.html")
	return strings.TrimSuffix(clean, "/") + "/"
}
