package check

import (
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
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
			v := s.Site.Config.Value()
			if at := v.Get("languages"); at != nil {
				v = at
			}
			s.Add(nil, diag.Diagnostic{File: v.File, Start: v.Start, End: v.Start,
				Message: "the page " + path + " is missing", Help: "every language needs it: write it, or leave the language out"})
			continue
		}
		for _, key := range []string{"draft", "publishDate", "expiryDate"} {
			if v := p.Front.Get(key); v != nil && v.Text() != "false" {
				s.Report(p, v.KeyStart, v.KeyEnd, "get-help-now can have no "+key+": it must always be there", "take the line out")
			}
		}
	}
}
