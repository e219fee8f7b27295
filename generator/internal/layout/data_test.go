package layout

import (
	"reflect"
	"strings"
	"testing"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

func TestTOC(t *testing.T) {
	page := func(front string, sections int) string {
		body := ""
		for i := range sections {
			body += "## Part " + string(rune('A'+i)) + "\n\nWords.\n\n"
		}
		return "-- content/a.md --\n---\ntitle: A page\n" + front + "---\n### Before\n\n" + body + "### Within\n\n#### Deep\n"
	}
	for sections, want := range map[int]bool{0: false, 3: false, 4: true, 6: true} {
		if toc := shown(t, page("", sections), "content/a.md").TOC; (toc != nil) != want {
			t.Errorf("%d sections: got %v, want a list: %t", sections, toc, want)
		}
	}
	got := shown(t, page("", 4), "content/a.md").TOC
	want := []Entry{{ID: "part-a", Text: "Part A"}, {ID: "part-b", Text: "Part B"}, {ID: "part-c", Text: "Part C"},
		{ID: "part-d", Text: "Part D", Items: []Entry{{ID: "within", Text: "Within"}}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if toc := shown(t, page("toc: false\n", 6), "content/a.md").TOC; toc != nil {
		t.Errorf("toc: false: got %v", toc)
	}
}

func TestWords(t *testing.T) {
	d := shown(t, written("An IOP, or an IOP.")+"-- glossary.yaml --\niop: {term: IOP, definition: A program.}\nother: {term: Zebra, definition: An animal.}\n", "content/a.md")
	want := []Word{{ID: "w-iop", Term: "IOP", Definition: "A program.", Back: "t-iop"}}
	if got := d.Words; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAllTerms(t *testing.T) {
	d := shown(t, `-- content/a.md --
---
title: Words
layout: glossary
---
-- glossary.yaml --
z: {term: zebra, definition: An animal.}
a: {term: Ámbar, definition: A stone.}
b: {term: apple, definition: A fruit.}
n: {term: 988, definition: A number.}
`, "content/a.md")
	var got []string
	for _, g := range d.AllTerms() {
		line := g.Letter + ":"
		for _, term := range g.Terms {
			line += " " + term.Term
		}
		got = append(got, line)
	}
	if want := []string{"9: 988", "A: Ámbar apple", "Z: zebra"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := shown(t, "", "content/get-help-now.md").AllTerms(); got != nil {
		t.Errorf("another page has the glossary: %v", got)
	}
}

func TestDates(t *testing.T) {
	day := schema.Date{Year: 2026, Month: 11, Day: 4}
	for lang, want := range map[string]string{"en": "November 4, 2026", "es": "4 de noviembre de 2026", "fr": "2026-11-04"} {
		if got := longDate(lang, day); got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
	if got := longDate("en", schema.Date{}); got != "" {
		t.Errorf("no day: got %q", got)
	}
	if got := (&Data{}).ISO(day); got != "2026-11-04" {
		t.Errorf("for machines: got %q", got)
	}
}

func TestDir(t *testing.T) {
	for lang, want := range map[string]string{"en": "ltr", "es": "ltr", "ar": "rtl", "he": "rtl", "fa": "rtl", "ja": "ltr"} {
		d := &Data{Frame: &Frame{lang: &site.Lang{Lang: lang}}}
		if got := d.Dir(); got != want {
			t.Errorf("%s: got %s, want %s", lang, got, want)
		}
	}
}

func TestHelp(t *testing.T) {
	h := shown(t, "", "content/a.md").Help()
	if want := (&Emergency{"Emergency", "911", "tel:911"}); !reflect.DeepEqual(h.Emergency, want) {
		t.Errorf("emergency: got %+v, want %+v", h.Emergency, want)
	}
	want := &Crisis{Name: "Lifeline", Call: "1-800-273", CallHref: "tel:1800273", Press: "2", Text: "741-741",
		TextHref: "sms:741741", TextWord: "HOME", ChatHref: "https://chat.example/"}
	if !reflect.DeepEqual(h.Crisis, want) {
		t.Errorf("crisis: got %+v, want %+v", h.Crisis, want)
	}
	none := shown(t, "-- contacts.yaml --\n{}\n", "content/a.md")
	if h := none.Help(); h.Emergency != nil || h.Crisis != nil || none.FindProgram() != nil {
		t.Errorf("without contacts: got %+v", h)
	}
}

func TestClinic(t *testing.T) {
	d := shown(t, plain+"clinic: {name: Oak, phone: 1-555-010-0100}\n", "content/a.md")
	if c := d.Clinic(); c.Name != "Oak" || c.PhoneHref != "tel:+15550100100" || c.TextHref != "" {
		t.Errorf("got %+v", c)
	}
	if c := shown(t, "", "content/a.md").Clinic(); c != nil {
		t.Errorf("without a clinic: got %+v", c)
	}
}

func TestLanguages(t *testing.T) {
	want := []Language{{Lang: "es", Name: "Español", Href: "../es/index.html", HelpHref: "../es/get-help-now/index.html", HelpText: "Ayuda"}}
	if got := shown(t, "", "content/a.md").Languages(); !reflect.DeepEqual(got, want) {
		t.Errorf("not translated: got %+v, want %+v", got, want)
	}
	got := shown(t, "", "content/get-help-now.md").Languages()
	if len(got) != 1 || !got[0].Same || got[0].Href != "../es/get-help-now/index.html" {
		t.Errorf("translated: got %+v", got)
	}
	if got := shown(t, "-- site.yaml --\ntitle: T\nlanguages: [en]\n", "content/a.md").Languages(); got != nil {
		t.Errorf("one language: got %+v", got)
	}
}

// TestLogs makes sure that the privacy page, and no other, says what the host
// keeps, if site.yaml does.
func TestLogs(t *testing.T) {
	files := plain + "privacy: {logs: your address, days: 14}\n-- strings.yaml --\nprivacy-logs: \"%s for %d days\"\n" +
		"-- content/privacy.md --\n---\ntitle: Privacy\n---\n"
	if got, want := shown(t, files, "content/privacy.md").Logs(), "your address for 14 days"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := shown(t, files, "content/a.md").Logs(); got != "" {
		t.Errorf("another page: got %q", got)
	}
	if got := shown(t, "-- content/privacy.md --\n---\ntitle: Privacy\n---\n", "content/privacy.md").Logs(); got != "" {
		t.Errorf("without the setting: got %q", got)
	}
}

func TestNote(t *testing.T) {
	d := shown(t, "", "content/a.md")
	if got := d.Note(d.Page.Meta); got != "" {
		t.Errorf("a page in this language: got %q", got)
	}
	if got := d.Note(&content.Meta{Lang: "es"}); got != "(in Spanish)" {
		t.Errorf("a page in Spanish: got %q", got)
	}
}

func TestPlaceInSite(t *testing.T) {
	d := shown(t, "-- content/costs/_index.md --\n---\ntitle: Costs\n---\n-- content/costs/x.md --\n---\ntitle: X\n---\n", "content/costs/x.md")
	section := d.Trail()[1]
	if section.Title != "Costs" || !d.InMenu(section) || !d.InMenu(d.Page.Meta) || d.InMenu(d.Pages().GetHelp) {
		t.Errorf("trail is %v: a page is in the menu with its section and itself", d.Trail())
	}
	if got := d.PageClass(); got != "page" {
		t.Errorf("class: got %s, want page", got)
	}
	if got := shown(t, "", "content/get-help-now.md").PageClass(); got != "help-page" {
		t.Errorf("class: got %s, want help-page", got)
	}
	if got := d.RootHref(); got != "../../index.html" {
		t.Errorf("home: got %s, want ../../index.html", got)
	}
	if got := d.Href(nil); got != "" {
		t.Errorf("no page: got %q", got)
	}
}

func TestAsset(t *testing.T) {
	d := shown(t, "", "content/a.md")
	if got, err := d.Asset("css/site.css"); got != "../css/site.0a.css" || err != nil {
		t.Errorf("got %s and %v, want ../css/site.0a.css", got, err)
	}
	set, _ := layouts("-- layouts/page.html --\n<p>\n<link href=\"{{.Asset \"css/gone.css\"}}\">\n")
	_, list := execute(set, "page", d)
	if len(list) != 1 || list[0].Position().String() != "layouts/page.html:2:15" || !strings.Contains(list[0].Message, "css/gone.css") {
		t.Errorf("one that is not there: got %v, want one message at layouts/page.html:2:15", list)
	}
}

// TestNothingElseInReach makes sure that no way leads from Data to another
// page's body: what a page shows of others is their Meta.
func TestNothingElseInReach(t *testing.T) {
	data := reflect.TypeFor[*Data]()
	for i := range data.NumMethod() {
		m := data.Method(i)
		for j := range m.Type.NumOut() {
			if out := m.Type.Out(j).String(); strings.Contains(out, "content.Page") || strings.Contains(out, "site.Site") {
				t.Errorf("%s returns a %s", m.Name, out)
			}
		}
	}
}
