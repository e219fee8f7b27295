package build

import (
	"bytes"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/layout"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"

	"golang.org/x/net/html"
)

// What is published only for frames of other sites: sources below static/.
const (
	embedStyle  = "css/embed.css"
	framedSize  = "js/framed.js" // in the frame: tells how high it is
	framingSize = "js/embed.js"  // in the other site: gives it that height
)

// onlyFramed reports whether the style or script called rel is of no use to a site
// without embeds.
func onlyFramed(rel string) bool {
	return slices.Contains([]string{embedStyle, framedSize, framingSize}, rel)
}

// fromEmbed is everything a page in a frame of another site is made from.
type fromEmbed struct {
	*site.Place
	layouts *layouts
	url     string // that it stands at
}

// embedOutputs prepares the pages for frames of other sites, those at old
// addresses too: what was copied once keeps working. A site whose own layouts have
// none for it gets none.
func (r *Result) embedOutputs(last *Result) {
	if !r.settings.config.Embed || !r.framing() {
		return
	}
	for _, pl := range r.Site.Places {
		if pl.Page.Kind == "home" { // there stands the list of all others
			continue
		}
		r.embedOutput(last, pl, pl.Page.URL)
		for _, a := range pl.Page.Aliases {
			r.embedOutput(last, pl, site.AliasURL(a))
		}
	}
	for _, lang := range r.settings.config.Languages {
		r.snippetOutput(last, lang)
	}
}

// framing reports whether there are layouts for frames of other sites.
func (r *Result) framing() bool { return r.layouts.set.Has("embed") && r.layouts.set.Has("snippets") }

// unframed reports that site.yaml asks for pages for frames, and that no layout can
// make them; a clinic that does not ask can do without. And that it lets no website
// show them, which may mean that none shall, or that any may: unless what is wrong with
// those that it names is told already.
func (r *Result) unframed(told diag.List) diag.List {
	var list diag.List
	if v := r.settings.data.Values.Settings.Get("features", "embed"); v.Text() == "true" && !r.framing() {
		list.Error(v.File, v.Start, v.End, "unknown-layout", "there is no layout embed.html or snippets.html, so no page can stand in a frame",
			"take both from the built-in guide, as iopguide export writes it, or leave the key out")
	}
	if v := r.Framing(); v != nil && len(v.List()) == 0 && !toldWithin(told, v) {
		list.Error(v.File, v.Start, v.End, "bad-value", "embed.allow names no website",
			"to let any website show these pages, leave the key out; to have no such pages, write features: {embed: false}")
	}
	return list
}

// toldWithin reports whether list has something of what v is written as.
func toldWithin(list diag.List, v *schema.Value) bool {
	return slices.ContainsFunc(list, func(d diag.Diagnostic) bool {
		return d.File == v.File && v.Start <= d.Start && d.End <= v.End
	})
}

func (r *Result) embedOutput(last *Result, pl *site.Place, url string) {
	from := fromEmbed{pl, r.layouts, site.EmbedURL(url)}
	r.put(last, &Output{Path: site.Output(from.url), from: from, make: func() product { return from.draw(r.memo) }})
}

func (from fromEmbed) draw(memo *layout.Memo) product {
	if !from.layouts.set.Has(from.Page.Kind) {
		return product{} // told of the page itself
	}
	d := layout.Embed(from.Page, from.View, from.url, memo)
	defer d.Done()
	return finish(from.layouts.set, "embed", d, from.Page, from.View)
}

// fromSnippets is everything the page with what other sites copy is made from.
type fromSnippets struct {
	view    site.View
	pages   *site.Pages
	layouts *layouts
	file    *diag.File
}

func (r *Result) snippetOutput(last *Result, lang string) {
	from := fromSnippets{r.Site.Shared(lang), r.Site.Faces, r.layouts, r.files["layouts/snippets.html"]}
	url := layout.SnippetURL(from.view)
	r.put(last, &Output{Path: site.Output(url), from: from, make: func() product { return from.draw(r.memo) }})
}

func (from fromSnippets) draw(memo *layout.Memo) product {
	d := layout.SnippetPage(from.view, from.pages.Pages, memo)
	return finish(from.layouts.set, "snippets", d, &content.Page{Meta: d.Page.Meta, File: from.file}, from.view)
}

// outward returns page with its links made for a frame: whatever leads out of it
// opens beside the site that frames it. So do numbers to call and to text: inside the
// frame the policy of that site may forbid them, and then the whole frame is gone.
func outward(page []byte) []byte {
	out := make([]byte, 0, len(page)+len(page)/16)
	z := html.NewTokenizer(bytes.NewReader(page))
	for z.Next() != html.ErrorToken {
		at := len(out)
		out = append(out, z.Raw()...)
		if !bytes.HasPrefix(out[at:], []byte("<a ")) {
			continue
		}
		if attrs := z.Token().Attr; leaves(attrs) {
			out = append(out[:at], "<a"...)
			for _, a := range beside(attrs) {
				out = append(out, " "+a.Key+`="`+html.EscapeString(a.Val)+`"`...)
			}
			out = append(out, '>')
		}
	}
	return out
}

// leaves reports whether a link with attrs leads out of its page.
func leaves(attrs []html.Attribute) bool {
	return slices.ContainsFunc(attrs, func(a html.Attribute) bool {
		return a.Key == "href" && a.Val != "" && a.Val[0] != '#'
	})
}

// beside returns the attributes of a link with attrs that opens beside its page, and
// gives what opens no hold of it.
func beside(attrs []html.Attribute) []html.Attribute {
	const apart = "noopener"
	rel := []string{apart}
	var all []html.Attribute
	for _, a := range attrs {
		switch a.Key {
		case "target":
		case "rel":
			rel = append(slices.DeleteFunc(strings.Fields(a.Val), func(s string) bool { return s == apart }), apart)
		default:
			all = append(all, a)
		}
	}
	return append(all, html.Attribute{Key: "target", Val: "_blank"}, html.Attribute{Key: "rel", Val: strings.Join(rel, " ")})
}
