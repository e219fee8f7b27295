package publish

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"
)

// A workshop is a folder of inputs and a site made from them.
type workshop struct {
	t    *testing.T
	src  string
	dir  string
	now  time.Time // when the next build begins
	read []string  // the inputs that Unchanged has read
}

// newWorkshop publishes a site from three inputs that are an hour old.
func newWorkshop(t *testing.T) *workshop {
	top := tempDir(t)
	w := &workshop{t: t, src: filepath.Join(top, "src"), dir: filepath.Join(top, "public"), now: time.Now()}
	if err := os.Mkdir(w.src, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.md", "b.md", "c.md"} {
		w.edit(name, "bytes of "+name, -time.Hour)
	}
	// The change times of the inputs are those of this test: begin later.
	w.now = w.now.Add(10 * time.Second)
	w.publish()
	return w
}

// edit writes an input as if at a time before or after now.
func (w *workshop) edit(name, data string, at time.Duration) {
	w.t.Helper()
	full := filepath.Join(w.src, name)
	if err := errors.Join(os.WriteFile(full, []byte(data), 0o644), os.Chtimes(full, time.Time{}, w.now.Add(at))); err != nil {
		w.t.Fatal(err)
	}
}

// stamp is what a build that begins now would stamp.
func (w *workshop) stamp() Stamp {
	s := Stamp{Program: "p 1", Options: "-D", Day: "2026-11-25", Began: w.now, Diagnostics: json.RawMessage(`["a warning"]`)}
	entries, _ := os.ReadDir(w.src)
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			w.t.Fatal(err)
		}
		s.Inputs = append(s.Inputs, NewInput(e.Name(), info))
	}
	slices.Reverse(s.Inputs) // their order does not matter
	return s
}

// publish publishes with all inputs hashed.
func (w *workshop) publish() {
	w.t.Helper()
	s := w.stamp()
	for i := range s.Inputs {
		data, _ := w.open(s.Inputs[i].Path)
		s.Inputs[i].Hash = sha256.Sum256(data)
	}
	mustWrite(w.t, w.dir, text("index.html", "1", "a/index.html", "2"), Options{Seal: func() (Stamp, error) { return s, nil }})
}

func (w *workshop) open(path string) ([]byte, error) { return os.ReadFile(filepath.Join(w.src, path)) }

// unchanged asks whether anything is to be done.
func (w *workshop) unchanged(s Stamp) bool {
	w.read = nil
	was, ok := Unchanged(w.dir, s, func(path string) ([]byte, error) {
		w.read = append(w.read, path)
		return w.open(path)
	})
	if ok && string(was.Diagnostics) != `["a warning"]` {
		w.t.Errorf("diagnostics: got %s", was.Diagnostics)
	}
	return ok
}

func TestUnchanged(t *testing.T) {
	inPlace := func(w *workshop, name string) string { return filepath.Join(w.dir, name) }
	for _, c := range []struct {
		name   string
		change func(w *workshop, s *Stamp)
		want   bool
		read   []string
	}{
		{"nothing", func(w *workshop, s *Stamp) {}, true, nil},
		{"touched", func(w *workshop, s *Stamp) { w.edit("a.md", "bytes of a.md", -time.Minute); *s = w.stamp() }, true, []string{"a.md"}},
		{"same size", func(w *workshop, s *Stamp) { w.edit("a.md", "bytes of A.md", -time.Minute); *s = w.stamp() }, false, []string{"a.md"}},
		{"other size", func(w *workshop, s *Stamp) { w.edit("a.md", "less", -time.Hour); *s = w.stamp() }, false, nil},
		{"added", func(w *workshop, s *Stamp) { w.edit("d.md", "", -time.Hour); *s = w.stamp() }, false, nil},
		{"removed", func(w *workshop, s *Stamp) { os.Remove(filepath.Join(w.src, "b.md")); *s = w.stamp() }, false, nil},
		{"renamed", func(w *workshop, s *Stamp) {
			os.Rename(filepath.Join(w.src, "b.md"), filepath.Join(w.src, "d.md"))
			*s = w.stamp()
		}, false, nil},
		{"unreadable", func(w *workshop, s *Stamp) { s.Inputs[0].ModTime++; os.Remove(filepath.Join(w.src, "c.md")) }, false, []string{"c.md"}},
		{"program", func(w *workshop, s *Stamp) { s.Program = "p 2" }, false, nil},
		{"options", func(w *workshop, s *Stamp) { s.Options = "" }, false, nil},
		{"day", func(w *workshop, s *Stamp) { s.Day = "2026-11-26" }, false, nil},
		{"no stamp", func(w *workshop, s *Stamp) { os.Remove(stampOf(w)) }, false, nil},
		{"half a stamp", func(w *workshop, s *Stamp) { os.Truncate(stampOf(w), 200) }, false, nil},
		{"another release's stamp", func(w *workshop, s *Stamp) { os.WriteFile(stampOf(w), []byte(stampMagic+" 2\n"), 0o644) }, false, nil},
		{"output gone", func(w *workshop, s *Stamp) { os.Remove(inPlace(w, "index.html")) }, false, nil},
		{"output edited", func(w *workshop, s *Stamp) { os.WriteFile(inPlace(w, "index.html"), []byte("3"), 0o644) }, false, nil},
		{"output longer", func(w *workshop, s *Stamp) { os.WriteFile(inPlace(w, "index.html"), []byte("12"), 0o644) }, false, nil},
		{"output a link", func(w *workshop, s *Stamp) {
			os.Rename(inPlace(w, "index.html"), inPlace(w, "x"))
			os.Symlink("x", inPlace(w, "index.html"))
		}, false, nil},
		{"killed publish", func(w *workshop, s *Stamp) {
			p, _ := locate(w.dir)
			os.Mkdir(p.fresh, 0o755)
		}, false, nil},
		{"site gone", func(w *workshop, s *Stamp) { os.RemoveAll(w.dir) }, false, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorkshop(t)
			s := w.stamp()
			c.change(w, &s)
			if got := w.unchanged(s); got != c.want || !slices.Equal(w.read, c.read) {
				t.Errorf("got %v after reading %q, want %v after reading %q", got, w.read, c.want, c.read)
			}
			if c.want {
				wantBeside(t, w.dir, "src", "public", ".public.iopguide-stamp")
			}
		})
	}
}

func stampOf(w *workshop) string {
	p, _ := locate(w.dir)
	return p.stamp
}

// An input that was touched within two seconds of the build is read once more,
// and when it has settled no more.
func TestUnchangedDoubts(t *testing.T) {
	w := newWorkshop(t)
	w.edit("b.md", "new", -time.Second)
	w.publish()
	if !w.unchanged(w.stamp()) || !slices.Equal(w.read, []string{"b.md"}) {
		t.Errorf("fresh: read %q, want b.md", w.read)
	}
	w.now = w.now.Add(time.Minute)
	for i, want := range [][]string{{"b.md"}, nil} {
		if !w.unchanged(w.stamp()) || !slices.Equal(w.read, want) {
			t.Errorf("a minute later, run %d: read %q, want %q", i, w.read, want)
		}
	}
	w.edit("b.md", "old", -time.Minute-time.Second)
	if w.unchanged(w.stamp()) && changeTimes() {
		t.Errorf("an edit whose time was set back was not noticed")
	}
	w.now = time.Time{}
	w.publish()
	if !w.unchanged(w.stamp()) || len(w.read) != 3 {
		t.Errorf("a build that began at no known time: read %q, want all", w.read)
	}
}

// changeTimes reports whether this system has change times.
func changeTimes() bool {
	info, err := os.Stat(".")
	return err == nil && changeTime(info) != 0
}

func TestStampFile(t *testing.T) {
	for _, c := range []struct {
		name string
		s    Stamp
	}{
		{"empty", Stamp{}},
		{"full", Stamp{
			Program: "p", Options: "o \"x\"\n", Day: "2026-11-25", Began: time.Unix(0, 123), pending: true,
			Diagnostics: json.RawMessage(`{"a":[1,2]}`),
			Inputs:      []Input{{Path: "a b\n\xff.md", Size: 1, ModTime: -2, ChangeTime: 3, Hash: sha256.Sum256(nil)}},
			outputs:     []output{{path: "a/b c.html", size: 4, modTime: 5}, {path: "k", keep: true}, {path: "l", left: true}},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := encodeStamp(c.s)
			got, err := decodeStamp(file)
			if err != nil || !reflect.DeepEqual(got, c.s) {
				t.Errorf("got %+v, %v\nwant %+v", got, err, c.s)
			}
			for i := range file {
				broken := slices.Clone(file)
				broken[i] ^= 1
				if _, err := decodeStamp(broken); err == nil {
					t.Errorf("a wrong bit in byte %d was not noticed", i)
				}
				if _, err := decodeStamp(file[:i]); err == nil {
					t.Errorf("the first %d bytes were taken for the whole", i)
				}
			}
		})
	}
}

func FuzzStamp(f *testing.F) {
	f.Add([]byte(`{}`), []byte("i 1 2 3 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU \"a\"\n"))
	f.Add([]byte(`{"pending":true}`), []byte("o keep 1 2 47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU \"a\"\n"))
	f.Fuzz(func(t *testing.T, head, lines []byte) {
		decodeStamp(lines)
		file := slices.Concat([]byte(stampVersion), head, []byte("\n"), lines)
		s, err := decodeStamp(sealStamp(file))
		if err != nil {
			return
		}
		again, err := decodeStamp(encodeStamp(s))
		if err != nil || len(again.Inputs) != len(s.Inputs) || !slices.Equal(again.outputs, s.outputs) {
			t.Errorf("got %+v, %v; want %+v", again, err, s)
		}
	})
}

func FuzzJournal(f *testing.F) {
	f.Add([]byte(`{"Assets":["a"],"Pages":["b/c"],"Delete":["d"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		todo, err := decodeTodo(data)
		for _, name := range slices.Concat(todo.Assets, todo.Pages, todo.Delete) {
			if err == nil && (name == ".." || filepath.IsAbs(name) || !filepath.IsLocal(name)) {
				t.Errorf("%q leads out", name)
			}
		}
	})
}
