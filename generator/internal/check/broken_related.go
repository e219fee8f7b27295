package check

import (
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

var brokenRelated = &Rule{Name: "broken-related", Site: checkRelated,
	Doc: `Reports a page named under related, or in the menu of site.yaml, that is not there. Both name
files: related as a link does, the menu from content/ down.`}

func checkRelated(s *SitePass) {
	eachNamed(s, func(p *content.Page, v *schema.Value, t site.Target) {
		d := diag.Diagnostic{File: v.File, Start: v.Start, End: v.End}
		switch {
		case t.Page != nil || t.Problem != nil && t.Problem.Rule == linkToHiddenName:
			return
		case t.Problem != nil:
			d.Message, d.Help = t.Problem.Message, t.Problem.Help
		default:
			d.Message = v.Text() + " is no page of this site"
			d.Help = "name a file below content/, such as levels-of-care.md"
		}
		s.Add(p, d)
	})
}

// linkToHiddenName is the rule that tells of pages that are there but not
// published: that is never an error.
const linkToHiddenName = "link-to-hidden"

func checkHidden(s *SitePass) {
	eachNamed(s, func(p *content.Page, v *schema.Value, t site.Target) {
		if t.Problem != nil && t.Problem.Rule == linkToHiddenName {
			s.Add(p, diag.Diagnostic{File: v.File, Start: v.Start, End: v.End, Message: t.Problem.Message,
				Help: "publish that page, or name another"})
		}
	})
}

// eachNamed calls do for each page that front matter names under related, and
// each that site.yaml names in its menu; there p is nil.
func eachNamed(s *SitePass, do func(p *content.Page, v *schema.Value, t site.Target)) {
	for _, p := range s.Site.Pages {
		if len(p.Related) == 0 {
			continue
		}
		for _, v := range p.Front.Get("related").List() {
			do(p, v, s.Site.Link(p.Path, p.Lang, v.Text()))
		}
	}
	root, first := content.Root+"/_index.md", s.Site.Config.Languages[0]
	for _, v := range s.Site.Data.Values.Settings.Get("menu").List() {
		t := s.Site.Link(root, first, v.Text())
		if below, ok := strings.CutPrefix(v.Text(), "/"); ok && t.Page != nil {
			t = site.Target{Problem: &site.Problem{Message: "the menu names files from content/ down, without a slash first",
				Help: "write " + below}}
		}
		do(nil, v, t)
	}
}
