package check

import (
	"strings"

	"iopguide/generator/internal/diag"
)

// Sign returns what stands in a layout that makes d, which an Output rule found on
// a finished page; "" where that is not known, as where something is missing.
func Sign(d diag.Diagnostic) string {
	switch d.Rule {
	case inlineCode.Name:
		what := strings.TrimPrefix(d.Message, inlineMessage)
		attribute, _, ok := strings.Cut(what, " on <")
		switch {
		case what == inlineScript:
			return "<script>"
		case what == scriptLink:
			return "javascript:"
		case ok:
			return " " + attribute + "="
		}
	case offOrigin.Name:
		if _, to, ok := strings.Cut(d.Message, sendsTo); ok {
			return to
		}
		_, address, _ := strings.Cut(strings.TrimSuffix(d.Message, fromAnother), "> ")
		return address
	}
	return ""
}

// Kind returns what is the same on all pages that have the mistake d, in whatever
// language, and not in another mistake of its rule; "" where Sign tells that.
func Kind(d diag.Diagnostic) string {
	switch d.Rule {
	case helpLine.Name:
		return d.Kind
	case duplicateID.Name, leak.Name:
		return d.Message
	}
	return ""
}

// OfLayouts reports whether d, which an Output rule found, is at no place in a page's
// source, and such that only a layout makes it: Markdown makes nothing of the kind.
func OfLayouts(d diag.Diagnostic) bool {
	switch d.Rule {
	case inlineCode.Name, offOrigin.Name, helpLine.Name, duplicateID.Name, leak.Name:
		return d.Start == 0 && d.End == 0
	}
	return false
}
