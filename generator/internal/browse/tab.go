package browse

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// measuring is the script that takes the measures of an open page, and walking the one
// that clicks through a self-check.
var (
	//go:embed measure.js
	measuring string
	//go:embed walk.js
	walking string
)

// A tab shows one page after the other, and writes down what each does.
type tab struct {
	Watch
	ctx   context.Context
	close context.CancelFunc
	root  string // the site's address
}

func newTab(parent context.Context, root string) (*tab, error) {
	ctx, cancel := chromedp.NewContext(parent, chromedp.WithNewBrowserContext())
	t := &tab{ctx: ctx, close: cancel, root: root}
	if err := chromedp.Listen(ctx, t.Note); err != nil {
		cancel()
		return nil, fmt.Errorf("open a tab: %w", err)
	}
	return t, nil
}

// Measures are what measure.js returns. A finding is where something is, and what.
type measures struct {
	Wide, Small, SmallHelp, Unfocused, Pale, Stored []string
	Targets, HelpTargets, Focusable, Texts, Unread  int

	nameless []string
	named    int
	taken    bool
}

// look opens a page, measures it, if it stays, and asks for what it keeps.
func (t *tab) look(path string, stays bool, chats []string) (m measures, err error) {
	ctx, cancel := context.WithTimeout(t.ctx, perPage)
	defer cancel()
	t.Forget()
	if err := screen(ctx, 320, "light"); err != nil {
		return m, err
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(t.root+path)); err != nil {
		return m, err
	}
	if stays {
		if m, err = t.measure(ctx, chats); err != nil {
			return m, err
		}
	}
	m.Stored, err = t.kept(ctx)
	return m, err
}

// measure takes all measures of the open page, in light and in dark.
func (t *tab) measure(ctx context.Context, chats []string) (measures, error) {
	list, err := json.Marshal(append([]string{}, chats...))
	if err != nil {
		return measures{}, err
	}
	m, err := Ask[measures](ctx, fmt.Sprintf("%s.all(%s)", measuring, list))
	if err != nil {
		return m, err
	}
	if err := screen(ctx, 320, "dark"); err != nil {
		return m, err
	}
	dark, err := Ask[measures](ctx, measuring+".dark()")
	if err != nil {
		return m, err
	}
	m.Pale = append(m.Pale, dark.Pale...)
	m.Texts, m.Unread = m.Texts+dark.Texts, m.Unread+dark.Unread
	m.taken = true
	return m, m.names(ctx)
}

// kept returns what the page keeps on the device, and empties that.
func (t *tab) kept(ctx context.Context) ([]string, error) {
	found, err := Ask[[]string](ctx, measuring+".stored()")
	if err != nil {
		return nil, err
	}
	profile := chromedp.FromContext(ctx).BrowserContextID
	got, err := chromedp.CallBrowser(ctx, storage.GetCookies, storage.GetCookiesParams{BrowserContextID: profile})
	if err != nil {
		return nil, err
	}
	for _, c := range got.Cookies {
		found = append(found, "a cookie "+c.Name)
	}
	if _, err := chromedp.CallBrowser(ctx, storage.ClearCookies, storage.ClearCookiesParams{BrowserContextID: profile}); err != nil {
		return nil, err
	}
	_, err = chromedp.Call(ctx, storage.ClearDataForOrigin, storage.ClearDataForOriginParams{
		Origin: strings.TrimSuffix(t.root, "/"), StorageTypes: "all"})
	return found, err
}

// screen makes the window so wide, in light or dark.
func screen(ctx context.Context, width int64, scheme string) error {
	if err := Size(ctx, width); err != nil {
		return err
	}
	return Show(ctx, "screen", scheme)
}

// usable are the roles of what must have a name.
var usable = []string{"link", "button", "textbox", "searchbox", "checkbox", "radio", "combobox", "listbox", "slider", "switch",
	"menuitem", "tab", "DisclosureTriangle", "img", "image", "Iframe"}

// names looks at what a screen reader would say of what can be used.
func (m *measures) names(ctx context.Context) error {
	tree, err := chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		return err
	}
	for _, n := range tree.Nodes {
		if role := words(n.Role); !n.Ignored && slices.Contains(usable, role) {
			if m.named++; strings.TrimSpace(words(n.Name)) == "" {
				m.nameless = append(m.nameless, strings.ToLower(role)+" without a name")
			}
		}
	}
	return nil
}

func words(v *accessibility.Value) string {
	var value any
	if v == nil || json.Unmarshal(v.Value, &value) != nil || value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// walk clicks through a self-check: by the first answer of every question, and by the
// last.
func (t *tab) walk(path string) (Walk, error) {
	w := Walk{Path: path}
	t.Forget()
	for _, last := range []bool{false, true} {
		ctx, cancel := context.WithTimeout(t.ctx, perPage)
		defer cancel()
		if err := screen(ctx, 1280, "light"); err != nil {
			return w, err
		}
		if err := chromedp.Do(ctx, chromedp.Navigate(t.root+path)); err != nil {
			return w, err
		}
		before := len(t.requests())
		got, err := Ask[Walk](ctx, fmt.Sprintf("(%s)(%t)", strings.TrimSpace(walking), last))
		if err != nil {
			return w, err
		}
		w.Ways++
		w.Clicks += got.Clicks
		w.Left = append(w.Left, got.Left...)
		icon, err := Ask[string](ctx, `(document.querySelector("link[rel=icon]") || {}).href || ""`)
		if err != nil {
			return w, err
		}
		for _, url := range t.requests()[before:] {
			if url != icon { // which a browser fetches when it pleases
				w.Left = append(w.Left, "a request while answering: "+url)
			}
		}
		stored, err := t.kept(ctx)
		if err != nil {
			return w, err
		}
		w.Left = append(w.Left, stored...)
	}
	slices.Sort(w.Left)
	w.Left = slices.Compact(w.Left)
	return w, nil
}

// requests are all that were asked for since the page was opened, in order. What an
// address itself holds, as data: does, is asked of nobody.
func (t *tab) requests() []string {
	return slices.DeleteFunc(t.Did().Asked, func(url string) bool {
		return strings.HasPrefix(url, "data:") || strings.HasPrefix(url, "blob:") || strings.HasPrefix(url, "about:")
	})
}

// add adds the measures of a page.
func (s *Seen) add(path string, m measures) {
	put := func(to *[]string, found []string) {
		for _, f := range found {
			*to = append(*to, path+": "+f)
		}
	}
	put(&s.Wide, m.Wide)
	put(&s.Small, m.Small)
	put(&s.SmallHelp, m.SmallHelp)
	put(&s.Unfocused, m.Unfocused)
	put(&s.Pale, m.Pale)
	put(&s.Stored, m.Stored)
	put(&s.Nameless, m.nameless)
	s.Targets, s.HelpTargets, s.Focusable = s.Targets+m.Targets, s.HelpTargets+m.HelpTargets, s.Focusable+m.Focusable
	s.Texts, s.Unread, s.Named = s.Texts+m.Texts, s.Unread+m.Unread, s.Named+m.named
	if m.taken {
		s.Measured++
	}
}

// note adds what a page did.
func (s *Seen) note(path string, t *tab) {
	for _, url := range t.requests() {
		if strings.HasPrefix(url, t.root) {
			s.Asked++
		} else {
			s.Contacts = append(s.Contacts, path+": "+url)
		}
	}
	did := t.Did()
	for _, said := range did.Said {
		s.Said = append(s.Said, path+": "+said.words())
	}
	for _, f := range did.Failed {
		s.Failures = append(s.Failures, path+": "+f.below(t.root))
	}
}

// words puts a message as a report does.
func (s Saying) words() string {
	switch s.By {
	case "console":
		return fmt.Sprintf("a script wrote to the console (%s)", s.Text)
	case "exception":
		return "a script failed: " + s.Text
	}
	return s.Text
}

// below puts a failure as a report does, with an address of the site from its root.
func (f Failure) below(root string) string {
	if f.Status == 0 {
		return f.Text
	}
	return fmt.Sprintf("%d for %s", f.Status, strings.TrimPrefix(f.URL, root))
}

// sort puts findings in an order that does not depend on which page was ready first,
// each once.
func (s *Seen) sort() {
	for _, list := range []*[]string{&s.Contacts, &s.Said, &s.Failures, &s.Stored,
		&s.Wide, &s.Small, &s.SmallHelp, &s.Nameless, &s.Unfocused, &s.Pale} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
}
