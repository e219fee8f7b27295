package check

import (
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/selfcheck"
	"iopguide/generator/internal/site"
)

var emergencyEnding = &Rule{Name: "emergency-ending", Always: true, Output: checkAfter, Each: checkEmergencies,
	Doc: `Reports a self-check without two emergency endings: one that calls the emergency number first, and
one that reaches the crisis line first, since most people with thoughts of suicide need somebody to talk with
now. Their cards name only lines of contacts.yaml whose role is emergency or crisis, and no other number or
link, and ask no further question. The page says under each what comes after the call.`}

func checkEmergencies(s *SitePass, p *content.Page) {
	if s.Site.Data.Values.Settings == nil || !whole(p) || s.Site.Data.Values.Contacts[p.Lang] == nil {
		return // without settings neither region nor clinic is known
	}
	c := &cards{numbers{pass: s, page: p, contacts: s.Site.Data.Contacts[p.Lang]}}
	emergencies, _ := results(p.Tree)
	c.roles(emergencies)
	for _, step := range emergencies {
		c.links(step)
		c.words(step)
		c.questions(step)
	}
}

// cards looks at the cards of the emergencies of one page.
type cards struct{ numbers }

// lines are those of the site's region that are for an emergency or a crisis.
func (c *cards) lines() []*site.Contact {
	region := c.pass.Site.Config.Region
	return slices.DeleteFunc(slices.Clone(c.contacts.All), func(k *site.Contact) bool {
		return k.Role != "emergency" && k.Role != "crisis" || k.Region != "" && k.Region != region
	})
}

// first is the role of the line that the card of s names first, or "".
func (c *cards) first(s *selfcheck.Step) string {
	for _, dest := range s.Card.Links {
		for _, line := range c.lines() {
			if isWay(dest, line) {
				return line.Role
			}
		}
	}
	return ""
}

// roles reports an emergency that names no line, and what endings are missing.
// One that names no line is probably the one that is missing.
func (c *cards) roles(emergencies []*selfcheck.Step) {
	start := c.page.Tree.Steps[0]
	named := map[string]bool{}
	nameless := 0
	for _, s := range emergencies {
		role := c.first(s)
		if named[role] = true; role == "" {
			nameless++
			c.pass.Report(c.page, s.Card.Start, s.Card.End, "the card of “"+s.Name+"” names nobody to call at once",
				"begin it with a link such as "+wayTo(c.contacts.Help.Crisis)+" or "+wayTo(c.contacts.Help.Emergency))
		}
	}
	var missing, help []string
	if h := c.contacts.Help; h.Emergency != nil && !named["emergency"] {
		missing = append(missing, "calls the emergency number first")
		help = append(help, wayTo(h.Emergency)+", for overdose, withdrawal and acting now")
	}
	if h := c.contacts.Help; h.Crisis != nil && !named["crisis"] {
		missing = append(missing, "reaches the crisis line first")
		help = append(help, wayTo(h.Crisis)+", for thoughts of suicide")
	}
	if len(missing) > nameless {
		c.pass.Report(c.page, start.Start, start.End, "no ending of this self-check "+strings.Join(missing, ", and none "),
			"write one with > [!CAUTION] whose first link is "+strings.Join(help, ";\nand one whose first link is "))
	}
}

func wayTo(c *site.Contact) string {
	switch {
	case c == nil:
		return "a line of contacts.yaml"
	case c.Call == "" && c.Text == "":
		return "[" + c.Name + "](" + c.Chat + ")"
	case c.Call == "":
		return "[" + c.Text + "](" + site.SMS(c.Text) + ")"
	}
	return "[" + c.Call + "](" + site.Tel(c.Call) + ")"
}

const onlyLines = "name only emergency and crisis lines of contacts.yaml in the card, and put all else below it"

// links reports where the card of s leads besides the lines that are for it.
func (c *cards) links(s *selfcheck.Step) {
	end := cardEnd(s)
	targets := c.pass.Site.View(c.page).Targets
	for i, slot := range c.page.Body.Slots {
		if slot.Kind != markdown.LinkOpen || slot.Start < s.Card.Start || slot.Start >= end || targets.Slots[i].Problem != nil {
			continue
		}
		if scheme, number := called(slot.Dest); scheme != "" {
			c.other(dialed(number), slot.Start, slot.End)
		} else if !slices.ContainsFunc(c.lines(), func(l *site.Contact) bool { return isWay(slot.Dest, l) }) {
			c.pass.Report(c.page, slot.Start, slot.End,
				"the card of an emergency leads to "+slot.Dest+", which is no emergency or crisis line of contacts.yaml", onlyLines)
		}
	}
}

// other reports a number of somebody who is not there for emergencies. One that
// nobody knows is told by the rule unknown-number.
func (c *cards) other(number string, start, end int) {
	reached := func(k *site.Contact) bool { return reachedBy(k, number, "") }
	known := c.known()
	if slices.ContainsFunc(c.lines(), reached) {
		return
	}
	if i := slices.IndexFunc(known, reached); i >= 0 && (known[i].Region == "" || known[i].Region == c.pass.Site.Config.Region) {
		c.pass.Report(c.page, start, end, "the card of an emergency names "+known[i].Name+", which is no emergency or crisis line",
			onlyLines)
	}
}

// words reports numbers in the card's plain text. What a link shows is left to
// the link.
func (c *cards) words(s *selfcheck.Step) {
	var inLinks []span
	for _, slot := range c.page.Body.Slots {
		if scheme, _ := called(slot.Dest); slot.Kind == markdown.LinkOpen && scheme != "" {
			inLinks = append(inLinks, span{slot.Start, slot.End})
		}
	}
	end := cardEnd(s)
	body := c.page.Body
	for i, b := range body.Blocks {
		if start := int(b.Start); !b.Digits || start < s.Card.Start || start >= end {
			continue
		}
		text := body.Text(i)
		for _, n := range numbersIn(text) {
			from, to := body.Source(i, n.from), body.Source(i, n.to-1)+1
			if !slices.ContainsFunc(inLinks, func(l span) bool { return l.from <= from && from < l.to }) {
				c.other(dialed(text[n.from:n.to]), from, max(from, to))
			}
		}
	}
}

// ownLink finds a link to a heading of the page.
var ownLink = finds(`\[[^\[\]\n]*\]\(#([^)\s]+)\)`)

// questions reports links of an emergency back into the self-check.
func (c *cards) questions(s *selfcheck.Step) {
	source := c.page.File.Data[:endOf(c.page, s)]
	for _, m := range ownLink().FindAllSubmatchIndex(source[s.End:], -1) {
		to := stepOf(c.page.Tree, string(source[s.End+m[2]:s.End+m[3]]))
		inCard := s.End+m[0] < cardEnd(s)
		if to != nil && (inCard || !to.IsResult()) {
			c.pass.Report(c.page, s.End+m[0], s.End+m[1], "somebody in an emergency is led on to “"+to.Name+"”",
				"an emergency ends here, with a call: take the link out")
		}
	}
}

func stepOf(t *selfcheck.Tree, id string) *selfcheck.Step {
	i := slices.IndexFunc(t.Steps, func(s *selfcheck.Step) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return t.Steps[i]
}

// cardEnd returns where the words of the card of s end.
func cardEnd(s *selfcheck.Step) int {
	end, text := s.Card.End, ""
	for _, t := range s.Words {
		if t.Start < s.Card.Start || len(text) >= len(s.Card.Text) {
			continue
		}
		text, end = strings.TrimPrefix(text+" "+t.Words, " "), t.End
	}
	return end
}

func checkAfter(p *Pass) {
	if !whole(p.Page) {
		return
	}
	emergencies, _ := results(p.Page.Tree)
	if names := p.unmarked("after", emergencies); len(names) > 0 {
		p.Report(0, 0, "the finished page does not say what comes after the call, under "+someOf(names),
			`layouts/self-check.html must show it in an element with data-policy="after"; its words stand in strings.yaml`)
	}
}

// inEmergency reports whether the card at the place is that of an emergency.
func inEmergency(p *content.Page, start int) bool {
	return p.Tree != nil && slices.ContainsFunc(p.Tree.Steps, func(s *selfcheck.Step) bool {
		return isEmergency(s) && s.Card.Start == start
	})
}
