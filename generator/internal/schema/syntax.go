package schema

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A problem is a mistake of YAML in plain words.
type problem struct {
	start, end    int
	message, help string
}

// A stumble is where YAML stopped, and what it said.
type stumble struct {
	data    []byte // up to the end of the YAML
	start   int    // of the YAML
	at      int    // where it stopped
	context int    // where what it was reading began
	says    string
}

// A cause explains a stumble, or returns a problem without a message.
type cause struct {
	says    string // is part of what YAML says
	explain func(stumble) problem
}

// causes are tried in their order.
var causes = []cause{
	{"tab", tab},
	{"cannot start any token", tab},
	{"cannot start any token", beginning},
	{"anchor", beginning},
	{"alphabetic or numeric", beginning},
	{"mapping values are not allowed", openQuote},
	{"mapping values are not allowed", tight},
	{"mapping values are not allowed", colon},
	{"mapping values are not allowed", afterQuote},
	{"mapping values are not allowed", deeper},
	{"could not find expected ':'", tightAtContext},
	{"could not find expected ':'", noKey},
	{"unexpected end of stream", unclosedQuote},
	{"unexpected document indicator", unclosedQuote},
	{"did not find expected key", openQuote},
	{"did not find expected key", afterQuote},
	{"did not find expected key", afterValue},
	{"did not find expected key", crooked},
	{"<document start>", crooked},
	{"did not find expected '-'", noItem},
	{"expected ',' or ']'", unclosedList},
	{"expected ',' or '}'", unclosedMap},
	{"entries are not allowed", itemBeside},
	{"mapping keys are not allowed", beginning},
	{"expected comment or line break", afterBlock},
	{"scanning a block scalar", afterBlock},
	{"escape", backslash},
	{"hexadecimal", backslash},
	{"expected node content", missingItem},
	{"expected node content", beginning},
	{"comment without preceding whitespace", tightRemark},
}

// explain says in plain words why YAML stopped.
func explain(data []byte, start, at, context int, says string) problem {
	s := stumble{data, start, at, context, says}
	for _, c := range causes {
		if strings.Contains(says, c.says) {
			if p := c.explain(s); p.message != "" {
				return p
			}
		}
	}
	l := s.line(at)
	return problem{at, max(at, l.end), "this cannot be read as keys with values",
		"look at the quotes, the colons and the spaces at the start of this line and of the one above it"}
}

func (s stumble) line(at int) line {
	l := lineAt(s.data, at)
	l.start = max(l.start, s.start)
	return l
}

func (s stumble) text(l line) string { return string(s.data[l.start:l.end]) }

func tab(s stumble) problem {
	l := s.line(s.at)
	lead := s.text(l)[:len(s.text(l))-len(strings.TrimLeft(s.text(l), " \t"))]
	if i := strings.IndexByte(lead, '\t'); i >= 0 {
		return problem{l.start + i, l.start + i + 1, "a tab stands where only spaces may stand", "put two spaces in its place"}
	}
	return problem{}
}

// beginning is a value that begins with a character that has a meaning of its
// own.
func beginning(s stumble) problem {
	l := s.line(s.context)
	at := s.context
	if key, value := keyValue(s.text(l)); key != "" && value < l.end-l.start {
		at = l.start + value
	}
	if at >= l.end {
		return problem{}
	}
	r, _ := utf8.DecodeRune(s.data[at:l.end])
	value := strings.TrimSpace(string(s.data[at:l.end]))
	return problem{at, l.end, "a value cannot begin with " + string(r), "put it in quotes: " + quote(value)}
}

// tight is a key whose colon has no space after it, on the line above or here.
func tight(s stumble) problem {
	l := s.line(s.at)
	if p := tightColon(s, l); p.message != "" {
		return p
	}
	if up, ok := above(s.data, s.start, l); ok {
		return tightColon(s, up)
	}
	return problem{}
}

func tightAtContext(s stumble) problem { return tightColon(s, s.line(s.context)) }

func tightColon(s stumble, l line) problem {
	text := strings.TrimSpace(s.text(l))
	key, value, ok := strings.Cut(text, ":")
	if !ok || value == "" || value[0] == ' ' || strings.HasPrefix(value, "//") || !isKey(key) {
		return problem{}
	}
	at := l.start + bytes.IndexByte(s.data[l.start:l.end], ':')
	return problem{at, at + 1, "there is no space after the colon", "write it with one: " + key + ": " + value}
}

// colon is a colon and a space inside a value without quotes.
func colon(s stumble) problem {
	l := s.line(s.at)
	key, value := keyValue(s.text(l))
	if key == "" || l.start+value >= s.at {
		return problem{}
	}
	text := strings.TrimSpace(s.text(l)[value:])
	if text[0] == '"' || text[0] == '\'' {
		return problem{}
	}
	return problem{l.start + value, l.end, "a colon and a space stand inside the value of " + key,
		"put the value in quotes: " + key + ": " + quote(uncurled(text))}
}

// deeper is a line that is indented below a line that has its value already.
func deeper(s stumble) problem {
	l := s.line(s.at)
	up, ok := above(s.data, s.start, l)
	if !ok || indent(s.text(l)) <= indent(s.text(up)) {
		return problem{}
	}
	help := "remove the spaces before it, or the value above it"
	if key, _ := keyValue(s.text(up)); key != "" {
		help = "begin it where " + key + " begins"
		if owner := s.bareKey(up); owner != "" {
			help = "begin " + key + " where it begins, so that both stand below " + owner
		}
	}
	return problem{l.start + indent(s.text(l)), l.end, "this line is indented below one that has its value already", help}
}

// bareKey returns the key without a value in the line above l, if it begins where l does.
func (s stumble) bareKey(l line) string {
	up, ok := above(s.data, s.start, l)
	key, bare := strings.CutSuffix(strings.TrimSpace(s.text(up)), ":")
	if !ok || !bare || !isKey(key) || indent(s.text(up)) != indent(s.text(l)) {
		return ""
	}
	return key
}

func noKey(s stumble) problem {
	l := s.line(s.context)
	return problem{l.start + indent(s.text(l)), l.end, "this line is no key with a value",
		"write it as key: value\nif the text of the page begins here, put a line --- above it"}
}

func unclosedQuote(s stumble) problem {
	l := s.line(s.context)
	return problem{s.context, l.end, "these quotes are opened and never closed",
		"put " + string(s.data[s.context:s.context+1]) + " at the end of the value"}
}

// openQuote is a line of quotes that closes those left open above it.
func openQuote(s stumble) problem {
	l := s.line(s.at)
	here := s.text(l)
	for up, ok := above(s.data, s.start, l); ok; up, ok = above(s.data, s.start, up) {
		text := s.text(s.line(up.start))
		key, value := keyValue(text)
		if key == "" || text[value] != '"' && text[value] != '\'' {
			continue
		}
		mark := text[value : value+1]
		if strings.Count(text[value:], mark) > 1 || !strings.Contains(here, mark) {
			return problem{}
		}
		start := s.line(up.start).start + value
		return unclosedQuote(stumble{s.data, s.start, start, start, s.says})
	}
	return problem{}
}

// afterQuote is a value that goes on after its closing quote.
func afterQuote(s stumble) problem {
	l := s.line(s.at)
	key, value := keyValue(s.text(l))
	if key == "" || l.start+value >= s.at {
		return problem{}
	}
	text := strings.TrimSpace(s.text(l)[value:])
	if text[0] != '"' && text[0] != '\'' {
		return problem{}
	}
	inner := text[1:]
	if len(inner) > 0 && inner[len(inner)-1] == text[0] {
		inner = inner[:len(inner)-1]
	} else {
		inner = text
	}
	return problem{l.start + value, l.end, "the value of " + key + " goes on after its closing quote",
		"write it as " + key + ": " + quote(inner)}
}

// afterValue is text after the end of a value.
func afterValue(s stumble) problem {
	l := s.line(s.at)
	if s.at <= l.start+indent(s.text(l)) || s.at >= l.end {
		return problem{}
	}
	return problem{s.at, l.end, "here is text after the end of the value", "delete it, or put all of the value in quotes"}
}

// crooked is a line that does not begin where those beside it begin.
func crooked(s stumble) problem {
	l := s.line(s.at)
	text := s.text(l)
	p := problem{start: l.start + indent(text), end: l.end}
	if strings.HasPrefix(strings.TrimSpace(text), "- ") {
		p.message, p.help = "here is an item of a list where a key is expected", "put a key above it, as keywords:"
		return p
	}
	p.message = "this line does not begin in the column of the lines beside it"
	p.help = "give it as many spaces at its start as they have"
	return p
}

func noItem(s stumble) problem {
	l := s.line(s.at)
	return problem{l.start + indent(s.text(l)), l.end, "this line is no item of the list above it",
		"begin it with - and a space, or put what is above it under a key"}
}

func unclosedList(s stumble) problem { return unclosed(s, "list", "[", "]") }

func unclosedMap(s stumble) problem { return unclosed(s, "group", "{", "}") }

func unclosed(s stumble, what, open, shut string) problem {
	l := s.line(s.context)
	return problem{s.context, l.end, "the " + what + " that " + open + " opens is not closed",
		"put " + shut + " at its end; a comma parts its items"}
}

func itemBeside(s stumble) problem {
	l := s.line(s.at)
	value := strings.TrimSpace(string(s.data[s.at:l.end]))
	return problem{s.at, l.end, "an item of a list cannot stand beside its key",
		"put it on a line of its own, or, if it is no list, in quotes: " + quote(value)}
}

// afterBlock is text beside the | or > that begins a text of several lines.
func afterBlock(s stumble) problem {
	l := s.line(s.context)
	if s.context >= l.end {
		return problem{}
	}
	mark := string(s.data[s.context : s.context+1])
	value := strings.TrimSpace(string(s.data[s.context:l.end]))
	return problem{s.context, l.end, "a value cannot begin with " + mark,
		"put it in quotes: " + quote(value) + "\nor, if it has several lines, begin it on the line below " + mark}
}

func backslash(s stumble) problem {
	l := s.line(s.context)
	return problem{s.context, l.end, "between double quotes a backslash begins a code, and this is none",
		"write two of them, or use single quotes"}
}

// missingItem is a comma without an item before it.
func missingItem(s stumble) problem {
	if !strings.Contains("],}", string(s.data[s.at:min(s.at+1, len(s.data))])) || s.at == s.context && !s.inList() {
		return problem{}
	}
	return problem{s.at, min(s.at+1, len(s.data)), "an item of the list is missing here", "delete the comma, or write the item"}
}

// inList reports whether a bracket is open before the place.
func (s stumble) inList() bool {
	before := string(s.data[s.line(s.at).start:s.at])
	return strings.ContainsAny(before, "[{")
}

func tightRemark(s stumble) problem {
	l := s.line(s.at)
	return problem{s.at, l.end, "here is text after the end of the value", "a remark has a space before its #"}
}

// indent returns how many bytes of white space text begins with.
func indent(text string) int { return len(text) - len(strings.TrimLeft(text, " \t")) }

// keyValue returns the key that the line text begins with, and where its value
// begins; "" if there is none.
func keyValue(text string) (key string, value int) {
	at := indent(text)
	for strings.HasPrefix(text[at:], "- ") {
		at += 2 + indent(text[at+2:])
	}
	rest := text[at:]
	i := strings.Index(rest, ": ")
	if i < 0 || !isKey(rest[:i]) {
		return "", 0
	}
	value = at + i + 1
	value += indent(text[value:])
	if value >= len(text) {
		return "", 0
	}
	return rest[:i], value
}

// isKey reports whether s could be a key.
func isKey(s string) bool { return s != "" && !strings.ContainsAny(s, " \t\"'[]{}#,") }

// quote returns s as a YAML scalar in quotes.
func quote(s string) string {
	if !strings.ContainsAny(s, "\"\\") {
		return `"` + s + `"`
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}
