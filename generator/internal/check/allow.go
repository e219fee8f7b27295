package check

import (
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

var allowedRules = &Rule{Name: "allow", Always: true, Page: checkAllowed,
	Doc: `Reports a rule under allow that does not exist, or that no page may break. The reason for which a
self-check breaks a policy begins with the day on which that was decided.`}

func checkAllowed(p *Pass) {
	allow := p.Page.Front.Get("allow")
	for _, name := range allow.Keys() {
		v := allow.Get(name)
		switch r := find(p.rules, name); {
		case r == nil:
			p.Report(v.KeyStart, v.KeyEnd, "there is no rule "+name+" that a page may break", ruleHelp(p.rules, name))
		case r.Always:
			p.Report(v.KeyStart, v.KeyEnd, "no page may break the rule "+name, "take the line out, and mend what it reports")
		case r.Dated && v.Text() != "":
			p.dated(name, v)
		}
	}
}

// dated checks that a reason begins with a day and then says something.
func (p *Pass) dated(name string, v *schema.Value) {
	m := reason().FindStringSubmatch(v.Text())
	help := "begin it with the day, then say why: " + name + ": 2026-11-25, because …"
	if m == nil {
		p.Report(v.Start, v.End, "the reason for which "+name+" is broken does not say since when", help)
		return
	}
	if _, ok := schema.ParseDate(m[1]); !ok {
		p.Report(v.Start, v.End, "there is no day "+m[1], help)
	} else if m[2] == "" {
		p.Report(v.Start, v.End, "only a day is given, and no reason, for which "+name+" is broken", help)
	}
}

// reason finds the day that a reason begins with, and the first letter after it.
var reason = finds(`^(\d{4}-\d{2}-\d{2})(?:$|[^\d-])(?:.*?(\pL))?`)

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
