package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"iopguide"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/schema"

	"github.com/rogpeppe/go-internal/txtar"
)

var today = schema.Date{Year: 2026, Month: 11, Day: 24}

// guide returns the small site of testdata with the shipped layouts, styles and
// words.
func guide(t testing.TB) fstest.MapFS {
	t.Helper()
	tree := fstest.MapFS{}
	archive, err := txtar.ParseFile("testdata/guide.txtar")
	if err != nil {
		t.Fatal(err)
	}
	shipped := iopguide.Default()
	err = fs.WalkDir(shipped, ".", func(name string, d fs.DirEntry, err error) error {
		frame := strings.HasPrefix(name, "layouts/") || strings.HasPrefix(name, "static/") ||
			strings.HasSuffix(name, "/strings.yaml")
		if err != nil || d.IsDir() || !frame {
			return err
		}
		data, err := fs.ReadFile(shipped, name)
		tree[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		tree[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return tree
}

func newBuilder(tree fs.FS, day schema.Date) *Builder {
	return New(overlay.FS{{FS: tree}}, Options{Date: day})
}

func build(t testing.TB, b *Builder, names ...string) *Result {
	t.Helper()
	r, err := b.Build(context.Background(), names...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// drawn returns the bytes of every output, and all diagnostics as text.
func drawn(t testing.TB, r *Result) (files map[string][]byte, messages string) {
	t.Helper()
	list, err := r.All(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	files = map[string][]byte{}
	for path, o := range r.Outputs {
		files[path], _ = o.Bytes()
	}
	var b bytes.Buffer
	if err := diag.Print(&b, list, false); err != nil {
		t.Fatal(err)
	}
	return files, b.String()
}

// equal fails unless a rebuild came out as a build from nothing.
func equal(t *testing.T, what string, re, cold *Result) {
	t.Helper()
	got, gotMessages := drawn(t, re)
	want, wantMessages := drawn(t, cold)
	if gotMessages != wantMessages {
		t.Fatalf("after %s: messages\ngot\n%s\nwant\n%s", what, gotMessages, wantMessages)
	}
	if g, w := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(g, w) {
		t.Fatalf("after %s: files\ngot  %q\nwant %q", what, g, w)
	}
	for path := range want {
		if !bytes.Equal(got[path], want[path]) {
			t.Fatalf("after %s: %s\ngot\n%s\nwant\n%s", what, path, got[path], want[path])
		}
	}
}

// TestGuideIsClean keeps the small site free of mistakes: one would hide others.
func TestGuideIsClean(t *testing.T) {
	_, messages := drawn(t, build(t, newBuilder(guide(t), today)))
	if messages != "" {
		t.Error(messages)
	}
}

// An edit changes a tree and returns the names that changed.
type edit struct {
	name string
	do   func(r *rand.Rand, tree fstest.MapFS) []string
}

// replace returns an edit that puts a word, another each time, in place of old.
func replace(name, file, old, format string) edit {
	var now string
	return edit{name, func(r *rand.Rand, tree fstest.MapFS) []string {
		f := tree[file]
		if f == nil {
			return nil
		}
		was := old
		if now != "" && bytes.Contains(f.Data, []byte(now)) {
			was = now
		}
		now = fmt.Sprintf(format, r.IntN(5))
		tree[file] = &fstest.MapFile{Data: bytes.Replace(f.Data, []byte(was), []byte(now), 1)}
		return []string{file}
	}}
}

// toggle returns an edit that takes a file away, or puts it back.
func toggle(name, file string) edit {
	var kept *fstest.MapFile
	return edit{name, func(_ *rand.Rand, tree fstest.MapFS) []string {
		if f := tree[file]; f != nil {
			kept = f
			delete(tree, file)
		} else {
			tree[file] = kept
		}
		return []string{file}
	}}
}

// attach returns an edit that puts text at the end of a file, or takes it away.
func attach(name, file, text string) edit {
	return edit{name, func(_ *rand.Rand, tree fstest.MapFS) []string {
		data := string(tree[file].Data)
		if without, ok := strings.CutSuffix(data, text); ok {
			data = without
		} else {
			data += text
		}
		tree[file] = &fstest.MapFile{Data: []byte(data)}
		return []string{file}
	}}
}

// move returns an edit that renames a file there and back.
func move(name, from, to string) edit {
	return edit{name, func(_ *rand.Rand, tree fstest.MapFS) []string {
		if tree[from] == nil {
			from, to = to, from
		}
		if tree[from] != nil {
			tree[to] = tree[from]
			delete(tree, from)
		}
		return []string{from, to}
	}}
}

func edits() []edit {
	what, money, travel := "content/what.md", "content/help/money.md", "content/help/travel.md"
	return []edit{
		replace("body", what, "is a program", "is a program of kind %d"),
		replace("body in Spanish", "content/es/what.md", "es un programa", "es un programa %d"),
		replace("title", money, "title: Money", "title: Money %d"),
		replace("description", money, "What it costs.", "What it costs, part %d."),
		replace("summary", what, "A program for the day.", "A program for day %d."),
		replace("weight", travel, "weight: 20", "weight: %d"),
		replace("draft", travel, "draft: false", "draft: true # %d"),
		replace("related", what, "related: [help/money.md]", "related: [help/travel.md] # %d"),
		replace("alias", what, "/old/what/", "/old/what-%d/"),
		replace("claims", money, "weight: 10", "claims: false # %d"),
		replace("heading that another page names", money, "## What it costs", "## What it costs %d"),
		replace("broken link", money, "../what.md", "../waht%d.md"),
		replace("unknown key", travel, "description:", "descripton%d:"),
		replace("front matter without its end", travel, "draft: false\n---", "draft: %d\n--"),
		replace("glossary", "content/_data/glossary.yaml", "while you live at home", "while at home %d"),
		replace("glossary form", "content/_data/glossary.yaml", "[IOP, IOPs]", "[IOP%d]"),
		replace("source", "content/_data/sources.yaml", "A page", "A page, edition %d"),
		replace("source label", "content/_data/sources.yaml", "label: VA", "label: VA %d"),
		replace("contact", "content/_data/contacts.yaml", "Suicide & Crisis", "Crisis %d"),
		replace("contact's number", "content/_data/contacts.yaml", `text: "988"`, `text: "98%d"`),
		replace("word of the interface", "content/_data/strings.yaml", "In short", "In short %d"),
		replace("word in Spanish", "content/es/_data/strings.yaml", "skip:", "skip%d:"),
		replace("include", "content/_shared/call.md", "at any hour", "at hour %d"),
		replace("picture", "content/steps.svg", `width="40"`, `width="3%d"`),
		replace("style", "static/css/base.css", "}", "}\n.x%d { color: red }\n"),
		replace("layout", "layouts/page.html", `<div class="body">`, `<div class="body b%d">`),
		replace("partial", "layouts/partials/footer.html", "<footer", `<footer data-n="%d"`),
		replace("broken layout", "layouts/section.html", "{{.Body}}", "{{.Bod%d}}"),
		replace("setting", "site.yaml", "Our clinic", "Our clinic %d"),
		replace("title of the site", "site.yaml", "The guide", "The guide %d"),
		replace("region", "site.yaml", "region: US", "region: U%d"),
		replace("languages", "site.yaml", "languages: [en, es]", "languages: [en] # %d"),
		attach("pages for frames and words for other programs", "site.yaml", "features: {embed: true, feed: true}\n"),
		attach("link to the preview of a page", "content/get-help-now.md", "\nSee [money](http://localhost:8080/help/money/).\n"),
		toggle("page removed or added", money),
		toggle("section's page removed or added", "content/help/_index.md"),
		toggle("include removed or added", "content/_shared/call.md"),
		toggle("picture removed or added", "content/steps.svg"),
		toggle("translation removed or added", "content/es/what.md"),
		toggle("help page removed or added", "content/es/get-help-now.md"),
		toggle("data file removed or added", "content/_data/glossary.yaml"),
		move("page moved", travel, "content/travel.md"),
		{"touch", func(_ *rand.Rand, tree fstest.MapFS) []string {
			tree[what] = &fstest.MapFile{Data: bytes.Clone(tree[what].Data)}
			return []string{what}
		}},
	}
}

// TestRebuildIsABuild makes random edits, one after another, and holds every
// byte and every diagnostic after each against a build from nothing. Some builds
// are cancelled first, at a step that chance picks; some edits are undone. In the
// detector of races it makes fewer, and build.sh runs it without, too.
func TestRebuildIsABuild(t *testing.T) {
	tree := guide(t)
	all, rounds, enough := edits(), 0, 240
	if raced {
		enough = 60
	}
	b := newBuilder(tree, today)
	build(t, b)
	r := rand.New(rand.NewPCG(7, 11))
	var before map[string]*fstest.MapFile
	for rounds < enough {
		e := all[rounds%len(all)] // evenly, in an order that chance mixes
		if rounds%len(all) == 0 {
			r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		}
		rounds++
		var names []string
		what := e.name
		if before != nil && r.IntN(6) == 0 {
			what, names = "undo", undo(tree, before)
		} else {
			before = maps.Clone(tree)
			names = e.do(r, tree)
		}
		if r.IntN(4) == 0 {
			cancelled(t, b, r.IntN(60), names)
			names = names[:min(len(names), 1)] // the builder remembers the others
		}
		re := build(t, b, names...)
		equal(t, fmt.Sprintf("round %d, %s", rounds, what), re, build(t, newBuilder(tree, today)))
	}
}

func undo(tree fstest.MapFS, before map[string]*fstest.MapFile) []string {
	var names []string
	for name := range tree {
		if before[name] == nil {
			names = append(names, name)
			delete(tree, name)
		}
	}
	for name, f := range before {
		if tree[name] != f {
			names = append(names, name)
			tree[name] = f
		}
	}
	return names
}

// after is a context that is done once it was asked n times.
type after struct {
	context.Context
	n atomic.Int64
}

func (c *after) Err() error {
	if c.n.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// cancelled begins a build that is cancelled after n looks at its context.
func cancelled(t *testing.T, b *Builder, n int, names []string) {
	t.Helper()
	ctx := &after{Context: context.Background()}
	ctx.n.Store(int64(n))
	if _, err := b.Build(ctx, names...); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

// TestRebuildOfAnotherDay makes sure that the day is an input like any other.
func TestRebuildOfAnotherDay(t *testing.T) {
	tree := guide(t)
	b := newBuilder(tree, today)
	build(t, b)
	later := schema.Date{Year: 2027, Month: 6, Day: 1}
	b.opts.Date = later
	re := build(t, b)
	if re.Outputs["help/later/index.html"] == nil {
		t.Error("a page that is due is not published")
	}
	equal(t, "a day that passed", re, build(t, newBuilder(tree, later)))
}

// TestExactlyWhatShowsIt changes one thing at a time and names the pages that
// must be made again: those that show it, and no other.
func TestExactlyWhatShowsIt(t *testing.T) {
	all := "404.html es/get-help-now/index.html es/index.html es/what/index.html get-help-now/index.html " +
		"glossary/index.html help/index.html help/money/index.html help/travel/index.html index.html " +
		"old/what/index.html sources/index.html what/index.html"
	tests := []struct {
		name, file, old, new string
		want                 string
		compiled             int
	}{
		{"body", "content/help/travel.md", "Ask for a ride", "Ask for a lift", "help/travel/index.html", 1},
		{"touch", "content/what.md", "", "", "", 0},
		{"include", "content/_shared/call.md", "at any hour", "day or night", "what/index.html", 0},
		{"picture", "content/steps.svg", `width="40"`, `width="30"`, "what/index.html", 0},
		{"weight", "content/help/travel.md", "weight: 20", "weight: 5",
			"help/index.html help/money/index.html help/travel/index.html index.html sources/index.html", 1},
		{"title shown in its section, by neighbours and by links", "content/help/money.md", "title: Money", "title: Costs",
			"es/index.html help/index.html help/money/index.html help/travel/index.html index.html sources/index.html what/index.html", 1},
		{"heading", "content/help/money.md", "## What it costs", "## The costs", "help/money/index.html", 1},
		{"source", "content/_data/sources.yaml", "Another page", "A third page",
			"help/money/index.html sources/index.html what/index.html", 0},
		{"glossary", "content/es/_data/glossary.yaml", "mientras", "cuando", "es/get-help-now/index.html es/index.html es/what/index.html", 3},
		{"contact", "content/_data/contacts.yaml", "Suicide & Crisis", "Crisis", all, 0},
		{"word of one language", "content/es/_data/strings.yaml", "skip: ", "skip: ¡", "es/get-help-now/index.html es/index.html es/what/index.html", 0},
		{"setting", "site.yaml", "Our clinic", "Your clinic", all, 0},
		{"layout", "layouts/page.html", "<div", "<div ", all, 0},
		{"style", "static/css/base.css", "}", "}\n.x{color:red}", all, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree := guide(t)
			b := newBuilder(tree, today)
			old := build(t, b)
			data := bytes.Replace(tree[tt.file].Data, []byte(tt.old), []byte(tt.new), 1)
			if tt.old != "" && bytes.Equal(data, tree[tt.file].Data) {
				t.Fatalf("%s does not hold %q", tt.file, tt.old)
			}
			tree[tt.file] = &fstest.MapFile{Data: bytes.Clone(data)}
			made := build(t, b, tt.file)
			var again []string
			for _, path := range made.Paths() {
				if strings.HasSuffix(path, ".html") && made.Outputs[path] != old.Outputs[path] {
					again = append(again, path)
				}
			}
			if got := strings.Join(again, " "); got != tt.want {
				t.Errorf("made again\ngot  %s\nwant %s", got, tt.want)
			}
			if made.Compiled != tt.compiled {
				t.Errorf("compiled %d, want %d", made.Compiled, tt.compiled)
			}
			equal(t, tt.name, made, build(t, newBuilder(tree, today)))
		})
	}
}

// TestRebuildWithOneAddressTwice removes a page while two others have one address.
func TestRebuildWithOneAddressTwice(t *testing.T) {
	tree := guide(t)
	page := func(title string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: " + title + "\ndescription: About it.\nclaims: false\n---\n\nWords.\n")}
	}
	tree["content/help/aa.md"], tree["content/help/aa/_index.md"] = page("First"), page("Second")
	tree["content/help/zz.md"] = page("Last")
	b := newBuilder(tree, today)
	build(t, b)
	delete(tree, "content/help/zz.md")
	equal(t, "a page that is gone", build(t, b, "content/help/zz.md"), build(t, newBuilder(tree, today)))
	delete(tree, "content/help/aa/_index.md")
	equal(t, "one address each", build(t, b, "content/help/aa/_index.md"), build(t, newBuilder(tree, today)))
}

// TestRebuildOfFaces changes what pages are to others, in ways that meet: a rebuild is
// to find all that see them, and no edit is to be lost in the next.
func TestRebuildOfFaces(t *testing.T) {
	what, money, travel := "content/what.md", "content/help/money.md", "content/help/travel.md"
	front, section, help := "content/_index.md", "content/help/_index.md", "content/get-help-now.md"
	tree := guide(t)
	b := newBuilder(tree, today)
	build(t, b)
	put := func(name, old, new string) {
		t.Helper()
		data := bytes.Replace(tree[name].Data, []byte(old), []byte(new), 1)
		if bytes.Equal(data, tree[name].Data) {
			t.Fatalf("%s does not hold %q", name, old)
		}
		tree[name] = &fstest.MapFile{Data: data}
	}
	title := func(name, more string) { t.Helper(); put(name, "title: ", "title: "+more) }
	rename := func(from, to string) { tree[to] = tree[from]; delete(tree, from) }
	for _, e := range []struct {
		name  string
		do    func()
		names []string
	}{
		{"two titles swapped", func() {
			put(money, "title: Money", "title: Travel")
			put(travel, "title: Travel", "title: Money")
		}, []string{money, travel}},
		{"one title twice", func() { put(travel, "title: Money", "title: Travel") }, []string{travel}},
		{"no more", func() { put(travel, "title: Travel", "title: Trips") }, []string{travel}},
		{"a section's title", func() { title(section, "All ") }, []string{section}},
		{"the front page's title", func() { title(front, "The ") }, []string{front}},
		{"the title of a page that all lead to", func() { title(help, "Please ") }, []string{help}},
		{"a title and the order", func() { title(money, "Much "); put(money, "weight: 10", "weight: 30") }, []string{money}},
		{"a title and the body of another", func() { title(travel, "Far "); put(what, "is a program", "is one") }, []string{what, travel}},
		{"a title and a citation", func() { title(what, "So "); put(what, "is one", "is one [@va]") }, []string{what}},
		{"a title and what it is the translation of", func() { title(what, "Now "); put(what, "title: ", "translationKey: key\ntitle: ") }, []string{what}},
		{"a title and its kind", func() { title(money, "Any "); put(money, "title: ", "layout: section\ntitle: ") }, []string{money}},
		{"a title and a draft", func() { title(money, "No "); put(travel, "draft: false", "draft: true") }, []string{money, travel}},
		{"a draft's title", func() { title(travel, "Hidden ") }, []string{travel}},
		{"a title and a page more", func() { title(money, "More "); put(travel, "draft: true", "draft: false") }, []string{money, travel}},
		{"a page that gains a folder", func() { rename(money, "content/help/money/_index.md") }, []string{money, "content/help/money/_index.md"}},
		{"a page renamed with its title", func() { title(travel, "New "); rename(travel, "content/help/trips.md") }, []string{travel, "content/help/trips.md"}},
		{"a page removed with a title", func() { delete(tree, "content/help/trips.md"); title(what, "Last ") }, []string{"content/help/trips.md", what}},
	} {
		e.do()
		equal(t, e.name, build(t, b, e.names...), build(t, newBuilder(tree, today)))
	}
}

// TestRebuildOfNames changes what a page names, without anything of it that others see, and
// whether a page stands where it names one.
func TestRebuildOfNames(t *testing.T) {
	travel, money, help := "content/help/travel.md", "content/help/money.md", "content/get-help-now.md"
	tree := guide(t)
	tree["content/rooms.pdf"] = &fstest.MapFile{Data: []byte("rooms")}
	b := newBuilder(tree, today)
	build(t, b)
	put := func(name, old, new string) func() {
		return func() {
			if !bytes.Contains(tree[name].Data, []byte(old)) {
				t.Fatalf("%s does not hold %q", name, old)
			}
			tree[name] = &fstest.MapFile{Data: bytes.Replace(tree[name].Data, []byte(old), []byte(new), 1)}
		}
	}
	kept := tree[money]
	for _, e := range []struct {
		name, file string
		do         func()
		rule       string // that says something then
	}{
		{"a file that nothing names", travel, put(travel, "Ask", "Do ask"), "unnamed-file"},
		{"params that name it", travel, put(travel, "draft: false", "params: {plan: rooms.pdf}"), ""},
		{"params that name another", travel, put(travel, "rooms.pdf", "costs.pdf"), "unnamed-file"},
		{"a picture elsewhere of nearly its name", travel, put(travel, "Do", "![Rooms](https://a.example/rooms.svg) Do"), "broken-picture"},
		{"one of another name", travel, put(travel, "rooms.svg", "other.svg"), "unnamed-file"},
		{"a link to a preview", help, put(help, "Call", "See [money](http://localhost:8080/help/money/). Call"), "own-address"},
		{"the page there is gone", money, func() { delete(tree, money) }, "own-address"},
		{"it is back", money, func() { tree[money] = kept }, "own-address"},
	} {
		e.do()
		r := build(t, b, e.file)
		if _, messages := drawn(t, r); e.rule != "" && !strings.Contains(messages, "["+e.rule+"]") {
			t.Errorf("%s: nothing is said by %s:\n%s", e.name, e.rule, messages)
		}
		equal(t, e.name, r, build(t, newBuilder(tree, today)))
	}
}

// TestOthers compares results of which the outputs are in the same order, and are not.
func TestOthers(t *testing.T) {
	tree := guide(t)
	b := newBuilder(tree, today)
	first := build(t, b)
	if n := len(first.Others(nil)); n != len(first.Outputs) {
		t.Errorf("without an old one: got %d, want all %d", n, len(first.Outputs))
	}
	name := "content/help/travel.md"
	tree[name] = &fstest.MapFile{Data: append(bytes.Clone(tree[name].Data), "\nMore.\n"...)}
	second := build(t, b, name)
	delete(tree, name)
	third := build(t, b, name)
	for _, r := range [][2]*Result{{first, second}, {second, third}, {third, first}, {first, first}} {
		old, now := r[0], r[1]
		want := map[string][2]*Output{}
		for path, o := range now.Outputs {
			if old.Outputs[path] != o {
				want[path] = [2]*Output{old.Outputs[path], o}
			}
		}
		for path, o := range old.Outputs {
			if now.Outputs[path] == nil {
				want[path] = [2]*Output{o, nil}
			}
		}
		if got := now.Others(old); !maps.Equal(got, want) {
			t.Errorf("got %d others, want %d", len(got), len(want))
		}
	}
	if !second.sameOrder(first) || third.sameOrder(second) {
		t.Error("the order is not kept while the same paths are there")
	}
}
