package markdown

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// cards reads GitHub's alerts, `> [!KIND]`, as cards. A first paragraph that is
// all bold is a card's title. Whether the kind is known, and what a card must
// say, are rules elsewhere: an unknown kind is kept and shown as a quotation.
var cards = &ext{
	paragraph: cardParser{},
	transform: makeCards,
	order:     orderCards,
	renderers: renderers{kindCard: renderCard, kindCardTitle: renderCardTitle},
}

// cardKinds are the kinds that are shown as cards, and whether their urgency is
// told to those who do not see their color.
var cardKinds = map[string]bool{
	"NOTE": false, "TIP": false, "IMPORTANT": true, "WARNING": true, "CAUTION": true,
}

var kindCard = ast.NewNodeKind("Card")

// A card is the node of an alert whose kind is known.
type card struct {
	ast.BaseBlock
	kind string // in lower case
	id   string // of its title
}

func (n *card) Kind() ast.NodeKind            { return kindCard }
func (n *card) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

var kindCardTitle = ast.NewNodeKind("CardTitle")

// A cardTitle is the first child of a card. It has no children if its author
// gave the card no title.
type cardTitle struct{ ast.BaseBlock }

func (n *cardTitle) Kind() ast.NodeKind            { return kindCardTitle }
func (n *cardTitle) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

var alertLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\s*\[!([A-Za-z][A-Za-z0-9_-]*)\](.*?)\s*$`) })

// cardParser takes the line `[!KIND]` off the first paragraph of a quotation.
type cardParser struct{}

// Transform implements parser.ParagraphTransformer.
func (cardParser) Transform(n *ast.Paragraph, _ text.Reader, pc parser.Context) {
	j, quote, lines := jobOf(pc), n.Parent(), n.Lines()
	if quote.Kind() != ast.KindBlockquote || n.PreviousSibling() != nil || lines.Len() == 0 {
		return
	}
	line := lines.At(0)
	if !bytes.HasPrefix(bytes.TrimSpace(j.source[line.Start:line.Stop]), []byte("[!")) {
		return
	}
	m := alertLine().FindSubmatchIndex(j.source[line.Start:line.Stop])
	if m == nil {
		return
	}
	word := func(i int) string { return string(j.source[line.Start+m[i] : line.Start+m[i+1]]) }
	start, end := line.Start+m[2]-len("[!"), line.Start+m[3]+len("]")
	if strings.TrimSpace(word(4)) != "" {
		j.wordsAfterKind(word(4), start, line.Start+m[5])
		return
	}
	if j.alerts == nil {
		j.alerts = map[ast.Node]*Card{}
	}
	j.alerts[quote] = &Card{Kind: strings.ToUpper(word(2)), Start: start, End: end}
	lines.SetSliced(1, lines.Len())
	if lines.Len() == 0 {
		quote.RemoveChild(quote, n)
	}
}

// wordsAfterKind reports words on the line of a [!KIND], unless they make it a
// link or a footnote of that odd name.
func (j *job) wordsAfterKind(after string, start, end int) {
	if strings.ContainsAny(after[:1], "([:") {
		return
	}
	j.report(start, end, "card-title", "words after the kind of a card keep it from being one",
		"begin a new line after ], and write a title in bold: > **Title**")
}

func makeCards(j *job, doc *ast.Document) {
	if len(j.alerts) == 0 {
		return
	}
	for _, quote := range find[*ast.Blockquote](doc) {
		alert := j.alerts[quote]
		if alert == nil {
			continue
		}
		title := boldParagraph(j, quote.FirstChild())
		if title != nil {
			alert.Title = j.words(title)
		}
		if _, ok := cardKinds[alert.Kind]; !ok {
			continue
		}
		n := &card{kind: strings.ToLower(alert.Kind)}
		n.SetPos(alert.Start)
		head := &cardTitle{}
		head.SetPos(alert.Start)
		n.AppendChild(n, head)
		if title != nil {
			head.SetLines(quote.FirstChild().Lines())
			quote.RemoveChild(quote, quote.FirstChild())
			adopt(head, title)
		}
		adopt(n, quote)
		quote.Parent().ReplaceChild(quote.Parent(), quote, n)
		j.alerts[n] = alert
	}
}

// boldParagraph returns what makes all of paragraph n bold, or nil.
func boldParagraph(j *job, n ast.Node) ast.Node {
	p, ok := n.(*ast.Paragraph)
	if !ok || p.ChildCount() == 0 {
		return nil
	}
	var bold ast.Node
	for c := p.FirstChild(); c != nil; c = c.NextSibling() {
		t, isText := c.(*ast.Text)
		e, isBold := c.(*ast.Emphasis)
		switch {
		case isText && util.IsBlank(t.Value(j.source)):
		case isBold && e.Level == 2 && bold == nil:
			bold = e
		default:
			return nil
		}
	}
	return bold
}

// nameCards gives each card the id card-1, card-2 and so on, leaving out what
// a heading is called.
func nameCards(j *job, doc *ast.Document) {
	if len(j.alerts) == 0 {
		return
	}
	n, prefix := 0, "card-"+fragmentName(j.file.Name)
	for _, c := range find[*card](doc) {
		for n++; j.ids[prefix+strconv.Itoa(n)] > 0; n++ {
		}
		c.id = prefix + strconv.Itoa(n)
		j.ids[c.id] = 1
	}
}

// fragmentName tells the cards of a fragment from those of the pages that
// include it. A fragment is a file whose name, or that of a folder it lies in,
// begins with an underscore; _index.md is none.
func fragmentName(file string) string {
	stem := strings.TrimSuffix(path.Base(file), ".md")
	if stem == "_index" || !strings.Contains("/"+file, "/_") {
		return ""
	}
	return Slug(strings.TrimLeft(stem, "_"), IDs{}) + "-"
}

func renderCard(w *output, n ast.Node, entering bool) ast.WalkStatus {
	c := n.(*card)
	if !entering {
		w.block("</div>")
		return ast.WalkContinue
	}
	w.block("<div")
	w.attr("class", "card card-"+c.kind)
	w.tag(" role=note")
	w.attr("aria-labelledby", c.id)
	w.tag(">")
	return ast.WalkContinue
}

func renderCardTitle(w *output, n ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		w.paragraph()
		return ast.WalkContinue
	}
	c := n.Parent().(*card)
	w.block("<p class=card-title")
	w.attr("id", c.id)
	w.tag(">")
	if cardKinds[strings.ToUpper(c.kind)] {
		w.start("<span class=visually-hidden>")
		w.word("urgency-" + c.kind)
		w.text(": ")
		w.end("</span>")
	}
	if !n.HasChildren() {
		w.word("card-" + c.kind)
	}
	return ast.WalkContinue
}

// linksBelow returns where the links below n lead, as written.
func (j *job) linksBelow(n ast.Node) []string {
	var dests []string
	walk(n, func(n ast.Node) {
		if s, ok := j.linkSlot(n); ok && !slices.Contains(dests, s.Dest) {
			dests = append(dests, s.Dest)
		}
	})
	return dests
}
