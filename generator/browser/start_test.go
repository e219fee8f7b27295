//go:build browser

package browser

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestStart does all that a person does who only double-clicks: looks at the guide,
// makes a site of their own by the form, sees it, builds it, and ends the program.
// The built site is read from the disk.
func TestStart(t *testing.T) {
	axe, err := os.ReadFile(npmFile(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	root, ended := began(t, home)
	b := newTab(t)
	page := root + "_preview/start"
	d := &desk{t: t, root: root, tab: b}

	look := func() {
		t.Helper()
		if _, err := examine(b, page, string(axe), running); err != nil {
			t.Error(err)
		}
		if err := b.scripts(false); err != nil { // the page needs none
			t.Fatal(err)
		}
		if err := b.open(page); err != nil {
			t.Fatal(err)
		}
		if err := b.scripts(true); err != nil {
			t.Fatal(err)
		}
	}
	look()
	site := filepath.Join(home, "iop-guide")
	d.see(fmt.Sprintf(`document.getElementById("folder").value === %q`, site))
	d.do(`document.getElementById("a-name").value = "Oak Street Clinic"`)
	d.do(`document.getElementById("a-phone").value = "12"`)
	d.click("[value=new]")
	d.see(`document.getElementById("w-phone")`)
	d.see(`document.getElementById("a-name").value === "Oak Street Clinic"`)
	if _, err := os.Stat(site); err == nil {
		t.Error("with a wrong answer there is a site")
	}
	d.do(`document.getElementById("a-phone").value = "(217) 555-0134"`)
	d.click("[value=new]")
	d.see(`document.querySelector("h1")?.textContent === "Your site"`)
	if text := read(t, filepath.Join(site, "site.yaml")); !strings.Contains(text, "Oak Street Clinic") {
		t.Errorf("site.yaml: got %s", text)
	}
	look()

	if err := b.open(root); err != nil {
		t.Fatal(err)
	}
	d.see(`document.body.textContent.includes("Oak Street Clinic")`)
	if err := b.open(page); err != nil {
		t.Fatal(err)
	}
	d.click("[value=build]")
	d.see(`document.querySelector("[role=status] h2")?.textContent === "It is built"`)
	d.click("[value=stop]")
	d.see(`document.querySelector("h1")?.textContent === "The program has ended"`)
	if err := <-ended; err != nil {
		t.Errorf("iopguide ended with %v", err)
	}
	d.quiet()

	if err := b.open("file://" + filepath.Join(site, "public", "index.html")); err != nil {
		t.Fatal(err)
	}
	d.see(`document.body.textContent.includes("Oak Street Clinic")`)
	for _, wrong := range b.wrong("file://") {
		t.Errorf("from the disk: %s", wrong)
	}
}

// click clicks on an element, as a person does.
func (d *desk) click(selector string) {
	d.t.Helper()
	if err := chromedp.Do(d.tab.ctx, chromedp.Click(selector)); err != nil {
		d.t.Fatal(err)
	}
}

// began starts the program as a double click does, for a person whose own folder
// is home, and returns where it serves, and what it ends with.
func began(t *testing.T, home string) (root string, ended <-chan error) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	path, err := filepath.Abs(*program)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "start", "--no-open", "--address", address)
	cmd.Dir, cmd.Env = t.TempDir(), []string{"HOME=" + home}
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end := make(chan error, 1)
	go func() { end <- cmd.Wait() }()
	t.Cleanup(func() {
		cmd.Process.Kill()
		if t.Failed() {
			t.Log(out.String())
		}
	})
	answers(t, "http://"+address+"/")
	return "http://" + address + "/", end
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
