package serve

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync/atomic"
	"time"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
)

const (
	quiet     = 15 * time.Millisecond  // that ends a storm of changes
	unsettled = 100 * time.Millisecond // that ends a save which left a file empty, or missing
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
	found  found   // what of list was found in drawing outputs
	holds  version // the last one shown that has no errors, if list has some
	part   bool    // not all outputs are drawn yet: another outcome follows
	err    error
	cause  pending // what it was made for
}

// work is what to build, and how long to go on.
type work struct {
	names []string        // of files that may have changed; none stands for all
	build context.Context // done if the build is to be left
	draw  context.Context // done if drawing what nobody looks at is to be left, too
	show  func(outcome)   // told of a part of the outcome that can be shown already
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
	make    func(work) outcome
	publish func(outcome)
	settled func(names []string) bool
	stat    func(name string) os.FileInfo // of a file of the site, as it is now; nil if there is none
	ready   chan<- struct{}               // closed after the first build
	isReady bool
	built   time.Time // when the last build was shown or left
}

// run builds, and builds again after each change, until ctx is done. Only if
// the first build fails does it return an error.
func (l *loop) run(ctx context.Context, changes <-chan change) error {
	var p pending
	p.add(change{all: true})
	for day := today(); ; {
		o, later := l.attempt(ctx, p, changes)
		cancelled := errors.Is(o.err, context.Canceled)
		switch {
		case ctx.Err() != nil:
			return nil
		case cancelled && o.result == nil:
			p.add(change{later.sorted(), later.all})
		case cancelled: // what is not drawn is drawn after the next build
			p = later
		case !l.isReady && o.err != nil:
			return o.err
		default:
			o.cause, p = p, later
			l.tell(o)
		}
		if !l.gather(ctx, &p, &day, changes, o.err != nil && !cancelled) {
			return nil
		}
	}
}

func (l *loop) tell(o outcome) {
	l.publish(o)
	if !l.isReady {
		close(l.ready)
		l.isReady = true
	}
}

// attempt builds what p names. Changes that come meanwhile are returned as
// later. They cancel what is not shown yet, unless changes have been waiting for
// long; and drawing what nobody looks at.
//
// Of one save the system may tell several times. A change that leaves a file as
// it was when the build began does not cancel the build, which has most likely
// read it so. It is in later all the same: building once more is cheap where
// nothing changed, and the times of files are too coarse to rely on.
func (l *loop) attempt(ctx context.Context, p pending, changes <-chan change) (o outcome, later pending) {
	build, cancel := context.WithCancel(ctx)
	defer cancel()
	draw, leave := context.WithCancel(build)
	defer leave()
	as := l.asItIs(p.list())
	var shown atomic.Bool
	show := func(o outcome) {
		o.cause = p
		l.tell(o)
		l.built = time.Now()
		shown.Store(true)
	}
	done := make(chan outcome, 1)
	go func() { done <- l.make(work{p.list(), build, draw, show}) }()
	for {
		select {
		case o := <-done:
			if shown.Load() {
				return o, later
			}
			l.built = time.Now()
			if o.result != nil && !later.empty() {
				later.since = p.since
			}
			return o, later
		case c := <-changes:
			later.add(c)
			patient := time.Since(p.since) < patience
			switch {
			case later.empty():
			case shown.Load():
				leave()
			case patient && !l.still(as, c):
				cancel()
			case patient:
				leave()
			}
		}
	}
}

// asItIs returns what the files of these names are now, if they are few.
func (l *loop) asItIs(names []string) map[string]os.FileInfo {
	if len(names) > savedAtOnce {
		return nil
	}
	as := map[string]os.FileInfo{}
	for _, n := range names {
		as[n] = l.stat(n)
	}
	return as
}

// still reports whether all files of a change are as they were.
func (l *loop) still(as map[string]os.FileInfo, c change) bool {
	return !c.all && !slices.ContainsFunc(c.names, func(n string) bool {
		old, known := as[n]
		return !known || !sameFile(old, l.stat(n))
	})
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
	stormy := time.Since(l.built) < quiet
	for end := time.Now().Add(storm); time.Now().Before(end); {
		pause := min(l.pause(p, stormy), time.Until(end))
		if pause <= 0 {
			select {
			case c := <-changes: // has come already
				p.add(c)
				continue
			default:
				return ctx.Err() == nil
			}
		}
		select {
		case <-ctx.Done():
			return false
		case c := <-changes:
			p.add(c)
		case <-time.After(pause):
			return true
		}
	}
	return ctx.Err() == nil
}

// pause returns how long to wait for more changes: not at all after a save that
// is whole, unless many files change, or changes follow on the heels of a build.
func (l *loop) pause(p *pending, stormy bool) time.Duration {
	names := p.list()
	switch {
	case p.all || len(names) > savedAtOnce:
		return quiet
	case !l.settled(names):
		return unsettled
	case stormy:
		return quiet
	}
	return 0
}

// savedAtOnce is how many files change when a person saves.
const savedAtOnce = 8

// today is the day by which pages are due and overdue.
func today() string { return time.Now().UTC().Format(time.DateOnly) }
