//go:build browser

package browser

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// findings asks axe for what it finds wrong, one line a finding. Every rule of
// WCAG 2.2 A and AA and of good practice runs, target-size too, which axe leaves
// out unless it is named.
const findings = `axe.run(document, {
	runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]},
	rules: {"target-size": {enabled: true}},
	resultTypes: ["violations"],
}).then(r => r.violations.flatMap(v => v.nodes.map(n =>
	v.id + " at " + n.target.join(" ") + ": " + n.failureSummary.replace(/\s+/g, " "))))`

// A state is one way in which a reader may have a page before them.
type state struct {
	scheme string
	width  int64
}

var states = []state{{"light", 320}, {"light", 1280}, {"dark", 1280}, {"dark", 320}}

// A place is a sheet, and where it is served.
type place struct {
	*sheet
	form *form
	root string
}

// TestAxe runs axe-core on every sheet, light and dark, narrow and wide, with and
// without the page's scripts. Of the form with every construct it looks at what
// only that form has.
func TestAxe(t *testing.T) {
	axe, err := os.ReadFile(npmFile(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	var places []place
	for _, f := range []*form{plain, every} {
		root := way{f, "/"}.serve(t)
		for _, s := range f.sheets {
			if f == plain || plain.sheet(s.path) == nil {
				places = append(places, place{s, f, root})
			}
		}
	}
	var runs atomic.Int64
	inTabs(t, places, func(p place) string { return p.path }, func(b *tab, p place) error {
		address := p.root + p.path
		if p.refresh != "" {
			held, stop := p.form.hold(t, p.sheet)
			defer stop()
			address = held
		}
		found := map[string][]string{}
		for _, scripts := range []bool{true, false} {
			if err := examine(b, address, scripts, string(axe), found); err != nil {
				return err
			}
			runs.Add(int64(len(states)))
		}
		return listed(summed(found))
	})
	if want := len(places) * 2 * len(states); int(runs.Load()) != want {
		t.Errorf("axe looked %d times, want %d", runs.Load(), want)
	}
	t.Logf("counted: %d pages in %d states: all %d of the guide, and %d more with every construct",
		len(places), 2*len(states), len(plain.sheets), len(places)-len(plain.sheets))
}

// examine opens a page and adds what axe finds in it to found, with the states in
// which it does. Scripts are off while the page loads; axe itself is a script, so
// they are on again, too late for the page's own, when it looks.
func examine(b *tab, address string, scripts bool, axe string, found map[string][]string) error {
	if err := b.scripts(scripts); err != nil {
		return err
	}
	if err := b.open(address); err != nil {
		return err
	}
	if err := b.scripts(true); err != nil {
		return err
	}
	if err := ran(b, scripts); err != nil {
		return err
	}
	if _, err := ask[chromedp.Void](b, axe); err != nil {
		return err
	}
	for _, st := range states {
		if err := b.size(st.width); err != nil {
			return err
		}
		if err := b.show("screen", st.scheme); err != nil {
			return err
		}
		list, err := ask[[]string](b, findings)
		if err != nil {
			return err
		}
		for _, f := range list {
			found[f] = append(found[f], fmt.Sprintf("%s %d px scripts %t", st.scheme, st.width, scripts))
		}
	}
	return nil
}

// ran makes sure that the page's scripts ran if they should, and only then: the
// print button, where there is one, is shown by a script.
func ran(b *tab, scripts bool) error {
	shown, err := ask[bool](b, `(b => b ? !b.hidden : `+fmt.Sprint(scripts)+`)(document.querySelector("button.print"))`)
	if err == nil && shown != scripts {
		err = fmt.Errorf("scripts ran: %t, want %t", shown, scripts)
	}
	return err
}

// summed makes a line of each finding.
func summed(found map[string][]string) (wrong []string) {
	for _, f := range slices.Sorted(maps.Keys(found)) {
		in := strings.Join(found[f], ", ")
		if len(found[f]) == 2*len(states) {
			in = "all states"
		}
		wrong = append(wrong, fmt.Sprintf("%s (%s)", f, in))
	}
	return wrong
}

// listed makes one error of several findings, each once.
func listed(wrong []string) error {
	if len(wrong) == 0 {
		return nil
	}
	return fmt.Errorf("%d findings\n\t%s", len(wrong), strings.Join(wrong, "\n\t"))
}

// TestAxeFinds makes sure that axe looks at all: a page with mistakes that only a
// browser can see has each of them found.
func TestAxeFinds(t *testing.T) {
	axe, err := os.ReadFile(npmFile(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	b := newTab(t)
	if err := b.open("about:blank"); err != nil {
		t.Fatal(err)
	}
	tree, err := chromedp.Call(b.ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		t.Fatal(err)
	}
	bad := page.SetDocumentContentParams{FrameID: tree.FrameTree.Frame.ID, HTML: `<!doctype html><html lang=en><title>x</title><main>
		<h1>x</h1><p style="color:#aaa;background:#fff">pale</p><button style="padding:0;border:0;width:9px;height:9px">a</button
		><button style="padding:0;border:0;width:9px;height:9px">b</button></main><p>outside</p>`}
	if _, err := chromedp.Call(b.ctx, page.SetDocumentContent, bad); err != nil {
		t.Fatal(err)
	}
	if _, err := ask[chromedp.Void](b, string(axe)); err != nil {
		t.Fatal(err)
	}
	found, err := ask[[]string](b, findings)
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range []string{"color-contrast", "target-size", "region"} {
		if !strings.Contains(strings.Join(found, "\n"), rule) {
			t.Errorf("axe found no %s; it found %q", rule, found)
		}
	}
}
