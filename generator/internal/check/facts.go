package check

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Facts is what one pass finds in a finished page.
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

// A kind is what is known of the elements of one name.
type kind struct {
	name  string
	loads []string // as in loading
}

// kinds are the kinds of elements that pages mostly have, or that load, by name.
var kinds = func() map[string]*kind {
	k := map[string]*kind{}
	for name := range strings.FieldsSeq("a aside button div figcaption figure form h1 h2 h3 h4 header li link " +
		"main meta nav p section span style sup") {
		k[name] = &kind{name: name}
	}
	for name, loads := range loading {
		k[name] = &kind{name, loads}
	}
	return k
}()

// kindOf returns the kind of elements called name.
func kindOf(name []byte) *kind {
	if k := kinds[string(name)]; k != nil {
		return k
	}
	return &kind{name: string(name)}
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

func (r *reader) read(page []byte) { r.tokens(page[r.plain(page):]) }

// tokens reads markup of any kind.
func (r *reader) tokens(page []byte) {
	if len(page) == 0 {
		return
	}
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
			name, _ := z.TagName()
			r.end(name)
		case html.StartTagToken, html.SelfClosingTagToken:
			r.begin(r.tag(z))
		}
	}
}

// begin reads an opening tag.
func (r *reader) begin(name []byte, t *tag) {
	if len(t.attrs) > 0 || string(name) == r.help || string(name) == r.shows || tells(name) {
		t.kind = kindOf(name)
		r.element(t)
	} else {
		r.inStyle = false
	}
}

// end reads a closing tag.
func (r *reader) end(name []byte) {
	r.inStyle = false
	r.ended(name)
	if r.depth > 0 && string(name) == r.help {
		r.depth--
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
	*kind
	attrs []attribute
	more  bool // it has others
}

type attribute struct{ key, value []byte }

// tag returns the tag that z stands at. It holds until the next one.
func (r *reader) tag(z *html.Tokenizer) ([]byte, *tag) {
	name, more := z.TagName()
	t := &r.last
	t.attrs, t.more = t.attrs[:0], false
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if telltale(key) {
			t.attrs = append(t.attrs, attribute{key, value})
		} else {
			t.more = true
		}
	}
	return name, t
}

// add adds an attribute, the first of its name, as it is written. It reports
// false if a tokenizer would take a value that matters otherwise.
func (t *tag) add(key, value []byte) (plain bool) {
	key = lower(key)
	if !telltale(key) {
		t.more = true
		return true
	}
	if !slices.ContainsFunc(t.attrs, func(a attribute) bool { return bytes.Equal(a.key, key) }) {
		t.attrs = append(t.attrs, attribute{key, value})
	}
	return isPlain(value)
}

// telltale reports whether key is the name of an attribute that says what a page
// fetches or does.
func telltale(key []byte) bool {
	switch string(key) {
	case "id", "href", "src", "rel", "type", "content", "style", "loading", "data-policy", "partial", "srcset", "data",
		"poster", "background", "action", "formaction", "ping", "http-equiv", "xlink:href":
		return true
	}
	return bytes.HasPrefix(key, []byte("on"))
}

// tells reports whether elements of the name say something even without attributes.
func tells(name []byte) bool {
	switch string(name) {
	case "script", "section", "style":
		return true
	}
	return false
}

// attr returns the value of an attribute, nil if there is none.
func (t *tag) attr(name string) []byte {
	for i := range t.attrs {
		if string(t.attrs[i].key) == name {
			return t.attrs[i].value
		}
	}
	return nil
}

func (r *reader) element(t *tag) {
	if r.part != nil && len(t.attrs) == 1 && !t.more && string(t.attrs[0].key) == "partial" {
		if p := r.part(string(t.attrs[0].value)); p != nil {
			r.include(p)
			return
		}
	}
	r.inStyle = t.name == "style"
	switch {
	case r.depth == 0 && string(t.attr("id")) == "help":
		r.help, r.depth = t.name, 1
	case r.depth > 0 && t.name == r.help:
		r.depth++
	}
	r.began(t)
	r.attributes(t)
	if t.name == "a" {
		r.link(t.attr("href"))
		return
	}
	for _, name := range t.loads {
		r.load(t.name, t.attr(name), name == "srcset")
	}
	switch t.name {
	case "link":
		for rel := range strings.FieldsSeq(strings.ToLower(string(t.attr("rel")))) {
			if slices.Contains(fetching, rel) {
				r.load("link rel="+rel, t.attr("href"), false)
			}
		}
	case "script":
		r.script(t)
	case "meta":
		if _, url, ok := strings.Cut(strings.ToLower(string(t.attr("content"))), "url="); ok &&
			strings.EqualFold(string(t.attr("http-equiv")), "refresh") {
			r.Targets = append(r.Targets, strings.Trim(url, `'" `))
		}
	case "base":
		r.Targets = append(r.Targets, string(t.attr("href")))
	}
}

func (r *reader) attributes(t *tag) {
	for _, a := range t.attrs {
		switch string(a.key) {
		case "id":
			r.IDs = append(r.IDs, string(a.value))
		case "loading":
			if strings.EqualFold(string(a.value), "lazy") {
				r.Lazy = append(r.Lazy, t.name)
			}
		case "action", "formaction", "ping":
			r.Targets = append(r.Targets, string(a.value))
		default:
			if key := string(a.key); key == "style" || strings.HasPrefix(key, "on") {
				r.Inline = append(r.Inline, key+" on <"+t.name+">")
			}
		}
	}
}

// began notes an element that shows what a policy asks for, and the section that
// it stands in. An element without words shows nothing.
func (r *reader) began(t *tag) {
	if t.name == "section" {
		r.sections = append(r.sections, string(t.attr("id")))
	}
	if policy := t.attr("data-policy"); len(policy) > 0 {
		r.policy, r.shows = string(policy), t.name
	} else if t.name == r.shows {
		r.policy = "" // a <p> also ends where the next begins
	}
}

func (r *reader) ended(name []byte) {
	if string(name) == r.shows || string(name) == "section" {
		r.policy = ""
	}
	if n := len(r.sections); string(name) == "section" && n > 0 {
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

func (r *reader) link(href []byte) {
	const scheme = "javascript:"
	if to := bytes.TrimSpace(href); len(to) >= len(scheme) && strings.EqualFold(string(to[:len(scheme)]), scheme) {
		r.Inline = append(r.Inline, scriptLink)
	}
	if r.depth > 0 {
		r.Help = append(r.Help, string(href))
	}
}

// script tells scripts to run from data such as JSON-LD.
func (r *reader) script(t *tag) {
	switch {
	case strings.EqualFold(string(t.attr("type")), "application/ld+json"):
	case len(t.attr("src")) > 0:
		r.Scripts = true
	default:
		r.Inline = append(r.Inline, inlineScript)
	}
}

// styleLoad finds what a style makes a browser fetch.
var styleLoad = finds(`(?i)(?:@import\s+(?:url\(\s*)?|url\(\s*)['"]?([^'")\s;]+)`)

func (r *reader) style(text string) {
	r.Styles = append(r.Styles, text)
	for _, m := range styleLoad().FindAllStringSubmatch(text, -1) {
		r.load("style", []byte(m[1]), false)
	}
}

func (r *reader) load(element string, value []byte, set bool) {
	if len(value) == 0 {
		return
	}
	if !set {
		r.Loads = append(r.Loads, Load{element, string(value)})
		return
	}
	for part := range bytes.SplitSeq(value, []byte(",")) {
		if fields := bytes.Fields(part); len(fields) > 0 {
			r.Loads = append(r.Loads, Load{element, string(fields[0])})
		}
	}
}
