//go:build browser

package browser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

// heard are the sheets whose reading aloud is kept in testdata/heard.
var heard = []string{
	"index.html", "what-is-an-iop/index.html", "a-week-in-an-iop/index.html", "levels-of-care/index.html",
	"conditions/index.html", "conditions/depression/index.html", "get-help-now/index.html",
	"glossary/index.html", "es/get-help-now/index.html", "404.html",
}

// TestHeard compares what a screen reader is told of ten pages with what was
// reviewed; -update writes it anew.
func TestHeard(t *testing.T) {
	root := way{plain, "/"}.serve(t)
	inTabs(t, heard, func(path string) string { return path }, func(b *tab, path string) error {
		if err := b.size(1280); err != nil {
			return err
		}
		if err := b.open(root + path); err != nil {
			return err
		}
		tree, err := chromedp.Call(b.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
		if err != nil {
			return err
		}
		return golden(goldenName(path), readAloud(tree.Nodes))
	})
	t.Logf("counted: %d pages", len(heard))
}

func goldenName(path string) string {
	name := strings.TrimSuffix(strings.TrimSuffix(path, ".html"), "/index")
	return filepath.Join("testdata", "heard", strings.ReplaceAll(name, "/", "-")+".txt")
}

// golden compares text with the file name, or writes it there.
func golden(name, text string) error {
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		return os.WriteFile(name, []byte(text), 0o666)
	}
	want, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if text == string(want) {
		return nil
	}
	g, w := strings.Split(text, "\n"), strings.Split(string(want), "\n")
	for i := 0; ; i++ {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			return fmt.Errorf("line %d\n\tgot  %s\n\twant %s\n\tif this is right, go test -tags browser ./generator/browser -run 'Heard|Views' -update",
				i+1, at(g, i), at(w, i))
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(the end)"
}

// quiet are roles that are not spoken: they only hold what is. So does a form without
// a name, which some versions of Chromium tell of and others do not.
var quiet = map[string]bool{
	"": true, "none": true, "generic": true, "InlineTextBox": true, "RootWebArea": true, "paragraph": true, "rowgroup": true,
	"LayoutTable": true, "LayoutTableRow": true, "LayoutTableCell": true, "DescriptionList": true, "LineBreak": true,
	"ListMarker": true, "strong": true, "emphasis": true, "Section": true, "SvgRoot": true, "superscript": true,
	"code": true, "time": true, "deletion": true, "DisclosureTriangleGrouped": true, "listitem": true, "row": true,
	"sectionheader": true, "Figcaption": true,
}

// spoken are the roles whose name says all that is in them, unless they hold a link.
var spoken = map[string]bool{"link": true, "heading": true, "button": true, "img": true, "image": true, "columnheader": true,
	"rowheader": true, "cell": true, "term": true, "DisclosureTriangle": true}

// readAloud flattens an accessibility tree to lines of a role and a name, in the
// order in which they are read.
func readAloud(nodes []*accessibility.Node) string {
	byID := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range nodes {
		byID[n.NodeID] = n
	}
	r := reader{nodes: byID}
	if len(nodes) > 0 {
		fmt.Fprintf(&r.out, "page %q\n", text(nodes[0].Name))
		r.read(nodes[0])
	}
	r.flush()
	return r.out.String()
}

// A reader writes lines, and joins pieces of text that are read in one go.
type reader struct {
	nodes map[accessibility.NodeID]*accessibility.Node
	words strings.Builder
	out   bytes.Buffer
}

func (r *reader) read(n *accessibility.Node) {
	role := text(n.Role)
	switch {
	case n.Ignored || quiet[role] || role == "form" && text(n.Name) == "":
		r.children(n)
		if role == "paragraph" || role == "listitem" {
			r.flush()
		}
	case role == "StaticText":
		r.words.WriteString(text(n.Name))
	default:
		r.flush()
		whole := spoken[role] && !r.has(n, "link")
		fmt.Fprintf(&r.out, "%s%s\n", role, r.details(n, whole))
		if !whole {
			r.children(n)
			r.flush()
		}
	}
}

func (r *reader) children(n *accessibility.Node) {
	for _, id := range n.ChildIDs {
		if c := r.nodes[id]; c != nil {
			r.read(c)
		}
	}
}

// flush ends a line of text.
func (r *reader) flush() {
	if words := strings.Join(strings.Fields(r.words.String()), " "); words != "" {
		fmt.Fprintf(&r.out, "%q\n", words)
	}
	r.words.Reset()
}

// has reports whether an element below n has the role.
func (r *reader) has(n *accessibility.Node, role string) bool {
	for _, id := range n.ChildIDs {
		if c := r.nodes[id]; c != nil && (text(c.Role) == role || r.has(c, role)) {
			return true
		}
	}
	return false
}

// details are what is said of a node besides its role: the level of a heading,
// the length of a list, the name, unless what is in the node says it, the state.
func (r *reader) details(n *accessibility.Node, whole bool) string {
	var b strings.Builder
	for _, p := range n.Properties {
		if p.Name == "level" && text(n.Role) == "heading" {
			b.WriteString(" " + text(p.Value))
		}
	}
	if text(n.Role) == "list" {
		fmt.Fprintf(&b, " of %d", len(n.ChildIDs))
	}
	if name := text(n.Name); name != "" && (whole || !spoken[text(n.Role)]) {
		fmt.Fprintf(&b, " %q", name)
	}
	if description := text(n.Description); description != "" {
		fmt.Fprintf(&b, " described as %q", description)
	}
	for _, p := range n.Properties {
		switch p.Name {
		case "expanded", "pressed", "checked", "disabled", "roledescription":
			fmt.Fprintf(&b, " %s=%s", p.Name, text(p.Value))
		}
	}
	return b.String()
}

// text is a value as words.
func text(v *accessibility.Value) string {
	if v == nil || len(v.Value) == 0 {
		return ""
	}
	var value any
	if json.Unmarshal(v.Value, &value) != nil || value == nil {
		return ""
	}
	return fmt.Sprint(value)
}
