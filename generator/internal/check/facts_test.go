package check

import (
	"os"
	"reflect"
	"testing"
)

func TestRead(t *testing.T) {
	for _, test := range []struct {
		name, page string
		want       Facts
	}{
		{"nothing", "", Facts{}},
		{"ids", `<p id=a><p id="b&amp;c">`, Facts{IDs: []string{"a", "b&c"}}},
		{"help of any element, nested", `<nav id=help><nav><a href=1></a></nav><a href=2></a></nav><a href=3></a>`,
			Facts{IDs: []string{"help"}, Help: []string{"1", "2"}}},
		{"scripts", `<script src=a.js></script><script type="application/ld+json">{"a":"<p id=x>"}</script>`,
			Facts{Scripts: true, Loads: []Load{{"script", "a.js"}}}},
		{"inline", `<script>x</script><p style=a onclick=b><a href=" JavaScript:x">`,
			Facts{Inline: []string{"a <script> without src", "style on <p>", "onclick on <p>", "a link to javascript:"}}},
		{"styles", `<style>@import "a.css"; p{background:url( 'b.png' )} @import url(c.css);</style>`,
			Facts{Styles: []string{`@import "a.css"; p{background:url( 'b.png' )} @import url(c.css);`},
				Loads: []Load{{"style", "a.css"}, {"style", "b.png"}, {"style", "c.css"}}}},
		{"what a browser fetches", `<img src=a srcset="b 1x, c 2x"><link rel="preload icon" href=d>` +
			`<link rel=canonical href=e><svg><use xlink:href=f /></svg>`,
			Facts{Loads: []Load{{"img", "a"}, {"img", "b"}, {"img", "c"},
				{"link rel=preload", "d"}, {"link rel=icon", "d"}, {"use", "f"}}}},
		{"what is fetched late", `<img src=a loading=Lazy>`, Facts{Loads: []Load{{"img", "a"}}, Lazy: []string{"img"}}},
		{"what policies ask for", `<p data-policy=a>x<p data-policy=b> <p>y</p><section id=s1><p data-policy=a><b>x</b></p>` +
			`<section><p data-policy=c>x</section><p data-policy=d></p>x<p data-policy=e></section>x<p data-policy=a>x`,
			Facts{IDs: []string{"s1"}, Policies: map[string][]string{"a": {"", "s1", ""}, "c": {""}}}},
		{"where it goes", `<base href=a><form action=b><button formaction=c><a ping=d href=e>` +
			`<meta http-equiv=Refresh content="0; URL='f'">`,
			Facts{Targets: []string{"a", "b", "c", "d", "f"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := *Read([]byte(test.page)); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
		})
	}
}

func TestLeaves(t *testing.T) {
	for url, want := range map[string]bool{
		"a/b.css": false, "../a.css": false, "/a.css": false, "#x": false, "?x=http://y": false, "a/b:c": false, "": false,
		"https://x.example/": true, "//x.example/": true, `/\x.example/`: true, "\\\\x.example/": true,
		" https://x.example/": true, "ht\ntps://x.example/": true, "data:,": true, "javascript:1": true,
	} {
		if got := leaves(url); got != want {
			t.Errorf("leaves(%q): got %v, want %v", url, got, want)
		}
	}
}

// FuzzRead holds Read to finding something to say of any page.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`<aside id=help><a href=tel:911>911</a></aside><style>@import "a"`))
	if page, err := os.ReadFile("testdata/base.txtar"); err == nil {
		f.Add(page)
	}
	f.Fuzz(func(t *testing.T, page []byte) {
		if Read(page) == nil {
			t.Error("got no facts")
		}
	})
}
