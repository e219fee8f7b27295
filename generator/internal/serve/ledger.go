package serve

import (
	"compress/gzip"
	"runtime"
	"sync"

	"iopguide/generator/internal/build"
)

// A ledger remembers what takes long to find out of pages and files. Its zero
// value is ready to use.
type ledger struct {
	mu       sync.Mutex
	of       *build.Result
	pages    []*build.Overview
	readings memory[any, build.Reading] // by page
	sizes    memory[*build.Output, loaded]
}

// overviews returns those of all pages of r.
func (l *ledger) overviews(r *build.Result) []*build.Overview {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of != r {
		l.of, l.pages = r, r.Overviews()
	}
	return l.pages
}

// reading returns how a page of r reads.
func (l *ledger) reading(r *build.Result, o *build.Overview) build.Reading {
	return l.readings.get(o.Page, 2*r.Pages, o.Reading)
}

// loaded is what a browser loads of a file, and with it.
type loaded struct {
	size   int      // of the file as hosts send it, compressed
	sheets []string // the paths of the style sheets that a page waits for
}

// weight returns how many bytes a browser loads before it shows a page of r,
// which is drawn for it.
func (l *ledger) weight(r *build.Result, page *build.Output) int {
	of := l.load(r, page)
	n := of.size
	for _, path := range of.sheets {
		if o := r.Outputs[path]; o != nil {
			n += l.load(r, o).size
		}
	}
	return n
}

func (l *ledger) load(r *build.Result, o *build.Output) loaded {
	return l.sizes.get(o, 2*r.Pages, func() loaded {
		data, _ := o.Bytes()
		of := loaded{size: compressed(data)}
		if isPage(o.Path) {
			of.sheets = build.Sheets(o.Path, data)
		}
		return of
	})
}

// A memory keeps what was found out. Once it has too much it forgets all: what
// pages and files were before an edit must not stay for ever.
type memory[K comparable, V any] struct {
	mu    sync.Mutex
	known map[K]V
}

// least is what a memory may keep, however small the site is.
const least = 1000

// get returns what is known of key, or finds it out. most is how much to keep.
func (m *memory[K, V]) get(key K, most int, find func() V) V {
	m.mu.Lock()
	v, ok := m.known[key]
	m.mu.Unlock()
	if ok {
		return v
	}
	v = find()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= max(most, least) {
		m.known = map[K]V{}
	}
	m.known[key] = v
	return v
}

// compressed returns the size of data once compressed.
func compressed(data []byte) int {
	var n counter
	w := gzip.NewWriter(&n)
	_, _ = w.Write(data) // a counter takes all
	_ = w.Close()
	return int(n)
}

// A counter counts what is written.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// inParallel calls do for each number below n.
func inParallel(n int, do func(int)) {
	var running sync.WaitGroup
	workers := min(runtime.GOMAXPROCS(0), n)
	for w := range workers {
		running.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	running.Wait()
}
