package build

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"reflect"
	"runtime"
	"slices"
	"sort"
	"strings"
	"testing"

	"iopguide"
	"iopguide/generator/internal/layout"
	"iopguide/generator/internal/overlay"

	"golang.org/x/net/html"
)

// shippedSite builds the site that the program carries, under an address so that
// nothing is left out.
func shippedSite(t *testing.T, src fs.FS) *Result {
	t.Helper()
	return build(t, New(overlay.FS{{FS: src}}, Options{Date: today, BaseURL: iop}))
}

// unminified returns a page as its layout makes it, with the policy of the
// finished one.
func unminified(t *testing.T, r *Result, o *Output) []byte {
	t.Helper()
	var d *layout.Data
	var kind string
	memo := layout.NewMemo(newPart, nil)
	switch from := o.from.(type) {
	case fromPage:
		d, kind = layout.New(from.Page, from.View, memo), from.Page.Kind
	case fromAlias:
		d, kind = layout.Alias(from.view, from.url, from.target.Meta, memo), "alias"
	case fromNotFound:
		d, kind = layout.NotFound(from.view, from.style, memo), "404"
	default:
		t.Fatalf("%s is made from a %T", o.Path, from)
	}
	var b bytes.Buffer
	list, ok := r.layouts.set.Execute(&b, kind, d)
	if !ok {
		t.Fatalf("%s: %v", o.Path, list)
	}
	page, lost := d.Assemble(b.Bytes(), func(p *layout.Piece) []byte { return p.HTML })
	if lost != "" {
		t.Fatalf("%s: %s has no place", o.Path, lost)
	}
	finished, _ := o.Bytes()
	_, policy, _ := bytes.Cut(finished, []byte(`http-equiv=Content-Security-Policy content="`))
	policy, _, _ = bytes.Cut(policy, []byte(`"`))
	return bytes.Replace(page, []byte(layout.CSP), policy, 1)
}

// TestMinifyingChangesNothing parses each page of the shipped site, and of the
// small one, which also has an alias, as a browser does, before and after it is minified, and compares the trees.
func TestMinifyingChangesNothing(t *testing.T) {
	n := 0
	for _, r := range []*Result{shippedSite(t, iopguide.Default()), shippedSite(t, guide(t))} {
		for path, o := range r.Outputs {
			if strings.HasSuffix(path, ".html") {
				n++
				minifiedSame(t, r, path, o)
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d pages were compared", n)
	}
}

func minifiedSame(t *testing.T, r *Result, path string, o *Output) {
	t.Helper()
	finished, _ := o.Bytes()
	before, after := tree(t, unminified(t, r, o)), tree(t, finished)
	if !slices.Equal(before.nodes, after.nodes) {
		t.Errorf("%s: %s", path, firstDifference(before.nodes, after.nodes))
	}
	if before.words.String() != after.words.String() {
		t.Errorf("%s: %s", path, firstDifference(strings.Split(before.words.String(), "\n"), strings.Split(after.words.String(), "\n")))
	}
	again, err := minified("text/html", finished)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again, finished) {
		t.Errorf("%s: minifying once more changes it: %s", path, firstDifference(strings.Split(string(finished), ">"), strings.Split(string(again), ">")))
	}
}

func firstDifference(before, after []string) string {
	for i := range min(len(before), len(after)) {
		if before[i] != after[i] {
			return fmt.Sprintf("at %d\n%s\nbecame\n%s", i, before[i], after[i])
		}
	}
	return fmt.Sprintf("%d parts became %d", len(before), len(after))
}

// A domTree is what a browser makes of a page: its elements and texts, white
// space left out; and its words as they are seen, with the blanks between them.
type domTree struct {
	nodes []string
	words strings.Builder
}

// block are the elements that begin a new line, as far as our pages have them.
var block = strings.Fields(`html head body title meta link script style header footer nav main aside section article div p
	h1 h2 h3 h4 h5 h6 ul ol li dl dt dd figure figcaption table caption thead tbody tr th td blockquote pre details summary
	svg path rect circle g text line polyline polygon ellipse br hr`)

func tree(t *testing.T, page []byte) *domTree {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	made := &domTree{}
	made.add(t, doc)
	lines := strings.Split(made.words.String(), "\n")
	made.words.Reset()
	for _, line := range lines {
		if text := strings.Join(strings.Fields(line), " "); text != "" {
			made.words.WriteString(text + "\n")
		}
	}
	return made
}

func (d *domTree) add(t *testing.T, n *html.Node) {
	switch n.Type {
	case html.TextNode:
		d.text(t, n)
		return
	case html.ElementNode:
		d.nodes = append(d.nodes, "<"+n.Data+attributes(n)+">")
	}
	if slices.Contains(block, n.Data) {
		d.words.WriteString("\n")
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		d.add(t, c)
	}
	if n.Type == html.ElementNode {
		d.nodes = append(d.nodes, "</"+n.Data+">")
	}
	if slices.Contains(block, n.Data) {
		d.words.WriteString("\n")
	}
}

func (d *domTree) text(t *testing.T, n *html.Node) {
	text := n.Data
	if n.Parent.Data == "script" && text != "" {
		var data any
		if err := json.Unmarshal([]byte(text), &data); err != nil {
			t.Fatalf("%v in %q", err, text)
		}
		text = fmt.Sprint(data)
	}
	if n.Parent.Data != "script" && n.Parent.Data != "style" {
		d.words.WriteString(strings.ReplaceAll(text, "\n", " "))
	}
	bare := strings.Join(strings.Fields(text), "")
	if last := len(d.nodes) - 1; last >= 0 && strings.HasPrefix(d.nodes[last], "text ") {
		d.nodes[last] += bare
	} else if bare != "" {
		d.nodes = append(d.nodes, "text "+bare)
	}
}

// attributes returns an element's attributes, sorted. White space in them is
// that of lists, such as class; a path may be written shorter, and a drawing in
// a page need not say that it is one.
func attributes(n *html.Node) string {
	var list []string
	for _, a := range n.Attr {
		value := strings.Join(strings.Fields(a.Val), " ")
		if n.Data == "meta" {
			value = strings.ReplaceAll(value, ", ", ",") // of the viewport
		}
		switch {
		case a.Key == "xmlns":
			continue
		case n.Namespace == "svg" && a.Key == "d":
			value = "…"
		}
		list = append(list, fmt.Sprintf(" %s=%q", a.Key, value))
	}
	sort.Strings(list)
	return strings.Join(list, "")
}

// backwards is a file system that lists folders from the end.
type backwards struct{ fs.FS }

func (b backwards) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(b.FS, name)
	slices.Reverse(entries)
	return entries, err
}

// TestSameInputSameBytes builds the shipped site on one processor and on several,
// with the files in another order, and draws what comes out from the end.
func TestSameInputSameBytes(t *testing.T) {
	files := func(src fs.FS, processors int, reverse bool) (map[string][]byte, []string) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		r := shippedSite(t, src)
		paths := r.Paths()
		if reverse {
			slices.Reverse(paths)
		}
		drawn := map[string][]byte{}
		for _, path := range paths {
			drawn[path], _ = r.Outputs[path].Bytes()
		}
		list, err := r.All(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, d := range list {
			told = append(told, d.Position().String()+d.Message+d.Help)
		}
		return drawn, told
	}
	want, wantTold := files(iopguide.Default(), 1, false)
	got, gotTold := files(backwards{iopguide.Default()}, max(4, runtime.NumCPU()), true)
	if !slices.Equal(gotTold, wantTold) {
		t.Errorf("messages: got %q, want %q", gotTold, wantTold)
	}
	for path := range want {
		if !bytes.Equal(got[path], want[path]) {
			t.Errorf("%s differs", path)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %d files, want %d", len(got), len(want))
	}
}

// TestFromsCompare makes sure that what outputs are made from can be compared:
// a slice in it would panic only when two of the same page are.
func TestFromsCompare(t *testing.T) {
	r := build(t, newBuilder(guide(t), today))
	for path, o := range r.Outputs {
		if !reflect.TypeOf(o.from).Comparable() {
			t.Errorf("%s is made from a %T, which cannot be compared", path, o.from)
		}
		if same := any(o.from); same != o.from {
			t.Errorf("%s is made from what is not equal to itself", path)
		}
	}
}
