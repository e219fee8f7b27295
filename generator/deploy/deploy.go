package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/minio/minio-go/v7"
)

// A deploy is one run.
type deploy struct {
	plan     *plan
	dir      *os.Root
	store    *store
	jobs     int
	takeOver bool
	every    time.Duration // how often the ledger is written while a deploy runs, at least
	progress *progress
	out      io.Writer
}

// run puts the site in its place. Nothing is touched before all that can be known
// beforehand is known to be well.
func (d *deploy) run(ctx context.Context, dry bool) (report, error) {
	if err := d.verify(); err != nil {
		return report{}, err
	}
	was, err := d.read(ctx, dry)
	if err != nil {
		return report{}, err
	}
	have, others, err := d.look(ctx, was)
	if err != nil {
		return report{}, err
	}
	w, foreign := arrange(d.plan, was, have)
	if len(foreign) > 0 && !d.takeOver {
		return report{}, refuse("%s holds %s that this program did not put there: %s; give another place, or say --take-over if they may be replaced",
			d.store, plural(len(foreign), "file"), some(foreign))
	}
	r := report{same: w.same, others: others, left: len(w.left)}
	if dry {
		d.tell(w)
		return r, nil
	}
	if w.none() && !was.Unfinished && was.Plan == d.plan.mark {
		return r, nil
	}
	return d.carry(ctx, w, begun(d.plan, was, w, have, rand.Text()), r)
}

// verify makes sure that the folder is the one that the plan was made for.
func (d *deploy) verify() error {
	var bytes int64
	for _, f := range d.plan.Files {
		bytes += f.Size
	}
	d.progress.begin("checked", len(d.plan.Files), bytes)
	defer d.progress.end()
	return d.plan.verify(d.dir, d.progress.done)
}

// read returns the ledger, if it is this site's and no other deploy runs.
func (d *deploy) read(ctx context.Context, dry bool) (*ledger, error) {
	l, err := d.store.ledger(ctx)
	var unreadable *refusal
	if errors.As(err, &unreadable) && l != nil && d.takeOver {
		return l, nil
	}
	if err != nil {
		return nil, err
	}
	if l.another(d.plan) && !d.takeOver {
		return nil, refuse("%s holds another site, %s, and this one is %s; give another place, or say --take-over if it is to be replaced",
			d.store, called(l.Title, l.Base), called(d.plan.title, d.plan.Base))
	}
	if dry || !l.Unfinished || l.Again == 0 {
		return l, nil
	}
	return d.await(ctx, l)
}

// await finds out whether the deploy that wrote l runs or died: one that runs writes
// the ledger again.
func (d *deploy) await(ctx context.Context, l *ledger) (*ledger, error) {
	wait := 3 * time.Duration(l.Again) * time.Second
	d.store.said(fmt.Sprintf("another deploy runs, or was cut off; waiting %v for a sign of it", wait))
	select {
	case <-time.After(wait):
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	now, err := d.store.ledger(ctx)
	if err != nil {
		return nil, err
	}
	if now.Unfinished && now.version != l.version {
		return nil, refuse("another deploy to %s is under way; run this again when it is done", d.store)
	}
	return now, nil
}

// look returns what stands in the store in the place of files of the plan and the
// ledger, and how many others there are.
func (d *deploy) look(ctx context.Context, l *ledger) (map[string]object, int, error) {
	planned := map[string]bool{}
	for _, f := range d.plan.Files {
		planned[f.Path] = true
	}
	versions, others, err := d.store.list(ctx, func(path string) bool {
		_, listed := l.Files[path]
		return planned[path] || listed
	})
	if err != nil {
		return nil, 0, err
	}
	have, unclear := known(l, versions)
	var mu sync.Mutex
	err = each(ctx, d.jobs, unclear, func(ctx context.Context, path string) error {
		o, err := d.store.ask(ctx, path)
		if answered(err).Code == minio.NoSuchKey {
			return nil // gone since it was listed: the next deploy sees it
		}
		mu.Lock()
		defer mu.Unlock()
		have[path] = o
		return err
	})
	return have, others, err
}

// carry does the work, and keeps the ledger while it does.
func (d *deploy) carry(ctx context.Context, w *work, l *ledger, r report) (report, error) {
	k, err := d.claim(ctx, l)
	if err != nil {
		return r, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	beats := k.beat(ctx, cancel)
	r, err = d.work(ctx, w, k, r)
	cancel(nil)
	<-beats
	if errors.Is(err, errOvertaken) {
		return r, refuse("another deploy to %s has begun; this one stopped", d.store)
	}
	if err != nil {
		k.stop(ctx)
		return r, err
	}
	if err := k.finish(context.WithoutCancel(ctx)); err != nil {
		return r, err
	}
	return r, nil
}

// claim writes the ledger that says what is meant to be done.
func (d *deploy) claim(ctx context.Context, l *ledger) (*keeper, error) {
	l.Again = seconds(d.every)
	d.store.conditional = true
	version, err := d.store.keep(ctx, l)
	if answered(err).Code == minio.NotImplemented {
		d.store.conditional = false
		version, err = d.store.keep(ctx, l)
	}
	if errors.Is(err, errOvertaken) {
		return nil, refuse("another deploy to %s has begun at the same time; run this again when it is done", d.store)
	}
	if err != nil {
		return nil, err
	}
	l.version = version
	if l, err = d.store.probe(ctx, l); err != nil {
		return nil, err
	}
	return &keeper{store: d.store, every: d.every, ledger: *l}, nil
}

// work uploads and deletes, stage by stage.
func (d *deploy) work(ctx context.Context, w *work, k *keeper, r report) (report, error) {
	for _, s := range w.stages() {
		if err := d.upload(ctx, s, k, &r); err != nil {
			return r, err
		}
	}
	d.progress.begin("deleted", len(w.deleted), 0)
	defer d.progress.end()
	var mu sync.Mutex
	err := each(ctx, d.jobs, w.deleted, func(ctx context.Context, path string) error {
		if err := d.store.remove(ctx, path); err != nil {
			return fmt.Errorf("delete %s: %w", path, err)
		}
		k.removed(path)
		d.progress.done(0)
		mu.Lock()
		defer mu.Unlock()
		r.deleted++
		return nil
	})
	r.spared = len(w.spared)
	return r, err
}

// upload does one stage.
func (d *deploy) upload(ctx context.Context, s stage, k *keeper, r *report) error {
	var bytes int64
	for _, p := range s.puts {
		bytes += p.Size
	}
	d.progress.begin(s.name, len(s.puts), bytes)
	defer d.progress.end()
	var mu sync.Mutex
	return each(ctx, d.jobs, s.puts, func(ctx context.Context, p put) error {
		f, err := p.open(d.dir)
		if err != nil {
			return err
		}
		defer f.Close()
		version, err := d.store.put(ctx, p, f)
		if err != nil {
			return fmt.Errorf("upload %s: %w", p.Path, err)
		}
		k.uploaded(p, version)
		d.progress.done(p.Size)
		mu.Lock()
		defer mu.Unlock()
		r.uploaded, r.bytes = r.uploaded+1, r.bytes+p.Size
		return nil
	})
}

// each does do for all items, so many side by side. It stops at the first error, and
// returns it.
func each[T any](ctx context.Context, jobs int, items []T, do func(context.Context, T) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan T)
	var group sync.WaitGroup
	for range min(jobs, len(items)) {
		group.Go(func() {
			for item := range queue {
				if err := do(ctx, item); err != nil {
					cancel(err)
				}
			}
		})
	}
	for _, item := range items {
		if ctx.Err() != nil {
			break
		}
		select {
		case queue <- item:
		case <-ctx.Done():
		}
	}
	close(queue)
	group.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}
