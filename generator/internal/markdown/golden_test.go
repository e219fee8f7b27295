package markdown

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iopguide/generator/internal/diag"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// glossary is what the golden files are compiled with.
var glossary = NewGlossary([]Entry{
	{Key: "iop", Term: "intensive outpatient program", Definition: "Care by day.", Also: []string{"IOP", "IOPs"}},
	{Key: "outpatient", Term: "outpatient care", Definition: "Care without a bed.", Also: []string{"outpatient"}},
	{Key: "act", Term: "ACT", Definition: "A kind of therapy."},
	{Key: "crohns", Term: "Crohn's disease", Definition: "A disease of the gut."},
	{Key: "step-down", Term: "step down", Definition: "To move to fewer hours.", Also: []string{"step-down care"}},
})

// TestGolden compiles each file NAME.md or NAME.LANG.md of an archive and
// compares what comes out: the HTML with its slots as ⟦kind dest⟧, the messages,
// and the facts that the archive's comment asks for by a line "show: FACT…".
func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { golden(t, name) })
	}
}

func golden(t *testing.T, name string) {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	archive := txtar.Parse(data)
	made := &txtar.Archive{Comment: archive.Comment}
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".md") {
			made.Files = append(made.Files, f)
			made.Files = append(made.Files, compiled(f, shown(archive.Comment))...)
		}
	}
	got := txtar.Format(made)
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(got, data) {
		t.Errorf("%s differs; run go test -update and read the diff\n%s", name, firstDifference(got, data))
	}
}

func firstDifference(got, want []byte) string {
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := 0; i < len(g) || i < len(w); i++ {
		switch {
		case i >= len(g):
			return fmt.Sprintf("line %d: got nothing more, want %q", i+1, w[i])
		case i >= len(w):
			return fmt.Sprintf("line %d: got %q, want nothing more", i+1, g[i])
		case g[i] != w[i]:
			return fmt.Sprintf("line %d:\n got %q\nwant %q", i+1, g[i], w[i])
		}
	}
	return ""
}

// shown returns the facts that an archive's comment asks for.
func shown(comment []byte) []string {
	for line := range strings.Lines(string(comment)) {
		if facts, ok := strings.CutPrefix(line, "show: "); ok {
			return strings.Fields(facts)
		}
	}
	return nil
}

// compiled compiles f and returns what its archive has after it.
func compiled(f txtar.File, show []string) []txtar.File {
	stem := strings.TrimSuffix(f.Name, ".md")
	env := &Env{Lang: "en", Glossary: glossary}
	if lang := strings.TrimPrefix(filepath.Ext(stem), "."); lang != "" {
		env.Lang = lang
	}
	file := &diag.File{Name: f.Name, Data: unquote(f.Data)}
	var list diag.List
	doc := New().Convert(file, bodyOffset(file.Data), env, &list)
	list.Sort()
	files := []txtar.File{{Name: stem + ".html", Data: []byte(htmlOf(doc))}}
	for i, n := range doc.Notes {
		files = append(files, txtar.File{Name: fmt.Sprintf("%s.note%d.html", stem, i+1),
			Data: []byte("<!-- " + n.Label + " -->\n" + htmlOf(n.Body))})
	}
	for _, fact := range show {
		if s := factOf(doc, fact); s != "" {
			files = append(files, txtar.File{Name: stem + "." + fact, Data: []byte(s)})
		}
	}
	if len(list) > 0 {
		files = append(files, txtar.File{Name: stem + ".messages", Data: []byte(messages(list))})
	}
	return files
}

// unquote gives files of an archive what they cannot hold otherwise: \r at the
// end of lines in one that begins with the line "CRLF".
func unquote(data []byte) []byte {
	if rest, ok := bytes.CutPrefix(data, []byte("CRLF\n")); ok {
		return bytes.ReplaceAll(append([]byte("\ufeff"), rest...), []byte("\n"), []byte("\r\n"))
	}
	return data
}

// bodyOffset is where the front matter of data ends.
func bodyOffset(data []byte) int {
	if !bytes.HasPrefix(bytes.TrimPrefix(data, []byte("\ufeff")), []byte("---")) {
		return 0
	}
	end := bytes.LastIndex(data, []byte("\n---")) + len("\n---")
	return end + bytes.IndexByte(data[end:], '\n') + 1
}

var slotNames = map[SlotKind]string{LinkOpen: "link", LinkClose: "end", Picture: "picture", Mark: "mark",
	NoteMark: "note", Include: "include", Word: "word", Label: "label"}

func htmlOf(d *Document) string {
	html := d.AppendHTML(nil, func(b []byte, s Slot) []byte {
		b = fmt.Appendf(b, "⟦%s %s", slotNames[s.Kind], s.Dest)
		if s.Figure {
			b = append(b, " figure"...)
		}
		if s.Kind == Picture || s.Title != "" {
			b = fmt.Appendf(b, " %q %q", s.Text, s.Title)
		}
		return append(b, "⟧"...)
	})
	return string(html) + "\n"
}

func messages(list diag.List) string {
	var b strings.Builder
	for _, d := range list {
		end := d.File.Position(d.End)
		fmt.Fprintf(&b, "%s-%d:%d: %s [%s]\n  = %s\n", d.Position(), end.Line, end.Column, d.Message, d.Rule, d.Help)
		for _, r := range d.Related {
			fmt.Fprintf(&b, "  %s: %s\n", r.File.Position(r.Start), r.Note)
		}
	}
	return b.String()
}

// factOf writes one of the lists of a document, each item with its place.
func factOf(d *Document, fact string) string {
	var b strings.Builder
	put := func(start, end int, format string, args ...any) {
		from, to := d.File.Position(start), d.File.Position(end)
		fmt.Fprintf(&b, "%d:%d-%d:%d "+format+"\n", append([]any{from.Line, from.Column, to.Line, to.Column}, args...)...)
	}
	switch fact {
	case "blocks":
		for i, k := range d.Blocks {
			put(int(k.Start), int(k.End), "%s %q", []string{"paragraph", "heading", "item", "cell"}[k.Kind], d.Text(i))
		}
	case "headings":
		for _, h := range d.Headings {
			put(h.Start, h.End, "h%d #%s %q", h.Level, h.ID, h.Text)
		}
	case "cards":
		for _, c := range d.Cards {
			put(c.Start, c.End, "%s %q %q %v", c.Kind, c.Title, c.Text, c.Links)
		}
	case "dropped":
		for _, x := range d.Dropped {
			put(x.Start, x.End, "%s", x.Element)
		}
	case "terms":
		for _, x := range d.Terms {
			fmt.Fprintf(&b, "%s #%s %q\n", x.Key, x.ID, x.Definition)
		}
	case "slots":
		for _, s := range d.Slots {
			if s.Kind != Word {
				put(s.Start, s.End, "%s %q %q", slotNames[s.Kind], s.Dest, s.Text)
			}
		}
	}
	return b.String()
}
