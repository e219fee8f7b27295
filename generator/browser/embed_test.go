//go:build browser

package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	targets "github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

// A hosted is another site with a page that frames one of the guide, by what the
// guide says is to be copied. Its styles are hostile and its policy is strict. third
// is the address of a site that sends forged messages.
type hosted struct{ guide, host, third string }

// hostile are styles of another site that would spoil a page they reach, and do
// spoil the frame around it.
const hostile = `* { font: 9px/1 serif !important; color: #fff !important; background: #fff !important;
	letter-spacing: 2em !important; text-transform: uppercase !important; pointer-events: auto; box-sizing: border-box !important }
a, button { display: none !important }
iframe { height: 300px !important; max-height: 500px !important; border: 3px solid !important }
.other { height: 50px !important }
html { overflow-y: scroll }`

// frames serves the guide, and a site that frames the page at path, with our script
// or without.
func frames(t *testing.T, path string, scripted bool) hosted {
	t.Helper()
	var h hosted
	h.guide = serving(t, host{framed.dir, "/"})
	h.third = serving(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><title>x</title><script>parent.postMessage({iopguide: 77}, "*");
			for (let i = 0; i < parent.length; i++) parent[i].postMessage({iopguide: 78}, "*")</script>`)
	}))
	snippet := strings.ReplaceAll(copied(t, path, scripted), framed.base, h.guide+"/")
	h.host = serving(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/hostile.css":
			w.Header().Set("Content-Type", "text/css")
			fmt.Fprint(w, hostile)
			return
		case "/":
		default:
			http.NotFound(w, r)
			return
		}
		policy := "default-src 'none'; style-src 'self'; img-src data:; frame-src " + h.guide + " " + h.third
		if scripted {
			policy += "; script-src " + h.guide
		}
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang=en><title>A clinic</title><link rel=icon href=data:,><link rel=stylesheet href=/hostile.css>`+
			`<h1>A clinic</h1>%s<p>More of the clinic</p>`, snippet)
		if r.URL.Query().Has("forge") {
			fmt.Fprintf(w, `<iframe class=other title=Another src=%s/></iframe><iframe class=other title=Closed sandbox=allow-scripts src=%[1]s/></iframe>`, h.third)
		}
	}))
	return h
}

func serving(t *testing.T, handler http.Handler) string {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL
}

// copied returns what the guide says is to be copied to frame the page at path.
func copied(t *testing.T, path string, scripted bool) string {
	t.Helper()
	list := "embed/index.html"
	if strings.HasPrefix(path, "es/") {
		list = "embed/es/index.html"
	}
	for n := range elements(framed.sheet(list).doc) {
		if n.Data != "pre" {
			continue
		}
		text := textOf(n)
		if strings.Contains(text, `"`+framed.base+"embed/"+path+`"`) && strings.Contains(text, "<script") == scripted {
			return text
		}
	}
	t.Fatalf("%s shows nothing to copy for %s, scripted %t", list, path, scripted)
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// listen writes down every message that the page which is opened next gets.
const listen = `if (self === top) { window.heard = []; addEventListener("message", e => heard.push({ data: e.data, origin: e.origin })); }`

// grown says whether the frame has the height that it asked for. 77 is what only
// forged messages say.
const grown = `heard.some(m => m.origin === "null" && m.data.iopguide !== 77 && m.data.iopguide === document.querySelector("iframe").clientHeight)`

// A guest is a frame of ours in a tab that shows a page of another site.
type guest struct {
	*tab
	frame cdpruntime.ExecutionContextID // in which scripts of the test see the frame's document
}

// enter opens a page of another site and waits until the guide's frame in it is
// there, and has its height if it is scripted.
func (f *guest) enter(address string, scripted bool) error {
	if err := f.open(address); err != nil {
		return err
	}
	ready := `document.readyState === "complete" && document.querySelector("iframe").getBoundingClientRect().height > 0`
	if scripted {
		ready += ` && ` + grown
	}
	if err := await(f.tab, ready); err != nil {
		heard, _ := ask[string](f.tab, `JSON.stringify(heard) + document.querySelector("iframe").clientHeight`)
		return fmt.Errorf("%w; it got %s", err, heard)
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		if err := f.reach(); err != nil {
			return err
		}
		if there, err := inside[bool](f, `document.readyState === "complete" && Boolean(document.querySelector("#help"))`); there && err == nil {
			return nil
		}
	}
	return errors.New("the frame stays empty")
}

// reach finds the frame's document, which may not be the last one in it.
func (f *guest) reach() error {
	tree, err := chromedp.Call(f.ctx, cdppage.GetFrameTree, cdp.Empty{})
	if err != nil {
		return err
	}
	if len(tree.FrameTree.ChildFrames) == 0 {
		return errors.New("the browser keeps the frame in another process")
	}
	made, err := chromedp.Call(f.ctx, cdppage.CreateIsolatedWorld, cdppage.CreateIsolatedWorldParams{
		FrameID: tree.FrameTree.ChildFrames[0].Frame.ID})
	f.frame = made.ExecutionContextID
	return err
}

// newGuest starts a browser on a narrow screen that knows what pages hear.
func newGuest(t *testing.T) *guest {
	t.Helper()
	b, _ := watched(t)
	if err := b.size(320); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(b.ctx, cdppage.AddScriptToEvaluateOnNewDocument,
		cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: listen}); err != nil {
		t.Fatal(err)
	}
	return &guest{tab: b}
}

// inside evaluates a JavaScript expression, or what it promises, in the frame.
func inside[T any](f *guest, expression string) (T, error) {
	var value T
	got, err := chromedp.Call(f.ctx, cdpruntime.Evaluate, cdpruntime.EvaluateParams{Expression: expression, ContextID: f.frame,
		AwaitPromise: new(true), ReturnByValue: new(true), UserGesture: new(true)})
	if err != nil {
		return value, err
	}
	if got.ExceptionDetails != nil {
		return value, fmt.Errorf("%s", got.ExceptionDetails.Text)
	}
	return value, json.Unmarshal(got.Result.Value, &value)
}

// press taps an element of the frame that a selector names.
func (f *guest) press(selector string) error {
	at, err := inside[spot](f, fmt.Sprintf(`(e => {
		e.scrollIntoView({ block: "nearest", behavior: "instant" });
		const box = e.getBoundingClientRect();
		return { X: box.left + box.width / 2, Y: box.top + box.height / 2 };
	})(document.querySelector(%q))`, selector))
	if err != nil {
		return fmt.Errorf("%s: %w", selector, err)
	}
	around, err := ask[spot](f.tab, `(e => ({ X: e.getBoundingClientRect().left + e.clientLeft, Y: e.getBoundingClientRect().top + e.clientTop }))(document.querySelector("iframe"))`)
	if err != nil {
		return err
	}
	return chromedp.Do(f.ctx, chromedp.MouseClickXY(at.X+around.X, at.Y+around.Y))
}

// TestEmbedTaps taps every way of the help line of a page and of a self-check in a
// frame of another site, as narrow as a phone, and prints where scripts run.
// Nothing is blocked, and Chat opens beside that site.
func TestEmbedTaps(t *testing.T) {
	taps := 0
	for _, path := range []string{"conditions/substance-use-disorder/", "es/check/could-an-iop-fit/"} {
		for _, scripted := range []bool{false, true} {
			h := frames(t, path, scripted)
			ways := []string{".help-danger", ".help-crisis a[href^='tel:']", ".help-crisis a[href^='sms:']"}
			if scripted {
				ways = append(ways, ".print")
			}
			for _, way := range ways {
				taps++
				if err := tapped(t, h.host, way, scripted); err != nil {
					t.Errorf("%s, scripted %t: %v", path, scripted, err)
				}
			}
		}
	}
	t.Logf("counted: %d taps in frames of another site, each followed by one on Chat", taps)
}

// tapped opens a page of another site in a browser of its own and taps an element of
// the frame in it, then Chat. What is tapped and Chat open beside that page, without a
// complaint, and the frame stays.
func tapped(t *testing.T, address, selector string, scripted bool) error {
	f := newGuest(t)
	if err := f.enter(address, scripted); err != nil {
		return err
	}
	want := []string{}
	for _, s := range []string{selector, ".help-chat"} {
		href, err := inside[string](f, fmt.Sprintf(`document.querySelector(%q).getAttribute("href") || ""`, s))
		if err = errors.Join(err, f.press(s)); err != nil {
			return err
		}
		want = append(want, href)
	}
	for _, href := range want {
		if !f.opens(href) {
			return fmt.Errorf("%s: %s did not open", selector, href)
		}
	}
	if _, err := inside[string](f, `document.title`); err != nil {
		return fmt.Errorf("%s: the frame is gone: %w", selector, err)
	}
	if said := complaints(f.tab); len(said) > 0 {
		return fmt.Errorf("%s:\n\t%s", selector, strings.Join(said, "\n\t"))
	}
	return nil
}

// opens waits until a tab leads to an address. What is printed has none.
func (f *guest) opens(address string) bool {
	if address == "" {
		return true
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience / 4); time.Now().Before(end); <-tick.C {
		tabs, err := chromedp.Targets(f.ctx)
		if err == nil && slices.ContainsFunc(tabs, func(in *targets.Info) bool { return strings.HasPrefix(in.URL, address) }) {
			return true
		}
	}
	return false
}

// TestEmbedForged makes sure that a frame gets its height from its own messages
// alone: not from those of other frames, of the page around it or of ones in the
// same kind of sandbox; that no other frame gets a height; and that the frame itself
// listens to nobody.
func TestEmbedForged(t *testing.T) {
	h := frames(t, "conditions/substance-use-disorder/", true)
	f := newGuest(t)
	if err := f.enter(h.host+"/?forge=1", true); err != nil {
		t.Fatal(err)
	}
	was, err := ask[int](f.tab, `document.querySelector("iframe").clientHeight`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ask[bool](f.tab, `postMessage({ iopguide: 79 }, "*"), document.querySelector("iframe").contentWindow.postMessage({ iopguide: 80 }, "*"), true`); err != nil {
		t.Fatal(err)
	}
	if err := await(f.tab, `heard.filter(m => m.data.iopguide === 77).length === 2 && heard.some(m => m.data.iopguide === 79)`); err != nil {
		t.Fatal(err)
	}
	if _, err := inside[bool](f, `new Promise(r => setTimeout(() => r(true)))`); err != nil { // what it was sent is done
		t.Fatal(err)
	}
	got, err := ask[[]int](f.tab, `[...document.querySelectorAll("iframe")].map(e => e.offsetHeight - e.clientTop * 2)`)
	if err != nil || len(got) != 3 || got[0] != was || got[1] > 50 || got[2] > 50 {
		t.Errorf("after forged messages the frames are %v px high, want %d and twice at most 50 (%v)", got, was, err)
	}
	if n, err := ask[int](f.tab, `heard.filter(m => m.data.iopguide > 80).length`); err != nil || n != 1 {
		t.Errorf("the frame told its height %d times, want once (%v)", n, err)
	}
}

// answering answers a self-check in a frame, one turn after the other. It returns
// what is wrong: a step that does not fit into the frame counts.
const answering = `(async turns => {
	const wrong = [], root = document.documentElement, list = document.querySelector(".my-answers ol");
	for (const turn of turns) {
		const step = document.getElementById(turn.At), to = document.getElementById(turn.To);
		if (turn.Kind === "answer") {
			[...step.querySelectorAll(".answers a")].find(a => a.textContent.trim() === turn.Label).click();
		} else {
			step.querySelector("form").reset();
			turn.Marks.forEach((column, row) => { if (column >= 0) step.querySelectorAll("fieldset")[row].querySelectorAll("input")[column].click(); });
			step.querySelector(".continue").click();
		}
		for (let i = 0; i < 200 && !to.checkVisibility(); i++) await new Promise(r => setTimeout(r, 5));
		if (!to.checkVisibility()) return [turn.Name + " does not lead to " + turn.To];
		list.hidden = true; // it is as long as the way, and scrolls
		if (root.scrollHeight > innerHeight) wrong.push(turn.To + " is " + root.scrollHeight + " px high in a frame of " + innerHeight);
		list.hidden = false;
	}
	return wrong;
})`

// TestEmbedSilent answers self-checks in a frame in many ways. Whatever is answered,
// and if nothing is, the page around it is told the same: one height, and one more
// for each new width.
func TestEmbedSilent(t *testing.T) {
	told, walked := map[string]bool{}, 0
	for _, self := range shippedTrees(t)[:2] {
		h := frames(t, strings.TrimSuffix(self.path, "index.html"), true)
		f := newGuest(t)
		clear(told)
		all := routes(self.model)
		few := [][]turn{nil} // nothing is answered
		for i := 0; i < len(all); i += max(len(all)/8, 1) {
			few = append(few, all[i])
		}
		for _, route := range append(few, longest(self.model)) {
			walked++
			heard, err := f.answer(h.host, route)
			if err != nil {
				t.Fatalf("%s: %v", self.path, err)
			}
			told[heard] = true
		}
		if len(told) != 1 {
			t.Errorf("%s: the page around it was told: %q", self.path, slices.Collect(maps.Keys(told)))
		}
	}
	t.Logf("counted: %d ways through self-checks in a frame", walked)
}

// answer goes a way through the self-check that another site frames, turns the
// phone and turns it back, and returns all that the site was told.
func (f *guest) answer(address string, route []turn) (string, error) {
	if err := errors.Join(f.size(320), f.enter(address, true)); err != nil {
		return "", err
	}
	turns, err := json.Marshal(route)
	if err != nil {
		return "", err
	}
	wrong, err := inside[[]string](f, answering+"("+strings.Replace(string(turns), "null", "[]", 1)+")")
	if err != nil || len(wrong) > 0 {
		return "", errors.Join(err, listed(wrong))
	}
	for n, width := range []int64{640, 320} {
		if err := errors.Join(f.size(width), await(f.tab, fmt.Sprintf("heard.length >= %d && %s", n+2, grown))); err != nil {
			heard, _ := ask[string](f.tab, `JSON.stringify(heard)`)
			return "", fmt.Errorf("at %d px: %w; it got %s", width, err, heard)
		}
	}
	return ask[string](f.tab, `JSON.stringify(heard)`)
}

// TestEmbedClears answers a self-check in a frame and clears the answers: the check
// begins again in the frame, and nothing else opens.
func TestEmbedClears(t *testing.T) {
	self := shippedTrees(t)[0]
	h := frames(t, strings.TrimSuffix(self.path, "index.html"), true)
	f := newGuest(t)
	if _, err := f.answer(h.host, longest(self.model)); err != nil {
		t.Fatal(err)
	}
	was, err := inside[string](f, `document.querySelector(".leave").click(), location.href`)
	if err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience / 4); time.Now().Before(end); <-tick.C {
		if err := f.reach(); err != nil {
			t.Fatal(err)
		}
		if begun, err := inside[bool](f, fresh); begun && err == nil {
			if now, err := inside[string](f, `location.href`); now != was || err != nil {
				t.Errorf("the frame shows %s, want %s (%v)", now, was, err)
			}
			return
		}
	}
	t.Error("the check does not begin again")
}

// framedShapes are pages for frames, one of each kind, and the page that shows how to
// put them there.
var framedShapes = []string{"embed/index.html", "embed/es/index.html", "embed/get-help-now/index.html", "embed/glossary/index.html",
	"embed/sources/index.html", "embed/conditions/index.html", "embed/conditions/substance-use-disorder/index.html",
	"embed/levels-of-care/index.html", "embed/es/what-is-an-iop/index.html", "embed/check/could-an-iop-fit/index.html", "embed/privacy/index.html"}

// TestEmbedAxe runs axe-core on pages for frames, opened by themselves.
func TestEmbedAxe(t *testing.T) { framed.axeShapes(t, framedShapes) }
