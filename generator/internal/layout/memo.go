package layout

import (
	"bytes"
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// A Memo keeps the partials that many pages share: those that layouts use by
// {{partialCached "footer.html" .}}. A page has a mark where each stands, until
// Assemble puts it there, so that it is not finished once more for each page.
// A Memo lasts for one build and may be used by several goroutines at once.
type Memo struct {
	finish func(html []byte) any
	pieces sync.Map // of *Piece, by memoKey
}

type memoKey struct {
	set   *Set
	name  string
	frame Frame
}

// NewMemo returns an empty Memo. finish makes of a partial whatever is needed of
// it in each page that shows it.
func NewMemo(finish func(html []byte) any) *Memo { return &Memo{finish: finish} }

// A Piece is a partial as many pages show it.
type Piece struct {
	HTML     []byte
	Finished any // what the Memo's finish made of HTML
	mark     string
}

// partialCached returns the mark for the partial called name in the page of d,
// and makes the partial if no page with an equal Frame did.
func (s *Set) partialCached(name string, d any) (template.HTML, error) {
	page, ok := d.(*Data)
	if !ok {
		return "", fmt.Errorf("partialCached needs the page itself: {{partialCached %q $}}", name)
	}
	key := memoKey{s, name, *page.Frame}
	known, ok := page.memo.pieces.Load(key)
	if !ok {
		if s.shared.Lookup(name) == nil {
			return "", fmt.Errorf("there is no file layouts/partials/%s", name)
		}
		var b bytes.Buffer
		if err := s.shared.ExecuteTemplate(&b, name, page.Frame); err != nil {
			return "", err
		}
		made := &Piece{HTML: b.Bytes(), mark: "wbr"}
		if block.Match(made.HTML) {
			made.mark = "hr"
		}
		made.Finished = page.memo.finish(made.HTML)
		known, _ = page.memo.pieces.LoadOrStore(key, made)
	}
	p := known.(*Piece)
	page.pieces = append(page.pieces, p)
	return template.HTML("<" + p.mark + ` partial="` + strconv.Itoa(len(page.pieces)-1) + `">`), nil
}

// block finds a partial that begins and ends with a block. White space around it
// means nothing.
var block = regexp.MustCompile(`^\s*<(?:address|article|aside|div|dl|fieldset|figure|footer|form|h[1-6]|header|main|nav|ol|p|section|table|ul)\b` +
	`(?s:.*)</(?:address|article|aside|div|dl|fieldset|figure|footer|form|h[1-6]|header|main|nav|ol|p|section|table|ul)>\s*$`)

// nextMark returns where the first mark of a partial begins and ends in page, also
// in a minified one, and its number; "" if there is none.
func nextMark(page []byte) (start, end int, number string) {
	const attribute = "r partial="
	for at := 0; ; {
		i := bytes.Index(page[at:], []byte(attribute))
		if i < 0 {
			return 0, 0, ""
		}
		i += at
		at = i + len(attribute)
		start = bytes.LastIndexByte(page[:i], '<')
		length := bytes.IndexByte(page[at:], '>')
		name := string(page[max(start, 0) : i+1])
		if length > 0 && (name == "<hr" || name == "<wbr") {
			return start, at + length + 1, strings.Trim(string(page[at:at+length]), `"`)
		}
	}
}

// Piece returns the partial whose mark has the number, or nil.
func (d *Data) Piece(number string) *Piece {
	i, err := strconv.Atoi(number)
	if err != nil || i >= len(d.pieces) {
		return nil
	}
	return d.pieces[i]
}

// Assemble appends page to b, with html's HTML of each partial in the place of its
// mark. It reports whether all of them had one: within a tag none can stand.
func (d *Data) Assemble(b, page []byte, html func(*Piece) []byte) ([]byte, bool) {
	found := 0
	for found < len(d.pieces) {
		start, end, number := nextMark(page)
		if number == "" {
			break
		}
		if p := d.Piece(number); p != nil {
			b = append(append(b, page[:start]...), html(p)...)
			found++
		} else {
			b = append(b, page[:end]...) // a layout's own element that looks like a mark
		}
		page = page[end:]
	}
	return append(b, page...), found == len(d.pieces)
}
