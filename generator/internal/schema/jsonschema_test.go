package schema

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compile returns the schema called name, or the part of it at fragment.
func compile(t *testing.T, name, fragment string) *jsonschema.Schema {
	t.Helper()
	var b bytes.Buffer
	if err := JSONSchema(&b, name); err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(&b)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("iop.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("iop.json" + fragment)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plainValue reads text as an editor does, which knows no table.
func plainValue(t *testing.T, text string) any {
	t.Helper()
	var list diag.List
	v := Decode(&diag.File{Name: "x.yaml", Data: []byte(text)}, anything, &list)
	if len(list) > 0 {
		t.Fatalf("%q: got %s", text, first(list))
	}
	return v.Any()
}

func TestJSONSchemaUnknown(t *testing.T) {
	if err := JSONSchema(&bytes.Buffer{}, "pages"); err == nil || !strings.Contains(err.Error(), "page, site and data") {
		t.Errorf("got %v", err)
	}
}

func TestJSONSchemaShippedData(t *testing.T) {
	folder := map[string]any{}
	for name := range Data {
		data, err := os.ReadFile(filepath.Join(contentDir, "_data", name+".yaml"))
		if os.IsNotExist(err) {
			continue
		} else if err != nil {
			t.Fatal(err)
		}
		folder[name] = plainValue(t, string(data))
		if err := compile(t, "data", "#/$defs/"+name).Validate(folder[name]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := compile(t, "data", "").Validate(folder); err != nil || len(folder) == 0 {
		t.Errorf("%d files: %v", len(folder), err)
	}
	folder["contacts"] = map[string]any{"a": map[string]any{"name": 1}}
	if compile(t, "data", "").Validate(folder) == nil {
		t.Error("the folder is right with a contact that is wrong")
	}
}

// TestAgree proves that editors and the program accept the same.
func TestAgree(t *testing.T) {
	tests := []struct {
		table string // page, site, or a data file
		text  string
		ok    bool
	}{
		{"page", "title: A", true},
		{"page", "title: 988\nversion: 1.0\nkeywords: [1, b]", true},
		{"page", "title: A\ndescription:\nweight:\nkeywords:\nimage:", true},
		{"page", "title: A\nweight: 10\ndraft: false\npublishDate: 2026-11-24\nimage: {src: a, alt: b}\n" +
			"allow: {x: y}\nparams: {a: {b: [c, 1, true]}}", true},
		{"page", "weight: 10", false},
		{"page", "title: '  '", false},
		{"page", "title:", false},
		{"page", "title: true", false},
		{"page", "titel: A", false},
		{"page", "title: A\nweight: ten", false},
		{"page", "title: A\nweight: 1.5", false},
		{"page", "title: A\ndraft: yes", false},
		{"page", "title: A\npublishDate: 24.11.2026", false},
		{"page", "title: A\npublishDate: 2026-02-30", false},
		{"page", "title: A\nkeywords: a", false},
		{"page", "title: A\nkeywords: ['']", false},
		{"page", "title: A\nimage: {src: a}", false},
		{"page", "title: A\nimage: {src: a, alt: b, width: 3}", false},
		{"page", "title: A\nallow: {x: [y]}", false},
		{"page", "title: A\ndescription: " + strings.Repeat("é", 160), true},
		{"page", "title: A\ndescription: " + strings.Repeat("é", 161), false},
		{"page", "title: A\nsummary: " + strings.Repeat("é ", 60), true},
		{"page", "title: A\nsummary: " + strings.Repeat("é ", 61), false},
		{"page", "title: A\nsummary: ''", true},
		{"site", "title: A\nbaseURL: https://a.example/b\nlinks: file\nreview: {every: 12mo}\nprivacy: {logs: the page, days: 14}", true},
		{"site", "title: A\nsecurity: {contact: 'mailto:a@b.example'}\nfooter: [{text: a, url: 'http://b.example'}]", true},
		{"site", "title: A\nlinks:", true},
		{"site", "title: A\nlinks: folders", false},
		{"site", "title: A\nbaseURL: www.a.example", false},
		{"site", "title: A\nbaseURL: 'mailto:a@a.example'", false},
		{"site", "title: A\nbaseURL: 'https://a:b@a.example/'", false},
		{"site", "title: A\nclinic: {name: A, url: 'https://a.example/@b'}", true},
		{"site", "title: A\nsearch: {canonical: 'mailto:a@a.example'}", false},
		{"site", "title: A\nsecurity: {contact: 'mailto:a@a.example'}", true},
		{"site", "title: A\nclinic: {name: A, email: a@a.example}", true},
		{"site", "title: A\nclinic: {name: A, email: a at a.example}", false},
		{"site", "title: A\nbaseURL: 'javascript:alert(1)'", false},
		{"site", "title: A\nfooter: [{text: a}]", false},
		{"site", "title: A\nfooter: [a]", false},
		{"site", "title: A\nreview: {every: 0d}", false},
		{"site", "title: A\nreview: {every: 12 mo}", false},
		{"site", "title: A\nclinic: {name: A, hours: {en: Mon, es: lun}, programs: [{name: {es: B}}], insurance: [C], locations: [{name: D}]}", true},
		{"site", "title: A\nclinic: {name: A, hours: {en: ''}}", false},
		{"site", "title: A\nclinic: {name: A, hours: [Mon]}", false},
		{"site", "title: A\nclinic: {name: A, programs: [{for: B}]}", false},
		{"site", "title: A\nclinic: {name: A, locations: [B]}", false},
		{"site", "title: A\nbase: default", true},
		{"site", "base: default", true},
		{"site", "base: other", false},
		{"contacts", "a: {name: A, role: help, checked: 2026-11-24, call: 988}", true},
		{"contacts", "a: {name: A, role: helper, checked: 2026-11-24}", false},
		{"contacts", "a: {name: A, role: help}", false},
		{"sources", "a: {label: A, title: A, publisher: A, url: 'https://a.example', checked: 2026-11-24}", true},
		{"sources", "a: {label: A}", false},
		{"glossary", "a: {term: A, definition: B, also: [C]}", true},
		{"glossary", "a: {term: A, definition: " + strings.Repeat("b ", 36) + "}", false},
		{"glossary", "a: {term: A, definition: ' '}", false},
		{"strings", "a: A\nb: {one: B, other: C}\nc: 1", true},
		{"strings", "a: {one: B}", false},
		{"strings", "a: {other: B, ohter: C}", false},
		{"strings", "a: [b]", false},
		{"strings", "a: true", false},
	}
	for _, tt := range tests {
		t.Run(tt.table+" "+tt.text[:min(len(tt.text), 40)], func(t *testing.T) {
			name, fragment, field := tt.table, "", Page
			if data, ok := Data[tt.table]; ok {
				name, fragment, field = "data", "#/$defs/"+tt.table, data
			} else if tt.table == "site" {
				field = Site
			}
			var list diag.List
			Decode(&diag.File{Name: "x.md", Data: []byte(tt.text)}, field, &list)
			if got := len(list) == 0; got != tt.ok {
				t.Errorf("the program: got %v, want %v: %s", got, tt.ok, first(list))
			}
			err := compile(t, name, fragment).Validate(plainValue(t, tt.text))
			if got := err == nil; got != tt.ok {
				t.Errorf("the schema: got %v, want %v: %v", got, tt.ok, err)
			}
		})
	}
}
