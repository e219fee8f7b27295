package layout

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"iopguide"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/selfcheck"
	"iopguide/generator/internal/site"

	"golang.org/x/net/html"
)

// shippedLayouts returns the text of the layouts we ship, by name.
func shippedLayouts(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(iopguide.Default(), "layouts", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".html" {
			return err
		}
		data, err := fs.ReadFile(iopguide.Default(), name)
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("got %d layouts", len(files))
	}
	return files
}

var (
	action = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	// Text that an action has for the program, not for readers.
	forProgram = regexp.MustCompile(`(template|partialCached|eq [.$\w]+|\.Asset|\.[TN]|print) "[^"]*"`)
	shownAttrs = []string{"alt", "title", "aria-label", "aria-description", "placeholder", "label", "value"}
)

// literal returns the words in a layout that are written there, and so are in
// one language only.
func literal(layout string) []string {
	var found []string
	note := func(text string) {
		if strings.ContainsFunc(text, unicode.IsLetter) {
			found = append(found, strings.TrimSpace(text))
		}
	}
	for _, a := range action.FindAllString(layout, -1) {
		for _, s := range regexp.MustCompile(`"[^"]*"`).FindAllString(forProgram.ReplaceAllString(a, ""), -1) {
			note(s)
		}
	}
	z := html.NewTokenizer(strings.NewReader(action.ReplaceAllString(layout, "")))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return found
		case html.TextToken:
			note(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			for _, a := range z.Token().Attr {
				if slices.Contains(shownAttrs, a.Key) {
					note(a.Val)
				}
			}
		}
	}
}

func TestLiteral(t *testing.T) {
	tests := []struct {
		layout string
		want   int
	}{
		{`<p class="body">{{.T "words"}} {{template "x.html" .}} {{partialCached "y.html" .}}, {{if eq .Page.Kind "home"}}!{{end}}</p>`, 0},
		{`<p>Words</p>`, 1},
		{`<p>{{.T "a"}} und {{.T "b"}}</p>`, 1},
		{`<img alt="A room">`, 1},
		{`<nav aria-label="{{.T "menu"}}">`, 0},
		{`{{with .X}}{{print "by " .}}{{end}}`, 0}, // a key that is put together
		{`{{or .Title "Untitled"}}`, 1},
	}
	for _, tt := range tests {
		if got := literal(tt.layout); len(got) != tt.want {
			t.Errorf("%s: got %q, want %d", tt.layout, got, tt.want)
		}
	}
}

// TestNoWordsInLayouts makes sure that each word that a reader sees comes from
// the content or from strings.yaml, so that it can be translated.
func TestNoWordsInLayouts(t *testing.T) {
	for name, text := range shippedLayouts(t) {
		for _, words := range literal(text) {
			t.Errorf("%s says %q by itself; put the words into strings.yaml", name, words)
		}
	}
}

// endings are what follows a key that is put together: one that ends in a hyphen.
func endings(t *testing.T, key string) []string {
	if key != "notice-" {
		return shippedLanguages
	}
	for _, f := range schema.Site.Fields {
		if f.Name == "notices" {
			var names []string
			for _, n := range f.Fields {
				names = append(names, n.Name)
			}
			return names
		}
	}
	t.Fatal("there is no key notices in site.yaml")
	return nil
}

var shippedLanguages = []string{"en", "es"}

// keysUsed returns the keys that layouts and Go ask for, and who asks.
func keysUsed(t *testing.T) map[string]string {
	t.Helper()
	used := map[string]string{}
	add := func(key, by string) {
		if !strings.HasSuffix(key, "-") {
			used[key] = by
			return
		}
		for _, end := range endings(t, key) {
			used[key+end] = by
		}
	}
	asked := regexp.MustCompile(`\.[TN] (?:\(print )?"([^"]+)"`)
	for name, text := range shippedLayouts(t) {
		for _, m := range asked.FindAllStringSubmatch(text, -1) {
			add(m[1], name)
		}
	}
	for _, key := range slices.Concat(markdown.WordKeys, selfcheck.WordKeys) {
		add(key, "Markdown")
	}
	add(site.ShareLine, "the share card")
	inGo := regexp.MustCompile(`(?:Text|Count|\b[df]\.T|\b[df]\.N)\("([^"]+)"`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range inGo.FindAllStringSubmatch(source(t, name), -1) {
			add(m[1], name)
		}
	}
	return used
}

// TestKeys makes sure that strings.yaml has every key that is asked for, in each
// language, and no other.
func TestKeys(t *testing.T) {
	used := keysUsed(t)
	for _, file := range []string{"content/_data/strings.yaml", "content/es/_data/strings.yaml"} {
		data, err := fs.ReadFile(iopguide.Default(), file)
		if err != nil {
			t.Fatal(err)
		}
		var list diag.List
		v := schema.Decode(&diag.File{Name: file, Data: data}, schema.Data["strings"], &list)
		for _, d := range list {
			t.Errorf("%s: %s", d.Position(), d.Message)
		}
		for _, key := range slices.Sorted(maps.Keys(used)) {
			if v.Get(key) == nil {
				t.Errorf("%s lacks %s, which %s asks for", file, key, used[key])
			}
		}
		for _, key := range v.Keys() {
			if used[key] == "" {
				t.Errorf("%s has %s, for which nobody asks", file, key)
			}
		}
	}
}

// TestPlacesForArguments makes sure that the words of a key have as many places
// for arguments in one language as in the other.
func TestPlacesForArguments(t *testing.T) {
	places := func(file string) map[string]string {
		data, err := fs.ReadFile(iopguide.Default(), file)
		if err != nil {
			t.Fatal(err)
		}
		var list diag.List
		v := schema.Decode(&diag.File{Name: file, Data: data}, schema.Data["strings"], &list)
		verb := regexp.MustCompile(`%(\[\d\])?[a-z]`)
		found := map[string]string{}
		for _, key := range v.Keys() {
			text := v.Get(key).Text() + v.Get(key, "other").Text()
			found[key] = fmt.Sprint(verb.FindAllString(text, -1))
		}
		return found
	}
	en, es := places("content/_data/strings.yaml"), places("content/es/_data/strings.yaml")
	for key, want := range en {
		if got, ok := es[key]; ok && got != want {
			t.Errorf("%s takes %s in Spanish, %s in English", key, got, want)
		}
	}
}
