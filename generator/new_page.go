package main

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/scaffold"
)

type newPageCommand struct {
	source
	Path   string `arg:"" placeholder:"PATH" help:"The page's file, as seen from content/, such as conditions/grief.md."`
	Layout string `placeholder:"NAME" help:"section, self-check, or another layout (default: page; section for _index.md)."`
	Title  string `placeholder:"TITLE" help:"The page's title (default: made from the file's name)."`
}

// Run writes an archetype where there is no page yet.
func (c *newPageCommand) Run(a *app) error {
	src, err := c.open()
	if err != nil {
		return err
	}
	name, err := c.name()
	if err != nil {
		return err
	}
	day, err := a.day("")
	if err != nil {
		return err
	}
	r, err := build.New(src, build.Options{Drafts: true, Date: day, Release: release, Base: builtIn}).Build(a.ctx)
	if err != nil {
		return failed(err, c.Source)
	}
	layers := src
	if r.HasBase() {
		layers = append(layers, builtIn)
	}
	if err := c.fits(name, layers, r); err != nil {
		return err
	}
	return c.write(a, name, r)
}

// name returns the page's file as the site knows it, if it can be that of a page.
func (c *newPageCommand) name() (string, error) {
	refuse := func(help string) (string, error) {
		return "", &fault{usageFault, fmt.Errorf("%s is no name for a page; %s", c.Path, help)}
	}
	rel := filepath.ToSlash(c.Path)
	if filepath.IsAbs(c.Path) {
		inside, err := filepath.Rel(filepath.Join(c.Source, content.Root), c.Path)
		if err != nil {
			return refuse("write it as seen from content/")
		}
		rel = filepath.ToSlash(inside)
	}
	rel = strings.TrimPrefix(path.Clean(strings.ReplaceAll(rel, `\`, "/")), content.Root+"/")
	if rel == ".." || strings.HasPrefix(rel, "../") || strings.HasPrefix(rel, "/") {
		return refuse("pages lie in content/ of the site")
	}
	if path.Ext(rel) == "" {
		rel += ".md"
		if content.PlainName(rel) == rel {
			return refuse("write " + rel)
		}
	}
	if plain := content.PlainName(rel); plain != rel {
		return refuse("write " + plain + ": small letters a to z, digits and hyphens only")
	}
	source := path.Join(content.Root, rel)
	switch {
	case path.Ext(source) != ".md":
		return refuse("it ends in .md")
	case !content.IsPage(source):
		return refuse("what begins with an underscore holds no pages, but for _index.md")
	}
	return source, nil
}

// fits makes sure that the site has no such page yet, but the layout for it.
func (c *newPageCommand) fits(name string, layers overlay.FS, r *build.Result) error {
	if _, err := fs.Stat(layers[0].FS, name); err == nil {
		return &fault{usageFault, fmt.Errorf("%s is there already; nothing was written", layers[0].Name+name)}
	}
	rel := strings.TrimPrefix(name, content.Root+"/")
	if _, err := fs.Stat(layers, name); err == nil {
		return &fault{usageFault, fmt.Errorf("%s is a page of the guide; to change it, run %s export %s --only %s",
			rel, self(), argument(shown(c.Source)), rel)}
	}
	if dir := otherLanguage(rel, r); dir != "" {
		return &fault{usageFault, fmt.Errorf("a folder of two letters is a language, and site.yaml does not list %s; "+
			"add it to languages there, or give the folder a longer name", dir)}
	}
	known := layoutNames(layers)
	if c.Layout == "" || slices.Contains(known, c.Layout) {
		return nil
	}
	help := "known are " + strings.Join(known, ", ")
	if near := diag.Nearest(c.Layout, known); near != "" {
		help = "did you mean " + near + "?"
	}
	return &fault{usageFault, fmt.Errorf("there is no layout %s; %s", c.Layout, help)}
}

// otherLanguage returns the folder at the top of content/ that the page at rel lies
// in, if it has the name of a language that the site does not have.
func otherLanguage(rel string, r *build.Result) string {
	dir, _, deep := strings.Cut(rel, "/")
	inUse := func(p *content.Page) bool { return strings.HasPrefix(p.Path, content.Root+"/"+dir+"/") }
	if !deep || len(dir) != 2 || slices.Contains(r.Site.Config.Languages, dir) || slices.ContainsFunc(r.Site.Pages, inUse) {
		return ""
	}
	return dir
}

// frames are layouts that no page has: what the build makes by itself has them.
var frames = []string{"404", "alias", "embed"}

// layoutNames are those that a page can have, sorted.
func layoutNames(layers overlay.FS) []string {
	names := map[string]bool{}
	for name := range content.Kinds {
		names[name] = true
	}
	entries, _ := layers.ReadDir("layouts") // without it there are none
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".html"); ok && !slices.Contains(frames, name) {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// aboutSafety is the source of why a self-check asks about safety first.
const aboutSafety = "nimh-warning-signs"

func (c *newPageCommand) write(a *app, name string, r *build.Result) error {
	config := r.Site.Config
	p := scaffold.Page{Path: name, Layout: c.Layout, Lang: content.Lang(name, config.Languages)}
	var err error
	if p.Title, err = tidied(c.Title); err != nil {
		return &fault{usageFault, fmt.Errorf("--title: %w", err)}
	}
	if keys := r.Site.Data.Values.Sources.Keys(); len(keys) > 0 {
		p.Source = keys[0]
		if c.Layout == "self-check" && slices.Contains(keys, aboutSafety) {
			p.Source = aboutSafety
		}
	}
	if config.Clinic != nil {
		p.Author = config.Clinic.Name
	}
	if _, err := scaffold.Create(c.Source, name, scaffold.Archetype(p)); err != nil {
		return unwritten(err, c.Source)
	}
	file := filepath.Join(shown(c.Source), filepath.FromSlash(name))
	fmt.Fprintf(a.stdout, "wrote %s, a draft: write over what is there\n", file)
	fmt.Fprintf(a.stdout, "  %s shows it; when it is done, take out the line draft: true\n", c.serve())
	if c.Title == "" && p.Lang != config.Languages[0] {
		fmt.Fprintf(a.stdout, "  its title is made from the file's name: write it in the language of the page (%s)\n", p.Lang)
	}
	index := path.Join(path.Dir(name), "_index.md")
	if !slices.ContainsFunc(r.Site.Pages, func(p *content.Page) bool { return p.Path == index }) && index != name {
		fmt.Fprintf(a.stdout, "  its folder has no page of its own yet; begin that, too: %s\n", strings.TrimPrefix(index, content.Root+"/"))
	}
	return nil
}

// serve is the command that shows drafts of the site.
func (c *newPageCommand) serve() string {
	if shown(c.Source) == "." {
		return self() + " serve -D"
	}
	return self() + " serve -D -s " + argument(shown(c.Source))
}
