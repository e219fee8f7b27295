package main

import (
	"fmt"
	"os"

	"iopguide/generator/internal/recall"
)

// What a maintainer runs to make a release; clinics have no use for it.

type advisoriesCommand struct{}

// Run prints advisories.json.
func (advisoriesCommand) Run(a *app) error {
	if err := recall.WriteAdvisories(a.stdout, release, recall.Advisories()); err != nil {
		return &fault{machineFault, err}
	}
	return nil
}

type pastCommand struct {
	File string `arg:"" type:"path" help:"The zip to write, such as generator/internal/recall/past/0.1.0.zip."`
}

// Run writes the texts of this release, as far as no earlier one had them, for the
// releases after it. It never overwrites: what was released stays as it was.
func (c *pastCommand) Run(a *app) error {
	f, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return &fault{machineFault, err}
	}
	n, err := recall.Past.Keep(f, builtIn.FS)
	if shut := f.Close(); err == nil {
		err = shut
	}
	if err != nil {
		os.Remove(c.File)
		return &fault{machineFault, err}
	}
	_, err = fmt.Fprintf(a.stdout, "kept %s of release %s in %s\n", plural(n, "text"), release, shown(c.File))
	return err
}
