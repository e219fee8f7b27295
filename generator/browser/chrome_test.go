//go:build browser

package browser

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"iopguide/generator/internal/browse"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// patience is how long one page may take on a busy machine.
const patience = time.Minute

// chrome is the one browser of the tests. It starts when the first tab opens.
var chrome browser

type browser struct {
	profile string // the folder of its profile
	once    sync.Once
	ctx     context.Context
	cancel  func()
	err     error
}

// start starts the browser. Nothing but the pages may reach the network.
func (c *browser) start(more ...chromedp.ExecAllocatorOption) {
	c.ctx, c.cancel, c.err = browse.Start{Profile: c.profile, More: more}.Run(context.Background())
}

// stop ends the browser, if it was started.
func (c *browser) stop() {
	if c.cancel != nil {
		c.cancel()
	}
}

// A tab is one page of the browser, and what it did since it was last opened.
type tab struct {
	browse.Watch
	ctx context.Context
}

// newTab opens a tab, and closes it when the test ends.
func newTab(t *testing.T) *tab {
	t.Helper()
	if chrome.once.Do(func() { chrome.start() }); chrome.err != nil {
		t.Fatalf("Chromium does not start; ./build.sh test installs it: %v", chrome.err)
	}
	ctx, cancel := chromedp.NewContext(chrome.ctx)
	t.Cleanup(cancel)
	b := &tab{ctx: ctx}
	if err := chromedp.Listen(ctx, b.notice); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, audits.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	return b
}

// notice writes down an event, also that the browser takes issue with a page.
func (b *tab) notice(event any) {
	if e, ok := event.(*audits.EventIssueAdded); ok {
		b.Say(browse.Saying{By: "issue", Text: string(e.Issue.Code)})
	}
	b.Note(event)
}

// open forgets what the tab did and opens address in it.
func (b *tab) open(address string) error {
	b.Forget()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Do(ctx, chromedp.Navigate(address))
}

// did returns what the tab did since it was opened.
func (b *tab) did() (said, asked, failures []string) {
	did := b.Did()
	for _, s := range did.Said {
		said = append(said, strings.TrimSpace(fmt.Sprintf("%s: %s %s", s.By, s.Text, s.URL)))
	}
	for _, f := range did.Failed {
		failures = append(failures, fmt.Sprintf("%d %s %s", f.Status, f.Text, f.URL))
	}
	return said, did.Asked, failures
}

// size makes the page so wide, as on a phone or on a desk.
func (b *tab) size(width int64) error { return browse.Size(b.ctx, width) }

// show sets the medium, screen or print, and the color scheme.
func (b *tab) show(medium, scheme string) error { return browse.Show(b.ctx, medium, scheme) }

// scripts lets the page's scripts run, or not.
func (b *tab) scripts(on bool) error {
	return set(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
}

func set[P any](b *tab, c cdp.Command[P, cdp.Empty], params P) error {
	_, err := chromedp.Call(b.ctx, c, params)
	return err
}

// ask evaluates a JavaScript expression, or what it promises, in the page.
func ask[T any](b *tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return browse.Ask[T](ctx, expression)
}

// await waits until a JavaScript expression is true in the page, and in the page
// that takes its place.
func await(b *tab, expression string) error {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if ok, err := ask[bool](b, "Boolean("+expression+")"); ok && err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waited in vain for %s", expression)
		case <-tick.C:
		}
	}
}

// inTabs calls visit for each item, in one tab a processor. An error is the
// test's, with the item's name before it.
func inTabs[T any](t *testing.T, items []T, name func(T) string, visit func(*tab, T) error) {
	t.Helper()
	next := make(chan T)
	var wg sync.WaitGroup
	for range min(runtime.NumCPU(), 4, len(items)) {
		b := newTab(t)
		wg.Go(func() {
			for item := range next {
				if err := visit(b, item); err != nil {
					t.Errorf("%s: %s", name(item), strings.TrimSpace(err.Error()))
				}
			}
		})
	}
	for _, item := range items {
		next <- item
	}
	close(next)
	wg.Wait()
}

// pathOf names a sheet.
func pathOf(s *sheet) string { return s.path }
