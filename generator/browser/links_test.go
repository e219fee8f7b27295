//go:build browser

package browser

import (
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// holds are the attributes that hold an address, by element; * is any.
var holds = map[string][]string{
	"*": {"href", "src", "poster", "data", "action", "xlink:href"}, "img": {"src", "srcset"}, "source": {"src", "srcset"},
}

// names are the attributes that hold ids of the same page.
var names = []string{"for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "headers", "list"}

// inStyle matches an address in a style sheet, inAddress one in XML.
var (
	inStyle   = regexp.MustCompile(`url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']`)
	inAddress = regexp.MustCompile(`https?://[^<>"'\s]+`)
)

// TestLinks follows every address in every file of every form, wherever the form
// may be served, to a file and to an id in it.
func TestLinks(t *testing.T) {
	links := 0
	for _, w := range ways {
		t.Run(w.String(), func(t *testing.T) {
			c := crawl{way: w, report: func(where, what string) { t.Errorf("%s: %s", where, what) }}
			for _, s := range w.form.sheets {
				c.sheet(s)
			}
			c.styles(t)
			c.addresses(t)
			links += c.links
		})
	}
	t.Logf("counted: %d links in %d ways", links, len(ways))
}

// A crawl is one walk over the files of a way.
type crawl struct {
	way
	links  int
	report func(where, what string)
}

// sheet follows what one page names.
func (c *crawl) sheet(s *sheet) {
	if s.lang == "" {
		c.report(s.path, "no lang")
	}
	for id, times := range s.ids {
		if times > 1 {
			c.report(s.path, fmt.Sprintf("id %s is there %d times", id, times))
		}
	}
	if s.refresh != "" {
		c.follow(s, "meta", s.refresh)
	}
	for n := range elements(s.doc) {
		for _, key := range append(holds["*"], holds[n.Data]...) {
			if value := attr(n, key); value != "" && key != "srcset" {
				c.follow(s, n.Data, value)
			} else if value != "" {
				c.set(s, value)
			}
		}
		c.ids(s, n)
	}
}

// set follows the addresses of a srcset.
func (c *crawl) set(s *sheet, value string) {
	for candidate := range strings.SplitSeq(value, ",") {
		if words := strings.Fields(candidate); len(words) > 0 {
			c.follow(s, "img", words[0])
		}
	}
}

// ids looks for the ids that an element names.
func (c *crawl) ids(s *sheet, n *html.Node) {
	for _, key := range names {
		for id := range strings.FieldsSeq(attr(n, key)) {
			if s.ids[id] == 0 {
				c.report(s.path, fmt.Sprintf("%s %s=%s names no element", n.Data, key, id))
			}
		}
	}
}

// follow finds the file and the id that an address on a page leads to.
func (c *crawl) follow(s *sheet, element, address string) {
	c.links++
	wrong := func(format string, args ...any) {
		c.report(s.path, fmt.Sprintf("%s %s: ", element, address)+fmt.Sprintf(format, args...))
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		wrong("%v", err)
		return
	case u.Scheme == "tel" || u.Scheme == "sms" || u.Scheme == "mailto":
		return
	case u.Scheme != "" || u.Host != "":
		if why := c.outside(element, u); why != "" {
			wrong("%s", why)
		}
		return
	case strings.HasPrefix(u.Path, "/") && (s.path != "404.html" || c.form.base == ""):
		wrong("it is not relative")
		return
	case s.path == "404.html" && c.moved():
		return
	}
	name, err := c.file(s.path, u)
	if err != nil {
		wrong("%v", err)
		return
	}
	if why := c.lands(name, u.Fragment); why != "" {
		wrong("%s", why)
	}
}

// outside judges an address with a host. Only words may lead there, and what
// begins with the site's own must be there.
func (c *crawl) outside(element string, u *url.URL) string {
	if own, ok := strings.CutPrefix(u.String(), c.form.base); ok && c.form.base != "" {
		return c.own(own)
	}
	if element != "a" {
		return "it is not of this site"
	}
	if u.Scheme != "https" && u.Scheme != "http" {
		return "it is no address of the web"
	}
	return ""
}

// own judges an address of ours, in which pages always have the folder form.
func (c *crawl) own(address string) string {
	name, fragment, _ := strings.Cut(address, "#")
	if strings.HasSuffix(name, "index.html") {
		return "it names index.html"
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	return c.lands(name, fragment)
}

// lands reports what is wrong with leading to a file, and to an id in it.
func (c *crawl) lands(name, fragment string) string {
	if !c.form.files[name] {
		return "there is no file " + name
	}
	if to := c.form.sheet(name); fragment != "" && (to == nil || to.ids[fragment] == 0) {
		return fmt.Sprintf("there is no id %s in %s", fragment, name)
	}
	return ""
}

// file returns the file that a relative address on the page at from leads to, as
// a host that only serves files finds it.
func (c *crawl) file(from string, u *url.URL) (string, error) {
	if u.Path == "" {
		return from, nil
	}
	mount := c.mount
	if mount == "" {
		mount = "/some/folder/"
	}
	to := (&url.URL{Path: mount + from}).ResolveReference(u).Path
	name, ok := strings.CutPrefix(to, mount)
	folder := name == "" || strings.HasSuffix(name, "/")
	switch {
	case !ok:
		return "", fmt.Errorf("it leads out of %s", mount)
	case folder && c.form.base == "":
		return "", fmt.Errorf("from disk it shows a folder")
	case folder:
		return name + "index.html", nil
	case path.Base(name) == "index.html" && c.form.base != "":
		return "", fmt.Errorf("it names index.html, the other form of link")
	}
	return name, nil
}

// styles follows the addresses in style sheets.
func (c *crawl) styles(t *testing.T) {
	for name := range c.form.files {
		if path.Ext(name) != ".css" {
			continue
		}
		for _, m := range inStyle.FindAllStringSubmatch(c.text(t, name), -1) {
			if strings.HasPrefix(m[1], "data:") {
				continue
			}
			u, err := url.Parse(m[1] + m[2])
			if err != nil || u.Host != "" || !c.form.files[path.Join(path.Dir(name), u.Path)] {
				c.report(name, m[0]+" is no file of this site")
			}
		}
	}
}

// addresses follows what the sitemap and the feed name.
func (c *crawl) addresses(t *testing.T) {
	for _, name := range []string{"sitemap.xml", "feed.xml"} {
		if c.form.files[name] != (c.form.base != "") {
			c.report(name, fmt.Sprintf("is there: %t", c.form.files[name]))
		}
		if !c.form.files[name] {
			continue
		}
		for _, address := range inAddress.FindAllString(html.UnescapeString(c.text(t, name)), -1) {
			if own, ok := strings.CutPrefix(address, c.form.base); ok && own != name {
				if why := c.own(own); why != "" {
					c.report(name, address+": "+why)
				}
			}
		}
	}
}

func (c *crawl) text(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(c.form.dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestLanguages follows the language links of every page: the header's leads to
// the same page, or where it has no translation to that language's home; the
// help line's always to that language's get-help-now.
func TestLanguages(t *testing.T) {
	c := crawl{way: way{plain, "/"}}
	seen := 0
	for _, s := range plain.sheets {
		for n := range elements(s.doc) {
			lang := attr(n, "hreflang")
			help := within(n, "id", "help")
			if n.Data != "a" || lang == "" || lang == s.lang || !help && !within(n, "class", "languages") {
				continue
			}
			seen++
			want := translation(s, lang)
			if help {
				want = inLanguage("get-help-now/index.html", lang)
			}
			u, err := url.Parse(attr(n, "href"))
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.file(s.path, u)
			if err != nil || got != want || plain.sheet(got) == nil || plain.sheet(got).lang != lang {
				t.Errorf("%s: the link to %s leads to %s, want %s (%v)", s.path, lang, got, want, err)
			}
		}
	}
	if seen < len(plain.sheets) {
		t.Errorf("%d language links on %d pages", seen, len(plain.sheets))
	}
	t.Logf("counted: %d language links on %d pages", seen, len(plain.sheets))
}

// translation returns where the same page is in another language.
func translation(s *sheet, lang string) string {
	same := inLanguage(strings.TrimPrefix(s.path, s.lang+"/"), lang)
	if plain.sheet(same) == nil || s.refresh != "" {
		return inLanguage("index.html", lang)
	}
	return same
}

// inLanguage returns where a page of the first language, English, is in another.
func inLanguage(name, lang string) string {
	if lang == "en" {
		return name
	}
	return lang + "/" + name
}
