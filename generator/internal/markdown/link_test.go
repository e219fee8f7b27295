package markdown

import (
	"reflect"
	"testing"

	"iopguide/generator/internal/diag"
)

func TestMayHoldAddress(t *testing.T) {
	for _, test := range []struct {
		name, source string
		want         bool
	}{
		{"words", "Hours: nine to five.", false},
		{"a citation", "Care. [@key; @other]\n@home", false},
		{"an address", "See https://a.example.", true},
		{"one without a scheme", "(www.a.example)", true},
		{"a mailbox", "Write to me@a.example.", true},
		{"files", "ftp://a.example", true},
	} {
		if got := mayHoldAddress([]byte(test.source)); got != test.want {
			t.Errorf("%s: got %t, want %t", test.name, got, test.want)
		}
	}
}

// TestPlain holds what a page without addresses becomes against what it would
// become if addresses were looked for.
func TestPlain(t *testing.T) {
	looking := &Converter{addresses: shared.addresses, plain: shared.addresses}
	for name, source := range sources(t) {
		if mayHoldAddress(source) {
			continue
		}
		var plain, other diag.List
		f := &diag.File{Name: "x.md", Data: source}
		got := shared.Convert(f, 0, &Env{Lang: "en", Glossary: glossary}, &plain)
		want := looking.Convert(f, 0, &Env{Lang: "en", Glossary: glossary}, &other)
		if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(plain, other) {
			t.Errorf("%s: got %s, want %s", name, htmlOf(got), htmlOf(want))
		}
	}
}

func TestIsKey(t *testing.T) {
	for key, want := range map[string]bool{
		"nimh": true, "a": true, "é-2": true, "a.b_c:d/e": true,
		"": false, "-a": false, "a-": false, "a b": false, ".": false, "a\xff": false,
	} {
		if got := IsKey([]byte(key)); got != want {
			t.Errorf("IsKey(%q): got %t, want %t", key, got, want)
		}
	}
}

// TestTermInEntity: what an entity stands for is not taken apart.
func TestTermInEntity(t *testing.T) {
	doc, _ := convert("&ampIOP; is one")
	if got, want := htmlOf(doc), "<p>&amp;IOP; is one</p>\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDoubledSpace: white space that no markup interrupts stays, wherever in its
// line it stands.
func TestDoubledSpace(t *testing.T) {
	doc, _ := convert("## A  b  c\n\nD  e  *f*  g\n")
	if got, want := doc.Headings[0].ID, "a--b--c"; got != want {
		t.Errorf("id: got %q, want %q", got, want)
	}
	if got, want := doc.Text(1), "D  e  f  g"; got != want {
		t.Errorf("text: got %q, want %q", got, want)
	}
}
