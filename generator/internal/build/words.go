package build

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"iopguide/generator/internal/layout"
	"iopguide/generator/internal/site"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
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
	c := s.Config
	if c.FileLinks {
		own := *c
		own.FileLinks = false
		c = &own
	}
	return &reading{s, set, c, memo}
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
	d := layout.Apart(pl.Page, r.view(pl), site.EmbedURL(pl.Page.URL), r.memo)
	defer d.Done()
	var b bytes.Buffer
	if _, ok := r.set.ExecutePart(&b, "embed", wordsPartial, d); !ok {
		return ""
	}
	page := nodesOf(d.Marked(b.Bytes()))
	return r.rooted(r.plain(find(page, "article", ""), pl, d))
}

// wordsPartial is the partial of the layout embed that shows the words of a page, and
// not what stands around them.
const wordsPartial = "embed-words.html"

// around returns what must stand around the words of a page in lang: the help line,
// and the credit with the notices.
func (r *reading) around(lang string) (help, credit string) {
	m := r.site.Shared(lang).Lang.GetHelp
	if m == nil {
		return "", ""
	}
	pl := r.site.Place(m.Path)
	page := r.draw(pl)
	take := func(n *html.Node) string { return r.rooted(r.plain(n, pl, nil)) }
	return take(find(page, "", "help")), take(find(page, "footer", ""))
}

// view is what pl sees, with links that end in a slash.
func (r *reading) view(pl *site.Place) site.View {
	v := pl.View
	v.Config = r.config
	return v
}

// draw makes the page as it stands in a frame. What is wrong with it is told where
// it is published.
func (r *reading) draw(pl *site.Place) []*html.Node {
	d := layout.Embed(pl.Page, r.view(pl), site.EmbedURL(pl.Page.URL), r.memo)
	var frame bytes.Buffer
	if _, ok := r.set.Execute(&frame, "embed", d); !ok {
		return nil
	}
	page, _ := d.Assemble(frame.Bytes(), func(p *layout.Piece) []byte { return p.HTML })
	return nodesOf(page)
}

// nodesOf returns what stands in HTML that stands in a body.
func nodesOf(page []byte) []*html.Node {
	nodes, err := html.ParseFragment(bytes.NewReader(page), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return nil
	}
	return nodes
}

// find returns the first element in nodes of the name, or with the id.
func find(nodes []*html.Node, name, id string) *html.Node {
	is := func(n *html.Node) bool {
		return n.Type == html.ElementNode && (name != "" && n.Data == name || id != "" && attribute(n, "id") == id)
	}
	for _, top := range nodes {
		if is(top) {
			return top
		}
		for n := range top.Descendants() {
			if is(n) {
				return n
			}
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
// hold anywhere; those of the site begin with siteRoot. The pieces that have marks in it
// are those of d.
func (r *reading) plain(n *html.Node, pl *site.Place, d *layout.Data) string {
	if n == nil {
		return ""
	}
	t := taking{place: pl, page: d}
	for c := range n.ChildNodes() {
		t.write(c)
	}
	return strings.TrimSpace(string(t.words))
}

// siteRoot stands for the address of the site's root, which is another in each site that
// has the same words. No page has this character.
const siteRoot = "\x00"

// rooted returns words with the address of the site's root.
func (r *reading) rooted(words string) string {
	if r.config.BaseURL == "" {
		return strings.NewReplacer(siteRoot+`"`, `./"`, siteRoot+"#", "./#", siteRoot, "").Replace(words)
	}
	return strings.ReplaceAll(words, siteRoot, html.EscapeString(r.config.BaseURL+"/"))
}

// A taking takes the words out of a page.
type taking struct {
	place *site.Place
	page  *layout.Data // with the pieces of it; nil if they are all in it
	words []byte
}

func (t *taking) write(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		t.text(n.Data, n.Parent != nil && (n.Parent.Data == "pre" || n.Parent.Data == "code"))
		return
	case n.Type != html.ElementNode:
		return
	case n.Data == "svg" && attribute(n, "aria-label") != "": // a drawing in our colors
		t.add("<p><em>", html.EscapeString(attribute(n, "aria-label")), "</em></p>")
		return
	case slices.Contains(unplain, n.Data), slices.ContainsFunc(strings.Fields(attribute(n, "class")), isUnplain):
		return
	}
	if p := t.piece(n); p != nil {
		words := wordsIn(p, t.place)
		if t.blank() {
			words = strings.TrimPrefix(words, " ")
		}
		t.add(words)
		return
	}
	t.element(n)
}

func (t *taking) add(words ...string) {
	for _, w := range words {
		t.words = append(t.words, w...)
	}
}

// blank reports whether the words end in a blank, so that one more would say nothing.
func (t *taking) blank() bool { return bytes.HasSuffix(t.words, []byte(" ")) }

func (t *taking) element(n *html.Node) {
	before := len(t.words)
	tagged := t.open(n)
	within := len(t.words)
	if slices.Contains(void, n.Data) {
		return
	}
	for c := range n.ChildNodes() {
		t.write(c)
	}
	switch {
	case !tagged:
	case n.Data == "p" && len(bytes.TrimSpace(t.words[within:])) == 0:
		t.words = t.words[:before]
	default:
		t.add("</", n.Data, ">")
	}
}

// open writes the tag of n, unless it only groups others and says nothing.
func (t *taking) open(n *html.Node) (tagged bool) {
	before := len(t.words)
	t.add("<", n.Data)
	bare := len(t.words)
	t.attributes(n)
	if len(t.words) == bare && slices.Contains(grouping, n.Data) {
		t.words = t.words[:before]
		return false
	}
	t.add(">")
	return true
}

// piece returns the piece that n is the mark of, or nil.
func (t *taking) piece(n *html.Node) *layout.Piece {
	if t.page == nil || len(n.Attr) != 1 || n.Attr[0].Key != "partial" {
		return nil
	}
	return t.page.Piece(n.Attr[0].Val)
}

// wordsIn returns the words of a piece, which are the same in all pages that show it.
func wordsIn(p *layout.Piece, pl *site.Place) string {
	part := partOf(p)
	part.read.Do(func() {
		t := taking{place: pl}
		for _, n := range nodesOf(part.raw) {
			t.write(n)
		}
		part.words = string(t.words)
	})
	return part.words
}

// text writes text: of what a layout's lines leave between elements, a blank.
func (t *taking) text(s string, asWritten bool) {
	const blanks = " \t\n\f\r"
	for !asWritten {
		before, after, ok := strings.Cut(s, "\n")
		if !ok {
			break
		}
		t.add(html.EscapeString(strings.TrimRight(before, blanks)))
		if !t.blank() {
			t.words = append(t.words, ' ')
		}
		s = strings.TrimLeft(after, blanks)
	}
	t.add(html.EscapeString(s))
}

// attributes writes those of n that say something, as they are written in a tag.
func (t *taking) attributes(n *html.Node) {
	for _, a := range n.Attr {
		if slices.Contains(telling, a.Key) {
			t.add(" ", a.Key, `="`, html.EscapeString(t.everywhere(a)), `"`)
		}
	}
}

func isUnplain(class string) bool { return slices.Contains(unplainClass, class) }

// schemes are those of addresses that may stand in the words.
var schemes = []string{"https", "http", "tel", "sms", "mailto"}

// everywhere returns the value of an attribute; if it is an address, one that does
// not depend on where the words stand.
func (t *taking) everywhere(a html.Attribute) string {
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
	at := &url.URL{Path: site.EmbedURL(t.place.Page.URL)}
	to := siteRoot + strings.TrimPrefix(at.ResolveReference(u).Path, "/")
	if u.Fragment != "" {
		to += "#" + u.EscapedFragment()
	}
	return to
}
