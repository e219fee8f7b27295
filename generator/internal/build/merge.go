package build

import (
	"path"
	"reflect"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/layout"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// settings is what site.yaml and the data files say, every part kept while
// equal.
type settings struct {
	files   []*diag.File // that say it
	baseURL string       // in place of theirs
	config  *site.Config
	data    *site.Data // without assets and pictures
	envs    map[string]*content.Env
	diags   diag.List
	altered []altered // contacts of the base
}

// decoded is a YAML file and what it says.
type decoded struct {
	file  *diag.File
	field schema.Field
	value *schema.Value
	diags diag.List
}

// merge reads site.yaml and the data files into settings, data, and what each
// language's pages are compiled with, unless they are those of last.
func (r *Result) merge(opts Options, last *Result) {
	files := r.dataFiles()
	if last.settings != nil && last.settings.baseURL == opts.BaseURL && slices.Equal(last.settings.files, files) {
		r.settings, r.decoded = last.settings, last.decoded
		return
	}
	r.decoded = map[string]*decoded{}
	s := &settings{files: files, baseURL: opts.BaseURL, envs: map[string]*content.Env{}}
	old := last.settings
	if old == nil {
		old = &settings{}
	}
	written, below := r.decodeLayers(settingsFile, schema.Site, last)
	s.config = site.NewConfig(written, opts.BaseURL).Keep(old.config)
	r.firstLanguage(written, below)
	r.region(written.Get("region"), site.IsRegion)
	r.ownBase()
	s.data = r.shared(s.config, old.data, last)
	s.data.Values.Settings = written
	for _, lang := range s.config.Languages {
		env := &content.Env{Lang: lang, Languages: s.config.Languages,
			Markdown: &markdown.Env{Lang: lang, Glossary: glossary(s.data.Glossary[lang])}}
		if o := old.envs[lang]; o != nil && reflect.DeepEqual(o, env) {
			env = o
		}
		s.envs[lang] = env
	}
	for _, d := range r.decoded {
		s.diags = append(s.diags, d.diags...)
	}
	s.diags = append(s.diags, r.lacking...)
	s.altered = r.altered
	r.settings = s
}

// region reports a region that is not written as the code of one, or that is not ok.
func (r *Result) region(v *schema.Value, ok func(code string) bool) {
	if v == nil {
		return
	}
	code, right := site.Region(v.Text())
	if right && ok(code) {
		return
	}
	help := "write the two letters of the country, such as US, CA or GB"
	if !right && code != v.Text() && ok(code) {
		help = "did you mean " + code + "?"
	}
	r.lacking.Error(v.File, v.Start, v.End, "bad-value", "“"+v.Text()+"” is no code of a country", help)
}

// first returns list, or of it what must be mended before the rest can be known:
// what is wrong with settings that cannot be read, a folder that holds only what
// differs from the built-in guide, and does not say that it lies over it, data that
// cannot be read, or contacts without help for the site's region.
func (r *Result) first(list diag.List) diag.List {
	var unread []*diag.File
	for _, f := range r.settingsFiles() {
		if d := r.decoded[f.Name]; d.value == nil && d.diags.HasErrors() {
			unread = append(unread, f)
		}
	}
	switch {
	case len(unread) > 0:
		return slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool { return !slices.Contains(unread, d.File) })
	case r.bare:
		var alone diag.List
		alone.Error(r.files[settingsFile], 0, 0, "base", "this folder has no layouts, and without them no page can be shown",
			"add the line base: default; then the built-in guide lies below what this folder has")
		return alone
	}
	lost := r.lost()
	if r.helpless() {
		lost = append(lost, ofContacts...)
	}
	if len(lost) == 0 {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool {
		return slices.Contains(lost, d.Rule) ||
			slices.Contains(lost, "missing-words") && strings.Contains(d.Message, layout.WithoutWords)
	})
}

// follows are the rules that hold pages, and other data, against what a data file says.
// While that cannot be read, it alone is to be mended.
var follows = map[string][]string{
	"contacts.yaml": append([]string{"help-line", "unused-source"}, ofContacts...),
	"sources.yaml":  {"unknown-citation"},
	"strings.yaml":  {"missing-words"},
}

// lost returns the rules that must be silent, since the data that they ask cannot be read.
func (r *Result) lost() (rules []string) {
	for _, d := range r.decoded {
		if d.value == nil && d.diags.HasErrors() {
			rules = append(rules, follows[path.Base(d.file.Name)]...)
		}
	}
	return rules
}

// ofContacts are the rules by which pages are held against the contacts. While these
// have nobody to call at once for the site's region, that alone is to be mended.
var ofContacts = []string{"unknown-number", "emergency-ending", "who-gains", "help-page", "card-without-help"}

// helpless reports whether the contacts can be read, and hold no emergency number or no
// crisis line for the region of the site.
func (r *Result) helpless() bool {
	lang := r.settings.config.Languages[0]
	h := r.settings.data.Contacts[lang].Help
	return r.settings.data.Values.Contacts[lang] != nil && (h.Emergency == nil || h.Crisis == nil)
}

// dataFiles returns site.yaml and the data files, of all languages and layers.
func (r *Result) dataFiles() []*diag.File {
	var files []*diag.File
	for _, name := range r.names {
		switch {
		case name == settingsFile:
			files = append(files, r.settingsFiles()...)
		case merged(name):
			files = append(append(files, r.files[name]), r.under[name]...)
		}
	}
	return files
}

func glossary(terms []*site.Term) *markdown.Glossary {
	var entries []markdown.Entry
	for _, t := range terms {
		entries = append(entries, markdown.Entry{Key: t.Key, Term: t.Term, Definition: t.Definition, Also: t.Also})
	}
	return markdown.NewGlossary(entries)
}

// shared reads the data files. Another language's file holds what differs from
// the first one's.
func (r *Result) shared(c *site.Config, old *site.Data, last *Result) *site.Data {
	d := &site.Data{Contacts: map[string]*site.Contacts{}, Glossary: map[string][]*site.Term{},
		Strings: map[string]*site.Strings{},
		Values: site.Values{Contacts: map[string]*schema.Value{}, Glossary: map[string]*schema.Value{},
			Strings: map[string]*schema.Value{}}}
	var sources map[string]*site.Source
	if old != nil {
		sources = old.Sources
	}
	d.Values.Sources = r.decode(dataFile("", "sources"), schema.Data["sources"], last)
	d.Sources = site.NewSources(d.Values.Sources, sources)
	var changed map[string]*schema.Value // of crisis contacts, in the first language
	for i, lang := range c.Languages {
		dir := lang
		if i == 0 {
			dir = ""
		}
		read := func(kind string) (said, below *schema.Value) {
			field := schema.Data[kind]
			if i > 0 {
				field = schema.Partial(field)
			}
			return r.decodeLayers(dataFile(dir, kind), field, last)
		}
		contacts, ours := read("contacts")
		for _, key := range contacts.Keys() {
			r.region(contacts.Get(key, "region"), func(string) bool { return true })
		}
		contacts, ways := r.crisisKept(ours, contacts)
		if i == 0 {
			changed = ways
		} else if r.base != "" {
			r.unreached(lang, changed, contacts)
		}
		terms, _ := read("glossary")
		words, _ := read("strings")
		d.Values.Glossary[lang], d.Values.Strings[lang] = terms, words
		first := c.Languages[0]
		d.Values.Contacts[lang] = schema.Merge(d.Values.Contacts[first], contacts)
		d.Contacts[lang] = site.NewContacts(d.Values.Contacts[lang], c.Region)
		d.Glossary[lang] = site.NewTerms(terms)
		d.Strings[lang] = site.NewStrings(lang, schema.Merge(d.Values.Strings[first], words))
	}
	return site.KeepData(old, d)
}

// dataFile returns the name of the data file kind in the folder of a language.
func dataFile(dir, kind string) string {
	return path.Join(content.Root, dir, "_data", kind+".yaml")
}

// data returns the data with the assets, pictures and share cards, every part kept while
// equal to that of last.
func (r *Result) data(last *Result) *site.Data {
	files := map[string]*site.File{}
	for name, p := range r.pictures {
		files[name] = p.file
	}
	cards := map[string]*site.Card{}
	for lang, c := range r.cards {
		cards[lang] = c.card
	}
	var old *site.Data
	if last.Site != nil {
		old = last.Site.Data
	}
	return r.settings.data.With(old, r.assets.names, files, cards)
}
