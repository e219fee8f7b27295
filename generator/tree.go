package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/selfcheck"
)

type treeCommand struct {
	source
	Pages  []string `arg:"" name:"page" help:"The file of a self-check, such as check/could-an-iop-fit.md; with --diff, two files: the old and the new."`
	Format string   `enum:"text,svg,dot,mermaid,paths" default:"text" help:"text for reading aloud, svg for a map, dot or mermaid for other programs, paths for all routes (default: text)."`
	Diff   bool     `help:"Say what differs between two versions."`
}

// Run draws a self-check, or says what differs between two. What is wrong with
// a page goes to stderr.
func (c *treeCommand) Run(a *app) error {
	if c.Diff {
		return c.diff(a)
	}
	if len(c.Pages) != 1 {
		return &fault{usageFault, errors.New("name one page, or two with --diff")}
	}
	p, list, err := c.proved(a, c.Pages[0])
	if err != nil {
		return err
	}
	a.report(list)
	if p.Tree == nil {
		return notSelfCheck(c.Pages[0])
	}
	if flaw := p.Tree.Flaw(); flaw != "" && c.Format != "text" {
		fmt.Fprintf(a.stderr, "not drawn: %s\n", flaw)
		return errReported
	}
	if _, err := io.WriteString(a.stdout, selfcheck.Drawings[c.Format](p.Tree, p.Title)); err != nil {
		return &fault{machineFault, err}
	}
	if list.HasErrors() {
		return errReported
	}
	return nil
}

// diff says what differs. Mistakes in the pages are told, and no fault: an old
// version may have what the new one mends.
func (c *treeCommand) diff(a *app) error {
	if len(c.Pages) != 2 {
		return &fault{usageFault, errors.New("--diff takes two files: the old and the new")}
	}
	var trees []*selfcheck.Tree
	for _, name := range c.Pages {
		file, err := c.find(name)
		if err != nil {
			return err
		}
		p, err := alone(file)
		if err != nil {
			return err
		}
		if p.Tree == nil {
			a.report(p.Diags)
			return notSelfCheck(name)
		}
		a.report(slices.DeleteFunc(p.Diags, func(d diag.Diagnostic) bool { return d.Severity == diag.Warning }))
		trees = append(trees, p.Tree)
	}
	_, err := io.WriteString(a.stdout, selfcheck.Diff(trees[0], trees[1]))
	return err
}

func notSelfCheck(name string) error {
	return &fault{contentFault, fmt.Errorf("%s is no self-check: its front matter has no layout: self-check", name)}
}

// proved compiles the page that name means, and returns what is wrong with it.
// In a site it is held to all rules; alone it is held to those of its form.
func (c *treeCommand) proved(a *app, name string) (*content.Page, diag.List, error) {
	file, err := c.find(name)
	if err != nil {
		return nil, nil, err
	}
	if source := c.inSite(file); source != "" {
		p, list, err := c.published(a, source)
		if err != nil || p != nil {
			return p, list, err
		}
	}
	p, err := alone(file)
	if err != nil {
		return nil, nil, err
	}
	p.Diags.Sort()
	return p, p.Diags, nil
}

// find returns the file that name means: as it stands, or in the site's folder,
// or below its content/.
func (c *treeCommand) find(name string) (string, error) {
	for _, file := range []string{name, filepath.Join(c.Source, name), filepath.Join(c.Source, content.Root, name)} {
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return file, nil
		} else if errors.Is(err, fs.ErrPermission) {
			return "", &fault{machineFault, fmt.Errorf("read %s: %w", file, fs.ErrPermission)}
		}
	}
	return "", &fault{usageFault, fmt.Errorf("there is no file %s", name)}
}

// inSite returns the name that file has in the site, or "" if it is no page of
// the site, or there is none.
func (c *treeCommand) inSite(file string) string {
	if _, err := os.Stat(filepath.Join(c.Source, "site.yaml")); err != nil {
		return ""
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(c.Source, abs)
	if rel = filepath.ToSlash(rel); err != nil || !strings.HasPrefix(rel, content.Root+"/") || !content.IsPage(rel) {
		return ""
	}
	return rel
}

// published returns a page of the site with all that is wrong in its file, or
// nil if the site leaves it out.
func (c *treeCommand) published(a *app, source string) (*content.Page, diag.List, error) {
	src, err := c.open()
	if err != nil {
		return nil, nil, err
	}
	day, err := a.day("")
	if err != nil {
		return nil, nil, err
	}
	r, err := build.New(src, build.Options{Drafts: true, Date: day, Release: release, Base: builtIn}).Build(a.ctx)
	if err != nil {
		return nil, nil, failed(err, c.Source)
	}
	i := slices.IndexFunc(r.Site.Pages, func(p *content.Page) bool { return p.Path == source })
	if i < 0 {
		return nil, nil, nil
	}
	list, err := r.All(a.ctx, nil)
	if err != nil {
		return nil, nil, failed(err, c.Source)
	}
	p := r.Site.Pages[i]
	return p, slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.File.Name != p.File.Name }), nil
}

// alone compiles a file by itself. Its language is that in which it names the
// section for reviewers, because a version kept elsewhere lies in no folder
// that tells; its name is not that of a page.
func alone(file string) (*content.Page, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, &fault{machineFault, err}
	}
	lang := selfcheck.LanguageOf(string(data))
	env := &content.Env{Lang: lang, Languages: []string{lang}, Markdown: &markdown.Env{Lang: lang}}
	f := &diag.File{Name: filepath.ToSlash(file), Data: data}
	return content.Compile(path.Join(content.Root, "page.md"), f, env, nil), nil
}
