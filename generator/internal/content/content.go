// Package content compiles one source file to one page.
//
// A page comes from a Markdown file with front matter. Compiling it needs the
// file and its language's Env, nothing else: no other page, no setting, no day.
// What depends on those stays open, as slots in the page's Body, until the
// site is arranged. So a page is compiled again only when its own file or its
// language's glossary changes.
//
// What other pages may know of a page is its Meta. An edit that leaves the
// Meta equal leaves it the same pointer, and all that others show of it stays.
//
// A file whose name, or the name of a folder it lies in, begins with an
// underscore is no page: _data holds shared data, other such files are
// fragments, which pages include. _index.md alone is a page: its folder's own.
package content

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"reflect"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/selfcheck"
)

// Root is the folder of the source tree that holds pages.
const Root = "content"

// Meta is the public face of a page: all that any other page can know of it.
// It is never changed, and a page that is edited without changing it keeps it.
type Meta struct {
	Path                          string // of the source, such as content/costs/insurance.md
	URL                           string // such as /costs/insurance/
	Kind                          string // a key of Kinds, or a layout of the site's own
	Title, LinkTitle, Description string
	Summary, Image, ImageAlt      string
	Weight                        int // order among the pages of its section; 0 comes last
	Lang, TranslationKey          string
	Aliases, Keywords, Related    []string
	Published, Expires, Lastmod   schema.Date
	Reviewed                      schema.Date
	Reviewer, ReviewOf            string
	Author, Funding, Version      string
	Draft, NoTOC                  bool
	Claims                        bool // makes claims about health, so needs citations
}

// Equal reports whether m and o show the same face.
func (m *Meta) Equal(o *Meta) bool { return reflect.DeepEqual(m, o) }

// Name is the page's title where space is short: in menus and lists.
func (m *Meta) Name() string {
	if m.LinkTitle != "" {
		return m.LinkTitle
	}
	return m.Title
}

// IsIndex reports whether the page is a section's own page.
func (m *Meta) IsIndex() bool { return path.Base(m.Path) == "_index.md" }

// Dir is the folder that the page's source lies in.
func (m *Meta) Dir() string { return path.Dir(m.Path) }

// A Page is a compiled source file. It is never changed.
type Page struct {
	*Meta
	File   *diag.File
	Front  *schema.Value  // nil if it cannot be trusted
	Params map[string]any // front matter for a layout of the site's own
	Allow  map[string]string
	Body   *markdown.Document
	Tree   *selfcheck.Tree // nil unless the page is a self-check
	Hash   string          // of the words that a review approves
	Diags  diag.List
}

// Place returns where the front matter has key, or the start of the file.
func (p *Page) Place(key string) (start, end int) {
	if v := p.Front.Get(key); v != nil {
		return v.Start, v.End
	}
	return 0, 0
}

// A Fragment is a piece of Markdown that pages include. It has no front
// matter, no address, and no links to the glossary. It is never changed.
type Fragment struct {
	Path  string
	File  *diag.File
	Body  *markdown.Document
	Diags diag.List
}

// Env is all that compiling a page of one language depends on besides its file.
// It is never changed, and kept while equal.
type Env struct {
	Lang      string
	Languages []string // so that content/es/ is a language, content/costs/ a section
	Markdown  *markdown.Env
}

// A Kind is a sort of page: how it is read.
type Kind struct{ Markdown *markdown.Converter }

var article = markdown.New()

// Kinds are the sorts of page that we ship. The layout of the same name frames
// them. A page of any other kind is read as a "page".
var Kinds = map[string]*Kind{
	"page":     {article},
	"section":  {article},
	"home":     {article},
	"glossary": {article},
	"sources":  {article},

	"self-check": {markdown.New(selfcheck.Extension)},
}

// Compile compiles the file at path. It always returns a page: what is wrong
// with it is in its Diags. Nothing but the file and env enters it. If old's
// face has not changed, the new page keeps old's Meta.
func Compile(path string, f *diag.File, env *Env, old *Page) *Page {
	p := &Page{File: f}
	if !schema.CheckText(f, &p.Diags) {
		f = &diag.File{Name: f.Name}
	}
	CheckName(p.File, path, &p.Diags)
	front, body := schema.FrontMatter(f, &p.Diags)
	p.Front = front
	p.Params, _ = front.Get("params").Any().(map[string]any)
	p.Allow = allowed(front)
	m := meta(path, front, env)
	p.Body = kind(m.Kind).Markdown.Convert(f, body, env.Markdown, &p.Diags)
	p.Tree, _ = p.Body.Extra.(*selfcheck.Tree)
	p.Hash = words(m, p.Body, p.Tree)
	if old != nil && m.Equal(old.Meta) {
		m = old.Meta
	}
	p.Meta = m
	return p
}

// CompileFragment compiles a file that other pages include.
func CompileFragment(path string, f *diag.File, env *Env) *Fragment {
	g := &Fragment{Path: path, File: f}
	if !schema.CheckText(f, &g.Diags) {
		f = &diag.File{Name: f.Name}
	}
	CheckName(g.File, path, &g.Diags)
	g.Body = article.Convert(f, 0, &markdown.Env{Lang: env.Lang}, &g.Diags)
	return g
}

func kind(name string) *Kind {
	if k := Kinds[name]; k != nil {
		return k
	}
	return Kinds["page"]
}

func meta(path string, front *schema.Value, env *Env) *Meta {
	text := func(keys ...string) string { return front.Get(keys...).Text() }
	m := &Meta{
		Path: path, URL: URL(path), Lang: env.Lang,
		Kind:  text("layout"),
		Title: text("title"), LinkTitle: text("linkTitle"), Description: text("description"),
		Summary: text("summary"), Image: text("image", "src"), ImageAlt: text("image", "alt"),
		Weight:         front.Get("weight").Int(),
		TranslationKey: text("translationKey"),
		Aliases:        front.Get("aliases").Texts(),
		Keywords:       front.Get("keywords").Texts(),
		Related:        front.Get("related").Texts(),
		Published:      front.Get("publishDate").Date(), Expires: front.Get("expiryDate").Date(),
		Lastmod: front.Get("lastmod").Date(), Reviewed: front.Get("reviewed").Date(),
		Reviewer: text("reviewer"), ReviewOf: text("reviewOf"),
		Author: text("author"), Funding: text("funding"), Version: text("version"),
		Draft:  front.Get("draft").Bool(),
		NoTOC:  text("toc") == "false",
		Claims: text("claims") != "false",
	}
	if m.Kind == "" {
		m.Kind = defaultKind(m, env)
	}
	if m.TranslationKey == "" {
		m.TranslationKey = Unlocalized(path, env)
	}
	return m
}

// defaultKind is "page", but a section's own page is a "section", and the
// first page of a language its "home".
func defaultKind(m *Meta, env *Env) string {
	switch {
	case !m.IsIndex():
		return "page"
	case Unlocalized(m.Path, env) == Root+"/_index.md":
		return "home"
	}
	return "section"
}

func allowed(front *schema.Value) map[string]string {
	names := front.Get("allow").Keys()
	if len(names) == 0 {
		return nil
	}
	rules := map[string]string{}
	for _, name := range names {
		rules[name] = front.Get("allow", name).Text()
	}
	return rules
}

// words hashes what a reviewer reads: the title, the summary and the body's
// prose, and of a self-check where each answer leads. Markup, addresses and
// settings may change without a new review.
func words(m *Meta, body *markdown.Document, tree *selfcheck.Tree) string {
	h := sha256.New()
	var line []byte
	add := func(s string) {
		line = append(markdown.AppendWords(line[:0], s), '\n')
		h.Write(line)
	}
	addAll := func(d *markdown.Document) {
		for i := range d.Blocks {
			line = append(d.AppendWords(line[:0], i), '\n')
			h.Write(line)
		}
	}
	add(m.Title)
	add(m.Summary)
	addAll(body)
	for _, n := range body.Notes {
		addAll(n.Body)
	}
	if tree != nil {
		for _, line := range tree.Routing() {
			add(line)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}
