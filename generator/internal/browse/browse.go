// Package browse opens every page of a published site in a browser, and writes down
// what the browser did and what a reader would meet.
//
// The pages come from a server of this package on this computer. All else that the
// browser asks for goes to the same server as its proxy, which refuses it: so nothing
// reaches the internet, whatever a page holds. The browser begins with a profile that is
// empty, and is removed.
//
// Start, Watch and the functions beside them drive any browser of Chromium's kind; the
// tests use them, too.
//
// Look goes in this order: start the browser; open each page, in a few tabs, each with
// cookies and storage of its own, take the measures of measure.js, ask for all that is
// kept, and empty it, so that the next page answers for itself alone; click through the
// self-checks by walk.js; end the browser.
package browse

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// Options are what Look needs.
type Options struct {
	Browser  string   // the path of a browser of Chromium's kind
	Files    fs.FS    // the published site
	Pages    []string // to open
	Passing  []string // of these, those that lead on by themselves: they are opened, and not measured
	Checks   []string // self-checks to click through
	Chats    []string // addresses by which the help line leads to a person
	Limit    time.Duration
	Progress func(done, total int)
}

// Seen is what the browser did and showed. Each finding begins with the path of its page.
type Seen struct {
	Browser string // its name and version
	Pages   int    // opened
	Left    int    // not opened, because time was over
	Asked   int    // requests for the site's own files

	Contacts []string // requests to other hosts
	Said     []string // messages in the console, exceptions
	Failures []string // requests that failed
	Stored   []string // cookies, and all other that is kept on the device
	Walks    []Walk

	Measured, Targets, HelpTargets, Named, Focusable, Texts, Unread int // how many of each were looked at

	Wide, Small, SmallHelp, Nameless, Unfocused, Pale []string
}

// A Walk is how a self-check was clicked through.
type Walk struct {
	Path         string
	Ways, Clicks int
	Left         []string // what was left of answers, or why they could not be given
}

// tabs is how many pages are open at once.
const tabs = 2

// perPage is how long one page may take.
const perPage = time.Minute

// Look opens the pages. A page that cannot be opened is a Failure; an error is of the
// browser.
func Look(ctx context.Context, o Options) (*Seen, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server, err := serve(o.Files)
	if err != nil {
		return nil, err
	}
	defer server.close()
	// What a browser does of its own accord, and is not turned off, the proxy refuses.
	work, end, err := Start{Path: o.Browser, More: []chromedp.ExecAllocatorOption{chromedp.ProxyServer("http://" + server.address),
		chromedp.Flag("force-webrtc-ip-handling-policy", "disable_non_proxied_udp")}}.Run(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	version, err := chromedp.CallBrowser(work, browser.GetVersion, cdp.Empty{})
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", o.Browser, err)
	}
	l := &looking{Options: o, root: server.root, seen: &Seen{Browser: version.Product}}
	if err := l.pages(work); err != nil {
		return nil, err
	}
	if err := l.checks(work); err != nil {
		return nil, err
	}
	l.seen.sort()
	return l.seen, nil
}

// A looking is one run of Look.
type looking struct {
	Options
	root string // the site's address, with a slash at its end

	mu   sync.Mutex
	done int
	seen *Seen
}

// pages opens all pages, several at once, until time is over.
func (l *looking) pages(ctx context.Context) error {
	if l.Limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, l.Limit)
		defer cancel()
	}
	next := make(chan string)
	errs := make([]error, tabs)
	var all sync.WaitGroup
	for i := range tabs {
		all.Go(func() { errs[i] = l.tab(ctx, next) })
	}
	for _, page := range l.Pages {
		select {
		case next <- page:
		case <-ctx.Done():
		}
	}
	close(next)
	all.Wait()
	l.seen.Left = len(l.Pages) - l.seen.Pages
	if err := errors.Join(errs...); ctx.Err() == nil || !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return err
	}
	return nil
}

// tab opens pages in one tab.
func (l *looking) tab(ctx context.Context, next <-chan string) error {
	t, err := newTab(ctx, l.root)
	for page := range next {
		if err != nil {
			continue // so that nobody waits for this tab
		}
		if err = l.page(t, page); err != nil && ctx.Err() != nil {
			err = nil // time is over
		}
	}
	if t != nil {
		t.close()
	}
	return err
}

// page opens one page, and adds what it did and showed.
func (l *looking) page(t *tab, path string) error {
	m, err := t.look(path, !slices.Contains(l.Passing, path), l.Chats)
	if err != nil && t.ctx.Err() != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done++
	l.seen.Pages++
	if err != nil {
		l.seen.Failures = append(l.seen.Failures, path+": "+err.Error())
	}
	l.seen.add(path, m)
	l.seen.note(path, t)
	if l.Progress != nil {
		l.Progress(l.done, len(l.Pages)+len(l.Checks))
	}
	return nil
}

// checks clicks through the self-checks.
func (l *looking) checks(ctx context.Context) error {
	if len(l.Checks) == 0 {
		return nil
	}
	t, err := newTab(ctx, l.root)
	if err != nil {
		return err
	}
	defer t.close()
	for _, path := range l.Checks {
		w, err := t.walk(path)
		if err != nil && ctx.Err() != nil {
			return err
		}
		if err != nil {
			w.Left = append(w.Left, "could not be clicked through: "+err.Error())
		}
		l.seen.Walks = append(l.seen.Walks, w)
		l.seen.note(path, t)
		l.done++
		if l.Progress != nil {
			l.Progress(l.done, len(l.Pages)+len(l.Checks))
		}
	}
	return nil
}
