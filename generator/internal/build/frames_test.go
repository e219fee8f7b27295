package build

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// page is a finished page, as a browser reads it.
type page struct {
	loads, links []string
	meta         map[string]string
}

func parsed(t *testing.T, text string) page {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	p := page{meta: map[string]string{}}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			switch {
			case a.Key == "src", a.Key == "srcset", a.Key == "poster", a.Key == "href" && n.Data == "link":
				p.loads = append(p.loads, a.Val)
			case a.Key == "href":
				p.links = append(p.links, a.Val)
			case n.Data == "meta" && a.Key == "content":
				p.meta[n.Attr[0].Val] = a.Val
			}
		}
	}
	return p
}

// TestNotFound makes sure that 404.html, which hosts show at any depth, needs
// nothing beside itself and has no relative link.
func TestNotFound(t *testing.T) {
	for _, base := range []string{"", iop} {
		r := at(t, base, "")
		p := parsed(t, text(t, r, "404.html"))
		if len(p.loads) > 0 {
			t.Errorf("base %q: it loads %q", base, p.loads)
		}
		home := false
		for _, l := range p.links {
			switch {
			case strings.HasPrefix(l, "tel:"), strings.HasPrefix(l, "sms:"), strings.HasPrefix(l, "#"), strings.HasPrefix(l, "https://988lifeline.org"):
			case l == "https://www.clinic.example/": // of footer in site.yaml
			case base != "" && strings.HasPrefix(l, iop):
				home = home || l == iop
			default:
				t.Errorf("base %q: it leads to %q", base, l)
			}
		}
		if home != (base != "") {
			t.Errorf("base %q: it leads home is %t", base, home)
		}
		if p.meta["robots"] != "noindex" {
			t.Errorf("base %q: robots is %q, want noindex", base, p.meta["robots"])
		}
		if !strings.Contains(p.meta["Content-Security-Policy"], "style-src 'sha256-") {
			t.Errorf("base %q: the policy is %q", base, p.meta["Content-Security-Policy"])
		}
	}
}

// TestAlias makes sure that an old address leads to the new one, by itself and
// by a link, with the help line on the way.
func TestAlias(t *testing.T) {
	for base, want := range map[string]string{"": "../../what/index.html", iop: "../../what/"} {
		r := at(t, base, "")
		p := parsed(t, text(t, r, "old/what/index.html"))
		if got := p.meta["refresh"]; got != "0; url="+want {
			t.Errorf("base %q: it goes to %q, want %s", base, got, want)
		}
		for _, link := range []string{want, "tel:911", "tel:988", "sms:988"} {
			if !strings.Contains(strings.Join(p.links, "\n")+"\n", link+"\n") {
				t.Errorf("base %q: no link leads to %s: %q", base, link, p.links)
			}
		}
		if p.meta["robots"] != "noindex" {
			t.Errorf("base %q: robots is %q, want noindex", base, p.meta["robots"])
		}
	}
}

// TestAliasOverPage makes sure that an alias never takes the place of a page.
func TestAliasOverPage(t *testing.T) {
	_, r := made(t, map[string]string{
		"content/a.md":       "---\ntitle: A\naliases: [/b/]\n---\n\nWords of A.\n",
		"content/b.md":       "---\ntitle: B\n---\n\nWords of B.\n",
		"layouts/alias.html": "moved",
	})
	if got := text(t, r, "b/index.html"); !strings.Contains(got, "Words of B") {
		t.Errorf("got %s", got)
	}
}

// TestAliasOverFile makes sure that an alias never needs a folder where there is
// a file: no disk could hold both.
func TestAliasOverFile(t *testing.T) {
	_, r := made(t, map[string]string{
		"content/a.md":       "---\ntitle: A\naliases: [/robots.txt, /notes.txt/deep/, /old/, /form.pdf/]\n---\n",
		"content/form.pdf":   "x",
		"static/notes.txt":   "x",
		"layouts/alias.html": "moved",
	})
	want := "content/a.md:3:11: the old address /robots.txt is that of a file of the site\n" +
		"content/a.md:3:24: the old address /notes.txt/deep/ is that of a file of the site\n" +
		"content/a.md:3:49: the old address /form.pdf/ is that of a file of the site\n"
	if got := messages(t, r, "alias-over-file"); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestWithoutFrames makes sure that a site may do without these pages.
func TestWithoutFrames(t *testing.T) {
	files, _ := made(t, map[string]string{"content/a.md": "---\ntitle: A\naliases: [/old/]\n---\n"})
	for _, path := range []string{"404.html", "old/index.html"} {
		if files[path] != "" {
			t.Errorf("%s is made, but there is no layout for it", path)
		}
	}
}

// TestBrokenLayout makes sure that a mistake in a layout is told once, at its
// place, and nothing that follows from it.
func TestBrokenLayout(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{"no end", "layouts/page.html", "<p>{{if .Page}}", "layouts/page.html:1:1: error: this layout cannot be used: an {{if}}, {{with}}, {{range}} or {{define}} in it has no {{end}}"},
		{"no end in a partial", "layouts/partials/footer.html", "<p>{{if .Page}}",
			"layouts/partials/footer.html:1:1: error: this layout cannot be used: an {{if}}, {{with}}, {{range}} or {{define}} in it has no {{end}}"},
		{"unknown field", "layouts/page.html", "<p>\n<b>{{.Titel}}</b>",
			`layouts/page.html:2:6: error: this layout cannot be used: there is no Titel here to show, as .Titel asks for`},
		{"unknown partial", "layouts/section.html", `{{template "gone.html" .}}`,
			`layouts/section.html:1:12: error: this layout cannot be used: no such template "gone.html"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree := guide(t)
			tree[tt.file].Data = []byte(tt.text)
			list, err := build(t, newBuilder(tree, today)).All(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range list {
				got = append(got, d.Position().String()+": "+d.Severity.String()+": "+d.Message)
			}
			if len(got) != 1 || got[0] != tt.want {
				t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), tt.want)
			}
		})
	}
}

// TestUnknownLayout makes sure that a page which names a layout that is not
// there is told where it does.
func TestUnknownLayout(t *testing.T) {
	_, r := made(t, map[string]string{"content/a.md": "---\ntitle: A\nlayout: pgae\n---\n", "content/b.md": "---\ntitle: B\nlayout: zebra-crossing\n---\n"})
	want := "content/a.md:3:9: there is no layout pgae.html\ncontent/b.md:3:9: there is no layout zebra-crossing.html\n"
	if got := messages(t, r, "unknown-layout"); got != want {
		t.Errorf("got %swant %s", got, want)
	}
	var help []string
	for _, d := range r.Diags {
		if d.Rule == "unknown-layout" {
			help = append(help, d.Help)
		}
	}
	if len(help) != 2 || help[0] != "did you mean page?" || !strings.HasPrefix(help[1], "make the file layouts/zebra-crossing.html") {
		t.Errorf("help: got %q", help)
	}
}
