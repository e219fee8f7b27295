package check

import (
	"iopguide/generator/internal/diag"
)

var allowedRules = &Rule{Name: "allow", Always: true, Page: checkAllowed,
	Doc: `Reports a rule under allow that does not exist, that no page may break, or that is allowed
without a reason.`}

func checkAllowed(p *Pass) {
	allow := p.Page.Front.Get("allow")
	for _, name := range allow.Keys() {
		v := allow.Get(name)
		switch r := find(p.rules, name); {
		case r == nil:
			p.Report(v.KeyStart, v.KeyEnd, "there is no rule "+name, ruleHelp(p.rules, name))
		case r.Always:
			p.Report(v.KeyStart, v.KeyEnd, "no page may break the rule "+name, "take the line out, and mend what it reports")
		}
	}
}

func find(rules []*Rule, name string) *Rule {
	for _, r := range rules {
		if r.Name == name {
			return r
		}
	}
	return nil
}

func ruleHelp(rules []*Rule, name string) string {
	var names []string
	for _, r := range rules {
		names = append(names, r.Name)
	}
	if near := diag.Nearest(name, names); near != "" {
		return "did you mean " + near + "?"
	}
	return "iopguide check --rules lists them"
}

var missingWords = &Rule{Name: "missing-words", Severity: diag.Warning, Site: checkTranslated,
	Doc: `Reports words of the interface, and contacts, that a language does not have and the first one
has. Until they are written, the first language's words are shown.`}

func checkTranslated(s *SitePass) {
	data, langs := s.Site.Data.Values, s.Site.Config.Languages
	for _, lang := range langs[1:] {
		own := data.Strings[lang]
		for _, key := range data.Strings[langs[0]].Keys() {
			if own.Get(key) != nil {
				continue
			}
			d := diag.Diagnostic{File: &diag.File{Name: "content/" + lang + "/_data/strings.yaml"},
				Message: "the words for " + key + " are missing", Help: "add the line " + key + ": …"}
			if own != nil {
				d.File = own.File
			}
			s.Add(nil, d)
		}
	}
}
