package build

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/overlay"
	"iopguide/generator/internal/schema"
)

// A site whose site.yaml says base: default lies over the site that the program
// is shipped with. Its pages, layouts and other files hide those of the same name
// below; what site.yaml and the data files of both layers say is merged, key by
// key (schema.Merge).

// layers returns the layers that the site is read from, the top one first. It
// looks at site.yaml when that may have changed.
func (b *Builder) layers() (overlay.FS, error) {
	if b.src != nil && !b.all && !b.stale[settingsFile] {
		return b.src, nil
	}
	if _, err := fs.Stat(b.top, settingsFile); errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoSite
	}
	f, err := readFile(b.top, settingsFile, nil, new(diag.List))
	if err != nil || f == nil {
		return b.top, err
	}
	if b.opts.Base.FS == nil || schema.Decode(f, schema.Site, new(diag.List)).Get("base").Text() == "" {
		return b.top, nil
	}
	return append(b.top[:len(b.top):len(b.top)], b.opts.Base), nil
}

// merged reports whether what the layers' files of this name say is put together.
func merged(name string) bool {
	return name == settingsFile || strings.HasPrefix(name, "content/") && strings.Contains(name, "/_data/")
}

// readMerged reads the files that lie below those of merged names, in every layer
// but the one that r.files has. A file whose bytes are those of last stays.
func (r *Result) readMerged(src overlay.FS, last *Result) error {
	r.under = map[string][]*diag.File{}
	if len(src) < 2 {
		return nil
	}
	r.base = src[len(src)-1].Name
	for i, name := range r.names {
		if !merged(name) {
			continue
		}
		for _, layer := range src {
			f, err := readUnder(layer, name, r.sources[i], last.under[name])
			if err != nil {
				return err
			}
			if f != nil {
				r.under[name] = append(r.under[name], f)
			}
		}
	}
	return nil
}

// readUnder reads the file at name of one layer, unless it is top, the file that
// hides it, or there is none.
func readUnder(layer overlay.Layer, name string, top *diag.File, known []*diag.File) (*diag.File, error) {
	if layer.Name+name == top.Name {
		return nil, nil
	}
	data, err := fs.ReadFile(layer.FS, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, f := range known {
		if f.Name == layer.Name+name && bytes.Equal(f.Data, data) {
			return f, nil
		}
	}
	return &diag.File{Name: layer.Name + name, Data: data}, nil
}

// decode returns what the YAML files at name say together, nil if there is none.
func (r *Result) decode(name string, field schema.Field, last *Result) *schema.Value {
	said, _ := r.decodeLayers(name, field, last)
	return said
}

// decodeLayers returns what the YAML files at name say together, and what those
// below the top one do. The lowest must be whole; the others say what differs.
func (r *Result) decodeLayers(name string, field schema.Field, last *Result) (said, below *schema.Value) {
	if r.files[name] == nil {
		return nil, nil
	}
	files := append([]*diag.File{r.files[name]}, r.under[name]...)
	if name == settingsFile {
		files = r.settingsFiles()
	}
	whole, wrong := field, false
	for i := len(files) - 1; i >= 0; i-- {
		below = said
		d := r.decodeFile(files[i], field, last)
		said = schema.Merge(said, d.value)
		field = schema.Partial(field)
		wrong = wrong || d.diags.HasErrors()
	}
	if len(files) > 1 && !wrong {
		schema.Missing(said, whole, &r.lacking)
	}
	return said, below
}

// firstLanguage holds the first of the languages against that of the pages at the
// root of content/, where others have written these: the base's, or those that all
// profiles share, for which below is what is said without the profile.
func (r *Result) firstLanguage(written, below *schema.Value) {
	ours, whose := "", "that of the built-in guide"
	if under := r.under[settingsFile]; r.base != "" && len(under) > 0 {
		ours = firstOf(r.decoded[under[len(under)-1].Name].value)
	} else if r.ownFile() != nil {
		ours, whose = cmp.Or(firstOf(below), "en"), "that of the pages that all profiles share"
	}
	v := written.Get("languages")
	if f := r.ownFile(); v == nil && f != nil {
		v = r.decoded[f.Name].value.Removed("languages")
	}
	if theirs := cmp.Or(firstOf(written), "en"); v != nil && ours != "" && theirs != ours {
		r.lacking.Error(v.File, v.Start, v.End, "languages", "the first language must be "+ours+", "+whose,
			"put "+ours+" first; other languages follow it")
	}
}

// unindexed returns list with a warning for each folder of a site over a base that has
// pages of its own and no _index.md, in the place of what is told of ways to them.
func (r *Result) unindexed(list diag.List) diag.List {
	if r.base == "" {
		return list
	}
	first := map[string]*content.Page{} // of such a folder
	lost := map[*diag.File]bool{}
	for i, p := range r.ordered {
		if p == nil || r.why[i].why != "" || strings.HasPrefix(p.File.Name, r.base) {
			continue
		}
		dir := path.Dir(p.Path)
		if dir == content.Root || slices.Contains(r.settings.config.Languages, strings.TrimPrefix(dir, content.Root+"/")) ||
			r.pages[dir+"/_index.md"] != nil || p.Diags.HasErrors() {
			continue
		}
		lost[p.File] = true
		if first[dir] == nil {
			first[dir] = p
		}
	}
	if len(first) == 0 {
		return list
	}
	list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.Rule == "orphan-page" && lost[d.File] })
	for dir, p := range first {
		at := &diag.File{Name: strings.TrimSuffix(p.File.Name, path.Base(p.Path)) + "_index.md"}
		list.Warn(at, 0, 0, "missing-index", "this page is missing, so the address "+content.URL(dir+"/_index.md")+" leads nowhere, and no list shows the pages of this folder",
			"write it with a title and a description; it lists the pages that lie beside it")
	}
	return list
}

// wholeStyle is the style that puts all others together.
const wholeStyle = staticRoot + "css/site.css"

// bareStyle reports a style of the site's own that takes the place of the base's and
// none of its parts: the pages, the help line too, would stand there bare.
func (r *Result) bareStyle() (list diag.List) {
	f := r.files[wholeStyle]
	if r.base == "" || f == nil || strings.HasPrefix(f.Name, r.base) || bytes.Contains(f.Data, []byte("@import")) {
		return nil
	}
	list.Warn(f, 0, 0, "bare-style", "this takes the place of all styles of the guide, so its pages lose their look",
		`to add to them, begin the file with the guide's own lines, from @import "tokens.css"; on: iopguide export writes them`)
	return list
}

// firstOf returns the first of the languages that settings list, "" if they list none.
func firstOf(settings *schema.Value) string {
	return append(settings.Get("languages").Texts(), "")[0]
}

// decodeFile reads one YAML file, whole or as one that says what differs.
func (r *Result) decodeFile(f *diag.File, field schema.Field, last *Result) *decoded {
	d := last.decoded[f.Name]
	if d == nil || d.file != f || !reflect.DeepEqual(d.field, field) {
		d = &decoded{file: f, field: field}
		if schema.CheckText(f, &d.diags) {
			d.value = schema.Decode(f, field, &d.diags)
		}
	}
	r.decoded[f.Name] = d
	return d
}

// mendable returns list, which is sorted, as those can use it who write a site over
// a base: links that its pages lose are told once for each page that they led to,
// a heading that their page lacks is no error, what only the base's own writers would
// tidy is left out, and an error in one of its files says how to come by a page of
// one's own.
func (r *Result) mendable(list diag.List) diag.List {
	if r.base == "" {
		return list
	}
	list = r.needed(list)
	first := map[string]int{} // where in kept the links to a page that is left out are told, by message
	count := map[string]int{}
	var kept diag.List
	for _, d := range list {
		below := strings.HasPrefix(d.File.Name, r.base)
		switch {
		case below && (d.Rule == "unused-source" || d.Rule == "unnamed-file"), d.File.Name == r.base+settingsFile && d.Rule == "link-to-hidden":
			continue // of the base's menu, what is left out goes without saying
		case below && d.Rule == "link-to-hidden":
			if count[d.Message]++; count[d.Message] > 1 {
				continue
			}
			first[d.Message] = len(kept)
		case below && d.Rule == "broken-anchor":
			d.Severity = diag.Warning
			d.Help = "a link of the built-in guide leads there; give a heading of that page this id, or readers come to its top"
		case below && d.Rule == "way-on":
			d.Help = "a reader who comes there needs more than its card: leave that page in, put one of your own in its place, " +
				"or leave this self-check out, too"
		case below && d.Severity == diag.Error:
			d.Help += "; this file is the built-in guide's: put one of your own at " + strings.TrimPrefix(d.File.Name, r.base) +
				", or change what you left out"
		}
		kept = append(kept, d)
	}
	for message, i := range first {
		if n := count[message] - 1; n > 0 {
			links := "links"
			if n == 1 {
				links = "link"
			}
			kept[i].Help = fmt.Sprintf("its words stay; so do those of %d more %s to it in the built-in guide", n, links)
		}
	}
	return kept
}
