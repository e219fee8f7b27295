package layout

import (
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"sync"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/site"

	"golang.org/x/text/language"
)

// A Frame is what stands around a page's own words: the help line, the header,
// the footer. It is all that a partial can see which {{partialCached}} uses, so
// two pages with equal Frames have the same partial, and it is made once.
type Frame struct {
	config       *site.Config
	lang         *site.Lang
	strings      *site.Strings
	help         *site.Help
	assets       *site.Assets
	trail        *site.Pages
	translations *site.Translations
	from         string // the address that links are relative to: see fromOf
	asks         bool   // the page is a self-check
	deep         bool   // it may be shown at any depth
}

func newFrame(p *content.Page, v site.View) *Frame {
	f := &Frame{config: v.Config, lang: v.Lang, strings: v.Strings, help: v.Help, assets: v.Assets,
		trail: v.Trail, translations: v.Translations, asks: p.Tree != nil}
	f.from = f.fromOf(p.URL)
	return f
}

// fromOf returns the address that stands for the page at url where links of its
// Frame are made relative. From all pages of one folder they are the same, except
// from one that itself is, or lies above, what a Frame leads to.
func (f *Frame) fromOf(url string) string {
	above := func(m *content.Meta) bool { return m != nil && strings.HasPrefix(m.URL, url) }
	if slices.ContainsFunc(f.ways(), above) || f.assets.Below(url) {
		return url
	}
	folder := url[:strings.LastIndexByte(strings.TrimSuffix(url, "/"), '/')+1]
	return folder + "*/" // no page has this name
}

// ways returns the pages that a Frame leads to, but for the trail, which lies
// above every page. Some may be nil.
func (f *Frame) ways() []*content.Meta {
	ways := f.lang.Ways()
	if f.translations != nil {
		for _, t := range f.translations.Langs {
			ways = append(ways, t.Page, t.Help)
		}
	}
	return ways
}

// Href returns the address of a page that every page of its language leads to,
// or one of the trail, as a link of this page.
func (f *Frame) Href(m *content.Meta) (string, error) {
	switch {
	case m == nil:
		return "", nil
	case !slices.Contains(f.ways(), m) && !slices.Contains(f.Trail(), m):
		return "", fmt.Errorf("a partial that partialCached uses cannot lead to %s: that is not the same for all pages", m.Path)
	}
	return f.href(m), nil
}

func (f *Frame) href(m *content.Meta) string {
	if f.deep {
		return f.config.Absolute(m.URL)
	}
	return f.config.Rel(f.from, m.URL)
}

// T returns the words of the interface for key, with args put in. A key that is
// not there is a mistake: a button would say nothing.
func (f *Frame) T(key string, args ...any) (string, error) {
	return f.strings.Text(key, args...), lacks(f.strings, key)
}

// N returns the words for key in the plural form for n.
func (f *Frame) N(key string, n int) (string, error) {
	return f.strings.Count(key, n), lacks(f.strings, key)
}

// lacks returns an error if there are no words for key. Where there are none at
// all strings.yaml cannot be read, which is told by itself.
func lacks(words *site.Strings, key string) error {
	if words.Has(key) || words.Empty() {
		return nil
	}
	return errors.New(WithoutWords + key)
}

// WithoutWords is what a layout is told that asks for words which are not there, before
// their key.
const WithoutWords = "content/_data/strings.yaml has no words for "

// Dir is the direction in which the page's language is written: ltr or rtl.
func (f *Frame) Dir() string {
	if dir, ok := directions.Load(f.lang.Lang); ok {
		return dir.(string)
	}
	dir := direction(f.lang.Lang)
	directions.Store(f.lang.Lang, dir)
	return dir
}

// directions are those of languages that were asked for: every page asks for its own.
var directions sync.Map

// direction returns the direction in which a language is written.
func direction(lang string) string {
	script, _ := language.Make(lang).Script()
	if slices.Contains([]string{"Arab", "Hebr", "Thaa", "Syrc", "Nkoo"}, script.String()) {
		return "rtl"
	}
	return "ltr"
}

// RootHref returns the address of the home page of this page's language.
func (f *Frame) RootHref() string {
	if f.lang.Home == nil {
		return ""
	}
	return f.href(f.lang.Home)
}

// Note says in which language m is, if not in this page's.
func (f *Frame) Note(m *content.Meta) string {
	if m.Lang == f.lang.Lang {
		return ""
	}
	return f.strings.Text("in-language-" + m.Lang)
}

// Asset returns the address of a file of static/. A name that is not there is a
// mistake of the layout.
func (f *Frame) Asset(name string) (string, error) {
	url, ok := f.assets.URL(name)
	if !ok {
		return "", fmt.Errorf("there is no file static/%s", name)
	}
	return f.config.Rel(f.from, "/"+url), nil
}

// Asks reports whether the page is a self-check.
func (f *Frame) Asks() bool { return f.asks }

// Is reports whether m, a page that every page leads to, is this one.
func (f *Frame) Is(m *content.Meta) bool { return m != nil && m.URL == f.from }

// Site is the site's settings.
func (f *Frame) Site() *site.Config { return f.config }

// Pages are the pages that every page leads to. One may be nil.
func (f *Frame) Pages() *site.Lang { return f.lang }

// Menu is the links of the header.
func (f *Frame) Menu() []*content.Meta { return f.lang.Menu.Pages }

// InMenu reports whether this page is m, or lies in the section of m.
func (f *Frame) InMenu(m *content.Meta) bool { return f.Is(m) || slices.Contains(f.Trail(), m) }

// Trail leads from the home page down to the parent of this page.
func (f *Frame) Trail() []*content.Meta { return list(f.trail) }

func list(p *site.Pages) []*content.Meta {
	if p == nil {
		return nil
	}
	return p.Pages
}

// Footer is the site's own links at the foot of every page.
func (f *Frame) Footer() []site.TextLink { return f.config.Footer }

// LegalNotices are the clinic's own legal notices.
func (f *Frame) LegalNotices() []site.Notice { return f.config.Notices }

// address returns the address that calls or texts a number. The number keeps
// only digits in it, so it is safe to trust.
func address(scheme func(string) string, number string) template.URL {
	if number == "" {
		return ""
	}
	return template.URL(scheme(number))
}

// Help is what every page offers to someone in danger.
type Help struct {
	Emergency *Emergency // nil if the region has none
	Crisis    *Crisis    // likewise
}

// Emergency is the emergency number.
type Emergency struct {
	Name, Number string
	Href         template.URL
}

// Crisis is the crisis line, each of its ways a link; "" for one it lacks.
type Crisis struct {
	Name, Call, Press, Text, TextWord string
	CallHref, TextHref                template.URL
	ChatHref                          string
}

// Help is what this page offers to someone in danger.
func (f *Frame) Help() Help {
	var h Help
	if e := f.help.Emergency; e != nil {
		h.Emergency = &Emergency{e.Name, e.Call, address(site.Tel, e.Call)}
	}
	if c := f.help.Crisis; c != nil {
		h.Crisis = &Crisis{Name: c.Name, Call: c.Call, CallHref: address(site.Tel, c.Call), Press: c.Press,
			Text: c.Text, TextHref: address(site.SMS, c.Text), TextWord: c.TextWord, ChatHref: c.Chat}
	}
	return h
}

// FindProgram is a neutral way to find a program, or nil.
func (f *Frame) FindProgram() *site.Contact { return f.help.FindProgram }

// A Language is a way into another language.
type Language struct {
	Lang, Name, Href   string // Name is the language's own
	Same               bool   // Href leads to this same page
	HelpHref, HelpText string // that language's get-help-now
}

// Languages are the ways into the site's other languages.
func (f *Frame) Languages() []Language {
	var langs []Language
	if f.translations == nil {
		return nil
	}
	for _, t := range f.translations.Langs {
		l := Language{Lang: t.Lang, Name: f.strings.Text("language-" + t.Lang), Href: f.href(t.Page), Same: t.Same}
		if t.Help != nil {
			l.HelpHref, l.HelpText = f.href(t.Help), f.strings.Text("help-in-"+t.Lang)
		}
		langs = append(langs, l)
	}
	return langs
}
