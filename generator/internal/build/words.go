package build

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"iopguide/generator/internal/layout"
	"iopguide/generator/internal/site"

	"golang.org/x/net/html"
)

// A reading takes the words out of pages for other programs: plain HTML that needs
// neither our styles nor our scripts. They are those of the pages in frames.
type reading struct {
	site   *site.Site
	set    *layout.Set
	config *site.Config // with links that end in a slash: files are ours alone
	memo   *layout.Memo
}

func newReading(s *site.Site, set *layout.Set, memo *layout.Memo) *reading {
	c := *s.Config
	c.FileLinks = false
	return &reading{s, set, &c, memo}
}

// address returns the address of a page or file of the site: with its host, or
// without baseURL from the site's root.
func (r *reading) address(url string) string {
	if r.config.BaseURL == "" {
		return r.config.Rel("/", url)
	}
	return r.config.Absolute(url)
}

// words returns the words of a page. Those of a self-check would ask in vain
// without its script, so there is only the way to it.
func (r *reading) words(pl *site.Place) string {
	if pl.Page.Tree != nil {
		return "<p>" + html.EscapeString(pl.Page.Description) + `</p><p><a href="` + html.EscapeString(r.address(pl.Page.URL)) + `">` +
			html.EscapeString(pl.Page.Title) + "</a></p>"
	}
	return r.plain(r.find(r.draw(pl), "article", ""), pl)
}

// around returns what must stand around the words of a page in lang: the help line,
// and the credit with the notices.
func (r *reading) around(lang string) (help, credit string) {
	m := r.site.Shared(lang).Lang.GetHelp
	if m == nil {
		return "", ""
	}
	pl := r.site.Place(m.Path)
	doc := r.draw(pl)
	return r.plain(r.find(doc, "", "help"), pl), r.plain(r.find(doc, "footer", ""), pl)
}

// draw makes the page as it stands in a frame. What is wrong with it is told where
// it is published.
func (r *reading) draw(pl *site.Place) *html.Node {
	v := pl.View
	v.Config = r.config
	d := layout.Embed(pl.Page, v, site.EmbedURL(pl.Page.URL), r.memo)
	var frame bytes.Buffer
	if _, ok := r.set.Execute(&frame, "embed", d); !ok {
		return nil
	}
	page, _ := d.Assemble(frame.Bytes(), func(p *layout.Piece) []byte { return p.HTML })
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil
	}
	return doc
}

// find returns the first element in doc of the name, or with the id.
func (r *reading) find(doc *html.Node, name, id string) *html.Node {
	if doc == nil {
		return nil
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && (name != "" && n.Data == name || id != "" && attribute(n, "id") == id) {
			return n
		}
	}
	return nil
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// What is left out of the words: what only our styles and scripts make use of, and
// by class what leads around in a page of ours.
var (
	unplain      = []string{"script", "style", "template", "svg", "nav", "button", "form", "input", "select", "textarea", "header"}
	unplainClass = []string{"back", "no-links"}
)

// telling are the attributes that say something without our styles. Elements that
// have none of them and only group others are left out, but not what they hold.
var (
	telling  = []string{"id", "lang", "dir", "href", "hreflang", "src", "alt", "width", "height", "start", "value", "datetime", "scope", "colspan", "rowspan"}
	grouping = []string{"div", "span", "section", "article", "aside", "footer"}
	void     = []string{"br", "hr", "img", "wbr"}
)

// plain returns what n, which may be nil, holds as plain HTML, with addresses that
// hold anywhere.
func (r *reading) plain(n *html.Node, pl *site.Place) string {
	var b strings.Builder
	if n != nil {
		for c := range n.ChildNodes() {
			r.write(&b, c, pl)
		}
	}
	return strings.TrimSpace(b.String())
}

func (r *reading) write(b *strings.Builder, n *html.Node, pl *site.Place) {
	switch {
	case n.Type == html.TextNode:
		text := n.Data
		if n.Parent == nil || n.Parent.Data != "pre" && n.Parent.Data != "code" {
			text = blanks.ReplaceAllString(text, " ")
		}
		b.WriteString(html.EscapeString(text))
		return
	case n.Type != html.ElementNode:
		return
	case n.Data == "svg" && attribute(n, "aria-label") != "": // a drawing in our colors
		b.WriteString("<p><em>" + html.EscapeString(attribute(n, "aria-label")) + "</em></p>")
		return
	case slices.Contains(unplain, n.Data), slices.ContainsFunc(strings.Fields(attribute(n, "class")), isUnplain):
		return
	}
	attrs := r.attributes(n, pl)
	tagged := attrs != "" || !slices.Contains(grouping, n.Data)
	if slices.Contains(void, n.Data) {
		b.WriteString("<" + n.Data + attrs + ">")
		return
	}
	var inner strings.Builder
	for c := range n.ChildNodes() {
		r.write(&inner, c, pl)
	}
	switch {
	case !tagged:
		b.WriteString(inner.String())
	case n.Data != "p" || strings.TrimSpace(inner.String()) != "":
		b.WriteString("<" + n.Data + attrs + ">" + inner.String() + "</" + n.Data + ">")
	}
}

// attributes returns those of n that say something, as they are written in a tag.
func (r *reading) attributes(n *html.Node, pl *site.Place) string {
	var b strings.Builder
	for _, a := range n.Attr {
		if slices.Contains(telling, a.Key) {
			b.WriteString(" " + a.Key + `="` + html.EscapeString(r.everywhere(a, pl)) + `"`)
		}
	}
	return b.String()
}

// blanks are what a layout's lines leave between elements.
var blanks = regexp.MustCompile(`\s*\n\s*`)

func isUnplain(class string) bool { return slices.Contains(unplainClass, class) }

// schemes are those of addresses that may stand in the words.
var schemes = []string{"https", "http", "tel", "sms", "mailto"}

// everywhere returns the value of an attribute; if it is an address, one that does
// not depend on where the words stand.
func (r *reading) everywhere(a html.Attribute, pl *site.Place) string {
	if a.Key != "href" && a.Key != "src" || strings.HasPrefix(a.Val, "#") {
		return a.Val
	}
	u, err := url.Parse(a.Val)
	switch {
	case err != nil, u.Scheme != "" && !slices.Contains(schemes, u.Scheme):
		return ""
	case u.Scheme != "", u.Host != "":
		return a.Val
	}
	at := &url.URL{Path: site.EmbedURL(pl.Page.URL)}
	to := r.address(at.ResolveReference(u).Path)
	if u.Fragment != "" {
		to += "#" + u.EscapedFragment()
	}
	return to
}
