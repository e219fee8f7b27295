package check

import (
	"net/url"
	"slices"
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"
)

var helpLine = &Rule{Name: "help-line", Always: true, Output: checkHelpLine, Site: checkHelpContacts,
	Doc: `Reports a page without the help line: the emergency number, and the crisis line's Call, Text
and Chat, from contacts.yaml, in an element whose id is help. A layout of your own must hold the partial
help-line.html. Also reports a site whose region has no such lines in contacts.yaml.`}

func checkHelpLine(p *Pass) {
	var missing, kinds []string
	all := wantedHelp(p.View.Help)
	for _, want := range all {
		same := func(href string) bool { return normal(href) == normal(want.href) }
		if !slices.Contains(p.Output.Help, want.href) && !slices.ContainsFunc(p.Output.Help, same) {
			missing, kinds = append(missing, want.what), append(kinds, want.kind)
		}
	}
	kind := strings.Join(kinds, ", ")
	if len(missing) == len(all) {
		kind = "all" // of what there is: a language may have fewer ways than another
	}
	if len(missing) > 0 {
		p.rule.report(p.Page, diag.Diagnostic{File: p.Page.File, Kind: kind,
			Message: "the help line of the finished page lacks a way to " + strings.Join(missing, ", "),
			Help:    `the layout must show it in an element with id="help": {{template "help-line.html" .}}`}, p.list)
	}
}

// normal returns an address in one way of writing it.
func normal(href string) string {
	u, err := url.Parse(href)
	if err != nil {
		return href
	}
	return u.String()
}

// wanted is a way that the help line must show. Its kind is the same in all languages.
type wanted struct{ kind, what, href string }

func wantedHelp(h *site.Help) []wanted {
	var all []wanted
	want := func(kind, what, href string, on bool) {
		if on {
			all = append(all, wanted{kind, what, href})
		}
	}
	if e := h.Emergency; e != nil {
		want("emergency", "call "+e.Call, site.Tel(e.Call), e.Call != "")
	}
	if c := h.Crisis; c != nil {
		want("call", "call "+c.Call, site.Tel(c.Call), c.Call != "")
		want("text", "text "+c.Text, site.SMS(c.Text), c.Text != "")
		want("chat", "chat with "+c.Name, c.Chat, c.Chat != "")
	}
	return all
}

// checkHelpContacts reports what contacts.yaml lacks for a help line.
func checkHelpContacts(s *SitePass) {
	for _, lang := range s.Site.Config.Languages {
		if s.Site.Data.Values.Contacts[lang] == nil {
			s.Add(nil, diag.Diagnostic{File: &diag.File{Name: "content/_data/contacts.yaml"},
				Message: "no page can say whom to call: this file is missing or cannot be read",
				Help:    "it holds the emergency number and the crisis line of every page"})
			return
		}
		h := s.Site.Data.Contacts[lang].Help
		if e := h.Emergency; e == nil || e.Call == "" {
			s.missingLine(lang, "emergency", "number to call")
		}
		if c := h.Crisis; c == nil || c.Call+c.Text+c.Chat == "" {
			s.missingLine(lang, "crisis", "line to call, text or chat with")
		}
	}
}

// missingLine reports, where site.yaml names the region, that it has no line of
// the role.
func (p *SitePass) missingLine(lang, role, what string) {
	at := p.Site.Data.Values.Settings.Get("region")
	if at == nil {
		at = p.Site.Data.Values.Contacts[lang]
	}
	p.Add(nil, diag.Diagnostic{File: at.File, Start: at.Start, End: at.End,
		Message: "contacts.yaml has no " + role + " " + what + " in region " + p.Site.Config.Region,
		Help:    "add an entry with role: " + role + " and region: " + p.Site.Config.Region})
}
