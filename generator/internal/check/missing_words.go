package check

import (
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

var missingWords = &Rule{Name: "missing-words", Severity: diag.Warning, Site: checkTranslated,
	Doc: `Reports words of the interface that a language does not have and the first one has. Until
they are written, the first language's words are shown. Also reports words of clinic in site.yaml that are written for
some of the site's languages and not for all.`}

func checkTranslated(s *SitePass) {
	s.clinicWords(s.Site.Data.Values.Settings.Get("clinic"))
	data, langs := s.Site.Data.Values, s.Site.Config.Languages
	first := data.Strings[langs[0]]
	for _, lang := range langs[1:] {
		own := data.Strings[lang]
		if own == nil && first != nil {
			s.Add(nil, diag.Diagnostic{File: &diag.File{Name: "content/" + lang + "/_data/strings.yaml"},
				Message: "the words of the interface in " + lang + " are missing or cannot be read",
				Help:    "translate content/_data/strings.yaml into this file"})
			continue
		}
		for _, key := range first.Keys() {
			if own.Get(key) == nil {
				s.Add(nil, diag.Diagnostic{File: own.File, Message: "the words for " + key + " are missing",
					Help: "add the line " + key + ": …"})
			}
		}
	}
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
		if len(lacks) > 0 {
			p.Add(nil, diag.Diagnostic{File: value.File, Start: value.KeyStart, End: value.KeyEnd,
				Message: key + " is not written in " + strings.Join(lacks, ", "),
				Help:    "add it there, each language by its two letters, or write it once without them"})
		}
	}
}
