//go:build browser

package browser

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestNewSite makes a clinic's site with nothing but the program, edits and builds
// it, and opens every page from disk: it is the clinic's on each, says nothing to
// the console, and asks for nothing that is not beside it.
func TestNewSite(t *testing.T) {
	work := t.TempDir()
	logo, err := filepath.Abs(repository + "/static/favicon.svg")
	if err != nil {
		t.Fatal(err)
	}
	lone(t, work, "new", "site", "oak", "--name", "Yes: we care", "--phone", "(217) 555-0134", "--text", "(217) 555-0135",
		"--url", "www.clinic.example", "--primary", "#1f6f5c", "--accent", "#f2b84b", "--logo", logo,
		"--insurance", "Medicaid, Blue #1", "--hours", "Mon to Fri, 8 am to 6 pm")
	change(t, filepath.Join(work, "oak", "site.yaml"), `title: "Yes: we care IOP Guide"`, "title: The Oak Guide")
	lone(t, work, "new", "page", "-s", "oak", "conditions/grief.md")
	written := "---\ntitle: Grief\ndescription: What to do after a loss.\nclaims: false\n---\n\nCall somebody whom you trust.\n"
	if err := os.WriteFile(filepath.Join(work, "oak", "content", "conditions", "grief.md"), []byte(written), 0o666); err != nil {
		t.Fatal(err)
	}
	lone(t, work, "build", "-s", "oak")
	f := &form{name: "new"}
	if err := f.read(filepath.Join(work, "oak", "public")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"index.html", "es/index.html", "conditions/grief/index.html", "check/could-an-iop-fit/index.html"} {
		if f.sheet(path) == nil {
			t.Errorf("there is no %s", path)
		}
	}
	root := way{form: f}.serve(t)
	inTabs(t, f.sheets, pathOf, func(b *tab, s *sheet) error {
		if err := b.open(root + s.path); err != nil {
			return err
		}
		wrong, err := arrived(b, root, s)
		if err != nil {
			return err
		}
		missing, err := ask[[]string](b, worn)
		if err != nil {
			return err
		}
		return listed(append(append(wrong, missing...), b.wrong(root)...))
	})
	t.Logf("counted: %d pages opened", len(f.sheets))
}

// worn returns what a page lacks of the clinic's.
const worn = `(() => {
	const missing = [], want = (what, there) => there || missing.push("there is no " + what);
	const logo = document.querySelector("header img");
	want("title", document.title.includes("The Oak Guide"));
	if (document.querySelector("header nav")) want("logo that was loaded", logo && logo.complete && logo.naturalWidth > 0);
	if (document.querySelector("main article")) want("number of the clinic", document.querySelector('a[href="tel:+12175550134"]'));
	want("style", getComputedStyle(document.body).margin === "0px");
	return missing;
})()`

// lone runs the program on a machine that has no other.
func lone(t *testing.T, dir string, args ...string) {
	t.Helper()
	path, err := filepath.Abs(*program)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir, cmd.Env = dir, []string{"PATH=", "HOME=" + dir, "SystemRoot=" + os.Getenv("SystemRoot")}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%q: %v\n%s", args, err, out)
	}
}

// change edits a file as a person does.
func change(t *testing.T, file, old, now string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err == nil && !strings.Contains(string(data), old) {
		err = fmt.Errorf("%s does not hold %q:\n%s", file, old, data)
	}
	if err == nil {
		err = os.WriteFile(file, []byte(strings.Replace(string(data), old, now, 1)), 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
}
