package layout

import (
	"bytes"
	"fmt"
	"html/template"
	"sync"
)

// text returns the partial called name as it shows what the page says: a mark for it if
// it is made for itself, else the partial. One of a site's own layouts may need more
// than a Text: it is shown the whole page.
func (s *Set) text(name string, page *Data) (template.HTML, error) {
	if _, known := s.whole.Load(name); known {
		return s.inline(name, page)
	}
	if page.in != nil {
		return s.inlineText(name, page)
	}
	p, err := s.textPiece(name, page)
	switch {
	case err != nil:
		return s.needsPage(name, page)
	case len(bytes.TrimSpace(p.HTML)) == 0: // where nothing stands needs no mark
		return template.HTML(p.HTML), nil
	}
	return page.put(p), nil
}

// inline returns a partial that shows what sees is, as a part of what uses it.
func (s *Set) inline(name string, sees any) (template.HTML, error) {
	b := rooms.Get().(*bytes.Buffer)
	defer rooms.Put(b)
	b.Reset()
	err := s.write(b, name, sees)
	return template.HTML(b.String()), err
}

// rooms are buffers for partials that become a part of what uses them.
var rooms = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// inlineText returns a partial that shows what the page says, and no other page does.
func (s *Set) inlineText(name string, page *Data) (template.HTML, error) {
	before := len(page.pieces)
	html, err := s.inline(name, page.Text)
	if err != nil {
		page.pieces = page.pieces[:before]
		return s.needsPage(name, page)
	}
	return html, nil
}

// needsPage shows the whole page in a partial that could not be made of its Text, and
// remembers that, if it can be made so.
func (s *Set) needsPage(name string, page *Data) (template.HTML, error) {
	html, err := s.inline(name, page)
	if err == nil {
		s.whole.Store(name, true)
	}
	return html, err
}

// textPiece returns the partial called name as it shows what the page says.
func (s *Set) textPiece(name string, page *Data) (*Piece, error) {
	part := textPart{s, name}
	if known, ok := page.Text.pieces.Load(part); ok {
		return known.(*Piece), nil
	}
	html, err := s.partial(name, page.Text)
	if err != nil {
		return nil, err
	}
	known, _ := page.Text.pieces.LoadOrStore(part, page.memo.newPiece(html))
	return known.(*Piece), nil
}

// within returns a partial that shows one thing, within one that shows a Text and is
// made for itself.
func (s *Set) within(name string, thing ...any) (template.HTML, error) {
	if len(thing) != 1 {
		return "", fmt.Errorf("a partial that shows .Text can use partialCached for one thing, such as a source: {{partialCached %q $ .Source}}", name)
	}
	return s.inline(name, thing[0])
}
