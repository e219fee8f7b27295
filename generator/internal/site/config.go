package site

import (
	"cmp"
	"reflect"
	"strings"

	"iopguide/generator/internal/schema"
)

// Config is the site's settings: the keys of site.yaml. It is never changed.
type Config struct {
	Title, Description string
	BaseURL            string // without a slash at its end; "" if none is set
	FileLinks          bool   // links end in index.html, so that they work from a disk
	Languages          []string
	Region             string
	Clinic             *Clinic // nil if the site belongs to none
	Brand              *Brand  // nil if the site looks as ours does
	Notices            []Notice
	Footer             []TextLink
	Menu               []string // paths below content/
	Omit               []string // globs below content/
	ReviewEvery        schema.Interval
	Logs               string // what the host keeps of visits
	LogDays            int
	Feed, Index        bool
	// Canonical is the site that search engines are to show in this one's place,
	// written as BaseURL is; "" for itself.
	Canonical       string
	Content         bool // the feed holds all words, and content.json is made
	Embed           bool // there are pages for frames of other sites
	SecurityContact string
	Params          map[string]any
}

// A Notice is one of the legal notices that a clinic has on its own site.
type Notice struct{ Key, URL string }

// A TextLink is a link out of the site.
type TextLink struct{ Text, URL string }

// NewConfig reads the settings from the decoded site.yaml. baseURL, if not
// empty, takes the place of the one there.
func NewConfig(v *schema.Value, baseURL string) *Config {
	text := func(keys ...string) string { return v.Get(keys...).Text() }
	c := &Config{
		Title: text("title"), Description: text("description"),
		BaseURL:         strings.TrimRight(cmp.Or(baseURL, text("baseURL")), "/"),
		Languages:       v.Get("languages").Texts(),
		Region:          text("region"),
		Menu:            v.Get("menu").Texts(),
		Omit:            v.Get("omit").Texts(),
		ReviewEvery:     v.Get("review", "every").Every(),
		Logs:            text("privacy", "logs"),
		LogDays:         v.Get("privacy", "days").Int(),
		Feed:            text("features", "feed") != "false",
		Index:           text("search", "index") != "false",
		Canonical:       strings.TrimRight(text("search", "canonical"), "/"),
		SecurityContact: text("security", "contact"),
	}
	if c.Canonical == c.BaseURL {
		c.Canonical = "" // one of many sites is the one that stands for all
	}
	c.FileLinks = text("links") == "file" || text("links") == "" && c.BaseURL == ""
	if len(c.Languages) == 0 {
		c.Languages = []string{"en"}
	}
	if c.Region, _ = Region(c.Region); !IsRegion(c.Region) {
		c.Region = "US"
	}
	c.Params, _ = v.Get("params").Any().(map[string]any)
	c.Clinic = newClinic(v.Get("clinic"))
	c.Brand = newBrand(v.Get("brand"))
	c.Content = c.Feed && (text("features", "feed") == "true" || c.Clinic != nil)
	c.Embed = text("features", "embed") == "true" || text("features", "embed") == "" && c.Clinic != nil
	for _, key := range v.Get("notices").Keys() {
		c.Notices = append(c.Notices, Notice{key, text("notices", key)})
	}
	for _, l := range v.Get("footer").List() {
		c.Footer = append(c.Footer, TextLink{l.Get("text").Text(), l.Get("url").Text()})
	}
	return c
}

// Owned reports whether pages show something that is the owner's alone: a clinic,
// its notices, links of its own.
func (c *Config) Owned() bool { return c.Clinic != nil || len(c.Notices)+len(c.Footer) > 0 }

// Listed reports whether search engines are to show the site's own pages: it has an
// address, and does not send them elsewhere or away.
func (c *Config) Listed() bool { return c.BaseURL != "" && c.Index && c.Canonical == "" }

// Keep returns old if it sets the same as c, wherever in the file, and c otherwise.
func (c *Config) Keep(old *Config) *Config {
	if old != nil && reflect.DeepEqual(c, old) {
		return old
	}
	return c
}
