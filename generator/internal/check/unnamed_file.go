package check

import (
	"maps"
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

var unnamedFile = &Rule{Name: "unnamed-file", Severity: diag.Warning, Site: checkUnnamed,
	Doc: `Reports a file below content/ that is no page and that no page shows or links to. It is published
all the same, so anyone can fetch it who guesses its name: it may be a note or a list that was saved there by
mistake. Take it out, or name it on a page.`}

func checkUnnamed(s *SitePass) {
	unnamed := map[string]*site.File{} // by address
	for _, f := range s.Site.Data.Files {
		if f.URL != "" {
			unnamed[f.URL] = f
		}
	}
	if len(unnamed) == 0 {
		return
	}
	var missed []string // the names of files that pages name in vain
	for _, pl := range s.Site.Places {
		eachSlot(pl.Page, pl.View.Targets, func(_ *diag.File, slot *markdown.Slot, t *site.Target) {
			switch {
			case t.File != nil:
				delete(unnamed, t.File.URL)
			case t.URL != "":
				delete(unnamed, t.URL)
			case t.Problem != nil:
				missed = append(missed, path.Base(slot.Dest))
			}
		})
		switch i := pl.View.Image; {
		case i == nil:
		case i.File != nil:
			delete(unnamed, i.File.URL)
		default:
			missed = append(missed, path.Base(pl.Page.Image))
		}
	}
	if len(unnamed) == 0 {
		return
	}
	perhaps := s.perhapsNamed()
	for _, f := range slices.SortedFunc(maps.Values(unnamed), byPath) {
		name := path.Base(f.Path)
		meant := func(other string) bool { return diag.Nearest(other, []string{name}) != "" }
		if !perhaps[name] && !slices.ContainsFunc(missed, meant) {
			s.Add(nil, diag.Diagnostic{File: &diag.File{Name: f.Name},
				Message: "no page names this file, and anyone can fetch it once the site is published",
				Help:    "take it out of content/ if readers are not to have it; else show it on a page, or link to it"})
		}
	}
}

func byPath(a, b *site.File) int { return strings.Compare(a.Path, b.Path) }

// perhapsNamed returns the names, without folders, of files that pages which are not
// published name, or that layouts may find in params.
func (p *SitePass) perhapsNamed() map[string]bool {
	names := map[string]bool{}
	for _, h := range p.Site.Hidden {
		names[path.Base(h.Page.Image)] = true
		for _, s := range allSlots(h.Page.Body) {
			names[path.Base(s.Dest)] = true
		}
	}
	params := func(v *schema.Value) { eachText(v, func(text string) { names[path.Base(text)] = true }) }
	params(p.Site.Data.Values.Settings.Get("params"))
	for _, page := range p.Site.Pages {
		params(page.Front.Get("params"))
	}
	return names
}

// allSlots returns the slots of d and of its footnotes.
func allSlots(d *markdown.Document) []markdown.Slot {
	slots := d.Slots
	for _, n := range d.Notes {
		slots = append(slices.Clip(slots), allSlots(n.Body)...)
	}
	return slots
}

// eachText calls do for each text that v is or holds.
func eachText(v *schema.Value, do func(string)) {
	if v == nil {
		return
	}
	do(v.Text())
	for _, key := range v.Keys() {
		eachText(v.Get(key), do)
	}
	for _, item := range v.List() {
		eachText(item, do)
	}
}
