//go:build browser

package browser

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	sitebuild "iopguide/generator/internal/build"
	layers "iopguide/generator/internal/overlay"

	"github.com/chromedp/chromedp"
)

// edits is how often TestPreviewEdits saves.
const edits = 200

// likeFresh is the open page without what the preview adds and what a reader
// did, its attributes in order.
const likeFresh = `(() => {
	const root = document.documentElement.cloneNode(true);
	for (const e of root.querySelectorAll("#preview-dock, noscript, script[src^='/_preview/']")) e.remove();
	const walk = e => {
		if (e.nodeType !== 1) return e.nodeType === 8 ? "<!--" + e.data + "-->" : e.data;
		const attributes = [...e.attributes].filter(a => !(e.nodeName === "DETAILS" && a.name === "open"))
			.map(a => a.name + "=" + a.value.replace(/\?v=[\w-]+$/, "")).sort();
		return "\n<" + [e.nodeName, ...attributes].join(" ") + ">" + [...e.childNodes].map(walk).join("") + "</>";
	};
	return walk(root);
})()`

// readerHas is what the reader of the page did to it, and how far down a heading
// is that they look at, give or take what browsers round.
const readerHas = `[document.activeElement.id, document.querySelector("#typed").value, document.querySelector("#opened").open,
	"heading " + (Math.abs(document.querySelector("#what-happens-there").getBoundingClientRect().top - 200) < 3)].join(" ")`

// A scribe makes edits of a site, each at random.
type scribe struct {
	*desk
	rand   *rand.Rand
	n      int               // of edits
	before map[string]string // what the last edit changed: the text from before, "" of a new file
	mend   func()            // mends what is broken; nil if nothing is
	added  string            // a page that an edit added
	done   map[string]int    // how often each sort of edit was made
}

// open is the page that is open.
const open = "content/what-is-an-iop.md"

// sorts are all sorts of edits.
var sorts = []struct {
	name string
	edit func(*scribe)
}{
	{"body", func(s *scribe) { s.numbered(open, "Line one of the test") }},
	{"body of another page", func(s *scribe) { s.numbered("content/about.md", "Line one of the test") }},
	{"title", func(s *scribe) { s.numbered(open, "title: What is an Intensive Outpatient Program?") }},
	{"title of a neighbour", func(s *scribe) { s.numbered("content/who-an-iop-helps.md", "linkTitle: Who it helps") }},
	{"weight", func(s *scribe) { s.set(open, `(?m)^weight: \d+`, fmt.Sprintf("weight: %d", 1+s.rand.IntN(60))) }},
	{"glossary", func(s *scribe) { s.numbered("content/_data/glossary.yaml", "definition: A treatment program") }},
	{"source", func(s *scribe) {
		s.numbered("content/_data/sources.yaml", "title: Mental health care (intensive outpatient program services)")
	}},
	{"contact", func(s *scribe) { s.numbered("content/_data/contacts.yaml", "name: 988 Suicide & Crisis Lifeline") }},
	{"words of the interface", func(s *scribe) { s.numbered("content/_data/strings.yaml", "in-short: In short") }},
	{"include", func(s *scribe) { s.numbered("content/_shared.md", "Shared words") }},
	{"picture", func(s *scribe) { s.set("content/box.svg", `d="M0 0h\d+`, fmt.Sprintf(`d="M0 0h%d`, 1+s.rand.IntN(90))) }},
	{"style", func(s *scribe) { s.set("static/css/prose.css", `--test: \d+`, fmt.Sprintf("--test: %d", s.n)) }},
	{"layout", func(s *scribe) { s.set("layouts/page.html", `data-test="\d+"`, fmt.Sprintf(`data-test="%d"`, s.n)) }},
	{"settings", func(s *scribe) { s.numbered("site.yaml", "title: The IOP Guide") }},
	{"add, move or remove a page", (*scribe).comeAndGo},
	{"break", (*scribe).breakIt},
	{"touch", (*scribe).touch},
	{"undo", (*scribe).undo},
}

// numbered puts the number of the edit after words.
func (s *scribe) numbered(name, words string) {
	s.set(name, regexp.QuoteMeta(words)+`(?: no\. \d+)?`, fmt.Sprintf("%s no. %d", words, s.n))
}

// set replaces the first match of a pattern.
func (s *scribe) set(name, pattern, by string) {
	s.t.Helper()
	text := s.read(name)
	at := regexp.MustCompile(pattern).FindStringIndex(text)
	if at == nil {
		s.t.Fatalf("%s has no %s", name, pattern)
	}
	s.change(name, text[:at[0]]+by+text[at[1]:])
}

// change writes a file, and remembers what it was. Some editors write a file
// in place, others put a new one there.
func (s *scribe) change(name, text string) {
	s.before = map[string]string{name: s.read(name)}
	if s.rand.IntN(2) == 0 {
		s.write(name, text)
		return
	}
	file := filepath.Join(s.dir, filepath.FromSlash(name))
	save(s.t, file+"~", text)
	if err := os.Rename(file+"~", file); err != nil {
		s.t.Fatal(err)
	}
}

func (s *scribe) comeAndGo() {
	s.before = nil
	switch file := filepath.Join(s.dir, s.added); {
	case s.added == "":
		s.added = fmt.Sprintf("content/practical/new-%d.md", s.n)
		s.write(s.added, fmt.Sprintf("---\ntitle: New %d\ndescription: A page that is new, number %d.\nclaims: false\n"+
			"weight: %d\n---\n\nIt is new. It leads to [help](/get-help-now.md).\n", s.n, s.n, 1+s.n%50))
	case s.rand.IntN(2) == 0:
		s.added = fmt.Sprintf("content/moved-%d.md", s.n)
		if err := os.Rename(file, filepath.Join(s.dir, s.added)); err != nil {
			s.t.Fatal(err)
		}
	default:
		if err := os.Remove(file); err != nil {
			s.t.Fatal(err)
		}
		s.added = ""
	}
}

// breakIt makes a mistake, which the next edit mends.
func (s *scribe) breakIt() {
	good := s.read(open)
	s.write(open, strings.Replace(good, "\ntitle:", "\ntitel:", 1))
	s.before = nil
	s.mend = func() { s.write(open, good) }
}

func (s *scribe) touch() {
	now := time.Now()
	if err := os.Chtimes(filepath.Join(s.dir, open), now, now); err != nil {
		s.t.Fatal(err)
	}
}

func (s *scribe) undo() {
	for name, text := range s.before {
		s.change(name, text)
	}
}

// edit makes the next edit. What is broken is mended first.
func (s *scribe) edit() {
	s.n++
	if s.mend != nil {
		s.mend()
		s.mend = nil
		return
	}
	sort := sorts[s.rand.IntN(len(sorts))]
	s.done[sort.name]++
	sort.edit(s)
}

// TestPreviewEdits saves 200 times, at random intervals down to a millisecond.
// Whenever the site comes to rest, what is served is what a new build makes, the
// open page is as if it was loaded now, and its reader is where they were.
func TestPreviewEdits(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	defer func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	}()
	s := &scribe{desk: newDesk(t, editable), rand: rand.New(rand.NewPCG(seed, 1)), done: map[string]int{}}
	s.begin("what-is-an-iop/")
	fresh := newTab(t)
	want := s.did(t)
	rests := 0
	for s.n < edits {
		for range 1 + s.rand.IntN(6) {
			s.edit()
			time.Sleep(time.Duration(1+s.rand.IntN(1+s.rand.IntN(120))) * time.Millisecond) // a person's pause, which is what is tested
		}
		if s.mend != nil {
			s.edit()
		}
		s.served("what-is-an-iop/")
		s.alike(fresh, "what-is-an-iop/")
		if got := s.did(t); got != want {
			t.Fatalf("after %d edits the reader has %q, want %q", s.n, got, want)
		}
		rests++
	}
	for _, sort := range sorts {
		if s.done[sort.name] == 0 {
			t.Errorf("no edit of the sort %q in %d", sort.name, s.n)
		}
	}
	for _, wrong := range s.tab.wrong(s.root) {
		t.Errorf("the preview: %s", wrong)
	}
	t.Logf("counted: %d edits of %d sorts, compared %d times, seed %d", s.n, len(s.done), rests, seed)
}

// editable makes a site in which each sort of edit has something to change.
func editable(t *testing.T, d *desk) {
	d.write(open, d.read(open)+"\n## Test\n\nLine one of the test\n\n```include\n_shared.md\n```\n\n![A box](box.svg)\n")
	d.write("content/_shared.md", "Shared words\n")
	d.write("content/about.md", d.read("content/about.md")+"\nLine one of the test\n")
	d.write("content/box.svg", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90"><path d="M0 0h9v9z"/></svg>`)
	d.write("static/css/prose.css", d.read("static/css/prose.css")+"\nmain { --test: 0; }\n")
	d.write("layouts/page.html", strings.Replace(d.read("layouts/page.html"), "<main ",
		`<details id="opened"><summary>Test</summary><label>Test <input id="typed"></label></details><main data-test="0" `, 1))
}

// begin opens a page, scrolls, opens, types and sets the focus.
func (s *scribe) begin(page string) {
	s.t.Helper()
	if err := s.tab.open(s.root + page); err != nil {
		s.t.Fatal(err)
	}
	see(s.t, s.tab, `document.querySelector("#preview-dock .preview-facts li")`)
	if _, err := ask[chromedp.Void](s.tab, `document.querySelector("#opened").open = true;
		document.querySelector("#typed").focus(); document.querySelector("#typed").value = "words";
		scrollBy({top: document.querySelector("#what-happens-there").getBoundingClientRect().top - 200, behavior: "instant"})`); err != nil {
		s.t.Fatal(err)
	}
}

func (s *scribe) did(t *testing.T) string {
	t.Helper()
	got, err := ask[string](s.tab, readerHas)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// served waits until what the preview serves is what a new build makes.
func (s *scribe) served(page string) {
	s.t.Helper()
	r, err := sitebuild.New(layers.FS{{FS: os.DirFS(s.dir)}}, sitebuild.Options{PlainAssets: true}).Build(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	o := r.Outputs[path.Join(page, "index.html")]
	if o == nil || r.Diags.HasErrors() {
		s.t.Fatalf("after %d edits the site is at fault: %v", s.n, r.Diags)
	}
	data, _ := o.Bytes()
	want, got := undressed(data), []byte(nil)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(settling); time.Now().Before(end); <-tick.C {
		if got = undressed(fetched(s.t, s.root+page)); bytes.Equal(got, want) {
			return
		}
	}
	s.t.Fatalf("after %d edits the page served is not what is built anew: %s", s.n, apart(string(got), string(want)))
}

// settling is how long an edit may take on a busy machine.
const settling = 20 * time.Second

func fetched(t *testing.T, address string) []byte {
	t.Helper()
	r, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var dress = regexp.MustCompile(`<script src="/_preview/[^>]*></script>|(?i:http-equiv=content-security-policy content="[^"]*")`)

// undressed takes away what the preview adds to a page, and its policy.
func undressed(page []byte) []byte { return dress.ReplaceAll(page, nil) }

// alike waits until the open page is as another tab has it that loads it now.
func (s *scribe) alike(fresh *tab, page string) {
	s.t.Helper()
	if err := fresh.open(s.root + page); err != nil {
		s.t.Fatal(err)
	}
	want, err := ask[string](fresh, likeFresh)
	if err != nil {
		s.t.Fatal(err)
	}
	got := ""
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(settling); time.Now().Before(end); <-tick.C {
		if got, err = ask[string](s.tab, likeFresh); err == nil && got == want {
			return
		}
	}
	s.t.Fatalf("after %d edits the open page is not as if it was loaded now: %s (%v)", s.n, apart(got, want), err)
}

// apart shows where two texts begin to differ.
func apart(got, want string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	part := func(s string) string { return s[max(0, i-60):min(len(s), i+120)] }
	return fmt.Sprintf("got …%q, want …%q", part(got), part(want))
}
