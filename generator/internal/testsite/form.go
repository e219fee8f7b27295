package testsite

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// ours reports whether the site is for iopguide.
func (s *siteplan) ours() bool { return s.Form == Small || s.Form == Guide }

// file is the name of p's file below content.
func (s *siteplan) file(p *page) string {
	switch {
	case p.section && s.Form == Eleventy:
		return path.Join(p.dir, "index.md")
	case p.section:
		return path.Join(p.dir, "_index.md")
	}
	return path.Join(p.dir, p.slug+".md")
}

// link writes a link to the page to, and to the heading anchor there. iopguide
// is given the file, the others the address as seen from the page.
func (d *draft) link(to *page, anchor, text string) string {
	from, dest := d.dir, d.siteplan.file(to)
	if !d.ours() {
		from, dest = d.url(), to.url()
	}
	rel, _ := filepath.Rel("/"+from, "/"+dest) // two absolute names have a way between them
	rel = filepath.ToSlash(rel)
	if !d.ours() {
		rel += "/"
	}
	return "[" + text + "](" + rel + anchor + ")"
}

// pictureAt is the address of the nth picture of the page's section.
func (d *draft) pictureAt(n int) string {
	if d.ours() {
		return pictureName(n)
	}
	return "../" + pictureName(n)
}

// tel writes a link that calls number.
func (d *draft) tel(number string) string { return "[call " + number + "](tel:" + number + ")" }

// cite writes a citation of sources, each a place in the list of sources.
func (d *draft) cite(sources ...int) string {
	var marks []string
	for _, i := range sources {
		key := sourceKey(i % d.sources())
		if d.ours() {
			marks = append(marks, "@"+key)
			continue
		}
		marks = append(marks, "[^"+key+"]")
		if !slices.Contains(d.cited, i%d.sources()) {
			d.cited = append(d.cited, i%d.sources())
		}
	}
	if d.ours() {
		return "[" + strings.Join(marks, "; ") + "]"
	}
	return strings.Join(marks, "")
}

// note writes a footnote's mark, and keeps its text for the end of the page.
func (d *draft) note(text string) string {
	d.notes = append(d.notes, text)
	return "[^" + strconv.Itoa(len(d.notes)) + "]"
}

// footnotes writes the footnotes.
func (d *draft) footnotes() {
	for i, text := range d.notes {
		d.block(fmt.Sprintf("[^%d]: %s", i+1, wrapped(text, "    ")))
	}
	for _, i := range d.cited {
		d.block(fmt.Sprintf("[^%s]: %s. %s, <%s>", sourceKey(i), sourceTitle(i), publisher(i), sourceURL(i)))
	}
}

// cardHead writes the first lines of a card, up to its text.
func (d *draft) cardHead(kind, title string) string {
	head := "> **" + title + "**\n>\n"
	if d.ours() {
		return "> [!" + kind + "]\n" + head
	}
	return head
}

// A session is a line of a timetable: a day of the week and full hours.
type session struct {
	day, from, to int
	what          string
}

var days = []string{"Mon", "Tue", "Wed", "Thu", "Fri"}

// timetable writes a week.
func (d *draft) timetable(lines []session) string {
	var b strings.Builder
	if d.ours() {
		b.WriteString("```schedule\n")
		for _, l := range lines {
			fmt.Fprintf(&b, "%s %02d:00-%02d:00 %s\n", days[l.day], l.from, l.to, l.what)
		}
		b.WriteString("```")
		return b.String()
	}
	b.WriteString("| Day | Time | What |\n|---|---|---|\n")
	for _, l := range lines {
		fmt.Fprintf(&b, "| %s | %02d:00–%02d:00 | %s |\n", days[l.day], l.from, l.to, l.what)
	}
	return b.String()
}
