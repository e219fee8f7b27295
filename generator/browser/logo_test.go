//go:build browser

package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// headed is how many lines the menu takes, how wide the logo is, and whether the
// header is wider than the screen.
const headed = `(() => ({
	Lines: new Set([...document.querySelectorAll(".menu-wide li")].map(e => e.offsetTop)).size,
	Logo: document.querySelector("header img").width,
	Wide: document.documentElement.scrollWidth > innerWidth,
}))()`

// TestLogoBesideMenu puts the widest logo there can be before a long title: on a wide
// screen the title gives way, and the menu stays in one line.
func TestLogoBesideMenu(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"site.yaml":       "base: default\ntitle: Oak Street Clinic IOP Guide\nbrand: {logo: logo.svg}\n",
		"static/logo.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 80"><path d="M0 0h400v80z"/></svg>`,
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	f := &form{name: "logo", dir: filepath.Join(dir, "public")}
	if err := command(*program, "build", "-s", dir, "-d", f.dir); err != nil {
		t.Fatal(err)
	}
	root := way{f, "/"}.serve(t)
	inTabs(t, []int64{320, 900, 1280}, func(w int64) string { return fmt.Sprint(w) }, func(b *tab, w int64) error {
		if err := b.open(root + "index.html"); err != nil {
			return err
		}
		if err := b.size(w); err != nil {
			return err
		}
		got, err := ask[struct {
			Lines, Logo int
			Wide        bool
		}](b, headed)
		if err != nil {
			return err
		}
		if got.Wide || got.Logo < 144 || w == 1280 && got.Lines != 1 {
			return fmt.Errorf("got %+v, want nothing wider than the screen, and at 1280 a menu in one line", got)
		}
		return nil
	})
}
