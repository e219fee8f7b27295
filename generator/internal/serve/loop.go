package serve

import (
	"context"
	"errors"
	"slices"
	"time"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
)

const (
	quiet     = 15 * time.Millisecond  // that ends a save
	unsettled = 100 * time.Millisecond // that ends one which left a file empty, or missing
	storm     = 300 * time.Millisecond // after which changes that go on are built
	patience  = 2 * time.Second        // after which a build is no longer cancelled
	again     = time.Second            // after which a build that failed is tried again
	dayCheck  = time.Minute            // how often to look for a new day: a computer may sleep at midnight
)

// A change is files that may have changed, by their names in the site: content/costs.md.
type change struct {
	names []string
	all   bool // every file may have changed
}

// An outcome is what came of a build: a result and what is wrong with it, or
// why there is none.
type outcome struct {
	result *build.Result
	list   diag.List
	err    error
	cause  pending // what it was made for
}

// pending is what has changed since the last completed build.
type pending struct {
	names map[string]bool
	all   bool
	day   bool      // a new day has begun
	since time.Time // of the first change
}

func (p *pending) add(c change) {
	if len(c.names) == 0 && !c.all {
		return
	}
	if p.empty() {
		p.since, p.names = time.Now(), map[string]bool{}
	}
	p.all = p.all || c.all
	for _, n := range c.names {
		p.names[n] = true
	}
}

func (p *pending) empty() bool { return !p.all && len(p.names) == 0 }

// list returns the names for Build, sorted; none stands for every file.
func (p *pending) list() []string {
	if p.all {
		return nil
	}
	return p.sorted()
}

func (p *pending) sorted() []string {
	var names []string
	for n := range p.names {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// A loop builds after each change.
type loop struct {
	make    func(ctx context.Context, names []string) outcome
	publish func(outcome)
	settled func(names []string) bool
	ready   chan<- struct{} // closed after the first build
}

// run builds, and builds again after each change, until ctx is done. Only if
// the first build fails does it return an error.
func (l *loop) run(ctx context.Context, changes <-chan change) error {
	first := true
	var p pending
	p.add(change{all: true})
	for day := today(); ; {
		o, later := l.attempt(ctx, p, changes)
		cancelled := errors.Is(o.err, context.Canceled)
		switch {
		case ctx.Err() != nil:
			return nil
		case cancelled:
			p.add(change{later.sorted(), later.all})
		case first && o.err != nil:
			return o.err
		default:
			o.cause, p = p, later
			l.publish(o)
			if first {
				close(l.ready)
			}
			first = false
		}
		if !l.gather(ctx, &p, &day, changes, o.err != nil && !cancelled) {
			return nil
		}
	}
}

// attempt builds what p names. Changes that come meanwhile cancel the build,
// unless changes have been waiting for long; they are returned as later.
func (l *loop) attempt(ctx context.Context, p pending, changes <-chan change) (o outcome, later pending) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan outcome, 1)
	go func() { done <- l.make(ctx, p.list()) }()
	for {
		select {
		case o := <-done:
			return o, later
		case c := <-changes:
			later.add(c)
			if !later.empty() && time.Since(p.since) < patience {
				cancel()
			}
		}
	}
}

// gather waits for a change, or a new day, then for quiet. It returns false if
// ctx is done.
func (l *loop) gather(ctx context.Context, p *pending, day *string, changes <-chan change, failed bool) bool {
	var retry <-chan time.Time
	if failed {
		retry = time.After(again)
	}
	for p.empty() {
		select {
		case <-ctx.Done():
			return false
		case c := <-changes:
			p.add(c)
		case <-retry:
			p.add(change{all: true})
		case <-time.After(dayCheck):
			if now := today(); now != *day {
				*day = now
				p.add(change{all: true})
				p.day = true
			}
		}
	}
	return l.calm(ctx, p, changes)
}

// calm waits until no more changes come, or for as long as a storm may last.
func (l *loop) calm(ctx context.Context, p *pending, changes <-chan change) bool {
	end := time.Now().Add(storm)
	for {
		pause := quiet
		if names := p.list(); len(names) <= savedAtOnce && !l.settled(names) {
			pause = unsettled
		}
		select {
		case <-ctx.Done():
			return false
		case c := <-changes:
			p.add(c)
		case <-time.After(min(pause, time.Until(end))):
			return true
		}
	}
}

// savedAtOnce is how many files change when a person saves.
const savedAtOnce = 8

// today is the day by which pages are due and overdue.
func today() string { return time.Now().UTC().Format(time.DateOnly) }
