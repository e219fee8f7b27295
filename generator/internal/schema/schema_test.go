package schema

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"
)

// contentDir is the content of the site we ship.
const contentDir = "../../../content"

// TestTables proves that each field has all it needs, and that its example is
// right by its own rules.
func TestTables(t *testing.T) {
	tables := []Field{Page, Site}
	for _, f := range Data {
		tables = append(tables, f)
	}
	for _, f := range tables {
		testField(t, f.Name, &f)
	}
}

func testField(t *testing.T, path string, f *Field) {
	if f.Example != "" && exampleOf(f) == nil {
		t.Errorf("%s: its example is wrong: %s", path, f.Example)
	}
	if f.Name != "" && f.Doc == "" {
		t.Errorf("%s has no Doc", path)
	}
	if (f.Type == List || f.Type == Map) != (f.Elem != nil) && f.Type != Text {
		t.Errorf("%s: a List, a Map or a Text has an Elem, and nothing else", path)
	}
	if f.Elem != nil {
		testField(t, path+".*", f.Elem)
	}
	for i := range f.Fields {
		if f.Fields[i].Example == "" {
			t.Errorf("%s.%s has no Example", path, f.Fields[i].Name)
		}
		testField(t, path+"."+f.Fields[i].Name, &f.Fields[i])
	}
}

// TestShippedData reads the data files that we ship.
func TestShippedData(t *testing.T) {
	names, err := filepath.Glob(contentDir + "/_data/*.yaml")
	translated, _ := filepath.Glob(contentDir + "/*/_data/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no data files: %v", err)
	}
	for _, name := range append(names, translated...) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		field := Data[strings.TrimSuffix(filepath.Base(name), ".yaml")]
		if strings.Contains(name, "/content/_data/") == false {
			field = Partial(field)
		}
		var list diag.List
		f := &diag.File{Name: name, Data: data}
		v := Decode(f, field, &list)
		if len(list) > 0 || len(v.Keys()) == 0 {
			var b strings.Builder
			_ = diag.Print(&b, list, false)
			t.Errorf("%s: %d keys\n%s", name, len(v.Keys()), b.String())
		}
	}
}

func TestPartial(t *testing.T) {
	whole := Data["contacts"]
	part := Partial(whole)
	if !whole.Elem.field("name").Required {
		t.Error("Partial changed the table it was given")
	}
	if part.Elem.field("name").Required {
		t.Error("got a name that is required")
	}
}

// TestOffsets proves that the place of a value is where its words are, whatever
// stands before it.
func TestOffsets(t *testing.T) {
	const body = "---\n# é\ntitle: \"Año \\\"x\\\"\" # r\n" +
		"summary: Es más\n  que ñ\nreviewer: 'L''Été'\ndescription: |\n  Uno.\n\n  Dos.\n" +
		"keywords: [año, b ,\n  c]\nimage:\n  src: é.jpg\n  alt: A\nrelated:\n- x.md\n- y.md\nreviewed: 2026-11-24\n---\nText.\n"
	want := map[string]string{
		"title": `"Año \"x\""`, "summary": "Es más\n  que ñ", "reviewer": "'L''Été'",
		"description": "|\n  Uno.\n\n  Dos.", "keywords": "[año, b ,\n  c]",
		"image": "src: é.jpg\n  alt: A", "related": "- x.md\n- y.md", "reviewed": "2026-11-24",
	}
	for name, data := range map[string]string{
		"plain": body, "mark": "\ufeff" + body, "blank lines": "\n\n" + body,
		"windows": "\ufeff" + strings.ReplaceAll(body, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			var list diag.List
			v, at := FrontMatter(&diag.File{Name: "x.md", Data: []byte(data)}, &list)
			if len(list) > 0 {
				t.Fatalf("got %v", list)
			}
			if got := strings.TrimSpace(data[at:]); got != "Text." {
				t.Errorf("body: got %q", got)
			}
			for key, words := range want {
				w := v.Get(key)
				got := strings.ReplaceAll(data[w.Start:w.End], "\r", "")
				if got != words {
					t.Errorf("%s: got %q, want %q", key, got, words)
				}
				if got := data[w.KeyStart:w.KeyEnd]; got != key {
					t.Errorf("key of %s: got %q", key, got)
				}
			}
			for i, words := range []string{"año", "b", "c"} {
				if item := v.Get("keywords").List()[i]; data[item.Start:item.End] != words {
					t.Errorf("got %q, want %q", data[item.Start:item.End], words)
				}
			}
		})
	}
}

func TestCheckText(t *testing.T) {
	utf16 := func(s string, first, second string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			b.WriteString(strings.ReplaceAll(strings.ReplaceAll(first, "c", string(rune(c))), "0", "\x00"))
			b.WriteString(strings.ReplaceAll(strings.ReplaceAll(second, "c", string(rune(c))), "0", "\x00"))
		}
		return b.String()
	}
	tests := []struct{ name, data, want string }{
		{"plain", "Text.\n", ""},
		{"empty", "", ""},
		{"accents", "\ufeffaño — “x”\n", ""},
		{"broken character", "a\ufffdb", ""},
		{"windows", "---\ntitle: It\x92s\n", "2:10: this file is not in UTF-8; it looks like Windows-1252"},
		{"latin", "a\xf1o", "1:2: this file is not in UTF-8; it looks like Windows-1252"},
		{"little mark", "\xff\xfea\x00", "1:1: this file is not in UTF-8; it looks like UTF-16 LE"},
		{"big mark", "\xfe\xff\x00a", "1:1: this file is not in UTF-8; it looks like UTF-16 BE"},
		{"little", utf16("title: Costs\n", "c", "0"), "1:1: this file is not in UTF-8; it looks like UTF-16 LE"},
		{"big", utf16("title: Costs\n", "0", "c"), "1:1: this file is not in UTF-8; it looks like UTF-16 BE"},
		{"binary", "GIF8\x00\x00\x00\x00\x00abc", "1:5: this file is no text"},
		{"one zero", "some text\x00 and more", "1:10: this file is no text"},
		{"two versions", "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\n", "2:1: from here on, two versions of some lines stand in this file, one below the other"},
		{"two versions at the start", "<<<<<<< HEAD\n=======\n>>>>>>> theirs", "1:1: from here on, two versions of some lines stand in this file, one below the other"},
		{"one mark", "a\n<<<<<<< HEAD\nb\n", ""},
		{"marks inside lines", "a <<<<<<< HEAD\nb\n >>>>>>> theirs\n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var list diag.List
			ok := CheckText(&diag.File{Name: "x.md", Data: []byte(tt.data)}, &list)
			got := first(list)
			if got != tt.want || ok != (tt.want == "") || len(list) > 1 {
				t.Errorf("got %v %q, want %q", ok, got, tt.want)
			}
		})
	}
}

// first returns the place and message of the first diagnostic.
func first(list diag.List) string {
	if len(list) == 0 {
		return ""
	}
	return strings.TrimPrefix(list[0].Position().String(), "x.md:") + ": " + list[0].Message
}

// TestCharacters is about what cannot be written into an archive.
func TestCharacters(t *testing.T) {
	tests := []struct {
		name, data, want string
		read             bool
	}{
		{"mark", "\ufeff---\ntitle: A\n---\n", "", true},
		{"windows", "---\r\ntitle: A\r\n---\r\n", "", true},
		{"no end of line", "---\ntitle: A\n---", "", true},
		{"control", "---\ntitle: A\x01b\n---\n", "2:9: here is a control character (U+0001)", false},
		{"lone return", "---\ntitle: A\rweight: 1\n---\n", "2:9: here is a control character (U+000D)", false},
		{"old Mac", "---\rtitle: A\r---\r", "1:1: all of this file is one line: its line ends are of a kind that is read no more (CR alone)", false},
		{"next line", "---\ntitle: A\u0085b\n---\n", "2:9: here is a control character (U+0085)", false},
		{"line separator", "---\ntitle: A\u2028b\n---\n", "2:9: here is a control character (U+2028)", false},
		{"wide indent", "---\ntitle: A\nimage:\n\u00a0 src: b\n---\n",
			"4:1: here is a space of an unusual kind at the start of the line (U+00A0)", false},
		{"wide space inside", "---\ntitle: A\u00a0b\n---\n", "", true},
		{"wide space at fence", "---\ntitle: A\n---\u00a0\n", "3:1: this line could be the end of the front matter, but it " +
			"is not at the start of its line", false},
		{"refused before", "", "1:1: this page is empty", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var list diag.List
			v, _ := FrontMatter(&diag.File{Name: "x.md", Data: []byte(tt.data)}, &list)
			if got := first(list); got != tt.want || (v != nil) != tt.read {
				t.Errorf("got %v %q, want %q", v != nil, got, tt.want)
			}
		})
	}
}

func TestUnseenInData(t *testing.T) {
	f := &diag.File{Name: "x.md", Data: []byte("a: b\u200bc\nd: e\ufffd\n")}
	var list diag.List
	v := Decode(f, Data["strings"], &list)
	if len(list) != 2 || v == nil {
		t.Fatalf("got %v, %d diagnostics, want 2", v, len(list))
	}
	if got, want := first(list), "1:5: here is a character that nobody can see (U+200B)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestRefusedText proves that a file that is no text gets one message.
func TestRefusedText(t *testing.T) {
	f := &diag.File{Name: "x.md", Data: []byte("a\xf1o")}
	var list diag.List
	if CheckText(f, &list) {
		t.Fatal("got text")
	}
	if v, body := FrontMatter(&diag.File{Name: f.Name}, &list); v != nil || body != 0 || len(list) != 1 {
		t.Errorf("got %v, %d, %v", v, body, list)
	}
}
