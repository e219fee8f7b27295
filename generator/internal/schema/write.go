package schema

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Scalar returns text, which is UTF-8, as YAML has it on one line: as it is where
// nothing in it could mean more to a reader of YAML, else in quotes. Decode reads
// it back as the same text, be it on a line of its own or in a list in brackets.
func Scalar(text string) string {
	if isPlainText(text) {
		return text
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n' || r == '\t' || breaksYAML(r) || unseen(r) || r == utf8.RuneError:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// isPlainText reports whether text needs no quotes: it begins like a word, and
// holds no sign that means something to YAML.
func isPlainText(text string) bool {
	if text == "" || !isWordStart(text[0]) || strings.ContainsAny(text, "#,[]{}\"'\\&*!|>%@`") {
		return false
	}
	if strings.Contains(text, ": ") || strings.HasSuffix(text, ":") || strings.HasSuffix(text, " ") {
		return false
	}
	return !isSpecial(text) && isFlatText(text)
}

func isWordStart(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '/' }
