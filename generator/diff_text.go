package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"iopguide/generator/internal/recall"
)

// headings name the kinds of overrides, in the order told.
var headings = []struct{ kind, words string }{
	{recall.Page, "pages"}, {recall.Layout, "layouts"}, {recall.File, "other files"},
	{recall.Entry, "entries of data files"}, {recall.Setting, "settings"},
}

// print tells in plain words what the site has of its own, and then of what
// changed in the guide, how.
func (d differing) print(a *app) {
	if len(d.Overrides)+len(d.Omitted) == 0 {
		fmt.Fprintln(a.stdout, "the site has nothing in place of the guide's own")
		return
	}
	for _, h := range headings {
		var rows []string
		for _, o := range d.Overrides {
			if o.Kind == h.kind {
				rows = append(rows, o.row())
			}
		}
		if h.kind == recall.Page {
			for _, name := range d.Omitted {
				rows = append(rows, "  omitted   "+name+"\n")
			}
		}
		if len(rows) > 0 {
			fmt.Fprintf(a.stdout, "%s\n%s", h.words, strings.Join(rows, ""))
		}
	}
	ask := 0
	for _, o := range d.Overrides {
		fmt.Fprint(a.stdout, o.detail())
		if o.asks {
			ask++
		}
	}
	if ask > 0 {
		fmt.Fprintf(a.stdout, "\n%d to look at; when they are right as they are, run iopguide diff --accept\n", ask)
	}
}

// row says in a line what an override is, and of an entry what it changes.
func (o override) row() string {
	name, state, note := o.name(), o.State, ""
	switch o.State {
	case recall.Replaced:
		note = "the guide's own is as in " + o.Taken
	case recall.Same:
		note = "says what the guide says; delete it to follow the guide"
	case recall.Unrecorded:
		state = recall.Replaced
		if o.asks {
			note = "nothing says which release it was taken from"
		}
	case recall.Stale:
		state, note = recall.Replaced, "THE GUIDE CHANGED ITS OWN since "+o.Taken
	case recall.Gone:
		state, note = recall.New, "THE GUIDE NO LONGER HAS IT; it did in "+cmp.Or(o.Taken, "an earlier release")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "  %-9s %s", state, name)
	if note != "" {
		b.WriteString("  (" + note + ")")
	}
	b.WriteByte('\n')
	if o.State != recall.Same {
		b.WriteString(inPlace(o.Differs, "the guide's own"))
	}
	return b.String()
}

func (o override) name() string {
	if o.Key == "" {
		return o.Path
	}
	return o.Path + "#" + o.Key
}

// inPlace says key by key what is in place of what.
func inPlace(list []recall.Difference, of string) string {
	var b strings.Builder
	for _, d := range list {
		b.WriteString("              ")
		if d.Key != "" {
			b.WriteString(d.Key + ": ")
		}
		fmt.Fprintf(&b, "%s; %s: %s\n", told(d.Shown), of, told(d.Ours))
	}
	return b.String()
}

// told quotes a value.
func told(text string) string {
	if text == "" {
		return "none"
	}
	return "“" + visible(text) + "”"
}

// detail tells what changed in the guide, or else how the two differ now.
func (o override) detail() string {
	var b strings.Builder
	for _, adv := range o.Advisories {
		fmt.Fprintf(&b, "\n%s correction of %s in %s: %s %s\n", adv.Severity, adv.Date, o.name(), adv.Wrong, adv.Do)
	}
	if len(o.Since)+len(o.SinceKeys) > 0 {
		fmt.Fprintf(&b, "\nwhat the guide changed in its %s since %s\n", o.name(), o.Taken)
		b.WriteString(inPlace(slices.Clone(o.SinceKeys), "now"))
		b.WriteString(indented(o.Since))
	}
	if len(o.Lines) > 0 {
		fmt.Fprintf(&b, "\n%s: - the guide's own, + this site's\n", o.name())
		b.WriteString(indented(o.Lines))
	}
	return b.String()
}

func indented(lines []string) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString("  " + visible(l) + "\n")
	}
	return b.String()
}

// visible makes text that may come from anywhere safe for a terminal: what is not
// to be seen is shown as such.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == ' ' || unicode.IsGraphic(r) {
			return r
		}
		return '�'
	}, text)
}
