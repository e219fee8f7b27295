//go:build browser

package browser

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdpruntime "github.com/chromedp/cdproto/runtime"
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

// start starts the browser. Nothing but the pages may reach the network, so all
// that a browser does of its own accord is turned off.
func (c *browser) start(more ...chromedp.ExecAllocatorOption) {
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.Flag("headless", "new"), chromedp.DisableGPU, chromedp.UserDataDir(c.profile),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("no-pings", true), chromedp.Flag("disable-field-trial-config", true))
	if os.Geteuid() == 0 {
		opts = append(opts, chromedp.NoSandbox)
	}
	alloc, release := chromedp.NewExecAllocator(context.Background(), append(opts, more...)...)
	ctx, cancel := chromedp.NewContext(alloc)
	c.ctx, c.cancel = ctx, func() { cancel(); release() }
	c.err = chromedp.Do(ctx)
}

// stop ends the browser, if it was started.
func (c *browser) stop() {
	if c.cancel != nil {
		c.cancel()
	}
}

// A tab is one page of the browser, and what it did since it was last opened.
type tab struct {
	ctx context.Context

	mu       sync.Mutex
	said     []string // console, log, exceptions, issues
	asked    []string // addresses of requests
	failures []string // requests that failed
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

// notice writes down an event.
func (b *tab) notice(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *cdpruntime.EventConsoleAPICalled:
		b.said = append(b.said, fmt.Sprintf("console.%s called", e.Type))
	case *cdpruntime.EventExceptionThrown:
		b.said = append(b.said, "exception: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		b.said = append(b.said, fmt.Sprintf("%s %s: %s %s", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL))
	case *audits.EventIssueAdded:
		b.said = append(b.said, "issue: "+string(e.Issue.Code))
	case *network.EventRequestWillBeSent:
		b.asked = append(b.asked, e.Request.URL)
	case *network.EventLoadingFailed:
		if !e.Canceled {
			b.failures = append(b.failures, fmt.Sprintf("%s %s", e.Type, cmp.Or(e.ErrorText, string(e.BlockedReason))))
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			b.failures = append(b.failures, fmt.Sprintf("%d %s", e.Response.Status, e.Response.URL))
		}
	}
}

// open forgets what the tab did and opens address in it.
func (b *tab) open(address string) error {
	b.mu.Lock()
	b.said, b.asked, b.failures = nil, nil, nil
	b.mu.Unlock()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Do(ctx, chromedp.Navigate(address))
}

// did returns what the tab did since it was opened.
func (b *tab) did() (said, asked, failures []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said, b.asked, b.failures
}

// size makes the page so wide, as on a phone or on a desk.
func (b *tab) size(width int64) error {
	return set(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: 800, DeviceScaleFactor: 1})
}

// show sets the medium, screen or print, and the color scheme. Movement is off,
// so that nothing is looked at on its way.
func (b *tab) show(medium, scheme string) error {
	return set(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium,
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"},
		}})
}

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
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
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
