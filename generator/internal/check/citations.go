package check

import (
	"strconv"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var uncited = &Rule{Name: "uncited", Page: checkCited,
	Doc: `Reports a page about health that cites no source. Write [@key] after a claim, with a key of
sources.yaml; a page that makes no such claims says claims: false.`}

func checkCited(p *Pass) {
	if !p.Page.Claims || p.Page.Front == nil || p.Page.IsIndex() && p.Page.Body.Words() == 0 {
		return
	}
	cited := false
	eachSlot(p.Page, p.View.Targets, func(_ *diag.File, s markdown.Slot, _ site.Target) {
		cited = cited || s.Kind == markdown.Mark
	})
	if !cited {
		p.Report(0, 0, "this page makes claims about health and cites no source",
			"write [@key] after each claim, or claims: false in the front matter if it makes none")
	}
}

var unusedSource = &Rule{Name: "unused-source", Severity: diag.Warning, Site: checkUnused,
	Doc: `Reports a source that no page cites. It may stand for a claim that is no longer made; nobody
should have to keep it checked.`}

func checkUnused(s *SitePass) {
	used := map[string]bool{}
	for _, p := range s.Site.Pages {
		for _, key := range s.Site.Citations(p) {
			used[key] = true
		}
	}
	for _, contacts := range s.Site.Data.Contacts {
		for _, c := range contacts.All {
			used[c.Source] = true
		}
	}
	for _, h := range s.Site.Hidden {
		for _, key := range s.Site.Citations(h.Page) {
			used[key] = true
		}
	}
	sources := s.Site.Data.Values.Sources
	for _, key := range sources.Keys() {
		if v := sources.Get(key); !used[key] {
			s.Add(nil, diag.Diagnostic{File: v.File, Start: v.KeyStart, End: v.KeyEnd,
				Message: "no page cites " + key, Help: "take it out, or cite it: [@" + key + "]"})
		}
	}
}

// marksIn500 is how many citations and glossary links 500 words may have.
const marksIn500 = 12

var tooManyMarks = &Rule{Name: "too-many-marks", Severity: diag.Warning, Page: checkMarks,
	Doc: `Reports a page with more than 12 citations and glossary links in 500 words. Each one makes
the eye stop; one citation at the end of a paragraph can stand for all of it.`}

func checkMarks(p *Pass) {
	marks := len(p.Page.Body.Terms)
	for _, s := range p.Page.Body.Slots {
		if s.Kind == markdown.Mark || s.Kind == markdown.NoteMark {
			marks++
		}
	}
	words := max(p.Page.Body.Words(), 500)
	if marks*500 > marksIn500*words {
		p.Report(0, 0, strconv.Itoa(marks)+" citations and glossary links in "+strconv.Itoa(p.Page.Body.Words())+
			" words make this page hard to read", "put one citation at the end of a paragraph in place of several in it")
	}
}
