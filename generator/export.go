package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/scaffold"
)

type exportCommand struct {
	Dir  string   `arg:"" type:"path" help:"The folder to write; with --only, the site that takes files over."`
	Only []string `placeholder:"FILE" help:"Take over only this file of the guide, such as conditions/ocd.md or layouts/page.html, or all in a folder."`
}

// Run writes the site that the program is shipped with.
func (c *exportCommand) Run(a *app) error {
	files, err := guideFiles()
	if err != nil {
		return &fault{machineFault, err}
	}
	if len(c.Only) > 0 {
		return c.override(a, files)
	}
	if err := room(c.Dir, "export into a new folder, or take single files with --only"); err != nil {
		return err
	}
	stage, err := scaffold.NewStage(c.Dir)
	if err != nil {
		return unwritten(err, c.Dir)
	}
	defer stage.Close()
	if err := c.fill(a, stage, files); err != nil {
		return err
	}
	kept, err := stage.Commit("site.yaml")
	if err != nil {
		return unwritten(err, c.Dir)
	}
	a.tellKept(c.Dir, kept)
	_, err = fmt.Fprintf(a.stdout, "wrote the whole guide into %s: %s; it stands alone, and no release changes it\n%s",
		shown(c.Dir), plural(len(files)-len(kept), "file"), nextSteps(self(), shown(c.Dir)))
	return err
}

// fill puts files of the guide on the stage.
func (c *exportCommand) fill(a *app, stage *scaffold.Stage, files []string) error {
	for _, name := range files {
		if a.ctx.Err() != nil {
			return errStopped
		}
		data, err := fs.ReadFile(builtIn.FS, name)
		if err != nil {
			return &fault{machineFault, err}
		}
		if err := stage.Write(name, data); err != nil {
			return unwritten(err, c.Dir)
		}
	}
	return nil
}

// guideFiles returns the files of the built-in site, sorted.
func guideFiles() ([]string, error) {
	var names []string
	layers := overlay.FS{builtIn}
	err := fs.WalkDir(layers, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	slices.Sort(names)
	return names, err
}

// override writes files of the guide into a site that lies over it, where they take
// the place of those of the guide, and records what they were.
func (c *exportCommand) override(a *app, files []string) error {
	if !holdsSite(c.Dir) {
		return noSite(c.Dir)
	}
	var names []string
	for _, only := range c.Only {
		found, err := meant(only, files)
		if err != nil {
			return err
		}
		names = append(names, found...)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	stage, err := scaffold.NewStage(c.Dir)
	if err != nil {
		return unwritten(err, c.Dir)
	}
	defer stage.Close()
	if err := c.fill(a, stage, names); err != nil {
		return err
	}
	kept, err := stage.Commit("site.yaml")
	if err != nil {
		return unwritten(err, c.Dir)
	}
	a.tellKept(c.Dir, kept)
	return c.record(a, slices.DeleteFunc(names, func(name string) bool { return slices.Contains(kept, name) }))
}

// record notes in the site that it has taken the files at names over.
func (c *exportCommand) record(a *app, names []string) error {
	if len(names) == 0 {
		return &fault{usageFault, errors.New("nothing was written")}
	}
	if err := recordTaken(c.Dir, names); err != nil {
		return err
	}
	for _, name := range names {
		fmt.Fprintf(a.stdout, "wrote %s\n", filepath.Join(shown(c.Dir), filepath.FromSlash(name)))
	}
	_, err := fmt.Fprintf(a.stdout, "%s of the site's own in place of the guide's; a newer release tells of changes to those it hides\n",
		plural(len(names), "file"))
	return err
}

// meant returns the files that a person means by a name: as the site has it, or as
// it is seen from content/; or all in a folder of that name.
func meant(only string, files []string) ([]string, error) {
	name := path.Clean(filepath.ToSlash(only))
	for _, full := range []string{name, path.Join(content.Root, name)} {
		var found []string
		for _, f := range files {
			if f == full || strings.HasPrefix(f, full+"/") {
				found = append(found, f)
			}
		}
		found = slices.DeleteFunc(found, merges)
		if len(found) > 0 {
			return found, nil
		}
		if merges(full) {
			return nil, &fault{usageFault, fmt.Errorf("%s is not taken over whole; write in yours only what differs", full)}
		}
	}
	help := "iopguide export guide writes out all there are"
	short := make([]string, len(files))
	for i, f := range files {
		short[i] = strings.TrimPrefix(f, content.Root+"/")
	}
	if near := diag.Nearest(strings.TrimPrefix(name, content.Root+"/"), short); near != "" {
		help = "did you mean " + near + "?"
	}
	return nil, &fault{usageFault, fmt.Errorf("the guide has no file %s; %s", only, help)}
}

// merges reports whether what a site says in the file at name is put together with
// what the guide says there.
func merges(name string) bool { return name == "site.yaml" || content.IsData(name) }
