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
	"strings"
	"text/template"
	"time"
)

//go:embed readme.txt
var readMeText string

var readMeWords = template.Must(template.New("").Parse(readMeText))

// A readMe is what READ ME FIRST.txt tells of: a program for a system, or, without
// one, the guide that needs none.
type readMe struct{ System, Processor, Program, Version string }

// papers returns what lies beside the program, or the built guide, for people.
func (r *release) papers(m readMe) ([]file, error) {
	var b bytes.Buffer
	if err := readMeWords.Execute(&b, m); err != nil {
		return nil, err
	}
	files := []file{{"READ ME FIRST.txt", forAll(b.Bytes()), false}}
	for _, name := range []string{"LICENSE", "LICENSE-content"} {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, file{name + ".txt", forAll(data), false})
	}
	return files, nil
}

// forAll ends each line as the plainest editor of Windows wants it; no other minds.
func forAll(text []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
}

// licenceFile knows the files that hold the terms of a module.
var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)`)

// licences returns the terms under which others let us link what they wrote: they
// all ask for their words to go along.
func (r *release) licences(info *debug.BuildInfo) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("iopguide is made with the work of others. These are their terms.\n")
	root, err := r.output("go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	if err := terms(&b, "Go, "+info.GoVersion, strings.TrimSpace(root)); err != nil {
		return nil, err
	}
	args := []string{"list", "-m", "-f", "{{.Dir}}"}
	for _, m := range info.Deps {
		args = append(args, m.Path)
	}
	out, err := r.output("go", args...)
	if err != nil {
		return nil, err
	}
	for i, dir := range strings.Split(strings.TrimSpace(out), "\n") { // in the order of args
		if err := terms(&b, info.Deps[i].Path+", "+info.Deps[i].Version, strings.TrimSpace(dir)); err != nil {
			return nil, err
		}
	}
	return forAll(b.Bytes()), nil
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
		files = append(files, file{"guide/" + filepath.ToSlash(name), data, false})
		return err
	})
	if err != nil {
		return err
	}
	return r.pack("iopguide-"+r.version+"-site", zipped, files)
}
