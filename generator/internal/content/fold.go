package content

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold takes the marks off letters, so that é becomes e.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// SortKey returns the text by which a term stands in an alphabetical list: in
// lower case, without marks.
func SortKey(s string) string { return strings.ToLower(fold(s)) }
