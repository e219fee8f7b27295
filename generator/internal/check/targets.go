package check

import (
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/selfcheck"
	"iopguide/generator/internal/site"
)

// The rules of this file report the slots that lead nowhere. Where a slot leads
// is found when the site is arranged; each of these rules tells one sort.

var brokenLink = &Rule{Name: "broken-link", Page: checkLinks,
	Doc: `Reports a link to a page or file that is not there, and a link without words. A link names the file, such as
[PTSD](ptsd.md) or [PTSD](/conditions/ptsd.md), and becomes the page's address.`}

var linkToHidden = &Rule{Name: "link-to-hidden", Severity: diag.Warning, Page: checkHiddenLinks, Site: checkHidden,
	Doc: `Reports a link to a page that is omitted, a draft, not yet due or expired. The link's words
stay, and the link is left out. So it is with a page under related, or in the menu of site.yaml.`}

var unknownCitation = &Rule{Name: "unknown-citation", Each: checkCitations, Site: checkSourceFile,
	Doc: `Reports a citation, or the source of a contact, whose key is not in sources.yaml, and a key there that
no page can cite, having blanks or other signs in it. Readers must be able to look up what a page claims.`}

var brokenPicture = &Rule{Name: "broken-picture", Page: checkPictures,
	Doc: `Reports a picture that is not there or cannot be shown, in a page or under image in its front
matter. Pictures lie beside their page; one from another host would tell that host who reads the page. Warns
of an SVG under image, since it is not shown where a page is shared.`}

var brokenInclude = &Rule{Name: "broken-include", Page: problems("broken-include"),
	Doc: `Reports an include of something that is no fragment: a Markdown file below content/ whose
name, or folder, begins with an underscore.`}

// checkLinks takes a link that names a step of its own self-check for one to it.
func checkLinks(p *Pass) {
	eachDocument(p.Page, p.View.Targets, func(d *markdown.Document, t *site.Targets) {
		for i := range d.Slots {
			if s := &d.Slots[i]; s.Kind == markdown.LinkOpen && t.Slots[i].Problem == nil && isEmpty(d.Slots[i:]) {
				p.ReportIn(d.File, s.Start, s.End, "this link has no words, so nobody sees it",
					"say between the square brackets where it leads: [words]("+s.Dest+")")
			}
		}
	})
	eachSlot(p.Page, p.View.Targets, func(f *diag.File, s *markdown.Slot, t *site.Target) {
		if s.Kind == markdown.LinkClose || t.Problem == nil || t.Problem.Rule != "broken-link" {
			return
		}
		help := t.Problem.Help
		if p.Page.Tree != nil && slices.ContainsFunc(p.Page.Tree.Steps, func(step *selfcheck.Step) bool { return step.ID == s.Dest }) {
			help = "did you mean #" + s.Dest + "?"
		}
		p.ReportIn(f, s.Start, s.End, t.Problem.Message, help)
	})
}

// isEmpty reports whether the link that is the first of slots shows nothing. One that
// holds a picture without words is left to missing-alt.
func isEmpty(slots []markdown.Slot) bool {
	return strings.TrimSpace(slots[0].Text) == "" && len(slots) > 1 && slots[1].Kind == markdown.LinkClose
}

// problems returns a check that reports the targets that name the rule.
func problems(rule string) func(*Pass) {
	return func(p *Pass) {
		eachSlot(p.Page, p.View.Targets, func(f *diag.File, s *markdown.Slot, t *site.Target) {
			if s.Kind != markdown.LinkClose && t.Problem != nil && t.Problem.Rule == rule {
				p.ReportIn(f, s.Start, s.End, t.Problem.Message, t.Problem.Help)
			}
		})
	}
}

// checkHiddenLinks leaves to way-on the links that an ending of a self-check
// cannot do without.
func checkHiddenLinks(p *Pass) {
	last := p.lastWays()
	eachSlot(p.Page, p.View.Targets, func(f *diag.File, s *markdown.Slot, t *site.Target) {
		if s.Kind != markdown.LinkClose && t.Problem != nil && t.Problem.Rule == "link-to-hidden" && !last[hiddenLink{f, s.Start, s.End}] {
			p.ReportIn(f, s.Start, s.End, t.Problem.Message, t.Problem.Help)
		}
	})
}

func checkPictures(p *Pass) {
	problems("broken-picture")(p)
	v := p.Page.Front.Get("image", "src")
	switch i := p.View.Image; {
	case i == nil:
	case i.Problem != nil && i.Problem.Rule == "broken-picture":
		p.Report(v.Start, v.End, i.Problem.Message, i.Problem.Help)
	case i.File != nil && i.File.IsDrawing():
		p.Warn(v.Start, v.End, "nobody sees this picture: programs that show a shared page show no SVG, so they show the picture that all pages have",
			"save it as PNG or JPEG too, and name that file here")
	}
}

func checkCitations(s *SitePass, p *content.Page) {
	if s.Site.Data.Values.Sources == nil {
		return // then it is the file that is at fault, not every page
	}
	eachCitation(s, p, func(f *diag.File, slot *markdown.Slot, t *site.Target) bool {
		s.Add(p, diag.Diagnostic{File: f, Start: slot.Start, End: slot.End, Message: t.Problem.Message, Help: t.Problem.Help})
		return true
	})
}

// checkSourceFile reports one citation alone where no source is known.
func checkSourceFile(s *SitePass) {
	if s.Site.Data.Values.Sources != nil {
		s.sourceKeys()
		s.contactSources()
		return
	}
	for _, p := range s.Site.Pages {
		lost := false
		eachCitation(s, p, func(f *diag.File, slot *markdown.Slot, _ *site.Target) bool {
			lost = true
			s.Add(p, diag.Diagnostic{File: f, Start: slot.Start, End: slot.End,
				Message: "no source can be looked up: content/_data/sources.yaml is missing or cannot be read",
				Help:    "mend that file first; it holds what [@" + slot.Dest + "] stands for"})
			return false
		})
		if lost {
			return
		}
	}
}

// eachCitation calls do for each citation of p whose source is not known, as
// long as do returns true.
func eachCitation(s *SitePass, p *content.Page, do func(*diag.File, *markdown.Slot, *site.Target) bool) {
	going := true
	eachSlot(p, s.Site.View(p).Targets, func(f *diag.File, slot *markdown.Slot, t *site.Target) {
		if going && slot.Kind == markdown.Mark && t.Problem != nil {
			going = do(f, slot, t)
		}
	})
}

// sourceKeys reports keys that no page can cite.
func (s *SitePass) sourceKeys() {
	sources := s.Site.Data.Values.Sources
	for _, key := range sources.Keys() {
		if markdown.IsKey([]byte(key)) {
			continue
		}
		message, help := "no page can cite “"+key+"”: a key is letters and digits, with hyphens between them", "write another one here and in pages"
		if strings.Contains(key, " ") {
			message = "no page can cite “" + key + "”: a key has no blanks"
		}
		if plain := plainKey(key); plain != "" {
			help = "write " + plain + " here, and [@" + plain + "] in pages"
		}
		v := sources.Get(key)
		s.Add(nil, diag.Diagnostic{File: v.File, Start: v.KeyStart, End: v.KeyEnd, Message: message, Help: help})
	}
}

// plainKey returns key with a hyphen in place of what no key has, "" if nothing is left.
func plainKey(key string) string {
	return strings.Join(strings.FieldsFunc(key, func(r rune) bool { return !markdown.IsKey([]byte(string(r))) }), "-")
}

// contactSources reports contacts whose source is not known.
func (s *SitePass) contactSources() {
	first := s.Site.Config.Languages[0]
	contacts := s.Site.Data.Values.Contacts[first]
	for _, key := range contacts.Keys() {
		v := contacts.Get(key, "source")
		if v == nil || s.Site.Data.Sources[v.Text()] != nil {
			continue
		}
		s.Add(nil, diag.Diagnostic{File: v.File, Start: v.Start, End: v.End,
			Message: "there is no source " + v.Text(), Help: "add it to content/_data/sources.yaml"})
	}
}
