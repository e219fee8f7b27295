package schema

import (
	"reflect"
	"slices"
	"testing"

	"iopguide/generator/internal/diag"
)

// decodeText reads text, which is right.
func decodeText(t *testing.T, field Field, text string) *Value {
	t.Helper()
	var list diag.List
	v := Decode(&diag.File{Name: "x.yaml", Data: []byte(text)}, field, &list)
	if len(list) > 0 {
		t.Fatalf("%q: got %s", text, first(list))
	}
	return v
}

// anything is a table that takes all.
var anything = Field{Type: Map, Elem: &Field{Type: Any}}

func TestValue(t *testing.T) {
	v := decodeText(t, anything, "n: 10\nt: true\nd: 2026-11-24\ne: 6mo\nl: [a, 2]\nm: {x: {y: z}}\nnothing:\n")
	if got := v.Get("n").Int(); got != 10 {
		t.Errorf("Int: got %d", got)
	}
	if !v.Get("t").Bool() || v.Get("n").Bool() {
		t.Error("Bool: got the wrong one")
	}
	if got, want := v.Get("d").Date(), (Date{2026, 11, 24}); got != want {
		t.Errorf("Date: got %v, want %v", got, want)
	}
	if got, want := v.Get("e").Every(), (Interval{Months: 6}); got != want {
		t.Errorf("Every: got %v, want %v", got, want)
	}
	if got := v.Get("m", "x", "y").Text(); got != "z" {
		t.Errorf("Get: got %q", got)
	}
	if got, want := v.Keys(), []string{"n", "t", "d", "e", "l", "m"}; !slices.Equal(got, want) {
		t.Errorf("Keys: got %q, want %q", got, want)
	}
	want := map[string]any{"n": 10, "t": true, "d": "2026-11-24", "e": "6mo", "l": []any{"a", 2},
		"m": map[string]any{"x": map[string]any{"y": "z"}}}
	if got := v.Any(); !reflect.DeepEqual(got, want) {
		t.Errorf("Any: got %v, want %v", got, want)
	}
}

func TestNilValue(t *testing.T) {
	var v *Value
	if v.Get("a", "b") != nil || v.Keys() != nil || v.List() != nil || v.Texts() != nil || v.Text() != "" ||
		v.Bool() || v.Has("a") || v.Int() != 0 || !v.Date().IsZero() || !v.Every().IsZero() || v.Any() != nil {
		t.Error("a value that was not written says something")
	}
	if !v.Equal(nil) || v.Equal(&Value{}) || (&Value{}).Equal(v) {
		t.Error("Equal: only nothing is equal to nothing")
	}
}

func TestEqual(t *testing.T) {
	tests := []struct {
		name, a, b string
		want       bool
	}{
		{"place", "a: b", "# x\na:   'b'", true},
		{"text", "a: b", "a: c", false},
		{"type", "a: 1", `a: "1"`, false},
		{"order", "a: b\nc: d", "c: d\na: b", false},
		{"list", "a: [b, c]", "a:\n- b\n- c", true},
		{"shorter", "a: [b, c]", "a: [b]", false},
		{"deep", "a: {b: {c: d}}", "a: {b: {c: e}}", false},
		{"removed", "a:", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := decodeText(t, anything, tt.a).Equal(decodeText(t, anything, tt.b)); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestMerge(t *testing.T) {
	contacts, strings, site := Partial(Data["contacts"]), Partial(Data["strings"]), Partial(Site)
	tests := []struct {
		name        string
		field       Field
		under, over string
		want        string
	}{
		{"entry by entry", contacts, "a: {name: A, call: 1}\nb: {name: B}", "b: {name: Be}\nc: {name: C}",
			"a: {name: A, call: 1}\nb: {name: Be}\nc: {name: C}"},
		{"inside an entry", contacts, "a: {name: A, call: 1}", "a: {call: 2, press: 3}", "a: {name: A, call: 2, press: 3}"},
		{"list for list", contacts, "a: {languages: [en, es]}", "a: {languages: [fr]}", "a: {languages: [fr]}"},
		{"null entry", contacts, "a: {name: A}\nb: {name: B}", "a:", "b: {name: B}"},
		{"null field", contacts, "a: {name: A, chat: 'https://a.example'}", "a: {chat: null}", "a: {name: A}"},
		{"null of nothing", contacts, "a: {name: A}", "z: null", "a: {name: A}"},
		{"order", contacts, "a: {}\nb: {}", "c: {}\nb: {}\na: {}", "a: {}\nb: {}\nc: {}"},
		{"plural forms stay together", strings, "p: {one: page, other: pages}", "p: {other: Seiten}", "p: {other: Seiten}"},
		{"text for forms", strings, "p: {one: page, other: pages}", "p: Seiten", "p: Seiten"},
		{"settings", site, "title: A\nclinic: {name: C, phone: 1}\nmenu: [a, b]", "clinic: {phone: 2}\nmenu: [c]\nregion: UK",
			"title: A\nclinic: {name: C, phone: 2}\nmenu: [c]\nregion: UK"},
		{"params by key", site, "params: {a: {x: 1, y: 2}, b: 1}", "params: {a: {x: 3}}", "params: {a: {x: 3}, b: 1}"},
		{"empty over", site, "title: A", "", "title: A"},
		{"empty under", site, "", "title: A", "title: A"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			under, over := decodeText(t, tt.field, tt.under), decodeText(t, tt.field, tt.over)
			before := under.Any()
			got, want := Merge(under, over), decodeText(t, tt.field, tt.want)
			if !got.Equal(want) {
				t.Errorf("got %v, want %v", got.Any(), want.Any())
			}
			if !reflect.DeepEqual(under.Any(), before) {
				t.Error("Merge changed what it was given")
			}
		})
	}
}

func TestMergeKeepsPlaces(t *testing.T) {
	under := decodeText(t, Partial(Data["contacts"]), "a: {name: A, call: 1}")
	over := decodeText(t, Partial(Data["contacts"]), "a: {call: 2}")
	got := Merge(under, over)
	if got.Get("a", "name").File != under.File || got.Get("a", "call").File != over.File {
		t.Error("a value has lost its file")
	}
	if Merge(nil, over) != over || Merge(under, nil) != under || Merge(nil, nil) != nil {
		t.Error("what is merged with nothing is to stay the same")
	}
}
