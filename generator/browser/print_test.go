//go:build browser

package browser

import (
	"bytes"
	"fmt"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp"
)

// pdfPage matches a page of a PDF, as Chromium writes it.
var pdfPage = regexp.MustCompile(`/Type\s*/Page\b`)

// printed tells whether the help line is seen, and which ways around the site are,
// though paper leads nowhere.
const printed = `({
	Help: [...document.querySelectorAll('#help a[href^="tel:"], #help a[href^="sms:"]')].filter(e => e.checkVisibility()).length,
	Navs: [...document.querySelectorAll("nav, a[href='#main']")].filter(e => e.checkVisibility() && e.getClientRects().length)
		.map(e => e.outerHTML.slice(0, 60)),
	Dark: getComputedStyle(document.body).backgroundColor,
})`

// TestPrint prints pages: the help line is on the paper, the ways around the site
// are not, and the paper stays white in the dark.
func TestPrint(t *testing.T) {
	root := way{plain, "/"}.serve(t)
	inTabs(t, shapes, func(path string) string { return path }, func(b *tab, path string) error {
		if err := b.open(root + path); err != nil {
			return err
		}
		if err := b.show("print", "dark"); err != nil {
			return err
		}
		p, err := ask[struct {
			Help int
			Navs []string
			Dark string
		}](b, printed)
		if err != nil {
			return err
		}
		if p.Help < 3 || len(p.Navs) > 0 || p.Dark != "rgb(255, 255, 255)" && p.Dark != "rgba(0, 0, 0, 0)" {
			return fmt.Errorf("printed: %d numbers of the help line, want 3; ways around %q; paper %s", p.Help, p.Navs, p.Dark)
		}
		return pdf(b)
	})
}

// pdf prints the page to a file, which must be one of some pages.
func pdf(b *tab) error {
	data, err := chromedp.Run(b.ctx, chromedp.PrintToPDF())
	if err != nil {
		return err
	}
	if n := len(pdfPage.FindAll(data, -1)); !bytes.HasPrefix(data, []byte("%PDF-")) || n < 1 || n > 12 {
		return fmt.Errorf("got a PDF of %d pages, %d bytes", n, len(data))
	}
	return nil
}
