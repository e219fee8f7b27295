package schema

import (
	"os"
	"path/filepath"
	"testing"

	"iopguide/generator/internal/diag"
)

// seed adds the files of all archives to the corpus.
func seed(f *testing.F) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		archive, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files(string(archive)) {
			f.Add(file.Data)
		}
	}
	f.Add([]byte("\ufeff---\r\ntitle: A\r\n---\r\n"))
	f.Add([]byte("---\na: [{b: {c: [d, ]}}]\n---"))
}

func FuzzFrontMatter(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		file := &diag.File{Name: "x.md", Data: data}
		var list diag.List
		if !CheckText(file, &list) {
			return
		}
		v, body := FrontMatter(file, &list)
		if v == nil && !list.HasErrors() {
			t.Error("no front matter and no error")
		}
		if body < 0 || body > len(data) {
			t.Errorf("body: got %d of %d", body, len(data))
		}
		inside(t, file, v, list)
	})
}

func FuzzDecode(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		file := &diag.File{Name: "x.yaml", Data: data}
		for _, field := range []Field{Site, Data["contacts"], Data["strings"], anything} {
			var list diag.List
			if !CheckText(file, &list) {
				return
			}
			v := Decode(file, field, &list)
			if v == nil && !list.HasErrors() {
				t.Error("no value and no error")
			}
			inside(t, file, v, list)
			if len(list) == 0 && !v.Equal(Decode(file, field, &list)) {
				t.Error("read twice it is not the same")
			}
		}
	})
}

// inside proves that all places lie in the file, and that a key stands where
// its Value says, if it is written plainly.
func inside(t *testing.T, f *diag.File, v *Value, list diag.List) {
	for _, d := range list {
		if d.Start < 0 || d.End < d.Start || d.End > len(f.Data) || d.Message == "" {
			t.Errorf("%q: %d to %d of %d", d.Message, d.Start, d.End, len(f.Data))
		}
	}
	if v == nil {
		return
	}
	if v.Start < 0 || v.End < v.Start || v.End > len(f.Data) {
		t.Errorf("a value: %d to %d of %d", v.Start, v.End, len(f.Data))
	}
	for _, k := range v.Keys() {
		w := v.Get(k)
		if w.KeyStart < v.Start || w.KeyEnd > len(f.Data) || w.KeyEnd <= w.KeyStart {
			t.Errorf("key %q: %d to %d", k, w.KeyStart, w.KeyEnd)
		}
		if at := f.Data[w.KeyStart]; at == k[0] && at != '"' && at != '\'' && isKey(k) && string(f.Data[w.KeyStart:w.KeyEnd]) != k {
			t.Errorf("key %q stands at %q", k, f.Data[w.KeyStart:w.KeyEnd])
		}
		inside(t, f, w, nil)
	}
	for _, item := range v.List() {
		inside(t, f, item, nil)
	}
}
