package browse

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"sync"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A Start says which browser is started, and how. The zero Start is the one that has a
// usual name, with an empty profile.
type Start struct {
	Path    string                         // of the browser; empty means that of a usual name
	Profile string                         // the folder of its profile; empty means one that is removed at the end
	More    []chromedp.ExecAllocatorOption // flags beside ours
}

// Run starts the browser, without a window, and returns a context for chromedp and what
// ends it. All that a browser does of its own accord is turned off.
func (s Start) Run(ctx context.Context) (context.Context, func(), error) {
	profile, remove := s.Profile, func() {}
	if profile == "" {
		var err error
		if profile, err = os.MkdirTemp("", "iopguide-browser-"); err != nil {
			return nil, nil, err
		}
		remove = func() { os.RemoveAll(profile) }
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.UserDataDir(profile),
		chromedp.Flag("headless", "new"), chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("no-pings", true),
		chromedp.Flag("disable-field-trial-config", true))
	if s.Path != "" {
		opts = append(opts, chromedp.ExecPath(s.Path))
	}
	if os.Geteuid() == 0 {
		opts = append(opts, chromedp.NoSandbox)
	}
	alloc, release := chromedp.NewExecAllocator(ctx, append(opts, s.More...)...)
	work, cancel := chromedp.NewContext(alloc)
	end := func() {
		cancel()
		release()
		remove()
	}
	if err := chromedp.Do(work); err != nil {
		end()
		return nil, nil, fmt.Errorf("start %s: %w", cmp.Or(s.Path, "a browser"), err)
	}
	return work, end, nil
}

// A Watch writes down what a tab does. The zero Watch has seen nothing. Its Note is for
// chromedp.Listen.
type Watch struct {
	mu  sync.Mutex
	did Did
}

// Did is what a tab did, each list in order.
type Did struct {
	Said   []Saying
	Asked  []string // addresses of requests
	Failed []Failure
}

// A Saying is a message of a page, or of the browser about it.
type Saying struct {
	By   string // console, exception, or what else speaks
	Text string
	URL  string // what it is about, if that is said
}

// A Failure is a request that failed: it had no answer, or one of 400 or more.
type Failure struct {
	Status int64 // of the answer, 0 for none
	Text   string
	URL    string // of an answer
}

// Note writes down an event.
func (w *Watch) Note(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		w.Say(Saying{By: "console", Text: string(e.Type)})
	case *runtime.EventExceptionThrown:
		w.Say(Saying{By: "exception", Text: e.ExceptionDetails.Text})
	case *log.EventEntryAdded:
		w.Say(Saying{fmt.Sprintf("%s %s", e.Entry.Source, e.Entry.Level), e.Entry.Text, e.Entry.URL})
	case *network.EventRequestWillBeSent:
		w.ask(e.Request.URL)
	case *network.EventWebSocketCreated:
		w.ask(e.URL)
	case *network.EventLoadingFailed:
		if !e.Canceled {
			w.fail(Failure{Text: fmt.Sprintf("%s: %s", e.Type, cmp.Or(e.ErrorText, string(e.BlockedReason)))})
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			w.fail(Failure{Status: e.Response.Status, URL: e.Response.URL})
		}
	}
}

// Say writes down a message that no event of Note brings.
func (w *Watch) Say(s Saying) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.did.Said = append(w.did.Said, s)
}

func (w *Watch) ask(url string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.did.Asked = append(w.did.Asked, url)
}

func (w *Watch) fail(f Failure) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.did.Failed = append(w.did.Failed, f)
}

// Did returns what the tab did since it was forgotten.
func (w *Watch) Did() Did {
	w.mu.Lock()
	defer w.mu.Unlock()
	return Did{slices.Clone(w.did.Said), slices.Clone(w.did.Asked), slices.Clone(w.did.Failed)}
}

// Forget empties what the tab did.
func (w *Watch) Forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.did = Did{}
}

// Size makes the page so wide, as on a phone or on a desk.
func Size(ctx context.Context, width int64) error {
	_, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: 800, DeviceScaleFactor: 1})
	return err
}

// Show sets the medium, screen or print, and the color scheme. Movement is off, so that
// nothing is looked at on its way.
func Show(ctx context.Context, medium, scheme string) error {
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium,
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	return err
}

// Ask evaluates a JavaScript expression, or what it promises, in the page.
func Ask[T any](ctx context.Context, expression string) (T, error) {
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}
