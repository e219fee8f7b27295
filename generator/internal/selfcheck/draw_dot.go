package selfcheck

import (
	"fmt"
	"strings"
)

// DOT draws the tree in the language of Graphviz.
func (t *Tree) DOT(title string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph selfcheck {\n  label=%s; labelloc=t; rankdir=TB;\n", dotQuoted(title))
	b.WriteString("  node [shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", fontname=\"sans-serif\"];\n")
	b.WriteString("  edge [fontname=\"sans-serif\", fontsize=11];\n")
	for _, s := range t.Steps {
		look := ""
		if s.IsResult() {
			c := colorOf(s)
			look = fmt.Sprintf(", shape=octagon, style=filled, color=%q, fillcolor=%q", c.line, c.fill)
		}
		fmt.Fprintf(&b, "  %s [label=%s%s];\n", nodeID(s), dotQuoted(boxWords(s)...), look)
	}
	for _, s := range t.Steps {
		for _, a := range t.arrows(s) {
			fmt.Fprintf(&b, "  %s -> %s [label=%s];\n", nodeID(s), nodeID(a.to), dotQuoted(a.labels...))
		}
	}
	b.WriteString("}\n")
	return b.String()
}

// nodeID names a step in a drawing.
func nodeID(s *Step) string { return fmt.Sprintf("s%d", s.Index+1) }

// boxWords returns what stands in the box of a step.
func boxWords(s *Step) []string {
	switch {
	case s.IsResult():
		return []string{s.Name, s.urgent()}
	case s.Question == s.Name || s.Question == "":
		return []string{s.Name}
	}
	return []string{s.Name, s.Question}
}

// dotQuoted quotes lines for Graphviz, which reads backslashes and entities in
// labels.
func dotQuoted(lines ...string) string {
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;", "\n", " ", "\r", " ")
	for i, l := range lines {
		if i == 0 {
			lines = append([]string(nil), lines...)
		}
		lines[i] = escape.Replace(l)
	}
	return `"` + strings.Join(lines, `\n`) + `"`
}

// An arrow is all answers that lead from one step to another.
type arrow struct {
	from, to *Step
	labels   []string
}

// arrows returns the arrows out of s, in the order of their first answers. The
// cells of one row of points share a label.
func (t *Tree) arrows(s *Step) []*arrow {
	var list []*arrow
	byTarget := map[*Step]*arrow{}
	for _, e := range s.exits() {
		a := byTarget[e.to]
		if a == nil {
			a = &arrow{from: s, to: e.to}
			byTarget[e.to] = a
			list = append(list, a)
		}
		a.add(e.label)
	}
	return list
}

// add adds an answer. "Sleep = Hard" after "Sleep = A little" becomes one label
// with it.
func (a *arrow) add(label string) {
	row, column, isCell := strings.Cut(label, " = ")
	if n := len(a.labels); isCell && n > 0 && strings.HasPrefix(a.labels[n-1], row+" = ") {
		a.labels[n-1] += ", " + column
		return
	}
	a.labels = append(a.labels, label)
}
