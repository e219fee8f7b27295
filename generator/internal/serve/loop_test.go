package serve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"iopguide/generator/internal/build"
)

// A script is a loop under test: how long a build takes, and what was built.
type script struct {
	takes     time.Duration
	draws     time.Duration // how long drawing takes after that, once a first part is shown
	mu        sync.Mutex
	fails     error
	begun     []string // names of builds that were begun
	shown     []string // and of those of which a part was shown
	completed []string
	dir       string // of files, if there are any
	changes   chan change
}

func (s *script) stat(name string) os.FileInfo {
	info, err := os.Stat(filepath.Join(s.dir, name))
	if err != nil {
		return nil
	}
	return info
}

// run runs a loop in a bubble of its own time, in which do sends changes.
func (s *script) run(t *testing.T, do func()) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s.changes = make(chan change)
		ready := make(chan struct{})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		l := &loop{make: s.build, ready: ready, settled: func([]string) bool { return true }, stat: s.stat,
			publish: func(o outcome) {
				if o.part {
					s.note(&s.shown, o.cause.list())
				} else {
					s.note(&s.completed, o.cause.list())
				}
			}}
		go func() { ended <- l.run(ctx, s.changes) }()
		<-ready
		do()
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the loop ended with %v", err)
		}
	})
}

func (s *script) build(w work) outcome {
	s.note(&s.begun, w.names)
	if err := during(w.build, s.takes); err != nil {
		return outcome{err: err}
	}
	if s.draws > 0 {
		w.show(outcome{part: true})
		if err := during(w.draw, s.draws); err != nil {
			return outcome{result: &build.Result{}, err: err}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return outcome{err: s.fails}
}

// during waits, and says if it was cancelled meanwhile.
func during(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return fmt.Errorf("build: %w", ctx.Err())
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
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Equal(s.completed, completed) {
		t.Errorf("built: got %q, want %q", s.completed, completed)
	}
}

// TestLoopDoesNotWait saves a file whole: it is built at once, not after a pause.
func TestLoopDoesNotWait(t *testing.T) {
	s := &script{takes: time.Millisecond}
	s.run(t, func() {
		time.Sleep(time.Second)
		s.save("a")
		time.Sleep(time.Millisecond + time.Microsecond)
		s.want(t, "[]", "[a]")
	})
}

// TestLoopGathersASave saves one file after another: each build but the first
// waits for a moment of quiet.
func TestLoopGathersASave(t *testing.T) {
	s := &script{takes: time.Millisecond}
	s.run(t, func() {
		time.Sleep(time.Second)
		s.save("a")
		time.Sleep(quiet / 3)
		s.save("b")
		time.Sleep(quiet / 3)
		s.save("c", "b")
		time.Sleep(time.Second)
	})
	s.want(t, "[]", "[a]", "[b c]")
}

// TestLoopGathersMany changes more files than a person saves.
func TestLoopGathersMany(t *testing.T) {
	s := &script{takes: time.Millisecond}
	s.run(t, func() {
		time.Sleep(time.Second)
		s.save("a", "b", "c", "d", "e", "f", "g", "h", "i")
		time.Sleep(quiet / 2)
		s.save("j")
		time.Sleep(time.Second)
	})
	s.want(t, "[]", "[a b c d e f g h i j]")
}

// TestLoopIsToldTwice tells a second time of a file that is as it was when the
// build began: that does not cancel the build, but is built, too.
func TestLoopIsToldTwice(t *testing.T) {
	s := &script{takes: 100 * time.Millisecond, dir: t.TempDir()}
	put(t, filepath.Join(s.dir, "a"), "x")
	s.run(t, func() {
		s.save("a")
		time.Sleep(50 * time.Millisecond)
		s.save("a")
		time.Sleep(time.Second)
	})
	s.want(t, "[]", "[a]", "[a]")
}

// TestLoopLeavesDrawing changes files while what nobody looks at is drawn: that
// is left, and what was shown stays.
func TestLoopLeavesDrawing(t *testing.T) {
	s := &script{takes: time.Millisecond, draws: time.Second}
	s.run(t, func() {
		s.save("a")
		time.Sleep(500 * time.Millisecond)
		s.save("b")
		time.Sleep(500 * time.Millisecond)
		s.save("a")
		time.Sleep(2 * time.Second)
	})
	s.want(t, "[a]")
	if want := []string{"[]", "[a]", "[b]", "[a]"}; !slices.Equal(s.shown, want) {
		t.Errorf("shown in part: got %q, want %q", s.shown, want)
	}
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
			stat:    func(string) os.FileInfo { return nil },
			make:    func(work) outcome { built = append(built, time.Now()); return outcome{} },
			settled: func([]string) bool { return time.Now().After(filled) }}
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
