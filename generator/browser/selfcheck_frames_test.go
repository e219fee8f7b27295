//go:build browser

package browser

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	targets "github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// What the snippets for other sites allow a frame of ours.
const (
	allowed  = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-to-custom-protocols"
	scripted = allowed + " allow-scripts allow-modals"
)

// A spot is where something to tap lies on the page.
type spot struct{ X, Y float64 }

// spots are three numbers of the help line, Print, and Chat.
const spots = `["a[href^='tel:']", ".help-crisis a[href^='tel:']", "a[href^='sms:']", ".print", ".help-chat"].map(name => {
	const a = document.querySelector(name);
	const box = a.getBoundingClientRect();
	return { X: box.left + box.width / 2, Y: box.top + box.height / 2 };
})`

// TestSelfCheckFramed taps every way of the help line of a self-check in a frame
// with each of the sandboxes that we print, and prints where scripts run. Nothing
// is blocked, and Chat opens. In a bare sandbox taps are dead, so the page also
// says the numbers and the address.
func TestSelfCheckFramed(t *testing.T) {
	self := shippedTrees(t)[0]
	root := framing(t, self)
	b, _ := watched(t)
	if err := b.size(1280); err != nil {
		t.Fatal(err)
	}
	if err := load(b, root+"/"+self.path, true); err != nil {
		t.Fatal(err)
	}
	said, err := ask[string](b, `document.querySelector(".no-links").innerText`)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"911", "988", "https://988lifeline.org/chat/"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is nowhere as text: %s", want, said)
		}
	}
	taps, err := ask[[]spot](b, spots)
	if err != nil || len(taps) != 5 {
		t.Fatalf("found %d spots to tap, want three numbers, Print and Chat: %v", len(taps), err)
	}
	for _, tt := range []struct {
		sandbox string
		taps    []spot
		works   bool
	}{{"", taps[:3], false}, {allowed, taps[:3], true}, {scripted, taps[:4], true}} {
		b, chats := watched(t) // a browser that was tapped often opens no more tabs
		if err := b.size(1280); err != nil {
			t.Fatal(err)
		}
		for i, at := range tt.taps {
			address := root + "/?sandbox=" + strings.ReplaceAll(tt.sandbox, " ", "+")
			opened, complaints := tap(t, b, address, at, taps[4], chats)
			if opened != tt.works || len(complaints) > 0 == tt.works {
				t.Errorf("sandbox=%q, way %d: chat opened: %t\n\t%s", tt.sandbox, i, opened, strings.Join(complaints, "\n\t"))
			}
		}
	}
}

// framing serves the site, and at its root pages of another site that frame a
// self-check in the sandbox that their address names.
func framing(t *testing.T, self tree) string {
	t.Helper()
	pages := host{plain.dir, "/"}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sandbox := r.URL.Query()["sandbox"]
		if sandbox == nil {
			pages.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang=en><title>A site</title><link rel=icon href=data:,>`+
			`<style>body{margin:0}iframe{border:0;width:100%%;height:780px}</style>`+
			`<iframe title="A self-check" sandbox=%q src="/%s"></iframe>`, html.EscapeString(sandbox[0]), self.path)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// watched starts a browser in which no name but ours leads anywhere. The function
// says how many tabs have been opened for the chat.
func watched(t *testing.T) (*tab, func() int) {
	t.Helper()
	b, end, err := visitWith(t.TempDir(), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
		// What a frame says is heard only if it is of the page's own process.
		chromedp.Flag("disable-features", "Translate,IsolateSandboxedIframes"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { end() })
	var mu sync.Mutex
	chats := map[targets.ID]bool{}
	note := func(in *targets.Info) {
		if strings.Contains(in.URL, "988lifeline.org") {
			mu.Lock()
			chats[in.TargetID] = true
			mu.Unlock()
		}
	}
	if err := chromedp.ListenBrowser(b.ctx, func(e any) {
		switch e := e.(type) {
		case *targets.EventTargetCreated:
			note(e.TargetInfo)
		case *targets.EventTargetInfoChanged:
			note(e.TargetInfo)
		}
	}); err != nil {
		t.Fatal(err)
	}
	return b, func() int {
		mu.Lock()
		defer mu.Unlock()
		return len(chats)
	}
}

// tap taps a spot in a frame and then Chat, and waits until Chat opens or both are
// complained of.
func tap(t *testing.T, b *tab, address string, at, chat spot, chats func() int) (opened bool, said []string) {
	t.Helper()
	before := chats()
	if err := b.open(address); err != nil {
		t.Fatal(err)
	}
	if err := await(b, `document.readyState === "complete"`); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(at.X, at.Y), chromedp.MouseClickXY(chat.X, chat.Y)); err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		said = complaints(b)
		if opened = chats() > before; opened || len(said) > 1 {
			break
		}
	}
	return opened, said
}

// complaints is what the console says, apart from the one line with which the
// browser says that a frame without scripts has none.
func complaints(b *tab) (all []string) {
	said, _, _ := b.did()
	for _, s := range said {
		if !strings.Contains(s, "Blocked script execution") {
			all = append(all, s)
		}
	}
	return all
}
