package build

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unique"

	"iopguide/generator/internal/check"
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/layout"
	"iopguide/generator/internal/site"
)

// An Output is one file of the built site: a path, what it is made from, and its
// bytes, which are made when they are asked for and not kept: ten thousand pages
// would fill the memory. What was found wrong in making them is kept.
type Output struct {
	Path   string
	Keep   bool        // named by its hash: readers of the last site may still ask for it
	from   any         // a comparable struct of pointers
	seen   check.Sight // of the page, by rules that need no bytes
	source diag.List   // what they found wrong in its source
	lost   diag.List   // that there is no layout for it, likewise
	make   func() product
	unsure bool // made with no bytes, it is no file: a twin that would not be smaller

	once   sync.Once
	drawn  atomic.Bool
	diags  diag.List
	policy unique.Handle[string]
	sum    [sha256.Size]byte
	size   int
}

// A product is what comes of making a file.
type product struct {
	data   []byte
	diags  diag.List // what was found wrong
	policy string    // of a page: what it needs
}

// Bytes returns the file's bytes and what was found wrong in making them. They
// are the same each time.
func (o *Output) Bytes() ([]byte, diag.List) {
	data := o.first()
	if data == nil {
		data = o.make().data
	}
	return data, o.diags
}

// first makes the bytes if they were not made yet, and returns nil otherwise.
func (o *Output) first() (data []byte) {
	o.once.Do(func() {
		m := o.make()
		data, o.diags, o.policy = m.data, m.diags, unique.Make(m.policy)
		o.sum, o.size = sha256.Sum256(data), len(data)
		o.drawn.Store(true)
	})
	return data
}

// Found returns what was found wrong in making the bytes.
func (o *Output) Found() diag.List {
	o.first()
	return o.diags
}

// Sum returns the SHA-256 hash of the bytes.
func (o *Output) Sum() [sha256.Size]byte {
	o.first()
	return o.sum
}

// Size returns how many bytes there are.
func (o *Output) Size() int {
	o.first()
	return o.size
}

// Exists reports whether there is such a file: of a twin it is known only when it is
// made.
func (o *Output) Exists() bool { return !o.unsure || o.Size() > 0 }

// Drawn reports whether the bytes have been made, so that asking what was found
// wrong, for their hash or their size, is quick.
func (o *Output) Drawn() bool { return o.drawn.Load() }

// fromPage is everything a page's output is made from.
type fromPage struct {
	*site.Place
	layouts *layouts
}

// outputs prepares the files of the site. One that is made from the same as in
// last is that one.
func (r *Result) outputs(ctx context.Context, opts Options, last *Result) error {
	r.Outputs, r.memo = make(map[string]*Output, len(last.Outputs)), layout.NewMemo(newPart, opts.shared.said())
	if err := r.pageOutputs(ctx, last); err != nil {
		return err
	}
	r.aliasOutputs(last)
	r.frameOutputs(last)
	r.embedOutputs(last)
	for _, o := range r.assets.outputs {
		r.put(last, o)
	}
	for _, name := range slices.Sorted(maps.Keys(r.pictures)) {
		if o := r.pictures[name].output; o != nil {
			r.put(last, o)
		}
	}
	r.cardOutputs(last)
	r.indexOutputs(opts, last)
	r.hostOutputs(opts, last)
	r.line(last)
	return nil
}

// add adds o, at whose path there is none.
func (r *Result) add(o *Output) {
	r.Outputs[o.Path] = o
	r.listed = append(r.listed, o)
}

// line puts the outputs in the order of their paths: that of last, if there are the
// same paths.
func (r *Result) line(last *Result) {
	r.order = last.order
	if !slices.EqualFunc(r.listed, last.listed, samePath) {
		r.order = byPath(r.listed)
	}
}

// sorted returns all outputs by path.
func (r *Result) sorted() []*Output {
	all := make([]*Output, len(r.listed))
	for i, n := range r.order {
		all[i] = r.listed[n]
	}
	return all
}

// byPath returns the order in which outputs are sorted by path.
func byPath(outputs []*Output) []int {
	order := make([]int, len(outputs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(outputs[a].Path, outputs[b].Path) })
	return order
}

func samePath(a, b *Output) bool { return a == b || a.Path == b.Path }

// put adds o, or the output of last that is made from the same. Where two have
// one path the first stays: a rule reports the second.
func (r *Result) put(last *Result, o *Output) {
	if r.Outputs[o.Path] != nil {
		return
	}
	if old := last.Outputs[o.Path]; old != nil && old.from == o.from {
		o = old
	}
	r.add(o)
	if strings.HasSuffix(o.Path, ".html") {
		r.others = append(r.others, o)
	}
}

// fileOutput is a file whose bytes are known.
func fileOutput(path string, data []byte, keep bool) *Output {
	return &Output{Path: path, Keep: keep, from: sha256.Sum256(data),
		make: func() product { return product{data: data} }}
}

func (r *Result) pageOutputs(ctx context.Context, last *Result) error {
	var made, was []*Output
	r.drawn, r.listed = make([]*Output, 0, len(r.Site.Places)), make([]*Output, 0, max(len(last.listed), len(r.Site.Places)))
	// Where two pages had one address, last.drawn lacks one of them.
	same := last.Site != nil && last.layouts == r.layouts && len(last.drawn) == len(last.Site.Places)
	for i, pl := range r.Site.Places {
		if same && i < len(last.drawn) && last.Site.Places[i] == pl && r.Outputs[pl.Output] == nil {
			r.drawn = append(r.drawn, last.drawn[i])
			r.add(last.drawn[i])
			continue
		}
		old := last.Outputs[pl.Output]
		if old != nil && old.from == (fromPage{pl, r.layouts}) && r.Outputs[pl.Output] == nil {
			r.drawn = append(r.drawn, old)
			r.add(old)
			continue
		}
		o := &Output{Path: pl.Output, from: fromPage{pl, r.layouts}}
		if r.Outputs[o.Path] != nil {
			r.shadowed = append(r.shadowed, check.Page(pl.Page, pl.View)...)
			continue
		}
		r.add(o)
		r.drawn = append(r.drawn, o)
		made, was = append(made, o), append(was, old)
	}
	if err := each(ctx, len(made), func(i int) { made[i].prepare(was[i], r.memo) }); err != nil {
		return err
	}
	return r.find(ctx, last)
}

// find runs the rules that look at each page in the light of others.
func (r *Result) find(ctx context.Context, last *Result) error {
	was, gone := map[*content.Page]*check.Found{}, map[*site.Place]bool{}
	at := func(i int) bool { // whether last has the same page in the same place
		return last.Site != nil && i < len(last.Site.Places) && i < len(r.Site.Places) && last.Site.Places[i] == r.Site.Places[i]
	}
	for i, f := range last.pagewise {
		if pl := last.Site.Places[i]; !at(i) {
			was[pl.Page], gone[pl] = f, r.Site.Place(pl.Page.Path) != pl
		}
	}
	r.pagewise = make([]*check.Found, len(r.Site.Places))
	var looking []int
	for i, pl := range r.Site.Places {
		old := was[pl.Page]
		if at(i) {
			old = last.pagewise[i]
		}
		if r.pagewise[i] = old; !old.Holds(pl, r.Site, gone) {
			looking = append(looking, i)
		}
	}
	return each(ctx, len(looking), func(n int) {
		i := looking[n]
		r.pagewise[i] = check.Each(r.Site.Places[i], r.Site, r.pagewise[i])
	})
}

// prepare runs the rules that need no bytes, unless they saw the same for old, and
// leaves the rest for later.
func (o *Output) prepare(old *Output, memo *layout.Memo) {
	from := o.from.(fromPage)
	o.seen = check.See(from.Page, from.View)
	if _, ok := old.madeFrom(); ok && old.seen == o.seen {
		o.source = old.source
	} else {
		o.source = o.seen.Find()
	}
	if from.layouts.set.Has(from.Page.Kind) {
		o.make = func() product { return draw(from, memo) }
		return
	}
	start, end := from.Page.Place("layout")
	o.lost.Error(from.Page.File, start, end, "unknown-layout",
		"there is no layout "+from.Page.Kind+".html", layoutHelp(from))
	o.make = func() product { return product{} }
}

// madeFrom returns what the page of o is made from, if o is one.
func (o *Output) madeFrom() (fromPage, bool) {
	if o == nil {
		return fromPage{}, false
	}
	from, ok := o.from.(fromPage)
	return from, ok
}

func layoutHelp(from fromPage) string {
	if near := diag.Nearest(from.Page.Kind, from.layouts.set.Names()); near != "" {
		return "did you mean " + near + "?"
	}
	return "make the file layouts/" + from.Page.Kind + ".html, or leave the key layout out"
}

// draw makes a page: body, layout, minifying, policy, checks.
func draw(from fromPage, memo *layout.Memo) product {
	d := layout.New(from.Page, from.View, memo)
	defer d.Done()
	return finish(from.layouts.set, from.Page.Kind, d, from.Page, from.View)
}

// internal is a mistake of this program, told where it showed.
func internal(f *diag.File, err error) diag.List {
	var list diag.List
	list.Error(f, 0, 0, "internal", "this page could not be made: "+err.Error(), "please report this")
	return list
}

// A part is a partial that many pages share, or the body of one, and what is made of
// it, once that is asked for.
type part struct {
	raw     []byte
	isSmall bool // a minifier would change nothing in it

	small   sync.Once
	html    []byte // minified
	facts   *check.Part
	turned  sync.Once
	outward []byte // html with its links turned outward
	read    sync.Once
	words   string // what a reading takes out of it
}

// A desk is the room in which a page is made.
type desk struct {
	page, small bytes.Buffer
	framed      []byte
}

var desks = sync.Pool{New: func() any { return new(desk) }}

// end stands behind a part while it is minified, so that no end tag before it is
// taken for one that may be left out.
var end = []byte("<wbr>")

// newPart returns html, of which nothing is made yet.
func newPart(html []byte, isSmall bool) any { return &part{raw: html, isSmall: isSmall} }

// minified returns the part minified, and what is found in it.
func (p *part) minified() ([]byte, *check.Part) {
	p.small.Do(func() {
		p.html = p.raw
		if !p.isSmall {
			if small, err := minified("text/html", append(bytes.Clone(p.raw), end...)); err == nil {
				p.html = bytes.TrimSuffix(small, end)
			}
		}
		p.facts = check.NewPart(p.html)
	})
	return p.html, p.facts
}

// framed returns the part minified, as it stands in a frame of another site.
func (p *part) framed() []byte {
	p.turned.Do(func() {
		html, _ := p.minified()
		p.outward = outward(html)
	})
	return p.outward
}

// partOf returns what was made of a piece.
func partOf(p *layout.Piece) *part { return p.Finished.(*part) }

// finish executes the layout name, minifies what comes out, puts in the policy that
// allows just what the page uses, the partials and the body, and checks it. blame is the
// page whose file is at fault if the finished one is. Where a layout fails there
// is no page to check: what is not there would be reported too.
func finish(set *layout.Set, name string, d *layout.Data, blame *content.Page, v site.View) product {
	desk := desks.Get().(*desk)
	defer desks.Put(desk)
	desk.page.Reset()
	desk.small.Reset()
	list, ok := set.Execute(&desk.page, name, d)
	if !ok {
		return product{diags: list}
	}
	if err := minifier().Minify("text/html", &desk.small, &desk.page); err != nil {
		return product{diags: internal(blame.File, err)}
	}
	frame := desk.small.Bytes()
	facts := check.ReadWith(frame, func(number string) *check.Part {
		if p := d.Piece(number); p != nil {
			_, facts := partOf(p).minified()
			return facts
		}
		return nil
	})
	needs := policy(facts, v.Assets.Fonts, blame.Tree != nil || d.Full != nil)
	desk.framed = replaced(desk.framed[:0], frame, layout.CSP, needs)
	html := func(p *layout.Piece) []byte { small, _ := partOf(p).minified(); return small }
	if d.Full != nil { // its links lead out of the frame that it stands in
		desk.framed, html = outward(desk.framed), func(p *layout.Piece) []byte { return partOf(p).framed() }
	}
	page, lost := d.Assemble(desk.framed, html)
	if lost != "" {
		return product{diags: set.Misplaced(name, lost)}
	}
	return product{page, append(list, check.Output(blame, v, facts)...), needs}
}

// replaced appends page to b, with what stands for old, which is there once at most
// and near its beginning, in its place.
func replaced(b, page []byte, old, with string) []byte {
	before, after, ok := bytes.Cut(page, []byte(old))
	if !ok {
		with = ""
	}
	return append(append(append(b, before...), with...), after...)
}

// policy returns the content security policy of a page: nothing but what it
// uses, from its own host. fonts says whether its styles may load fonts; closed,
// that its scripts may fetch nothing, as on a self-check. frame-ancestors has no
// effect here: it is a header's.
func policy(f *check.Facts, fonts, closed bool) string {
	uses := func(elements ...string) bool {
		return slices.ContainsFunc(f.Loads, func(l check.Load) bool { return slices.Contains(elements, l.Element) })
	}
	styled := uses("link rel=stylesheet")
	parts := []string{"default-src 'none'"}
	allow := func(directive string, on bool, sources ...string) {
		if on {
			sources = append(sources, "'self'")
		}
		if len(sources) > 0 {
			parts = append(parts, directive+" "+strings.Join(sources, " "))
		}
	}
	allow("script-src", f.Scripts)
	allow("style-src", styled, hashes(f.Styles)...)
	allow("img-src", styled || uses("img", "source", "link rel=icon", "link rel=apple-touch-icon", "link rel=mask-icon"))
	allow("font-src", styled && fonts)
	allow("media-src", uses("video", "audio", "track"))
	allow("manifest-src", uses("link rel=manifest"))
	allow("connect-src", len(f.Styles) == 0 && !closed) // a page with its style in it loads nothing
	return strings.Join(append(parts, "base-uri 'none'", "form-action 'none'"), "; ")
}

// hashes returns the names by which a policy allows styles that stand in a page.
func hashes(styles []string) []string {
	var names []string
	for _, s := range styles {
		sum := sha256.Sum256([]byte(s))
		names = append(names, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	return names
}
