package layout

import (
	"html/template"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/site"
)

// Data is all that a layout can see. There is no way from it to another page's
// body.
type Data struct {
	*Text
	// These are those of Text. Package template is slow to find what is embedded, and
	// every page asks for them.
	Page       *content.Page
	Notes      []*Note
	Steps      []*Step
	Prev, Next *content.Meta

	Body   template.HTML // the mark of the body; of a self-check, of what stands before its steps
	Target *content.Meta
	// Full is, of a page in a frame of another site, the page as the site shows it.
	Full     *content.Meta
	Snippets *Snippets // of the page that shows what other sites copy
	Head     *Head
	// InlineStyle is the style of a page that can load nothing, such as 404.html.
	InlineStyle template.CSS
	// RootAbsolute is the address of the site's root on a page that may be shown
	// at any depth, where relative links lead nowhere; "" on other pages, and
	// where the site has no baseURL.
	RootAbsolute string

	*Frame
	view   site.View
	memo   *Memo
	same   *Frame   // stands for this one and all that are equal, once it is asked for
	pieces []*Piece // the body, if it has words, and those that {{partialCached}} has put into the page
}

// New returns what the layout of p shows. Partials that many pages share are
// kept in memo.
func New(p *content.Page, v site.View, memo *Memo) *Data {
	d := newPage(memo.text(p, &v, p.URL), v, memo)
	d.showText()
	d.Head = newHead(d)
	return d
}

// newPage returns what a page shows that says t, but for its head.
func newPage(t *Text, v site.View, memo *Memo) *Data {
	d := newData(t, v, memo)
	if t.body != nil {
		d.pieces, d.Body = append(d.pieces, t.body), bodyMark
	}
	return d
}

// showText makes the partials that show the Text of d a part of it, if no other page
// may show them too: so they cost no more than others.
func (d *Data) showText() {
	if !d.shared {
		d.in = d
	}
}

// Done gives back the memory of the body for that of another page. Nothing of d
// may be used any more.
func (d *Data) Done() {
	if d.Body != "" && !d.shared {
		d.memo.bodies.Put(&d.body.HTML)
	}
}

func newData(t *Text, v site.View, memo *Memo) *Data {
	return &Data{Text: t, Page: t.Page, Notes: t.Notes, Steps: t.Steps, Prev: t.Prev, Next: t.Next,
		Frame: newFrame(t.Page, v), view: v, memo: memo}
}

// bare returns what a page says that has no source.
func bare(m *content.Meta, v *site.View) *Text {
	p := &content.Page{Meta: m}
	return &Text{Page: p, Prev: v.Prev, Next: v.Next, Related: list(v.Related), saying: says(p, v, m.URL)}
}

// T returns the words of the interface for key, with args put in.
func (d *Data) T(key string, args ...any) (string, error) { return d.Frame.T(key, args...) }

// N returns the words for key in the plural form for n.
func (d *Data) N(key string, n int) (string, error) { return d.Frame.N(key, n) }

// Note says in which language m is, if not in this page's.
func (d *Data) Note(m *content.Meta) string { return d.Frame.Note(m) }

// NotFound returns what the page shows that stands for pages that do not exist.
// It may be shown at any depth, so its links, if any, are absolute.
func NotFound(v site.View, style string, memo *Memo) *Data {
	m := &content.Meta{URL: "/404.html", Kind: "404", Lang: v.Lang.Lang, Title: v.Strings.Text("not-found-title")}
	d := newData(bare(m, &v), v, memo)
	d.InlineStyle, d.RootAbsolute, d.Frame.deep = template.CSS(style), v.Config.Absolute("/"), true
	d.Head = newHead(d)
	return d
}

// Alias returns what the page at an old address shows: the way to target.
func Alias(v site.View, url string, target *content.Meta, memo *Memo) *Data {
	m := &content.Meta{URL: url, Kind: "alias", Lang: target.Lang, Title: target.Title}
	d := newData(bare(m, &v), v, memo)
	d.Target = target
	d.Head = newHead(d)
	return d
}

// Href returns the address of a page as a link of this page.
func (d *Data) Href(m *content.Meta) string {
	switch {
	case m == nil:
		return ""
	case d.deep:
		return d.view.Config.Absolute(m.URL)
	}
	return d.view.Config.Href(d.Page.URL, m)
}

// PageClass is a word for styles: help-page on get-help-now, else the page's kind.
func (d *Data) PageClass() string {
	if d.Is(d.view.Lang.GetHelp) {
		return "help-page"
	}
	return d.Page.Kind
}

// Is reports whether m is this page, or this page is m in a frame.
func (d *Data) Is(m *content.Meta) bool { return m != nil && (m == d.Page.Meta || m == d.Full) }

// InMenu reports whether this page is m, or lies in the section of m.
func (d *Data) InMenu(m *content.Meta) bool { return d.Is(m) || d.Frame.InMenu(m) }

// Logs says on the privacy page what the host keeps of visits, if site.yaml does.
func (d *Data) Logs() string {
	c := d.view.Config
	if c.Logs == "" || !d.Is(d.view.Lang.Privacy) {
		return ""
	}
	return d.view.Strings.Text("privacy-logs", c.Logs, c.LogDays)
}
