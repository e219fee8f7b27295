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

// spots are the ways of the help line: call the emergency number, call, text, chat.
const spots = `[...document.querySelectorAll('#help a[href^="tel:"], #help a[href^="sms:"], #help .help-chat')].map(a => {
	const box = a.getBoundingClientRect();
	return { X: box.left + box.width / 2, Y: box.top + box.height / 2 };
})`

// TestSelfCheckFramed taps every way of the help line of a self-check in a frame
// with each of the sandboxes that we print, and prints where scripts run. Nothing
// is blocked, and Chat opens. In a bare sandbox taps are dead, so the page also
// says the numbers and the address.
func TestSelfCheckFramed(t *testing.T) {
	self := shippedTrees(t)[0]
	page := host{plain.dir, "/"}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sandbox, framing := r.URL.Query()["sandbox"]
		if !framing {
			page.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang=en><title>A site</title><link rel=icon href=data:,><style>body{margin:0}iframe{border:0;width:100%%;height:780px}</style>`+
			`<iframe title="A self-check" sandbox=%q src="/%s"></iframe>`, html.EscapeString(sandbox[0]), self.path)
	}))
	defer server.Close()

	b, end, err := visitWith(t.TempDir(), chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
		// What a frame says is heard only if it is of the page's own process.
		chromedp.Flag("disable-features", "Translate,IsolateSandboxedIframes"))
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	var mu sync.Mutex
	chats := map[targets.ID]bool{}
	note := func(in *targets.Info) {
		if strings.Contains(in.URL, "988lifeline.org") {
			chats[in.TargetID] = true
		}
	}
	if err := chromedp.ListenBrowser(b.ctx, func(e any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := e.(type) {
		case *targets.EventTargetCreated:
			note(e.TargetInfo)
		case *targets.EventTargetInfoChanged:
			note(e.TargetInfo)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := b.size(1280); err != nil {
		t.Fatal(err)
	}
	if err := load(b, server.URL+"/"+self.path, true); err != nil {
		t.Fatal(err)
	}
	taps, err := ask[[]spot](b, spots)
	if err != nil || len(taps) != 4 {
		t.Fatalf("found %d ways to tap, want 4: %v", len(taps), err)
	}
	printer, err := ask[spot](b, `(box => ({ X: box.left + 9, Y: box.top + 9 }))(document.querySelector(".print").getBoundingClientRect())`)
	if err != nil {
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

	seen := 0
	for _, tt := range []struct {
		sandbox      string
		works, print bool
	}{{"", false, false}, {allowed, true, false}, {scripted, true, true}} {
		if err := b.open(server.URL + "/?sandbox=" + strings.ReplaceAll(tt.sandbox, " ", "+")); err != nil {
			t.Fatal(err)
		}
		if err := await(b, `document.readyState === "complete"`); err != nil {
			t.Fatal(err)
		}
		ways := taps
		if tt.print {
			ways = append(ways, printer)
		}
		for _, at := range ways {
			if err := chromedp.Do(b.ctx, chromedp.MouseClickXY(at.X, at.Y)); err != nil {
				t.Fatal(err)
			}
		}
		var blocked []string
		opened := 0
		for end := time.Now().Add(5 * time.Second); time.Now().Before(end) && opened == 0 && len(blocked) < len(taps); time.Sleep(50 * time.Millisecond) {
			blocked = complaints(b)
			mu.Lock()
			opened = len(chats) - seen
			mu.Unlock()
		}
		if opened > 0 != tt.works || len(blocked) > 0 == tt.works {
			t.Errorf("sandbox=%q: chat opened %d times\n\t%s", tt.sandbox, opened, strings.Join(blocked, "\n\t"))
		}
		seen += opened
	}
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
