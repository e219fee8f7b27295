package check

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
)

var cardWithoutHelp = &Rule{Name: "card-without-help", Page: checkWayOut,
	Doc: `Reports a card that asks the reader to act and names nobody to call and nowhere to go. A card
IMPORTANT, WARNING or CAUTION holds a link that calls or texts, one to the crisis line's chat, or one to
get-help-now.md or finding-the-right-path.md.`}

func checkWayOut(p *Pass) {
	help := "add a link such as [988](tel:988), or write [!NOTE] if nobody need be called"
	if p.Page.Tree != nil { // there the kind is not for choice: it says how soon
		help = "add a number such as [988](tel:988), or a link to /get-help-now.md or /finding-the-right-path.md"
	}
	eachCard(p, func(f *diag.File, c markdown.Card) {
		told := f == p.Page.File && inEmergency(p.Page, c.Start) // by emergency-ending
		if asksToAct(c.Kind) && !told && !slices.ContainsFunc(c.Links, p.leadsToHelp) {
			p.ReportIn(f, c.Start, c.End, "this card asks the reader to act and names nobody to call", cmp.Or(p.brokenOff(f, c), help))
		}
	})
}

// brokenOff says what to do if the card ends at a blank line and the words below it,
// which name somebody to call, were meant to be in it; else it is "".
func (p *Pass) brokenOff(f *diag.File, c markdown.Card) string {
	helps := func(link [][]byte) bool { return p.leadsToHelp(string(link[1])) }
	number, blank := f.Position(c.Start).Line, 0
	_, below, _ := bytes.Cut(f.Data[c.End:], []byte("\n"))
	for text := range bytes.Lines(below) {
		number++
		text = bytes.TrimSpace(text)
		quoted := bytes.HasPrefix(text, []byte(">"))
		switch {
		case len(text) == 0 && blank == 0:
			blank = number
		case len(text) == 0 || text[0] == '#' || quoted && blank > 0 && bytes.Contains(text, []byte("[!")):
			return "" // what follows is another thing
		case blank > 0 && slices.ContainsFunc(linksIn().FindAllSubmatch(text, -1), helps):
			return "line " + strconv.Itoa(blank) + " is blank, which ends the card: begin it, and each line of the card below it, with >"
		case blank > 0 && !quoted:
			return ""
		}
	}
	return ""
}

// linksIn finds where the links in a line lead.
var linksIn = finds(`\]\(([^()\s]+)`)

// leadsToHelp reports whether a link, as written, leads to somebody who helps.
func (p *Pass) leadsToHelp(dest string) bool {
	scheme, _, _ := strings.Cut(strings.ToLower(dest), ":")
	crisis := p.View.Help.Crisis
	return scheme == "tel" || scheme == "sms" || crisis != nil && crisis.Chat != "" && dest == crisis.Chat ||
		strings.Contains(dest, "get-help-now.md") || strings.Contains(dest, "finding-the-right-path.md")
}
