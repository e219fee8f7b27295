package serve

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A script is a loop under test: how long a build takes, and what was built.
type script struct {
	takes     time.Duration
	mu        sync.Mutex
	fails     error
	begun     []string // names of builds that were begun
	completed []string
	changes   chan change
}

// run runs a loop in a bubble of its own time, in which do sends changes.
func (s *script) run(t *testing.T, do func()) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s.changes = make(chan change)
		ready := make(chan struct{})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		l := &loop{make: s.build, ready: ready, settled: func([]string) bool { return true },
			publish: func(o outcome) { s.note(&s.completed, o.cause.list()) }}
		go func() { ended <- l.run(ctx, s.changes) }()
		<-ready
		do()
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the loop ended with %v", err)
		}
	})
}

func (s *script) build(ctx context.Context, names []string) outcome {
	s.note(&s.begun, names)
	select {
	case <-time.After(s.takes):
		s.mu.Lock()
		defer s.mu.Unlock()
		return outcome{err: s.fails}
	case <-ctx.Done():
		return outcome{err: fmt.Errorf("build: %w", ctx.Err())}
	}
}

func (s *script) note(list *[]string, names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*list = append(*list, fmt.Sprint(names))
}

func (s *script) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fails = err
}

func (s *script) save(names ...string) { s.changes <- change{names: names} }

func (s *script) want(t *testing.T, completed ...string) {
	t.Helper()
	if !slices.Equal(s.completed, completed) {
		t.Errorf("built: got %q, want %q", s.completed, completed)
	}
}

func TestLoopGathersASave(t *testing.T) {
	s := &script{takes: time.Millisecond}
	s.run(t, func() {
		s.save("a")
		time.Sleep(quiet / 2)
		s.save("b", "a")
		time.Sleep(time.Second)
		s.save("c")
		time.Sleep(time.Second)
	})
	s.want(t, "[]", "[a b]", "[c]")
}

func TestLoopBuildsDuringAStorm(t *testing.T) {
	s := &script{takes: time.Millisecond}
	s.run(t, func() {
		for i := range 100 {
			s.save(fmt.Sprintf("n%d", i))
			time.Sleep(11 * time.Millisecond)
		}
		time.Sleep(time.Second)
	})
	if n := len(s.completed); n != 5 { // the first, one each 300 ms, the last
		t.Errorf("in a storm of 1.1 s: got %d builds, want 5", n)
	}
}

// TestLoopCancels changes files during builds: they are cancelled, and the last
// one is for all that changed.
func TestLoopCancels(t *testing.T) {
	s := &script{takes: 500 * time.Millisecond}
	s.run(t, func() {
		s.save("a")
		time.Sleep(100 * time.Millisecond)
		s.save("b")
		time.Sleep(100 * time.Millisecond)
		s.save("c")
		time.Sleep(time.Second)
	})
	s.want(t, "[]", "[a b c]")
	if want := []string{"[]", "[a]", "[a b]", "[a b c]"}; !slices.Equal(s.begun, want) {
		t.Errorf("begun: got %q, want %q", s.begun, want)
	}
}

// TestLoopDoesNotStarve changes files faster than a build takes, for long.
func TestLoopDoesNotStarve(t *testing.T) {
	s := &script{takes: 500 * time.Millisecond}
	s.run(t, func() {
		for range 100 {
			s.save("a")
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(time.Second)
	})
	if len(s.completed) < 3 {
		t.Errorf("in 10 s of edits: got %d builds, want one after %v at most", len(s.completed), patience)
	}
}

func TestLoopAllFiles(t *testing.T) {
	s := &script{takes: 100 * time.Millisecond}
	s.run(t, func() {
		s.save("a")
		time.Sleep(50 * time.Millisecond) // the build of a is under way
		s.changes <- change{all: true}
		time.Sleep(time.Second)
		s.changes <- change{}
		time.Sleep(time.Second)
	})
	s.want(t, "[]", "[]")
}

func TestLoopNewDay(t *testing.T) {
	s := &script{takes: time.Millisecond}
	s.run(t, func() { time.Sleep(49 * time.Hour) })
	s.want(t, "[]", "[]", "[]") // a bubble begins at midnight UTC
}

func TestLoopTriesAgain(t *testing.T) {
	s := &script{takes: time.Millisecond}
	s.run(t, func() {
		s.fail(errors.New("no permission"))
		s.save("a")
		time.Sleep(quiet + again + 10*time.Millisecond)
		s.fail(nil)
		time.Sleep(10 * again)
	})
	s.want(t, "[]", "[a]", "[]")
}

func TestLoopWaitsForAFileToFill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ready, changes := make(chan struct{}), make(chan change)
		ctx, stop := context.WithCancel(t.Context())
		filled := time.Now().Add(unsettled / 2)
		var built []time.Time
		l := &loop{ready: ready, publish: func(outcome) {},
			make:    func(context.Context, []string) outcome { built = append(built, time.Now()); return outcome{} },
			settled: func(names []string) bool { return len(names) == 0 || time.Now().After(filled) }}
		ended := make(chan error)
		go func() { ended <- l.run(ctx, changes) }()
		<-ready
		changes <- change{names: []string{"a"}}
		time.Sleep(unsettled/2 + time.Millisecond)
		changes <- change{names: []string{"a"}}
		time.Sleep(time.Second)
		stop()
		<-ended
		if len(built) != 2 || built[1].Before(filled) {
			t.Errorf("got builds at %v, want one after %v", built, filled)
		}
	})
}
