package check

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Facts is what one pass of the tokenizer finds in a finished page.
type Facts struct {
	IDs     []string // in the order they stand
	Loads   []Load   // what a browser fetches for the page by itself
	Inline  []string // what a strict policy forbids: "style on <p>", "a <script> without src"
	Styles  []string // the text of its <style> elements
	Scripts bool     // has a script to run
	Targets []string // where a browser goes by itself or a form sends: refresh, action, ping
	Help    []string // where the links of the help line lead

	Lazy     []string            // elements that are fetched when they come into view
	Policies map[string][]string // what elements with words show by data-policy: in which sections, by their ids
}

// A Load is something a browser fetches for a page.
type Load struct{ Element, URL string }

// loading are the attributes that make a browser fetch, by element. An <a>
// fetches nothing; link is treated apart, by its rel.
var loading = map[string][]string{
	"script": {"src", "href", "xlink:href"}, "img": {"src", "srcset"}, "source": {"src", "srcset"}, "iframe": {"src"},
	"video": {"src", "poster"}, "audio": {"src"}, "embed": {"src"}, "object": {"data"},
	"track": {"src"}, "input": {"src"}, "image": {"href", "xlink:href"}, "use": {"href", "xlink:href"},
	"feimage": {"href", "xlink:href"}, "body": {"background"},
}

// fetching are the rels of <link> that make a browser fetch or connect.
var fetching = []string{"stylesheet", "icon", "preload", "prefetch", "modulepreload", "preconnect",
	"dns-prefetch", "manifest", "apple-touch-icon", "mask-icon", "prerender"}

// A reader reads one page.
type reader struct {
	*Facts
	inStyle bool
	help    string // the element whose id is help, while it is open
	depth   int    // how many of its name are open in it, and itself

	sections []string // the ids of those that are open
	policy   string   // the data-policy of an element that has shown no words yet
	shows    string   // the name of that element

	part func(number string) *Part
	last tag
}

// A Part is a piece of HTML that stands in many pages, and what is found in it.
type Part struct {
	html  []byte
	facts *Facts
	whole bool // it closes what it opens
}

// NewPart finds the facts of a piece of HTML.
func NewPart(html []byte) *Part {
	r := &reader{Facts: &Facts{}}
	r.read(html)
	return &Part{html, r.Facts, r.depth == 0 && len(r.sections) == 0 && !r.inStyle && r.policy == ""}
}

// Read finds the facts of a page.
func Read(page []byte) *Facts { return ReadWith(page, nil) }

// ReadWith finds the facts of a page in which the parts are still to be put. Each
// stands in the place of an element whose one attribute, partial, has its number.
func ReadWith(page []byte, part func(number string) *Part) *Facts {
	r := &reader{Facts: &Facts{}, part: part}
	r.read(page)
	return r.Facts
}

func (r *reader) read(page []byte) {
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.TextToken:
			if r.inStyle {
				r.style(string(z.Text()))
			} else if r.policy != "" {
				r.words(z.Text())
			}
		case html.EndTagToken:
			tag, _ := z.TagName()
			name := names.of(tag)
			r.inStyle = false
			r.ended(name)
			if name == r.help && r.depth > 0 {
				r.depth--
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if t := r.tag(z); len(t.attrs) > 0 || t.name == r.help || t.name == r.shows || slices.Contains(telling, t.name) {
				r.element(t)
			} else {
				r.inStyle = false
			}
		}
	}
}

// include adds what is found in p. Where that depends on what is around it, p is
// read again here.
func (r *reader) include(p *Part) {
	if !p.whole || r.depth > 0 || r.policy != "" || len(r.sections) > 0 && p.facts.Policies != nil {
		r.read(p.html)
		return
	}
	f := p.facts
	r.IDs, r.Loads, r.Inline = append(r.IDs, f.IDs...), append(r.Loads, f.Loads...), append(r.Inline, f.Inline...)
	r.Styles, r.Targets, r.Help = append(r.Styles, f.Styles...), append(r.Targets, f.Targets...), append(r.Help, f.Help...)
	r.Lazy, r.Scripts = append(r.Lazy, f.Lazy...), r.Scripts || f.Scripts
	for policy, sections := range f.Policies {
		r.note(policy, sections...)
	}
}

// A tag is an opening tag, with those of its attributes that matter.
type tag struct {
	name  string
	attrs []attribute
}

type attribute struct{ key, value string }

// tag returns the tag that z stands at. Tags are many, so what all pages have is
// not made anew.
func (r *reader) tag(z *html.Tokenizer) *tag {
	name, more := z.TagName()
	t := &r.last
	t.name, t.attrs = names.of(name), t.attrs[:0]
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if k := names.of(key); k != "" {
			t.attrs = append(t.attrs, attribute{k, string(value)})
		}
	}
	return t
}

// telling are the elements that say something even without attributes.
var telling = []string{"script", "section", "style"}

// known are the names of tags and attributes that need not be made anew; "" for
// an attribute that says nothing of what a page fetches or does.
type known map[string]string

var names = knownNames("a aside article body button circle code dd details div dl dt em figcaption figure footer form g "+
	"h1 h2 h3 h4 head header html img input label li link main meta nav ol p path pre rect script section small span strong "+
	"style summary sup svg table tbody td template text th thead time title tr ul wbr hr br blockquote "+
	"href id src content name rel type charset partial http-equiv datetime value for d x y width height viewbox loading",
	"class lang hreflang dir role aria-label aria-labelledby aria-current tabindex")

func knownNames(list, idle string) known {
	k := known{}
	for name := range strings.FieldsSeq(list) {
		k[name] = name
	}
	for name := range strings.FieldsSeq(idle) {
		k[name] = ""
	}
	return k
}

func (k known) of(name []byte) string {
	if n, ok := k[string(name)]; ok {
		return n
	}
	return string(name)
}

func (t *tag) attr(name string) string {
	for _, a := range t.attrs {
		if a.key == name {
			return a.value
		}
	}
	return ""
}

func (r *reader) element(t *tag) {
	if r.part != nil && len(t.attrs) == 1 && t.attrs[0].key == "partial" {
		if p := r.part(t.attrs[0].value); p != nil {
			r.include(p)
			return
		}
	}
	r.inStyle = t.name == "style"
	switch {
	case r.depth == 0 && t.attr("id") == "help":
		r.help, r.depth = t.name, 1
	case r.depth > 0 && t.name == r.help:
		r.depth++
	}
	r.began(t)
	r.attributes(t)
	for _, name := range loading[t.name] {
		r.load(t.name, t.attr(name), name == "srcset")
	}
	switch t.name {
	case "a":
		r.link(t.attr("href"))
	case "link":
		for rel := range strings.FieldsSeq(strings.ToLower(t.attr("rel"))) {
			if slices.Contains(fetching, rel) {
				r.load("link rel="+rel, t.attr("href"), false)
			}
		}
	case "script":
		r.script(t)
	case "meta":
		if _, url, ok := strings.Cut(strings.ToLower(t.attr("content")), "url="); ok &&
			strings.EqualFold(t.attr("http-equiv"), "refresh") {
			r.Targets = append(r.Targets, strings.Trim(url, `'" `))
		}
	case "base":
		r.Targets = append(r.Targets, t.attr("href"))
	}
}

func (r *reader) attributes(t *tag) {
	for _, a := range t.attrs {
		switch {
		case a.key == "id":
			r.IDs = append(r.IDs, a.value)
		case a.key == "loading" && strings.EqualFold(a.value, "lazy"):
			r.Lazy = append(r.Lazy, t.name)
		case a.key == "style", strings.HasPrefix(a.key, "on"):
			r.Inline = append(r.Inline, a.key+" on <"+t.name+">")
		case a.key == "action", a.key == "formaction", a.key == "ping":
			r.Targets = append(r.Targets, a.value)
		}
	}
}

// began notes an element that shows what a policy asks for, and the section that
// it stands in. An element without words shows nothing.
func (r *reader) began(t *tag) {
	if t.name == "section" {
		r.sections = append(r.sections, t.attr("id"))
	}
	if policy := t.attr("data-policy"); policy != "" {
		r.policy, r.shows = policy, t.name
	} else if t.name == r.shows {
		r.policy = "" // a <p> also ends where the next begins
	}
}

func (r *reader) ended(name string) {
	if name == r.shows || name == "section" {
		r.policy = ""
	}
	if n := len(r.sections); name == "section" && n > 0 {
		r.sections = r.sections[:n-1]
	}
}

func (r *reader) words(text []byte) {
	if len(bytes.TrimSpace(text)) == 0 {
		return
	}
	section := ""
	if n := len(r.sections); n > 0 {
		section = r.sections[n-1]
	}
	r.note(r.policy, section)
	r.policy = ""
}

func (r *reader) note(policy string, sections ...string) {
	if r.Policies == nil {
		r.Policies = map[string][]string{}
	}
	r.Policies[policy] = append(r.Policies[policy], sections...)
}

func (r *reader) link(href string) {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(href)), "javascript:") {
		r.Inline = append(r.Inline, "a link to javascript:")
	}
	if r.depth > 0 {
		r.Help = append(r.Help, href)
	}
}

// script tells scripts to run from data such as JSON-LD.
func (r *reader) script(t *tag) {
	switch {
	case strings.EqualFold(t.attr("type"), "application/ld+json"):
	case t.attr("src") != "":
		r.Scripts = true
	default:
		r.Inline = append(r.Inline, "a <script> without src")
	}
}

// styleLoad finds what a style makes a browser fetch.
var styleLoad = regexp.MustCompile(`(?i)(?:@import\s+(?:url\(\s*)?|url\(\s*)['"]?([^'")\s;]+)`)

func (r *reader) style(text string) {
	r.Styles = append(r.Styles, text)
	for _, m := range styleLoad.FindAllStringSubmatch(text, -1) {
		r.load("style", m[1], false)
	}
}

func (r *reader) load(element, value string, set bool) {
	if value == "" {
		return
	}
	if !set {
		r.Loads = append(r.Loads, Load{element, value})
		return
	}
	for part := range strings.SplitSeq(value, ",") {
		if fields := strings.Fields(part); len(fields) > 0 {
			r.Loads = append(r.Loads, Load{element, fields[0]})
		}
	}
}
