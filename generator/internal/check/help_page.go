package check

import (
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

var helpPage = &Rule{Name: "help-page", Always: true, Site: checkHelpPage,
	Doc: `Reports a language of the site without the page get-help-now.md, or one that a draft or a day
keeps away. Every page leads there; nobody may find it gone.`}

func checkHelpPage(s *SitePass) {
	langs := s.Site.Config.Languages
	for _, lang := range langs {
		path := content.Localized(content.Root+"/get-help-now.md", lang, langs)
		p := s.Site.Page(path)
		for _, h := range s.Site.Hidden {
			if h.Page.Path == path {
				p = h.Page
			}
		}
		if p == nil {
			s.missingPage(path, lang)
			continue
		}
		for key, on := range map[string]bool{"draft": p.Draft, "publishDate": !p.Published.IsZero(), "expiryDate": !p.Expires.IsZero()} {
			if v := p.Front.Get(key); on && v != nil {
				s.Report(p, v.KeyStart, v.KeyEnd, "get-help-now can have no "+key+": it must always be there", "take the line out")
			}
		}
	}
}

// missingPage reports at the language in site.yaml that its page is missing.
func (p *SitePass) missingPage(path, lang string) {
	settings := p.Site.Data.Values.Settings
	if settings == nil {
		return // it cannot be read, so the languages are not known
	}
	at := &schema.Value{File: settings.File}
	for _, v := range settings.Get("languages").List() {
		if v.Text() == lang {
			at = v
		}
	}
	p.Add(nil, diag.Diagnostic{File: at.File, Start: at.Start, End: at.End, Message: "the page " + path + " is missing",
		Help: "every language needs it: write it, or leave the language out"})
}
