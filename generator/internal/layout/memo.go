package layout

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// A Memo keeps the partials that many pages share: those that layouts use by
// {{partialCached "footer.html" .}}. A page has a mark where each stands, until
// Assemble puts it there, so that it is not finished once more for each page. So
// has it for its body, which is finished when it is filled.
// A Memo lasts for one build and may be used by several goroutines at once.
type Memo struct {
	finish func(html []byte, small bool) any
	texts  *Texts    // nil if this build shares none with others
	pieces sync.Map  // of *Piece, by memoKey
	frames sync.Map  // of *Frame, by Frame: one stands for all that are equal
	bodies sync.Pool // of *[]byte, that bodies are written into
}

// room returns an empty slice to write a body into.
func (m *Memo) room() []byte {
	if b, ok := m.bodies.Get().(*[]byte); ok {
		return (*b)[:0]
	}
	return nil
}

type memoKey struct {
	set  *Set
	name string
	sees any // a *Frame of Memo.frames, or the one thing that is shown
}

// NewMemo returns an empty Memo. finish makes of a partial, or of a body, whatever
// is needed of it in each page that shows it. small says that a minifier would
// change nothing in its HTML, as in a body. What pages say is taken from texts, if it
// is not nil, and kept there.
func NewMemo(finish func(html []byte, small bool) any, texts *Texts) *Memo {
	return &Memo{finish: finish, texts: texts}
}

// A Piece is a partial as many pages show it, or the body of one.
type Piece struct {
	HTML     []byte
	Finished any // what the Memo's finish made of HTML
	mark     string
}

// partialCached returns the mark for the partial called name in the page of d,
// and makes the partial if no page with an equal Frame did. If it is to show one
// thing, that is all it sees.
func (s *Set) partialCached(name string, d any, thing ...any) (template.HTML, error) {
	page, ok := d.(*Data)
	if t, within := d.(*Text); within {
		if page, ok = t.in, true; page == nil {
			return s.within(name, thing...)
		}
	}
	if len(thing) == 1 && ok && thing[0] == page.Text {
		return s.text(name, page)
	}
	if !ok {
		return "", fmt.Errorf("partialCached needs the page itself: {{partialCached %q $}}", name)
	}
	key := memoKey{set: s, name: name}
	switch {
	case len(thing) == 0:
		key.sees = page.frame()
	case len(thing) > 1 || thing[0] == nil || !reflect.TypeOf(thing[0]).Comparable():
		return "", fmt.Errorf("partialCached can show one thing, such as a source, but no list: {{partialCached %q $ .Source}}", name)
	default:
		key.sees = thing[0]
	}
	p, err := page.memo.piece(key)
	if err != nil {
		return "", err
	}
	return page.put(p), nil
}

// put puts p into the page, and returns the mark that stands for it.
func (d *Data) put(p *Piece) template.HTML {
	d.pieces = append(d.pieces, p)
	return template.HTML("<" + p.mark + ` partial="` + strconv.Itoa(len(d.pieces)-1) + `">`)
}

// piece returns the partial for key, which is made if it was not yet.
func (m *Memo) piece(key memoKey) (*Piece, error) {
	if known, ok := m.pieces.Load(key); ok {
		return known.(*Piece), nil
	}
	html, err := key.set.partial(key.name, key.sees)
	if err != nil {
		return nil, err
	}
	known, _ := m.pieces.LoadOrStore(key, m.newPiece(html))
	return known.(*Piece), nil
}

// newPiece returns html as a piece of pages.
func (m *Memo) newPiece(html []byte) *Piece {
	p := &Piece{HTML: html, Finished: m.finish(html, false), mark: "wbr"}
	if block().Match(html) {
		p.mark = "hr"
	}
	return p
}

// partial executes a partial that shows what sees is.
func (s *Set) partial(name string, sees any) ([]byte, error) {
	var b bytes.Buffer
	err := s.write(&b, name, sees)
	return b.Bytes(), err
}

// write executes a partial that shows what sees is into b.
func (s *Set) write(b *bytes.Buffer, name string, sees any) error {
	if s.shared.Lookup(name) == nil {
		return fmt.Errorf("there is no file layouts/partials/%s", name)
	}
	return s.shared.ExecuteTemplate(b, name, sees)
}

// frame returns the Frame that stands for all that are equal to d's.
func (d *Data) frame() *Frame {
	if d.same == nil {
		known, _ := d.memo.frames.LoadOrStore(*d.Frame, d.Frame)
		d.same = known.(*Frame)
	}
	return d.same
}

// block finds a partial that begins and ends with a block. White space around it
// means nothing.
var block = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*<(?:address|article|aside|div|dl|fieldset|figure|footer|form|h[1-6]|header|main|nav|ol|p|section|table|ul)\b` +
		`(?s:.*)</(?:address|article|aside|div|dl|fieldset|figure|footer|form|h[1-6]|header|main|nav|ol|p|section|table|ul)>\s*$`)
})

// borders matches what a paragraph ends before without saying so.
var borders = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^</?(?:address|article|aside|blockquote|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p|pre|section|table|ul)\b`)
})

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

// bodyMark stands in a page where its body will. The words after the element are
// what is left of it where no element can stand: in an attribute, a script, an
// address.
const (
	bodyMark  = `<hr partial="0">` + bodyWords
	bodyWords = "the-body-of-this-page"
)

// Piece returns the partial whose mark has the number, or the body, or nil.
func (d *Data) Piece(number string) *Piece {
	i, err := strconv.Atoi(number)
	if err != nil || i >= len(d.pieces) {
		return nil
	}
	return d.pieces[i]
}

// Assemble returns page with html's HTML of each partial and of the body in the
// place of its mark. It returns the name of what has none in lost, if anything:
// within a tag none can stand. A layout need not show the body.
func (d *Data) Assemble(page []byte, html func(*Piece) []byte) (whole []byte, lost string) {
	cached, size := len(d.pieces), len(page)
	for _, p := range d.pieces {
		size += len(html(p))
	}
	if d.Body != "" {
		cached--
	}
	b := make([]byte, 0, size)
	for len(d.pieces) > 0 {
		start, end, number := nextMark(page)
		if number == "" {
			break
		}
		frame := page[:start]
		switch p := d.Piece(number); {
		case p == nil:
			frame = page[:end] // a layout's own element that looks like a mark
			b = append(b, frame...)
		case d.isBody(p):
			end += len(bodyWords)
			b = append(append(b, frame...), html(p)...)
			if borders().Match(page[end:min(end+len("</blockquote>"), len(page))]) { // the longest of them
				b = bytes.TrimSuffix(b, []byte("</p>"))
			}
		default:
			b = append(append(b, frame...), html(p)...)
			cached--
		}
		if bytes.Contains(frame, []byte(bodyWords)) {
			lost = ".Body"
		}
		page = page[end:]
	}
	if cached > 0 {
		lost = "partialCached"
	}
	if d.Body != "" && bytes.Contains(page, []byte(bodyWords)) {
		lost = ".Body"
	}
	return append(b, page...), lost
}

// Marked returns page, as a layout made it of d, with nothing but the mark where the
// body stands.
func (d *Data) Marked(page []byte) []byte { return bytes.ReplaceAll(page, []byte(bodyWords), nil) }

// isBody reports whether p is the body of the page.
func (d *Data) isBody(p *Piece) bool { return d.Body != "" && p == d.pieces[0] }
