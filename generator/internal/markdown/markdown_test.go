package markdown

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"unicode"

	"iopguide/generator/internal/diag"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// convert compiles source in English with the tests' glossary.
func convert(source string) (*Document, diag.List) {
	var list diag.List
	f := &diag.File{Name: "x.md", Data: []byte(source)}
	return shared.Convert(f, 0, &Env{Lang: "en", Glossary: glossary}, &list), list
}

var shared = New()

// sources returns the Markdown files of all golden files.
func sources(t testing.TB) map[string][]byte {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, name := range archives {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(data).Files {
			if strings.HasSuffix(f.Name, ".md") {
				all[name+"/"+f.Name] = unquote(f.Data)
			}
		}
	}
	return all
}

func TestBlockSource(t *testing.T) {
	tests := map[string]struct{ source, word, at string }{
		"plain":         {"One two.", "two", "two"},
		"after markup":  {"A **b** [c](d.md) word", "word", "word"},
		"in markup":     {"A **b** [word](d.md)", "word", "word](d"},
		"after a quote": {`"A" word`, "word", "word"},
		"a quote":       {`x "A"`, "“", `"A`},
		"after quotes":  {`"A" "B" word`, "word", "word"},
		"apostrophe":    {"it's word", "’s", "'s"},
		"dash":          {"a -- b --- word", "— word", "--- word"},
		"ellipsis":      {"a... word", "… word", "... word"},
		"entity":        {"a &amp; word", "& word", "&amp; word"},
		"after entity":  {"&eacute;t&eacute; word", "té", "t&eacute;"},
		"escape":        {`\*word\* x`, "* x", `\* x`},
		"after escape":  {`\*word\*`, "word", `word\*`},
		"soft break":    {"a\n  word", "word", "word"},
		"the break":     {"a\nword", " word", "\nword"},
		"hard break":    {"a  \nword", "word", "word"},
		"CRLF":          {"a\r\nword", "word", "word"},
		"code":          {"a `b c` word", "b c", "b c`"},
		"autolink":      {"see <tel:988> word", "tel:988", "tel:988>"},
		"mark":          {"a [@key] word", "word", "word"},
		"html":          {"a <b>word</b>", "word", "word<"},
		"table":         {"| a | b |\n|--|--|\n| c \\| d | *word* |", "word", "word*"},
		"item":          {"- a\n  - [ ] word", "word", "word"},
		"quotation":     {"> a\n> word", "word", "word"},
		"setext":        {"a\nword\n===", "word", "word"},
		"not ASCII":     {"é “ü” 'x' wörd", "wörd", "wörd"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			doc, _ := convert(test.source)
			want := strings.Index(test.source, test.at)
			for b := range doc.Blocks {
				if i := strings.Index(doc.Text(b), test.word); i >= 0 {
					if got := doc.Source(b, i); got != want {
						t.Errorf("%q: got source %d, want %d (blocks %+v)", test.source, got, want, doc.Blocks)
					}
					return
				}
			}
			t.Errorf("%q: no block holds %q: %+v", test.source, test.word, doc.Blocks)
		})
	}
}

// TestSourceOfLetters holds for all golden sources: a letter of a block stands,
// as it is, at its place in the source.
func TestSourceOfLetters(t *testing.T) {
	for name, source := range sources(t) {
		doc, _ := convert(string(source))
		eachBlock(doc, func(d *Document, b int) {
			for i, r := range d.Text(b) {
				at := d.Source(b, i)
				if unicode.IsLetter(r) && source[at] != '&' && !bytes.HasPrefix(source[at:], []byte(string(r))) {
					t.Errorf("%s: %q at %d of %q: got %.10q in the source", name, r, i, d.Text(b), source[at:])
				}
			}
		})
	}
}

// eachBlock calls do for each block of d and its footnotes.
func eachBlock(d *Document, do func(d *Document, block int)) {
	for i := range d.Blocks {
		do(d, i)
	}
	for _, n := range d.Notes {
		eachBlock(n.Body, do)
	}
}

func TestOffset(t *testing.T) {
	body := "## Title\n\nSee [x](y.md).[^a]\n\n[^a]: Note.\n"
	for _, front := range []string{"", "\ufeff", "---\ntitle: x\n---\n", "\ufeff---\r\ntitle: x\r\n---\r\n"} {
		var list diag.List
		f := &diag.File{Name: "x.md", Data: []byte(front + body)}
		doc := shared.Convert(f, len(strings.TrimPrefix(front, "\ufeff")), &Env{Lang: "en"}, &list)
		if front == "\ufeff" {
			doc = shared.Convert(f, 0, &Env{Lang: "en"}, &list)
		}
		if want := strings.Index(string(f.Data), "[x]"); len(doc.Slots) == 0 || doc.Slots[0].Start != want {
			t.Errorf("front %q: got slots %+v, want one at %d", front, doc.Slots, want)
		}
		if want := len(front) + len("## "); doc.Headings[0].Start != want {
			t.Errorf("front %q: got heading at %d, want %d", front, doc.Headings[0].Start, want)
		}
		if len(list) > 0 {
			t.Errorf("front %q: got %v, want no messages", front, list)
		}
	}
}

// TestLineEnds holds for all golden sources: line ends of Windows change
// nothing that is written.
func TestLineEnds(t *testing.T) {
	for name, source := range sources(t) {
		source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
		unix, l1 := convert(string(source))
		windows, l2 := convert(strings.ReplaceAll(string(source), "\n", "\r\n"))
		if got, want := htmlOf(windows), htmlOf(unix); got != want {
			t.Errorf("%s: %s", name, firstDifference([]byte(got), []byte(want)))
		}
		if len(l1) != len(l2) {
			t.Errorf("%s: got %d messages, want %d", name, len(l2), len(l1))
		}
		for i := range unix.Blocks {
			if i >= len(windows.Blocks) || windows.Text(i) != unix.Text(i) {
				t.Errorf("%s: block %d differs from %q", name, i, unix.Text(i))
			}
		}
	}
}

func TestSlug(t *testing.T) {
	used := IDs{}
	for _, test := range []struct{ text, want string }{
		{"What is an IOP?", "what-is-an-iop"},
		{"What is an IOP", "what-is-an-iop-1"},
		{"what is an iop!", "what-is-an-iop-2"},
		{"  ¿Cuánto cuesta?  ", "cuánto-cuesta"},
		{"Cafe\u0301 & co_op – x", "cafe\u0301--co_op--x"},
		{"हिन्दी में", "हिन्दी-में"},
		{"24/7 help", "247-help"},
		{"!?", "section"},
	} {
		if got := Slug(test.text, used); got != test.want {
			t.Errorf("Slug(%q): got %q, want %q", test.text, got, test.want)
		}
	}
}

func TestWords(t *testing.T) {
	doc, _ := convert("## Two words\n\nAnd *three* more, [@key] `code`.\n\n- item\n")
	if got, want := doc.Words(), 7; got != want {
		t.Errorf("got %d words, want %d", got, want)
	}
}

func TestWordKeys(t *testing.T) {
	used := map[string]bool{}
	for _, source := range sources(t) {
		doc, _ := convert(string(source))
		for _, s := range doc.Slots {
			if s.Kind == Word || s.Kind == Label {
				used[s.Dest] = true
			}
		}
	}
	for _, key := range WordKeys {
		if !used[key] {
			t.Errorf("no golden file shows the word %s", key)
		}
		delete(used, key)
	}
	for key := range used {
		t.Errorf("WordKeys lacks %s", key)
	}
}

func TestGlossaryForms(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"an IOP", "iop"}, {"an iop", ""}, {"IOPs", "iop"}, {"IOP’s", "iop"}, {"pre-IOP", ""}, {"IOP-like", ""},
		{"Intensive Outpatient Program", "iop"}, {"outpatient", "outpatient"}, {"outpatients", ""},
		{"Crohn’s disease", "crohns"}, {"step-down care", "step-down"}, {"step, down", ""}, {"act", ""},
	} {
		doc, _ := convert(test.text)
		got := ""
		if len(doc.Terms) > 0 {
			got = doc.Terms[0].Key
		}
		if got != test.want {
			t.Errorf("%q: got term %q, want %q", test.text, got, test.want)
		}
	}
}

func TestFragmentCards(t *testing.T) {
	for name, want := range map[string]string{
		"content/costs.md":                 "card-1",
		"clinic/content/es/_index.md":      "card-1",
		"content/_shared/help.md":          "card-help-1",
		"(built in) content/es/_danger.md": "card-danger-1",
	} {
		var list diag.List
		doc := shared.Convert(&diag.File{Name: name, Data: []byte("> [!TIP]\n> x\n")}, 0, &Env{Lang: "en"}, &list)
		if got := htmlOf(doc); !strings.Contains(got, " id="+want+">") {
			t.Errorf("%s: got %s, want a card %s", name, got, want)
		}
	}
}

// shouting is an extension from elsewhere.
type shouting struct{}

func (shouting) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(parser.WithASTTransformers(util.Prioritized(shouting{}, 900)))
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(shouting{}, 100)))
}

func (shouting) Transform(_ *ast.Document, _ text.Reader, pc parser.Context) {
	Report(pc, 0, 1, "rule", "message", "help")
}

func (shouting) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindThematicBreak, func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			Open(w, Slot{Kind: Word, Dest: "rule"})
		}
		return ast.WalkContinue, nil
	})
}

func TestExtension(t *testing.T) {
	var list diag.List
	f := &diag.File{Name: "x.md", Data: []byte("a\n\n***\n")}
	doc := New(shouting{}).Convert(f, 0, &Env{Lang: "en"}, &list)
	if got, want := htmlOf(doc), "<p>a</p>⟦word rule⟧\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := messages(list), "x.md:1:1-1:2: message [rule]\n  = help\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestConcurrent(t *testing.T) {
	all := sources(t)
	want := map[string]*Document{}
	for name, source := range all {
		want[name], _ = convert(string(source))
	}
	c := New()
	var group sync.WaitGroup
	for name, source := range all {
		for range 4 {
			group.Go(func() {
				var list diag.List
				f := &diag.File{Name: "x.md", Data: source}
				got := c.Convert(f, 0, &Env{Lang: "en", Glossary: glossary}, &list)
				if !reflect.DeepEqual(got, want[name]) {
					t.Errorf("%s: differs when compiled beside others", name)
				}
			})
		}
	}
	group.Wait()
}

func FuzzConvert(f *testing.F) {
	for _, source := range sources(f) {
		f.Add(source, 0, "en")
		f.Add(source, 5, "es")
	}
	f.Fuzz(func(t *testing.T, source []byte, offset int, lang string) {
		var list diag.List
		file := &diag.File{Name: "x.md", Data: source}
		doc := shared.Convert(file, offset, &Env{Lang: lang, Glossary: glossary}, &list)
		c := checker{t, len(source)}
		c.document(doc)
		for _, d := range list {
			c.span("message "+d.Message, d.Start, d.End)
		}
		doc.AppendHTML(nil, func(b []byte, _ Slot) []byte { return b })
	})
}

// TestRandom compiles what no one would write: constructs in pieces, shuffled.
func TestRandom(t *testing.T) {
	pieces := strings.Split(`[@a]|[@|; @b]|](x.md)|[^a]|[^a]: |![|> |> [!NOTE]|- |1. |    |  |`+
		"```|```schedule|Mon 18:00-21:00 x|```levels|a § b § c § here|~~~|`"+
		`|<b>|</b>|<!--|-->|<script>|</script>|*|**|_|"|'|!!|!--!--!|--!--|IOP|outpatient|&amp;|\|\§|{#x}|# |: |===|---|`+
		"\t|word|<tel:1>|https://a.org|[ ]|[x] |.|...|é|“|(|)|[|]|[r]: /u", "|")
	r := rand.New(rand.NewPCG(1, 2))
	for range 10000 {
		var b strings.Builder
		for range r.IntN(24) {
			b.WriteString(strings.ReplaceAll(pieces[r.IntN(len(pieces))], "§", "|"))
			b.WriteString([]string{"", "", " ", "\n", "\n", "\n\n", "\r\n"}[r.IntN(7)])
		}
		source := b.String()
		defer func() {
			if p := recover(); p != nil {
				t.Fatalf("source: %q: %v", source, p)
			}
		}()
		doc, list := convert(source)
		c := checker{t, len(source)}
		c.document(doc)
		for _, d := range list {
			c.span("message "+d.Message, d.Start, d.End)
		}
		if t.Failed() {
			t.Fatalf("source: %q", source)
		}
	}
}

// A checker checks what holds for every document.
type checker struct {
	*testing.T
	length int // of the source
}

func (c checker) span(what string, start, end int) {
	if start < 0 || end < start || end > c.length {
		c.Errorf("%s: got place %d to %d in a file of %d bytes", what, start, end, c.length)
	}
}

func (c checker) document(d *Document) {
	at := 0
	for _, s := range d.Slots {
		c.span("slot "+s.Dest, s.Start, s.End)
		if int(s.at) < at || s.at > d.size {
			c.Errorf("slot %q: got %d in the HTML after %d", s.Dest, s.at, at)
		}
		at = int(s.at)
	}
	c.html(d)
	ids := map[string]bool{}
	for _, h := range d.Headings {
		c.span("heading "+h.Text, h.Start, h.End)
		if h.ID == "" || ids[h.ID] {
			c.Errorf("heading %q: got id %q, used already or empty", h.Text, h.ID)
		}
		ids[h.ID] = true
	}
	for i := range d.Blocks {
		c.block(d, i)
	}
	for _, k := range d.Cards {
		c.span("card "+k.Kind, k.Start, k.End)
	}
	for _, x := range d.Dropped {
		c.span("dropped "+x.Element, x.Start, x.End)
	}
	for _, n := range d.Notes {
		c.span("note "+n.Label, n.Start, n.End)
		c.document(n.Body)
	}
}

var (
	anyTag = regexp.MustCompile(`<(/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+(?:=(?:"[^"]*"|'[^']*'|[^ "'<>=\x60]*))?)*)(/?)>|<`)
	anyID  = regexp.MustCompile(` id=([^ >]*)`)
	// unendedTag matches the elements that need no end tag.
	unendedTag = regexp.MustCompile(`^(?:br|hr|p|li|dt|dd|thead|tbody|tfoot|tr|th|td)$`)
)

// html checks that every element that begins ends, inside the one around it, but
// for those that need no end tag, and that no two have one id.
func (c checker) html(d *Document) {
	var open []string
	ids := map[string]bool{}
	html := d.AppendHTML(nil, func(b []byte, _ Slot) []byte { return b })
	for _, m := range anyTag.FindAllSubmatch(html, -1) {
		switch name := string(m[2]); {
		case name == "":
			c.Errorf("the HTML has a < that begins no tag: %s", html)
		case unendedTag.MatchString(name) || len(m[4]) > 0:
		case len(m[1]) == 0:
			open = append(open, name)
		case len(open) == 0 || open[len(open)-1] != name:
			c.Fatalf("</%s> ends what is not open, in %v: %s", name, open, html)
		default:
			open = open[:len(open)-1]
		}
		if id := anyID.FindSubmatch(m[3]); id != nil {
			if ids[string(id[1])] {
				c.Errorf("two elements have the id %s: %s", id[1], html)
			}
			ids[string(id[1])] = true
		}
	}
	if len(open) > 0 {
		c.Errorf("%v do not end: %s", open, html)
	}
}

func (c checker) block(d *Document, n int) {
	b, text := d.Blocks[n], d.Text(n)
	c.span(fmt.Sprintf("block %d", n), int(b.Start), int(b.End))
	last := int(b.Start)
	for i := range text {
		at := d.Source(n, i)
		if at < last || at > c.length {
			c.Errorf("block %q: byte %d stands at %d, after %d, in a file of %d bytes", text, i, at, last, c.length)
		}
		last = at
	}
}
