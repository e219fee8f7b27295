package check

import (
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

var helpPage = &Rule{Name: "help-page", Always: true, Site: checkHelpPage,
	Doc: `Reports a language of the site without the page get-help-now.md, a site without its home page
_index.md, or one of these that a draft, a day or omit keeps away. Every page leads there; nobody may find it gone.`}

func checkHelpPage(s *SitePass) {
	langs := s.Site.Config.Languages
	s.needed(content.Root+"/_index.md", langs[0])
	for _, lang := range langs {
		s.needed(content.Localized(content.Root+"/get-help-now.md", lang, langs), lang)
	}
}

// needed reports that the page at path of a language is not always there.
func (p *SitePass) needed(path, lang string) {
	page := p.Site.Page(path)
	hidden := false
	for _, h := range p.Site.Hidden {
		if h.Page.Path == path {
			page, hidden = h.Page, true
		}
	}
	if page == nil {
		p.missingPage(path, lang)
		return
	}
	for key, on := range map[string]bool{"draft": page.Draft, "publishDate": !page.Published.IsZero(), "expiryDate": !page.Expires.IsZero()} {
		if v := page.Front.Get(key); on && v != nil {
			p.Report(page, v.KeyStart, v.KeyEnd, path+" can have no "+key+": it must always be there", "take the line out")
			hidden = false
		}
	}
	if omit := p.Site.Data.Values.Settings.Get("omit"); hidden && omit != nil {
		p.Add(nil, diag.Diagnostic{File: omit.File, Start: omit.Start, End: omit.End, Message: path + " cannot be left out: it must always be there",
			Help: "put a page of your own in its place, or leave less out"})
	}
}

// missingPage reports at the language in site.yaml that its page is missing.
func (p *SitePass) missingPage(path, lang string) {
	settings := p.Site.Data.Values.Settings
	if settings == nil {
		return // it cannot be read, so the languages are not known
	}
	help := "every language needs it: write it, or leave the language out"
	if path == content.Root+"/_index.md" {
		help = "write it: it is the home page, and every page leads there"
	}
	at := &schema.Value{File: settings.File}
	for _, v := range settings.Get("languages").List() {
		if v.Text() == lang {
			at = v
		}
	}
	p.Add(nil, diag.Diagnostic{File: at.File, Start: at.Start, End: at.End, Message: "the page " + path + " is missing",
		Help: help})
}
