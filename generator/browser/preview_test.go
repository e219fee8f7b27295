//go:build browser

package browser

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// scrolled is how far down the page its reader is while it changes, in pixels.
const scrolled = 1500

// overlay is the mistakes that the preview shows over the last good page, or "".
const overlay = `(o => o && o.checkVisibility() && o.getBoundingClientRect().height > 0 ? o.textContent : "")(document.getElementById("preview-overlay"))`

// A desk is a site under iopguide serve, and a tab for its writer.
type desk struct {
	t    *testing.T
	dir  string
	root string // the address of its home page
	tab  *tab
}

// newDesk lays out the guide, prepares it and serves it.
func newDesk(t *testing.T, prepare func(*testing.T, *desk), flags ...string) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir()}
	if err := lay(d.dir, repository); err != nil {
		t.Fatal(err)
	}
	if prepare != nil {
		prepare(t, d)
	}
	d.root = preview(t, d.dir, flags...)
	d.tab = newTab(t)
	if err := d.tab.size(1280); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) read(name string) string {
	d.t.Helper()
	data, err := os.ReadFile(filepath.Join(d.dir, filepath.FromSlash(name)))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(data)
}

func (d *desk) write(name, text string) {
	d.t.Helper()
	save(d.t, filepath.Join(d.dir, filepath.FromSlash(name)), text)
}

// replace saves a file with other words in it.
func (d *desk) replace(name, old, now string) {
	d.t.Helper()
	text := d.read(name)
	if !strings.Contains(text, old) {
		d.t.Fatalf("%s has no %q", name, old)
	}
	d.write(name, strings.Replace(text, old, now, 1))
}

// visit opens a page and waits for the bar.
func (d *desk) visit(page string) {
	d.t.Helper()
	if err := d.tab.open(d.root + page); err != nil {
		d.t.Fatal(err)
	}
	d.see(`document.querySelector("#preview-dock .preview-facts li")`)
}

func (d *desk) see(expression string) {
	d.t.Helper()
	see(d.t, d.tab, expression)
}

// do runs a statement in the page.
func (d *desk) do(statement string) {
	d.t.Helper()
	if _, err := ask[chromedp.Void](d.tab, statement); err != nil {
		d.t.Fatal(err)
	}
}

// quiet makes sure that the page did nothing that it should not, but what is
// expected.
func (d *desk) quiet(expected ...string) {
	d.t.Helper()
	for _, wrong := range d.tab.wrong(d.root) {
		if !slices.Contains(expected, wrong) {
			d.t.Errorf("the preview: %s", wrong)
		}
	}
}

// TestPreview edits a page under iopguide serve. The open page takes the edit on
// and stays where it is; a mistake is shown over it, and goes when it is mended.
func TestPreview(t *testing.T) {
	d := newDesk(t, nil)
	d.visit("what-is-an-iop/")
	scroll(t, d.tab)

	good := d.read(open)
	edited := lastParagraph(t, good, "A sentence that was not there before.")
	d.write(open, edited)
	d.see(`document.querySelector("main").textContent.includes("A sentence that was not there before.")`)
	d.see(fmt.Sprintf("Math.round(scrollY) === %d", scrolled))
	d.see(overlay + ` === ""`)

	d.write(open, strings.Replace(edited, "\ntitle:", "\ntitel:", 1))
	d.see(overlay + `.includes("titel")`)
	d.see(overlay + `.includes("what-is-an-iop.md, line ")`)
	d.see(`document.querySelector("main").textContent.includes("A sentence that was not there before.")`)

	d.write(open, good)
	d.see(overlay + ` === ""`)
	d.see(`!document.querySelector("main").textContent.includes("A sentence that was not there before.")`)
	d.see(fmt.Sprintf("Math.round(scrollY) === %d", scrolled))
	d.quiet()
}

// preview starts iopguide serve for the site in dir, with flags, and returns its
// address.
func preview(t *testing.T, dir string, flags ...string) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	cmd := exec.Command(*program, append([]string{"serve", "-s", dir, "--address", address}, flags...)...)
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil || t.Failed() {
			t.Errorf("iopguide serve ended with %v\n%s", err, out.String())
		}
	})
	answers(t, "http://"+address+"/")
	return "http://" + address + "/"
}

// answers waits until address answers.
func answers(t *testing.T, address string) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		if r, err := http.Get(address); err == nil {
			r.Body.Close()
			return
		}
	}
	t.Fatalf("%s does not answer", address)
}

func scroll(t *testing.T, b *tab) {
	t.Helper()
	at, err := ask[float64](b, fmt.Sprintf("scrollTo({top: %d, behavior: 'instant'}), scrollY", scrolled))
	if err != nil || at != scrolled {
		t.Fatalf("scrolled to %v, want %d (%v)", at, scrolled, err)
	}
	if err := chromedp.Do(b.ctx); err != nil {
		t.Fatal(err)
	}
}

// lastParagraph adds words to the last plain paragraph of a Markdown file.
func lastParagraph(t *testing.T, text, words string) string {
	t.Helper()
	blocks := strings.Split(text, "\n\n")
	for i := len(blocks) - 1; i > 0; i-- {
		if c := strings.TrimSpace(blocks[i]); c != "" && strings.ContainsAny(c[:1], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
			blocks[i] = strings.TrimRight(blocks[i], "\n") + " " + words + "\n"
			return strings.Join(blocks, "\n\n")
		}
	}
	t.Fatal("the page has no plain paragraph")
	return ""
}

func save(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func see(t *testing.T, b *tab, expression string) {
	t.Helper()
	if err := await(b, expression); err != nil {
		t.Fatal(err)
	}
}
