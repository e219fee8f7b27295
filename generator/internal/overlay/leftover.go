package overlay

import "strings"

// Leftover reports whether a file or folder of this name is no part of a site:
// a dot file other than .well-known, or what an editor or a desktop leaves
// behind.
func Leftover(name string) bool {
	switch {
	case name == ".well-known":
		return false
	case name == "4913", strings.EqualFold(name, "Thumbs.db"), strings.EqualFold(name, "desktop.ini"): // Vim's probe, and Windows' own
		return true
	}
	return strings.HasPrefix(name, ".") ||
		strings.HasPrefix(name, "~$") || // a file that is open in an office program
		strings.HasSuffix(name, "~") ||
		strings.HasSuffix(name, ".swp") ||
		strings.HasSuffix(name, ".tmp") ||
		len(name) > 1 && strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#")
}
