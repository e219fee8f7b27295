package build

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/publish"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/testsite"
)

// benchSite is what the stages are measured with: ./build.sh bench says how
// whole programs do.
var benchSite = testsite.Options{Pages: 500, Seed: 1}

// benchTree returns the files of benchSite.
func benchTree(b *testing.B) fstest.MapFS {
	b.Helper()
	files, err := testsite.Files(benchSite)
	if err != nil {
		b.Fatal(err)
	}
	tree := fstest.MapFS{}
	for name, data := range files {
		tree[name] = &fstest.MapFile{Data: bytes.Clone(data)}
	}
	return tree
}

// makeAll makes every output of r, and wants no error to be found.
func makeAll(b *testing.B, r *Result) {
	b.Helper()
	list, err := r.All(context.Background(), nil)
	if err != nil {
		b.Fatal(err)
	}
	if list.HasErrors() {
		b.Fatal(list)
	}
}

// perPage reports the time of one page, and of one in each stage.
func perPage(b *testing.B, stages map[string]float64) {
	pages := float64(b.N * benchSite.Pages)
	b.ReportMetric(float64(b.Elapsed().Microseconds())/pages, "µs/page")
	for name, micros := range stages {
		b.ReportMetric(micros/pages, strings.ReplaceAll(name, " ", "-")+"-µs/page")
	}
}

// BenchmarkBuild builds from nothing, up to where bytes are asked for, and tells
// how long each stage takes.
func BenchmarkBuild(b *testing.B) {
	tree := benchTree(b)
	stages := map[string]float64{}
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range build(b, newBuilder(tree, today)).Stages {
			stages[s.Name] += float64(s.Took.Microseconds())
		}
	}
	perPage(b, stages)
}

// BenchmarkRead reads all files from a disk.
func BenchmarkRead(b *testing.B) {
	dir := benchDir(b)
	b.ReportAllocs()
	for b.Loop() {
		r := &Result{}
		var list diag.List
		if err := r.read(context.Background(), newBuilder(dir.FS(), today), &Result{}, &list); err != nil {
			b.Fatal(err)
		}
	}
	perPage(b, nil)
}

// benchDir returns benchSite in a folder.
func benchDir(b *testing.B) *os.Root {
	b.Helper()
	dir := b.TempDir()
	if err := testsite.Write(dir, benchSite); err != nil {
		b.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { root.Close() })
	return root
}

// BenchmarkFrontMatter reads the front matter of all pages.
func BenchmarkFrontMatter(b *testing.B) {
	var files []*diag.File
	for name, f := range benchTree(b) {
		if filepath.Ext(name) == ".md" {
			files = append(files, &diag.File{Name: name, Data: f.Data})
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range files {
			var list diag.List
			if v, _ := schema.FrontMatter(f, &list); v == nil {
				b.Fatal(list)
			}
		}
	}
	perPage(b, nil)
}

// BenchmarkAll makes and checks all outputs of a site that is built.
func BenchmarkAll(b *testing.B) {
	tree := benchTree(b)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		r := build(b, newBuilder(tree, today))
		b.StartTimer()
		makeAll(b, r)
	}
	perPage(b, nil)
}

// BenchmarkPublish makes a site that is built, and writes it into a new folder,
// on the disk of the test's folder, which TMPDIR chooses.
func BenchmarkPublish(b *testing.B) {
	tree := benchTree(b)
	parent := b.TempDir()
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n++
		b.StopTimer()
		r := build(b, newBuilder(tree, today))
		b.StartTimer()
		_, list, err := Publish(context.Background(), filepath.Join(parent, fmt.Sprint(n)), r, publish.Stamp{},
			Publishing{Said: func(*Result, diag.List) []byte { return nil }})
		if err != nil {
			b.Fatal(err, list)
		}
	}
	perPage(b, nil)
}

// benchEdits are what a writer changes; %d stands for a number that is another
// each time.
var benchEdits = []struct{ name, file, from, to string }{
	{"body", "", "\n\n", "\n\nThis is edit %d.\n\n"},
	{"title", "", "\ntitle: ", "\ntitle: Edit %d of "},
	{"layout", "layouts/page.html", "</article>", "<p>Edit %d</p></article>"},
	{"style", "static/css/site.css", "body {", ".edit%d { color: red; }\nbody {"},
	{"nothing", "", "", ""},
}

// BenchmarkEdit builds again after an edit: until the open page is made, and
// until all pages are.
func BenchmarkEdit(b *testing.B) {
	open := testsite.Middle(benchSite)
	for _, e := range benchEdits {
		if e.file == "" {
			e.file = open.File
		}
		for _, all := range []bool{false, true} {
			b.Run(e.name+map[bool]string{false: "/open", true: "/all"}[all], func(b *testing.B) {
				tree := benchTree(b)
				was := string(tree[e.file].Data)
				builder := New(overlay.FS{{FS: tree}}, Options{Date: today, PlainAssets: true}) // as serve does
				b.ReportAllocs()
				n := 0
				for b.Loop() {
					n++
					b.StopTimer()
					makeAll(b, build(b, builder))
					to := strings.ReplaceAll(e.to, "%d", fmt.Sprint(n))
					tree[e.file] = &fstest.MapFile{Data: []byte(strings.Replace(was, e.from, to, 1))}
					b.StartTimer()
					r := build(b, builder, e.file)
					r.Outputs[open.URL+"index.html"].Bytes()
					if all {
						makeAll(b, r)
					}
				}
			})
		}
	}
}
