//go:build browser

package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// clinicShapes are pages on which a clinic is told of in different ways.
var clinicShapes = []string{"index.html", "about/index.html", "conditions/depression/index.html", "practical/paying-for-it/index.html",
	"get-help-now/index.html", "check/could-an-iop-fit/index.html", "es/index.html", "es/check/could-an-iop-fit/index.html", "404.html"}

// TestClinicAxe runs axe-core on pages of a clinic's site.
func TestClinicAxe(t *testing.T) { clinic.axeShapes(t, clinicShapes) }

// bar tells of the link that calls the clinic, at the top of a page, and of what
// it could be in the way of.
const bar = `(() => {
	const call = document.querySelector(".own .call"), help = document.querySelector("#help"), box = e => e.getBoundingClientRect();
	if (call === null) return {Wide: document.documentElement.scrollWidth > innerWidth};
	const over = [...document.querySelectorAll("#help a, header a, header summary, main h1, main p")].filter(e => e !== call && e.checkVisibility())
		.filter(e => box(e).top < box(call).bottom && box(call).top < box(e).bottom && box(e).left < box(call).right && box(call).left < box(e).right);
	return {
		Words: call.textContent.trim(), Href: call.getAttribute("href"), High: box(call).height,
		Over: over.map(e => e.outerHTML.slice(0, 60)), First: box(help).bottom <= box(call).top,
		Stays: [...document.querySelectorAll(".own, .own *")].some(e => ["fixed", "sticky"].includes(getComputedStyle(e).position)),
		Wide: document.documentElement.scrollWidth > innerWidth,
		Out: box(call).left < 0 || box(call).right > innerWidth,
	};
})()`

// TestClinicBar looks at the way to call the clinic: it is named as the clinic's,
// stands below the help line, covers nothing and stays where it is, also on a small
// screen with letters of twice the size. Where a reader needs help, and in
// self-checks, it is not there.
func TestClinicBar(t *testing.T) {
	root := way{clinic, "/"}.serve(t)
	without := []string{"get-help-now/index.html", "check/could-an-iop-fit/index.html", "es/check/could-an-iop-fit/index.html", "404.html"}
	for _, large := range []bool{false, true} {
		inTabs(t, clinicShapes, func(path string) string { return fmt.Sprintf("%s, large %t", path, large) }, func(b *tab, path string) error {
			if err := b.open(root + path); err != nil {
				return err
			}
			if err := b.size(320); err != nil {
				return err
			}
			if _, err := ask[bool](b, fmt.Sprintf(`(document.documentElement.style.fontSize = %t ? "200%%" : "", true)`, large)); err != nil {
				return err
			}
			c, err := ask[struct {
				Words, Href  string
				High         float64
				Over         []string
				First, Stays bool
				Wide, Out    bool
			}](b, bar)
			switch {
			case err != nil:
				return err
			case c.Wide && !large:
				return fmt.Errorf("the page is wider than the screen")
			case slices.Contains(without, path):
				if c.Href != "" {
					return fmt.Errorf("got %+v, want no way to call the clinic at the top", c)
				}
			case !strings.Contains(c.Words, "Harbor House") || c.Href != "tel:+12175550134" || c.High < 44 || len(c.Over) > 0 || !c.First || c.Stays || c.Out:
				return fmt.Errorf("got %+v", c)
			}
			return nil
		})
	}
}

// printedWords is the words that a page shows when it is printed, with the addresses
// that the style adds to links.
const printedWords = `[...document.querySelectorAll("body *")].filter(e => e.checkVisibility() && e.getClientRects().length).map(e =>
	[...e.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent).join(" ") +
	getComputedStyle(e, "::after").content.replace(/^none$|^normal$/, "").replaceAll('"', "")).join(" ").replace(/\s+/g, " ")`

// TestClinicPrint prints pages of a clinic: its name, address, number and hours are
// on the paper, and its notices with their addresses; the way to call it from the top
// is not.
func TestClinicPrint(t *testing.T) {
	root := way{clinic, "/"}.serve(t)
	want := []string{"The IOP Guide", "Harbor House", "12 Oak Street", "(217) 555-0134", "https://www.harborhouse.example/npp/",
		"https://www.harborhouse.example/nondiscrimination/", "https://www.harborhouse.example/languages/",
		"https://www.harborhouse.example/health-data/", "https://www.harborhouse.example/accessibility/",
		"https://www.harborhouse.example/careers/", "988", "911"}
	inTabs(t, clinicShapes[:len(clinicShapes)-1], func(path string) string { return path }, func(b *tab, path string) error {
		if err := b.open(root + path); err != nil {
			return err
		}
		if err := b.show("print", "light"); err != nil {
			return err
		}
		words, err := ask[string](b, printedWords)
		if err != nil {
			return err
		}
		for _, w := range want {
			if !strings.Contains(words, w) {
				return fmt.Errorf("printed: it lacks %q: %s", w, words)
			}
		}
		called, err := ask[bool](b, `(e => e !== null && e.checkVisibility())(document.querySelector(".call"))`)
		if err != nil || called {
			return fmt.Errorf("printed: the way to call from the top is there: %v", err)
		}
		if strings.Contains(path, "check/") {
			return nil // all of its steps are printed before the first answer
		}
		return pdf(b)
	})
}
