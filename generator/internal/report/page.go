package report

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"iopguide/generator/internal/check"

	"golang.org/x/net/html"
)

// A Page is an HTML file of a published site.
type Page struct {
	Path     string
	Policy   string   // its content security policy, "" if it has none
	Cookie   bool     // it sets one by an element
	Leads    string   // where an old address leads by itself, "" if the page stays
	Lacks    []string // what each page must have, and this one has not
	Scripts  bool
	headings []int
	title    bool
	language bool
}

// page reads an HTML file.
func (f *Folder) page(name string, data []byte) {
	p := &Page{Path: name}
	facts := f.markup(name, data)
	p.Scripts = facts.Scripts
	z := html.NewTokenizer(bytes.NewReader(data))
	for z.Next() != html.ErrorToken {
		t := z.Token()
		if t.Type == html.StartTagToken || t.Type == html.SelfClosingTagToken {
			f.element(p, z, t)
		}
	}
	p.prove(facts)
	f.Pages = append(f.Pages, p)
}

// element notes what a report tells of an element.
func (f *Folder) element(p *Page, z *html.Tokenizer, t html.Token) {
	switch t.Data {
	case "html":
		p.language = attribute(t, "lang") != ""
	case "title":
		p.title = p.title || z.Next() == html.TextToken && strings.TrimSpace(string(z.Text())) != ""
	case "h1", "h2", "h3", "h4", "h5", "h6":
		p.headings = append(p.headings, int(t.Data[1]-'0'))
	case "img":
		if !slices.ContainsFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "alt" }) {
			p.Lacks = append(p.Lacks, "a picture has no text in its place: "+attribute(t, "src"))
		}
	case "meta":
		p.meta(t)
	case "a", "area":
		if o := origin(attribute(t, "href")); o != "" {
			f.Links[o]++
		}
	case "script":
		if kind := attribute(t, "type"); attribute(t, "src") == "" && !strings.Contains(kind, "json") && z.Next() == html.TextToken {
			f.script(p.Path, string(z.Text()))
		}
	}
}

func (p *Page) meta(t html.Token) {
	content := attribute(t, "content")
	switch strings.ToLower(attribute(t, "http-equiv")) {
	case "content-security-policy":
		p.Policy = strings.TrimPrefix(p.Policy+", "+content, ", ")
	case "set-cookie":
		p.Cookie = true
	case "refresh":
		if _, to, found := strings.Cut(content, "="); found {
			p.Leads = strings.Trim(strings.TrimSpace(to), `'"`)
		}
	}
}

// prove says what the page lacks of what each page must have.
func (p *Page) prove(facts *check.Facts) {
	lacks := func(missing bool, what string) {
		if missing {
			p.Lacks = append(p.Lacks, what)
		}
	}
	lacks(!p.language, "it does not say its language")
	lacks(!p.title, "it has no title")
	ones := 0
	for i, h := range p.headings {
		if h == 1 {
			ones++
		}
		lacks(i > 0 && h > p.headings[i-1]+1, fmt.Sprintf("a heading of level %d follows one of level %d", h, p.headings[max(i-1, 0)]))
	}
	lacks(ones != 1, fmt.Sprintf("it has %d headings of the first level", ones))
	calls := slices.ContainsFunc(facts.Help, func(to string) bool { return strings.HasPrefix(to, "tel:") })
	lacks(!calls, "it has no help line with a number to call")
	ids := slices.Sorted(slices.Values(facts.IDs))
	for i := 1; i < len(ids); i++ {
		lacks(ids[i] == ids[i-1], "two places have the name #"+ids[i])
	}
}

// markup notes what markup of any kind makes a browser do.
func (f *Folder) markup(name string, data []byte) *check.Facts {
	facts := check.Read(data)
	f.Counts.Loads += len(facts.Loads)
	for _, l := range facts.Loads {
		if o := origin(l.URL); o != "" {
			f.Leaving = append(f.Leaving, fmt.Sprintf("%s: <%s> loads %s", name, l.Element, l.URL))
		}
	}
	for _, to := range facts.Targets {
		if o := origin(to); o != "" {
			f.Going = append(f.Going, fmt.Sprintf("%s: goes or sends to %s", name, to))
		}
	}
	for _, what := range facts.Inline {
		f.Inline = append(f.Inline, name+": "+what)
	}
	return facts
}

// inStyle finds what a style makes a browser fetch.
var inStyle = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:@import\s+(?:url\(\s*)?|url\(\s*)['"]?([^'")\s;]+)`)
})

// style notes what a style sheet makes a browser fetch.
func (f *Folder) style(name, text string) {
	for _, m := range inStyle().FindAllStringSubmatch(text, -1) {
		f.Counts.Loads++
		if origin(m[1]) != "" {
			f.Leaving = append(f.Leaving, fmt.Sprintf("%s: the style loads %s", name, m[1]))
		}
	}
}

// Words by which scripts reach a host, keep something, and name an address.
var (
	asking = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\b(fetch|fetchLater|XMLHttpRequest|sendBeacon|WebSocket|WebTransport|EventSource|` +
			`RTCPeerConnection|importScripts|SharedWorker|Worker)\b|\bimport\s*\(|\bnew\s+Image\b`)
	})
	storing = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\b(cookie|cookieStore|localStorage|sessionStorage|indexedDB|openDatabase|caches|` +
			`serviceWorker|showSaveFilePicker|getDirectory)\b`)
	})
	naming = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile("[\"'`]((?:(?:https?|wss?):)?//[a-zA-Z0-9][^\"'`\\s]*)")
	})
)

// script notes the words of a script that a reader's privacy may hang on.
func (f *Folder) script(name, text string) {
	f.Asking = append(f.Asking, worded(name, asking().FindAllString(text, -1))...)
	f.Storing = append(f.Storing, worded(name, storing().FindAllString(text, -1))...)
	for _, m := range naming().FindAllStringSubmatch(text, -1) {
		f.Naming = append(f.Naming, name+": "+m[1])
	}
}

// worded is one line for the words that were found in a file, if there are any.
func worded(name string, words []string) []string {
	if len(words) == 0 {
		return nil
	}
	slices.Sort(words)
	return []string{name + ": " + strings.Join(slices.Compact(words), ", ")}
}

// origin returns the host that an address leads to, "" if that is the page's own, or
// none: what begins with tel: or data: leads to no host. Browsers pass over white space
// in an address and take a backslash for a slash.
func origin(address string) string {
	address = strings.Map(func(r rune) rune {
		switch {
		case r <= ' ':
			return -1
		case r == '\\':
			return '/'
		}
		return r
	}, address)
	u, err := url.Parse(address)
	if err != nil {
		return address // nobody knows where it leads
	}
	return u.Host
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
