// Package testsite makes sites to measure with, and to test with: as many pages
// as are asked for, of varied and plausible Markdown, the same for the same
// seed. Nobody should read them: the sentences are put together from lists of
// words and mean little.
//
// A site is planned first: its sections, and of each page the address, the title
// and the headings, so that pages can link to one another. Then each page is
// written, from a random source of its own, so that its words depend on the seed
// and its place alone.
//
// The same pages come in several forms: that of iopguide, and those of the
// programs that it is measured against, with the same words, the same addresses
// and, as far as each can, the same constructs. What another program lacks
// stands there as the nearest plain thing: a citation as a footnote, a card as a
// block quote, a timetable as a table.
package testsite

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
)

// Options say which site to make.
type Options struct {
	Pages int    // how many in all, with the front page and those of sections; at least 10
	Seed  uint64 // another seed makes other words
	Form  Form   // for which program; "" means Small
}

// A Form is the program, and of iopguide the layouts, that a site is made for.
type Form string

// The forms of a site.
const (
	Small    Form = "small"    // iopguide, with the small layout that all these programs can have
	Guide    Form = "guide"    // iopguide, with the layouts and styles of the guide
	Hugo     Form = "hugo"     // gohugo.io
	Zola     Form = "zola"     // getzola.org
	Eleventy Form = "eleventy" // 11ty.dev
)

// Forms are all forms.
var Forms = []Form{Small, Guide, Hugo, Zola, Eleventy}

// MinPages is how many pages the smallest site has.
const MinPages = 10

// Address is where the sites say that they will be.
const Address = "https://guide.example/"

// Files returns the files of a site, by their path in its folder.
func Files(o Options) (iter.Seq2[string, []byte], error) {
	if o.Form == "" {
		o.Form = Small
	}
	if !slices.Contains(Forms, o.Form) {
		return nil, fmt.Errorf("there is no form %s; the forms are %v", o.Form, Forms)
	}
	if o.Pages < MinPages {
		return nil, fmt.Errorf("a site of %d pages is too small; it needs %d or more", o.Pages, MinPages)
	}
	s := plan(o)
	return func(yield func(string, []byte) bool) {
		for _, part := range []iter.Seq2[string, []byte]{s.frame(), s.data(), s.documents(), s.pictures()} {
			for name, data := range part {
				if !yield(name, data) {
					return
				}
			}
		}
	}, nil
}

// Write writes a site into the folder dir, which is made if it is missing.
func Write(dir string, o Options) error {
	files, err := Files(o)
	if err != nil {
		return err
	}
	made := map[string]bool{}
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if parent := filepath.Dir(path); !made[parent] {
			if err := os.MkdirAll(parent, 0o755); err != nil {
				return err
			}
			made[parent] = true
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
