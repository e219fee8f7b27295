package schema

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"iopguide/generator/internal/diag"

	"github.com/adrg/frontmatter"
	"go.yaml.in/yaml/v4"
)

// All that knows a YAML library is in this file. It turns YAML into raw Values:
// their kind is what YAML makes of them, their Field is still unknown.

// A reader reads the YAML between start and end of a file.
type reader struct {
	f          *diag.File
	start, end int
	whole      bool // it is a file, not the front matter of a page
	list       *diag.List
	lines      []int // where its lines begin, once that was asked for

	// The last place that was asked for: nodes come in their order, so the
	// characters of a long line are counted once.
	line, column, at int
}

// load parses the whole of f. It returns no Value if there is nothing in it but
// remarks, and false if it could not be read.
func load(f *diag.File, list *diag.List) (*Value, bool) {
	r := newReader(f, skipBOM(f.Data), len(f.Data), list)
	r.whole = true
	return r.load(func(docs *[]yaml.Node) error { return decode(f.Data[r.start:], docs) })
}

// loadFront parses the front matter of f between its fences, which begin at
// open and shut.
func loadFront(f *diag.File, open, shut line, list *diag.List) (*Value, bool) {
	return newReader(f, open.next, shut.start, list).load(parseFront(f, open, shut))
}

func parseFront(f *diag.File, open, shut line) func(*[]yaml.Node) error {
	return func(docs *[]yaml.Node) error {
		format := frontmatter.NewFormat("---", "---", decode)
		_, err := frontmatter.MustParse(bytes.NewReader(f.Data[open.start:shut.next]), docs, format)
		return err
	}
}

// decode parses data into v, a *[]yaml.Node.
func decode(data []byte, v any) error { return yaml.Load(data, v, yaml.WithAllDocuments()) }

func newReader(f *diag.File, start, end int, list *diag.List) *reader {
	return &reader{f: f, start: start, end: end, list: list, line: 1, column: 1, at: start}
}

func (r *reader) load(parse func(*[]yaml.Node) error) (*Value, bool) {
	if !characters(r.f, r.start, r.end, r.whole, r.list) {
		return nil, false
	}
	if v := r.flat(); v != nil {
		return v, true
	}
	return r.loadAny(parse)
}

// loadAny reads YAML of every sort.
func (r *reader) loadAny(parse func(*[]yaml.Node) error) (*Value, bool) {
	var docs []yaml.Node
	if err := parse(&docs); err != nil {
		r.syntax(err)
		return nil, false
	}
	if len(docs) > 1 {
		at := r.offset(docs[1].Line, docs[1].Column)
		r.error(at, lineAt(r.f.Data, at).end, "from here on, this is cut off from what stands above it", "keep one: delete the line that parts them")
		return nil, false
	}
	if len(docs) == 0 || len(docs[0].Content) == 0 {
		return nil, true
	}
	v := r.value(docs[0].Content[0])
	if v.null {
		return nil, true
	}
	return v, !v.bad
}

func (r *reader) error(start, end int, message, help string) {
	r.list.Error(r.f, start, end, "yaml", message, help)
}

// syntax reports why YAML could not be parsed.
func (r *reader) syntax(err error) {
	var e *yaml.LoadError
	if !errors.As(err, &e) {
		r.error(r.start, r.start, "this cannot be read as keys with values", "the program that reads them says: "+err.Error())
		return
	}
	at := r.offset(e.Mark.Line, e.Mark.Column)
	context := at
	if e.ContextMark.Line > 0 {
		context = r.offset(e.ContextMark.Line, e.ContextMark.Column)
	}
	p := explain(r.f.Data[:r.end], r.start, at, context, e.Message)
	r.error(p.start, p.end, p.message, p.help)
}

// offset returns the place of a line and a column in characters, both counted
// from 1.
func (r *reader) offset(line, column int) int {
	if r.lines == nil {
		r.lines = lineStarts(r.f.Data, r.start, r.end)
	}
	line = min(max(line, 1), len(r.lines))
	if line != r.line || column < r.column {
		r.line, r.column, r.at = line, 1, r.lines[line-1]
	}
	for ; r.column < column && r.at < r.end && r.f.Data[r.at] != '\n'; r.column++ {
		_, size := utf8.DecodeRune(r.f.Data[r.at:r.end])
		r.at += size
	}
	return r.at
}

// lineStarts returns where the lines of data between start and end begin.
func lineStarts(data []byte, start, end int) []int {
	starts := []int{start}
	for i := start; i < end; i++ {
		if data[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// value turns a node into a raw Value.
func (r *reader) value(n *yaml.Node) *Value {
	v := &Value{File: r.f, Start: r.offset(n.Line, n.Column)}
	v.End = v.Start
	if r.refused(n, v) {
		v.bad = true
		return v
	}
	switch n.Kind {
	case yaml.MappingNode:
		r.mapping(n, v)
	case yaml.SequenceNode:
		v.kind = List
		for _, c := range n.Content {
			item := r.value(c)
			v.add(item)
			v.End = item.End
		}
	default:
		r.scalar(n, v)
	}
	if n.Kind != yaml.ScalarNode && n.Style&yaml.FlowStyle != 0 {
		v.End = r.bracket(max(v.End, v.Start+1))
	}
	return v
}

// refused reports what YAML has for programs only.
func (r *reader) refused(n *yaml.Node, v *Value) bool {
	if v.Start >= r.end {
		return false
	}
	what := ""
	switch c := r.f.Data[v.Start]; {
	case n.Kind == yaml.AliasNode:
		what = "*"
	case c == '&' && n.Anchor != "":
		what = "&"
	case c == '!':
		what = "!"
	default:
		return false
	}
	v.End = r.written(v.Start)
	r.error(v.Start, v.End, "a value cannot begin with "+what, "put it in quotes: "+quote(string(r.f.Data[v.Start:v.End])))
	return true
}

// written returns the end of the plain value that begins at start: that of its
// line, or inside brackets the next comma or bracket.
func (r *reader) written(start int) int {
	l := lineAt(r.f.Data[:r.end], start)
	if bytes.ContainsAny(r.f.Data[l.start:start], "[{") {
		if i := bytes.IndexAny(r.f.Data[start:l.end], ",]}"); i > 0 {
			return start + i
		}
	}
	return l.end
}

func (r *reader) mapping(n *yaml.Node, v *Value) {
	v.mapping()
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := r.value(n.Content[i]), r.value(n.Content[i+1])
		value.KeyStart, value.KeyEnd = key.Start, key.End
		v.End = max(key.End, value.End)
		switch first := v.Get(key.text); {
		case key.bad:
		case n.Content[i].Kind != yaml.ScalarNode || key.text == "" || n.Content[i].Tag == "!!merge":
			r.error(key.Start, key.End, "this is no key", "a key is a word with a colon after it, as title:")
		case first != nil:
			r.list.Add(diag.Diagnostic{File: r.f, Start: key.Start, End: key.End, Rule: "duplicate-key",
				Message: "the key " + key.text + " stands here twice", Help: "keep one of them",
				Related: []diag.Place{{File: r.f, Start: first.KeyStart, End: first.KeyEnd, Note: "it is first written here"}}})
		default:
			v.put(key.text, value)
		}
	}
}

func (r *reader) scalar(n *yaml.Node, v *Value) {
	v.text = n.Value
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		v.text = strings.TrimRight(n.Value, "\n")
		v.End = r.cover(lineAt(r.f.Data[:r.end], v.Start).next, v.text)
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		v.End = r.quoted(v.Start)
	default:
		v.End = r.cover(v.Start, n.Value)
		v.kind, v.null = plain(n)
		if v.kind == Flag {
			v.text = strings.ToLower(n.Value)
		}
		r.remark(v)
	}
}

// plain returns what YAML makes of a scalar without quotes. Numbers that are
// not written as people do stay text.
func plain(n *yaml.Node) (kind Type, null bool) {
	switch n.ShortTag() {
	case "!!null":
		return Text, true
	case "!!bool":
		return Flag, false
	case "!!int":
		if i, err := strconv.Atoi(n.Value); err == nil && strconv.Itoa(i) == n.Value {
			return Number, false
		}
	}
	return Text, false
}

// remark reports that the end of a value, as in "Why we are #1", is taken for a
// remark. What is meant as a remark has a space after its #.
func (r *reader) remark(v *Value) {
	at := v.End
	for at < r.end && (r.f.Data[at] == ' ' || r.f.Data[at] == '\t') {
		at++
	}
	if v.kind != Text || at >= r.end || r.f.Data[at] != '#' {
		return
	}
	rest := r.f.Data[at:lineAt(r.f.Data[:r.end], at).end]
	if len(rest) < 2 || strings.ContainsRune(" #\t", rune(rest[1])) {
		return
	}
	whole := string(bytes.TrimSpace(r.f.Data[v.Start : at+len(rest)]))
	r.error(at, at+len(rest), "from # on this is a remark that nobody sees",
		"if it belongs to the value, use quotes: "+quote(whole)+"\nelse put a space after #")
	v.bad = true
}

// cover returns the end of text that begins at start, on however many lines.
func (r *reader) cover(start int, text string) int {
	at := start
	for i := 0; i < len(text); i++ {
		if blank(text[i]) {
			continue
		}
		for at < r.end && blank(r.f.Data[at]) {
			at++
		}
		if at >= r.end || r.f.Data[at] != text[i] {
			break
		}
		at++
	}
	return at
}

// quoted returns the end of the quoted scalar that begins at start.
func (r *reader) quoted(start int) int {
	mark := r.f.Data[start]
	for at := start + 1; at < r.end; at++ {
		switch c := r.f.Data[at]; {
		case c == '\\' && mark == '"':
			at++
		case c == mark && mark == '\'' && at+1 < r.end && r.f.Data[at+1] == mark:
			at++
		case c == mark:
			return at + 1
		}
	}
	return r.end
}

// bracket returns the end of a list or mapping in brackets, whose last item
// ends at at.
func (r *reader) bracket(at int) int {
	for at < r.end {
		switch c := r.f.Data[at]; {
		case c == ']' || c == '}':
			return at + 1
		case c == '#':
			at = lineAt(r.f.Data[:r.end], at).next
		case blank(c) || c == ',' || c == ':':
			at++
		default:
			return at
		}
	}
	return at
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
