//go:build browser

package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"iopguide/generator/internal/report"
)

// reported makes a report of the guide as it stands in dir, and returns its points by
// what they look at, and the report as a page.
func reported(t *testing.T, dir string) (points map[string]report.Item, page string) {
	t.Helper()
	work := t.TempDir()
	data, err := exec.Command(*program, "report", "-s", repository, "-d", dir, "--format", "json").Output()
	if err != nil {
		t.Fatalf("report: %v\n%s", err, failure(err))
	}
	var r report.Report
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	points = map[string]report.Item{}
	for _, s := range r.Sections {
		for _, i := range s.Items {
			points[i.What] = i
		}
	}
	page = filepath.Join(work, "report.html")
	f, err := os.Create(page)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := r.HTML(f); err != nil {
		t.Fatal(err)
	}
	return points, page
}

func failure(err error) string {
	if exit, ok := err.(*exec.ExitError); ok {
		return string(exit.Stderr)
	}
	return ""
}

// What a report says that a browser saw.
const (
	contacted = "Other hosts that a browser asked"
	stored    = "Cookies and storage that a browser then had"
	traces    = "What is left of answers: address, title, history, storage, requests"
)

// seen are these points, and the measures.
var seen = []string{contacted, stored, traces, "No page is wider than a window of 320 pixels",
	"What can be tapped is at least 24 pixels high and wide, or has that room around it",
	"The ways to help are at least 44 pixels high and wide", "What can be used has a name that a screen reader says",
	"One sees where the focus is", "Words stand out: 4.5 to 1, large ones 3 to 1, light and dark",
	"The browser had nothing to complain of"}

// TestReport makes the report of the guide: a browser that opens all of it asks no other
// host and keeps nothing.
func TestReport(t *testing.T) {
	points, page := reported(t, plain.dir)
	for _, what := range seen {
		if i := points[what]; i.State != report.Fine {
			t.Errorf("%s: got %q, %s %q", what, i.State, i.Result, i.List)
		}
	}
	if got, want := points[contacted].Result, fmt.Sprintf("none: all that %d pages made it ask for ", len(plain.sheets)); !strings.HasPrefix(got, want) {
		t.Errorf("a browser saw %q, want %q", got, want)
	}
	examineReport(t, page)
	t.Logf("counted: %d points that a browser looked at", len(seen))
}

// planted is what somebody put into the site on its way, by file: into a page, and
// before a script. Each is one that the page's own policy would forbid.
var planted = map[string]string{
	"privacy/index.html": `<img src="https://tracker.example/p.gif" alt=""><script src="https://tracker.example/t.js"></script>
		<script>fetch("https://beacon.example/x").catch(() => {}); document.cookie = "visitor=1"; localStorage.setItem("v", "1"); console.error("no")</script>
		<p style="color:#aaa;background:#fff">pale words</p><div style="width:900px">wide</div>
		<a href="/x" style="outline:none;display:inline-block;width:10px;height:10px"> </a><a href="/y" style="display:inline-block;width:10px;height:10px">b</a>`,
	"js/self-check.js": `addEventListener("click", e => { window.name = e.target.textContent; sessionStorage.setItem("last", e.target.textContent); });`,
}

// TestReportFinds plants what a report must find.
func TestReportFinds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	if err := os.CopyFS(dir, os.DirFS(plain.dir)); err != nil {
		t.Fatal(err)
	}
	for _, of := range []string{"es", "conditions"} { // one language and the pages that are left show the same
		if err := os.RemoveAll(filepath.Join(dir, of)); err != nil {
			t.Fatal(err)
		}
	}
	plant(t, dir)
	points, page := reported(t, dir)
	for what, wants := range map[string][]string{
		contacted:                             {"privacy/index.html: https://tracker.example/p.gif", "https://tracker.example/t.js", "https://beacon.example/x"},
		stored:                                {"privacy/index.html: a cookie visitor", "privacy/index.html: local storage: v"},
		traces:                                {"check/could-an-iop-fit/index.html: session storage: last", "the name of the window"},
		seen[3]:                               {"privacy/index.html: is 9"},
		seen[4]:                               {"10 by 10"},
		seen[6]:                               {"link without a name"},
		seen[7]:                               {"looks the same with the focus"},
		seen[8]:                               {"“pale words” has 2.32 to 1 in dark", "“pale words” has 2.32 to 1 in light"},
		seen[9]:                               {"a script wrote to the console (error)"},
		"Other hosts that pages load from":    {"privacy/index.html: <img> loads https://tracker.example/p.gif"},
		"Scripts that can reach another host": {"privacy/index.html: fetch"},
		"Scripts that can set a cookie or keep something":       {"privacy/index.html: cookie, localStorage", ".js: sessionStorage"},
		"Pages without a policy":                                {"privacy/index.html"},
		"Scripts and styles that stand in a page or an element": {"privacy/index.html: a <script> without src"},
	} {
		i, list := points[what], strings.Join(points[what].List, "\n")
		for _, want := range wants {
			if i.State != report.Look || !strings.Contains(list, want) {
				t.Errorf("%s: got %s, %s\n%s\nwant %q in it", what, i.State, i.Result, list, want)
			}
		}
		for _, line := range strings.Split(list, "\n") {
			if what == stored && !strings.HasPrefix(line, "privacy/") {
				t.Errorf("%s: a page is blamed for another: %s", what, line)
			}
		}
	}
	examineReport(t, page)
}

// plant changes the site in dir.
func plant(t *testing.T, dir string) {
	t.Helper()
	for name, text := range planted {
		files, err := filepath.Glob(filepath.Join(dir, strings.Replace(filepath.FromSlash(name), ".js", "*.js", 1)))
		if err != nil || len(files) != 1 {
			t.Fatalf("%s: %q %v", name, files, err)
		}
		data, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		page := strings.Replace(string(data), "</main>", text+"</main>", 1)
		if strings.HasSuffix(name, ".js") {
			page = text + string(data)
		}
		page = regexp.MustCompile(`<meta http-equiv=Content-Security-Policy[^>]*>`).ReplaceAllString(page, "")
		if err := os.WriteFile(files[0], []byte(page), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// examineReport holds a report's own page to what our pages are held to.
func examineReport(t *testing.T, page string) {
	t.Helper()
	out, err := exec.Command(npmFile(t, ".bin/html-validate"), "--config", npm+"/htmlvalidate.json", page).CombinedOutput()
	if err != nil {
		t.Errorf("html-validate: %v\n%s", err, out)
	}
	axe, err := os.ReadFile(npmFile(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	b := newTab(t)
	address := "file://" + filepath.ToSlash(page)
	if err := b.open(address); err != nil {
		t.Fatal(err)
	}
	if said, asked, failures := b.did(); len(said)+len(failures) > 0 || len(asked) != 1 {
		t.Errorf("the report's page said %q, asked for %q, failed with %q", said, asked, failures)
	}
	for _, st := range running {
		if err := b.size(st.width); err != nil {
			t.Fatal(err)
		}
		if err := b.show("screen", st.scheme); err != nil {
			t.Fatal(err)
		}
		if err := b.open(address); err != nil {
			t.Fatal(err)
		}
		if _, err := ask[any](b, string(axe)+";0"); err != nil {
			t.Fatal(err)
		}
		list, err := ask[[]string](b, findings)
		if err != nil {
			t.Fatal(err)
		}
		wide, err := ask[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 0 || wide > 0 {
			t.Errorf("%s %d px: %d px too wide, axe: %s", st.scheme, st.width, wide, strings.Join(list, "\n"))
		}
	}
}
