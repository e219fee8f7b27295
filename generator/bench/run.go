package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"iopguide/generator/internal/testsite"
)

type runCommand struct {
	Pages   []int  `arg:"" optional:"" help:"How many pages the sites have (default: 40 1000 10000)."`
	Program string `type:"existingfile" default:"bin/iopguide" help:"The program iopguide."`
	Hugo    string `type:"existingfile" help:"A Hugo that is there already."`
	Report  string `type:"path" help:"Where the report goes (default: it is printed)."`
	Rounds  int    `default:"5" help:"How often each program runs, after a first time that does not count."`
	Edits   int    `default:"40" help:"How many edits of each kind are made under the preview; 0 leaves it out."`
	Disk    string `type:"existingdir" default:"." help:"A folder on a disk, for a folder that is deleted at the end."`
}

// results are all that was measured.
type results struct {
	Machine machine
	Sizes   []int
	Rounds  int
	Edits   int
	Tools   []*tool
	Builds  map[key]cost
	Stages  map[int]stages // by pages
	Live    []live
}

// Run measures and writes the report.
func (c *runCommand) Run(ctx context.Context) error {
	if len(c.Pages) == 0 {
		c.Pages = []int{40, 1000, 10000}
	}
	slices.Sort(c.Pages)
	memory, disk, clean, err := c.folders()
	if err != nil {
		return err
	}
	defer clean()
	all, err := tools(ctx, absolute(c.Program), c.Hugo, filepath.Join(disk, "tools"))
	if err != nil {
		return err
	}
	r := &results{Machine: thisMachine(memory, disk), Sizes: slices.Compact(c.Pages), Rounds: c.Rounds, Edits: c.Edits,
		Tools: all, Builds: map[key]cost{}, Stages: map[int]stages{}}
	for _, n := range r.Sizes {
		if err := c.size(ctx, r, n, memory, disk); err != nil {
			return err
		}
	}
	return c.write(r)
}

// folders makes the folders to work in, one of them in memory if it can be, and
// returns what deletes them.
func (c *runCommand) folders() (memory, disk string, clean func(), err error) {
	if fileSystem("/dev/shm") == "tmpfs" {
		if memory, err = os.MkdirTemp("/dev/shm", "bench-"); err != nil {
			return "", "", nil, err
		}
	}
	disk, err = os.MkdirTemp(absolute(c.Disk), ".bench-")
	clean = func() {
		os.RemoveAll(disk)
		if memory != "" {
			os.RemoveAll(memory)
		}
	}
	if err != nil {
		clean()
	}
	return memory, disk, clean, err
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// size measures all of sites of n pages.
func (c *runCommand) size(ctx context.Context, r *results, n int, memory, disk string) error {
	for _, medium := range []struct{ name, dir string }{{"memory", memory}, {"disk", disk}} {
		if medium.dir == "" || n > many && medium.name == "disk" {
			continue
		}
		dir := filepath.Join(medium.dir, strconv.Itoa(n))
		if err := c.builds(ctx, r, key{Pages: n, Medium: medium.name}, dir); err != nil {
			return err
		}
		if medium.dir == cmp.Or(memory, disk) {
			if err := c.rebuilds(ctx, r, n, dir); err != nil {
				return err
			}
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}

// builds measures whole processes, with sites in dir.
func (c *runCommand) builds(ctx context.Context, r *results, at key, dir string) error {
	var trials []trial
	for _, t := range r.Tools {
		if !t.fits(at.Pages) {
			continue
		}
		site := filepath.Join(dir, string(t.form))
		if _, err := os.Stat(site); err != nil {
			if err := makeSite(ctx, at.Pages, t.form, site); err != nil {
				return err
			}
		}
		trials = append(trials, trial{t, site, filepath.Join(site, middle(at.Pages, t.form).File), filepath.Join(dir, "out-"+t.name)})
	}
	rounds := c.Rounds
	if at.Pages > many {
		rounds = min(rounds, 2)
	}
	costs := map[key][]cost{}
	for i := range rounds + 1 {
		fmt.Fprintf(os.Stderr, "%d pages, %s: round %d of %d\n", at.Pages, mediums[at.Medium], i, rounds)
		if err := round(ctx, trials, at, i, costs); err != nil {
			return err
		}
		if i == 0 {
			clear(costs) // the first run of a program is slower: its files are read from a disk
		}
	}
	for k, all := range costs {
		r.Builds[k] = medians(all)
	}
	for _, t := range trials {
		if err := os.RemoveAll(t.dest); err != nil {
			return err
		}
	}
	return nil
}

// makeSite makes a site in a process of its own, so that this one stays small: a
// system may count its memory to that of the processes that it starts.
func makeSite(ctx context.Context, n int, form testsite.Form, dir string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	_, err = run(ctx, "", []string{self, "make", "-n", strconv.Itoa(n), "--form", string(form), dir})
	return err
}

// middle is the page that is edited.
func middle(n int, form testsite.Form) testsite.Place {
	return testsite.Middle(testsite.Options{Pages: n, Seed: 1, Form: form})
}
