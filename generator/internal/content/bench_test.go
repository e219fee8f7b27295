package content

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/schema"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// BenchmarkCompile compiles articles of the guide, and for comparison has
// goldmark alone parse and render them.
func BenchmarkCompile(b *testing.B) {
	root := os.DirFS("../../..")
	files := articles(b, root)
	env := &Env{Lang: "en", Languages: []string{"en", "es"},
		Markdown: &markdown.Env{Lang: "en", Glossary: glossary(b, root)}}
	b.Run("goldmark", func(b *testing.B) {
		md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))
		var out bytes.Buffer
		perPage(b, files, func(f *diag.File) {
			_, body, _ := bytes.Cut(f.Data, []byte("\n---\n"))
			out.Reset()
			if err := md.Renderer().Render(&out, body, md.Parser().Parse(text.NewReader(body))); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("compile", func(b *testing.B) {
		perPage(b, files, func(f *diag.File) { Compile(f.Name, f, env, nil) })
	})
}

// perPage measures what do costs for one file.
func perPage(b *testing.B, files []*diag.File, do func(*diag.File)) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		do(files[i%len(files)])
	}
}

// articles returns the English pages of the guide that are no self-checks.
func articles(b *testing.B, root fs.FS) []*diag.File {
	var files []*diag.File
	err := fs.WalkDir(root, Root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !IsPage(name) || strings.HasPrefix(name, Root+"/es/") || strings.HasPrefix(name, Root+"/check/") {
			return err
		}
		data, err := fs.ReadFile(root, name)
		files = append(files, &diag.File{Name: name, Data: data})
		return err
	})
	if err != nil || len(files) == 0 {
		b.Fatalf("%d pages: %v", len(files), err)
	}
	return files
}

func glossary(b *testing.B, root fs.FS) *markdown.Glossary {
	data, err := fs.ReadFile(root, Root+"/_data/glossary.yaml")
	if err != nil {
		b.Fatal(err)
	}
	var list diag.List
	v := schema.Decode(&diag.File{Name: "glossary.yaml", Data: data}, schema.Data["glossary"], &list)
	var entries []markdown.Entry
	for _, key := range v.Keys() {
		t := v.Get(key)
		entries = append(entries, markdown.Entry{Key: key, Term: t.Get("term").Text(), Also: t.Get("also").Texts()})
	}
	return markdown.NewGlossary(entries)
}
