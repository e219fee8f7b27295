package markdown

import (
	"bytes"
	"sync"
)

// A workspace is memory that one job after the other works in. Nothing that a
// job hands out lies in it.
type workspace struct {
	source   []byte // the file, if something stands before its body
	html     []byte // documents are written into it, one after the other
	slots    []Slot // likewise
	echoes   []echo
	blocks   []Block
	pieces   []piece
	still    []byte
	headings []Heading
	current  run     // the words that were read last
	wording  wording // likewise
}

var workspaces = sync.Pool{New: func() any { return &workspace{html: []byte{}} }}

// settle returns a copy of made that is no larger than it must be, and the
// memory that made lay in, for the next job.
func settle[T any](made []T) (kept, room []T) {
	kept = append([]T(nil), made...)
	clear(made)
	return kept, made[:0]
}

// blank returns data with all before offset, and a byte order mark after it,
// turned into one empty line of the same length.
func (w *workspace) blank(data []byte, offset int) []byte {
	offset = min(max(offset, 0), len(data))
	if bytes.HasPrefix(data[offset:], []byte("\ufeff")) {
		offset += len("\ufeff")
	}
	if offset == 0 {
		return data
	}
	w.source = append(w.source[:0], data...)
	for i := range offset {
		w.source[i] = ' '
	}
	w.source[offset-1] = '\n'
	return w.source
}
