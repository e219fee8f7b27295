package check

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// Facts is what one pass of the tokenizer finds in a finished page.
type Facts struct {
	IDs     []string // in the order they stand
	Links   []string // where its <a> lead
	Loads   []Load   // what a browser fetches for the page by itself
	Inline  []string // what a strict policy forbids: "style attribute", "onclick attribute", "script"
	Styles  []string // the text of its <style> elements
	Scripts bool     // has a script to run
	Targets []string // where a browser goes by itself or a form sends: refresh, action, ping
	Help    []string // where the links of the help line lead
	Lang    string   // of the page
}

// A Load is something a browser fetches for a page.
type Load struct{ Element, URL string }

// loading are the attributes that make a browser fetch, by element. An <a>
// fetches nothing; link is treated apart, by its rel.
var loading = map[string][]string{
	"script": {"src"}, "img": {"src", "srcset"}, "source": {"src", "srcset"}, "iframe": {"src"},
	"video": {"src", "poster"}, "audio": {"src"}, "embed": {"src"}, "object": {"data"},
	"track": {"src"}, "input": {"src"}, "image": {"href", "xlink:href"}, "use": {"href", "xlink:href"},
	"feimage": {"href", "xlink:href"}, "body": {"background"},
}

// fetching are the rels of <link> that make a browser fetch or connect.
var fetching = []string{"stylesheet", "icon", "preload", "prefetch", "modulepreload", "preconnect",
	"dns-prefetch", "manifest", "apple-touch-icon", "mask-icon", "prerender"}

// Read finds the facts of a page.
func Read(page []byte) *Facts {
	f := &Facts{}
	z := html.NewTokenizer(bytes.NewReader(page))
	inStyle, help := false, 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return f
		case html.TextToken:
			if inStyle {
				f.Styles = append(f.Styles, string(z.Text()))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			inStyle = false
			if help > 0 && string(name) == helpElement {
				help--
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			inStyle = t.Data == "style"
			if t.Data == helpElement && (help > 0 || attr(t, "id") == "help") {
				help++
			}
			f.element(t)
			if help > 0 && t.Data == "a" {
				f.Help = append(f.Help, attr(t, "href"))
			}
		}
	}
}

// helpElement is the element that holds the help line; its id is help.
const helpElement = "aside"

func attr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func (f *Facts) element(t html.Token) {
	for _, a := range t.Attr {
		switch {
		case a.Key == "id":
			f.IDs = append(f.IDs, a.Val)
		case a.Key == "style", strings.HasPrefix(a.Key, "on"):
			f.Inline = append(f.Inline, a.Key+" attribute on <"+t.Data+">")
		case a.Key == "action", a.Key == "formaction", a.Key == "ping":
			f.Targets = append(f.Targets, a.Val)
		}
	}
	for _, name := range loading[t.Data] {
		f.load(t.Data, attr(t, name), strings.HasSuffix(name, "srcset"))
	}
	switch t.Data {
	case "html":
		f.Lang = attr(t, "lang")
	case "a":
		f.Links = append(f.Links, attr(t, "href"))
	case "link":
		for rel := range strings.FieldsSeq(strings.ToLower(attr(t, "rel"))) {
			for _, r := range fetching {
				if rel == r {
					f.load("link rel="+rel, attr(t, "href"), false)
				}
			}
		}
	case "script":
		f.script(t)
	case "meta":
		if _, url, ok := strings.Cut(strings.ToLower(attr(t, "content")), "url="); ok &&
			strings.EqualFold(attr(t, "http-equiv"), "refresh") {
			f.Targets = append(f.Targets, url)
		}
	case "base":
		f.Targets = append(f.Targets, attr(t, "href"))
	}
}

// script tells scripts to run from data such as JSON-LD.
func (f *Facts) script(t html.Token) {
	switch typ := attr(t, "type"); {
	case typ == "application/ld+json":
	case attr(t, "src") != "":
		f.Scripts = true
	default:
		f.Inline = append(f.Inline, "<script> without src")
	}
}

func (f *Facts) load(element, value string, set bool) {
	if value == "" {
		return
	}
	if !set {
		f.Loads = append(f.Loads, Load{element, value})
		return
	}
	for part := range strings.SplitSeq(value, ",") {
		if fields := strings.Fields(part); len(fields) > 0 {
			f.Loads = append(f.Loads, Load{element, fields[0]})
		}
	}
}
