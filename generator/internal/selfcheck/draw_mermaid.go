package selfcheck

import (
	"fmt"
	"strings"
	"unicode"
)

// Mermaid draws the tree as a Mermaid flowchart.
func (t *Tree) Mermaid(title string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\n---\nflowchart TB\n", strings.Join(strings.Fields(title), " "))
	for _, s := range t.Steps {
		open, shut := `("`, `")`
		if s.IsResult() {
			open, shut = `[["`, `"]]`
		}
		fmt.Fprintf(&b, "  %s%s%s%s\n", nodeID(s), open, mermaidLines(boxWords(s)), shut)
	}
	for _, s := range t.Steps {
		for _, a := range t.arrows(s) {
			fmt.Fprintf(&b, "  %s -->|\"%s\"| %s\n", nodeID(s), mermaidLines(a.labels), nodeID(a.to))
		}
	}
	for u := Emergency; u >= Information; u-- {
		c := colors[u]
		fmt.Fprintf(&b, "  classDef u%d fill:%s,stroke:%s,color:%s\n", u, c.fill, c.line, ink)
		for _, s := range t.Steps {
			if s.Card != nil && s.Card.Urgency == u {
				fmt.Fprintf(&b, "  class %s u%d\n", nodeID(s), u)
			}
		}
	}
	return b.String()
}

func mermaidLines(lines []string) string {
	escaped := make([]string, len(lines))
	for i, l := range lines {
		escaped[i] = mermaidEscaped(l)
	}
	return strings.Join(escaped, "<br>")
}

// mermaidEscaped writes as a number what Mermaid could take for markup: it
// reads labels as Markdown, where "1. " begins a list.
func mermaidEscaped(text string) string {
	var b strings.Builder
	letters := false
	for _, r := range text {
		letters = letters || unicode.IsLetter(r)
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			b.WriteRune(r)
		case strings.ContainsRune(",?¿'’“”…–—·", r) || letters && strings.ContainsRune(".-:", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
