//go:build browser

package browser

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// hardWords make any page hard to read.
var hardWords = "\n" + strings.Repeat("Comprehensive multidisciplinary rehabilitation necessitates considerable deliberation. ", 60) + "\n"

// TestPreviewBar reads the bar, opens it and folds it away with the keyboard. It
// stays as it was left on the next page, and covers neither the page's end nor
// the way to help. The list of all pages, to which it leads, follows each save.
func TestPreviewBar(t *testing.T) {
	d := newDesk(t, nil)
	d.visit("what-is-an-iop/")
	for _, fact := range []string{"Reads at grade ", " words", "Cites ", "Not reviewed yet", "About ", "KB to load"} {
		d.see(fmt.Sprintf(`document.querySelector(".preview-facts").textContent.includes(%q)`, fact))
	}
	d.see(`document.querySelector(".preview-toggle").textContent === "This page"`)
	d.write(open, d.read(open)+hardWords)
	d.see(`document.querySelector(".preview-toggle").textContent === "This page: 1 warning"`)

	d.do(`document.querySelector(".preview-toggle").focus()`)
	d.press(kb.Enter)
	d.see(`document.querySelector("#preview-panel").checkVisibility() && document.activeElement.matches("[aria-expanded=true]")`)
	d.see(`document.querySelector("#preview-panel .preview-place a").href.startsWith("vscode://file/")`)
	d.see(`document.querySelector("#preview-panel .preview-place a").textContent.includes("what-is-an-iop.md, line ")`)
	d.press(kb.Escape)
	d.see(`!document.querySelector("#preview-panel").checkVisibility() && document.activeElement.matches("[aria-expanded=false]")`)

	for _, width := range []int64{320, 375, 1280} {
		if err := d.tab.size(width); err != nil {
			t.Fatal(err)
		}
		d.do(`scrollTo({top: 2000, behavior: "instant"})`)
		d.see(free(".to-help a"))
		d.do(`scrollTo({top: 1e6, behavior: "instant"})`)
		d.see(free(".licence"))
		d.see(`document.documentElement.scrollWidth <= innerWidth`)
		d.see(`[...document.querySelectorAll("#preview-dock button, #preview-dock a")].filter(e => e.checkVisibility())
			.every(e => e.getBoundingClientRect().height >= 24)`)
	}

	d.do(`document.querySelector(".preview-fold").focus()`)
	d.press(kb.Enter)
	d.see(`document.activeElement.matches(".preview-unfold") && document.activeElement.textContent === "Preview: 1 warning"`)
	d.see(`!document.querySelector(".preview-facts").checkVisibility()`)
	d.visit("about/")
	d.see(`document.querySelector(".preview-unfold").checkVisibility() && !document.querySelector(".preview-facts").checkVisibility()`)
	d.do(`document.querySelector(".preview-unfold").focus()`)
	d.press(kb.Enter)
	d.see(`document.activeElement.matches(".preview-toggle") && document.querySelector(".preview-all").textContent === "All pages: 1 warning"`)

	d.do(`document.querySelector(".preview-all").click()`)
	d.see(`location.pathname === "/_preview/" && document.querySelector("header").textContent.includes("No mistakes, 1 warning")`)
	d.do(`document.querySelector("#find").value = "typed"; scrollTo({top: 500, behavior: "instant"})`)
	d.write("content/about.md", d.read("content/about.md")+hardWords)
	d.see(`document.querySelector("header").textContent.includes("2 warnings")`)
	d.see(`document.querySelector("#find").value === "typed" && Math.round(scrollY) === 500`)
	d.quiet()
}

// free is true if the dock does not cover an element.
func free(selector string) string {
	return fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().bottom <= document.querySelector("#preview-dock").getBoundingClientRect().top`, selector)
}

// press presses a key.
func (d *desk) press(key string) {
	d.t.Helper()
	if _, err := press(d.tab, key); err != nil {
		d.t.Fatal(err)
	}
}

// TestPreviewOverlay makes mistakes. The overlay tells each with its line and a
// link to the editor, can be hidden and brought back with the keyboard, and goes
// away by itself.
func TestPreviewOverlay(t *testing.T) {
	d := newDesk(t, nil)
	d.visit("what-is-an-iop/")
	good := d.read(open)
	d.write(open, good+"\n[Nowhere](nowhere.md) and [never](never.md)\n")
	d.see(overlay + `.includes("2 mistakes to mend") && ` + overlay + `.includes("nowhere.md")`)
	d.see(`document.querySelectorAll("#preview-overlay mark").length === 2`)
	d.see(`document.querySelector("#preview-overlay .preview-place a").href.startsWith("vscode://file/")`)
	d.see(`document.querySelector("#preview-overlay [role=alert]").textContent === "2 mistakes to mend"`)
	d.do(`document.querySelector("#preview-overlay .preview-hide").focus()`)
	d.press(kb.Escape)
	d.see(overlay + ` === "" && document.activeElement.textContent === "2 mistakes"`)
	d.press(kb.Enter)
	d.see(overlay + `.includes("nowhere.md") && document.activeElement.matches(".preview-hide")`)
	d.write(open, good+"\n[Nowhere](nowhere.md)\n")
	d.see(overlay + `.includes("1 mistake to mend") && document.activeElement.matches(".preview-hide")`)
	d.write(open, good)
	d.see(overlay + ` === "" && !document.querySelector(".preview-mistakes").checkVisibility()`)
	d.quiet()
}

// TestPreviewAxe runs axe-core on a page with the overlay and the open bar, and
// on the pages of the preview itself, light and dark, narrow and wide.
func TestPreviewAxe(t *testing.T) {
	axe, err := os.ReadFile(npmFile(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, func(t *testing.T, d *desk) {
		d.write("content/about.md", d.read("content/about.md")+hardWords)
		d.write("content/draft.md", "---\ntitle: A <script>draft</script>\ndescription: A draft.\ndraft: true\nclaims: false\n---\n\nWords.\n")
	})
	d.visit("about/")
	d.do(`document.querySelector(".preview-toggle").click()`)
	d.write(open, d.read(open)+"\n[Nowhere](nowhere.md)\n")
	d.see(overlay + `.includes("nowhere.md")`)
	places := []struct{ name, address string }{
		{"the overlay and the bar", ""},
		{"all pages", "_preview/?sort=grade"},
		{"nothing found", "_preview/?find=nothing"},
		{"a map", "_preview/check?page=/check/could-an-iop-fit/"},
		{"no self-check", "_preview/check?page=/about/"},
	}
	for _, p := range places {
		if p.address != "" {
			if err := d.tab.open(d.root + p.address); err != nil {
				t.Fatal(err)
			}
		}
		for _, wrong := range d.tab.wrong(d.root) {
			if !strings.Contains(wrong, "404") {
				t.Errorf("%s: %s", p.name, wrong)
			}
		}
		if _, err := ask[chromedp.Void](d.tab, string(axe)); err != nil {
			t.Fatal(err)
		}
		for _, st := range running {
			if err := d.tab.size(st.width); err != nil {
				t.Fatal(err)
			}
			if err := d.tab.show("screen", st.scheme); err != nil {
				t.Fatal(err)
			}
			list, err := ask[[]string](d.tab, findings)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range list {
				t.Errorf("%s, %s, %d px: %s", p.name, st.scheme, st.width, f)
			}
			if wide, err := ask[bool](d.tab, "document.documentElement.scrollWidth > innerWidth"); err != nil || wide {
				t.Errorf("%s is wider than %d px (%v)", p.name, st.width, err)
			}
		}
	}
	t.Logf("counted: %d pages of the preview in %d states", len(places), len(running))
}
