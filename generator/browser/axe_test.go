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
	scheme  string
	width   int64
	scripts bool
}

func (s state) String() string {
	return fmt.Sprintf("%s %d px scripts %t", s.scheme, s.width, s.scripts)
}

// states are all that differ.
var states = []state{{"light", 320, true}, {"dark", 1280, false}, {"dark", 1280, true}, {"dark", 320, false},
	{"light", 1280, false}, {"light", 320, false}, {"dark", 320, true}, {"light", 1280, true}}

// few are the states in which a page is looked at that holds nothing new: what is wrong
// with its words because of the scheme, the width or the scripts shows in these.
var few = states[:2]

// running are all states in which scripts run.
var running = []state{{"light", 320, true}, {"light", 1280, true}, {"dark", 1280, true}, {"dark", 320, true}}

// A place is a sheet, and where it is served.
type place struct {
	*sheet
	form   *form
	root   string
	states []state
}

// TestAxe runs axe-core on every sheet, light and dark, narrow and wide, with and
// without the page's scripts: in all states if it holds a construct that no sheet
// before it did, so that each construct is seen in each state, otherwise in few. Of the
// form with every construct it looks at what only that form has.
func TestAxe(t *testing.T) {
	axe, err := os.ReadFile(npmFile(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	var places []place
	known, whole, want := map[string]bool{}, 0, 0
	for _, f := range []*form{plain, every} {
		root := way{f, "/"}.serve(t)
		for _, s := range f.sheets {
			if f == every && plain.sheet(s.path) != nil {
				continue
			}
			p := place{s, f, root, s.states(known)}
			if len(p.states) == len(states) {
				whole++
			}
			want += len(p.states)
			places = append(places, p)
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
		n, err := examine(b, address, string(axe), p.states)
		runs.Add(int64(n))
		return err
	})
	if int(runs.Load()) != want {
		t.Errorf("axe looked %d times, want %d", runs.Load(), want)
	}
	t.Logf("counted: %d pages, all %d of the guide and %d more with every construct: %d in %d states, where constructs are new, the others in %d",
		len(places), len(plain.sheets), len(places)-len(plain.sheets), whole, len(states), len(few))
}

// states are those in which axe is to look at the sheet: all if it holds a construct that
// is not known yet, which is an element with a class, a role or a type. From then on its
// constructs are known.
func (s *sheet) states(known map[string]bool) []state {
	before := len(known)
	for n := range elements(s.doc) {
		for _, mark := range append(strings.Fields(attr(n, "class")), "role="+attr(n, "role"), "type="+attr(n, "type")) {
			known[n.Data+" "+mark] = true
		}
	}
	if len(known) > before {
		return states
	}
	return few
}

// constructs are those of a form.
func (f *form) constructs() map[string]bool {
	known := map[string]bool{}
	for _, s := range f.sheets {
		s.states(known)
	}
	return known
}

// axeShapes runs axe-core on some pages of a form: in all states if they hold a construct
// that the guide, in which TestAxe looks, does not.
func (f *form) axeShapes(t *testing.T, shapes []string) {
	t.Helper()
	axe, err := os.ReadFile(npmFile(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	root, known := way{f, "/"}.serve(t), plain.constructs()
	var places []place
	for _, path := range shapes {
		s := f.sheet(path)
		if s == nil {
			t.Fatalf("there is no %s", path)
		}
		places = append(places, place{s, f, root, s.states(known)})
	}
	var runs atomic.Int64
	inTabs(t, places, func(p place) string { return p.path }, func(b *tab, p place) error {
		n, err := examine(b, root+p.path, string(axe), p.states)
		runs.Add(int64(n))
		return err
	})
	t.Logf("counted: %d pages (%s), %d looks of axe", len(places), f.name, runs.Load())
}

// examine opens a page with its scripts, without, or both, as the states are, and runs
// axe in each. It returns how often that was, and as an error what axe finds.
func examine(b *tab, address, axe string, states []state) (runs int, err error) {
	found := map[string][]string{}
	for _, scripts := range []bool{true, false} {
		opened := false
		for _, st := range states {
			if st.scripts != scripts {
				continue
			}
			if !opened {
				if err := prepare(b, address, axe, scripts); err != nil {
					return runs, err
				}
				opened = true
			}
			if err := inspect(b, st, found); err != nil {
				return runs, err
			}
			runs++
		}
	}
	return runs, listed(summed(found, len(states)))
}

// prepare opens a page for axe. Scripts are off while the page loads, if they are to be;
// axe itself is a script, so they are on again, too late for the page's own, when it looks.
func prepare(b *tab, address, axe string, scripts bool) error {
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
	_, err := ask[chromedp.Void](b, axe)
	return err
}

// inspect adds what axe finds in the open page in a state.
func inspect(b *tab, st state, found map[string][]string) error {
	if err := b.size(st.width); err != nil {
		return err
	}
	if err := b.show("screen", st.scheme); err != nil {
		return err
	}
	list, err := ask[[]string](b, findings)
	for _, f := range list {
		found[f] = append(found[f], st.String())
	}
	return err
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
func summed(found map[string][]string, states int) (wrong []string) {
	for _, f := range slices.Sorted(maps.Keys(found)) {
		in := strings.Join(found[f], ", ")
		if len(found[f]) == states {
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
