package check

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

var brokenAnchor = &Rule{Name: "broken-anchor", Each: checkAnchors,
	Doc: `Reports a link to a heading that the page does not have. The part after # is the heading
in small letters, with hyphens for spaces. A step of a self-check is none: nobody is to miss its first question.`}

func checkAnchors(s *SitePass, p *content.Page) {
	pages := map[*content.Page]*anchors{}
	of := func(p *content.Page) *anchors {
		if pages[p] == nil {
			pages[p] = anchorsOf(p, s.Site.View(p))
		}
		return pages[p]
	}
	eachSlot(p, s.Site.View(p).Targets, func(f *diag.File, slot *markdown.Slot, t *site.Target) {
		if slot.Kind != markdown.LinkOpen || t.URL != "" || t.Problem != nil || t.Fragment == "" && slot.Dest != "#" ||
			f == p.File && isLostAnswer(p, slot.Start) {
			return
		}
		d := diag.Diagnostic{File: f, Start: slot.Start, End: slot.End}
		to := p
		if t.Page != nil {
			to = s.other(t.Page.Path)
		}
		a := of(to)
		if to == p {
			a = a.fromInside()
		}
		switch {
		case slot.Dest == "#":
			d.Message, d.Help = "this link leads nowhere: nothing stands after its #", a.help("")
		case a.has(t.Fragment), to != p && cutShort(to):
			return
		default:
			d.Message = "“" + cmp.Or(to.Title, to.Path) + "” has no heading #" + t.Fragment
			d.Help = a.help(t.Fragment)
		}
		s.Add(p, d)
	})
}

// cutShort reports whether a mistake kept the text of p from being read to its
// end, so that nobody knows what else stands there.
func cutShort(p *content.Page) bool {
	return slices.ContainsFunc(p.Diags, func(d diag.Diagnostic) bool {
		return d.File == p.File && slices.Contains([]string{"encoding", "front-matter", "open-fence"}, d.Rule)
	})
}

// isLostAnswer reports whether the link at start was reported when p was read: as
// an answer of a self-check that leads to no step, or as one of a question whose
// answers are still to be put in order.
func isLostAnswer(p *content.Page, start int) bool {
	return p.Tree != nil && slices.ContainsFunc(p.Diags, func(d diag.Diagnostic) bool {
		return d.File == p.File && (d.Rule == "no-such-heading" && d.Start == start ||
			d.Rule == "mixed-list" && stepAt(p.Tree, d.Start) == stepAt(p.Tree, start))
	})
}

// anchors are the ids of a page that links may name.
type anchors struct {
	headings []string // those of the page itself, and of what it includes
	others   []string // those that its layout adds
	asks     bool     // it is a self-check, whose steps are no place to begin
	inside   []string // what it may name itself: the steps, and headings in them
}

// fromInside returns the ids that links of the page itself may name.
func (a *anchors) fromInside() *anchors {
	return &anchors{headings: slices.Concat(a.inside, a.headings), others: a.others}
}

// anchorsOf returns the ids of p. Those that layouts add are written in the
// partials help-line, in-short, words, notes, terms and all-sources.
func anchorsOf(p *content.Page, v site.View) *anchors {
	a := &anchors{others: []string{"main", "help", "top"}}
	a.asks = p.Tree != nil
	made := map[string]bool{} // ids that no author wrote
	if a.asks {
		for _, step := range p.Tree.Steps {
			a.inside = append(a.inside, step.ID)
			made[step.HeadingID] = true
		}
	}
	eachHeading(p.Body, v.Targets, func(f *diag.File, h markdown.Heading) {
		switch {
		case made[h.ID]:
		case !a.asks || f == p.File && stepAt(p.Tree, h.Start) == nil:
			a.headings = append(a.headings, h.ID)
		default:
			a.inside = append(a.inside, h.ID)
		}
	})
	if p.Summary != "" {
		a.others = append(a.others, "in-short")
	}
	for _, t := range p.Body.Terms {
		a.others = append(a.others, "words", "w-"+t.Key)
	}
	eachSlot(p, v.Targets, func(_ *diag.File, s *markdown.Slot, _ *site.Target) {
		if s.Kind == markdown.Mark || s.Kind == markdown.NoteMark {
			a.others = append(a.others, "notes")
		}
	})
	if v.Lists != nil {
		for _, t := range v.Lists.Terms {
			a.others = append(a.others, "w-"+t.Key)
		}
		for _, src := range v.Lists.Sources {
			a.others = append(a.others, src.Key)
		}
	}
	return a
}

// has reports whether a link may end in #name. Browsers look for the name as it
// is written, and with its %-signs resolved.
func (a *anchors) has(name string) bool {
	plain, err := url.PathUnescape(name)
	if err != nil {
		plain = name
	}
	return slices.ContainsFunc([]string{name, plain}, func(n string) bool {
		return slices.Contains(a.headings, n) || slices.Contains(a.others, n)
	})
}

// help says which heading may be meant.
func (a *anchors) help(name string) string {
	if a.asks {
		return "a self-check begins with its first question; leave out # and what follows it"
	}
	if near := diag.Nearest(name, slices.Concat(a.headings, a.others)); near != "" {
		return "did you mean #" + near + "?"
	}
	if len(a.headings) == 0 {
		return "that page has no headings; leave out # and what follows it"
	}
	const most = 8
	if len(a.headings) > most {
		return "headings there: #" + strings.Join(a.headings[:most], " #") + " …"
	}
	return "headings there: #" + strings.Join(a.headings, " #")
}
