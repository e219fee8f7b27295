//go:build browser

package browser

import (
	_ "embed"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// probe is a script that measures a page. What it returns is a measure.
//
//go:embed testdata/probe.js
var probe string

type measure struct {
	Overflow  int      // pixels that the page is wider than its window
	Widest    string   // the innermost element that reaches out of the window
	Styled    bool     // whether the style sheet applies
	Help      []target // the links of the help line that call, text and chat
	Focusable []string // what Tab stops at, up to the first in main
	Jumps     []string // elements with a tabindex above zero
}

type target struct {
	Href          string
	Width, Height float64
	Visible       bool
}

// TestOpen opens every sheet in every way, at 320 px. What is asked for, said and failed
// depends on the way. How a page looks does not, so only in the first way of a form it is
// looked at closely, which is at 1280 px, too, and as a reader spaces it; and of the forms
// that are the guide with other links, or more pages, only what the guide does not have.
func TestOpen(t *testing.T) {
	var loads, closely atomic.Int64
	known := map[*form]bool{}
	for _, w := range ways {
		first := !known[w.form]
		known[w.form] = true
		guide := w.form == rooted || w.form == below || w.form == every
		t.Run(w.String(), func(t *testing.T) {
			root := w.serve(t)
			inTabs(t, w.form.sheets, pathOf, func(b *tab, s *sheet) error {
				loads.Add(1)
				near := first && !(guide && plain.sheet(s.path) != nil)
				if near {
					closely.Add(1)
				}
				return visit(b, root, s, near)
			})
		})
	}
	t.Logf("counted: %d pages opened, %d ways, %d pages looked at closely", loads.Load(), len(ways), closely.Load())
}

// visit opens a sheet and returns all that is wrong with it.
func visit(b *tab, root string, s *sheet, closely bool) error {
	if err := b.size(320); err != nil {
		return err
	}
	if err := b.open(root + s.path); err != nil {
		return err
	}
	wrong, err := arrived(b, root, s)
	if err != nil {
		return err
	}
	widths := []int64{320}
	if closely {
		widths = []int64{320, 1280}
	}
	for _, width := range widths {
		if err := b.size(width); err != nil {
			return err
		}
		m, err := ask[measure](b, probe)
		if err != nil {
			return err
		}
		for _, w := range m.wrong(s) {
			wrong = append(wrong, fmt.Sprintf("at %d px: %s", width, w))
		}
	}
	if !closely {
		return listed(append(wrong, b.wrong(root)...))
	}
	wide, err := spaced(b)
	if err != nil {
		return err
	}
	return listed(append(append(wrong, wide...), b.wrong(root)...))
}

// spacing sets text as wide as WCAG 1.4.12 lets a reader set it. That is also as
// wide as the widest of the fonts that a page may have to do with.
const spacing = `(s => {
	s.replaceSync("* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important }");
	document.adoptedStyleSheets = [s];
	return getComputedStyle(document.body).letterSpacing;
})(new CSSStyleSheet())`

// spaced returns whether a narrow page with wide text still fits its window.
func spaced(b *tab) ([]string, error) {
	if err := b.size(320); err != nil {
		return nil, err
	}
	if got, err := ask[string](b, spacing); err != nil || got == "normal" {
		return nil, fmt.Errorf("text cannot be spaced: %q, %v", got, err)
	}
	m, err := ask[measure](b, probe)
	if err != nil || m.Overflow <= 0 {
		return nil, err
	}
	return []string{fmt.Sprintf("at 320 px, with text spaced by its reader: %d px too wide: %s", m.Overflow, m.Widest)}, nil
}

// arrived follows an alias to where it leads.
func arrived(b *tab, root string, s *sheet) (wrong []string, err error) {
	if s.refresh == "" {
		return nil, nil
	}
	if strings.Contains(s.refresh, ":") || strings.HasPrefix(s.refresh, "/") {
		return []string{"the alias leads to " + s.refresh + ", which is not relative"}, nil
	}
	at := fmt.Sprintf("location.href === new URL(%q, %q).href && document.readyState === 'complete'", s.refresh, root+s.path)
	return nil, await(b, at)
}

// wrong returns what the tab did that a page of ours never does.
func (b *tab) wrong(root string) []string {
	said, asked, failures := b.did()
	wrong := append([]string(nil), said...)
	for _, address := range asked {
		if !strings.HasPrefix(address, root) {
			wrong = append(wrong, "asked for "+address)
		}
	}
	return append(wrong, failures...)
}

// least is the smallest side of a target of the help line, in pixels.
const least = 44

func (m *measure) wrong(s *sheet) (wrong []string) {
	if m.Overflow > 0 {
		wrong = append(wrong, fmt.Sprintf("%d px too wide: %s", m.Overflow, m.Widest))
	}
	if !m.Styled {
		wrong = append(wrong, "no style applies")
	}
	if len(m.Help) < 4 {
		wrong = append(wrong, fmt.Sprintf("the help line has %d ways to call, text or chat, want 4", len(m.Help)))
	}
	for _, h := range m.Help {
		if !h.Visible || h.Width < least || h.Height < least {
			wrong = append(wrong, fmt.Sprintf("help line: %s is %.0f by %.0f px, visible: %t", h.Href, h.Width, h.Height, h.Visible))
		}
	}
	for _, j := range m.Jumps {
		wrong = append(wrong, "tabindex above zero: "+j)
	}
	return append(wrong, order(m.Focusable, s.path != "404.html")...)
}

// order returns what is wrong with the order of the stops before main: the skip
// link, then the help line, then the header. A page with nothing to skip has no
// skip link.
func order(stops []string, skip bool) []string {
	if skip && (len(stops) == 0 || stops[0] != "skip") {
		return []string{fmt.Sprintf("the first stop is no skip link: %q", stops)}
	}
	if skip {
		stops = stops[1:]
	}
	text := strings.Join(stops, " ")
	if rest := strings.TrimLeft(strings.ReplaceAll(text, "help", ""), " "); !strings.HasPrefix(text, "help") || strings.Contains(rest, "skip") ||
		strings.LastIndex(text, "help") > strings.Index(text+"header", "header") {
		return []string{fmt.Sprintf("want the help line next, then the header: %q", stops)}
	}
	return nil
}

// TestNotFound asks for a page that is not there, deep in the site: the answer is
// 404.html, which needs nothing beside itself.
func TestNotFound(t *testing.T) {
	for _, w := range ways {
		if w.mount == "" || w.moved() {
			continue
		}
		root := w.serve(t)
		b := newTab(t)
		address := root + "no/such/page/"
		if err := b.open(address); err != nil {
			t.Errorf("%s: %v", w, err)
			continue
		}
		m, err := ask[measure](b, probe)
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range append(m.wrong(&sheet{path: "404.html"}), unexpected(b, address)...) {
			t.Errorf("%s: %s", w, wrong)
		}
	}
}

// unexpected returns what a page that is not there did, apart from not being there.
func unexpected(b *tab, address string) (wrong []string) {
	said, asked, failures := b.did()
	for _, s := range append(said, failures...) {
		if !strings.Contains(s, fmt.Sprint(http.StatusNotFound)) || !strings.Contains(s, address) {
			wrong = append(wrong, s)
		}
	}
	if len(asked) != 1 {
		wrong = append(wrong, fmt.Sprintf("asked for %q", asked))
	}
	return wrong
}
