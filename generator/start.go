package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/serve"
)

// A startCommand is what a double click does: it shows the site that lies at hand,
// or the guide, and a page that says what to do.
type startCommand struct {
	Address string `placeholder:"HOST:PORT" help:"Where to serve on this computer (default: 127.0.0.1:8080, or the next free port)."`
	Open    bool   `negatable:"" default:"true" help:"Open the page in your browser."`
}

// guideFolder is where a new site goes, in the person's own folder, if they do
// not say otherwise.
const guideFolder = "iop-guide"

// Run shows one site after the other, as the person asks, until the program is
// stopped.
func (c *startCommand) Run(a *app) error {
	log := slog.New(&lines{w: a.stderr})
	on, err := serve.Listen(c.Address, log)
	if err != nil {
		return refusedAddress(err)
	}
	defer on.Close()
	s := &showing{app: a, on: on, log: log, open: c.Open, dir: atHand()}
	for more := true; more; {
		if more, err = s.show(); err != nil {
			return err
		}
	}
	return nil
}

// atHand returns the folder of the site that the person has most likely in mind,
// "" if there is none: here, beside the program, or where a new one goes.
func atHand() string {
	var places []string
	if here, err := os.Getwd(); err == nil {
		places = append(places, here)
	}
	if program, err := os.Executable(); err == nil {
		places = append(places, filepath.Dir(program))
	}
	for _, dir := range append(places, newFolder()) {
		if holdsSite(dir) {
			return dir
		}
	}
	return ""
}

// newFolder returns where a new site would go.
func newFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return guideFolder
	}
	return filepath.Join(home, guideFolder)
}

// A showing is what is shown to a person who has no shell.
type showing struct {
	app  *app
	on   *serve.Listener
	log  *slog.Logger
	open bool   // the browser, once
	dir  string // of the site, "" for the guide
	next string // of the site that they asked for
}

// show shows the site, or the guide, until the person asks for another one.
func (s *showing) show() (more bool, err error) {
	o := serve.Options{On: s.on, Log: s.log, OnReady: s.ready, Start: s.start()}
	src := overlay.FS{builtIn}
	if s.dir != "" {
		if src, err = (&source{s.dir}).open(); err != nil {
			return false, err
		}
		files, err := openFolder(s.dir)
		if err != nil {
			return false, err
		}
		src[0].FS, o.Watch, o.Report = files, []string{s.dir}, s.app.report
	}
	o.Prefix, s.next = src[0].Name, ""
	b := build.New(src, build.Options{PlainAssets: true, Release: release, Base: builtIn})
	if err := serve.Run(s.app.ctx, b, o); err != nil {
		return false, failed(err, s.dir)
	}
	s.dir = s.next
	return s.next != "", nil
}

// start is what the person can do.
func (s *showing) start() *serve.Start {
	at := &serve.Start{Site: s.dir, Folder: newFolder(), Command: inShell(), System: runtime.GOOS,
		New: s.makeSite, Open: s.openSite, Build: s.buildSite}
	for _, q := range questions {
		if q.ask != "" {
			at.Questions = append(at.Questions, onPage(q))
		}
	}
	return at
}

// onPage is a question as a page asks it, where a file is chosen, not written.
func onPage(q question) serve.Question {
	on := serve.Question{Name: q.flag, Ask: q.ask, Hint: q.hint, Otherwise: q.otherwise, Needed: q.needed}
	if q.flag == "logo" {
		on.File, on.Hint = true, "an SVG, PNG, JPEG or WebP file"
	}
	return on
}

// ready says where to look, and at the first time opens it.
func (s *showing) ready(at serve.Place) {
	page := at.Home + "_preview/start"
	fmt.Fprintf(s.app.stdout, "iopguide is in your browser, at %s\nclosing this window ends it\n", page)
	if !s.open {
		return
	}
	s.open = false
	if err := openBrowser(page); err != nil {
		fmt.Fprintf(s.app.stderr, "no browser could be opened (%v): open %s yourself\n", err, page)
	}
}

// makeSite makes a site as iopguide new site does, and shows it next.
func (s *showing) makeSite(ctx context.Context, dir string, answers map[string]string) map[string]string {
	if !filepath.IsAbs(dir) {
		return map[string]string{"": "write the whole path of the folder, such as " + newFolder()}
	}
	args := []string{"new", "site", filepath.Clean(dir)}
	for name, answer := range answers {
		if answer != "" {
			args = append(args, "--"+name+"="+answer)
		}
	}
	var said, wrong bytes.Buffer
	if run(ctx, args, &said, &wrong, s.app.getenv) != 0 {
		return objections(wrong.String())
	}
	s.next = filepath.Clean(dir)
	return nil
}

// objections returns what is said of the answers by the names of their questions,
// and under "" what is said of all of them.
func objections(said string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(said) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "iopguide: ")
		name, message, of := strings.Cut(line, ": ")
		flag, isFlag := strings.CutPrefix(name, "--")
		switch {
		case of && isFlag:
			all[flag] = message
		case line != "" && line != "nothing was written":
			all[""] = strings.TrimSpace(all[""] + " " + line)
		}
	}
	return all
}

// openSite shows the site in dir next.
func (s *showing) openSite(dir string) (wrong string) {
	switch {
	case !filepath.IsAbs(dir):
		return "write the whole path of the folder, such as " + newFolder()
	case !holdsSite(dir):
		return "there is no site.yaml in " + dir
	}
	s.next = filepath.Clean(dir)
	return ""
}

// buildSite builds the site that is shown.
func (s *showing) buildSite(ctx context.Context) (said string, built bool) {
	var out bytes.Buffer
	code := run(ctx, []string{"build", "-s", s.dir}, &out, &out, s.app.getenv)
	said, _, _ = strings.Cut(out.String(), "\n  read ") // how long each step took
	return said, code == 0
}

// inShell is how a shell begins this program.
func inShell() string {
	path, err := os.Executable()
	if err != nil {
		path = self()
	}
	if runtime.GOOS == "windows" && strings.Contains(path, " ") {
		return `& "` + path + `"` // as PowerShell wants it
	}
	return argument(path)
}
