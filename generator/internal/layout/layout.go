// Package layout frames pages with the templates in layouts/.
//
// A layout is an html/template file layouts/NAME.html; the files in
// layouts/partials/ can be used by all of them, each by its file name:
// {{template "header.html" .}}. Layouts are parsed once. Executing one gives it
// a Data: the page, its compiled body with the slots filled, and its View.
// Nothing else is in reach of a layout, so nothing else decides a page's bytes.
//
// {{partialCached "footer.html" .}} uses a partial that is the same for all pages
// which see the same around them; it gets a Frame in place of the Data.
// {{partialCached "source.html" $ .Source}} uses one that shows a thing that many
// pages show; it gets that thing alone. {{partialCached "notes.html" $ .Text}} uses
// one that shows what the page says, whosever site it is on; it gets the page's Text.
//
// Everything a layout prints is escaped. Words of the interface come from
// strings.yaml, through {{.T "key"}}.
package layout

import (
	"bytes"
	"html/template"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"iopguide/generator/internal/diag"
)

// A Set is the layouts, parsed. It is never changed.
type Set struct {
	layouts map[string]*template.Template // nil for one that cannot be parsed
	files   map[string]*diag.File         // by file name
	shared  *template.Template            // the partials, for partialCached
	broken  bool                          // one could not be parsed; others may need it
	whole   *sync.Map                     // names of partials that need more of a page than its Text
}

// Parse parses the files in layouts/: those in partials/, and the layouts,
// which may use them. One that cannot be parsed is reported, and keeps all pages
// from being made: so it is told once, not on each page that needs it.
func Parse(files []*diag.File) (*Set, diag.List) {
	s := &Set{layouts: map[string]*template.Template{}, files: map[string]*diag.File{}, whole: new(sync.Map)}
	var list diag.List
	partials := template.New("").Funcs(template.FuncMap{"partialCached": s.partialCached})
	for _, f := range files {
		s.files[path.Base(f.Name)] = f
		if !isPartial(f) {
			continue
		}
		if _, err := partials.New(path.Base(f.Name)).Parse(string(f.Data)); err != nil {
			s.report(f, err, &list)
		}
	}
	for _, f := range files {
		if isPartial(f) {
			continue
		}
		t := template.Must(partials.Clone())
		t, err := t.New(path.Base(f.Name)).Parse(string(f.Data))
		if err != nil {
			s.report(f, err, &list)
			t = nil
		}
		s.layouts[strings.TrimSuffix(path.Base(f.Name), ".html")] = t
	}
	s.shared, s.broken = template.Must(partials.Clone()), list != nil
	return s, list
}

func isPartial(f *diag.File) bool { return path.Base(path.Dir(f.Name)) == "partials" }

// Has reports whether there is a layout NAME.html.
func (s *Set) Has(name string) bool {
	_, ok := s.layouts[name]
	return ok
}

// Names returns the names of the layouts, sorted.
func (s *Set) Names() []string { return slices.Sorted(maps.Keys(s.layouts)) }

// used finds the partials that a layout uses.
var used = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\{\{-?\s*(?:template|partialCached)\s+"([^"]+)"`)
})

// Uses returns the file of the layout name, and then those of all partials that it
// uses, or that these use.
func (s *Set) Uses(name string) []*diag.File {
	var files []*diag.File
	var add func(name string)
	add = func(name string) {
		f := s.files[name]
		if f == nil || slices.Contains(files, f) {
			return
		}
		files = append(files, f)
		for _, m := range used().FindAllSubmatch(f.Data, -1) {
			add(string(m[1]))
		}
	}
	add(name + ".html")
	return files
}

// Execute writes the page that d describes to b, in the layout name, with marks for
// the partials that d.Assemble is to put in. A mistake in a layout is reported where
// it is in the layout's file; ok says whether there is a page.
func (s *Set) Execute(b *bytes.Buffer, name string, d *Data) (list diag.List, ok bool) {
	if s.broken {
		return nil, false
	}
	if err := s.layouts[name].Execute(b, d); err != nil {
		s.report(s.files[name+".html"], err, &list)
		return list, false
	}
	return nil, true
}

// ExecutePart writes what the partial called part shows of d, as Execute writes the
// layout name that uses it. A layout that does not is executed whole.
func (s *Set) ExecutePart(b *bytes.Buffer, name, part string, d *Data) (list diag.List, ok bool) {
	if s.broken || !bytes.Contains(s.files[name+".html"].Data, []byte(`{{template "`+part+`" .}}`)) || s.shared.Lookup(part) == nil {
		return s.Execute(b, name, d)
	}
	if err := s.shared.ExecuteTemplate(b, part, d); err != nil {
		s.report(s.files[part], err, &list)
		return list, false
	}
	return nil, true
}

// Misplaced says that the layout name uses what, which is partialCached or .Body,
// where no element can stand, such as within a tag.
func (s *Set) Misplaced(name, what string) diag.List {
	var list diag.List
	f := s.files[name+".html"]
	at := max(bytes.Index(f.Data, []byte(what)), 0)
	help := "use template in its place there"
	if what == ".Body" {
		help = `show it between tags, such as <div class="body">{{.Body}}</div>`
	}
	list.Error(f, at, at, "layout", what+" stands where no element can, such as within a tag, a script or a comment", help)
	return list
}

// place finds the last name, line and column in a message of package template: a
// partial's own, where one partial uses another.
var place = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?s)^.*template: ?([^:\s]+):(\d+)(?::(\d+))?: ?(.*)`)
})

// report turns an error of package template into a diagnostic at its place. f
// is the file to name if the message does not.
func (s *Set) report(f *diag.File, err error, list *diag.List) {
	message, at := err.Error(), 0
	if m := place().FindStringSubmatch(message); m != nil {
		if named := s.files[m[1]]; named != nil {
			f = named
		}
		line, _ := strconv.Atoi(m[2])
		column, _ := strconv.Atoi(m[3])
		at, message = offset(f.Data, line, column), m[4]
	}
	list.Error(f, at, at, "layout", "this layout cannot be used: "+inPlainWords(message),
		"take back what you changed last between {{ and }} here; https://pkg.go.dev/text/template says what may stand there")
}

// clearer are messages of package template, and how a person says them.
var clearer = []struct{ find, say string }{
	{`^executing "[^"]*" at <(.*)>: can't evaluate field (\w+) in type .*`, "there is no $2 here to show, as $1 asks for"},
	{`^unexpected EOF$`, "an {{if}}, {{with}}, {{range}} or {{define}} in it has no {{end}}"},
	{`^unexpected \{\{end\}\}$`, "there is one {{end}} too many"},
	{`^(?:bad character \S+ '\}'|unexpected "\}" in .*)$`, "what begins with {{ ends with }}, and here one } is missing"},
	{`^function "([^"]*)" not defined$`, "there is nothing called $1; what a page has is written with a dot before it, as .Page.Title"},
	{`^executing "[^"]*" at <[^>]*>: (.*)`, "$1"},
}

// inPlainWords returns a message of package template as a person says it, if that is known.
func inPlainWords(message string) string {
	for _, c := range clearer {
		if find := regexp.MustCompile(c.find); find.MatchString(message) { // seldom needed
			return find.ReplaceAllString(message, c.say)
		}
	}
	return message
}

// offset returns where line begins, and column (in bytes, from 0) in it.
func offset(data []byte, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		i := strings.IndexByte(string(data[at:]), '\n')
		if i < 0 {
			break
		}
		at += i + 1
	}
	return min(at+column, len(data))
}
