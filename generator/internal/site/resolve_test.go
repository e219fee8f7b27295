package site

import (
	"strings"
	"testing"

	"iopguide/generator/internal/content"
)

// TestLink holds every way to write a link against what it leads to.
func TestLink(t *testing.T) {
	s := newShelf(t, small)
	s.hidden["content/costs/late.md"] = "a draft"
	s.arrange()
	from, spanish := "content/costs/insurance.md", "content/es/about.md"
	tests := []struct{ name, source, dest, want string }{
		{"beside", from, "free.md", "page costs/free"},
		{"with ./", from, "./free.md", "page costs/free"},
		{"above", from, "../about.md", "page about"},
		{"below", from, "plans/hmo.md", "page costs/plans/hmo"},
		{"rooted", from, "/about.md", "page about"},
		{"with a heading", from, "free.md#who", "page costs/free #who"},
		{"a heading of this page", from, "#who", "#who"},
		{"this page by name", from, "insurance.md", "page costs/insurance"},
		{"a section's own page", from, "_index.md", "page costs/_index"},
		{"another language, on purpose", from, "/es/about.md", "page es/about"},
		{"in the language of the page that links", spanish, "../about.md", "page es/about"},
		{"translated, rooted", spanish, "/costs/insurance.md", "page es/costs/insurance"},
		{"not translated", spanish, "/costs/free.md", "page costs/free"},
		{"beside, not translated", "content/es/costs/insurance.md", "free.md", "page costs/free"},
		{"the file of the language", spanish, "costs/insurance.md", "page es/costs/insurance"},
		{"to fetch", from, "form.pdf", "url /costs/form.pdf"},
		{"a picture", from, "room.svg", "url /costs/room.svg"},
		{"out of the site", from, "https://www.nimh.nih.gov/a?b#c", "url https://www.nimh.nih.gov/a?b#c"},
		{"a call", from, "tel:988", "url tel:988"},
		{"a text", from, "sms:741741", "url sms:741741"},
		{"a letter", from, "mailto:a@clinic.example", "url mailto:a@clinic.example"},
		{"capitals", from, "HTTPS://clinic.example/", "url HTTPS://clinic.example/"},

		{"to a hidden page", from, "late.md", "warning link-to-hidden: this link is left out: content/costs/late.md is a draft"},
		{"the address", from, "/costs/free/", "broken-link: /costs/free/ is an address; a link names a file = write /costs/free.md"},
		{"the address without a slash", from, "/costs/free", "broken-link: /costs/free is an address; a link names a file = write /costs/free.md"},
		{"the address of a section", "content/about.md", "costs/", "broken-link: costs/ is an address; a link names a file = write /costs/_index.md"},
		{"the file that is published", from, "/costs/free/index.html", "broken-link: /costs/free/index.html is an address; a link names a file = write /costs/free.md"},
		{"letters swapped", from, "/costs/fere.md", "broken-link: there is no page costs/fere.md = did you mean /costs/free.md?"},
		{"letters swapped, relative", from, "fere.md", "broken-link: there is no page costs/fere.md = did you mean free.md?"},
		{"the wrong folder", from, "about.md", "broken-link: there is no page costs/about.md = did you mean ../about.md?"},
		{"a name as long as others, and no nearer", from, "gone.md", "broken-link: there is no page costs/gone.md = link to a file below content/, such as /get-help-now.md"},
		{"a folder misspelled", from, "/csots/free.md", "broken-link: there is no page csots/free.md = did you mean /costs/free.md?"},
		{"nothing near", from, "/zebra/crossing.md", "broken-link: there is no page zebra/crossing.md = link to a file below content/, such as /get-help-now.md"},
		{"out of content", from, "../../site.yaml", "broken-link: ../../site.yaml lies outside content/ = link to a file below content/"},
		{"nothing", from, "", "broken-link: the link has no address = put the file of a page between the round brackets"},
		{"another host by its slashes", from, "//evil.example/", "broken-link: an address that begins with // names another host, but not how to reach it = write https: before it"},
		{"a script", from, "javascript:alert(1)", "broken-link: links cannot begin with javascript: = link to a page, or to an address that begins with https:"},
		{"another host without its scheme", from, "www.nimh.nih.gov/a", "broken-link: an address outside this site begins with https:// = write https://www.nimh.nih.gov/a"},
		{"another host without www either", from, "findtreatment.gov", "broken-link: an address outside this site begins with https:// = write https://findtreatment.gov"},
		{"a scheme without its colon", from, "http//nimh.org/A", "broken-link: this address is not whole = write http://nimh.org/A"},
		{"a scheme with one slash", from, "https:/nimh.org", "broken-link: this address is not whole = write https://nimh.org"},
		{"a scheme alone", from, "https://", "broken-link: this address is not whole = write https://www.example.org"},
		{"mail without its scheme", from, "me@clinic.example", "broken-link: an address of mail begins with mailto: = write mailto:me@clinic.example"},
		{"a number without its scheme", from, "217-555-0134", "broken-link: a number to call begins with tel: = write tel:217-555-0134, or sms: for one that takes texts"},
		{"a short number without its scheme", from, "988", "broken-link: a number to call begins with tel: = write tel:988, or sms: for one that takes texts"},
		{"a number as if it were a host", from, "tel://2175550134", "broken-link: nothing stands between tel: and what it leads to = write tel:2175550134"},
		{"parted as in Windows", from, `\costs\free.md`, `broken-link: folders are parted by / in a link, not by \ = write /costs/free.md`},
		{"parted as in Windows, nowhere", from, `..\gone.md`, `broken-link: folders are parted by / in a link, not by \ = write it with /`},
		{"parted as in Windows, to fetch", from, `..\costs\form.pdf`, `broken-link: folders are parted by / in a link, not by \ = write ../costs/form.pdf`},
		{"parted as in Windows, not translated", spanish, `costs\free.md#who`, `broken-link: folders are parted by / in a link, not by \ = write costs/free.md#who`},
		{"parted as in Windows, to a hidden page", from, `\costs\late.md`, `broken-link: folders are parted by / in a link, not by \ = write /costs/late.md`},
		{"parted as in Windows, out of content", from, `..\..\site.yaml`, `broken-link: folders are parted by / in a link, not by \ = write it with /`},
		{"data", from, "data:text/html,x", "broken-link: links cannot begin with data: = link to a page, or to an address that begins with https:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lang := content.Lang(tt.source, s.config.Languages)
			link := s.site.Link(tt.source, lang, tt.dest)
			got := told(&link)
			if strings.Contains(tt.want, "warning") {
				got, _, _ = strings.Cut(got, " = ")
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// told writes a target in one line.
func told(t *Target) string {
	var parts []string
	if t.Page != nil {
		parts = append(parts, "page "+titles([]*content.Meta{t.Page}))
	}
	if t.URL != "" {
		parts = append(parts, "url "+t.URL)
	}
	if t.Fragment != "" {
		parts = append(parts, "#"+t.Fragment)
	}
	if t.File != nil {
		parts = append(parts, "file "+t.File.Path)
	}
	if t.Source != nil {
		parts = append(parts, "source "+t.Source.Key)
	}
	if t.Included != nil {
		parts = append(parts, "fragment "+t.Included.Fragment.Path)
	}
	if p := t.Problem; p != nil {
		text := p.Rule + ": " + p.Message + " = " + p.Help
		if p.Warning {
			text = "warning " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

// TestSlots holds what the slots of a page lead to that are no links.
func TestSlots(t *testing.T) {
	const damaged = "\n-- content/costs/shot.png --\nx\n-- content/_shared/self.md --\n```include\nself.md\n```\n" +
		"-- content/_shared/deep.md --\n```include\ncall.md\n```\n"
	tests := []struct{ name, body, want string }{
		{"picture", "![A room](room.svg)", "file content/costs/room.svg"},
		{"picture, rooted", "![A room](/costs/room.svg)", "file content/costs/room.svg"},
		{"picture that is missing", "![A room](rom.svg)", "broken-picture: there is no picture rom.svg = did you mean room.svg?"},
		{"picture with nothing near", "![A room](x.svg)", "broken-picture: there is no picture x.svg = save the picture beside the page"},
		{"picture from another host", "![A room](https://evil.example/a.png)",
			"broken-picture: a picture from another host would tell that host who reads this page = save the picture beside the page and name its file"},
		{"picture outside", "![A room](../../room.svg)", "broken-picture: ../../room.svg lies outside content/ = save the picture beside the page"},
		{"picture that is damaged", "![A room](shot.png)",
			"broken-picture: shot.png cannot be shown: it is damaged, or not what its name says = save it again as SVG, PNG, JPEG, GIF or WebP"},
		{"no picture", "![A form](form.pdf)",
			"broken-picture: form.pdf cannot be shown: it is not a picture = save it again as SVG, PNG, JPEG, GIF or WebP"},
		{"citation", "It helps. [@nimh]", "source nimh"},
		{"citation of nothing", "It helps. [@nmih]", "unknown-citation: there is no source nmih = did you mean [@nimh]? Else add it to content/_data/sources.yaml"},
		{"include", "```include\n../_shared/call.md\n```", "fragment content/_shared/call.md"},
		{"include in an include", "```include\n/_shared/deep.md\n```", "fragment content/_shared/deep.md"},
		{"include of a page", "```include\nfree.md\n```",
			"broken-include: free.md is a page; only fragments can be included = put the shared words into a file or folder whose name begins with an underscore"},
		{"include that is missing", "```include\n/_shared/cal.md\n```", "broken-include: there is no fragment /_shared/cal.md = did you mean ../_shared/call.md?"},
		{"include outside", "```include\n../../../etc/passwd\n```",
			"broken-include: ../../../etc/passwd lies outside content/ = save the fragment below content/"},
		{"include with nothing near", "```include\n/zebra-crossing.md\n```",
			"broken-include: there is no fragment /zebra-crossing.md = a fragment is a Markdown file below content/ whose name, or folder, begins with an underscore"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShelf(t, small+damaged)
			s.files["content/costs/free.md"] = tt.body + "\n"
			s.arrange()
			if got := told(s.view("content/costs/free.md").Targets.Slots[0]); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestIncludesThatCircle makes sure that a fragment which includes itself is
// told, and ends.
func TestIncludesThatCircle(t *testing.T) {
	s := newShelf(t, small+"-- content/_shared/a.md --\n```include\nb.md\n```\n-- content/_shared/b.md --\n```include\na.md\n```\n")
	s.files["content/costs/free.md"] = "```include\n/_shared/a.md\n```\n"
	s.arrange()
	inner := s.view("content/costs/free.md").Targets.Slots[0].Included.Targets.Slots[0].Included.Targets.Slots[0]
	if want := "broken-include: a.md includes itself = take one of the two includes out"; told(inner) != want {
		t.Errorf("got  %s\nwant %s", told(inner), want)
	}
}

// TestIncludedLinks makes sure that links of a fragment are relative to the
// fragment, and in the language of the page.
func TestIncludedLinks(t *testing.T) {
	s := newShelf(t, small+"-- content/es/get-help-now.md --\n")
	for path, want := range map[string]string{
		"content/costs/free.md": "page get-help-now", "content/es/about.md": "page es/get-help-now"} {
		s.files[path] = "```include\n/_shared/call.md\n```\n"
		s.arrange()
		if got := told(s.view(path).Targets.Slots[0].Included.Targets.Slots[0]); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

// TestFootnotesResolve makes sure that the links of footnotes are resolved too.
func TestFootnotesResolve(t *testing.T) {
	s := newShelf(t, small)
	s.files["content/costs/free.md"] = "Words.[^a]\n\n[^a]: See [it](insurance.md). [@va]\n"
	s.arrange()
	note := s.view("content/costs/free.md").Targets.Notes["a"]
	if note == nil {
		t.Fatal("the footnote has no targets")
	}
	if got := told(note.Slots[0]); got != "page costs/insurance" {
		t.Errorf("got %s, want page costs/insurance", got)
	}
	if got := s.site.Citations(s.site.Page("content/costs/free.md")); len(got) != 1 || got[0] != "va" {
		t.Errorf("cited: got %v, want [va]", got)
	}
}

// TestSuggestionsAreSteady makes sure that of several keys that are equally near
// the same one is named each time.
func TestSuggestionsAreSteady(t *testing.T) {
	s := newShelf(t, small)
	s.files["sources.yaml"] = strings.NewReplacer("nimh:", "nima:", "va:", "nimb:").Replace(s.files["sources.yaml"])
	s.files["content/about.md"] = "It helps. [@nimx]\n"
	s.files["content/costs/insurance.md"] = "It helps.\n"
	s.files["content/_shared/call.md"] = ""
	for range 40 {
		s.arrange()
		if got, want := s.view("content/about.md").Targets.Slots[0].Problem.Help, "did you mean [@nima]?"; !strings.HasPrefix(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
}
