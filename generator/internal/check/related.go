package check

import (
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"
)

var brokenRelated = &Rule{Name: "broken-related", Site: checkRelated,
	Doc: `Reports a page named under related, or in the menu of site.yaml, that is not there.`}

func checkRelated(s *SitePass) {
	for _, p := range s.Site.Pages {
		for i, item := range p.Front.Get("related").List() {
			t := s.Site.Link(p.Path, p.Lang, p.Related[i])
			if t.Page == nil {
				message, help := notAPage(t, p.Related[i])
				s.Report(p, item.Start, item.End, message, help)
			}
		}
	}
	for _, item := range s.Site.Config.Value().Get("menu").List() {
		name := item.Text()
		if t := s.Site.Link("content/_index.md", s.Site.Config.Languages[0], name); t.Page == nil {
			message, help := notAPage(t, name)
			s.Add(nil, diag.Diagnostic{File: item.File, Start: item.Start, End: item.End, Message: message, Help: help})
		}
	}
}

func notAPage(t site.Target, name string) (message, help string) {
	if t.Problem != nil {
		return t.Problem.Message, t.Problem.Help
	}
	return name + " is no page of this site", "name a file below content/, such as levels-of-care.md"
}
