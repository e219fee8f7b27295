package selfcheck

import (
	"bytes"
	"slices"
	"sort"
	"strings"

	"iopguide/generator/internal/markdown"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// A source knows the file that nodes come from.
type source interface {
	Words(n ast.Node) string         // below n, without markup
	Place(n ast.Node) Place          // of a link all of it, of others their words
	Offset(n ast.Node, i int) int    // in the source, of the byte i of Words
	Step(id string) *Step            // nil if there is none
	Labels(question string) []string // all that can be answered to the steps of this name
	Source() []byte                  // the file
}

// A problem receives what is wrong.
type problem func(p Place, rule, message, help string)

// readChecks reads the section for reviewers: rules are the items of lists,
// cases the rows of tables. What else there is tells the reviewer something,
// but a sentence that looks like a rule and is not read as one is reported.
// names are those of the steps: a name or an answer may hold the signs that
// part the answers of a case.
func readChecks(lang string, names []string, nodes []ast.Node, s source, report problem) ([]*Rule, []*Case) {
	r := &checksReader{source: s, wording: Phrases(lang), names: names, report: report}
	var table ast.Node // that loose rows may have belonged to, or loose rows without one
	for _, n := range nodes {
		switch n := n.(type) {
		case *ast.List:
			table = nil
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				r.item(item)
			}
		case *east.Table:
			table = n
			r.table(n)
		default:
			switch loose := r.looseRows(table, n); {
			case !loose:
				table = nil
				r.stray(n)
			case table == nil:
				table = n
			}
		}
	}
	return r.rules, r.cases
}

// holdsChecks returns where the first rule or table of cases stands among
// nodes, and which of them it is: in any language, for a section under another
// name. Without one it returns a number below 0.
func holdsChecks(nodes []ast.Node, s source) (p Place, first int) {
	r := &checksReader{source: s}
	for i, n := range nodes {
		for _, code := range languageOrder {
			r.wording = wordings()[code]
			if p, found := r.firstCheck(n); found {
				return p, i
			}
		}
	}
	return Place{}, -1
}

func (r *checksReader) firstCheck(n ast.Node) (Place, bool) {
	if t, ok := n.(*east.Table); ok {
		return r.Place(t.FirstChild()), r.hasHeads(t)
	}
	if _, ok := n.(*ast.List); !ok {
		return Place{}, false
	}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if first := item.FirstChild(); isText(first) {
			sentence := r.sentence(first)
			if f, _, _ := r.wording.match(sentence.shape); f != nil {
				return sentence.Place, true
			}
		}
	}
	return Place{}, false
}

type checksReader struct {
	source
	wording *Wording
	names   []string
	report  problem
	rules   []*Rule
	cases   []*Case
}

// isText reports whether n is a block of words.
func isText(n ast.Node) bool {
	return n != nil && (n.Kind() == ast.KindParagraph || n.Kind() == ast.KindTextBlock)
}

// item reads an item of a list: its first words are a rule.
func (r *checksReader) item(item ast.Node) {
	first := item.FirstChild()
	if !isText(first) {
		at := max(item.Pos(), 0)
		r.report(Place{at, at}, "unknown-rule", "this item is no rule",
			"write a rule here, or take the item out of the list:\n"+r.wording.Sentences[0].Text)
		return
	}
	s, pasted := r.cut(first)
	if s != nil && !r.runTogether(first, s) {
		r.rule(s)
	}
	r.pasted(pasted)
	for n := first.NextSibling(); n != nil; n = n.NextSibling() {
		r.stray(n)
	}
}

// stray reports sentences and tables that look as if they were checks, but
// stand where none is read.
func (r *checksReader) stray(n ast.Node) {
	if n.Type() != ast.TypeBlock {
		return
	}
	if t, ok := n.(*east.Table); ok && r.hasHeads(t) {
		r.report(r.Place(t.FirstChild()), "cases-head", "a table of cases inside other text is not read",
			"move it out of the list or quotation, to the left edge")
		return
	}
	if !isText(n) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			r.stray(c)
		}
		return
	}
	s, pasted := r.cut(n)
	r.pasted(pasted)
	if s != nil && r.looksLikeRule(s) {
		r.report(s.Place, "unknown-rule", "this reads like a rule, but it is not an item of the list of rules",
			"begin its line with a hyphen at the left edge, or say it in other words")
	}
}

// A sentence is the words of a block, with the markup that counts in rules.
type sentence struct {
	shape string // folded, with linkMark and boldMark for links and bold words
	links []*ast.Link
	bold  []*ast.Emphasis
	Place
}

func (r *checksReader) sentence(block ast.Node) *sentence {
	at := r.Place(block)
	r.eachMark(block, func(n ast.Node, _ string) { at = at.with(r.Place(n)) })
	return r.sentenceIn(block, at)
}

// sentenceIn returns the words of a block that stand at a place.
func (r *checksReader) sentenceIn(block ast.Node, at Place) *sentence {
	words := r.Words(block)
	done := r.index(block, words, 0, at.Start)
	words = words[:r.index(block, words, done, at.End)]
	s := &sentence{Place: at}
	var shape strings.Builder
	r.eachMark(block, func(n ast.Node, mark string) {
		p := r.Place(n)
		if p.Start >= at.End || p.End <= at.Start {
			return
		}
		from := r.index(block, words, done, p.Start)
		to := r.index(block, words, from, p.End)
		shape.WriteString(soften(words[done:from]) + mark)
		done = to
		if link, ok := n.(*ast.Link); ok {
			s.links = append(s.links, link)
			s.Place = s.Place.with(p)
		} else {
			s.bold = append(s.bold, n.(*ast.Emphasis))
		}
	})
	shape.WriteString(soften(words[done:]))
	s.shape = strings.Join(strings.Fields(shape.String()), " ")
	return s
}

// with returns the place from the start of p or q to the end of p or q.
func (p Place) with(q Place) Place { return Place{min(p.Start, q.Start), max(p.End, q.End)} }

// eachMark calls visit for the links and bold words below n, in order.
func (r *checksReader) eachMark(n ast.Node, visit func(n ast.Node, mark string)) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		e, isEmphasis := c.(*ast.Emphasis)
		switch {
		case c.Kind() == ast.KindLink:
			visit(c, linkMark)
		case isEmphasis && e.Level == 2 && !holdsLink(e):
			visit(c, boldMark)
		default:
			r.eachMark(c, visit)
		}
	}
}

func holdsLink(n ast.Node) (found bool) {
	eachLink(n, func(*ast.Link) { found = true })
	return found
}

// index returns the first byte of words, from done on, that stands at or behind
// the byte at of the source.
func (r *checksReader) index(block ast.Node, words string, done, at int) int {
	return done + sort.Search(len(words)-done, func(i int) bool { return r.Offset(block, done+i) >= at })
}

// rule reads the sentence of an item.
func (r *checksReader) rule(s *sentence) {
	f, parts, more := r.wording.match(s.shape)
	switch {
	case f == nil:
		r.unknown(s)
		return
	case more:
		r.report(s.Place, "unknown-rule", "words follow this rule in its item",
			"an item is one sentence; say why in a paragraph after the list:\n"+f.Text)
		return
	case !r.leadToSteps(s.links):
		return
	}
	rule := &Rule{Kind: f.Kind, Next: f.next, Place: s.Place}
	if subject := r.refs(s, parts["question"]); len(subject) > 0 {
		rule.Subject = subject[0]
	}
	rule.Targets = append(r.refs(s, parts["target"]), r.refs(s, parts["targets"])...)
	rule.Except = r.refs(s, parts["except"])
	for _, n := range s.bold[parts["answers"].from:parts["answers"].to] {
		rule.Labels = append(rule.Labels, &RuleAnswer{oneSpace(r.Words(n)), r.Place(n)})
	}
	rule.N = parts["number"].from
	r.rules = append(r.rules, rule)
}

// runTogether reports the lines of an item that are rules of their own, but for the
// hyphen before them, and whether there are any.
func (r *checksReader) runTogether(block ast.Node, s *sentence) bool {
	if _, _, more := r.wording.match(s.shape); !more {
		return false
	}
	found := false
	source := r.Source()
	for at := s.Start; ; {
		n := bytes.IndexByte(source[at:s.End], '\n')
		if n < 0 {
			return found
		}
		at += n + 1
		at += len(source[at:s.End]) - len(bytes.TrimLeft(source[at:s.End], " \t"))
		line, _, _ := bytes.Cut(source[at:s.End], []byte("\n"))
		if f, _, _ := r.wording.match(r.sentenceIn(block, Place{at, s.End}).shape); f != nil {
			found = true
			r.report(Place{at, at + len(bytes.TrimRight(line, " \t\r"))}, "unknown-rule", "this rule is read as a part of the item above it",
				"begin the line with a hyphen and a space")
		}
	}
}

// unknown reports a sentence that is no rule, with the form that it is likest.
func (r *checksReader) unknown(s *sentence) {
	for _, code := range languageOrder {
		other := wordings()[code]
		if f, _, _ := other.match(s.shape); f != nil {
			same := slices.IndexFunc(r.wording.forms, func(g form) bool { return g.Kind == f.Kind && g.next == f.next })
			r.report(s.Place, "unknown-rule",
				"this rule is in "+other.Language+", but the page is read as "+r.wording.Language,
				"write it like this:\n"+r.wording.forms[same].Text)
			return
		}
	}
	r.report(s.Place, "unknown-rule", "no rule is written like this",
		"did you mean this, with your own links and answers?\n"+r.wording.nearest(s.shape))
}

// leadToSteps reports links in a rule that lead to something else.
func (r *checksReader) leadToSteps(links []*ast.Link) bool {
	all := true
	for _, link := range links {
		if target(link) == "" {
			r.report(r.Place(link), "unknown-rule",
				"this link leads to “"+markdown.Destination(link)+"”, which is no step of this self-check",
				"write # and the id of a heading, such as [Safety](#safety)")
			all = false
		}
	}
	return all
}

// refs are the steps that some links of a sentence name.
func (r *checksReader) refs(s *sentence, p part) (refs []*Ref) {
	for _, link := range s.links[p.from:p.to] {
		refs = append(refs, r.ref(link))
	}
	return refs
}

func (r *checksReader) ref(link *ast.Link) *Ref {
	id := target(link)
	return &Ref{ID: id, Step: r.Step(id), Place: r.Place(link)}
}

// hasHeads reports whether table has the heads of a table of cases.
func (r *checksReader) hasHeads(table *east.Table) bool {
	var heads []string
	for c := table.FirstChild().FirstChild(); c != nil; c = c.NextSibling() {
		heads = append(heads, fold(r.Words(c)))
	}
	want := r.wording.Heads
	return slices.Equal(heads, []string{fold(want[0]), fold(want[1]), fold(want[2])})
}

// table reads a table of cases.
func (r *checksReader) table(table *east.Table) {
	head := table.FirstChild()
	if !r.hasHeads(table) {
		r.report(r.Place(head), "cases-head", "this table is not read: its heads are not those of a table of cases",
			"write them like this: | "+strings.Join(r.wording.Heads[:], " | ")+" |")
		return
	}
	for row := head.NextSibling(); row != nil; row = row.NextSibling() {
		r.caseRow(row)
	}
}

func (r *checksReader) caseRow(row ast.Node) {
	who, answers, gets := row.FirstChild(), row.FirstChild().NextSibling(), row.LastChild()
	c := &Case{Who: oneSpace(r.Words(who)), Place: r.Place(who)}
	if c.Who == "" {
		at := max(row.Pos(), 0)
		c.Place = Place{at, at}
		r.report(c.Place, "bad-case", "this case does not say whom it is about",
			"write a few words in its first cell, such as: is 16")
	}
	ok := r.caseAnswers(c, answers)
	if r.caseGets(c, gets) && ok {
		r.cases = append(r.cases, c)
	}
}

// placeIn returns the place of a cell, or of its case if the cell is empty.
func (r *checksReader) placeIn(c *Case, cell ast.Node) Place {
	if r.Words(cell) == "" {
		return c.Place
	}
	p := r.Place(cell)
	eachLink(cell, func(link *ast.Link) { p = p.with(r.Place(link)) })
	return p
}

// caseGets reads where a case ends: one link.
func (r *checksReader) caseGets(c *Case, cell ast.Node) bool {
	var links []*ast.Link
	eachLink(cell, func(link *ast.Link) { links = append(links, link) })
	if len(links) != 1 || target(links[0]) == "" {
		r.report(r.placeIn(c, cell), "bad-case", "the last cell of a case must be one link to a result",
			"write it like this: [Get help now](#get-help-now)")
		return false
	}
	c.Gets = r.ref(links[0])
	return true
}

// caseAnswers reads "Question: answer; Question: answer".
func (r *checksReader) caseAnswers(c *Case, cell ast.Node) bool {
	text := r.Words(cell)
	at := func(from, to int) Place {
		p := Place{r.Offset(cell, from), r.Place(cell).End}
		if to < len(text) {
			p.End = r.Offset(cell, to)
		}
		return Place{p.Start, max(p.Start, p.End)}
	}
	ok := true
	for from := skipTo(text, 0); from < len(text); {
		a, to := r.caseAnswer(text[from:])
		end := from + len(strings.TrimRight(text[from:from+to], " \t\r\n"))
		switch a.Place = at(from, end); {
		case end == from: // two semicolons, or one at the end
		case a.Question == "" || a.Answer == "":
			r.report(a.Place, "bad-case", "“"+text[from:end]+"” does not say which question is answered, and how",
				"write the question's name, a colon, and the answer, with a semicolon before the next: "+
					"Safety: No; Age: Under 18")
			ok = false
		case r.commaFollows(a):
			r.report(a.Place, "bad-case", "a comma stands between two answers of this case", "put ; between answers")
			ok = false
		default:
			c.Answers = append(c.Answers, a)
		}
		from = skipTo(text, from+to+1)
	}
	if ok && len(c.Answers) == 0 {
		r.report(r.placeIn(c, cell), "bad-case", "this case names no answer",
			"write at least one: the question's name, a colon, and the answer, such as Safety: Yes")
	}
	return ok && len(c.Answers) > 0
}

// skipTo returns the first byte of text from at on that is no space.
func skipTo(text string, at int) int {
	at = min(at, len(text))
	return len(text) - len(strings.TrimLeft(text[at:], " \t\r\n"))
}

// caseAnswer reads the answer that text begins with, and returns where it ends:
// at a semicolon that is part of no known answer, or at the end. What is not
// known is given as written, for those who know the tree to report.
func (r *checksReader) caseAnswer(text string) (a *CaseAnswer, end int) {
	a = &CaseAnswer{}
	var colon int
	a.Question, colon = longest(text, r.names, ":")
	if a.Question == "" {
		end = untilSign(text, ";")
		colon = strings.Index(text[:end], ": ")
		if colon < 0 {
			colon = untilSign(text[:end], ":")
		}
		if colon == end {
			return a, end
		}
		a.Question = oneSpace(text[:colon])
	}
	from := colon + 1
	a.Answer, end = longest(text[from:], r.Labels(a.Question), ";")
	if a.Answer == "" {
		end = untilSign(text[from:], ";")
		a.Answer = oneSpace(text[from : from+end])
	}
	return a, from + end
}

// commaFollows reports whether what is taken for one answer is several, with
// commas between them.
func (r *checksReader) commaFollows(a *CaseAnswer) bool {
	if slices.Contains(r.Labels(a.Question), a.Answer) {
		return false
	}
	for at := untilSign(a.Answer, ","); at < len(a.Answer); {
		rest := a.Answer[at+1:]
		if name, _ := longest(rest, r.names, ":"); name != "" {
			return true
		}
		at += 1 + untilSign(rest, ",")
	}
	return false
}

// untilSign returns where the first sign is in text, or its end.
func untilSign(text, sign string) int {
	if i := strings.Index(text, sign); i >= 0 {
		return i
	}
	return len(text)
}

// longest returns the longest of known that text begins with, before sign or
// its end, and where that sign is. A colon must be there.
func longest(text string, known []string, sign string) (found string, at int) {
	best := -1
	for _, k := range known {
		n, ok := beginsWith(text, k)
		if !ok {
			continue
		}
		n = skipTo(text, n)
		if (strings.HasPrefix(text[n:], sign) || n == len(text) && sign == ";") && n > best {
			found, at, best = k, n, n
		}
	}
	return found, at
}
