package testsite

import (
	"fmt"
	"iter"
	"strings"
)

// A draft is a page while it is written.
type draft struct {
	*siteplan
	*page
	writer
	cited []int    // sources that stand as footnotes, in order
	notes []string // footnotes
}

// documents are the pages.
func (s *siteplan) documents() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for _, p := range s.pages {
			if !yield("content/"+s.file(p), s.document(p)) {
				return
			}
		}
	}
}

// document writes p.
func (s *siteplan) document(p *page) []byte {
	d := &draft{siteplan: s, page: p, writer: writer{Rand: s.random(p, forWords)}}
	d.terms = glossary.some(d.Rand, 3)
	d.text.Grow(6 << 10)
	d.frontMatter()
	switch {
	case p.help:
		d.paragraph("If someone may die, " + d.tel("911") + ". At any hour you can " + d.tel("988") + ".")
	case p.section:
		d.paragraph(d.run(2, 4))
	default:
		d.article()
	}
	d.footnotes()
	return []byte(d.text.String())
}

// article writes the body of a page that is no section's: an opening, then a
// few blocks below each heading.
func (d *draft) article() {
	d.paragraph(d.run(3, 5) + " " + d.cite(d.n))
	for i, heading := range d.headings {
		level := "##"
		if i > 1 && i%3 == 2 {
			level = "###"
		}
		d.block(level + " " + heading)
		if d.chance(85) {
			d.paragraph(d.sourced(d.run(3, 5)))
		}
		for range 1 + d.IntN(2) {
			d.varied()
		}
	}
	d.paragraph(d.linked() + " " + d.linked())
}

// block writes a block, and the empty line after it.
func (d *draft) block(text string) {
	d.text.WriteString(strings.TrimRight(text, "\n"))
	d.text.WriteString("\n\n")
}

func (d *draft) paragraph(text string) { d.block(wrapped(text, "")) }

// sourced adds to a paragraph, now and then, what stands behind a claim.
func (d *draft) sourced(text string) string {
	switch n := d.IntN(100); {
	case n < 12:
		return text + " " + d.cite(d.IntN(d.sources()))
	case n < 16:
		a := d.IntN(d.sources())
		return text + " " + d.cite(a, (a+1)%d.sources())
	case n < 30:
		return text + " " + d.linked()
	case n < 38:
		return text + d.note(d.fill(one(d.Rand, aside)))
	case n < 50:
		return text + " " + d.fill(one(d.Rand, withTerm))
	}
	return text
}

// kinds are the blocks of varied, each with how often it comes among all.
var kinds = []struct {
	weight int
	write  func(*draft)
}{
	{40, func(d *draft) { d.paragraph(d.sourced(d.run(3, 6))) }},
	{18, (*draft).bullets},
	{8, (*draft).nested},
	{8, (*draft).steps},
	{6, (*draft).tasks},
	{10, (*draft).table},
	{6, (*draft).definitions},
	{6, (*draft).card},
	{3, (*draft).quotation},
	{3, (*draft).week},
	{5, (*draft).picture},
}

// varied writes one of kinds.
func (d *draft) varied() {
	total := 0
	for _, k := range kinds {
		total += k.weight
	}
	n := d.IntN(total)
	for _, k := range kinds {
		if n -= k.weight; n < 0 {
			k.write(d)
			return
		}
	}
}

// items writes a list whose items begin with marks.
func (d *draft) items(n int, mark func(i int) string, text func() string) {
	var b strings.Builder
	for i := range n {
		m := mark(i)
		b.WriteString(m + wrapped(text(), strings.Repeat(" ", len(m))) + "\n")
	}
	d.block(b.String())
}

func (d *draft) bullets() {
	d.items(3+d.IntN(4), func(int) string { return "- " }, func() string {
		if d.chance(20) {
			return d.linked()
		}
		return d.run(1, 2)
	})
}

func (d *draft) steps() {
	d.items(3+d.IntN(3), func(i int) string { return fmt.Sprintf("%d. ", i+1) }, func() string { return d.run(1, 2) })
}

func (d *draft) tasks() {
	marks := []string{"- [ ] ", "- [x] "}
	d.items(3+d.IntN(3), func(int) string { return one(d.Rand, marks) }, func() string { return d.fill("{Do} {when}.") })
}

func (d *draft) nested() {
	var b strings.Builder
	for range 2 + d.IntN(2) {
		b.WriteString("- " + d.fill("**{Topic}** {when}") + "\n")
		for range 2 + d.IntN(2) {
			b.WriteString("  - " + wrapped(d.sentence(), "    ") + "\n")
		}
	}
	d.block(b.String())
}

func (d *draft) table() {
	var b strings.Builder
	b.WriteString("| What | When | Minutes |\n|------|------|--------:|\n")
	for range 3 + d.IntN(4) {
		fmt.Fprintf(&b, "| %s | %s | %d |\n", d.fill("{Topic} with {who}"), d.fill("{when}"), 5*(1+d.IntN(20)))
	}
	d.block(b.String())
}

func (d *draft) definitions() {
	for range 2 + d.IntN(2) {
		d.block(d.fill("{Topic}, {when}") + "\n:   " + wrapped(d.sentence(), "    "))
	}
}

func (d *draft) quotation() {
	d.block("> " + wrapped(d.fill("\"{Quote}. {Quote}.\""), "> ") + "\n>\n> " + d.fill("{Who}, {when}"))
}

func (d *draft) card() {
	kind, way := "NOTE", ""
	switch n := d.IntN(10); {
	case n < 4:
		kind = "TIP"
	case n < 5:
		kind, way = "IMPORTANT", " If it cannot wait, "+d.tel("988")+"."
	}
	d.block(d.cardHead(kind, d.fill("{Do}")) + "> " + wrapped(d.run(1, 3)+way, "> "))
}

func (d *draft) week() {
	var lines []session
	for i := range 5 {
		if from := 9 + d.IntN(9); i < 3 || d.chance(40) {
			lines = append(lines, session{i, from, from + 1 + d.IntN(3), d.fill("{Topic} and {topic}")})
		}
	}
	d.block(d.timetable(lines))
}

func (d *draft) picture() {
	n := d.IntN(picturesIn)
	d.shown["content/"+d.dir+"/"+pictureName(n)] = true
	caption := d.fill("{Topic} {when}")
	d.block(fmt.Sprintf("![%s](%s \"%s\")", d.fill("Shapes that stand for {topic}"), d.pictureAt(n), caption))
}

// linked returns a sentence with a link to another page, most often one nearby.
func (d *draft) linked() string {
	to := d.near()
	anchor := ""
	if d.chance(30) && !to.section {
		anchor = "#" + slug(one(d.Rand, to.headings))
	}
	link := d.link(to, anchor, strings.ToLower(to.title[:1])+to.title[1:])
	return strings.Replace(d.fill(one(d.Rand, leads)), "LINK", link, 1)
}

// leads are sentences with a link.
var leads = []string{
	"Read about LINK next.",
	"There is more on LINK for those who want it.",
	"{Who} would tell you to look at LINK first.",
	"If you have {n} minutes, see LINK.",
	"This goes well with LINK.",
	"For {people}, we wrote LINK.",
}

// near returns a page to link to: most often of the same section, else any but
// the first two.
func (d *draft) near() *page {
	around := d.above.below
	if to := one(d.Rand, around); to != d.page && d.chance(70) {
		return to
	}
	return d.pages[2+d.IntN(len(d.pages)-2)]
}
