package schema

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Most front matter is a few lines like these, over which the YAML library takes
// nine times as long as this does:
//
//	title: Paying for an IOP
//	weight: 10
//	description: "What it costs: who pays"
//	keywords: [cost, insurance]
//
// flat reads such lines, and nothing else: whatever could mean more to YAML is
// left to the library. FuzzFlat holds the two against each other.

// flat returns the mapping that the YAML is, or nil if it is not flat.
func (r *reader) flat() *Value {
	m := &Value{File: r.f}
	m.mapping()
	for at := r.start; at < r.end; {
		end, next := r.end, r.end
		if i := bytes.IndexByte(r.f.Data[at:r.end], '\n'); i >= 0 {
			end, next = at+i, at+i+1
		}
		if end > at && !r.flatLine(m, at, end) {
			return nil
		}
		at = next
	}
	keys := m.Keys()
	if len(keys) == 0 {
		return nil
	}
	m.Start, m.End = m.Get(keys[0]).KeyStart, m.Get(keys[len(keys)-1]).End
	return m
}

// flatLine adds the line between start and end to m, and reports whether it
// could.
func (r *reader) flatLine(m *Value, start, end int) bool {
	colon := bytes.IndexByte(r.f.Data[start:end], ':')
	if colon < 1 || !isFlatKey(r.f.Data[start:start+colon]) {
		return false
	}
	v := &Value{File: r.f, KeyStart: start, KeyEnd: start + colon}
	line := r.f.Data[:end]
	v.Start = v.KeyEnd + 1
	for v.Start < end && line[v.Start] == ' ' {
		v.Start++
	}
	v.End = v.Start + len(bytes.TrimRight(line[v.Start:], " "))
	if v.Start == v.KeyEnd+1 || v.Start == v.End || !r.flatValue(v) {
		return false
	}
	key := keyName(line[start : start+colon])
	if m.Get(key) != nil {
		return false
	}
	m.put(key, v)
	return true
}

// keyName returns a key as text. All pages share the names of those that have a
// meaning.
func keyName(key []byte) string {
	for i := range Page.Fields {
		if name := Page.Fields[i].Name; name == string(key) {
			return name
		}
	}
	return string(key)
}

// flatValue makes v the value that stands between its Start and End, and reports
// whether it could.
func (r *reader) flatValue(v *Value) bool {
	text := r.f.Data[v.Start:v.End]
	if text[0] == '[' && text[len(text)-1] == ']' {
		return r.flatList(v)
	}
	return v.flat(string(text))
}

// flatList makes v the list that stands between its Start and End, in brackets
// and without quotes, and reports whether it could.
func (r *reader) flatList(v *Value) bool {
	v.kind = List
	at := v.Start + 1
	for part := range bytes.SplitSeq(r.f.Data[at:v.End-1], []byte(",")) {
		text := bytes.Trim(part, " ")
		if len(text) == 0 || bytes.ContainsAny(text, "[]{}:?'\"") {
			return false
		}
		item := &Value{File: r.f, Start: at + bytes.Index(part, text)}
		item.End = item.Start + len(text)
		if !item.flat(string(text)) {
			return false
		}
		v.add(item)
		at += len(part) + 1
	}
	return true
}

// isFlatKey reports whether key is a word that has no meaning of its own.
func isFlatKey(key []byte) bool {
	for i, c := range key {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || !('0' <= c && c <= '9') && c != '-' && c != '_') {
			return false
		}
	}
	return len(key) < 64 && !isSpecial(string(key))
}

// specials are words that may stand for something else than themselves, in
// lower case.
var specials = []string{"y", "n", "yes", "no", "on", "off", "true", "false", "null"}

func isSpecial(s string) bool { return len(s) <= 5 && slices.Contains(specials, strings.ToLower(s)) }

// flat makes v the scalar that is written as s, and reports whether it could.
func (v *Value) flat(s string) bool {
	switch first := s[0]; {
	case first == '"' || first == '\'':
		v.text = s[1:max(1, len(s)-1)]
		return len(s) > 2 && s[len(s)-1] == first && !strings.ContainsAny(v.text, `"'\`) && isFlatText(v.text)
	case s == "true" || s == "false":
		v.kind = Flag
	case !isFlatStart(first) || isSpecial(s) || !isFlatText(s) || strings.ContainsAny(s, "#") ||
		strings.Contains(s, ": ") || s[len(s)-1] == ':':
		return false
	default:
		if n, err := strconv.Atoi(s); err == nil && strconv.Itoa(n) == s {
			v.kind = Number
		}
	}
	v.text = s
	return true
}

// isFlatStart reports whether a value that begins with c is taken as it stands.
func isFlatStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '/' || c >= utf8.RuneSelf
}

// isFlatText reports whether s holds only characters that YAML takes as they are.
func isFlatText(s string) bool {
	for _, r := range s {
		switch {
		case ' ' <= r && r <= '~', '¡' <= r && r <= 'ɏ', '‐' <= r && r <= '…':
		default:
			return false
		}
	}
	return true
}
