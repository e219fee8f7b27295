package check

import (
	"slices"
	"strings"

	"iopguide/generator/internal/site"
)

var helpLine = &Rule{Name: "help-line", Always: true, Output: checkHelpLine,
	Doc: `Reports a page without the help line: the emergency number, and the crisis line's Call, Text
and Chat, from contacts.yaml. A layout of your own must hold the partial help-line.html.`}

func checkHelpLine(p *Pass) {
	for _, want := range wantedHelp(p.View.Help) {
		if !slices.Contains(p.Output.Help, want.href) {
			p.Report(0, 0, "the finished page has no way to "+want.what+" in its help line",
				`the layout must show it in <aside id="help">: {{template "help-line.html" .}}`)
		}
	}
}

type wanted struct{ what, href string }

func wantedHelp(h *site.Help) []wanted {
	var all []wanted
	want := func(what, href string, on bool) {
		if on {
			all = append(all, wanted{what, href})
		}
	}
	if e := h.Emergency; e != nil {
		want("call "+e.Call, site.Tel(e.Call), e.Call != "")
	}
	if c := h.Crisis; c != nil {
		want("call "+c.Call, site.Tel(c.Call), c.Call != "")
		want("text "+c.Text, site.SMS(c.Text), c.Text != "")
		want("chat with "+c.Name, c.Chat, c.Chat != "")
	}
	return all
}

var offOrigin = &Rule{Name: "off-origin", Always: true, Output: checkOrigin,
	Doc: `Reports a finished page that would make the browser ask another host for something, or go
there by itself. That host would learn who reads about what.`}

func checkOrigin(p *Pass) {
	for _, l := range p.Output.Loads {
		if leaves(l.URL) {
			p.Report(0, 0, "the finished page loads <"+l.Element+"> "+l.URL+" from another host",
				"keep a copy in static/, and name it {{.Asset \"…\"}} in the layout")
		}
	}
	for _, t := range p.Output.Targets {
		if leaves(t) {
			p.Report(0, 0, "the finished page sends the reader, or what they type, to "+t,
				"take it out of the layout; a link that the reader may follow is fine")
		}
	}
}

// leaves reports whether an address leads to another host, or holds what it
// loads itself, as data: and javascript: do.
func leaves(url string) bool {
	scheme, _, ok := strings.Cut(url, ":")
	return strings.HasPrefix(url, "//") || ok && !strings.ContainsAny(scheme, "/?#.")
}

var inlineCode = &Rule{Name: "inline-code", Always: true, Output: checkInline,
	Doc: `Reports a style attribute, a script inside a page, or an attribute such as onclick. The page's
own security policy keeps browsers from using them.`}

func checkInline(p *Pass) {
	for _, what := range p.Output.Inline {
		p.Report(0, 0, "the finished page has a "+what+", which browsers will not use",
			"put styles and scripts into files of static/")
	}
}

var duplicateID = &Rule{Name: "duplicate-id", Output: checkIDs,
	Doc: `Reports two elements of a finished page with one id. Links, and screen readers, find only the
first.`}

func checkIDs(p *Pass) {
	seen := map[string]int{}
	for _, id := range p.Output.IDs {
		if seen[id]++; seen[id] == 2 {
			p.Report(0, 0, "two places of the finished page are called #"+id, "give one of them another heading, or {#a-name}")
		}
	}
}
