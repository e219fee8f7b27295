//go:build browser

package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// watching notes what changes in the page from now on, outside of what the
// preview adds, and what its server tells.
const watching = `(() => {
	window.changes = []; window.told = []; window.sheets = document.styleSheets.length; window.same = true;
	new MutationObserver(list => {
		window.sheets = Math.min(window.sheets, document.styleSheets.length);
		for (const m of list) {
			const e = m.target.nodeType === 1 ? m.target : m.target.parentElement;
			if (e && !e.closest("#preview-dock")) window.changes.push(m.type + " of " + e.nodeName + " " + e.textContent.slice(0, 40));
		}
	}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
	new EventSource("/_preview/events").addEventListener("update", e => window.told.push(...(JSON.parse(e.data).changed || [])));
})()`

// TestPreviewElsewhere edits another page, then a style. Nothing changes in the
// open page for the first; for the second only the sheet does, and there is
// always one for screens, and one for paper.
func TestPreviewElsewhere(t *testing.T) {
	d := newDesk(t, editable)
	d.visit("what-is-an-iop/")
	d.do(watching)
	d.see(`window.told !== undefined`)
	d.replace("content/about.md", "Line one of the test", "Another line")
	d.see(`window.told.includes("/about/")`)
	d.replace("static/css/prose.css", "--test: 0", "--test: 7; letter-spacing: 3px")
	d.see(`getComputedStyle(document.querySelector("main")).letterSpacing === "3px" && document.styleSheets.length === 2`)
	if got, err := ask[string](d.tab, `[window.same, window.sheets, ...window.changes.filter(c => !/^(childList of HEAD|attributes of LINK)/.test(c))].join("; ")`); err != nil || got != "true; 2" {
		t.Errorf("another page and a style were edited: got %s (%v)", got, err)
	}
	_, asked, _ := d.tab.did()
	pages := 0
	for _, address := range asked {
		if address == d.root+"what-is-an-iop/" {
			pages++
		}
	}
	if pages != 1 {
		t.Errorf("the page was asked for %d times, want once", pages)
	}
	d.quiet()
}

// TestPreviewInPlace edits the open page around what its reader does.
func TestPreviewInPlace(t *testing.T) {
	d := newDesk(t, editable)
	s := &scribe{desk: d}
	s.begin("what-is-an-iop/")
	d.do(watching)
	want := s.did(t)

	d.do(`const text = [...document.querySelectorAll("main p")].find(p => p.textContent === "Line one of the test").firstChild;
		getSelection().setBaseAndExtent(text, 5, text, 8)`)
	d.replace(open, "Line one of the test", "Line one of the whole test")
	d.see(`document.querySelector("main").textContent.includes("of the whole test")`)
	d.see(`getSelection().toString() === "one"`)

	higher := strings.Replace(d.read(open), "## How many hours\n", strings.Repeat("A paragraph above what is read.\n\n", 9)+"## How many hours\n", 1)
	before := d.read(open)
	d.write(open, higher)
	d.see(`document.querySelector("main").textContent.includes("above what is read")`)
	if got := s.did(t); got != want {
		t.Errorf("the page grew above what is read: got %q, want %q", got, want)
	}
	d.write(open, before)
	d.see(`!document.querySelector("main").textContent.includes("above what is read")`)
	if got := s.did(t); got != want {
		t.Errorf("the page shrank above what is read: got %q, want %q", got, want)
	}

	d.do(`dispatchEvent(new Event("beforeprint")); window.told = []`)
	d.replace(open, "of the whole test", "of the printed test")
	d.see(`window.told.includes("/what-is-an-iop/")`)
	d.see(`document.querySelector("main").textContent.includes("of the whole test")`)
	d.do(`dispatchEvent(new Event("afterprint"))`)
	d.see(`document.querySelector("main").textContent.includes("of the printed test")`)
	d.see("window.same")

	d.write("static/js/site.js", d.read("static/js/site.js")+"\ndocument.documentElement.dataset.script = \"new\";\n")
	d.see(`document.documentElement.dataset.script === "new" && window.same === undefined`)
	d.see(fmt.Sprintf("%s === %q", readerHas, want))
	d.quiet()
}

// TestPreviewFollow saves other pages under --follow: the browser goes there,
// unless something was typed. The way back leads past the pages that were only
// followed to.
func TestPreviewFollow(t *testing.T) {
	d := newDesk(t, editable, "--follow")
	d.visit("what-is-an-iop/")
	if _, err := press(d.tab, kb.Tab); err != nil { // browsers skip pages, on the way back, that nobody used
		t.Fatal(err)
	}
	d.replace("content/about.md", "Line one of the test", "Another line")
	d.see(`location.pathname === "/about/" && document.querySelector("#preview-dock .preview-facts li")`)
	d.replace("content/privacy.md", "\n---\n", "\n---\n\nSomething new.\n")
	d.see(`location.pathname === "/privacy/" && document.querySelector("#preview-dock .preview-facts li")`)
	d.do(`history.back()`)
	d.see(`location.pathname === "/what-is-an-iop/" && document.querySelector("#preview-dock .preview-facts li")`)
	d.do(`window.told = []; document.querySelector("#typed").value = "words";
		new EventSource("/_preview/events").addEventListener("update", e => window.told.push(...(JSON.parse(e.data).changed || [])))`)
	d.replace("content/about.md", "Another line", "A third line")
	d.see(`window.told.includes("/about/")`)
	d.replace(open, "Line one of the test", "Still here")
	d.see(`document.querySelector("main").textContent.includes("Still here") && location.pathname === "/what-is-an-iop/"`)
	d.quiet()
}
