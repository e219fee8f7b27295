package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
)

type floorCommand struct {
	Source      string `arg:"" type:"existingdir" help:"The folder of Markdown files."`
	Destination string `arg:"" type:"path" help:"Where the HTML goes."`
}

// workers is how many pages the floor makes at a time.
const workers = 2

// Run reads, parses and writes. What comes out has no frame, no title and no
// links that work.
func (c *floorCommand) Run() error {
	names, err := documents(c.Source)
	if err != nil {
		return err
	}
	md := goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList, extension.Typographer),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithAttribute()))
	todo, failures := make(chan string), make(chan error, workers)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			var b bytes.Buffer
			for name := range todo {
				if err := c.page(md, &b, name); err != nil {
					failures <- err
					break
				}
			}
			for range todo { // nobody waits for what is not made
			}
		})
	}
	for _, name := range names {
		todo <- name
	}
	close(todo)
	wg.Wait()
	close(failures)
	return <-failures
}

// page makes one page. b is free to use.
func (c *floorCommand) page(md goldmark.Markdown, b *bytes.Buffer, name string) error {
	data, err := os.ReadFile(filepath.Join(c.Source, name))
	if err != nil {
		return err
	}
	b.Reset()
	if err := md.Convert(body(data), b); err != nil {
		return err
	}
	dir := filepath.Join(c.Destination, strings.TrimSuffix(strings.TrimSuffix(name, ".md"), "_index"))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "index.html"), b.Bytes(), 0o644)
}

// body returns what follows the front matter.
func body(data []byte) []byte {
	fence := []byte("---\n")
	if rest, ok := bytes.CutPrefix(data, fence); ok {
		if _, text, ok := bytes.Cut(rest, append([]byte("\n"), fence...)); ok {
			return text
		}
	}
	return data
}

// documents returns the Markdown files below dir, as seen from there.
func documents(dir string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) == ".md" {
			name, _ := filepath.Rel(dir, path) // below dir
			names = append(names, name)
		}
		return err
	})
	return names, err
}
