package check

import (
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
)

var unusedSource = &Rule{Name: "unused-source", Severity: diag.Warning, Site: checkUnused,
	Doc: `Reports a source that no page and no contact names. It may stand for a claim that is no
longer made; nobody should have to keep it checked.`}

func checkUnused(s *SitePass) {
	used := usedSources(s)
	sources := s.Site.Data.Values.Sources
	for _, key := range sources.Keys() {
		if v := sources.Get(key); !used[key] && markdown.IsKey([]byte(key)) {
			s.Add(nil, diag.Diagnostic{File: v.File, Start: v.KeyStart, End: v.KeyEnd,
				Message: "no page cites " + key, Help: "take it out, or cite it: [@" + key + "]"})
		}
	}
}

// usedSources are the keys that pages, also those not published today, and
// contacts name.
func usedSources(s *SitePass) map[string]bool {
	used := map[string]bool{}
	use := func(keys []string) {
		for _, key := range keys {
			used[key] = true
		}
	}
	for key := range s.Site.Cited() {
		used[key] = true
	}
	for _, h := range s.Site.Hidden {
		use(s.Site.Citations(h.Page))
	}
	for _, contacts := range s.Site.Data.Contacts {
		for _, c := range contacts.All {
			used[c.Source] = true
		}
	}
	return used
}
