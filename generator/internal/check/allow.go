package check

import "iopguide/generator/internal/diag"

var allowedRules = &Rule{Name: "allow", Always: true, Page: checkAllowed,
	Doc: `Reports a rule under allow that does not exist, or that no page may break.`}

func checkAllowed(p *Pass) {
	allow := p.Page.Front.Get("allow")
	for _, name := range allow.Keys() {
		v := allow.Get(name)
		switch r := find(p.rules, name); {
		case r == nil:
			p.Report(v.KeyStart, v.KeyEnd, "there is no rule "+name+" that a page may break", ruleHelp(p.rules, name))
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
		if !r.Always {
			names = append(names, r.Name)
		}
	}
	if near := diag.Nearest(name, names); near != "" {
		return "did you mean " + near + "?"
	}
	return "iopguide check --rules lists them"
}
