// Package build turns a source tree into the files of a site.
//
// A build reads files, merges the settings and data, compiles pages, arranges
// the site, and prepares outputs. An output is made, and checked, when its
// bytes are asked for. Values passed from step to step are never changed once
// made, and a step whose inputs are those of the last build returns the value
// it returned then. So whether a thing must be made again is a comparison of
// pointers, and building again after an edit is building.
package build

import (
	"context"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"iopguide/generator/internal/check"
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/host"
	"iopguide/generator/internal/layout"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// Options are the settings of a build. The zero value builds the site as it is
// published.
type Options struct {
	Drafts      bool        // include pages marked draft
	PlainAssets bool        // leave the assets' names without their hash, as serve does
	Date        schema.Date // the day of publishing; none means today in UTC
	BaseURL     string      // in place of that in site.yaml, if not empty
	Release     string      // of this program, for the manifest
	Profile     string      // of the profiles of the folder: one of many sites

	// Hosts are those whose files are made with the site. Path is where it will be on
	// them, with slashes at both ends; without it, where BaseURL says.
	Hosts []*host.Host
	Path  string

	shared *shared // by all of them
	// Base is the site that lies below one whose site.yaml says base: default.
	Base overlay.Layer
}

// A Builder builds one site, and remembers its last result.
type Builder struct {
	top    overlay.FS // the site's own layers
	src    overlay.FS // they, and the base if the site has one
	opts   Options
	last   *Result
	stale  map[string]bool // named since the last Build that was completed
	all    bool            // every file may have changed since then
	shared *shared         // by the profiles that begin from the last result
}

// New returns a Builder for the site in src.
func New(src overlay.FS, opts Options) *Builder {
	return &Builder{top: src, opts: opts, all: true, stale: map[string]bool{}}
}

// A Result is a site, built. It is never changed.
type Result struct {
	Outputs  map[string]*Output // by path, such as costs/insurance/index.html
	Diags    diag.List          // what is known before outputs are made, sorted
	Day      schema.Date        // of publishing
	Compiled int                // pages compiled by this build
	Pages    int                // pages published
	Hidden   []site.Hidden      // pages left out
	Stages   []Stage            // how long each step took, in order
	Site     *site.Site

	names     []string     // of all files that were read, sorted
	sources   []*diag.File // they, in that order
	files     map[string]*diag.File
	under     map[string][]*diag.File // below those of files whose words are merged, the top one first
	profile   string
	base      string    // what the names of the base's files begin with, "" without one
	lacking   diag.List // what all layers together do not say
	altered   []altered // contacts of the base
	bare      bool      // the site has no layouts, and does not lie over the base that there is
	decoded   map[string]*decoded
	recalled  *recalled
	settings  *settings
	look      *look
	assets    *assetSet
	pictures  map[string]*picture
	cards     map[string]*shareCard    // by language
	pages     map[string]*content.Page // also those left out
	ordered   []*content.Page          // they, by the number of their file; nil for other files
	why       []hidden                 // they are left out, likewise
	drawn     []*Output                // of pages, by their place in Site
	others    []*Output                // of other HTML
	listed    []*Output                // all outputs, in the order in which they were put
	order     []int                    // of listed: by path
	fragments map[string]*content.Fragment
	layouts   *layouts
	published *site.Pages // the faces of all pages that are published
	manifest  *pageOutputs
	hosted    *hosted // nil without hosts
	refused   error   // why the hosts cannot take the site
	release   string
	shadowed  diag.List      // found in pages whose address another has
	pagewise  []*check.Found // by place in Site
	whole     *check.Whole
	memo      *layout.Memo
}

// A Stage is a step of a build, and how long it took.
type Stage struct {
	Name string
	Took time.Duration
}

// layouts are the parsed layouts, and what they were parsed from.
type layouts struct {
	files []*diag.File
	set   *layout.Set
	diags diag.List
}

// Build builds the site. names, if given, are the only files that may have
// changed since the last completed Build: they are added to those of every
// build that was cancelled meanwhile. Without names every file is read again.
// Build does no work that the last one did.
func (b *Builder) Build(ctx context.Context, names ...string) (*Result, error) {
	b.note(names)
	last := b.last
	if last == nil {
		last = &Result{}
	}
	r := &Result{Day: b.day(), release: b.opts.Release, profile: b.opts.Profile}
	done := r.stages()
	var diags diag.List
	if err := r.read(ctx, b, last, &diags); err != nil {
		return nil, err
	}
	if err := r.recall(b.opts, last); err != nil {
		return nil, err
	}
	r.bare = b.opts.Base.FS != nil && r.base == "" && len(r.below("layouts/")) == 0
	done("read")
	r.merge(b.opts, last)
	done("prepare")
	framed := r.frame(b.opts, last)
	err := r.compile(ctx, last)
	framed()
	if err != nil {
		return nil, err
	}
	done("compile")
	r.arrange(b.opts, last)
	done("arrange")
	if err := r.outputs(ctx, b.opts, last); err != nil {
		return nil, err
	}
	r.whole = check.Site(last.whole, r.Site, r.Day, whole)
	r.Diags = r.gather(diags)
	done("check")
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	b.last, b.stale, b.all = r, map[string]bool{}, false
	return r, nil
}

// frame begins to make what no page is compiled from: layouts, assets and pictures.
// Most of that is done by one processor, so the others may compile meanwhile. wait
// returns when all is made.
func (r *Result) frame(opts Options, last *Result) (wait func()) {
	var making sync.WaitGroup
	making.Go(func() {
		r.parseLayouts(last)
		r.dress(last)
		r.bundle(opts, last)
		r.picture(opts, last)
		r.shareCards(last)
	})
	return making.Wait
}

// stages returns a function that ends a step.
func (r *Result) stages() func(name string) {
	began := time.Now()
	return func(name string) {
		now := time.Now()
		r.Stages = append(r.Stages, Stage{name, now.Sub(began)})
		began = now
	}
}

// note remembers which files may have changed.
func (b *Builder) note(names []string) {
	if len(names) == 0 {
		b.all = true
	}
	for _, n := range names {
		b.stale[n] = true
	}
}

func (b *Builder) day() schema.Date {
	if !b.opts.Date.IsZero() {
		return b.opts.Date
	}
	y, m, d := time.Now().UTC().Date()
	return schema.Date{Year: y, Month: int(m), Day: d}
}

// parseLayouts parses the layouts, unless they are those of last.
func (r *Result) parseLayouts(last *Result) {
	files := r.below("layouts/")
	files = slices.DeleteFunc(files, func(f *diag.File) bool { return !hasExt(f, ".html") })
	if last.layouts != nil && slices.Equal(last.layouts.files, files) {
		r.layouts = last.layouts
		return
	}
	r.layouts = &layouts{files: files}
	r.layouts.set, r.layouts.diags = layout.Parse(files)
}

// gather collects what every step found wrong, sorted.
func (r *Result) gather(list diag.List) diag.List {
	list = append(list, r.settings.diags...)
	list = append(list, r.recalled.diags...)
	list = append(list, r.layouts.diags...)
	list = append(list, r.look.diags...)
	list = append(list, r.assets.diags...)
	for _, p := range r.pictures {
		list = append(list, p.diags...)
	}
	for i, p := range r.ordered {
		if p != nil && r.why[i].why != otherLanguage {
			list = append(list, p.Diags...)
		}
	}
	for _, g := range r.fragments {
		list = append(list, g.Diags...)
	}
	for _, o := range r.drawn {
		list = append(append(list, o.source...), o.lost...)
	}
	for _, f := range r.pagewise {
		list = append(list, f.List...)
	}
	list = append(list, r.shadowed...)
	list = append(list, r.idleOmits()...)
	list = append(list, r.strangeLanguages()...)
	list = append(list, r.bareStyle()...)
	list = append(list, r.misnamed()...)
	list = append(list, r.aliasesOverFiles()...)
	list = append(list, r.unframed(list)...)
	list = r.meantLanguages(r.unindexed(append(list, r.whole.List...)))
	list.Sort()
	return r.mendable(r.first(list).Once())
}

// All makes every output and returns all that is wrong with the site, sorted. A
// mistake in a layout shows on many pages, and is told once.
// progress, if not nil, is told after each output how many are made; calls may
// overlap.
func (r *Result) All(ctx context.Context, progress func(done, total int)) (diag.List, error) {
	all := r.byNeed()
	var done atomic.Int64
	err := each(ctx, len(all), func(i int) {
		all[i].first()
		if n := done.Add(1); progress != nil {
			progress(int(n), len(all))
		}
	})
	return r.told(all), err
}

// told returns all that is wrong with the site, as far as outputs are drawn, sorted.
func (r *Result) told(outputs []*Output) diag.List {
	list := append(slices.Clone(r.Diags), r.mendable(r.first(r.blamed(outputs)))...)
	list.Sort()
	return list.Once()
}

// Paths returns the paths of all outputs, sorted.
func (r *Result) Paths() []string { return slices.Sorted(maps.Keys(r.Outputs)) }

// Others returns the paths of the outputs that are other ones in r than in old, which may be
// nil, or are in one of them only: there is nil in its place.
func (r *Result) Others(old *Result) map[string][2]*Output {
	others := map[string][2]*Output{}
	if old == nil {
		old = &Result{}
	}
	if r.sameOrder(old) {
		for i, o := range r.listed {
			if was := old.listed[i]; was != o {
				others[o.Path] = [2]*Output{was, o}
			}
		}
		return others
	}
	for path, o := range r.Outputs {
		if was := old.Outputs[path]; was != o {
			others[path] = [2]*Output{was, o}
		}
	}
	for path, was := range old.Outputs {
		if r.Outputs[path] == nil {
			others[path] = [2]*Output{was, nil}
		}
	}
	return others
}

// sameOrder reports whether the outputs of r have the same paths as those of old, put one
// after the other likewise.
func (r *Result) sameOrder(old *Result) bool {
	return len(r.order) > 0 && len(old.order) > 0 && &r.order[0] == &old.order[0]
}

// Inputs returns the names of all files that were read, sorted.
func (r *Result) Inputs() []string { return slices.Clone(r.names) }
