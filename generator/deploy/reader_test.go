package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

var (
	sheetIn = regexp.MustCompile(`href=(/css/\S+\.css)>`)
	linkIn  = regexp.MustCompile(`<a href=(/topic/\S+/)>`)
)

// A visitor walks through the site again and again.
type visitor struct {
	b     bucket
	pages int
	stop  context.Context
}

// walk reads the front page, one that it leads to, and the assets of both. It returns
// what was broken.
func (v *visitor) walk(n *atomic.Int64) error {
	front, err := v.read("/", n)
	if err != nil {
		return err
	}
	links := linkIn.FindAllStringSubmatch(front, -1)
	if len(links) == 0 {
		return fmt.Errorf("the front page has no links:\n%s", front)
	}
	_, err = v.read(links[rand.IntN(len(links))][1], n)
	return err
}

// read reads a page and the style sheet that it names.
func (v *visitor) read(path string, n *atomic.Int64) (string, error) {
	res, text, err := v.b.visit(v.stop, path)
	switch {
	case err != nil:
		return "", fmt.Errorf("%s: %w", path, err)
	case res.StatusCode != http.StatusOK:
		return "", fmt.Errorf("%s: status %d", path, res.StatusCode)
	case !strings.HasPrefix(text, "<!doctype html>") || !strings.HasSuffix(text, "</html>\n"):
		return "", fmt.Errorf("%s is not whole: %.80q", path, text)
	case res.Header.Get("Content-Type") != "text/html; charset=utf-8":
		return "", fmt.Errorf("%s is sent as %s", path, res.Header.Get("Content-Type"))
	}
	sheet := sheetIn.FindStringSubmatch(text)[1]
	res, css, err := v.b.visit(v.stop, sheet)
	if err != nil || res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s names %s, which is not there: %v", path, sheet, err)
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(css)))[:10]; !strings.Contains(sheet, sum) {
		return "", fmt.Errorf("%s is not whole: %q", sheet, css)
	}
	n.Add(1)
	return text, nil
}

// TestReader reads in a loop while the site is put there anew, with and without
// accidents. No page may ever be broken, lack its style sheet, or lead to a page that
// is not there yet.
func TestReader(t *testing.T) {
	b, dir := newBucket(t), t.TempDir()
	public := made(30, "edition 0").build(t, dir)
	b.deploy(public)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var read atomic.Int64
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			for v := (&visitor{b: b, stop: ctx}); ctx.Err() == nil; {
				if err := v.walk(&read); err != nil && ctx.Err() == nil {
					t.Error(err)
					cancel()
				}
			}
		})
	}
	for edition := 1; edition <= 6 && ctx.Err() == nil; edition++ {
		made(30+5*edition, fmt.Sprintf("edition %d", edition)).build(t, dir)
		if edition%2 == 0 { // a run that breaks off
			endAt(t, b, public, int32(10*edition), killed)
		}
		b.deploy(public)
		for before := read.Load(); read.Load() < before+10 && ctx.Err() == nil; {
			// wait until readers have seen this edition, too
			if err := (&visitor{b: b, stop: ctx}).walk(&read); err != nil && ctx.Err() == nil {
				t.Error(err)
				return
			}
		}
	}
	cancel()
	group.Wait()
	t.Logf("%d pages read, each whole", read.Load())
}
