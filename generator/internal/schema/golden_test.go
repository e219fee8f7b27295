package schema

import (
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestMessages reads each archive in testdata: pages, site.yaml and data files,
// then what is to be said of them.
func TestMessages(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sources, want, _ := strings.Cut(string(archive), "-- want --\n")
			var b strings.Builder
			for _, f := range files(sources) {
				read(&b, f)
			}
			got := b.String()
			if *update {
				if err := os.WriteFile(name, []byte(sources+"-- want --\n"+got), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// files returns the files of an archive in the form of txtar: each begins with
// a line "-- name --".
func files(archive string) []*diag.File {
	var all []*diag.File
	for text := range strings.Lines(archive) {
		name, isName := strings.CutPrefix(strings.TrimSpace(text), "-- ")
		name, ends := strings.CutSuffix(name, " --")
		switch {
		case isName && ends:
			all = append(all, &diag.File{Name: name})
		case len(all) > 0:
			f := all[len(all)-1]
			f.Data = append(f.Data, text...)
		}
	}
	return all
}

// read writes what is said of f, and what was read of it.
func read(b *strings.Builder, f *diag.File) {
	fmt.Fprintf(b, "# %s\n", f.Name)
	var list diag.List
	var v *Value
	if path.Ext(f.Name) == ".md" {
		var body int
		v, body = FrontMatter(f, &list)
		first, _, _ := strings.Cut(strings.TrimSpace(string(f.Data[body:])), "\n")
		defer fmt.Fprintf(b, "body: %q\n\n", first)
	} else {
		v = Decode(f, table(f.Name), &list)
		defer fmt.Fprintln(b)
	}
	if err := diag.Print(b, list, false); err != nil {
		panic(err)
	}
	if v == nil {
		fmt.Fprintln(b, "nothing is read")
	} else {
		fmt.Fprintf(b, "read: %v\n", v.Any())
	}
}

// table returns the table for a file: site.yaml, contacts.yaml,
// es/contacts.yaml, or another name for contacts-2.yaml.
func table(name string) Field {
	base, _, _ := strings.Cut(strings.TrimSuffix(path.Base(name), ".yaml"), "-")
	if base == "site" {
		return Site
	}
	if strings.Contains(name, "/") {
		return Partial(Data[base])
	}
	return Data[base]
}
