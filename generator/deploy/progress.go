package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// A progress tells a person how far a deploy is: on a terminal by a line that changes,
// elsewhere by a line for each stage, and one now and then.
type progress struct {
	out      io.Writer
	terminal bool

	mu          sync.Mutex
	name        string
	files, of   int
	bytes, all  int64
	began, told time.Time
	warned      map[string]time.Time
}

// now and then: between two lines on a terminal, and elsewhere.
const (
	oftenOnTerminal = 100 * time.Millisecond
	oftenElsewhere  = 10 * time.Second
)

// begin begins a stage of so many files and bytes.
func (p *progress) begin(name string, files int, bytes int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.name, p.files, p.of, p.bytes, p.all = name, 0, files, 0, bytes
	p.began, p.told = time.Now(), time.Now()
}

// done counts a file.
func (p *progress) done(bytes int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.files, p.bytes = p.files+1, p.bytes+bytes
	often := oftenElsewhere
	if p.terminal {
		often = oftenOnTerminal
	}
	if time.Since(p.told) < often {
		return
	}
	p.told = time.Now()
	line := fmt.Sprintf("%s: %d of %d, %s of %s", p.name, p.files, p.of, size(p.bytes), size(p.all))
	if p.terminal {
		fmt.Fprintf(p.out, "\r\x1b[K%s", line)
		return
	}
	fmt.Fprintln(p.out, line)
}

// end ends a stage.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.terminal {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
	if p.of > 0 && p.files == p.of {
		fmt.Fprintf(p.out, "%s: %s, %s, in %.1f s\n", p.name, plural(p.files, "file"), size(p.bytes), time.Since(p.began).Seconds())
	}
}

// say tells something that went differently, the same not too often.
func (p *progress) say(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.warned[text]) < oftenElsewhere {
		return
	}
	if p.warned == nil {
		p.warned = map[string]time.Time{}
	}
	p.warned[text] = time.Now()
	if p.terminal {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
	fmt.Fprintf(p.out, "iopguide-deploy: %s\n", text)
}

// size is a number of bytes as people read it.
func size(bytes int64) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 1000*1000:
		return fmt.Sprintf("%.1f kB", float64(bytes)/1e3)
	case bytes < 1000*1000*1000:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	}
	return fmt.Sprintf("%.2f GB", float64(bytes)/1e9)
}
