package check

import (
	"os"
	"reflect"
	"testing"
)

// TestPlain holds how far markup is plain, and that the facts do not depend on it.
func TestPlain(t *testing.T) {
	for _, test := range []struct {
		name, plain, rest string
	}{
		{"a page as the minifier writes it", `<!doctype html><html lang=en><head><meta charset=utf-8><title>A &amp; b</title>` +
			`<meta name=description content="A &#34;b&#34; &amp; c"><link rel=stylesheet href=/a.css><script src=/a.js defer></script>` +
			`<script type=application/ld+json>{"a":"b"}</script><style>p>a{color:red}</style></head><body>` +
			`<aside id=help><a href=tel:911>911</a></aside><section id=s data-x='y'><p data-policy=purpose>For you.</p></section>` +
			`<svg viewBox="0 0 1 1" xmlns:xlink=x><use xlink:href=#a /><path d=M0/></svg><br/><a href="?a=1&amp;b=2" class=x>x &lt; y</a></body></html>`, ""},
		{"words at the end", "<p>a", ""},
		{"words at the end that count", "<p data-policy=a>", "b"},
		{"words that count, written as references", "<p data-policy=a>", "&nbsp;<p>"},
		{"a comment", "<p>", "<!-- <p id=a> --><p>"},
		{"a comment of another kind", "<p>", "<?x><p>"},
		{"an attribute of signs", "<p>", `<p "id=a>`},
		{"a name of signs", "<p>", `<p$ id=a>`},
		{"a space before =", "<p>", `<p id =a>`},
		{"a space after =", "<p>", `<p id= a>`},
		{"a slash inside a tag", "<p>", `<p/id=a>`},
		{"a NUL", "<p>", "<p id=\x00>"},
		{"a tag without an end", "<p>", `<p id="a>`},
		{"a value without one", "<p>", `<p id=a`},
		{"an end with attributes", "<p>", `</p id=a>`},
		{"an end without a name", "<p>", `</><p>`},
		{"a script that hides its end", "<p>", `<script src=a><!--<script></script><p id=a>--></script>`},
		{"a title with a tag", "<p>", `<title><p id=a></title>`},
		{"a title that counts", "<p>", `<title data-policy=a>b</title>`},
		{"a style with a return", "<p>", "<style>a\rb</style>"},
		{"a text area", "<p>", `<textarea><p id=a></textarea>`},
		{"a frame", "<p>", `<noscript><p id=a></noscript>`},
	} {
		t.Run(test.name, func(t *testing.T) {
			page := test.plain + test.rest
			if got := (&reader{Facts: &Facts{}}).plain([]byte(page)); got != len(test.plain) {
				t.Errorf("got %d bytes that are plain, want %d; then %q", got, len(test.plain), page[got:])
			}
			alike(t, []byte(page))
		})
	}
}

// alike makes sure that the facts of page are those of a tokenizer.
func alike(t *testing.T, page []byte) {
	t.Helper()
	want := &reader{Facts: &Facts{}}
	want.tokens(page)
	got := &reader{Facts: &Facts{}}
	got.read(page)
	if got.last, want.last = (tag{}), (tag{}); !reflect.DeepEqual(got, want) {
		t.Errorf("%q\ngot  %+v %+v\nwant %+v %+v", page, got, got.Facts, want, want.Facts)
	}
}

// FuzzPlain holds for any page: its facts are those that a tokenizer finds.
func FuzzPlain(f *testing.F) {
	for _, page := range []string{
		`<aside id=help><a href=tel:911>911</a></aside><style>@import "a"`,
		`<p data-policy=a>x<p data-policy=b> <p>y</p><section id=s1><p data-policy=a>&nbsp;<b>x</b></p>`,
		`<!DOCTYPE html><!-- a --><script src=a><!--<script></script>--></script><title>&amp;</title><p id="b&amp;c" ID=d id=e>`,
		"<img src=a srcset='b 1x, c 2x'onclick=x><link rel=\"preload icon\" href=d><use xlink:href=f /></svg></p/ ></>< a<?b>\x00\r",
		`<textarea></TextArea><Style>a</style ><xmp></xmp><math><![CDATA[<p id=a>]]>`,
	} {
		f.Add([]byte(page))
	}
	if page, err := os.ReadFile("testdata/base.txtar"); err == nil {
		f.Add(page)
	}
	f.Fuzz(alike)
}
