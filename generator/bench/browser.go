package main

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"iopguide/generator/internal/browse"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// recorder runs in every page before its own scripts.
//
//go:embed recorder.js
var recorder string

// binding is the name of the function by which the recorder tells what it sees.
const binding = "benchSaw"

// A browser is Chromium with one page open.
type browser struct {
	ctx   context.Context
	close func()
	said  chan sighting
	ahead time.Duration // of its clock before ours
}

// A sighting is a word that the page showed, and when, by the page's clock.
type sighting struct {
	word string
	at   time.Time
}

// openBrowser starts a browser and opens the page at address.
func openBrowser(ctx context.Context, address string) (*browser, error) {
	tab, end, err := browse.Start{}.Run(ctx)
	if err != nil {
		return nil, err
	}
	b := &browser{ctx: tab, said: make(chan sighting, 64), close: end}
	if err := b.open(address); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// open opens the page.
func (b *browser) open(address string) error {
	if err := chromedp.Listen(b.ctx, b.listen); err != nil {
		return err
	}
	if _, err := chromedp.Call(b.ctx, cdpruntime.AddBinding, cdpruntime.AddBindingParams{Name: binding}); err != nil {
		return err
	}
	if err := call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: recorder}); err != nil {
		return err
	}
	if err := chromedp.Do(b.ctx, chromedp.Navigate(address)); err != nil {
		return err
	}
	return b.compareClocks()
}

func call[P, R any](b *browser, c cdp.Command[P, R], params P) error {
	_, err := chromedp.Call(b.ctx, c, params)
	return err
}

// listen passes on what the recorder tells.
func (b *browser) listen(event any) {
	e, ok := event.(*cdpruntime.EventBindingCalled)
	if !ok || e.Name != binding {
		return
	}
	var word string
	var at float64
	if n, _ := fmt.Sscan(e.Payload, &word, &at); n == 2 {
		b.said <- sighting{word, milliseconds(at)}
	}
}

// milliseconds turns a time of JavaScript into one of Go.
func milliseconds(since1970 float64) time.Time {
	return time.Unix(0, int64(since1970*float64(time.Millisecond)))
}

// compareClocks finds how far the page's clock is ahead of ours. Both are the
// machine's, but a page counts on from when it was opened.
func (b *browser) compareClocks() error {
	best := time.Hour
	for range 20 {
		asked := time.Now()
		theirs, err := chromedp.Run(b.ctx, chromedp.Evaluate[float64]("performance.timeOrigin + performance.now()"))
		took := time.Since(asked)
		if err != nil {
			return err
		}
		if took < best {
			best, b.ahead = took, milliseconds(theirs).Sub(asked.Add(took/2))
		}
	}
	return nil
}

// saw waits until the page shows word, and returns when that was.
func (b *browser) saw(word string) (time.Time, error) {
	timeout := time.NewTimer(patience)
	defer timeout.Stop()
	for {
		select {
		case s := <-b.said:
			if s.word == word {
				return s.at.Add(-b.ahead), nil
			}
		case <-timeout.C:
			return time.Time{}, fmt.Errorf("the browser never showed %q", word)
		case <-b.ctx.Done():
			return time.Time{}, fmt.Errorf("the browser ended: %w", b.ctx.Err())
		}
	}
}
