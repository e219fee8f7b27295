//go:build browser

package browser

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// shapes are sheets of different shapes.
var shapes = []string{"index.html", "what-is-an-iop/index.html", "conditions/index.html", "get-help-now/index.html",
	"glossary/index.html", "es/index.html"}

// focus tells of the element that has the keyboard's focus: what it is, and
// whether one sees it and that it has the focus.
const focus = `(e => {
	const box = e.getBoundingClientRect(), style = getComputedStyle(e);
	const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
	return {
		Name: e.tagName + " " + (e.getAttribute("href") || e.textContent.trim()),
		Seen: box.top >= 0 && box.bottom <= innerHeight && (e.contains(top) || top !== null && top.contains(e)),
		Ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
		InMain: document.querySelector("main").contains(e),
	};
})(document.activeElement)`

type focused struct {
	Name               string
	Seen, Ring, InMain bool
}

// TestKeyboard goes through the top of pages with the Tab key: every stop is seen
// and ringed, none comes twice, and the page itself comes after them. The skip
// link leads there at once.
func TestKeyboard(t *testing.T) {
	root := way{plain, "/"}.serve(t)
	for _, width := range []int64{320, 1280} {
		inTabs(t, shapes, func(path string) string { return fmt.Sprintf("%s at %d px", path, width) }, func(b *tab, path string) error {
			if err := b.size(width); err != nil {
				return err
			}
			if err := tabThrough(b, root+path); err != nil {
				return err
			}
			return skip(b, root+path)
		})
	}
}

// tabThrough presses Tab until the focus is in main.
func tabThrough(b *tab, address string) error {
	if err := b.open(address); err != nil {
		return err
	}
	var names []string
	for range 40 {
		f, err := press(b, kb.Tab)
		if err != nil {
			return err
		}
		if f.InMain {
			return nil
		}
		if !f.Seen || !f.Ring {
			return fmt.Errorf("%s is in sight: %t, ringed: %t", f.Name, f.Seen, f.Ring)
		}
		if slices.Contains(names, f.Name) && f.Name[:2] != "A " {
			return fmt.Errorf("the focus is at %s again", f.Name)
		}
		names = append(names, f.Name)
	}
	return fmt.Errorf("40 presses of Tab do not reach the page: %q", names)
}

// skip follows the skip link. The next stop is in main.
func skip(b *tab, address string) error {
	if err := b.open(address); err != nil {
		return err
	}
	if _, err := press(b, kb.Tab); err != nil {
		return err
	}
	if _, err := press(b, kb.Enter); err != nil {
		return err
	}
	f, err := press(b, kb.Tab)
	if err == nil && !f.InMain {
		err = fmt.Errorf("after the skip link, Tab leads to %s", f.Name)
	}
	return err
}

func press(b *tab, key string) (focused, error) {
	if err := chromedp.Do(b.ctx, chromedp.KeyEvent(key)); err != nil {
		return focused{}, err
	}
	return ask[focused](b, focus)
}

// TestMenu opens the menu of a narrow page with the keyboard and closes it with
// Escape, which gives the focus back.
func TestMenu(t *testing.T) {
	b := newTab(t)
	root := way{plain, "/"}.serve(t)
	if err := b.size(320); err != nil {
		t.Fatal(err)
	}
	if err := b.open(root + "index.html"); err != nil {
		t.Fatal(err)
	}
	if _, err := ask[chromedp.Void](b, `document.querySelector("header summary").focus()`); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct{ key, want string }{
		{kb.Enter, `document.querySelector("header details").open`},
		{kb.Tab, `document.activeElement.closest("header details li")`},
		{kb.Escape, `!document.querySelector("header details").open && document.activeElement.matches("header summary")`},
	} {
		if _, err := press(b, step.key); err != nil {
			t.Fatal(err)
		}
		if ok, err := ask[bool](b, "Boolean("+step.want+")"); err != nil || !ok {
			t.Errorf("after %q: got not %s (%v)", step.key, step.want, err)
		}
	}
}
