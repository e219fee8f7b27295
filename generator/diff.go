package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/recall"
)

type diffCommand struct {
	source
	Paths  []string `arg:"" optional:"" name:"path" help:"Only these, such as content/about.md or content/_data/contacts.yaml#lifeline, line by line (default: all)."`
	Accept bool     `help:"Record that they are right as they are, in overrides.lock."`
	Format string   `enum:"text,json" default:"text" help:"text for people, json for scripts (default: text)."`
}

// Run says what the site has in place of the guide's own. It ends with 1 if
// somebody should look at one of them.
func (c *diffCommand) Run(a *app) error {
	r, err := c.built(a)
	if err != nil {
		return err
	}
	all := r.Overrides()
	chosen, err := c.chosen(all)
	if err != nil {
		return err
	}
	if broken := unreadable(r.Diags); len(broken) > 0 {
		a.report(broken)
		if c.Accept {
			fmt.Fprintf(a.stderr, "%s is as it was before\n", recall.LockFile)
		}
		return errReported
	}
	if c.Accept {
		return c.accept(a, r, all, chosen)
	}
	shown := differing{Overrides: []override{}, Omitted: []string{}}
	for _, o := range chosen {
		shown.Overrides = append(shown.Overrides, c.described(o))
	}
	if len(c.Paths) == 0 {
		shown.Omitted = omitted(r)
	}
	return shown.tell(a, c.Format)
}

// built builds the site, which must lie over the guide.
func (c *diffCommand) built(a *app) (*build.Result, error) {
	src, err := c.open()
	if err != nil {
		return nil, err
	}
	day, err := a.day("")
	if err != nil {
		return nil, err
	}
	r, err := build.New(src, build.Options{Drafts: true, Date: day, Release: release, Base: builtIn}).Build(a.ctx)
	if err != nil {
		return nil, failed(err, c.Source)
	}
	if !r.HasBase() {
		return nil, &fault{usageFault, fmt.Errorf("the site in %s stands alone: its site.yaml does not say base: default, so it has nothing in place of the guide's own", shown(c.Source))}
	}
	return r, nil
}

// unreadable returns the mistakes for which it cannot be told what a site has of
// its own.
func unreadable(list diag.List) diag.List {
	return slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool {
		name := filepath.Base(d.File.Name)
		return d.Severity != diag.Error || name != recall.LockFile && filepath.Ext(name) != ".yaml"
	})
}

// chosen returns the overrides that the command line names, or all.
func (c *diffCommand) chosen(all []*recall.Override) ([]*recall.Override, error) {
	if len(c.Paths) == 0 {
		return all, nil
	}
	var some []*recall.Override
	for _, name := range c.Paths {
		name = filepath.ToSlash(name)
		found, names := false, []string{}
		for _, o := range all {
			if named(o, name) {
				some, found = append(some, o), true
			}
			names = append(names, o.Name(), strings.TrimPrefix(o.Path, content.Root+"/"))
		}
		if found {
			continue
		}
		help := "run iopguide diff to see all"
		if near := diag.Nearest(name, names); near != "" {
			help = "did you mean " + near + "?"
		}
		return nil, &fault{usageFault, fmt.Errorf("the site has no %s of its own; %s", name, help)}
	}
	return some, nil
}

// named reports whether a person who writes name means o: whole, its file, or its
// file below content/.
func named(o *recall.Override, name string) bool {
	return name == o.Name() || name == o.Path || content.Root+"/"+name == o.Path
}

// omitted returns the guide's pages that the site leaves out.
func omitted(r *build.Result) []string {
	pages := []string{}
	for _, h := range r.Hidden {
		if h.Why == build.Omitted {
			pages = append(pages, h.Page.Path)
		}
	}
	slices.Sort(pages)
	return pages
}

// accept records what ours is now, for the chosen overrides.
func (c *diffCommand) accept(a *app, r *build.Result, all, chosen []*recall.Override) error {
	old := r.Lock()
	next := recall.Accepted(old, all, release, func(o *recall.Override) bool { return slices.Contains(chosen, o) })
	if err := writeLock(c.Source, old, next); err != nil {
		return err
	}
	count := 0
	for _, o := range chosen {
		if name := o.Name(); next[name] != old[name] {
			fmt.Fprintf(a.stdout, "recorded with release %s: %s\n", release, name)
			count++
		}
	}
	if count == 0 {
		fmt.Fprintf(a.stdout, "there is nothing to record\n")
	}
	return nil
}

// differing is what diff tells.
type differing struct {
	Overrides []override `json:"overrides"`
	Omitted   []string   `json:"omitted"` // pages of the guide that the site leaves out
}

// An override is what diff tells of one.
type override struct {
	Path       string              `json:"path"`
	Key        string              `json:"key,omitempty"`
	Kind       string              `json:"kind"`
	State      string              `json:"state"`
	Taken      string              `json:"taken,omitempty"` // the release that it was recorded with
	Differs    []recall.Difference `json:"differs,omitempty"`
	Lines      []string            `json:"lines,omitempty"` // from the guide's own to the site's
	Since      []string            `json:"since,omitempty"` // from the guide's own when it was recorded to the guide's own now
	SinceKeys  []recall.Difference `json:"sinceKeys,omitempty"`
	Advisories []recall.Advisory   `json:"advisories,omitempty"`

	asks bool
}

// described returns what there is to tell of o. Lines are told of what changed,
// and of what the command line names.
func (c *diffCommand) described(o *recall.Override) override {
	d := override{Path: o.Path, Key: o.Key, Kind: o.Kind, State: o.State, Taken: o.Taken.Release, Differs: o.Differs, asks: o.Asks()}
	known := false
	if o.State == recall.Stale {
		var lines []recall.Line
		lines, d.SinceKeys, known = o.Since(builtIn.FS, recall.Past)
		d.Since = signed(lines)
		d.Advisories = recall.Since(recall.Advisories(), o)
	}
	if len(c.Paths) > 0 || o.State == recall.Stale && !known {
		d.Lines = signed(o.Against(builtIn.FS))
	}
	return d
}

// signed returns lines as people know them, each after its sign.
func signed(lines []recall.Line) []string {
	var texts []string
	for _, l := range lines {
		texts = append(texts, strings.TrimRight(string(l.Sign)+" "+l.Text, " "))
	}
	return texts
}

func (d differing) tell(a *app, format string) error {
	if format == "json" {
		e := json.NewEncoder(a.stdout)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		if err := e.Encode(d); err != nil {
			return &fault{machineFault, err}
		}
	} else {
		d.print(a)
	}
	if slices.ContainsFunc(d.Overrides, func(o override) bool { return o.asks }) {
		return errReported
	}
	return nil
}
