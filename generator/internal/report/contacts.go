package report

import (
	"slices"
	"strings"

	"iopguide/generator/internal/recall"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// due is the day on which something is to be checked again.
func due(checked schema.Date, every schema.Interval) string {
	if every.IsZero() {
		return "not set"
	}
	return checked.Add(every).String()
}

// contacts says when each phone, text and chat line was checked, and which of those
// for people in danger are not ours.
func contacts(s *Subject) Section {
	sec := Section{Title: "Phone, text and chat lines", Intro: "The build refuses a page with a number that is not in this list or the clinic's own. " +
		"The days are those that the owner of the site wrote; no number was called for this report."}
	c := s.Result.Site.Config
	table := &Table{Columns: []string{"Line", "Ways to reach it", "For", "Checked", "By what source", "Next due"}}
	var once []string
	shown := map[string]string{} // what the first language has, by key
	for _, lang := range c.Languages {
		for _, k := range s.lines(lang) {
			name, ways := k.Name, reached(k)
			if shown[k.Key] == ways {
				continue
			}
			if lang == c.Languages[0] {
				shown[k.Key] = ways
			} else {
				name += " (" + lang + ")"
			}
			if k.Every.IsZero() {
				once = append(once, name)
			}
			table.Rows = append(table.Rows, []string{name, ways, k.Role, k.Checked.String(), s.sourceOf(k), due(k.Checked, k.Every)})
		}
	}
	const how = "read contacts.yaml"
	lines := told("Lines of the region "+c.Region, plural(len(table.Rows), "line"), how)
	if len(table.Rows) > 0 {
		lines.Table = table
	}
	sec.Items = []Item{
		s.ruled("Lines that should have been checked by now", "overdue-contact", "none"),
		judged("Lines that nothing asks to check again", once, "none", plural(len(once), "line")+"; every is missing", how),
		s.crisis(), s.own(), lines,
	}
	return sec
}

// lines are the contacts that the site shows in a language.
func (s *Subject) lines(lang string) []*site.Contact {
	shown, region := s.Result.Site.Data.Contacts[lang], s.Result.Site.Config.Region
	if shown == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(shown.All), func(k *site.Contact) bool { return k.Region != "" && k.Region != region })
}

// reached are the ways to reach a contact, in one line.
func reached(k *site.Contact) string {
	var ways []string
	add := func(way, value string) {
		if value != "" {
			ways = append(ways, way+" "+value)
		}
	}
	press := ""
	if k.Press != "" {
		press = ", press " + k.Press
	}
	if k.Call != "" {
		add("call", k.Call+press)
	}
	add("text", strings.TrimSpace(k.TextWord+" "+strings.TrimSpace(toNumber(k))))
	add("chat", k.Chat)
	add("TTY", k.TTY)
	if len(ways) == 0 {
		add("open", k.URL)
	}
	return strings.Join(ways, "; ")
}

func toNumber(k *site.Contact) string {
	if k.TextWord != "" {
		return "to " + k.Text
	}
	return k.Text
}

// sourceOf names the source that says what a contact is.
func (s *Subject) sourceOf(k *site.Contact) string {
	if src := s.Result.Site.Data.Sources[k.Source]; src != nil {
		return or(src.Label, src.Publisher)
	}
	return or(k.Source, "none named")
}

// crisis says which lines for people in danger the site has in place of ours, and the
// owner's reason.
func (s *Subject) crisis() Item {
	const what = "Lines for people in danger that differ from the built-in guide's"
	if !s.Result.HasBase() {
		return told(what, "the site stands alone, so there is nothing to compare with", "read site.yaml")
	}
	var list []string
	for _, o := range s.Result.Overrides() {
		if !strings.HasSuffix(o.Path, "_data/contacts.yaml") || o.State == recall.Same || !s.urgent(o) {
			continue
		}
		list = append(list, o.Name()+": "+differs(o))
	}
	if len(list) == 0 {
		return Item{What: what, State: Fine, Result: "none", How: "compared contacts.yaml with that of the release"}
	}
	i := told(what, plural(len(list), "line")+"; the reason is the owner's", "compared contacts.yaml with that of the release")
	i.List = list
	return i
}

// urgent reports whether people in danger use the contact of o, here or in ours. A
// contact of the site's own counts by what it says of itself.
func (s *Subject) urgent(o *recall.Override) bool {
	for _, k := range s.lines(s.Result.Site.Config.Languages[0]) {
		if k.Key == o.Key {
			return k.Role != "help"
		}
	}
	return true // it is taken away, or of another region
}

// differs says how an entry differs from ours, the reason last.
func differs(o *recall.Override) string {
	words, because := []string{o.State}, "none given"
	for _, d := range o.Differs {
		switch d.Key {
		case "because":
			because = d.Shown
		case "":
		default:
			words = append(words, d.Key+" is "+or(d.Shown, "nothing")+", ours is "+or(d.Ours, "nothing"))
		}
	}
	return strings.Join(words, "; ") + "; because: " + because
}

// own says how pages show the clinic's phones.
func (s *Subject) own() Item {
	const what = "The clinic's own phone is nowhere shown as a crisis line"
	if c := s.Result.Site.Config.Clinic; c == nil || !slices.ContainsFunc([]string{c.Phone, c.Text}, func(n string) bool { return n != "" }) {
		return told(what, "site.yaml has no phone of a clinic", "read site.yaml")
	}
	found := s.found("clinic-number")
	return judged(what, found, "so it is", plural(len(found), "finding"), "rule clinic-number of the build")
}
