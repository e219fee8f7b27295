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

var unnamedFile = &Rule{Name: "unnamed-file", Severity: diag.Warning, Site: checkUnnamed, Same: sameNames,
	Doc: `Reports a file below content/ that is no page, that no page shows or links to and that site.yaml does
not name. It is published all the same, so anyone can fetch it who guesses its name: it may be a note or a list
that was saved there by mistake. Take it out, or name it on a page. A document of an office program is told in any
case, by office-file.`}

func checkUnnamed(s *SitePass) {
	unnamed := map[string]*site.File{} // by address
	for _, f := range s.Site.Data.Files {
		if f.URL != "" && !site.IsOffice(f.Path) {
			unnamed[f.URL] = f
		}
	}
	if len(unnamed) == 0 {
		return
	}
	var named names
	for _, pl := range s.Site.Places {
		named.add(pl)
	}
	for _, url := range named.urls {
		delete(unnamed, url)
	}
	if len(unnamed) == 0 {
		return
	}
	perhaps := s.perhapsNamed()
	for _, text := range named.params {
		perhaps[path.Base(text)] = true
	}
	for _, f := range slices.SortedFunc(maps.Values(unnamed), byPath) {
		name := path.Base(f.Path)
		meant := func(other string) bool { return diag.Nearest(other, []string{name}) != "" }
		if !perhaps[name] && !slices.ContainsFunc(named.missed, meant) {
			s.Add(nil, diag.Diagnostic{File: &diag.File{Name: f.Name},
				Message: "no page names this file, and anyone can fetch it once the site is published",
				Help:    "take it out of content/ if readers are not to have it; else show it on a page, or link to it"})
		}
	}
}

func byPath(a, b *site.File) int { return strings.Compare(a.Path, b.Path) }

// names are the files that pages name.
type names struct {
	urls   []string // of what they show or link to, from the root of the site
	missed []string // without folders: what they name in vain
	params []string // texts that layouts may take for a file
}

// add adds the files that the page at pl names.
func (n *names) add(pl *site.Place) {
	base := pl.View.Config.BaseURL
	eachSlot(pl.Page, pl.View.Targets, func(_ *diag.File, slot *markdown.Slot, t *site.Target) {
		own, ok := below(t.URL, base)
		switch {
		case t.File != nil:
			n.urls = append(n.urls, t.File.URL)
		case ok:
			n.urls = append(n.urls, own)
		case strings.HasPrefix(t.URL, "/"):
			n.urls = append(n.urls, t.URL)
		case t.Problem != nil:
			n.missed = append(n.missed, path.Base(slot.Dest))
		}
	})
	switch i := pl.View.Image; {
	case i == nil:
	case i.File != nil:
		n.urls = append(n.urls, i.File.URL)
	default:
		n.missed = append(n.missed, path.Base(pl.Page.Image))
	}
	eachText(pl.Page.Front.Get("params"), func(text string) { n.params = append(n.params, text) })
}

// sameNames reports whether a page names the files that it named.
func sameNames(c site.Change) bool {
	if c.Old.Page == c.New.Page && c.Old.View.Targets == c.New.View.Targets && c.Old.View.Image == c.New.View.Image {
		return true
	}
	var old, made names
	old.add(c.Old)
	made.add(c.New)
	return slices.Equal(old.urls, made.urls) && slices.Equal(old.missed, made.missed) && slices.Equal(old.params, made.params)
}

// perhapsNamed returns the names, without folders, of files that site.yaml or pages
// which are not published name.
func (p *SitePass) perhapsNamed() map[string]bool {
	names := map[string]bool{}
	for _, h := range p.Site.Hidden {
		names[path.Base(h.Page.Image)] = true
		for _, s := range allSlots(h.Page.Body) {
			names[path.Base(s.Dest)] = true
		}
	}
	eachText(p.Site.Data.Values.Settings, func(text string) { names[path.Base(bare(text))] = true })
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
