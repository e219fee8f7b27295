package build

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"iopguide"

	"golang.org/x/net/html"
)

const framing = "features: {embed: true, feed: true}\n"

// TestEmbedsAreMade makes sure that each page but the front ones has one for frames,
// at its old addresses too, and that a site without them has nothing of them.
func TestEmbedsAreMade(t *testing.T) {
	for _, tt := range []struct {
		name, settings string
		made           bool
	}{
		{"nothing said", "", false},
		{"switched on", "features: {embed: true}\n", true},
		{"a clinic's", "clinic: {name: Oak Street, url: https://oak.example/}\n", true},
		{"a clinic's, switched off", "clinic: {name: Oak Street, url: https://oak.example/}\nfeatures: {embed: false}\n", false},
	} {
		r := at(t, iop, tt.settings)
		paths := r.Paths()
		for _, path := range []string{"embed/what/index.html", "embed/old/what/index.html", "embed/es/what/index.html",
			"embed/get-help-now/index.html", "embed/index.html", "embed/es/index.html", "embed/embed.js"} {
			if got := slices.Contains(paths, path); got != tt.made {
				t.Errorf("%s: %s is made: %t, want %t", tt.name, path, got, tt.made)
			}
		}
		got := slices.ContainsFunc(paths, func(p string) bool { return strings.Contains(p, "embed") || strings.Contains(p, "framed") })
		if got != tt.made {
			t.Errorf("%s: something of frames is made: %t, want %t; of %q", tt.name, got, tt.made, paths)
		}
	}
}

// TestEmbedNeedsLayouts makes sure that a site which asks for pages for frames, and
// has no layouts for them, is told.
func TestEmbedNeedsLayouts(t *testing.T) {
	for settings, want := range map[string]string{"": "", "features: {embed: true}\n": "site.yaml:5:19: there is no layout embed.html or snippets.html"} {
		tree := guide(t)
		tree["site.yaml"].Data = []byte(strings.Replace(string(tree["site.yaml"].Data), "footer:", settings+"clinic: {name: Oak}\nfooter:", 1))
		delete(tree, "layouts/embed.html")
		r := build(t, newBuilder(tree, today))
		got := ""
		for _, d := range r.Diags {
			if d.Rule == "unknown-layout" {
				got += d.Position().String() + ": " + d.Message
			}
		}
		if !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q: got %q, want %q", settings, got, want)
		}
	}
}

// TestEmbedLeadsOut follows the links of every page for frames: those that leave it
// open beside the other site and lead to the site itself.
func TestEmbedLeadsOut(t *testing.T) {
	r := at(t, iop, framing)
	pages, out := 0, 0
	for _, path := range r.Paths() {
		if !strings.HasPrefix(path, "embed/") || !strings.HasSuffix(path, ".html") || path == "embed/index.html" || path == "embed/es/index.html" {
			continue
		}
		pages++
		page := text(t, r, path)
		p := parsed(t, page)
		if p.meta["robots"] != "noindex" || !strings.Contains(page, "rel=canonical href="+iop) || strings.Contains(page, "og:") {
			t.Errorf("%s: robots is %q; it must have a canonical address and no words for sharing", path, p.meta["robots"])
		}
		if policy := p.meta["Content-Security-Policy"]; strings.Contains(policy, "connect-src") || !strings.Contains(policy, "default-src 'none'") {
			t.Errorf("%s: the policy is %q", path, policy)
		}
		for n := range root(t, page).Descendants() {
			href := attribute(n, "href")
			if n.Type != html.ElementNode || n.Data != "a" || strings.HasPrefix(href, "#") {
				continue
			}
			out++
			if attribute(n, "target") != "_blank" || !strings.Contains(attribute(n, "rel"), "noopener") || strings.Contains(href, "embed/") {
				t.Errorf("%s: a link to %q has target %q and rel %q", path, href, attribute(n, "target"), attribute(n, "rel"))
			}
		}
	}
	if pages < 6 || out < 10*pages {
		t.Errorf("looked at %d links of %d pages", out, pages)
	}
}

func root(t *testing.T, page string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestEmbedKeeps makes sure that an edit makes anew just the pages for frames that
// show it, and content.json.
func TestEmbedKeeps(t *testing.T) {
	tree := guide(t)
	tree["site.yaml"].Data = append(tree["site.yaml"].Data, framing...)
	b := newBuilder(tree, today)
	was := build(t, b)
	what := tree["content/what.md"]
	what.Data = bytes.Replace(what.Data, []byte("is a program"), []byte("is one program"), 1)
	now := build(t, b, "content/what.md")
	var made []string
	for path, o := range now.Outputs {
		if was.Outputs[path] != o && path != manifestPath {
			made = append(made, path)
		}
	}
	slices.Sort(made)
	want := []string{"content.json", "embed/old/what/index.html", "embed/what/index.html", "old/what/index.html", "what/index.html"}
	if !slices.Equal(made, want) {
		t.Errorf("made anew: %q, want %q", made, want)
	}
}

// TestContent reads content.json as another program does.
func TestContent(t *testing.T) {
	for _, tt := range []struct{ base, money, chat string }{
		{iop, `href="https://clinic.example/iop/help/money/#what-it-costs"`, `"https://988lifeline.org/chat/"`},
		{"", `href="help/money/#what-it-costs"`, `"https://988lifeline.org/chat/"`},
	} {
		r := at(t, tt.base, framing)
		var got contentFile
		if err := json.Unmarshal([]byte(text(t, r, contentPath)), &got); err != nil {
			t.Fatal(err)
		}
		if got.URL != tt.base || got.License.URL != license || len(got.Pages) != r.Pages {
			t.Errorf("base %q: got %q, %q and %d pages, want %d", tt.base, got.URL, got.License, len(got.Pages), r.Pages)
		}
		i := slices.IndexFunc(got.Pages, func(p contentPage) bool { return p.Title == "What it is" })
		p := got.Pages[i]
		for _, want := range []string{tt.money, `<h2 id="first-part">First part</h2>`, "<th", "Group therapy"} {
			if !strings.Contains(p.HTML, want) {
				t.Errorf("base %q: the words lack %s:\n%s", tt.base, want, p.HTML)
			}
		}
		for _, not := range []string{"class=", "style=", "<svg", "<script", "<button", "<nav", "aria-"} {
			if strings.Contains(p.HTML, not) {
				t.Errorf("base %q: the words hold %s:\n%s", tt.base, not, p.HTML)
			}
		}
		if p.Review.State != "pending" || len(p.Sources) != 2 || p.Language != "en" || !strings.HasSuffix(p.Translations["es"], "es/what/") ||
			!strings.HasSuffix(p.Embed, "embed/what/") {
			t.Errorf("base %q: got %+v", tt.base, p)
		}
		if len(got.Languages) != 2 {
			t.Fatalf("base %q: got %d languages", tt.base, len(got.Languages))
		}
		help := got.Languages[0].Help
		if help.Emergency == nil || help.Emergency.Call != "911" || help.Crisis == nil || help.Crisis.Text == "" {
			t.Errorf("base %q: the help line is %+v", tt.base, help)
		}
		for _, want := range []string{`"tel:911"`, `"tel:988"`, `"sms:988"`, tt.chat} {
			if !strings.Contains(help.HTML, want) {
				t.Errorf("base %q: the help line lacks %s: %s", tt.base, want, help.HTML)
			}
		}
		if credit := got.Languages[0].Credit; !strings.Contains(credit, license) || !strings.Contains(credit, "Our clinic") {
			t.Errorf("base %q: the credit is %s", tt.base, credit)
		}
	}
}

// TestContentIsAsked makes sure that words for other programs are published for
// clinics and where site.yaml asks, and never where it forbids.
func TestContentIsAsked(t *testing.T) {
	for settings, want := range map[string]bool{"": false, "features: {feed: true}\n": true,
		"clinic: {name: Oak}\n": true, "clinic: {name: Oak}\nfeatures: {feed: false}\n": false} {
		r := at(t, iop, settings)
		if got := r.Outputs[contentPath] != nil; got != want {
			t.Errorf("%q: content.json is made: %t, want %t", settings, got, want)
		}
	}
}

// TestFeedHasWords makes sure that a feed of words has the help line before the words
// of each page and the credit behind them.
func TestFeedHasWords(t *testing.T) {
	var feed struct {
		Entries []struct {
			Title   string `xml:"title"`
			Content struct {
				Type string `xml:"type,attr"`
				HTML string `xml:",chardata"`
			} `xml:"content"`
		} `xml:"entry"`
	}
	tree := guide(t)
	tree["site.yaml"].Data = append(tree["site.yaml"].Data, framing...)
	tree["content/what.md"].Data = bytes.Replace(tree["content/what.md"].Data, []byte("weight:"), []byte("lastmod: 2026-11-01\nweight:"), 1)
	b := newBuilder(tree, today)
	b.opts.BaseURL = iop
	if err := xml.Unmarshal([]byte(text(t, build(t, b), "feed.xml")), &feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.Entries) == 0 {
		t.Fatal("the feed is empty")
	}
	for _, e := range feed.Entries {
		call, credit := strings.Index(e.Content.HTML, `"tel:911"`), strings.Index(e.Content.HTML, license)
		if e.Content.Type != "html" || call < 0 || call > 200 || credit < len(e.Content.HTML)-200 {
			t.Errorf("%s: type %q, call at %d, credit at %d of %d", e.Title, e.Content.Type, call, credit, len(e.Content.HTML))
		}
	}
}

// TestSelfCheckWords makes sure that other programs get the way to a self-check and
// not its questions, which lead nowhere without its page.
func TestSelfCheckWords(t *testing.T) {
	r := shippedSite(t, iopguide.Default())
	read, checks := newReading(r.Site, r.layouts.set, r.memo), 0
	for _, pl := range r.Site.Places {
		if pl.Page.Tree == nil {
			continue
		}
		checks++
		if got := read.words(pl); !strings.Contains(got, `<a href="`+iop+strings.TrimPrefix(pl.Page.URL, "/")+`">`) || strings.Contains(got, "<li") {
			t.Errorf("%s: got %s", pl.Page.Path, got)
		}
	}
	if checks == 0 {
		t.Error("no self-check")
	}
}

// FuzzOutward holds what is said of links against any page: nothing else changes,
// and doing it twice changes nothing.
func FuzzOutward(f *testing.F) {
	for _, s := range []string{`<p>a <a href=/x/>b</a> <a href="#y" class=z>c</a>`, `<a rel="license noopener" target=_top href='tel:1'>`,
		"<a href=https://x/chat/>Chat</a>", "<A HREF=x>", "<!-- <a href=x> --><script>'<a href=x>'</script>", "<a href", "<a >", "<a href=\"&quot;\">"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, page string) {
		once := outward([]byte(page))
		if twice := outward(once); !bytes.Equal(once, twice) {
			t.Errorf("%q becomes %q, and that %q", page, once, twice)
		}
		if got, want := wordsOf(once), wordsOf([]byte(page)); got != want {
			t.Errorf("%q: the words become %q, want %q", page, got, want)
		}
	})
}

// wordsOf returns all that a tokenizer sees but for links.
func wordsOf(page []byte) string {
	var b strings.Builder
	z := html.NewTokenizer(bytes.NewReader(page))
	for z.Next() != html.ErrorToken {
		if raw := z.Raw(); !bytes.HasPrefix(raw, []byte("<a ")) {
			b.Write(raw)
		}
	}
	return b.String()
}

// FuzzWords makes sure that the words for other programs hold no script and no style,
// whatever a page holds.
func FuzzWords(f *testing.F) {
	r := at(f, iop, framing)
	read, pl := newReading(r.Site, r.layouts.set, r.memo), r.Site.Place("content/what.md")
	for _, s := range []string{`<p onclick=x class=y>a<script>b</script><svg aria-label="c"><a href=d>e</a></svg>`, "<a href=../../x/?y#z>a</a>",
		"<a href=javascript:x>", "<plaintext>a", "<math><mi><style>", "<table><td><form><p>", "<img src=//x>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, page string) {
		doc, err := html.Parse(strings.NewReader(page))
		if err != nil {
			return
		}
		got := read.rooted(read.plain(doc, pl, nil))
		for n := range root(t, got).Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if slices.Contains([]string{"script", "style", "svg", "form", "input"}, n.Data) {
				t.Errorf("%q becomes %q, with <%s>", page, got, n.Data)
			}
			for _, a := range n.Attr {
				if !slices.Contains(telling, a.Key) || a.Key == "href" && strings.HasPrefix(a.Val, "javascript:") {
					t.Errorf("%q becomes %q, with %s", page, got, a.Key)
				}
			}
		}
	})
}
