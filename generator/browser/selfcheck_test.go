//go:build browser

package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	sitebuild "iopguide/generator/internal/build"
	layers "iopguide/generator/internal/overlay"
	"iopguide/generator/internal/selfcheck"

	"github.com/chromedp/cdproto/network"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// walk is a script that clicks through a self-check.
//
//go:embed testdata/selfcheck.js
var walk string

// A tree is a self-check that is shipped: its page, and where the model says
// that each answer leads.
type tree struct {
	*sheet
	model *selfcheck.Tree
}

// A turn is one answer, as the script that clicks knows it.
type turn struct {
	At, To string // sections
	Name   string // of the step
	Kind   string // answer, band, cell
	Label  string // of the link to click
	Marks  []int  // of a table: the column marked in each row, -1 for none
	Said   string // how the summary puts it
}

// trees returns all self-checks of the guide.
var trees = sync.OnceValues(func() ([]tree, error) {
	r, err := sitebuild.New(layers.FS{{FS: os.DirFS(repository)}}, sitebuild.Options{}).Build(context.Background())
	if err != nil {
		return nil, err
	}
	var all []tree
	for _, p := range r.Site.Pages {
		if p.Tree != nil {
			all = append(all, tree{plain.sheet(strings.TrimPrefix(p.URL, "/") + "index.html"), p.Tree})
		}
	}
	return all, nil
})

// shippedTrees returns the self-checks, of which there must be some.
func shippedTrees(t *testing.T) []tree {
	t.Helper()
	all, err := trees()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("the guide has no self-check")
	}
	return all
}

func treePath(t tree) string { return t.path }

// turns are all ways on from s.
func turns(s *selfcheck.Step) []turn {
	var all []turn
	for _, a := range s.Answers {
		if s.Points == nil {
			all = append(all, turn{s.Anchor, a.To.Anchor, s.Name, "answer", typeset(a.Label), nil, typeset(a.Label)})
		} else {
			marks := reaching(s.Points, a)
			all = append(all, turn{s.Anchor, a.To.Anchor, s.Name, "band", a.Label, marks, said(s.Points, marks)})
		}
	}
	if s.Points == nil {
		return all
	}
	for i, row := range s.Points.Rows {
		for j, c := range row.Cells {
			if c.To != nil {
				marks := slices.Repeat([]int{-1}, len(s.Points.Rows))
				marks[i] = j
				all = append(all, turn{s.Anchor, c.To.Anchor, s.Name, "cell", typeset(s.Points.Columns[j]), marks, said(s.Points, marks)})
			}
		}
	}
	return all
}

// typeset writes the apostrophes of a label as the page does.
func typeset(s string) string { return strings.ReplaceAll(s, "'", "’") }

// said is how the summary puts the marks of a table.
func said(p *selfcheck.Points, marks []int) string {
	var lines []string
	for i, j := range marks {
		if j >= 0 {
			lines = append(lines, typeset(p.Rows[i].Label+": "+p.Columns[j]))
		}
	}
	return strings.Join(lines, "\n")
}

// reaching returns marks that add up to the points of band, none of which decides.
func reaching(p *selfcheck.Points, band *selfcheck.Answer) []int {
	found := map[int][]int{0: {}}
	for _, row := range p.Rows {
		next := map[int][]int{}
		for _, sum := range slices.Sorted(maps.Keys(found)) {
			marks := found[sum]
			for j, c := range row.Cells {
				if !c.Decides() {
					next[sum+c.Points] = append(slices.Clone(marks), j)
				}
			}
		}
		found = next
	}
	for sum := band.Low; sum <= min(band.High, 1000); sum++ {
		if marks := found[sum]; marks != nil {
			return marks
		}
	}
	return nil
}

// routes are all ways through a self-check.
func routes(t *selfcheck.Tree) [][]turn {
	var all [][]turn
	var to func(s *selfcheck.Step, so []turn)
	to = func(s *selfcheck.Step, so []turn) {
		if s.IsResult() {
			all = append(all, so)
			return
		}
		for _, next := range turns(s) {
			i := slices.IndexFunc(t.Steps, func(s *selfcheck.Step) bool { return s.Anchor == next.To })
			to(t.Steps[i], append(slices.Clip(so), next))
		}
	}
	to(t.Steps[0], nil)
	return all
}

// waysTo returns a shortest way to each step but the first.
func waysTo(t *selfcheck.Tree) map[string][]turn {
	ways := map[string][]turn{}
	for _, r := range routes(t) {
		for i, turn := range r {
			if w := ways[turn.To]; w == nil || len(w) > i+1 {
				ways[turn.To] = r[:i+1]
			}
		}
	}
	return ways
}

// TestSelfCheckRoutes clicks through every route of every self-check, with
// scripts and without. Each ends where the model says; on the way nothing is
// asked of the host, and neither the address nor the title, the history, storage
// or cookies hold an answer.
func TestSelfCheckRoutes(t *testing.T) {
	root := way{plain, "/"}.serve(t)
	var clicked, walked atomic.Int64
	inTabs(t, shippedTrees(t), treePath, func(b *tab, self tree) error {
		all := routes(self.model)
		for _, scripts := range []bool{true, false} {
			n, err := clickThrough(b, root, self.sheet, all, scripts)
			if err != nil {
				return fmt.Errorf("scripts %t: %w", scripts, err)
			}
			clicked.Add(int64(n))
			walked.Add(int64(len(all)))
		}
		return nil
	})
	t.Logf("counted: %d self-checks, %d routes with and without scripts, %d clicks", len(shippedTrees(t)), walked.Load(), clicked.Load())
}

// clickThrough opens a page and clicks routes through it. Without scripts they
// are off while the page loads, and on again, too late for its own, to click.
func clickThrough(b *tab, root string, s *sheet, all [][]turn, scripts bool) (clicks int, err error) {
	if err := load(b, root+s.path, scripts); err != nil {
		return 0, err
	}
	_, before, _ := b.did()
	got, err := follow(b, all, scripts)
	if err != nil {
		return 0, err
	}
	said, asked, failures := b.did()
	wrong := append(append(got.Wrong, said...), failures...)
	cookies, err := chromedp.Call(b.ctx, network.GetCookies, network.GetCookiesParams{})
	if err != nil {
		return 0, err
	}
	for _, c := range cookies.Cookies {
		wrong = append(wrong, "a cookie: "+c.Name)
	}
	// The browser fetches the icon when it pleases.
	icon, err := ask[string](b, `document.querySelector("link[rel=icon]").href`)
	if err != nil {
		return 0, err
	}
	for _, a := range asked[len(before):] {
		if a != icon {
			wrong = append(wrong, "asked for "+a)
		}
	}
	return got.Clicks, listed(wrong)
}

// load opens address with the page's scripts or without, and lets the test's own
// run in any case.
func load(b *tab, address string, scripts bool) error {
	if err := b.scripts(scripts); err != nil {
		return err
	}
	if err := b.open(address); err != nil {
		return err
	}
	if err := b.scripts(true); err != nil {
		return err
	}
	on, err := ask[bool](b, `document.documentElement.classList.contains("js")`)
	if err == nil && on != scripts {
		err = fmt.Errorf("the scripts of the page ran: %t, want %t", on, scripts)
	}
	return err
}

// A trip is what the clicks came to.
type trip struct {
	Wrong  []string
	Clicks int
}

// follow clicks routes through the open page, the first from the first question,
// each other from where it parts from the one before.
func follow(b *tab, routes [][]turn, scripts bool) (trip, error) {
	data, err := json.Marshal(routes)
	if err != nil {
		return trip{}, err
	}
	script := fmt.Sprintf("%s(%s, %t)", strings.TrimSpace(walk[strings.Index(walk, "(async"):]), data, scripts)
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[trip](script, chromedp.EvalAwaitPromise, byHand))
}

// byHand makes what a script does count as done by a reader.
func byHand(p *cdpruntime.EvaluateParams) { p.UserGesture = new(true) }
