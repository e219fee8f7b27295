package main

import (
	"bytes"
	_ "embed" // for the words
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"text/template"
	"time"

	"iopguide/generator/internal/archive"
)

//go:embed readme.txt
var readMeText string

var readMeWords = template.Must(template.New("").Parse(readMeText))

// A readMe is what READ ME FIRST.txt tells of: a program for a system, or, without
// one, the guide that needs none.
type readMe struct{ System, Processor, Program, Deployer, Version string }

// papers returns what lies beside the program, or the built guide, for people.
func (r *release) papers(m readMe) ([]archive.File, error) {
	var b bytes.Buffer
	if err := readMeWords.Execute(&b, m); err != nil {
		return nil, err
	}
	files := []archive.File{archive.Of("READ ME FIRST.txt", archive.Text(b.Bytes()))}
	for _, name := range []string{"LICENSE", "LICENSE-content"} {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, archive.Of(name+".txt", archive.Text(data)))
	}
	return files, nil
}

// forUs are the documents of those who write the program and the guide.
var forUs = []string{"facts.md", "maintainers.md", "performance.md", "questions.md", "screenshot.png"}

// documents returns those for the people who have the program: what it writes and says
// names them.
func (r *release) documents() ([]archive.File, error) {
	var files []archive.File
	err := fs.WalkDir(os.DirFS("."), "docs", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || slices.Contains(forUs, d.Name()) {
			return err
		}
		data, err := os.ReadFile(filepath.FromSlash(name))
		files = append(files, archive.Of(name, data))
		return err
	})
	return files, err
}

// licenceFile knows the files that hold the terms of a module.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)`)

// licences returns the terms under which others let us link what they wrote: they
// all ask for their words to go along. The infos are those of products.
func (r *release) licences(infos []*debug.BuildInfo) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("iopguide and iopguide-deploy are made with the work of others. These are their terms.\n")
	root, err := r.output("go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	if err := terms(&b, "Go, "+infos[0].GoVersion, strings.TrimSpace(root)); err != nil {
		return nil, err
	}
	told := map[string]bool{}
	for i, info := range infos {
		dirs, err := r.modules(products[i].module, info.Deps)
		if err != nil {
			return nil, err
		}
		for j, dir := range dirs {
			name := info.Deps[j].Path + ", " + info.Deps[j].Version
			if told[name] {
				continue
			}
			told[name] = true
			if err := terms(&b, name, dir); err != nil {
				return nil, err
			}
		}
	}
	return archive.Text(b.Bytes()), nil
}

// modules returns the folders that hold the sources of what is linked into a program,
// whose own module is in the folder own.
func (r *release) modules(own string, linked []*debug.Module) ([]string, error) {
	var paths []string
	for _, m := range linked {
		paths = append(paths, m.Path)
	}
	// What was not built on this machine may not be there yet.
	if _, err := r.outputIn(own, "go", append([]string{"mod", "download"}, paths...)...); err != nil {
		return nil, err
	}
	out, err := r.outputIn(own, "go", append([]string{"list", "-m", "-f", "{{.Dir}}"}, paths...)...)
	if err != nil {
		return nil, err
	}
	dirs := strings.Split(strings.TrimSpace(out), "\n") // in the order of paths
	for i, dir := range dirs {
		dirs[i] = strings.TrimSpace(dir)
	}
	return dirs, nil
}

// terms writes the terms that lie in the folder of what is called name.
func terms(b *bytes.Buffer, name, dir string) error {
	entries, err := os.ReadDir(dir) // sorted
	if err != nil {
		return err
	}
	found := false
	for _, e := range entries {
		if e.IsDir() || !licenceFile.MatchString(e.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "\n\n======== %s: %s ========\n\n%s", name, e.Name(), data)
		found = true
	}
	if !found {
		return fmt.Errorf("%s has no file with its terms in %s", name, dir)
	}
	return nil
}

// site writes the archive of the built guide.
func (r *release) site(program string) error {
	built := filepath.Join(r.work, "site")
	if _, err := r.output(program, "build", "-s", ".", "-d", built, "--date", r.day.Format(time.DateOnly)); err != nil {
		return err
	}
	files, err := r.papers(readMe{Version: r.version})
	if err != nil {
		return err
	}
	err = filepath.WalkDir(built, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(built, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		files = append(files, archive.Of("guide/"+filepath.ToSlash(name), data))
		return err
	})
	if err != nil {
		return err
	}
	return r.pack("iopguide-"+r.version+"-site", zipped, files)
}
