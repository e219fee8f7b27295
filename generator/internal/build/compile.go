package build

import (
	"cmp"
	"context"
	"maps"
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/recall"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/text/language"
)

// compile compiles the pages and fragments whose file or language's Env is
// another than in last.
func (r *Result) compile(ctx context.Context, last *Result) error {
	numbers := r.toCompile(last)
	pages := make([]*content.Page, len(numbers))
	fragments := make([]*content.Fragment, len(numbers))
	err := each(ctx, len(numbers), func(i int) {
		name, f := r.names[numbers[i]], r.sources[numbers[i]]
		env := r.env(name)
		switch same := last.files[name] == f && last.settings != nil && last.env(name) == env; {
		case content.IsFragment(name) && same:
			fragments[i] = last.fragments[name]
		case content.IsFragment(name):
			fragments[i] = content.CompileFragment(name, f, env)
		case same:
			pages[i] = last.pages[name]
		default:
			pages[i] = content.Compile(name, f, env, last.pages[name])
		}
	})
	for i, number := range numbers {
		name := r.names[number]
		if pages[i] != nil {
			if pages[i] != last.pages[name] {
				r.Compiled++
			}
			r.pages[name], r.ordered[number] = pages[i], pages[i]
		}
		if fragments[i] != nil {
			r.fragments[name] = fragments[i]
		}
	}
	return err
}

// toCompile returns which files, by their number, are Markdown that may have to be
// compiled, and begins with those of last that need not be.
func (r *Result) toCompile(last *Result) []int {
	numbers := r.changed(last)
	if r.settings == last.settings && len(numbers) < len(r.names) {
		r.pages, r.fragments = maps.Clone(last.pages), maps.Clone(last.fragments)
		r.ordered = slices.Clone(last.ordered)
	} else {
		r.ordered = make([]*content.Page, len(r.names))
		r.pages, r.fragments = map[string]*content.Page{}, map[string]*content.Fragment{}
		numbers = numbers[:0]
		for i := range r.names {
			numbers = append(numbers, i)
		}
	}
	return slices.DeleteFunc(numbers, func(i int) bool {
		name := r.names[i]
		return !strings.HasPrefix(name, content.Root+"/") || !strings.HasSuffix(name, ".md") || content.IsData(name)
	})
}

// env returns what the file at name is compiled with.
func (r *Result) env(name string) *content.Env {
	return r.settings.envs[content.Lang(name, r.settings.config.Languages)]
}

// arrange puts the pages that are published on this day into a site.
func (r *Result) arrange(opts Options, last *Result) {
	in := site.Input{Config: r.settings.config, Data: r.data(last)}
	same := r.sameNames(last) && r.settings == last.settings && r.Day == last.Day
	r.why = make([]hidden, len(r.names))
	for i, p := range r.ordered {
		if p == nil {
			continue
		}
		if same && p == last.ordered[i] {
			r.why[i] = last.why[i]
		} else {
			r.why[i] = r.hide(p, opts)
		}
		if h := r.why[i]; h.why != "" {
			in.Hidden = append(in.Hidden, site.Hidden{Page: p, Why: h.why, Date: h.date})
			continue
		}
		in.Pages = append(in.Pages, p)
	}
	for _, name := range slices.Sorted(maps.Keys(r.fragments)) {
		in.Fragments = append(in.Fragments, r.fragments[name])
	}
	in.Each = whole
	r.Hidden, r.Pages = in.Hidden, len(in.Pages)
	r.Site = site.New(last.Site, in)
}

// hidden says why a page is not published: "" if it is; and whether only the day
// keeps it away.
type hidden struct {
	why  string
	date bool
}

// otherLanguage is why a page is not published that is in a language which the site
// does not have. It was read in another one, so nothing is said of it.
const otherLanguage = "in a language that site.yaml does not list"

// Why a page is not published that the settings leave out, and one that is not finished.
const (
	Omitted = "omitted by site.yaml"
	Draft   = "a draft"
)

func (r *Result) hide(p *content.Page, opts Options) (h hidden) {
	switch {
	case r.unlisted(p):
		h.why = otherLanguage
	case r.omitted(p):
		h.why = Omitted
	case p.Draft && !opts.Drafts:
		h.why = Draft
	case r.Day.Before(p.Published):
		h.why, h.date = "not due before "+p.Published.String(), true
	case !p.Expires.IsZero() && !r.Day.Before(p.Expires):
		h.why, h.date = "expired since "+p.Expires.String(), true
	}
	return h
}

// unlisted reports whether p lies in a folder at the top of content/ that is
// named after a language which the site does not have: content/es/ in a site
// whose languages are [en].
func (r *Result) unlisted(p *content.Page) bool {
	dir, _, nested := strings.Cut(strings.TrimPrefix(p.Path, content.Root+"/"), "/")
	return nested && isLanguage(dir) && p.Lang == r.settings.config.Languages[0]
}

// isLanguage reports whether dir, a folder at the top of content/, has the name of a
// language.
func isLanguage(dir string) bool {
	_, err := language.ParseBase(dir)
	return len(dir) == 2 && dir == strings.ToLower(dir) && err == nil
}

// strangeLanguages reports the first page of each language that the site does not have,
// unless it is left out on purpose: a page of the guide below, or, without one, of a
// language whose words the site has.
func (r *Result) strangeLanguages() diag.List {
	var list diag.List
	told := map[string]bool{}
	for i, p := range r.ordered {
		if p == nil || r.why[i].why != otherLanguage || r.base != "" && strings.HasPrefix(p.File.Name, r.base) {
			continue
		}
		lang, _, _ := strings.Cut(strings.TrimPrefix(p.Path, content.Root+"/"), "/")
		if told[lang] || r.base == "" && r.files[dataFile(lang, "strings")] != nil {
			continue
		}
		told[lang] = true
		v, languages := r.settings.data.Values.Settings.Get("languages"), r.settings.config.Languages
		now := "[" + strings.Join(append(slices.Clone(languages), lang), ", ") + "]"
		d := diag.Diagnostic{File: p.File, Severity: diag.Warning, Rule: "languages",
			Message: "no page of content/" + lang + "/ is published: it is a language that site.yaml does not list",
			Help:    "write languages: " + now + " in site.yaml; if it is no language, give the folder a longer name"}
		if lang == languages[0] {
			d.Message = "no page of content/" + lang + "/ is published: the pages of the first language lie in content/ itself"
			d.Help = "move them there"
		}
		if v != nil {
			d.Related = []diag.Place{{File: v.File, Start: v.Start, End: v.End, Note: "the languages of the site"}}
		}
		list.Add(d)
	}
	return list
}

// misnamed reports files whose name is nearly that of one which the site would read: data
// that nothing reads, and index.md where a section's own page is meant.
func (r *Result) misnamed() diag.List {
	var list diag.List
	for i, name := range r.names {
		data := strings.Contains(name, "/_data/")
		if !data && !strings.HasSuffix(name, "/index.md") {
			continue
		}
		f := r.sources[i]
		switch {
		case !strings.HasPrefix(name, content.Root+"/") || r.base != "" && strings.HasPrefix(f.Name, r.base):
		case !data:
			list.Warn(f, 0, 0, "file-name", "this page has the address "+content.URL(name), "if it is the page of its folder, name it _index.md")
		default:
			if help := r.dataMeant(name); help != "" {
				list.Warn(f, 0, 0, "file-name", "nothing reads this file", help)
			}
		}
	}
	return list
}

// dataMeant says which data file the one at name was meant to be, "" if it is read, or
// if it is of a language that the site does not have.
func (r *Result) dataMeant(name string) (help string) {
	languages, read := r.settings.config.Languages, r.dataNames()
	top, _, _ := strings.Cut(strings.TrimPrefix(name, content.Root+"/"), "/")
	stem, ext, _ := strings.Cut(path.Base(name), ".")
	if slices.Contains(read, name) || ext != "yaml" && ext != "yml" || isLanguage(top) && !slices.Contains(languages, top) {
		return ""
	}
	if kind := diag.Nearest(stem, slices.Sorted(maps.Keys(schema.Data))); kind != "" {
		meant := dataFile(top, kind)
		if !slices.Contains(read, meant) {
			meant = dataFile("", kind)
		}
		return "did you mean " + meant + "?"
	}
	var here []string
	for _, other := range read {
		if path.Dir(other) == path.Dir(name) {
			here = append(here, path.Base(other))
		}
	}
	if len(here) == 0 {
		return "data files lie in " + path.Dir(dataFile("", "contacts")) + "/"
	}
	last := len(here) - 1
	return "the files here are " + strings.Join(here[:last], ", ") + " and " + here[last]
}

// dataNames returns the names of the data files that are read, if they are there.
func (r *Result) dataNames() (names []string) {
	for i, lang := range r.settings.config.Languages {
		for _, kind := range slices.Sorted(maps.Keys(schema.Data)) {
			switch {
			case i == 0:
				names = append(names, dataFile("", kind))
			case kind != "sources": // no language has its own
				names = append(names, dataFile(lang, kind))
			}
		}
	}
	return names
}

// helpPage is the name of a page that always stays.
const helpPage = "get-help-now.md"

// omitted reports whether site.yaml leaves p out. Over a base, it leaves out pages
// of that: a page of the site's own stays.
func (r *Result) omitted(p *content.Page) bool {
	return path.Base(p.Path) != helpPage && !r.spared(p) && slices.ContainsFunc(r.settings.config.Omit, func(pattern string) bool {
		return matches(pattern, p.Path)
	})
}

// spared reports whether p is a page that omit does not mean, being of a layer
// that is not below the file which says it.
func (r *Result) spared(p *content.Page) bool {
	v := r.settings.data.Values.Settings.Get("omit")
	return v != nil && r.base != "" && v.File == r.files[settingsFile] && !strings.HasPrefix(p.File.Name, r.base)
}

// matches reports whether the page at source is meant by a pattern below content/.
func matches(pattern, source string) bool {
	ok, err := doublestar.Match(pattern, strings.TrimPrefix(source, content.Root+"/"))
	return ok && err == nil
}

// idleOmits reports what site.yaml leaves out in vain: a page that somebody
// wanted gone would be published.
func (r *Result) idleOmits() diag.List {
	var list diag.List
	var names []string
	patterns := r.settings.data.Values.Settings.Get("omit").List()
	if len(patterns) == 0 {
		return nil
	}
	for _, p := range r.ordered {
		if p != nil {
			names = append(names, strings.TrimPrefix(p.Path, content.Root+"/"))
		}
	}
	for _, v := range patterns {
		pattern := v.Text()
		if path.Base(pattern) == helpPage {
			list.Error(v.File, v.Start, v.End, "omit", pattern+" cannot be left out",
				"somebody may need it; put a page of your own in its place")
			continue
		}
		if slices.ContainsFunc(names, func(name string) bool { return matches(pattern, name) }) {
			if r.allOwn(pattern) {
				list.Warn(v.File, v.Start, v.End, "omit", "omit leaves out pages of the built-in guide, and "+pattern+" is your own",
					"to keep it from readers, take its file away, or write draft: true in its front matter")
			}
			continue
		}
		help := "name a file below content/, such as conditions/ocd.md, or a pattern, such as conditions/*.md"
		if near := diag.Nearest(pattern, names); near != "" {
			help = "did you mean " + near + "?"
		}
		list.Error(v.File, v.Start, v.End, "omit", "no page is left out by "+pattern, help)
	}
	return list
}

// allOwn reports whether a pattern means nothing but pages of the site's own, which
// readers see and the base has not: what somebody wanted gone would be published.
func (r *Result) allOwn(pattern string) bool {
	for i, p := range r.ordered {
		if p == nil || !matches(pattern, p.Path) {
			continue
		}
		if !r.spared(p) || p.Draft || r.why[i].why != "" ||
			slices.ContainsFunc(r.recalled.files[i], func(o *recall.Override) bool { return o.Ours != "" }) {
			return false
		}
	}
	return true
}

// NextDay returns the first day after this on which the site would be another
// without any edit, and what happens then; the zero Date if there is none.
func (r *Result) NextDay() (day schema.Date, page *content.Page, expires bool) {
	return r.NextAfter(r.Day)
}

// NextAfter is NextDay for a site that was built from the same sources on another day.
func (r *Result) NextAfter(then schema.Date) (day schema.Date, page *content.Page, expires bool) {
	consider := func(d schema.Date, p *content.Page, e bool) {
		if then.Before(d) && (day.IsZero() || d.Before(day)) {
			day, page, expires = d, p, e
		}
	}
	pages := slices.Clone(r.Site.Pages)
	for _, h := range r.Hidden {
		if h.Date {
			pages = append(pages, h.Page)
		}
	}
	slices.SortFunc(pages, func(a, b *content.Page) int { return cmp.Compare(a.Path, b.Path) })
	for _, p := range pages {
		consider(p.Published, p, false)
		consider(p.Expires, p, true)
	}
	return day, page, expires
}
