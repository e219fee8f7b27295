package selfcheck

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"iopguide/generator/internal/markdown"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// A section is what a file has under one heading of the second level.
type section struct {
	heading *ast.Heading
	blocks  []ast.Node

	question *ast.Paragraph // that asks, if the heading does not
	list     *ast.List      // the answers, or the bands
	table    *east.Table    // the points
}

// sections cuts the document at its headings of the second level. What stands
// under "## Checks" is for reviewers: it leaves the page.
func (r *reader) sections(doc *ast.Document) (steps []*section, checks []ast.Node) {
	var s *section
	inChecks := false
	for n := doc.FirstChild(); n != nil; {
		next := n.NextSibling()
		h, isHeading := n.(*ast.Heading)
		switch {
		case isHeading && h.Level == 2 && isChecks(r.lang, r.Words(h)):
			inChecks, r.tree.Checks = true, r.Place(h)
			doc.RemoveChild(doc, n)
		case isHeading && h.Level == 2:
			inChecks, s = false, &section{heading: h}
			steps = append(steps, s)
		case inChecks:
			checks = append(checks, n)
			doc.RemoveChild(doc, n)
		case s != nil:
			s.blocks = append(s.blocks, n)
		}
		n = next
	}
	return slices.DeleteFunc(steps, func(s *section) bool {
		misplaced, isStep := r.misplaced(doc, s)
		checks = append(checks, misplaced...)
		return !isStep
	}), checks
}

// misplaced reports rules and cases under another heading, and returns them. A
// step keeps what stands above them: there the heading is missing. What has
// nothing else is no step.
func (r *reader) misplaced(doc *ast.Document, s *section) (checks []ast.Node, isStep bool) {
	at, first := holdsChecks(s.blocks, r)
	if first < 0 {
		return nil, true
	}
	heading := "## " + Section(r.lang)
	help := "put rules and cases under the heading " + heading
	if isStep = slices.ContainsFunc(s.blocks[:first], r.leadsOn); isStep {
		help = "put the heading " + heading + " above it"
	}
	r.report(at, "checks-name", "this is for reviewers, but “"+r.Words(s.heading)+"” would be shown to readers", help)
	r.tree.Checks = r.Place(s.heading)
	if !isStep {
		return s.blocks, false
	}
	checks = s.blocks[first:]
	s.blocks = s.blocks[:first:first]
	for _, n := range checks {
		doc.RemoveChild(doc, n)
	}
	return checks, true
}

// leadsOn reports whether n is a card or a list of answers: what makes a step.
func (r *reader) leadsOn(n ast.Node) bool {
	if list, ok := n.(*ast.List); ok {
		return list.FirstChild() != nil && firstLink(list.FirstChild()) != nil
	}
	return markdown.Alert(r.pc, n) != nil
}

// checks reads the sentences and cases for reviewers.
func (r *reader) checks(blocks []ast.Node) {
	var names []string
	for _, s := range r.tree.Steps {
		names = append(names, s.Name)
	}
	r.tree.Rules, r.tree.Cases = readChecks(r.lang, names, blocks, r, r.report)
}

// step reads one section. Anchors tell nothing, because the address of a page
// stays in the history of a device that others may use.
func (r *reader) step(s *section) {
	step := &Step{Index: len(r.tree.Steps), ID: markdown.HeadingID(r.pc, s.heading), Name: r.Words(s.heading), Place: r.Place(s.heading)}
	step.Anchor = markdown.Reserve(r.pc, "s"+strconv.Itoa(step.Index+1))
	step.HeadingID = markdown.Reserve(r.pc, step.Anchor+"h")
	r.tree.Steps = append(r.tree.Steps, step)
	if r.byID[step.ID] == nil {
		r.byID[step.ID] = step
	}
	r.answers(s, step)
	r.points(s, step)
	if step.IsResult() {
		r.card(s, step)
	} else {
		r.question(s, step)
	}
	r.says(s, step)
}

// question finds what asks: the heading, or the first paragraph.
func (r *reader) question(s *section, step *Step) {
	if strings.HasSuffix(step.Name, "?") {
		step.Question = step.Name
		return
	}
	if len(s.blocks) == 0 {
		return
	}
	if p, ok := s.blocks[0].(*ast.Paragraph); ok {
		if words := r.Words(p); strings.HasSuffix(words, "?") {
			step.Question, s.question = words, p
		}
	}
}

// answers finds the list whose items all begin with a link to a heading.
func (r *reader) answers(s *section, step *Step) {
	for _, b := range s.blocks {
		list, ok := b.(*ast.List)
		if !ok {
			continue
		}
		var links []*ast.Link
		var other ast.Node
		for item := list.FirstChild(); item != nil; item = item.NextSibling() {
			if link := firstLink(item); link != nil {
				links = append(links, link)
			} else if other == nil {
				other = item
			}
		}
		switch {
		case len(links) == 0:
		case s.list != nil:
			r.report(r.Place(links[0]), "mixed-list", "“"+step.Name+"” has two lists of answers",
				"put all answers of a question into one list,\nor a heading with ## is missing above it")
		case other != nil:
			r.report(r.placeOf(other), "mixed-list", "this item is no answer, but others of its list are",
				"begin it with a link to a heading, such as [Yes](#safety), or move it out of the list")
			s.list = list
			r.readAnswers(step, links)
		default:
			s.list = list
			r.readAnswers(step, links)
		}
	}
}

// firstLink returns the link to a heading that a list item begins with, or nil.
func firstLink(item ast.Node) *ast.Link {
	block := item.FirstChild()
	if block == nil {
		return nil
	}
	if k := block.Kind(); k != ast.KindTextBlock && k != ast.KindParagraph {
		return nil
	}
	link, ok := block.FirstChild().(*ast.Link)
	if !ok || target(link) == "" {
		return nil
	}
	return link
}

// target returns the id of the heading that link leads to, or "" if it leads
// elsewhere.
func target(link *ast.Link) string {
	id, ok := strings.CutPrefix(markdown.Destination(link), "#")
	if !ok {
		return ""
	}
	if plain, err := url.PathUnescape(id); err == nil {
		return plain
	}
	return id
}

func (r *reader) readAnswers(step *Step, links []*ast.Link) {
	for _, link := range links {
		a := &Answer{Label: r.Words(link), Target: target(link), Place: r.Place(link)}
		item := link.Parent().Parent()
		a.List, a.Hint = r.placeOf(item), r.hint(link, item)
		if a.Label == "" {
			r.report(a.Place, "empty-answer", "this answer has no words",
				"write what the reader answers between the brackets, such as [Yes](#"+a.Target+")")
		}
		step.Answers = append(step.Answers, a)
	}
}

// hint returns what an item says after its link.
func (r *reader) hint(link *ast.Link, item ast.Node) string {
	words := []string{strings.TrimSpace(strings.TrimPrefix(r.Words(link.Parent()), r.Words(link)))}
	for b := item.FirstChild().NextSibling(); b != nil; b = b.NextSibling() {
		words = append(words, r.allWords(b))
	}
	return strings.TrimSpace(strings.Join(words, " "))
}

// allWords returns the words of n and all blocks below it.
func (r *reader) allWords(n ast.Node) string {
	var words []string
	r.eachText(n, func(n ast.Node) { words = append(words, r.Words(n)) })
	return strings.Join(words, " ")
}

// eachText calls visit for each block at or below n that holds words.
func (r *reader) eachText(n ast.Node, visit func(ast.Node)) {
	if n.Type() != ast.TypeBlock || n.Kind() == ast.KindFencedCodeBlock || n.Kind() == ast.KindCodeBlock {
		return
	}
	if c := n.FirstChild(); c != nil && c.Type() == ast.TypeInline {
		visit(n)
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.eachText(c, visit)
	}
}

// placeOf returns where the first words at or below n stand.
func (r *reader) placeOf(n ast.Node) Place {
	p, found := Place{}, false
	r.eachText(n, func(n ast.Node) {
		if !found {
			p, found = r.Place(n), true
		}
	})
	if !found {
		at := max(n.Pos(), 0)
		p = Place{at, at}
	}
	return p
}

var kinds = map[string]Urgency{
	"NOTE": Information, "TIP": Routine, "IMPORTANT": Soon, "WARNING": Urgent, "CAUTION": Emergency,
}

// card finds the card of a result.
func (r *reader) card(s *section, step *Step) {
	for _, b := range s.blocks {
		alert := markdown.Alert(r.pc, b)
		if alert == nil {
			continue
		}
		urgency, known := kinds[alert.Kind]
		if !known {
			step.unknownCard = true
			continue
		}
		c := &Card{Urgency: urgency, Title: alert.Title, Text: r.allWords(b), Place: Place{alert.Start, alert.End}}
		eachLink(b, func(link *ast.Link) { c.Links = append(c.Links, markdown.Destination(link)) })
		if step.Card != nil {
			r.report(c.Place, "dead-end", "“"+step.Name+"” has a second card",
				"a result has one card, so that its reader knows what to do first; make the other words plain text,\nor a heading with ## is missing above it")
			continue
		}
		step.Card = c
	}
}

// says notes what a step says, and where it leads outside the tree.
func (r *reader) says(s *section, step *Step) {
	for _, b := range s.blocks {
		eachLink(b, func(link *ast.Link) {
			if target(link) == "" {
				step.Links = append(step.Links, Link{markdown.Destination(link), r.Place(link)})
			}
		})
		if b == ast.Node(s.question) || b == ast.Node(s.list) || b == ast.Node(s.table) {
			continue
		}
		r.eachText(b, func(n ast.Node) { step.Words = append(step.Words, Text{r.Words(n), r.Place(n)}) })
	}
}

// eachLink calls visit for each link at or below n.
func eachLink(n ast.Node, visit func(*ast.Link)) {
	if link, ok := n.(*ast.Link); ok {
		visit(link)
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		eachLink(c, visit)
	}
}

// resolve finds the step that each answer leads to, and makes every link to a
// step one to its section on the page.
func (r *reader) resolve(doc *ast.Document) {
	for _, s := range r.tree.Steps {
		for _, a := range s.Answers {
			a.To = r.byID[a.Target]
		}
		if s.Points == nil {
			continue
		}
		for _, row := range s.Points.Rows {
			for _, c := range row.Cells {
				c.To = r.byID[c.Target]
			}
		}
	}
	eachLink(doc, func(link *ast.Link) {
		if s := r.byID[target(link)]; s != nil && target(link) != "" {
			markdown.LeadTo(link, s.Anchor)
		}
	})
}
