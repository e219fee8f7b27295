package build

import (
	"path"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/layout"
	"iopguide/generator/internal/site"
)

// fromAlias is everything the page at an old address is made from.
type fromAlias struct {
	url     string
	target  *content.Page
	view    site.View
	layouts *layouts
}

// aliasOutputs prepares the pages at old addresses, which lead to the new ones.
func (r *Result) aliasOutputs(last *Result) {
	if !r.layouts.set.Has("alias") {
		return
	}
	for _, p := range r.Site.Pages {
		for _, a := range p.Aliases {
			from := fromAlias{site.AliasURL(a), p, r.Site.Shared(p.Lang), r.layouts}
			r.put(last, &Output{Path: site.Output(from.url), from: from, make: func() product { return from.draw(r.memo) }})
		}
	}
}

// aliasesOverFiles reports old addresses that would need a folder where the site
// has a file, such as /404.html.
func (r *Result) aliasesOverFiles() diag.List {
	var list diag.List
	for _, p := range r.Site.Pages {
		if len(p.Aliases) == 0 {
			continue
		}
		for _, v := range p.Front.Get("aliases").List() {
			for dir := path.Dir(site.Output(site.AliasURL(v.Text()))); dir != "."; dir = path.Dir(dir) {
				if r.Outputs[dir] != nil {
					list.Error(p.File, v.Start, v.End, "alias-over-file",
						"the old address "+v.Text()+" is that of a file of the site", "take the alias out")
				}
			}
		}
	}
	return list
}

func (from fromAlias) draw(memo *layout.Memo) product {
	d := layout.Alias(from.view, from.url, from.target.Meta, memo)
	return finish(from.layouts.set, "alias", d, from.target, from.view)
}

// fromNotFound is everything 404.html is made from.
type fromNotFound struct {
	view    site.View
	style   string
	layouts *layouts
	file    *diag.File
}

// frameOutputs prepares 404.html.
func (r *Result) frameOutputs(last *Result) {
	if !r.layouts.set.Has("404") {
		return
	}
	lang := r.settings.config.Languages[0]
	from := fromNotFound{r.Site.Shared(lang), r.assets.notFound, r.layouts, r.files["layouts/404.html"]}
	r.put(last, &Output{Path: "404.html", from: from, make: func() product { return from.draw(r.memo) }})
}

func (from fromNotFound) draw(memo *layout.Memo) product {
	d := layout.NotFound(from.view, from.style, memo)
	return finish(from.layouts.set, "404", d, &content.Page{Meta: d.Page.Meta, File: from.file}, from.view)
}

// hashedName reports whether the published path carries a hash.
func (a *assetSet) hashedName(p string) bool {
	return strings.Count(path.Base(p), ".") > 1 && !fixedName(p)
}
