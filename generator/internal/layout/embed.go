package layout

import (
	"cmp"
	"html"
	"net/url"
	"slices"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/site"
)

// What a frame of ours may do in another site. In a sandbox without these words a
// tap on a number to call or to text does nothing, and Chat opens nothing.
const (
	sandbox         = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-to-custom-protocols"
	scriptedSandbox = sandbox + " allow-scripts allow-modals"
)

// Embed returns what p shows at the address at, in a frame of another site: the same words,
// without the ways around the site.
func Embed(p *content.Page, v site.View, at string, memo *Memo) *Data {
	d := newPage(memo.text(p, &v, at), v, memo)
	d.Full = p.Meta
	d.showText()
	d.Head = newHead(d)
	return d
}

// Apart returns what Embed does. All that partialCached uses, and the
// body, are pieces of it, also what no other page shows.
func Apart(p *content.Page, v site.View, at string, memo *Memo) *Data {
	d := newPage(memo.text(p, &v, at), v, memo)
	d.Full = p.Meta
	d.Head = newHead(d)
	return d
}

// Snippets are what other sites copy to show pages of one language in a frame.
type Snippets struct {
	Known  bool   // whether the site knows its own address
	Host   string // of the site
	Policy string // what the content security policy of the other site must allow
	Groups []SnippetGroup
}

// A SnippetGroup is the snippets of the pages of one folder.
type SnippetGroup struct {
	Name     string // of the folder's own page; "" where it has none
	Snippets []Snippet
}

// A Snippet is what another site copies to show one page: without a script, or
// with one.
type Snippet struct {
	Page            *content.Meta // as it is framed
	Plain, Scripted string
}

// SnippetPage returns the page that shows what other sites copy. pages are all
// that are published; it lists those of its language.
func SnippetPage(v site.View, pages []*content.Meta, memo *Memo) *Data {
	m := &content.Meta{URL: SnippetURL(v), Kind: "snippets", Lang: v.Lang.Lang, Title: v.Strings.Text("embed-title")}
	others := &site.Translations{}
	for _, t := range v.Translations.Langs {
		t.Page, t.Same = &content.Meta{URL: snippetURL(v.Config, t.Lang), Lang: t.Lang}, true
		others.Langs = append(others.Langs, t)
	}
	v.Translations = others
	d := newData(bare(m, &v), v, memo)
	d.Snippets = snippets(v.Config, m.Lang, pages)
	d.Head = newHead(d)
	return d
}

// SnippetURL returns where the SnippetPage of v stands.
func SnippetURL(v site.View) string { return snippetURL(v.Config, v.Lang.Lang) }

func snippetURL(c *site.Config, lang string) string {
	if slices.Index(c.Languages, lang) > 0 {
		return site.EmbedURL("/" + lang + "/")
	}
	return site.EmbedURL("/")
}

func snippets(c *site.Config, lang string, pages []*content.Meta) *Snippets {
	s := &Snippets{}
	script, known := c.FromOutside("/" + site.EmbedScript)
	s.Known, s.Host = known, host(script)
	s.Policy = "frame-src " + s.Host + "; script-src " + s.Host
	var own []*content.Meta
	for _, m := range pages {
		if m.Lang == lang && m.Kind != "home" {
			own = append(own, m)
		}
	}
	slices.SortStableFunc(own, func(a, b *content.Meta) int { return cmp.Compare(a.Dir(), b.Dir()) })
	for i, m := range own {
		if i == 0 || own[i-1].Dir() != m.Dir() {
			s.Groups = append(s.Groups, SnippetGroup{})
		}
		g := &s.Groups[len(s.Groups)-1]
		if m.IsIndex() {
			g.Name = m.Name()
		}
		g.Snippets = append(g.Snippets, newSnippet(c, m, script))
	}
	return s
}

func newSnippet(c *site.Config, m *content.Meta, script string) Snippet {
	framed := *m
	framed.URL = site.EmbedURL(m.URL)
	address, _ := c.FromOutside(framed.URL)
	frame := func(sandbox string) string {
		return `<iframe src="` + html.EscapeString(address) + `" title="` + html.EscapeString(m.Title) +
			`" width="100%" height="800" frameborder="0" loading="lazy" sandbox="` + sandbox + `"></iframe>`
	}
	// In a block of its own the frame stands in the column of the other site's text.
	block := func(lines string) string { return "<div>" + lines + "</div>" }
	return Snippet{&framed, block(frame(sandbox)),
		block(`<script src="` + html.EscapeString(script) + `"></script>` + "\n" + frame(scriptedSandbox))}
}

// host returns the scheme and host of an address.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Scheme + "://" + u.Host
}
