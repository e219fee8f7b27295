//go:build browser

package browser

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"iopguide/generator/internal/selfcheck"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// eachView shows every step of a self-check in the open page, and visits it.
func eachView(b *tab, self tree, scripts bool, visit func(*selfcheck.Step) error) error {
	ways := waysTo(self.model)
	for i, s := range self.model.Steps {
		var err error
		switch {
		case !scripts:
			_, err = ask[string](b, fmt.Sprintf("location.hash = %q", s.Anchor))
		case i > 0:
			var got trip
			if got, err = follow(b, [][]turn{ways[s.Anchor]}, scripts); err == nil {
				err = listed(got.Wrong)
			}
		}
		if err == nil {
			err = visit(s)
		}
		if err != nil {
			return fmt.Errorf("at %s, scripts %t: %w", s.Name, scripts, err)
		}
	}
	return nil
}

// A look is one way in which all views are looked at.
type look struct {
	scripts        bool
	width          int64
	scheme, forced string
	text           string // its size
	axe            bool
}

var looks = []look{
	{scripts: true, width: 320, scheme: "light", forced: "none", text: "100%", axe: true},
	{scripts: false, width: 1280, scheme: "dark", forced: "none", text: "100%", axe: true},
	{scripts: true, width: 640, scheme: "light", forced: "active", text: "200%"},
}

// TestSelfCheckViews looks at every question and ending of every self-check: axe
// finds nothing, with scripts and without; nothing is wider than a narrow window
// or one with text of twice the size, targets are large, and with colors of the
// reader's system every answer keeps its border. Without scripts most questions
// are the same but for the summary, so axe passes over those. What a screen reader
// is told is what was reviewed; -update writes it anew. Without scripts it differs
// at the first question and where points are asked, so only those are kept twice.
func TestSelfCheckViews(t *testing.T) {
	axe, err := os.ReadFile(npmFile(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	root := way{plain, "/"}.serve(t)
	var views atomic.Int64
	inTabs(t, shippedTrees(t), treePath, func(b *tab, self tree) error {
		var told strings.Builder
		for _, l := range looks {
			if err := l.begin(b, root+self.path, string(axe)); err != nil {
				return err
			}
			err := eachView(b, self, l.scripts, func(s *selfcheck.Step) error {
				views.Add(1)
				if err := l.view(b, l.axe && (l.scripts || s == self.model.Steps[0] || s.Points != nil || s.IsResult())); err != nil {
					return err
				}
				if !l.axe || !l.scripts && s != self.model.Steps[0] && s.Points == nil {
					return nil
				}
				words, err := mainAloud(b)
				fmt.Fprintf(&told, "--- %s, scripts %t\n%s", s.Name, l.scripts, words)
				return err
			})
			if err != nil {
				return fmt.Errorf("%d px, text %s, forced colors %s: %w", l.width, l.text, l.forced, err)
			}
		}
		return golden(goldenName(strings.TrimSuffix(self.path, "/index.html")+"-steps.html"), told.String())
	})
	t.Logf("counted: %d views of %d self-checks", views.Load(), len(shippedTrees(t)))
}

// begin opens a page in the look.
func (l *look) begin(b *tab, address, axe string) error {
	if err := b.size(l.width); err != nil {
		return err
	}
	if err := load(b, address, l.scripts); err != nil {
		return err
	}
	if err := set(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "screen",
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: l.scheme},
			{Name: "forced-colors", Value: l.forced},
			{Name: "prefers-reduced-motion", Value: "reduce"},
		}}); err != nil {
		return err
	}
	if _, err := ask[bool](b, fmt.Sprintf(larger, l.text)); err != nil || !l.axe {
		return err
	}
	_, err := ask[chromedp.Void](b, axe)
	return err
}

// view returns what is wrong with what shows.
func (l *look) view(b *tab, axe bool) error {
	wrong, err := ask[[]string](b, measured)
	if err != nil || !axe {
		return cmp.Or(err, listed(wrong))
	}
	// At its top the way back to the help line does not lie over the page.
	// What stands around the views is the same in all; TestAxe looks at it.
	inMain := strings.Replace(findings, "document", `"main"`, 1)
	found, err := ask[[]string](b, "scrollTo({top: 0, behavior: 'instant'}), "+inMain)
	return cmp.Or(err, listed(append(wrong, found...)))
}

// measured tells what is wrong with what shows, as it is measured.
const measured = `(() => {
	const root = document.documentElement;
	const shown = name => [...document.querySelectorAll(name)].filter(e => e.checkVisibility());
	const low = (name, least) => shown(name).filter(e => e.getBoundingClientRect().height < least)
		.map(e => name + " is " + e.getBoundingClientRect().height + " px high: " + e.textContent.trim());
	const bare = name => shown(name).filter(e => getComputedStyle(e).borderTopStyle === "none" || parseFloat(getComputedStyle(e).borderTopWidth) < 1)
		.map(e => name + " has no border: " + e.textContent.trim());
	const wide = root.scrollWidth - root.clientWidth;
	return [...low(".answers a", 57), ...low(".choices label, .continue, .change, .tools button", 44),
		...bare(".answers li, .choices label"), ...(wide > 0 ? [wide + " px too wide"] : [])];
})()`

// larger sets the size of text, as a reader may.
const larger = `(s => { s.replaceSync("html { font-size: %s }"); document.adoptedStyleSheets = [s]; return true })(new CSSStyleSheet())`

// mainAloud reads the main part of the open page.
func mainAloud(b *tab) (string, error) {
	tree, err := chromedp.Call(b.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(tree.Nodes, func(n *accessibility.Node) bool { return text(n.Role) == "main" })
	if i < 0 {
		return "", fmt.Errorf("the page has no main part")
	}
	r := reader{nodes: map[accessibility.NodeID]*accessibility.Node{}}
	for _, n := range tree.Nodes {
		r.nodes[n.NodeID] = n
	}
	r.children(tree.Nodes[i])
	r.flush()
	return r.out.String(), nil
}

// TestSelfCheckPrints prints from an ending of each self-check: with scripts one
// handout of the way taken, without them the ending; from the first question all
// steps. No control is on the paper.
func TestSelfCheckPrints(t *testing.T) {
	root := way{plain, "/"}.serve(t)
	inTabs(t, shippedTrees(t), treePath, func(b *tab, self tree) error {
		route := longest(self.model)
		for _, scripts := range []bool{true, false} {
			if err := load(b, root+self.path, scripts); err != nil {
				return err
			}
			if err := onPaper(b, len(self.model.Steps), nil); err != nil {
				return fmt.Errorf("from the start, scripts %t: %w", scripts, err)
			}
			if _, err := follow(b, [][]turn{route}, scripts); err != nil {
				return err
			}
			var want []string
			if scripts {
				for _, t := range route {
					want = append(want, strings.Split(t.Said, "\n")...)
				}
			}
			if err := onPaper(b, 1, want); err != nil {
				return fmt.Errorf("from the end, scripts %t: %w", scripts, err)
			}
		}
		return nil
	})
}

// longest is the first of the longest routes, an ending of which names a program.
func longest(t *selfcheck.Tree) []turn {
	var found []turn
	for _, r := range routes(t) {
		end := t.Steps[slices.IndexFunc(t.Steps, func(s *selfcheck.Step) bool { return s.Anchor == r[len(r)-1].To })]
		if len(r) > len(found) && end.Card.Urgency != selfcheck.Emergency {
			found = r
		}
	}
	return found
}

// paper tells what is on paper besides words.
const paper = `(() => {
	const shown = name => [...document.querySelectorAll(name)].filter(e => e.checkVisibility() && e.getClientRects().length);
	return {
		Steps: shown(".step").length,
		Controls: shown("button, .restart, .leave, nav, .skip").map(e => e.textContent.trim()),
		Answers: shown(".my-answers li").map(e => e.innerText).join("\n"),
		Care: shown(".find-care").length, Review: shown(".review").length, Help: shown("#help a[href^='tel:']").length,
	};
})()`

// onPaper makes sure that the open page prints so many steps, and these words in
// the list of answers.
func onPaper(b *tab, steps int, words []string) error {
	if err := b.show("print", "light"); err != nil {
		return err
	}
	p, err := ask[struct {
		Steps, Care, Review, Help int
		Controls                  []string
		Answers                   string
	}](b, paper)
	if err != nil {
		return err
	}
	if p.Steps != steps || len(p.Controls) > 0 || p.Care < 1 || p.Review != 1 || p.Help < 2 {
		return fmt.Errorf("printed: %d steps, want %d; controls %q; %d blocks of contacts, %d of the review, %d numbers of the help line",
			p.Steps, steps, p.Controls, p.Care, p.Review, p.Help)
	}
	for _, w := range words {
		if !strings.Contains(p.Answers, w) {
			return fmt.Errorf("%q is not on the paper: %s", w, p.Answers)
		}
	}
	if len(words) == 0 && p.Answers != "" {
		return fmt.Errorf("answers are on the paper: %s", p.Answers)
	}
	if steps == 1 {
		if err := pdf(b); err != nil {
			return err
		}
	}
	return b.show("screen", "light")
}

// TestSelfCheckKeyboard answers the longest way through each self-check with the
// keyboard alone, in a narrow window, with scripts and without.
func TestSelfCheckKeyboard(t *testing.T) {
	root := way{plain, "/"}.serve(t)
	inTabs(t, shippedTrees(t), treePath, func(b *tab, self tree) error {
		if err := b.size(320); err != nil {
			return err
		}
		if err := b.show("screen", "light"); err != nil {
			return err
		}
		for _, scripts := range []bool{true, false} {
			if err := load(b, root+self.path, scripts); err != nil {
				return err
			}
			for _, turn := range longest(self.model) {
				if err := answer(b, turn, scripts); err != nil {
					return fmt.Errorf("%s, scripts %t: %w", turn.Name, scripts, err)
				}
			}
		}
		return nil
	})
}

// answer answers one question with the keyboard.
func answer(b *tab, t turn, scripts bool) error {
	name := fmt.Sprintf("e.matches('#%s .answers a') && (e.textContent.trim() === %[2]q || %[3]q !== 'answer' && e.textContent.includes(%[2]q))",
		t.At, t.Label, t.Kind)
	if scripts && t.Kind != "answer" {
		for row, column := range t.Marks {
			if column < 0 {
				continue
			}
			if err := tabTo(b, fmt.Sprintf("e.name === '%s-%d'", t.At, row+1)); err != nil {
				return err
			}
			for _, key := range append(slices.Repeat([]string{kb.ArrowRight}, column), " ")[:max(column, 1)] {
				if _, err := press(b, key); err != nil {
					return err
				}
			}
		}
		name = fmt.Sprintf("e.matches('#%s .continue')", t.At)
	}
	if err := tabTo(b, name); err != nil {
		return err
	}
	if _, err := press(b, kb.Enter); err != nil {
		return err
	}
	return await(b, fmt.Sprintf("document.getElementById(%q).checkVisibility() && document.activeElement.id === %q", t.To, t.To))
}

// tabTo presses Tab until the focus is at e. Every stop in main is seen and ringed.
func tabTo(b *tab, e string) error {
	for range 80 {
		f, err := press(b, kb.Tab)
		if err != nil {
			return err
		}
		if f.InMain && (!f.Seen || !f.Ring) {
			return fmt.Errorf("%s is in sight: %t, ringed: %t", f.Name, f.Seen, f.Ring)
		}
		if there, err := ask[bool](b, "(e => Boolean("+e+"))(document.activeElement)"); err != nil || there {
			return err
		}
	}
	return fmt.Errorf("80 presses of Tab do not reach %s", e)
}
