package testsite

import (
	"fmt"
	"strings"
)

// About what a page says of itself. No sign in it means anything to YAML or TOML.
const (
	aboutPage    = "How to {do}, whom to ask about {topic}, and what to expect {when}."
	aboutSummary = "{People} {do} {when}. You can {do}, or ask {who} about {topic} first. It takes {n} minutes."
)

// frontMatter writes what stands above the text.
func (d *draft) frontMatter() {
	about, summary := d.fill(aboutPage), d.fill(aboutSummary)
	words := d.fill("{topic}, {topic}")
	if d.Form == Zola {
		d.toml(about, words)
		return
	}
	d.text.WriteString("---\n")
	d.field("title", d.title)
	d.field("description", about)
	d.weighed("weight: %d\n")
	if !d.section && d.n%2 == 0 {
		d.field("summary", summary)
	}
	if !d.section && !d.help {
		d.field("keywords", "["+words+"]")
	}
	switch {
	case d.ours() && (d.section || d.help):
		d.field("claims", "false")
	case d.Form == Eleventy:
		d.around()
	}
	d.text.WriteString("---\n\n")
}

func (d *draft) field(key, value string) { fmt.Fprintf(&d.text, "%s: %s\n", key, value) }

// weighed writes the page's weight, if it has one.
func (d *draft) weighed(format string) {
	if d.weight > 0 {
		fmt.Fprintf(&d.text, format, d.weight)
	}
}

// toml writes the front matter of Zola.
func (d *draft) toml(about, words string) {
	fmt.Fprintf(&d.text, "+++\ntitle = %q\ndescription = %q\n", d.title, about)
	d.weighed("weight = %d\n")
	if d.section {
		d.text.WriteString("sort_by = \"weight\"\n")
	} else {
		fmt.Fprintf(&d.text, "[extra]\nkeywords = [%q]\n", words)
	}
	d.text.WriteString("+++\n\n")
}

// around tells Eleventy, which knows no sections, what lies around the page.
func (d *draft) around() {
	var trail []string
	for up := d.above; up != nil; up = up.above {
		trail = append([]string{entry(up)}, trail...)
	}
	fmt.Fprintf(&d.text, "trail: [%s]\n", strings.Join(trail, ", "))
	if d.prev != nil {
		d.field("prev", entry(d.prev))
	}
	if d.next != nil {
		d.field("next", entry(d.next))
	}
	if len(d.below) == 0 {
		return
	}
	d.text.WriteString("below:\n")
	for _, p := range d.below {
		fmt.Fprintf(&d.text, "  - %s\n", entry(p))
	}
}

func entry(p *page) string { return fmt.Sprintf("{url: %s, title: %q}", p.url(), p.title) }
