// Command bench measures iopguide, for docs/performance.md.
//
// It makes sites of testsite's pages, the same pages for every program. Then it
// runs whole processes, one after the other and in turn, so that what else the
// machine does meets all of them: iopguide, Hugo and, where they are found, Zola
// and Eleventy, and the floor, which does nothing but what none can leave out.
// Last it edits pages under iopguide serve with a browser open on one, and
// writes down when the browser shows the edit. Whatever comes out is written
// down, beside what we want; a target that is missed does not fail the run.
//
// ./build.sh bench runs it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"iopguide/generator/internal/testsite"

	"github.com/alecthomas/kong"
)

// commands is the command line of bench.
type commands struct {
	Run    runCommand    `cmd:"" help:"Measure, and write the report."`
	Make   makeCommand   `cmd:"" help:"Make a site to measure with."`
	Floor  floorCommand  `cmd:"" help:"Turn Markdown into bare HTML and do nothing else: the time that no program goes below."`
	Stages stagesCommand `cmd:"" help:"Build a site in memory, edit it, and print how long each rebuild takes."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parser := kong.Must(&commands{}, kong.Name("bench"), kong.Description("Measures iopguide."), kong.UsageOnError())
	k, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	k.BindTo(ctx, (*context.Context)(nil))
	parser.FatalIfErrorf(k.Run())
}

type makeCommand struct {
	Pages int           `short:"n" default:"1000" placeholder:"N" help:"How many pages (default: 1000)."`
	Form  testsite.Form `default:"small" placeholder:"FORM" help:"small or guide for iopguide, or hugo, zola, eleventy (default: small)."`
	Seed  uint64        `default:"1" placeholder:"N" help:"Another number makes other words (default: 1)."`
	Dir   string        `arg:"" type:"path" help:"The folder that the site goes into; it must be empty or missing."`
}

// Run makes a site. It writes into no folder that holds something: files of an
// older site would become part of this one.
func (c *makeCommand) Run() error {
	if entries, err := os.ReadDir(c.Dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty; name another folder, or delete it first", c.Dir)
	}
	return testsite.Write(c.Dir, testsite.Options{Pages: c.Pages, Seed: c.Seed, Form: c.Form})
}
