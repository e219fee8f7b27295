package serve

import (
	"os"
	"slices"
	"strings"
	"testing"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
)

// brokenAtHome is a layout whose mistake shows on one page only, once drawn.
var brokenAtHome = strings.Replace(layout, "<main>", `<main{{if eq .Page.Title "Home"}} style="color:red"{{end}}>`, 1)

// TestOpenPageIsShownFirst edits a layout so that a page which nobody looks at
// has a mistake: the open page is shown before that is known, and taken back then.
func TestOpenPageIsShownFirst(t *testing.T) {
	s := startWith(t, Options{}, "/costs/", nil)
	_, before := s.get("GET", "/costs/")
	broken := strings.Replace(brokenAtHome, "<h1>", "<h1>New: ", 1)
	s.write("layouts/page.html", strings.Replace(layout, "<h1>", "<h1>New: ", 1))
	good := s.until("the new layout", changed("/costs/"))
	_, mended := s.get("GET", "/costs/")
	s.write("layouts/home.html", broken)
	m := s.until("the mistake at home", func(m message) bool { return len(m.Errors) > 0 })
	if m.Build != good.Build {
		t.Errorf("with a mistake: shown is %s, want %s", m.Build, good.Build)
	}
	if _, after := s.get("GET", "/costs/"); after != mended || after == before {
		t.Errorf("the last good page is not shown: %s", after)
	}
	if _, home := s.get("GET", "/"); strings.Contains(home, "style=") {
		t.Errorf("the page with a mistake is shown: %s", home)
	}
	s.write("layouts/home.html", layout)
	s.until("the mistake to go", func(m message) bool { return len(m.Errors) == 0 })
	s.equalsBuild()
}

// made is what a maker showed of a part, and returned.
func made(t *testing.T, p *preview, b *build.Builder, names ...string) (parts []outcome, whole outcome) {
	t.Helper()
	whole = p.maker(b)(work{names, t.Context(), t.Context(), func(o outcome) {
		parts = append(parts, o)
		p.publish(o)
	}})
	p.publish(whole)
	return parts, whole
}

// previewOf returns a preview and a builder of the small site, in a new folder.
func previewOf(t *testing.T) (*preview, *build.Builder, func(name, text string)) {
	t.Helper()
	s := &running{t: t, dir: t.TempDir()}
	for name, text := range smallSite {
		s.write(name, text)
	}
	p := newPreview(Options{Watch: []string{s.dir}}.withDefaults())
	return p, build.New(overlay.FS{{FS: os.DirFS(s.dir)}}, build.Options{PlainAssets: true}), s.write
}

func TestFirstLook(t *testing.T) {
	tests := []struct {
		name  string
		open  []string
		parts int // outcomes before the whole
	}{
		{"nobody looks", nil, 1},
		{"another page is open", []string{"costs/index.html"}, 1},
		{"the page with the mistake is open", []string{"costs/index.html", "index.html"}, 1},
		{"a page is open that is not told", []string{"costs/index.html", ""}, 0},
		{"a page is open that there is not", []string{"nothing/index.html"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, b, write := previewOf(t)
			made(t, p, b)
			for _, path := range tt.open {
				p.hub.join(path)
			}
			good := p.state.Load().good
			write("layouts/home.html", brokenAtHome)
			parts, whole := made(t, p, b, "layouts/home.html")
			if len(parts) != tt.parts {
				t.Errorf("shown before all was drawn: got %d parts, want %d", len(parts), tt.parts)
			}
			if s := p.state.Load(); !whole.list.HasErrors() || s.good != good || s.sure.good != good {
				t.Errorf("in the end the last good site is not shown; errors: %t", whole.list.HasErrors())
			}
		})
	}
}

// TestFirstLookKeepsWarnings edits a layout so that it has a mistake: it is told there, and
// warnings of a page that is not drawn yet stay.
func TestFirstLookKeepsWarnings(t *testing.T) {
	p, b, write := previewOf(t)
	write("content/rooms.md", page("Rooms", "Ask for one."))
	made(t, p, b)
	s := p.state.Load()
	rooms := s.good.Outputs["rooms/index.html"]
	var warning diag.List
	warning.Warn(&diag.File{Name: "content/rooms.md"}, 0, 0, "r", "a warning", "")
	s.found[rooms] = warning
	write("layouts/page.html", strings.Replace(layout, "<main>", `<main style="color:red">`, 1))
	r, err := b.Build(t.Context(), "layouts/page.html")
	if err != nil {
		t.Fatal(err)
	}
	part, _ := p.firstLook(t.Context(), r)
	var got []string
	for _, d := range part.list {
		if d.Rule == "r" || d.Severity == diag.Error {
			got = append(got, d.File.Name+": "+d.Rule)
		}
	}
	if want := []string{"content/rooms.md: r", "layouts/page.html: inline-code"}; !slices.Equal(got, want) || r.Outputs["rooms/index.html"].Drawn() {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestShownSiteIsProved shows a site of which not all is drawn, and then makes a
// mistake: whether the site stays depends on what is found in the rest of it.
func TestShownSiteIsProved(t *testing.T) {
	for name, tt := range map[string]struct {
		home  string
		stays bool
	}{"without a mistake": {layout + "<!-- -->", true}, "with one": {brokenAtHome, false}} {
		t.Run(name, func(t *testing.T) {
			p, b, write := previewOf(t)
			made(t, p, b)
			first := p.state.Load().good
			write("layouts/home.html", tt.home)
			r, err := b.Build(t.Context(), "layouts/home.html")
			if err != nil {
				t.Fatal(err)
			}
			part, _ := p.firstLook(t.Context(), r)
			p.publish(part) // and what is left to draw is cancelled by a change
			write("content/costs.md", page("Costs", "See [that](nothing.md)."))
			made(t, p, b, "content/costs.md")
			want := first
			if tt.stays {
				want = r
			}
			if s := p.state.Load(); s.good != want || s.sure.good != want {
				t.Error("not the site is shown that was the last without errors")
			}
		})
	}
}

// TestStyleDrawsNoPage edits a style: no page is another one.
func TestStyleDrawsNoPage(t *testing.T) {
	p, b, write := previewOf(t)
	made(t, p, b)
	before := p.state.Load().good
	write("static/css/site.css", "p { color: red }\n")
	made(t, p, b, "static/css/site.css")
	after := p.state.Load().good
	var other []string
	for path, o := range after.Outputs {
		if before.Outputs[path] != o {
			other = append(other, path)
		}
	}
	if !slices.Equal(other, []string{"css/site.css"}) {
		t.Errorf("other outputs after a style edit: got %q, want only the style", other)
	}
}

func TestFound(t *testing.T) {
	f := &diag.File{Name: "layouts/page.html"}
	var both, warning diag.List
	both.Error(f, 0, 0, "r", "an error", "")
	both.Warn(f, 1, 1, "r", "a warning", "")
	warning.Warn(f, 1, 1, "r", "a warning", "")
	a, b, c, gone := &build.Output{Path: "a"}, &build.Output{Path: "b"}, &build.Output{Path: "c"}, &build.Output{Path: "gone"}
	newB, newC := &build.Output{Path: "b"}, &build.Output{Path: "c"}
	r := &build.Result{Outputs: map[string]*build.Output{"a": a, "b": newB, "c": newC}}
	got := found{a: both, b: both, c: both, gone: both}.after(r, found{newC: nil})
	tests := []struct {
		name string
		of   *build.Output
		want int
	}{
		{"the same output", a, 2}, {"another one, not drawn yet", b, 1}, {"drawn anew", c, 0}, {"drawn anew, now", newC, 0}, {"gone", gone, 0},
	}
	for _, tt := range tests {
		if n := len(got[tt.of]); n != tt.want {
			t.Errorf("%s: got %d diagnostics, want %d", tt.name, n, tt.want)
		}
	}
	if list := got.with(warning); len(list) != 2 {
		t.Errorf("what shows in several pages: got %d diagnostics, want 2", len(list))
	}
}

func TestOpenPages(t *testing.T) {
	var h hub
	a, b := h.join("index.html"), h.join("")
	if open := h.open(); !open.all() || !open.has("costs/index.html") {
		t.Errorf("with a page that is not told: got %v", open)
	}
	h.leave(b)
	if open := h.open(); open.all() || !open.has("index.html") || open.has("costs/index.html") {
		t.Errorf("got %v, want index.html only", open)
	}
	h.leave(a)
}
