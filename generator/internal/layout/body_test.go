package layout

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"iopguide/generator/internal/markdown"
	"iopguide/generator/internal/site"
)

// bodyOf returns the HTML of d's body.
func bodyOf(d *Data) string {
	if d.Body == "" {
		return ""
	}
	return string(d.pieces[0].HTML)
}

// written returns page a.md with the text body.
func written(body string) string {
	return "-- content/a.md --\n---\ntitle: A page\n---\n" + body + "\n"
}

var markIn = regexp.MustCompile(`<sup class=mark><a href=#(n-\d+) id=(r-[\d-]+) aria-label="([^"]*)">(\d+)</a></sup>`)

// marks lists the marks of a text: number, name and way back. The name of a mark
// has the number that is seen, so that it can be said to a computer; that of a
// source has it at its end, which is left out here.
func marks(html string) string {
	var found []string
	for _, m := range markIn.FindAllStringSubmatch(html, -1) {
		name := strings.TrimSuffix(m[3], ", "+m[4])
		if !strings.HasSuffix(m[3], m[4]) {
			name += " without its number"
		}
		found = append(found, fmt.Sprintf("%s %s %s", m[4], name, m[2]))
	}
	return strings.Join(found, "; ")
}

// notes lists the notes at a page's end: number, what it is, and the ways back.
func notes(d *Data) string {
	var found []string
	for _, n := range d.Notes {
		what := "footnote"
		if n.Source != nil {
			what = n.Source.Key
		}
		for _, b := range n.Backs {
			what += " " + b.ID + b.Letter
		}
		found = append(found, fmt.Sprintf("%d %s", n.N, what))
	}
	return strings.Join(found, "; ")
}

// TestNumbers holds the one numbering of citations and footnotes: in the order
// in which they are read.
func TestNumbers(t *testing.T) {
	const call = "-- content/_call.md --\nCall. [@va] Ask.[^x]\n\n[^x]: In the include.\n"
	tests := []struct{ name, body, marks, notes string }{
		{"none", "Words.", "", ""},
		{"in reading order", "One. [@va] Two. [@nimh]",
			"1 Source: VA & co r-1; 2 Source: NIMH r-2", "1 va r-1; 2 nimh r-2"},
		{"a source again", "One. [@va] Two. [@nimh] Three. [@va] Four. [@va]",
			"1 Source: VA & co r-1; 2 Source: NIMH r-2; 1 Source: VA & co r-1-2; 1 Source: VA & co r-1-3",
			"1 va r-1a r-1-2b r-1-3c; 2 nimh r-2"},
		{"with footnotes between", "One. [@va] Two.[^n] Three. [@nimh]\n\n[^n]: Note.",
			"1 Source: VA & co r-1; 2 Note 2 r-2; 3 Source: NIMH r-3", "1 va r-1; 2 footnote r-2; 3 nimh r-3"},
		{"a footnote defined first", "[^n]: Note.\n\nOne. [@va] Two.[^n]",
			"1 Source: VA & co r-1; 2 Note 2 r-2", "1 va r-1; 2 footnote r-2"},
		{"a footnote again", "One.[^n] Two.[^n]\n\n[^n]: Note.", "1 Note 1 r-1; 1 Note 1 r-1-2", "1 footnote r-1a r-1-2b"},
		{"a footnote that cites", "One.[^n] Two. [@va]\n\n[^n]: Note. [@nimh] Again. [@va]",
			"1 Note 1 r-1; 2 Source: VA & co r-2", "1 footnote r-1; 2 va r-2a r-2-2b; 3 nimh r-3"},
		{"an include between", "One. [@nimh]\n\n```include\n_call.md\n```\n\nTwo. [@va]",
			"1 Source: NIMH r-1; 2 Source: VA & co r-2; 3 Note 3 r-3; 2 Source: VA & co r-2-2",
			"1 nimh r-1; 2 va r-2a r-2-2b; 3 footnote r-3"},
		{"an include twice", "```include\n_call.md\n```\n\n```include\n_call.md\n```",
			"1 Source: VA & co r-1; 2 Note 2 r-2; 1 Source: VA & co r-1-2; 2 Note 2 r-2-2",
			"1 va r-1a r-1-2b; 2 footnote r-2a r-2-2b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := shown(t, written(tt.body)+call, "content/a.md")
			if got := marks(bodyOf(d)); got != tt.marks {
				t.Errorf("marks\ngot  %s\nwant %s", got, tt.marks)
			}
			if got := notes(d); got != tt.notes {
				t.Errorf("notes\ngot  %s\nwant %s", got, tt.notes)
			}
		})
	}
}

// TestNoteBodies makes sure that a footnote's words come with their links and
// marks.
func TestNoteBodies(t *testing.T) {
	d := shown(t, written("One.[^n]\n\n[^n]: See [help](get-help-now.md). [@va]"), "content/a.md")
	got := string(d.Notes[0].HTML)
	for _, want := range []string{`<a href=../get-help-now/index.html>help</a>`, `id=r-2`} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s, want it to hold %s", got, want)
		}
	}
}

func TestLetters(t *testing.T) {
	for i, want := range map[int]string{0: "a", 25: "z", 26: "aa", 27: "ab", 51: "az", 52: "ba", 701: "zz", 702: "aaa"} {
		if got := letters(i); got != want {
			t.Errorf("letters(%d) = %s, want %s", i, got, want)
		}
	}
}

// TestUnknownSource makes sure that a mark of no source leaves nothing: the
// mistake is told elsewhere.
func TestUnknownSource(t *testing.T) {
	d := shown(t, written("One. [@gone] Two. [@va]"), "content/a.md")
	if got, want := marks(bodyOf(d)), "1 Source: VA & co r-1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLinks(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"to a page", "[x](get-help-now.md)", `<a href=../get-help-now/index.html>x</a>`},
		{"to a heading of a page", "[x](get-help-now.md#who)", `<a href=../get-help-now/index.html#who>x</a>`},
		{"to a heading here", "[x](#who)", `<a href=#who>x</a>`},
		{"to a heading of this page by its name", "[x](a.md#who)", `<a href=#who>x</a>`},
		{"to this page", "[x](a.md)", `<a href=index.html>x</a>`},
		{"to another language", "[x](es/_index.md)", `<a href=../es/index.html hreflang=es>x (in Spanish)</a>`},
		{"to a file", "[x](room.png)", `<a href=../room.png>x</a>`},
		{"out", "[x](https://a.example/?b=c&d=e)", `<a href="https://a.example/?b=c&amp;d=e">x</a>`},
		{"a call", "[x](tel:911)", `<a href=tel:911>x</a>`},
		{"to nothing", "[x *y*](gone.md)", `x <em>y</em>`},
		{"quotes in an address", `[x](https://a.example/?"b)`, `<a href='https://a.example/?"b'>x</a>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := shown(t, written(tt.body)+"-- content/room.png --\n", "content/a.md")
			if got := bodyOf(d); !strings.Contains(got, tt.want) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestPictures(t *testing.T) {
	const files = "-- content/room.png --\n-- content/steps.svg --\n<svg viewBox=\"0 0 4 4\"><path d=\"M0 0\"/></svg>\n"
	tests := []struct{ name, body, want string }{
		{"a picture of dots", `![A "room"](room.png)`,
			`<figure class=picture><img src=../room.png alt='A "room"' width=40 height=20 loading=lazy decoding=async></figure>`},
		{"with a caption", `![A room](room.png "Our room & yours")`,
			`decoding=async><figcaption>Our room & yours</figcaption></figure>`},
		{"within a line", `See ![A room](room.png) here.`,
			`<p>See <img src=../room.png alt="A room" width=40 height=20 loading=lazy decoding=async> here.</p>`},
		{"a drawing", `![Two "steps"](steps.svg)`,
			`<figure class=picture><svg role="img" aria-label="Two &#34;steps&#34;" viewBox="0 0 4 4"><path d="M0 0"/></svg></figure>`},
		{"a drawing that only adorns", "![](steps.svg)", `<svg aria-hidden="true" viewBox="0 0 4 4">`},
		{"one that is not there", "![A room](gone.png)", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := shown(t, written(tt.body)+files, "content/a.md")
			if got := bodyOf(d); !strings.Contains(got, tt.want) {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
	if d := shown(t, written("![A room](gone.png)"), "content/a.md"); strings.Contains(bodyOf(d), "<figure") {
		t.Errorf("a picture that is not there leaves a figure: %s", bodyOf(d))
	}
}

// TestDrawingThatCannotStandInThePage is shown as a picture: its ids or styles
// could meet others.
func TestDrawingThatCannotStandInThePage(t *testing.T) {
	p, v := arranged(t, written("![Steps](steps.svg)")+"-- content/steps.svg --\n<svg/>\n", "content/a.md")
	f := *v.Targets.Slots[0].File
	f.SVG, f.URL, f.Width = "", "/steps.0a.svg", 0
	v.Targets = &site.Targets{Slots: []*site.Target{{File: &f}}}
	d := New(p, v, memo())
	if want := `<img src=../steps.0a.svg alt=Steps loading=lazy decoding=async>`; !strings.Contains(bodyOf(d), want) {
		t.Errorf("got %s, want it to hold %s", bodyOf(d), want)
	}
}

// TestWordsInTheText makes sure that words of the interface that stand in the
// text are escaped.
func TestWordsInTheText(t *testing.T) {
	d := shown(t, written("- [ ] Call"), "content/a.md")
	if want := "To do &lt;now>"; !strings.Contains(bodyOf(d), want) {
		t.Errorf("got %s, want it to hold %s", bodyOf(d), want)
	}
}

// TestEverySlotIsFilled goes through all kinds of slots.
func TestEverySlotIsFilled(t *testing.T) {
	p, v := arranged(t, written("[x](a.md) ![p](r.png) [@va] a[^n]\n\n- [ ] t\n\n```include\n_i.md\n```\n\n[^n]: n")+
		"-- content/r.png --\n-- content/_i.md --\nIncluded.\n", "content/a.md")
	kinds := map[markdown.SlotKind]bool{}
	for _, s := range p.Body.Slots {
		kinds[s.Kind] = true
	}
	for k := markdown.LinkOpen; k <= markdown.Word; k++ {
		if !kinds[k] {
			t.Errorf("the page has no slot of kind %d", k)
		}
	}
	d := New(p, v, memo())
	for _, want := range []string{"<a href", "<img", `class=mark`, "Included.", "To do"} {
		if !strings.Contains(bodyOf(d), want) {
			t.Errorf("got %s, want it to hold %s", bodyOf(d), want)
		}
	}
}

// TestIncludesMeet makes sure that a paragraph beside what is included ends, and says
// so only where a browser would not know.
func TestIncludesMeet(t *testing.T) {
	const include = "```include\n_i.md\n```\n\n"
	for _, tt := range []struct{ name, body, included, want string }{
		{"between paragraphs", "Before.\n\n" + include + "After.", "Within.", "<p>Before.<p>Within.<p>After.</p>"},
		{"at the end", "Before.\n\n" + include, "Within.", "<p>Before.<p>Within.</p>"},
		{"a list", "Before.\n\n" + include + "After.", "- Within.", "<p>Before.<ul><li>Within.</ul><p>After.</p>"},
		{"twice", include + include, "Within.", "<p>Within.<p>Within.</p>"},
		{"nothing", "Before.\n\n" + include, "", "<p>Before.</p>"},
		{"nothing between", "Before.\n\n" + include + "After.", "", "<p>Before.<p>After.</p>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := shown(t, written(tt.body)+"-- content/_i.md --\n"+tt.included+"\n", "content/a.md")
			if got := bodyOf(d); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
