package schema

import (
	"bytes"
	"slices"
	"strings"

	"iopguide/generator/internal/diag"
)

// FrontMatter reads the front matter of the page f and returns it with the
// place where the page's text begins. If it cannot be trusted, front is nil and
// an error is reported. For a file that is empty because CheckText refused it,
// that error is enough.
func FrontMatter(f *diag.File, list *diag.List) (front *Value, body int) {
	open, ok := firstLine(f.Data)
	if !ok {
		if !list.HasErrors() {
			list.Error(f, 0, 0, "front-matter", "this page is empty", "begin it with\n"+sample("The title of the page"))
		}
		return nil, len(f.Data)
	}
	p := pageText{f, open, list}
	switch text := p.text(open); {
	case isFence(text):
		return p.fenced()
	case strings.HasPrefix(text, "+++"):
		return nil, p.toml()
	case strings.HasPrefix(text, "{"):
		return nil, p.json()
	case nearFence(text) != "":
		return nil, p.badStart(nearFence(text))
	}
	return nil, p.absent()
}

// sample is the least front matter that a page can have.
func sample(title string) string { return "---\ntitle: " + title + "\n---" }

// firstLine returns the first line that is not blank.
func firstLine(data []byte) (line, bool) {
	l := lineAt(data, 0)
	l.start = skipBOM(data)
	for len(bytes.TrimSpace(data[l.start:l.end])) == 0 {
		if l.next >= len(data) {
			return l, false
		}
		l = lineAt(data, l.next)
	}
	return l, true
}

// pageText is a page whose first line that is not blank is open.
type pageText struct {
	f    *diag.File
	open line
	list *diag.List
}

func (p pageText) text(l line) string { return string(p.f.Data[l.start:l.end]) }

func (p pageText) error(l line, message, help string) {
	p.list.Error(p.f, l.start, l.end, "front-matter", message, help)
}

// fenced reads front matter that begins as it should.
func (p pageText) fenced() (*Value, int) {
	e := p.findEnd()
	switch {
	case e.near.end > 0:
		p.badEnd(e.near, e.found)
		if e.found {
			return nil, e.shut.next
		}
		return nil, e.near.next
	case !e.found:
		p.unclosed(e)
		return nil, len(p.f.Data)
	}
	v, ok := loadFront(p.f, p.open, e.shut, p.list)
	if !ok {
		return nil, e.shut.next
	}
	if v == nil && e.shut.start == p.open.next && p.keysBelow(e.shut) {
		p.error(e.shut, "a second line of three hyphens ends the front matter before it begins", "delete this line")
		if end := (pageText{p.f, e.shut, p.list}).findEnd(); end.found {
			return nil, end.shut.next
		}
		return nil, e.shut.next
	}
	if v == nil {
		p.error(p.open, "the front matter is empty", "give the page a title at least:\n"+sample("The title of the page"))
		return nil, e.shut.next
	}
	v.KeyStart, v.KeyEnd = p.open.start, p.open.end
	if (checker{p.f, p.list}).check(v, &Page, ""); v.bad {
		return nil, e.shut.next
	}
	return v, e.shut.next
}

// keysBelow reports whether the line below l gives a key of front matter its value.
func (p pageText) keysBelow(l line) bool {
	if l.next >= len(p.f.Data) {
		return false
	}
	key, _, ok := strings.Cut(p.text(lineAt(p.f.Data, l.next)), ":")
	return ok && isField(key)
}

// ends is what was found below the first fence.
type ends struct {
	shut  line // the closing fence
	found bool
	near  line // a line before it that somebody may have meant as one
	prose line // the first line that looks like the text of the page
}

func (p pageText) findEnd() ends {
	var e ends
	blankAbove := false
	for l := p.open; l.next < len(p.f.Data); {
		l = lineAt(p.f.Data, l.next)
		text := p.text(l)
		switch {
		case isFence(text):
			e.shut, e.found = l, true
			return e
		case strings.TrimSpace(text) == "---" && e.near.end == 0:
			e.near = l // adrg/frontmatter would end here
		case nearFence(text) != "" && e.near.end == 0 && e.prose.end == 0:
			e.near = l
		case isProse(text, blankAbove) && e.prose.end == 0:
			e.prose = l
		}
		blankAbove = strings.TrimSpace(text) == ""
	}
	return e
}

func isFence(text string) bool { return strings.TrimRight(text, " \t") == "---" }

// nearFence says what is wrong with a line that somebody may have meant as a
// fence; "" if it is nothing like one.
func nearFence(text string) string {
	trimmed := strings.TrimSpace(text)
	switch {
	case trimmed == "":
		return ""
	case trimmed == "---":
		return "is not at the start of its line"
	case strings.HasPrefix(text, "---\r"):
		return oldEnds
	case strings.Trim(trimmed, "-") == "" && len(trimmed) > 3:
		return "has more than three hyphens"
	case strings.HasPrefix(text, "---"):
		return "has something after its three hyphens"
	case strings.Trim(trimmed, "-‐‑‒–—―−") == "" && len([]rune(trimmed)) <= 4 && trimmed[0] >= 0x80:
		return "is made of long dashes"
	case trimmed == "...":
		return "is made of dots"
	}
	return ""
}

// oldEnds is said of a fence where a file has line ends of one CR each.
const oldEnds = "is followed by line ends that today's editors do not write"

// isProse reports whether a line looks like the text of a page more than like
// front matter.
func isProse(text string, blankAbove bool) bool {
	switch {
	case strings.TrimSpace(text) == "" || indent(text) > 0:
		return false
	case text[0] == '#':
		return blankAbove
	case strings.HasPrefix(text, "- "):
		return blankAbove
	}
	key, _, ok := strings.Cut(text, ":")
	return !ok || !isKey(key)
}

func (p pageText) badEnd(l line, found bool) {
	help := "to end the front matter, write a line of just three hyphens, ---"
	if found {
		help += "\ninside of it, write such a line in another way, as ***"
	}
	p.error(l, "this line could be the end of the front matter, but it "+nearFence(p.text(l)), help)
}

func (p pageText) unclosed(e ends) {
	help := "put a line --- after its last key"
	if e.prose.end > 0 {
		help = "put a line --- above “" + short(strings.TrimSpace(p.text(e.prose))) + "”"
	}
	p.error(p.open, "the front matter that begins here has no end", help)
}

// badStart reports a first line that is almost a fence, and returns where the
// text begins.
func (p pageText) badStart(why string) int {
	if why == oldEnds {
		p.error(line{start: p.open.start, end: p.open.start + len("---")}, "all of this file is one line: its line ends are of a kind that is read no more (CR alone)",
			"in your editor, choose the line ends LF or CRLF, and save it again")
		return len(p.f.Data)
	}
	p.error(p.open, "this line could be the start of the front matter, but it "+why,
		"make it a line of just three hyphens, ---")
	if e := p.findEnd(); e.found {
		return e.shut.next
	}
	return p.open.next
}

// absent reports a page that begins with its text.
func (p pageText) absent() int {
	title := "The title of the page"
	if heading, ok := strings.CutPrefix(p.text(p.open), "# "); ok && strings.TrimSpace(heading) != "" {
		title = quote(strings.TrimSpace(heading))
	}
	help := "put this above its text:\n" + sample(title)
	if key, _, ok := strings.Cut(p.text(p.open), ":"); ok && isField(key) {
		help = "put a line of three hyphens, ---, above “" + short(strings.TrimSpace(p.text(p.open))) + "”"
	}
	p.error(p.open, "this page has no front matter", help)
	return skipBOM(p.f.Data)
}

// isField reports whether a page's front matter has this key.
func isField(key string) bool {
	return slices.ContainsFunc(Page.Fields, func(f Field) bool { return f.Name == key })
}

// toml reports front matter in TOML, and returns where the text begins.
func (p pageText) toml() int {
	l, lines := p.open, []string(nil)
	for l.next < len(p.f.Data) {
		l = lineAt(p.f.Data, l.next)
		if strings.HasPrefix(p.text(l), "+++") {
			break
		}
		lines = append(lines, p.text(l))
	}
	p.foreign("TOML", fromTOML(lines))
	return l.next
}

// json reports front matter in JSON, and returns where the text begins.
func (p pageText) json() int {
	yaml, size := fromJSON(p.f.Data[p.open.start:])
	p.foreign("JSON", yaml)
	if size == 0 {
		return len(p.f.Data)
	}
	return lineAt(p.f.Data, p.open.start+size).next
}

func (p pageText) foreign(name string, yaml []string) {
	help := "write it in lines of key: value, between two lines of three hyphens"
	if len(yaml) > 0 {
		help += "; the same fields are\n---\n" + strings.Join(yaml, "\n") + "\n---"
	}
	p.error(p.open, "this front matter is "+name+", which pages here do not have", help)
}
