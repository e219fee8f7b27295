package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// citations reads `[@key]` and `[@key; @key]`: the sources of what is said.
var citations = &ext{
	inline: citationParser{},
	renderers: renderers{kindCitation: func(w *output, n ast.Node, entering bool) ast.WalkStatus {
		if entering {
			for _, s := range n.(*citation).marks {
				Open(w, s)
			}
		}
		return ast.WalkContinue
	}},
}

var kindCitation = ast.NewNodeKind("Citation")

// A citation is the node of one pair of brackets.
type citation struct {
	ast.BaseInline
	marks []Slot
}

func (n *citation) Kind() ast.NodeKind            { return kindCitation }
func (n *citation) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }
func (n *citation) mark()                         {}

type citationParser struct{}

// Trigger implements parser.InlineParser. An exclamation mark before a mark
// would otherwise begin a picture.
func (citationParser) Trigger() []byte { return []byte{'[', '!'} }

// Parse implements parser.InlineParser.
func (citationParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	start, shout, ok := openMark(block, '@')
	if !ok {
		return nil
	}
	parts, ok := block.FindClosure('[', ']', text.FindClosureOptions{Newline: true, Advance: true})
	if !ok || followsLink(block, pc) {
		return nil
	}
	_, end := block.Position()
	n := &citation{}
	if !n.read(block.Source(), parts) {
		help := "write one source as [@key], and two as [@key; @other-key]"
		if joined := joinedKeys(parts.Value(block.Source())); joined != "" {
			help = "a key has no blanks: write " + joined
		}
		Report(pc, start, end.Start, "bad-citation", "this citation cannot be read", help)
		return nil
	}
	if len(n.marks) == 1 {
		n.marks[0].Start, n.marks[0].End = start, end.Start
	}
	j := jobOf(pc)
	j.marks = append(j.marks, n)
	if shout {
		ast.MergeOrAppendTextSegment(parent, text.NewSegment(start-1, start))
	}
	return n
}

// read takes the keys out of what stands between the brackets.
func (n *citation) read(source []byte, parts *text.Segments) bool {
	for i := range parts.Len() {
		part := parts.At(i)
		at := part.Start
		for word := range bytes.SplitSeq(source[part.Start:part.Stop], []byte(";")) {
			trimmed := bytes.TrimSpace(word)
			start := at + bytes.Index(word, trimmed)
			at += len(word) + 1
			if len(trimmed) == 0 {
				continue
			}
			if trimmed[0] != '@' || !IsKey(trimmed[1:]) {
				return false
			}
			n.marks = append(n.marks, Slot{Kind: Mark, Dest: string(trimmed[1:]),
				Start: start, End: start + len(trimmed)})
		}
	}
	return len(n.marks) > 0
}

// joinedKeys returns the citation that text, what stands between its brackets, would be
// with hyphens for the blanks in its keys; "" if it would be none.
func joinedKeys(text []byte) string {
	var words []string
	for word := range bytes.SplitSeq(text, []byte(";")) {
		rest, ok := bytes.CutPrefix(bytes.TrimSpace(word), []byte("@"))
		key := bytes.Join(bytes.Fields(rest), []byte("-"))
		if !ok || !IsKey(key) {
			return ""
		}
		words = append(words, "@"+string(key))
	}
	return "[" + strings.Join(words, "; ") + "]"
}

// IsKey reports whether key can be a source's: it is made of letters, digits
// and, between them, the signs _ . : / and -.
func IsKey(key []byte) bool {
	for i := 0; i < len(key); {
		r, size := utf8.DecodeRune(key[i:])
		i += size
		between := i > size && i < len(key)
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !(between && strings.ContainsRune("_.:/-", r)) {
			return false
		}
	}
	return len(key) > 0
}

// openMark reads the beginning of a mark, `[` and sign, and returns where its
// bracket stands, and whether an exclamation mark stands before that: the words
// "Really![@key]" hold no picture.
func openMark(block text.Reader, sign byte) (start int, shout, ok bool) {
	line, at := block.PeekLine()
	start = at.Start
	if shout = line[0] == '!'; shout {
		line, start = line[1:], start+1
	}
	if len(line) < 3 || line[0] != '[' || line[1] != sign {
		return 0, false, false
	}
	block.Advance(start - at.Start + 1)
	return start, shout, true
}

// followsLink reports whether brackets that have just ended are the words of a
// link.
func followsLink(block text.Reader, pc parser.Context) bool {
	line, _ := block.PeekLine()
	if len(line) == 0 || line[0] == '(' {
		return len(line) > 0
	}
	if line[0] != '[' {
		return false
	}
	end := bytes.IndexByte(line, ']')
	if end < 0 {
		return false
	}
	_, ok := pc.Reference(util.ToLinkReference(line[1:end]))
	return ok
}
