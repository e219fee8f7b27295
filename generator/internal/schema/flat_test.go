package schema

import (
	"reflect"
	"testing"

	"iopguide/generator/internal/diag"

	"go.yaml.in/yaml/v4"
)

// framed returns the page whose front matter is yaml, and its fences.
func framed(yaml string) (f *diag.File, open, shut line) {
	f = &diag.File{Name: "x.md", Data: []byte("---\n" + yaml + "\n---\n")}
	return f, lineAt(f.Data, 0), lineAt(f.Data, len(f.Data)-2)
}

// flatAndAny reads front matter in both ways. It returns no flat Value if the
// text is not for that way.
func flatAndAny(text string) (flat, want *Value, list diag.List) {
	f, open, shut := framed(text)
	if !CheckText(f, &list) || !characters(f, open.next, shut.start, false, &list) {
		return nil, nil, list
	}
	if flat = newReader(f, open.next, shut.start, &list).flat(); flat != nil {
		want, _ = newReader(f, open.next, shut.start, &list).loadAny(parseFront(f, open, shut))
	}
	return flat, want, list
}

func TestFlat(t *testing.T) {
	for _, test := range []struct {
		name, text string
		flat       bool
	}{
		{"words and numbers", "title: Paying for an IOP\nweight: 10\ndraft: true", true},
		{"signs of print", "title: What “care” costs – and who’s paying…\nauthor: Zoë", true},
		{"quoted", "title: \"What: is it?\"\nsummary: 'a # b'  ", true},
		{"an address", "url: https://a.example/b:c", true},
		{"numbers as nobody writes them", "a: 007\nb: 1_000\nc: 0x1F\nd: 1e3\ne: 12:30:45", true},
		{"days", "reviewed: 2026-11-24\nat: 2026-11-24 10:00:00", true},
		{"blank lines", "a: b\n\n\nc: d\n", true},
		{"a key twice", "a: b\na: c", false},
		{"yes", "a: yes", false},
		{"a key that means something", "on: b", false},
		{"nothing", "a:\nb: c", false},
		{"a list", "a: [b, c d,/e/f.md , 7]", true},
		{"an empty list", "a: []", false},
		{"an empty item", "a: [b, ]", false},
		{"a list of lists", "a: [[b]]", false},
		{"a list with quotes", "a: [\"b, c\"]", false},
		{"a list with a mapping", "a: [b: c]", false},
		{"a list that means something", "a: [yes]", false},
		{"a list on two lines", "a: [b,\n  c]", false},
		{"below", "a:\n  b: c", false},
		{"on two lines", "a: b\n  c", false},
		{"a remark", "a: b # c", false},
		{"a quote in a quote", "a: \"b\" \"c\"", false},
		{"an escape", `a: "b\n"`, false},
		{"a colon too many", "a: b: c", false},
		{"a colon at the end", "a: b:", false},
		{"a mark", "a: *b", false},
		{"a tab", "a: b\tc", false},
		{"from Windows", "a: b\r\nc: d\r", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, want, list := flatAndAny(test.text)
			if (got != nil) != test.flat {
				t.Fatalf("flat: got %t, want %t", got != nil, test.flat)
			}
			if !reflect.DeepEqual(got, want) || len(list) > 0 {
				t.Errorf("got %+v, want as by the library %+v, and no mistakes: %v", got, want, list)
			}
		})
	}
}

// FuzzFlat holds what flat reads against what the YAML library reads.
func FuzzFlat(f *testing.F) {
	seed(f)
	f.Add([]byte("title: Paying “it”\nweight: 10\ndraft: true\na: \"b: c\"\nd: 'e'\nf: 12:30\ng: 1.5"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, want, list := flatAndAny(string(data))
		if !reflect.DeepEqual(got, want) || got != nil && len(list) > 0 {
			t.Errorf("front matter: got %+v, want %+v; %v", got, want, list)
		}
		file := &diag.File{Name: "x.yaml", Data: data}
		if got = newReader(file, 0, len(data), &list).flat(); got == nil {
			return
		}
		want, _ = newReader(file, 0, len(data), &list).loadAny(func(docs *[]yaml.Node) error { return decode(data, docs) })
		if !reflect.DeepEqual(got, want) {
			t.Errorf("a file: got %+v, want %+v; %v", got, want, list)
		}
	})
}
