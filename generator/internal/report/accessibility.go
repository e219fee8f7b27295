package report

import (
	"fmt"
	"slices"
	"strings"

	"iopguide/generator/internal/browse"
)

// accessibility says what keeps people with disabilities from the words, as far as a
// program can tell.
func accessibility(s *Subject) Section {
	sec := Section{Title: "Accessibility", Intro: "This program holds no accessibility checker of others, such as axe-core: " +
		"it looks at the points below, and at no others. The tests of release " + s.Release + " run axe-core, html-validate and the Nu checker " +
		"over the guide as it is shipped; they say nothing of a site's own layouts and styles."}
	if s.Seen != nil {
		sec.Intro += " For what is measured, the program " + opened(s.Seen) + "."
	}
	sec.Items = []Item{s.complete(), s.colors()}
	for _, m := range measured {
		sec.Items = append(sec.Items, s.measured(m))
	}
	return sec
}

// tokens is the file that names the colors of the site.
const tokens = "static/css/tokens.css"

// colors says whether the colors that the styles name can be told apart.
func (s *Subject) colors() Item {
	const what = "Contrast of the colors that the styles name, the brand's among them, light and dark"
	if !slices.Contains(s.Result.Inputs(), tokens) {
		return open(what, "the site has no "+tokens)
	}
	found := s.found("contrast", "brand-contrast")
	return judged(what, found, "each pair is readable", plural(len(found), "finding"), "rules contrast and brand-contrast of the build")
}

// complete says what each published page must have, and has.
func (s *Subject) complete() Item {
	const what = "Each page has a language, a title, one main heading, headings in order, texts for pictures, no name twice, and the help line"
	if s.Folder == nil {
		return open(what, s.unbuilt())
	}
	var wrong []string
	for _, p := range s.Folder.Pages {
		for _, lacks := range p.Lacks {
			wrong = append(wrong, p.Path+": "+lacks)
		}
	}
	return judged(what, wrong, plural(len(s.Folder.Pages), "page")+", all with all of it", plural(len(wrong), "finding"),
		"read every page of the folder")
}

// A measure is one that only a browser can take.
type measure struct {
	what  string
	found func(*browse.Seen) []string
	of    func(*browse.Seen) int // how many things were looked at
	thing string                 // what they are
	how   string
}

// measured are the measures, in the order of the report.
var measured = []measure{
	{"No page is wider than a window of 320 pixels", func(v *browse.Seen) []string { return v.Wide },
		func(v *browse.Seen) int { return v.Measured }, "page", "compared the width of each page with that of the window"},
	{"What can be tapped is at least 24 pixels high and wide, or has that room around it", func(v *browse.Seen) []string { return v.Small },
		func(v *browse.Seen) int { return v.Targets }, "target",
		"measured each link, button and field at 320 pixels; links within a sentence are left out, as in WCAG 2.2"},
	{"The ways to help are at least 44 pixels high and wide", func(v *browse.Seen) []string { return v.SmallHelp },
		func(v *browse.Seen) int { return v.HelpTargets }, "target", "measured those of the help line at 320 pixels"},
	{"What can be used has a name that a screen reader says", func(v *browse.Seen) []string { return v.Nameless },
		func(v *browse.Seen) int { return v.Named }, "thing", "read the browser's accessibility tree of each page: links, buttons, fields, pictures"},
	{"One sees where the focus is", func(v *browse.Seen) []string { return v.Unfocused },
		func(v *browse.Seen) int { return v.Focusable }, "place", "moved the focus to each, and compared outline, shadow, border and background"},
	{"Words stand out: 4.5 to 1, large ones 3 to 1, light and dark", func(v *browse.Seen) []string { return v.Pale },
		func(v *browse.Seen) int { return v.Texts }, "piece of text", "computed the contrast of each piece of text with the color behind it"},
	{"The browser had nothing to complain of", func(v *browse.Seen) []string { return slices.Concat(v.Said, v.Failures) },
		func(v *browse.Seen) int { return v.Pages }, "page", "kept what it said, and which files were missing"},
}

// measured is what came of a measure.
func (s *Subject) measured(m measure) Item {
	switch {
	case s.Folder == nil:
		return open(m.what, s.unbuilt())
	case s.Seen == nil:
		return open(m.what, s.Unseen)
	}
	found, n := m.found(s.Seen), m.of(s.Seen)
	if len(found) == 0 && n == 0 {
		return open(m.what, "the browser met none of what is measured")
	}
	of := strings.Replace(plural(n, m.thing), "piece of texts", "pieces of text", 1)
	how := m.how
	if m.thing == "piece of text" && s.Seen.Unread > 0 {
		how += fmt.Sprintf("; %d more stand on a picture, or have a color that was not read", s.Seen.Unread)
	}
	return judged(m.what, found, of, fmt.Sprintf("%s, of %s", plural(len(found), "finding"), of), how)
}
