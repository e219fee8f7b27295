package schema

import "bytes"

// A line is the bounds of a line: end is without its end mark, next is where
// the next one begins.
type line struct{ start, end, next int }

// lineAt returns the line of data that at lies in.
func lineAt(data []byte, at int) line {
	at = min(at, len(data))
	l := line{start: bytes.LastIndexByte(data[:at], '\n') + 1, end: len(data), next: len(data)}
	if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
		l.end, l.next = at+i, at+i+1
	}
	if l.end > l.start && data[l.end-1] == '\r' {
		l.end--
	}
	return l
}

// above returns the nearest line above l, not before start, that is not blank.
func above(data []byte, start int, l line) (line, bool) {
	for l.start > start {
		l = lineAt(data, l.start-1)
		if len(bytes.TrimSpace(data[max(l.start, start):l.end])) > 0 {
			return l, true
		}
	}
	return l, false
}

var bom = []byte("\ufeff")

// skipBOM returns where the text of data begins.
func skipBOM(data []byte) int {
	if bytes.HasPrefix(data, bom) {
		return len(bom)
	}
	return 0
}
