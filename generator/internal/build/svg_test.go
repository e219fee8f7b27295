package build

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"iopguide"
	"iopguide/generator/internal/diag"

	"golang.org/x/net/html"
)

const svgStart = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">`

// TestRefusedDrawings holds what a drawing may not hold, and where it is told.
func TestRefusedDrawings(t *testing.T) {
	tests := []struct{ name, inside, want string }{
		{"script", "<g>\n<script>alert(1)</script></g>", "2:1: it has a <script>"},
		{"script in its own namespace", `<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>`, "1:104: it has a <script>"},
		{"HTML", "<foreignObject><b/></foreignObject>", "1:104: it has a <foreignObject>"},
		{"link", `<a href="https://evil.example/"><path/></a>`, "1:104: it has a <a>"},
		{"picture", `<image href="a.png"/>`, "1:104: it has a <image>"},
		{"animation that sets an address", `<set attributeName="href" to="javascript:alert(1)"/>`, "1:104: it has a <set>"},
		{"frame", `<iframe xmlns="http://www.w3.org/1999/xhtml"/>`, "1:104: it has a <iframe>"},
		{"event handler", `<path onload="alert(1)"/>`, "1:104: its <path> has the attribute onload"},
		{"event handler in capitals", `<path OnClick="alert(1)"/>`, "1:104: its <path> has the attribute OnClick"},
		{"event handler with a prefix", `<path xlink:onload="alert(1)"/>`, "1:104: its <path> has the attribute onload"},
		{"outside use", `<use href="https://evil.example/a.svg#b"/>`, "1:104: its <use> leads out of the drawing"},
		{"outside use, the old way", `<use xlink:href="a.svg#b"/>`, "1:104: its <use> leads out of the drawing"},
		{"use of a script", `<use href="javascript:alert(1)"/>`, "1:104: its <use> leads out of the drawing"},
		{"use of data", `<use href="data:image/svg+xml,x"/>`, "1:104: its <use> leads out of the drawing"},
		{"base", `<g xml:base="https://evil.example/"/>`, "1:104: its <g> has the attribute base"},
		{"outside fill", `<path fill="url(https://evil.example/#a)"/>`, "1:104: its <path> leads out of the drawing"},
		{"outside fill in quotes", `<path fill="url( 'x.svg#a')"/>`, "1:104: its <path> leads out of the drawing"},
		{"outside fill, hidden", `<path fill="\75rl(//evil.example/)"/>`, "1:104: its <path> leads out of the drawing"},
		{"outside fill, as a reference", `<path fill="&#117;rl(//evil.example/)"/>`, "1:104: its <path> leads out of the drawing"},
		{"style attribute that loads", `<path style="fill:url(//evil.example/)"/>`, "1:104: its <path> leads out"},
		{"style that loads", "<style>a{fill:url(//evil.example/)}</style>", "1:139: its styles load something"},
		{"style that imports", "<style>@import 'a.css';</style>", "its styles load something"},
		{"style that imports, in capitals", "<style>@IMPORT 'a.css';</style>", "its styles load something"},
		{"style that imports, cut by a comment", "<style>@im<!-- -->port 'a.css';</style>", "its styles load something"},
		{"style that imports, in CDATA", "<style><![CDATA[@import 'a.css';]]></style>", "its styles load something"},
		{"style that imports, hidden", `<style>@\69mport 'a.css';</style>`, "its styles load something"},
		{"style after an element", "<style><g/>@import 'a.css';</style>", "1:111: its styles hold a <g>"},
		{"set of pictures", "<style>a{fill:image-set('//evil.example/')}</style>", "its styles load something"},
		{"instruction for styles", `<?xml-stylesheet href="https://evil.example/"?>`, "1:104: it has an instruction <?xml-stylesheet"},
		{"HTML that looks like SVG", `<style xmlns="http://www.w3.org/1999/xhtml">a{}</style>`, "1:104: its <style> is not told to be SVG"},
		{"prefix", `<s:path xmlns:s="http://www.w3.org/2000/svg"/>`, "1:104: its <path> is not told to be SVG"},
		{"no end", "<g>", "its <g> does not end before </svg>"},
		{"unknown entity", "<text>&lt;&nbsp;</text>", "1:110: it cannot be read"},
		{"a second drawing", "</svg><svg>", "1:110: it is no SVG file: one <svg> holds all"},
		{"words after it", "</svg>words<g>", "it is no SVG file: there are words outside"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { refused(t, svgStart+tt.inside+"</svg>", tt.want) })
	}
	whole := []struct{ name, svg, want string }{
		{"nothing", "", "1:1: it holds no drawing"},
		{"words", "a drawing", "1:1: it is no SVG file: there are words outside"},
		{"HTML", "<html><body/></html>", "1:1: it has a <html>"},
		{"part of a drawing", `<g xmlns="http://www.w3.org/2000/svg"/>`, "1:1: it is no SVG file"},
		{"without a namespace", "<svg><path/></svg>", `1:1: its <svg> is not told to be SVG, by xmlns="http://www.w3.org/2000/svg"`},
		{"document type", "<!doctype html>" + svgStart + "</svg>", "1:1: it begins with a document type"},
		{"document type that declares", "<!DOCTYPE svg PUBLIC \"a\" \"b\" [<!ATTLIST svg a CDATA 'b'>]>" + svgStart + "</svg>", "1:1: it begins with a document type"},
		{"entities that grow", "<?xml version=\"1.0\"?>\n<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>\n" + svgStart + "<text>&a;</text></svg>", "2:1: it begins with a document type"},
		{"another encoding", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + svgStart + "</svg>", "1:1: it cannot be read"},
		{"a letter that is none", svgStart + "\xff</svg>", "it cannot be read"},
	}
	for _, tt := range whole {
		t.Run(tt.name, func(t *testing.T) { refused(t, tt.svg, tt.want) })
	}
}

func refused(t *testing.T, svg, want string) {
	t.Helper()
	var list diag.List
	if s := readSVG(&diag.File{Name: "a.svg", Data: []byte(svg)}, &list); s != nil {
		t.Fatalf("it is published: %s", s.data)
	}
	if len(list) != 1 {
		t.Fatalf("got %d diagnostics, want 1", len(list))
	}
	got := strings.Replace(list[0].Position().String()+": "+list[0].Message, "this drawing cannot be published: ", "", 1)
	if !strings.HasPrefix(want, "1:") && !strings.HasPrefix(want, "2:") {
		_, got, _ = strings.Cut(got, ": ")
	}
	if got = strings.TrimPrefix(got, "a.svg:"); !strings.HasPrefix(got, want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestGoodDrawings are published, and say what they said.
func TestGoodDrawings(t *testing.T) {
	tests := []struct {
		name, svg, want string
		inline          bool
	}{
		{"plain", svgStart + "<!-- drawn by hand --><g class=\"a\">\n <path d=\"M 0 0 L 10 10\"/>\n</g></svg>",
			svgStart + `<g class="a"><path d="M0 0 10 10"/></g></svg>`, true},
		{"with a byte order mark and a declaration", "\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n" + svgStart + "<path d=\"M0 0\"/></svg>\r\n",
			svgStart + `<path d="M0 0"/></svg>`, true},
		{"gradient of its own", svgStart + `<linearGradient id="a"/><path fill="url(#a)" mask="url('#b')"/><use href="#c"/><use xlink:href="#c"/></svg>`, "", false},
		{"style of its own", svgStart + `<style>.a{fill:url(#b)}</style><path class="a"/></svg>`, "", false},
		{"style attribute", svgStart + `<path style="fill:red"/></svg>`, "", false},
		{"names", svgStart + `<title>A week</title><desc>Mon &amp; Wed</desc><path aria-hidden="true" data-n="1" role="presentation"/></svg>`, "", true},
		{"words about tags", svgStart + `<title>&lt;script&gt;alert(1)&lt;/script&gt;</title><text><![CDATA[</text><script>x</script>]]></text></svg>`, "", true},
		{"a comment that HTML ends sooner", svgStart + "<!--><script>alert(1)</script>--><path/></svg>", svgStart + "<path/></svg>", true},
		{"words with parts", svgStart + "<text>9 to <tspan>19</tspan>\n hours, <tspan>or</tspan>\n<tspan>more</tspan> </text></svg>",
			svgStart + "<text>9 to\u00a0<tspan>19</tspan>\u00a0hours,\u00a0<tspan>or</tspan>\u00a0<tspan>more</tspan></text></svg>", true},
		{"words in lines", svgStart + "<text>\n <tspan>\n one </tspan>\n</text><text> two</text></svg>",
			svgStart + "<text><tspan>one</tspan></text><text>two</text></svg>", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := accepted(t, tt.svg)
			if tt.want != "" && string(s.data) != tt.want {
				t.Errorf("got  %s\nwant %s", s.data, tt.want)
			}
			if s.inline != tt.inline {
				t.Errorf("may stand in a page: got %t, want %t", s.inline, tt.inline)
			}
			again := accepted(t, string(s.data))
			if !bytes.Equal(again.data, s.data) {
				t.Errorf("read again\ngot  %s\nwant %s", again.data, s.data)
			}
			harmless(t, s.data)
		})
	}
}

func accepted(t *testing.T, svg string) *svgFile {
	t.Helper()
	var list diag.List
	s := readSVG(&diag.File{Name: "a.svg", Data: []byte(svg)}, &list)
	if s == nil {
		t.Fatalf("refused: %s in\n%s", list[0].Message, svg)
	}
	return s
}

// harmless reads a drawing as a browser does that finds it in a page, and looks
// for what may run, load or link.
func harmless(t *testing.T, svg []byte) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader("<!doctype html><title>x</title><div>" + string(svg) + "</div>"))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.CommentNode {
			t.Fatalf("there is a comment in %q", svg)
		}
		if n.Type != html.ElementNode || n.Namespace == "" && slices.Contains([]string{"html", "head", "title", "body", "div"}, n.Data) {
			continue
		}
		if n.Namespace != "svg" || !slices.Contains(svgElements, n.Data) {
			t.Fatalf("there is a <%s> of %q in %q", n.Data, n.Namespace, svg)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || strings.HasSuffix(a.Key, "href") && !strings.HasPrefix(a.Val, "#") {
				t.Fatalf("there is %s=%q in %q", a.Key, a.Val, svg)
			}
		}
	}
}

// TestNamedDrawing makes sure that a drawing which is named in its file is named
// once where it stands in a page.
func TestNamedDrawing(t *testing.T) {
	s := accepted(t, `<svg xmlns="http://www.w3.org/2000/svg" role="img" class="a" aria-label='A "b"' aria-hidden="false"><path role="none"/></svg>`)
	if got, want := s.inPage(), `<svg class="a"><path role="none"/></svg>`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestSizes(t *testing.T) {
	tests := []struct {
		attrs         string
		width, height int
	}{
		{`viewBox="0 0 40 20"`, 40, 20},
		{`viewBox="0,0,40.6,20.4"`, 41, 20},
		{`width="80" height="60" viewBox="0 0 40 20"`, 80, 60},
		{`viewBox="0 0 40 20" width="80px" height="60px"`, 80, 60},
		{`width="80" viewBox="0 0 40 20"`, 40, 20},
		{`viewBox="0 0 40 20" width="100%" height="10em"`, 40, 20},
		{`width="Inf" height="NaN" viewBox="0 0 40 20"`, 40, 20},
		{`width="-80" height="60"`, 0, 0},
		{`viewBox="a b c d"`, 0, 0},
		{``, 0, 0},
	}
	for _, tt := range tests {
		s := accepted(t, `<svg xmlns="http://www.w3.org/2000/svg" `+tt.attrs+"/>")
		if s.width != tt.width || s.height != tt.height {
			t.Errorf("%s: got %d×%d, want %d×%d", tt.attrs, s.width, s.height, tt.width, tt.height)
		}
	}
}

// TestShippedDrawings are good.
func TestShippedDrawings(t *testing.T) {
	n := 0
	err := fs.WalkDir(iopguide.Default(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".svg" {
			return err
		}
		data, err := fs.ReadFile(iopguide.Default(), name)
		if err != nil {
			return err
		}
		harmless(t, accepted(t, string(data)).data)
		n++
		return nil
	})
	if err != nil || n == 0 {
		t.Errorf("read %d drawings: %v", n, err)
	}
}

// FuzzReadSVG makes sure that whatever is accepted is harmless where it stands,
// in a page, and is accepted again.
func FuzzReadSVG(f *testing.F) {
	for _, seed := range []string{
		`<path d="M0 0"/>`, `<text>a <tspan>b</tspan></text>`, `<style>a{fill:url(#b)}</style>`, `<use xlink:href="#a"/>`,
		`<title><![CDATA[<b>]]></title>`, `<!--><script>-->`, `<desc>&lt;p&gt;</desc>`, `<g data-x="'&quot;&lt;"/>`, `<path style="fill:red"/>`,
		`<metadata/>`, `</svg>`, `<text xml:space="preserve"> a </text>`, `<?xml version="1.0"?>`,
	} {
		f.Add([]byte(svgStart + seed + "</svg>"))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var list diag.List
		file := &diag.File{Name: "a.svg", Data: bytes.Clone(data)}
		s := readSVG(file, &list)
		if !bytes.Equal(file.Data, data) {
			t.Fatal("the source was changed")
		}
		for _, d := range list {
			if d.Start < 0 || d.Start > len(data) {
				t.Fatalf("%d lies outside the file", d.Start)
			}
		}
		if (s == nil) != (len(list) == 1) {
			t.Fatalf("refused is %t, with %d diagnostics", s == nil, len(list))
		}
		if s == nil {
			return
		}
		if s.inline {
			harmless(t, s.data)
		}
		if again := readSVG(&diag.File{Name: "a.svg", Data: s.data}, &list); again == nil {
			t.Fatalf("%q became %q, which is refused: %s", data, s.data, list[0].Message)
		}
	})
}
