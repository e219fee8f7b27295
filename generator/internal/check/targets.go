package check

import (
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

// The rules of this file report the slots that lead nowhere. Where a slot leads
// is found when the site is arranged; each of these rules tells one sort.

var brokenLink = &Rule{Name: "broken-link", Page: problems("broken-link"),
	Doc: `Reports a link to a page or file that is not there. A link names the file, such as
[PTSD](ptsd.md) or [PTSD](/conditions/ptsd.md), and becomes the page's address.`}

var linkToHidden = &Rule{Name: "link-to-hidden", Severity: diag.Warning, Page: problems("link-to-hidden"),
	Doc: `Reports a link to a page that is omitted, a draft, not yet due or expired. The link's words
stay, and the link is left out.`}

var unknownCitation = &Rule{Name: "unknown-citation", Page: problems("unknown-citation"),
	Doc: `Reports a citation whose key is not in sources.yaml. Readers must be able to look up
what a page claims.`}

var brokenPicture = &Rule{Name: "broken-picture", Page: problems("broken-picture"),
	Doc: `Reports a picture that is not there or cannot be shown. Pictures lie beside their page;
one from another host would tell that host who reads the page.`}

var brokenInclude = &Rule{Name: "broken-include", Page: problems("broken-include"),
	Doc: `Reports an include of something that is no fragment: a Markdown file below content/ whose
name, or folder, begins with an underscore.`}

// problems returns a check that reports the targets that name the rule.
func problems(rule string) func(*Pass) {
	return func(p *Pass) {
		eachSlot(p.Page, p.View.Targets, func(f *diag.File, s markdown.Slot, t site.Target) {
			if s.Kind != markdown.LinkClose && t.Problem != nil && t.Problem.Rule == rule {
				p.ReportIn(f, s.Start, s.End, t.Problem.Message, t.Problem.Help)
			}
		})
	}
}

// eachSlot calls do for each slot of the page, of its footnotes, and of what it
// includes.
func eachSlot(p *content.Page, t *site.Targets, do func(*diag.File, markdown.Slot, site.Target)) {
	slotsOf(p.Body, t, do)
}

func slotsOf(d *markdown.Document, t *site.Targets, do func(*diag.File, markdown.Slot, site.Target)) {
	for i, s := range d.Slots {
		do(d.File, s, t.Slots[i])
		if in := t.Slots[i].Included; in != nil {
			slotsOf(in.Fragment.Body, in.Targets, do)
		}
	}
	for _, n := range d.Notes {
		slotsOf(n.Body, t.Notes[n.Label], do)
	}
}

// eachDocument calls do for the body of the page, its footnotes, and what it
// includes.
func eachDocument(p *content.Page, t *site.Targets, do func(*markdown.Document)) {
	documentsOf(p.Body, t, do)
}

func documentsOf(d *markdown.Document, t *site.Targets, do func(*markdown.Document)) {
	do(d)
	for i := range d.Slots {
		if in := t.Slots[i].Included; in != nil {
			documentsOf(in.Fragment.Body, in.Targets, do)
		}
	}
	for _, n := range d.Notes {
		documentsOf(n.Body, t.Notes[n.Label], do)
	}
}
