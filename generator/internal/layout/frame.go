package layout

import (
	"html/template"
	"slices"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/site"
)

// Site is the site's settings.
func (d *Data) Site() *site.Config { return d.view.Config }

// Pages are the pages that every page leads to. One may be nil.
func (d *Data) Pages() *site.Lang { return d.view.Lang }

// Menu is the links of the header.
func (d *Data) Menu() []*content.Meta { return d.view.Lang.Menu.Pages }

// InMenu reports whether this page is m, or lies in the section of m.
func (d *Data) InMenu(m *content.Meta) bool {
	return m == d.Page.Meta || slices.Contains(d.Trail(), m)
}

// Logs says on the privacy page what the host keeps of visits, if site.yaml does.
func (d *Data) Logs() string {
	c := d.view.Config
	if c.Logs == "" || d.Page.Meta != d.view.Lang.Privacy {
		return ""
	}
	return d.T("privacy-logs", c.Logs, c.LogDays)
}

// Trail leads from the home page down to the parent of this page.
func (d *Data) Trail() []*content.Meta { return list(d.view.Trail) }

// Related are the pages that this page's author put beside it.
func (d *Data) Related() []*content.Meta { return list(d.view.Related) }

func list(p *site.Pages) []*content.Meta {
	if p == nil {
		return nil
	}
	return p.Pages
}

// Section is the section whose own page this is, or nil.
func (d *Data) Section() *site.Section { return d.view.Section }

// Prev is the page before this one in its section, or nil.
func (d *Data) Prev() *content.Meta { return d.view.Prev }

// Next is the page after this one in its section, or nil.
func (d *Data) Next() *content.Meta { return d.view.Next }

// Footer is the site's own links at the foot of every page.
func (d *Data) Footer() []site.TextLink { return d.view.Config.Footer }

// LegalNotices are the clinic's own legal notices.
func (d *Data) LegalNotices() []site.Notice { return d.view.Config.Notices }

// A Clinic is the clinic whose site this is, with links that call and text it.
type Clinic struct {
	*site.Clinic
	PhoneHref, TextHref template.URL
}

// Clinic is the clinic whose site this is, or nil.
func (d *Data) Clinic() *Clinic {
	c := d.view.Config.Clinic
	if c == nil {
		return nil
	}
	return &Clinic{c, address(site.Tel, c.Phone), address(site.SMS, c.Text)}
}

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
func (d *Data) Help() Help {
	var h Help
	if e := d.view.Help.Emergency; e != nil {
		h.Emergency = &Emergency{e.Name, e.Call, address(site.Tel, e.Call)}
	}
	if c := d.view.Help.Crisis; c != nil {
		h.Crisis = &Crisis{Name: c.Name, Call: c.Call, CallHref: address(site.Tel, c.Call), Press: c.Press,
			Text: c.Text, TextHref: address(site.SMS, c.Text), TextWord: c.TextWord, ChatHref: c.Chat}
	}
	return h
}

// FindProgram is a neutral way to find a program, or nil.
func (d *Data) FindProgram() *site.Contact { return d.view.Help.FindProgram }

// A Language is a way into another language.
type Language struct {
	Lang, Name, Href   string // Name is the language's own
	Same               bool   // Href leads to this same page
	HelpHref, HelpText string // that language's get-help-now
}

// Languages are the ways into the site's other languages.
func (d *Data) Languages() []Language {
	var langs []Language
	if d.view.Translations == nil {
		return nil
	}
	for _, t := range d.view.Translations.Langs {
		l := Language{Lang: t.Lang, Name: d.T("language-" + t.Lang), Href: d.Href(t.Page), Same: t.Same}
		if t.Help != nil {
			l.HelpHref, l.HelpText = d.Href(t.Help), d.T("help-in-"+t.Lang)
		}
		langs = append(langs, l)
	}
	return langs
}
