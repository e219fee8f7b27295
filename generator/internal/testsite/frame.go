package testsite

import (
	"embed"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"strings"

	"iopguide"
)

// frames holds, for each form but Guide, the files around the pages: settings
// and layouts. In them ADDRESS stands for the site's address, and MENU.YAML,
// MENU.TOML and MENU.JSON for the menu.
//
//go:embed all:frames
var frames embed.FS

// frame are the settings, layouts and styles.
func (s *siteplan) frame() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		if s.ours() && !yield("site.yaml", s.settings()) {
			return
		}
		if s.Form == Guide {
			eachFile(iopguide.Default(), []string{"layouts", "static"}, yield)
			return
		}
		sub, err := fs.Sub(frames, "frames/"+string(s.Form))
		if err != nil {
			panic(err) // only for a name that is no path, and forms are constants
		}
		eachFile(sub, []string{"."}, func(name string, data []byte) bool {
			return yield(name, s.withMenu(data))
		})
	}
}

// eachFile yields the files below dirs.
func eachFile(fsys fs.FS, dirs []string, yield func(string, []byte) bool) {
	for _, dir := range dirs {
		err := fs.WalkDir(fsys, dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(fsys, name)
			if err == nil && !yield(path.Clean(name), data) {
				return fs.SkipAll
			}
			return err
		})
		if err != nil {
			panic(err) // the files are in the program
		}
	}
}

// shipped returns a file of the guide.
func shipped(name string) []byte {
	data, err := fs.ReadFile(iopguide.Default(), name)
	if err != nil {
		panic(err) // the file is in the program
	}
	return data
}

// settings is site.yaml.
func (s *siteplan) settings() []byte {
	var menu []string
	for _, p := range s.menu() {
		menu = append(menu, s.file(p))
	}
	return fmt.Appendf(nil, "title: A guide to measure with\ndescription: Pages that are made to be measured.\n"+
		"baseURL: %s\nlanguages: [en]\nregion: US\nmenu:\n  - %s\n", Address, strings.Join(menu, "\n  - "))
}

// withMenu puts the menu and the address into a file of frames.
func (s *siteplan) withMenu(data []byte) []byte {
	var yaml, toml, json []string
	for _, p := range s.menu() {
		yaml = append(yaml, fmt.Sprintf("  - {url: %s, title: %q}", p.url(), p.title))
		toml = append(toml, fmt.Sprintf("  {url = %q, title = %q},", p.url(), p.title))
		json = append(json, fmt.Sprintf("  {\"url\": %q, \"title\": %q}", p.url(), p.title))
	}
	return []byte(strings.NewReplacer(
		"ADDRESS", strings.TrimSuffix(Address, "/"),
		"MENU.YAML", strings.Join(yaml, "\n"),
		"MENU.TOML", strings.Join(toml, "\n"),
		"MENU.JSON", "[\n"+strings.Join(json, ",\n")+"\n]",
	).Replace(string(data)))
}
