package check

import "iopguide/generator/internal/diag"

var missingWords = &Rule{Name: "missing-words", Severity: diag.Warning, Site: checkTranslated,
	Doc: `Reports words of the interface that a language does not have and the first one has. Until
they are written, the first language's words are shown.`}

func checkTranslated(s *SitePass) {
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
