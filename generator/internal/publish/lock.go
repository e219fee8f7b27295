package publish

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// A Busy says that another publish into the same folder runs.
type Busy struct{ Dir string }

func (b *Busy) Error() string {
	return fmt.Sprintf("another build is publishing into %s; wait until it is done, then build again", b.Dir)
}

// How long to wait for another publish to end, and how often to look.
var (
	lockWait  = 3 * time.Second
	lockPause = 25 * time.Millisecond
)

// errLocked is what lockFile returns for a file that another process has
// locked.
var errLocked = errors.New("locked")

// acquire takes the lock, which the system drops if this process is killed.
func (p place) acquire(ctx context.Context) (unlock func(), err error) {
	if err := os.MkdirAll(p.parent, 0o755); err != nil {
		return nil, err
	}
	for waited := time.Duration(0); ; waited += lockPause {
		f, err := p.tryLock()
		switch {
		case err == nil:
			return func() { p.release(f) }, nil
		case !errors.Is(err, errLocked):
			const way = "write beside %s, where the new one is made: %w; " +
				"name a folder within one that you may write to"
			return nil, fmt.Errorf(way, p.dir, err)
		case waited >= lockWait:
			return nil, &Busy{p.dir}
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(lockPause):
		}
	}
}

// tryLock returns the locked file, or errLocked.
func (p place) tryLock() (*os.File, error) {
	if err := at("lock", p.lock); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(p.lock, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	if err = lockFile(f); err == nil && !isAt(f, p.lock) {
		err = errLocked // it was removed by its owner between the two calls
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// isAt reports whether f is still the file at path.
func isAt(f *os.File, path string) bool {
	a, errA := f.Stat()
	b, errB := os.Stat(path)
	return errA == nil && errB == nil && os.SameFile(a, b)
}
