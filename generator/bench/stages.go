package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"strconv"
	"time"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/overlay"
)

type stagesCommand struct {
	Pages int    `short:"n" default:"1000" help:"How many pages the site has."`
	Dir   string `arg:"" type:"existingdir" help:"The site, as made by bench make."`
}

// stages are how long builds take inside a program that goes on running.
type stages struct {
	Cold  time.Duration            // everything, from nothing
	Open  map[string]time.Duration // after an edit of that name, until the open page is made
	All   map[string]time.Duration // likewise, until all pages are made
	Draws map[string]int           // how many files were made again
}

// again is how often each edit is made; what is told is the median.
const again = 5

// Run prints the stages as JSON.
func (c *stagesCommand) Run(ctx context.Context) error {
	s, err := measureStages(ctx, c.Dir, c.Pages)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(s)
}

// measureStages builds the site of n pages in dir, and makes each edit.
func measureStages(ctx context.Context, dir string, n int) (*stages, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	b := build.New(overlay.FS{{FS: root.FS()}}, build.Options{PlainAssets: true})
	s := &stages{Open: map[string]time.Duration{}, All: map[string]time.Duration{}, Draws: map[string]int{}}
	began := time.Now()
	last, err := whole(ctx, b)
	if err != nil {
		return nil, err
	}
	s.Cold = time.Since(began)
	open := middle(n, "")
	for _, e := range edits {
		t, err := e.in(dir, open.File)
		if err != nil {
			return nil, err
		}
		if last, err = s.measure(ctx, b, last, t, path.Join(open.URL, "index.html")); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// whole builds the site and makes all of it. Of names see build.Builder.Build.
func whole(ctx context.Context, b *build.Builder, names ...string) (*build.Result, error) {
	r, err := b.Build(ctx, names...)
	if err == nil {
		_, err = r.All(ctx, nil)
	}
	return r, err
}

// measure makes the edit t some times, and puts the file back. It returns the
// result of the last build.
func (s *stages) measure(ctx context.Context, b *build.Builder, last *build.Result, t target, open string) (*build.Result, error) {
	var opens, alls []time.Duration
	for i := range again {
		if err := os.WriteFile(t.path, t.after(word(i)), 0o644); err != nil {
			return nil, err
		}
		began := time.Now()
		r, err := b.Build(ctx, t.file)
		if err != nil {
			return nil, err
		}
		s.Draws[t.name] = fresh(last, r)
		r.Outputs[open].Bytes()
		opens = append(opens, time.Since(began))
		if _, err := r.All(ctx, nil); err != nil {
			return nil, err
		}
		alls = append(alls, time.Since(began))
		last = r
	}
	s.Open[t.name] = quantile(opens, 0.5, itself)
	s.All[t.name] = quantile(alls, 0.5, itself)
	if err := t.restore(); err != nil {
		return nil, err
	}
	return whole(ctx, b, t.file)
}

func itself(d time.Duration) time.Duration { return d }

// fresh counts the outputs of r that are not those of last.
func fresh(last, r *build.Result) int {
	n := 0
	for name, o := range r.Outputs {
		if last.Outputs[name] != o {
			n++
		}
	}
	return n
}

// stagesOf has another process measure the stages of the site in dir.
func stagesOf(ctx context.Context, n int, dir string) (stages, error) {
	var s stages
	self, err := os.Executable()
	if err != nil {
		return s, err
	}
	cmd := exec.CommandContext(ctx, self, "stages", "-n", strconv.Itoa(n), dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return s, fmt.Errorf("stages of %d pages: %w", n, err)
	}
	return s, json.Unmarshal(out, &s)
}
