//go:build browser

package browser

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	targets "github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// fresh is what a self-check shows that begins: the first question, a clean
// address, no answers.
const fresh = `document.readyState === "complete" && document.documentElement.classList.contains("js") &&
	[...document.querySelectorAll(".step")].filter(e => e.checkVisibility()).map(e => e.id).join() === document.querySelector(".step").id &&
	location.hash === "" && !/^\S+ \d+:/.test(document.title) && document.querySelectorAll(".my-answers li").length === 0`

const (
	saysSo  = `document.querySelector(".again").checkVisibility()`
	quietly = `!` + saysSo
)

// TestSelfCheckForgets leaves a self-check at an ending in every way. Whoever
// comes back finds the first question and, where there were answers, is told.
func TestSelfCheckForgets(t *testing.T) {
	root := way{plain, "/"}.serve(t)
	self := shippedTrees(t)[0]
	route := longest(self.model)
	address := root + self.path
	b := newTab(t)
	end := func() {
		t.Helper()
		if err := load(b, address, true); err != nil {
			t.Fatal(err)
		}
		if got, err := follow(b, [][]turn{route}, true); err != nil || len(got.Wrong) > 0 {
			t.Fatal(err, got.Wrong)
		}
	}
	do := func(expression string) {
		t.Helper()
		if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[chromedp.Void](later(expression), byHand)); err != nil {
			t.Fatal(err)
		}
	}
	check := func(how string, wants ...string) {
		t.Helper()
		for _, want := range append(wants, fresh) {
			if err := await(b, want); err != nil {
				t.Errorf("%s: %v", how, err)
			}
		}
	}

	end()
	if err := chromedp.Do(b.ctx, chromedp.Reload()); err != nil {
		t.Fatal(err)
	}
	check("after a reload", saysSo)
	do(`history.back()`)
	check("back after a reload", saysSo)

	end()
	if err := b.open(root + "privacy/index.html"); err != nil {
		t.Fatal(err)
	}
	do(`history.back()`)
	check("back from another page", saysSo)

	end()
	do(`document.querySelector(".step:not([hidden]) .restart .anew").click()`)
	check("start again", quietly)
	do(`history.back()`)
	check("back after start again")

	end()
	do(`document.querySelector(".leave").click()`)
	if err := await(b, `!location.href.includes("check/") && document.readyState === "complete"`); err != nil {
		t.Error(err)
	}
	do(`history.back()`)
	check("back after leaving", saysSo)

	last := self.model.Steps[len(self.model.Steps)-1].Anchor
	if err := b.open(root + "privacy/index.html"); err != nil {
		t.Fatal(err)
	}
	if err := b.open(address + "#" + last); err != nil {
		t.Fatal(err)
	}
	check("with a step in the address", quietly)
	end()
	do(fmt.Sprintf("location.hash = %q", last))
	check("with a step written into the address")
}

// later does something when its caller has its answer: the page may be gone then.
func later(expression string) string { return "void setTimeout(() => { " + expression + " })" }

// TestSelfCheckSteps walks back and forward, changes an answer and finds the
// others still there.
func TestSelfCheckSteps(t *testing.T) {
	root := way{plain, "/"}.serve(t)
	self := shippedTrees(t)[0]
	route := longest(self.model)
	b := newTab(t)
	if err := load(b, root+self.path, true); err != nil {
		t.Fatal(err)
	}
	if got, err := follow(b, [][]turn{route}, true); err != nil || len(got.Wrong) > 0 {
		t.Fatal(err, got.Wrong)
	}
	at := func(n int) string {
		want := route[0].At
		if n > 0 {
			want = route[n-1].To
		}
		return fmt.Sprintf(`document.getElementById(%q).checkVisibility() && document.querySelectorAll(".my-answers li").length === %d && document.activeElement.id === %[1]q`, want, n)
	}
	n := len(route)
	for _, step := range []struct {
		do   string
		want int
	}{
		{`history.back()`, n - 1}, {`history.back()`, n - 2}, {`history.forward()`, n - 1}, {`history.forward()`, n},
		{`document.querySelectorAll(".my-answers .change")[1].click()`, 1}, {`history.forward()`, 2},
	} {
		if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[chromedp.Void](step.do, byHand)); err != nil {
			t.Fatal(err)
		}
		if err := await(b, at(step.want)); err != nil {
			t.Fatalf("%s: %v", step.do, err)
		}
	}
}

// TestSelfCheckCopies copies the way taken as text: the answers in words, the
// ending, the version.
func TestSelfCheckCopies(t *testing.T) {
	root := way{plain, "/"}.serve(t)
	inTabs(t, shippedTrees(t), treePath, func(b *tab, self tree) error {
		if err := load(b, root+self.path, true); err != nil {
			return err
		}
		route := longest(self.model)
		if _, err := follow(b, [][]turn{route}, true); err != nil {
			return err
		}
		if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector("[data-do=copy]").click()`, byHand)); err != nil {
			return err
		}
		got, err := ask[string](b, `document.querySelector(".my-answers pre").textContent`)
		if err != nil {
			return err
		}
		want := []string{"911", "988", "FindTreatment.gov"}
		for _, t := range route {
			want = append(want, t.Name+":", t.Said)
		}
		for _, w := range want {
			if !strings.Contains(got, w) {
				return fmt.Errorf("the text lacks %q:\n%s", w, got)
			}
		}
		control, err := ask[string](b, `document.querySelector(".my-answers .change").textContent.trim()`)
		if err == nil && strings.Contains(got, control) {
			err = fmt.Errorf("the text names a control, %s:\n%s", control, got)
		}
		return err
	})
}

// visitWith starts a browser of its own, with a profile that outlives it.
func visitWith(profile string, flags ...chromedp.ExecAllocatorOption) (*tab, func() error, error) {
	c := &browser{profile: profile}
	c.start(flags...)
	if c.err != nil {
		return nil, nil, c.err
	}
	b := &tab{ctx: c.ctx}
	end := func() error {
		ctx, cancel := context.WithTimeout(c.ctx, patience)
		defer cancel()
		return chromedp.Cancel(ctx)
	}
	return b, end, chromedp.Listen(b.ctx, b.notice)
}

// TestSelfCheckRestart ends the browser at an ending and starts it again with the
// tabs of before. Neither the tab nor the profile holds an answer.
func TestSelfCheckRestart(t *testing.T) {
	root := way{plain, "/"}.serve(t)
	self := shippedTrees(t)[0]
	route := longest(self.model)
	profile := t.TempDir()
	b, end, err := visitWith(profile)
	if err != nil {
		t.Fatal(err)
	}
	if err := load(b, root+self.path, true); err != nil {
		t.Fatal(err)
	}
	if got, err := follow(b, [][]turn{route}, true); err != nil || len(got.Wrong) > 0 {
		t.Fatal(err, got.Wrong)
	}
	if err := end(); err != nil {
		t.Fatal(err)
	}
	for _, s := range kept(t, profile, route) {
		t.Error(s)
	}

	b, end, err = visitWith(profile, chromedp.Flag("restore-last-session", true))
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	infos, err := chromedp.Targets(b.ctx)
	if err != nil {
		t.Fatal(err)
	}
	// The debugger holds a restored tab before its scripts run: what it shows then
	// is what the browser wrote down. A reload, above, is what comes next.
	i := slices.IndexFunc(infos, func(in *targets.Info) bool { return in.URL == root+self.path })
	if i < 0 {
		t.Fatal("the tab of before is not there, or its address tells of a step")
	}
	for _, turn := range route {
		if name := infos[i].Title; strings.Contains(name, turn.Said) && len(turn.Said) > 6 {
			t.Errorf("the title of the tab is %q", name)
		}
	}
}

// kept returns where the profile holds a label that was chosen, or a step's
// name. The pages themselves, which hold all labels, may lie in its cache.
func kept(t *testing.T, profile string, route []turn) (found []string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(profile, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && strings.Contains(strings.ToLower(d.Name()), "cache") {
				return filepath.SkipDir
			}
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		files++
		for _, turn := range route {
			for _, words := range []string{turn.Said, "index.html#" + turn.To} {
				if len(words) > 6 && (bytes.Contains(data, []byte(words)) || bytes.Contains(data, wide(words))) {
					found = append(found, fmt.Sprintf("%s holds %q", name, words))
				}
			}
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("read %d files of the profile: %v", files, err)
	}
	return found
}

// wide writes words in UTF-16, as the browser's files of sessions do.
func wide(words string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(words)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}
