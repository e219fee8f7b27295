package main

import (
	"context"
	"errors"
	"maps"
	"sync"
	"time"
)

// A keeper keeps the ledger in the store true while a deploy runs.
type keeper struct {
	store *store
	every time.Duration

	mu     sync.Mutex
	ledger ledger // its Files are the keeper's own
}

// uploaded notes that a file stands where it should.
func (k *keeper) uploaded(p put, version string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ledger.Files[p.Path] = entry{Mark: p.mark(), Version: version, Asset: p.Kind == asset}
}

// removed notes that a file is gone.
func (k *keeper) removed(path string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.ledger.Files, path)
}

// beat writes the ledger now and then until ctx is done, so that a deploy that is cut
// off has little to do again, and others see that this one runs. A large ledger on a
// slow line is written more seldom.
func (k *keeper) beat(ctx context.Context, cancel context.CancelCauseFunc) (ended <-chan struct{}) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for every := k.every; ; {
			select {
			case <-time.After(every):
			case <-ctx.Done():
				return
			}
			began := time.Now()
			err := k.write(ctx, func(l *ledger) { l.Again = seconds(every) })
			if err != nil && ctx.Err() == nil {
				cancel(err)
				return
			}
			every = max(k.every, 10*time.Since(began))
		}
	}()
	return done
}

// write writes the ledger as it is now, after change.
func (k *keeper) write(ctx context.Context, change func(*ledger)) error {
	k.mu.Lock()
	change(&k.ledger)
	now := k.ledger
	now.Files = maps.Clone(now.Files)
	k.mu.Unlock()
	version, err := k.store.keep(ctx, &now)
	if err == nil {
		k.mu.Lock()
		k.ledger.version = version
		k.mu.Unlock()
	}
	return err
}

// stop says in the ledger that this deploy stopped, so that the next need not wait.
func (k *keeper) stop(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_ = k.write(ctx, func(l *ledger) { l.Again = 0 }) // without it, the next deploy waits a little
}

// finish says in the ledger that all is done.
func (k *keeper) finish(ctx context.Context) error {
	err := k.write(ctx, func(l *ledger) { l.Unfinished, l.Again = false, 0 })
	if errors.Is(err, errOvertaken) {
		return refuse("another deploy to %s has begun while this one ran; run this again when it is done", k.store)
	}
	return err
}

func seconds(d time.Duration) int { return max(1, int(d.Seconds())) }
