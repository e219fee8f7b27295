//go:build servers

package servers

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"iopguide/generator/internal/browse"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// chrome is the one browser of the tests. It starts when the first tab opens. All names
// that end in .example are this machine.
var chrome browser

type browser struct {
	once   sync.Once
	ctx    context.Context
	cancel func()
	err    error
}

func (c *browser) start() {
	embedders, err := embed()
	if err != nil {
		c.err = err
		return
	}
	c.ctx, c.cancel, c.err = browse.Start{Profile: filepath.Join(work, "profile"), More: []chromedp.ExecAllocatorOption{
		chromedp.Flag("ignore-certificate-errors", true), // those of the test's own certificate
		chromedp.Flag("host-resolver-rules", fmt.Sprintf("MAP *.example:443 127.0.0.1:%d, MAP *.example 127.0.0.1", embedders)),
	}}.Run(context.Background())
}

// stop ends the browser, if it was started.
func (c *browser) stop() {
	if c.cancel != nil {
		c.cancel()
	}
}

// A tab is one page of the browser, and what it did since it was last opened.
type tab struct {
	browse.Watch
	ctx context.Context
}

// newTab opens a tab, and closes it when the test ends.
func newTab(t *testing.T) *tab {
	t.Helper()
	if chrome.once.Do(chrome.start); chrome.err != nil {
		t.Fatalf("Chromium does not start; ./build.sh test installs it, or: apt-get install chromium: %v", chrome.err)
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

// notice writes down an event, also that the browser takes issue with a page.
func (b *tab) notice(event any) {
	if e, ok := event.(*audits.EventIssueAdded); ok {
		b.Say(browse.Saying{By: "issue", Text: string(e.Issue.Code)})
	}
	b.Note(event)
}

// open forgets what the tab did and opens address in it.
func (b *tab) open(address string) error {
	b.Forget()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Do(ctx, chromedp.Navigate(address))
}

// did returns what the tab said and what failed, and what it asked for, since it was
// opened.
func (b *tab) did() (said, asked []string) {
	did := b.Did()
	for _, s := range did.Said {
		said = append(said, fmt.Sprintf("%s: %s %s", s.By, s.Text, s.URL))
	}
	for _, f := range did.Failed {
		said = append(said, fmt.Sprintf("failed: %d %s %s", f.Status, f.Text, f.URL))
	}
	return said, did.Asked
}

// ask evaluates a JavaScript expression, or what it promises, in the page.
func ask[T any](b *tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return browse.Ask[T](ctx, expression)
}

// crawl opens pages of the site, as its readers do: nothing is said on the console,
// nothing fails, no request leaves the host, and the styles apply. Each server shows all
// pages of one of the sites, and one of each sort of the others: what a browser does with
// a page depends on its bytes and headers, and those are held against the list before,
// for each file on each stand. A second kind of a server shows one of the sites.
func crawl(t *testing.T, st *stand) (count int) {
	last := sites[len(sites)-1]
	if !st.first() && st.site != last {
		return 0
	}
	list := shapes
	if st.first() && st.site == st.own() {
		list = slices.DeleteFunc(st.site.pages(), func(page string) bool {
			old := st.site.stale(strings.TrimPrefix(page, "embed/")) // it leads on
			// One site's pages for frames are enough: how they load does not depend on where they are.
			return old || strings.HasPrefix(page, "embed/") && st.site != last
		})
	}
	root := fmt.Sprintf("https://guide.example:%d", st.https)
	tabs := []*tab{newTab(t), newTab(t)}
	pages := make(chan string)
	var wg sync.WaitGroup
	for _, b := range tabs {
		wg.Go(func() {
			for page := range pages {
				for _, wrong := range b.visit(root, page) {
					t.Errorf("%s: %s", page, wrong)
				}
			}
		})
	}
	for _, page := range list {
		if folder, ok := strings.CutSuffix(page, "index.html"); ok && st.site.links == "folder" {
			page = folder
		}
		pages <- st.site.path + page
	}
	close(pages)
	wg.Wait()
	return len(list)
}

// shapes are pages of each sort.
var shapes = []string{"index.html", "about/index.html", "conditions/index.html", "check/could-an-iop-fit/index.html", "sources/index.html",
	"es/get-help-now/index.html", "glossary/index.html", "embed/practical/paying-for-it/index.html", "embed/es/check/could-an-iop-fit/index.html"}

// visit opens a page and returns what is wrong with it.
func (b *tab) visit(root, page string) (wrong []string) {
	if err := b.open(root + page); err != nil {
		return []string{err.Error()}
	}
	styled, err := ask[bool](b, `document.readyState === "complete" && getComputedStyle(document.body).margin === "0px" &&
		[...document.images].every(i => i.loading === "lazy" || i.naturalWidth > 0)`)
	if err != nil || !styled {
		wrong = append(wrong, fmt.Sprintf("styles and pictures are there: %t, %v", styled, err))
	}
	said, asked := b.did()
	for _, a := range asked {
		if !strings.HasPrefix(a, root+"/") {
			wrong = append(wrong, "asked for "+a)
		}
	}
	if len(asked) < 2 {
		wrong = append(wrong, fmt.Sprintf("asked only for %q", asked))
	}
	return append(wrong, said...)
}
