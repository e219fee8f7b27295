package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"iopguide/generator/internal/testsite"
)

// live is what was measured of one preview.
type live struct {
	Pages  int
	Tool   string
	Start  time.Duration
	Peak   int64             // bytes
	Served map[string]spread // by edit: until the open page was served
	Shown  map[string]spread // likewise, until the browser had it; nil if none was open
}

// A spread is how long something took, in milliseconds.
type spread struct{ Median, P95 float64 }

func spreadOf(times []float64) spread {
	self := func(x float64) float64 { return x }
	return spread{quantile(times, 0.5, self), quantile(times, 0.95, self)}
}

// byRenaming is the body's edit, saved as many editors do: into a new file that
// then takes the place of the old one.
const byRenaming = "body, by renaming"

// rebuilds measures what follows an edit, in one process and under previews,
// with the sites that dir holds.
func (c *runCommand) rebuilds(ctx context.Context, r *results, n int, dir string) error {
	small := filepath.Join(dir, string(testsite.Small))
	fmt.Fprintf(os.Stderr, "%d pages: rebuilds\n", n)
	s, err := stagesOf(ctx, n, small)
	if err != nil {
		return err
	}
	r.Stages[n] = s
	if c.Edits == 0 || n > many {
		return nil
	}
	for _, t := range r.Tools {
		serve := c.server(t)
		if serve == nil || !t.fits(n) {
			continue
		}
		fmt.Fprintf(os.Stderr, "%d pages: the preview of %s\n", n, t.name)
		l, err := c.preview(ctx, t, n, filepath.Join(dir, string(t.form)), serve)
		if err != nil {
			return fmt.Errorf("the preview of %s: %w", t.name, err)
		}
		r.Live = append(r.Live, l)
	}
	return nil
}

// server returns the command that starts the preview of a tool, or nil if it is
// not measured.
func (c *runCommand) server(t *tool) func(site, port string) []string {
	switch t.name {
	case ours, oursGuide:
		return func(site, port string) []string {
			return []string{absolute(c.Program), "serve", "-s", site, "--address", "127.0.0.1:" + port}
		}
	case hugo:
		return func(site, port string) []string {
			program := t.args("", "")[0]
			return []string{program, "server", "-s", site, "--bind", "127.0.0.1", "--port", port}
		}
	}
	return nil
}

// preview measures the preview of one tool.
func (c *runCommand) preview(ctx context.Context, t *tool, n int, site string, serve func(site, port string) []string) (live, error) {
	l := live{Pages: n, Tool: t.name, Served: map[string]spread{}}
	open := middle(n, t.form)
	s, err := startServer(ctx, func(port string) []string { return serve(site, port) }, open.URL)
	if err != nil {
		return l, err
	}
	defer s.stop()
	l.Start = s.start
	hand := &hand{ctx: ctx, server: s, site: site, page: open.File, edits: c.Edits}
	for _, e := range servedEdits(t) {
		l.Served[e.name], err = hand.times(e, os.WriteFile, func(word string) (time.Time, error) { return s.served(ctx, open.URL, word) })
		if err != nil {
			return l, err
		}
	}
	if t.form == testsite.Small || t.form == testsite.Guide {
		if l.Shown, err = hand.shown(open.URL); err != nil {
			return l, err
		}
	}
	l.Peak = s.peak()
	return l, nil
}

// servedEdits are the edits whose word stands in the page that is served.
func servedEdits(t *tool) []edit {
	var all []edit
	for _, e := range edits {
		if e.name == "style" {
			continue
		}
		if t.name == hugo && e.name == "layout" {
			e.file = "layouts/baseof.html"
		}
		all = append(all, e)
	}
	return all
}

// A hand makes edits under a preview.
type hand struct {
	ctx context.Context
	*server
	site  string
	page  string // the file of the open page
	edits int    // how often each edit is made
	count int    // edits made so far
}

// fewest is how often a kind of edit is made at least, however slow the preview.
const fewest = 3

// times makes an edit many times, saved by save, and returns how long each took
// until seen saw its word.
func (h *hand) times(e edit, save func(string, []byte, os.FileMode) error, seen func(word string) (time.Time, error)) (spread, error) {
	t, err := e.in(h.site, h.page)
	if err != nil {
		return spread{}, err
	}
	defer t.restore()
	var took []float64
	began := time.Now()
	for i := range h.edits {
		if i >= fewest && time.Since(began) > patience {
			break
		}
		h.rest()
		time.Sleep(rand.N(50 * time.Millisecond)) // out of step with any clock of the preview
		h.count++
		word := word(h.count)
		if err := save(t.path, t.after(word), 0o644); err != nil {
			return spread{}, err
		}
		saved := time.Now()
		at, err := seen(word)
		if err != nil {
			return spread{}, fmt.Errorf("%s: %w", e.name, err)
		}
		took = append(took, float64(at.Sub(saved))/float64(time.Millisecond))
	}
	if err := t.restore(); err != nil {
		return spread{}, err
	}
	h.rest()
	return spreadOf(took), nil
}

// shown measures the edits with a browser open on the page.
func (h *hand) shown(url string) (map[string]spread, error) {
	b, err := openBrowser(h.ctx, h.root+url)
	if err != nil {
		fmt.Fprintf(os.Stderr, "no browser could be opened, so nothing is said of what it shows: %v\n", err)
		return nil, nil
	}
	defer b.close()
	all := map[string]spread{}
	for _, e := range edits {
		if all[e.name], err = h.times(e, os.WriteFile, b.saw); err != nil {
			return nil, err
		}
	}
	all[byRenaming], err = h.times(edits[0], renamed, b.saw)
	return all, err
}

// renamed saves a file by renaming another.
func renamed(path string, data []byte, mode os.FileMode) error {
	beside := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".tmp")
	if err := os.WriteFile(beside, data, mode); err != nil {
		return err
	}
	return os.Rename(beside, path)
}
