package publish

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// meet begins a publish of version 2 that stops in its middle, and returns a
// function that lets it go on and waits for its end. meanwhile is called at
// each attempt of anyone else to take the lock.
func meet(t *testing.T, dir string, meanwhile func(attempt int)) (goOn func() error) {
	t.Helper()
	reached, free, done := make(chan bool), make(chan bool), make(chan error)
	var locks, writes atomic.Int32
	set(t, &failpoint, func(step, path string) error {
		switch {
		case step == "write" && writes.Add(1) == 3:
			close(reached)
			<-free
		case step == "lock":
			if n := locks.Add(1); n > 1 {
				meanwhile(int(n) - 1)
			}
		}
		return nil
	})
	go func() {
		_, err := Write(context.Background(), dir, siteOf(2, 40), Options{})
		done <- err
	}()
	<-reached
	return func() error { close(free); return <-done }
}

func TestTwoBuilds(t *testing.T) {
	set(t, &lockPause, time.Millisecond)
	set(t, &lockWait, 5*time.Millisecond)
	dir := filepath.Join(tempDir(t), "public")
	mustWrite(t, dir, siteOf(1, 40), Options{})
	goOn := meet(t, dir, func(int) {})
	var busy *Busy
	if _, err := Write(context.Background(), dir, siteOf(3, 40), Options{}); !errors.As(err, &busy) || busy.Dir != dir {
		t.Errorf("got %v, want that another build is publishing", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Write(ctx, dir, siteOf(3, 40), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
	wantWhole(t, dir, published(1, 40), published(1, 40))
	if err := goOn(); err != nil {
		t.Fatal(err)
	}
	wantSite(t, dir, published(2, 40))
}

func TestSecondBuildWaits(t *testing.T) {
	set(t, &lockPause, time.Millisecond)
	set(t, &lockWait, time.Hour)
	dir := filepath.Join(tempDir(t), "public")
	mustWrite(t, dir, siteOf(1, 40), Options{})
	begun := make(chan bool)
	goOn := meet(t, dir, func(attempt int) {
		if attempt == 3 {
			close(begun)
		}
	})
	second := make(chan error)
	go func() {
		_, err := Write(context.Background(), dir, siteOf(3, 40), Options{})
		second <- err
	}()
	<-begun
	if err := errors.Join(goOn(), <-second); err != nil {
		t.Fatal(err)
	}
	wantSite(t, dir, published(3, 40))
}
