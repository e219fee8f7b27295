package build

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"
)

// text returns an output of a build as text.
func text(t *testing.T, r *Result, path string) string {
	t.Helper()
	o := r.Outputs[path]
	if o == nil {
		t.Fatalf("%s is not made; there are %q", path, r.Paths())
	}
	data, _ := o.Bytes()
	return string(data)
}

// at builds the small site as it is published under an address.
func at(t testing.TB, base, settings string) *Result {
	t.Helper()
	tree := guide(t)
	site := strings.Replace(string(tree["site.yaml"].Data), "region: US", "region: US\n"+settings, 1)
	tree["site.yaml"].Data = []byte(site)
	b := newBuilder(tree, today)
	b.opts.BaseURL = base
	return build(t, b)
}

const iop = "https://clinic.example/iop/"

func TestRobots(t *testing.T) {
	if got, want := text(t, at(t, "", ""), "robots.txt"), "User-agent: *\nDisallow:\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	want := "User-agent: *\nDisallow:\n\nSitemap: https://clinic.example/iop/sitemap.xml\n"
	if got := text(t, at(t, iop, ""), "robots.txt"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	want = "User-agent: *\nDisallow:\n"
	for _, search := range []string{"index: false", "canonical: 'https://guide.example/'"} {
		if got := text(t, at(t, iop, "search: {"+search+"}"), "robots.txt"); got != want {
			t.Errorf("%s: got %q, want %q: who may not fetch a page never learns that", search, got, want)
		}
	}
}

// TestOnlyWithAddress makes sure that files which need the site's address are
// not made without one.
func TestOnlyWithAddress(t *testing.T) {
	tests := []struct {
		base, settings string
		sitemap, feed  bool
	}{
		{"", "", false, false},
		{iop, "", true, true},
		{iop, "features: {feed: false}", true, false},
		{iop, "search: {index: false}", false, true},
		{iop, "search: {canonical: 'https://guide.example/'}", false, true},
	}
	for _, tt := range tests {
		tree := guide(t)
		tree["content/what.md"].Data = []byte(strings.Replace(string(tree["content/what.md"].Data), "weight: 10", "weight: 10\nlastmod: 2026-11-01", 1))
		tree["site.yaml"].Data = append(tree["site.yaml"].Data, tt.settings...)
		b := newBuilder(tree, today)
		b.opts.BaseURL = tt.base
		r := build(t, b)
		if got := r.Outputs["sitemap.xml"] != nil; got != tt.sitemap {
			t.Errorf("address %q, %s: sitemap is %t", tt.base, tt.settings, got)
		}
		if got := r.Outputs["feed.xml"] != nil; got != tt.feed {
			t.Errorf("address %q, %s: feed is %t", tt.base, tt.settings, got)
		}
	}
	if r := at(t, iop, ""); r.Outputs["feed.xml"] != nil {
		t.Error("a feed with nothing in it is made: RFC 4287 wants a day in it")
	}
}

// TestSitemap reads the sitemap as sitemaps.org says.
func TestSitemap(t *testing.T) {
	r := at(t, iop, "")
	var set struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []struct {
			Loc     string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
			Lastmod string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 lastmod"`
			Links   []struct {
				Rel  string `xml:"rel,attr"`
				Lang string `xml:"hreflang,attr"`
				Href string `xml:"href,attr"`
			} `xml:"http://www.w3.org/1999/xhtml link"`
		} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	if err := xml.Unmarshal([]byte(text(t, r, "sitemap.xml")), &set); err != nil {
		t.Fatal(err)
	}
	if len(set.URLs) != r.Pages {
		t.Errorf("got %d addresses, want the %d pages: no alias, no 404", len(set.URLs), r.Pages)
	}
	pairs := map[string]int{}
	for _, u := range set.URLs {
		if !strings.HasPrefix(u.Loc, iop) || !strings.HasSuffix(u.Loc, "/") {
			t.Errorf("%s is no page's address", u.Loc)
		}
		self := len(u.Links) == 0
		for _, l := range u.Links {
			self = self || l.Href == u.Loc
			pairs[l.Lang]++
			if l.Rel != "alternate" || !strings.HasPrefix(l.Href, iop) {
				t.Errorf("%s: link %+v", u.Loc, l)
			}
		}
		if !self {
			t.Errorf("%s: the page is not among its languages", u.Loc)
		}
	}
	if want := map[string]int{"en": 6, "es": 6, "x-default": 6}; !reflect.DeepEqual(pairs, want) {
		t.Errorf("languages: got %v, want %v: three pages are in both, told from both sides", pairs, want)
	}
}

// TestFeed reads the feed as RFC 4287 says: section 4.1.1 and 4.1.2.
func TestFeed(t *testing.T) {
	tree := guide(t)
	for name, front := range map[string]string{"content/what.md": "lastmod: 2026-11-01", "content/help/money.md": "reviewed: 2026-11-20\nlastmod: 2026-10-01",
		"content/help/travel.md": "publishDate: 2026-11-01", "content/help/later.md": "lastmod: 2026-11-23"} {
		tree[name].Data = []byte(strings.Replace(string(tree[name].Data), "weight:", front+"\nweight:", 1))
	}
	b := newBuilder(tree, today)
	b.opts.BaseURL = iop
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"http://www.w3.org/2005/Atom id"`
		Title   string   `xml:"http://www.w3.org/2005/Atom title"`
		About   string   `xml:"http://www.w3.org/2005/Atom subtitle"`
		Updated string   `xml:"http://www.w3.org/2005/Atom updated"`
		Author  string   `xml:"http://www.w3.org/2005/Atom author>name"`
		Links   []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"http://www.w3.org/2005/Atom link"`
		Entries []struct {
			ID      string `xml:"http://www.w3.org/2005/Atom id"`
			Title   string `xml:"http://www.w3.org/2005/Atom title"`
			Updated string `xml:"http://www.w3.org/2005/Atom updated"`
			Summary string `xml:"http://www.w3.org/2005/Atom summary"`
			Link    struct {
				Href string `xml:"href,attr"`
			} `xml:"http://www.w3.org/2005/Atom link"`
		} `xml:"http://www.w3.org/2005/Atom entry"`
	}
	if err := xml.Unmarshal([]byte(text(t, build(t, b), "feed.xml")), &feed); err != nil {
		t.Fatal(err)
	}
	if feed.ID != iop || feed.Title != "The guide" || feed.Author != "The guide" || feed.About != "A guide for tests." {
		t.Errorf("got id %q, title %q, author %q, subtitle %q", feed.ID, feed.Title, feed.Author, feed.About)
	}
	if len(feed.Links) != 2 || feed.Links[0].Rel != "self" || feed.Links[0].Href != iop+"feed.xml" || feed.Links[1].Href != iop {
		t.Errorf("links: got %+v", feed.Links)
	}
	var got []string
	for _, e := range feed.Entries {
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil {
			t.Error(err)
		}
		if u, err := url.Parse(e.ID); err != nil || !u.IsAbs() || e.ID != e.Link.Href || e.Title == "" || e.Summary == "" {
			t.Errorf("entry %+v", e)
		}
		got = append(got, e.Updated[:10]+" "+strings.TrimPrefix(e.ID, iop))
	}
	want := []string{"2026-11-20 help/money/", "2026-11-01 help/travel/", "2026-11-01 what/"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q: the latest first, and no page that is not due", got, want)
	}
	if feed.Updated != "2026-11-20T00:00:00Z" {
		t.Errorf("updated: got %s, want the day of the latest entry", feed.Updated)
	}
}

// TestFeedOfAClinic makes sure that the clinic is the feed's author, and that a
// name with an ampersand is no mistake in XML.
func TestFeedOfAClinic(t *testing.T) {
	tree := bare(map[string]string{"site.yaml": "title: T\nlanguages: [en]\nbaseURL: https://clinic.example/\nclinic: {name: Oak & Elm}\n",
		"content/a.md": "---\ntitle: A\nlastmod: 2026-11-01\n---\n"})
	got := text(t, build(t, newBuilder(tree, today)), "feed.xml")
	if want := "<author><name>Oak &amp; Elm</name></author>"; !strings.Contains(got, want) {
		t.Errorf("got %s, want it to hold %s", got, want)
	}
}

// TestSecurityTxt reads security.txt as RFC 9116 says: it names a contact and a
// day on which it goes stale.
func TestSecurityTxt(t *testing.T) {
	const path = ".well-known/security.txt"
	if r := at(t, "", ""); r.Outputs[path] != nil {
		t.Error("it is made without a contact")
	}
	for contact, want := range map[string]string{
		"mailto:security@clinic.example":  "mailto:security@clinic.example",
		"https://clinic.example/security": "https://clinic.example/security",
	} {
		got := text(t, at(t, "", "security: {contact: '"+contact+"'}"), path)
		if want := "Contact: " + want + "\nExpires: 2027-11-24T00:00:00Z\nPreferred-Languages: en\n"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for base, want := range map[string]bool{"https://clinic.example": true, iop: false} {
		got := text(t, at(t, base, "security: {contact: 'https://clinic.example/security'}"), path)
		if told := strings.Contains(got, "\nCanonical: https://clinic.example/.well-known/security.txt\n"); told != want {
			t.Errorf("address %s: got %q; its own address is told: %t, want %t", base, got, told, want)
		}
	}
}

// TestManifest holds the hash of every page, and nothing else.
func TestManifest(t *testing.T) {
	b := newBuilder(guide(t), today)
	b.opts.Release = "1.2.3"
	r := build(t, b)
	var m struct {
		Release, Date string
		Pages         map[string]string
	}
	if err := json.Unmarshal([]byte(text(t, r, "manifest.json")), &m); err != nil {
		t.Fatal(err)
	}
	if m.Release != "1.2.3" || m.Date != "2026-11-24" {
		t.Errorf("got release %q of %q", m.Release, m.Date)
	}
	n := 0
	for path, o := range r.Outputs {
		if !strings.HasSuffix(path, ".html") {
			continue
		}
		n++
		data, _ := o.Bytes()
		sum := sha256.Sum256(data)
		if want := hex.EncodeToString(sum[:]); m.Pages[path] != want {
			t.Errorf("%s: got %s, want %s", path, m.Pages[path], want)
		}
	}
	if len(m.Pages) != n {
		t.Errorf("got %d pages, want %d", len(m.Pages), n)
	}
}

// TestXMLText holds text that is put together against what package xml writes.
func TestXMLText(t *testing.T) {
	for _, words := range []string{"", "plain", `a "b" 'c' & <d>`, "año\u2028\t\n", "\x01\xff"} {
		var x xmlText
		x.text("loc", words)
		want, err := xml.Marshal(struct {
			XMLName xml.Name `xml:"loc"`
			Words   string   `xml:",chardata"`
		}{Words: words})
		if err != nil || string(x) != string(want) {
			t.Errorf("got %s, want %s, %v", x, want, err)
		}
	}
}
