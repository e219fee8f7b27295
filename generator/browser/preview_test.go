//go:build browser

package browser

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// scrolled is how far down the page its reader is while it changes, in pixels.
const scrolled = 1500

// overlay is the mistakes that the preview shows over the last good page, or "".
const overlay = `(o => o && o.checkVisibility() && o.getBoundingClientRect().height > 0 ? o.textContent : "")(document.getElementById("preview-overlay"))`

// TestPreview edits a page under iopguide serve. The open page takes the edit on
// and stays where it is; a mistake is shown over it, and goes when it is mended.
func TestPreview(t *testing.T) {
	dir := t.TempDir()
	if err := lay(dir, repository); err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(dir, "content", "what-is-an-iop.md")
	good, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	root := preview(t, dir)
	b := newTab(t)
	if err := b.size(1280); err != nil {
		t.Fatal(err)
	}
	if err := b.open(root + "what-is-an-iop/"); err != nil {
		t.Fatal(err)
	}
	scroll(t, b)

	edited := lastParagraph(t, string(good), "A sentence that was not there before.")
	save(t, source, edited)
	see(t, b, `document.querySelector("main").textContent.includes("A sentence that was not there before.")`)
	see(t, b, fmt.Sprintf("Math.round(scrollY) === %d", scrolled))
	see(t, b, overlay+` === ""`)

	save(t, source, strings.Replace(edited, "\ntitle:", "\ntitel:", 1))
	see(t, b, overlay+`.includes("titel")`)
	see(t, b, overlay+`.includes("what-is-an-iop.md:")`)
	see(t, b, `document.querySelector("main").textContent.includes("A sentence that was not there before.")`)

	save(t, source, string(good))
	see(t, b, overlay+` === ""`)
	see(t, b, `!document.querySelector("main").textContent.includes("A sentence that was not there before.")`)
	see(t, b, fmt.Sprintf("Math.round(scrollY) === %d", scrolled))
	for _, wrong := range b.wrong(root) {
		t.Errorf("the preview: %s", wrong)
	}
}

// preview starts iopguide serve for the site in dir, and returns its address.
func preview(t *testing.T, dir string) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	cmd := exec.Command(*program, "serve", "-s", dir, "--address", address)
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
