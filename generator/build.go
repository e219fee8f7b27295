package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/host"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/publish"
)

type buildCommand struct {
	source
	Destination string   `short:"d" type:"path" placeholder:"DIR" help:"Where the site goes (default: public in the site's folder)."`
	BaseURL     string   `short:"b" name:"base-url" aliases:"baseURL" placeholder:"URL" help:"The site's address, in place of baseURL in site.yaml."`
	Drafts      bool     `short:"D" aliases:"buildDrafts" help:"Include drafts."`
	Date        string   `placeholder:"DAY" help:"Build as on that day, such as 2026-11-24 (default: today)."`
	Profile     []string `placeholder:"NAME" help:"Of a folder with profiles, build only these."`
	hosting
	Zip   string `type:"path" placeholder:"FILE" help:"Then pack the site, with what it takes to host, check and file it, into this archive; of many sites, into a folder."`
	Force bool   `help:"Take over a folder or an archive that this program did not make. Never a folder that holds sources."`
}

// said is what a stamp keeps, to be said again when nothing has changed.
type said struct {
	Messages []string // for stderr, one a mistake
	Notes    string   // for stdout
	Counts   counts
	Idle     string // for stdout: a setting that has no effect
	Beside   string // the list of what was written beside the site
	Hosts    []string
}

// counts are how many mistakes of each sort there are.
type counts struct{ Errors, Warnings, Overdue, Advisories int }

// Run builds the site, and publishes it if it has no mistakes; of a folder with
// profiles, all of these.
func (c *buildCommand) Run(a *app) error {
	src, err := c.open()
	if err != nil {
		return err
	}
	opts, err := c.options(a)
	if err != nil {
		return err
	}
	if c.Destination == "" {
		c.Destination = c.Source + "/public"
	}
	names, err := c.profiles(a, src)
	if err != nil {
		return err
	}
	zip, err := c.zipping(names)
	if err != nil {
		return err
	}
	b := build.New(src, opts)
	if len(names) > 0 {
		return (&many{c, a, src, opts, b, false, zip}).run(names)
	}
	stamp, err := c.stamp(src, opts)
	if err != nil {
		return failed(err, c.Source)
	}
	if !c.Force && c.repeat(a, src, stamp, opts.Hosts) {
		return a.zip(src, opts.Hosts, zip, c.Destination, "")
	}
	a.collect(stamp.Inputs)
	r, err := b.Build(a.ctx)
	if err != nil {
		return failed(err, c.Source)
	}
	if err := c.publish(a, r, stamp); err != nil {
		return err
	}
	return a.zip(src, opts.Hosts, zip, c.Destination, "")
}

// options are the settings that the flags ask for.
func (c *buildCommand) options(a *app) (build.Options, error) {
	day, err := a.day(c.Date)
	if err != nil {
		return build.Options{}, err
	}
	base, err := baseURL(c.BaseURL)
	if err != nil {
		return build.Options{}, err
	}
	hosts, err := c.hosts()
	if err != nil {
		return build.Options{}, err
	}
	path, err := c.path()
	if err != nil {
		return build.Options{}, err
	}
	return build.Options{Drafts: c.Drafts, Date: day, BaseURL: base, Release: release, Base: builtIn, Hosts: hosts, Path: path}, nil
}

// stamp describes what the site that opts ask for is made from.
func (c *buildCommand) stamp(src overlay.FS, opts build.Options) (publish.Stamp, error) {
	inputs, began, err := build.Inputs(src, opts.Profile)
	return publish.Stamp{Program: identity(), Day: opts.Date.String(), Began: began, Inputs: inputs,
		Options: fmt.Sprintf("drafts=%t base=%s profile=%s hosts=%s path=%s",
			opts.Drafts, opts.BaseURL, opts.Profile, strings.Join(hostNames(opts.Hosts), ","), opts.Path)}, err
}

// repeat says again what the last build said, if this one would do the same.
func (c *buildCommand) repeat(a *app, src overlay.FS, now publish.Stamp, hosts []*host.Host) bool {
	s, same := unchanged(c.Destination, src, now)
	if !same {
		return false
	}
	a.repeat(s.Messages, s.Counts.Errors, s.Counts.Warnings)
	fmt.Fprintf(a.stdout, "nothing has changed since the last build of %s\n%s%s", shown(c.Destination), s.Notes+s.Idle,
		hostSteps(hosts, c.Destination, parseSums(s.Beside)))
	return true
}

// unchanged returns what the last build of dir said, if this one would do the same.
func unchanged(dir string, src overlay.FS, now publish.Stamp) (s said, same bool) {
	was, same := publish.Unchanged(dir, now, func(name string) ([]byte, error) { return fs.ReadFile(src, name) })
	same = same && json.Unmarshal(was.Diagnostics, &s) == nil
	return s, same && besideAsWas(besideOf(dir), parseSums(s.Beside))
}

func (c *buildCommand) publish(a *app, r *build.Result, stamp publish.Stamp) error {
	began, was := time.Now(), hostsOf(c.Destination)
	report, list, err := build.Publish(a.ctx, c.Destination, r, stamp, build.Publishing{
		Force: c.Force, Sources: []string{c.Source}, Progress: a.progress(began), Said: remember})
	took := time.Since(began)
	a.endProgress(began)
	if errors.Is(err, build.ErrContent) {
		a.report(list)
		fmt.Fprintf(a.stderr, "%s is as it was before\n", shown(c.Destination))
		return errReported
	}
	if err != nil {
		return unpublished(err, c.Destination)
	}
	a.report(list)
	fmt.Fprint(a.stdout, c.summary(r, report, took), notes(r), idleFrames(r))
	told, err := besideSite(a.ctx, c.Destination, r)
	if err != nil {
		return err
	}
	fmt.Fprint(a.stdout, forgotten(was, r.Hosts()), told, hostSteps(r.Hosts(), c.Destination, listOf(r)))
	return nil
}

// unpublished turns an error of publishing into one with its exit code.
func unpublished(err error, dir string) error {
	var refusal *publish.Refusal
	var refused *host.Refused
	switch {
	case errors.As(err, &refused):
		return &fault{usageFault, err}
	case errors.As(err, &refusal):
		return &fault{usageFault, err}
	case errors.Is(err, context.Canceled):
		return &fault{machineFault, errors.New("stopped; nothing was published")}
	}
	return &fault{machineFault, fmt.Errorf("publish into %s: %w", shown(dir), err)}
}

// remember turns what was found into what is said again.
func remember(r *build.Result, list diag.List) []byte {
	data, _ := json.Marshal(saidOf(r, list)) // strings and numbers
	return data
}

// saidOf is what is said of r, which is drawn.
func saidOf(r *build.Result, list diag.List) said {
	return said{texts(list), notes(r), countsOf(list), idleFrames(r), listOf(r).String(), hostNames(r.Hosts())}
}

// texts are the messages of list, as they are printed without colors.
func texts(list diag.List) []string {
	var all []string
	for _, d := range list {
		var b bytes.Buffer
		_ = diag.Print(&b, diag.List{d}, false) // a buffer takes all
		all = append(all, b.String())
	}
	return all
}

func countsOf(list diag.List) counts {
	var n counts
	n.Errors, n.Warnings = list.Count()
	for _, d := range list {
		switch {
		case strings.HasPrefix(d.Rule, "overdue-"):
			n.Overdue++
		case d.Rule == "stale-override", d.Rule == "lost-override":
			n.Advisories++
		}
	}
	return n
}

// summary says what was built, and how long each step took.
func (c *buildCommand) summary(r *build.Result, report publish.Report, took time.Duration) string {
	var b strings.Builder
	fmt.Fprintf(&b, "built %s into %s: %s\n", plural(r.Pages, "page"), shown(c.Destination), changes(report))
	var steps []string
	for _, s := range append(r.Stages, build.Stage{Name: "draw and publish", Took: took}) {
		steps = append(steps, fmt.Sprintf("%s %d ms", s.Name, s.Took.Milliseconds()))
	}
	fmt.Fprintf(&b, "  %s\n", strings.Join(steps, ", "))
	if report.Way == publish.Journal {
		b.WriteString("  this disk cannot exchange folders: assets went first, then pages, then deletions\n")
	}
	return b.String()
}

func changes(r publish.Report) string {
	if r.Way == publish.None {
		return "every file is as it was"
	}
	return fmt.Sprintf("%s written, %d as they were, %d removed", plural(r.Written, "file"), r.Kept, r.Removed)
}

// mostOmitted is how many pages are told one by one that site.yaml leaves out.
const mostOmitted = 10

// notes say what was left out, and when the site must be built again.
func notes(r *build.Result) string {
	var b strings.Builder
	omitted := 0
	for _, h := range r.Hidden {
		if h.Why == build.Omitted {
			omitted++
		}
	}
	for _, h := range r.Hidden {
		if strings.HasPrefix(h.Why, "in a language") || h.Why == build.Omitted && omitted > mostOmitted {
			continue
		}
		fmt.Fprintf(&b, "left out: %s, %s\n", h.Page.File.Name, h.Why)
	}
	if omitted > mostOmitted {
		fmt.Fprintf(&b, "left out: %d pages, %s; iopguide diff names them\n", omitted, build.Omitted)
	}
	if day, page, expires := r.NextDay(); page != nil {
		what := "is due"
		if expires {
			what = "expires"
		}
		fmt.Fprintf(&b, "build again on %s: %s %s then\n", day, page.File.Name, what)
	}
	return b.String()
}

// slow is how long a build may take without a progress bar.
const slow = time.Second

// progress returns what shows on a terminal how far a slow build is.
func (a *app) progress(began time.Time) func(done, total int) {
	if !a.terminal(a.stderr) {
		return nil
	}
	var mu sync.Mutex
	shown := -1
	return func(done, total int) {
		mu.Lock()
		defer mu.Unlock()
		if percent := done * 100 / total; percent > shown && time.Since(began) > slow {
			shown = percent
			fmt.Fprintf(a.stderr, "\r%s %3d%%", bar(percent), percent)
		}
	}
}

func bar(percent int) string {
	const width = 40
	full := percent * width / 100
	return "[" + strings.Repeat("=", full) + strings.Repeat(" ", width-full) + "]"
}

// endProgress takes the progress bar away.
func (a *app) endProgress(began time.Time) {
	if a.terminal(a.stderr) && time.Since(began) > slow {
		fmt.Fprint(a.stderr, "\r\x1b[K")
	}
}
