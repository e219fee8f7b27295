package check

import (
	"slices"
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

var missingWords = &Rule{Name: "missing-words", Severity: diag.Warning, Site: checkTranslated,
	Doc: `Reports words of the interface that a language does not have and the first one has. Until
they are written, the first language's words are shown. Also reports words of clinic in site.yaml that are written for
some of the site's languages and not for all, or for none of them, and words that stand under a key which the guide below does not
have and which is one slip away from one that it has.`}

func checkTranslated(s *SitePass) {
	s.clinicWords(s.Site.Data.Values.Settings.Get("clinic"))
	data, langs := s.Site.Data.Values, s.Site.Config.Languages
	first := data.Strings[langs[0]]
	stray := s.strayWords()
	for _, lang := range langs[1:] {
		own := data.Strings[lang]
		if own == nil && first != nil {
			s.Add(nil, diag.Diagnostic{File: &diag.File{Name: "content/" + lang + "/_data/strings.yaml"},
				Message: "the words of the interface in " + lang + " are missing or cannot be read",
				Help:    "translate content/_data/strings.yaml into this file"})
			continue
		}
		for _, key := range first.Keys() {
			if own.Get(key) == nil && !stray[key] {
				s.Add(nil, diag.Diagnostic{File: own.File, Message: "the words for " + key + " are missing",
					Help: "add the line " + key + ": …"})
			}
		}
	}
}

// strayWords reports words of a file that lies over another one, under a key that no
// language of that has, and that is one slip away from one of its keys. It returns these.
// Any other key may be for a layout of the site's own.
func (p *SitePass) strayWords() map[string]bool {
	stray := map[string]bool{}
	words := p.Site.Data.Values.Strings
	for lang, own := range words {
		keys := own.Keys()
		lowest := mostKeys(own)
		below := 0 // how many of keys the lowest file has: they come first
		for i, key := range keys {
			if own.Get(key).File == lowest {
				below = i + 1
			}
		}
		for _, key := range keys[below:] {
			elsewhere := func(other string) bool { return other != lang && words[other].Get(key) != nil }
			near := slices.IndexFunc(keys[:below], func(known string) bool { return slip(key, known) })
			if near < 0 || slices.ContainsFunc(p.Site.Config.Languages, elsewhere) {
				continue
			}
			v := own.Get(key)
			stray[key] = true
			p.Add(nil, diag.Diagnostic{File: v.File, Start: v.KeyStart, End: v.KeyEnd,
				Message: "the guide has no key " + key + ", so no page of it shows these words", Help: "did you mean " + keys[near] + "?"})
		}
	}
	return stray
}

// mostKeys returns the file that most of the keys stand in.
func mostKeys(v *schema.Value) *diag.File {
	count := map[*diag.File]int{}
	var most *diag.File
	for _, key := range v.Keys() {
		f := v.Get(key).File
		if count[f]++; count[f] > count[most] {
			most = f
		}
	}
	return most
}

// clinicWords looks at what v, the clinic or a part of it, says by language.
func (p *SitePass) clinicWords(v *schema.Value) {
	for _, key := range v.Keys() {
		value := v.Get(key)
		for _, item := range value.List() {
			p.clinicWords(item)
		}
		if len(value.Keys()) == 0 {
			continue
		}
		var lacks []string
		for _, lang := range p.Site.Config.Languages {
			if value.Get(lang) == nil {
				lacks = append(lacks, lang)
			}
		}
		switch {
		case len(lacks) == len(p.Site.Config.Languages):
			p.noLanguage(key, value)
		case len(lacks) > 0:
			p.Add(nil, diag.Diagnostic{File: value.File, Start: value.KeyStart, End: value.KeyEnd,
				Message: key + " is not written in " + strings.Join(lacks, ", "),
				Help:    "add it there, each language by its two letters, or write it once without them"})
		}
	}
}

// noLanguage reports words of a clinic that are written for each of something else than
// the site's languages, such as hours for each day: no reader sees them.
func (p *SitePass) noLanguage(key string, value *schema.Value) {
	name := value.Keys()[0]
	v, help := value.Get(name), "write all of it as one text"
	if key == "hours" || key == "when" {
		help += ", such as " + key + `: "Mon to Fri, 8 am to 6 pm"`
	}
	p.Add(nil, diag.Diagnostic{File: v.File, Start: v.KeyStart, End: v.KeyEnd,
		Message: "nobody sees what stands under " + key + ": “" + name + "” is no language of the site",
		Help:    help + "; or once for each language, behind its two letters, such as " + p.Site.Config.Languages[0] + ":"})
}
