package selfcheck

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestProve holds what is said of each mistake. A file has a tree in the short
// notation, and what is told of it.
func TestProve(t *testing.T) {
	files, err := filepath.Glob("testdata/proofs/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text := string(a.Files[0].Data)
			got := told(text, tree(t, text).Prove())
			if *update {
				a.Files = append(a.Files[:1], txtar.File{Name: "told", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(a), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(a.Files[1].Data); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

// TestExampleCounts holds the counts of the example that explains the format.
func TestExampleCounts(t *testing.T) {
	e := tree(t, example)
	if got := told(example, e.Prove()); got != "" {
		t.Errorf("the example is sound, but:\n%s", got)
	}
	c := e.Count()
	got := []any{c.Questions, c.Results, c.Links, c.Routes.String(), c.Ways.String(), c.Longest}
	want := []any{7, 6, 21, "26", "3292", 11}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got counts %v, want %v", got, want)
	}
}

// TestNothing proves trees with nothing in them, and those that are a result.
func TestNothing(t *testing.T) {
	empty := &Tree{Lang: "en"}
	if got := empty.Prove(); got != nil {
		t.Errorf("got %v of an empty tree", got)
	}
	if c := empty.Count(); c.Routes.Sign() != 0 || c.Ways.Sign() != 0 {
		t.Errorf("got %v of an empty tree", c)
	}
	if got := empty.CaseEndings(&Case{}); got != nil {
		t.Errorf("got endings %v of an empty tree", got)
	}
	if got := Mutate(empty); got.Mutants != 0 {
		t.Errorf("got mutants %v of an empty tree", got)
	}
	one := tree(t, "# Help\n! TIP\n")
	if got := one.Prove(); len(got) != 0 {
		t.Errorf("got %v of a single result", got)
	}
	if c := one.Count(); c.Routes.Int64() != 1 || c.Longest != 0 {
		t.Errorf("got %v of a single result", c)
	}
}

// TestWay holds the shortest way, and what lies on every way.
func TestWay(t *testing.T) {
	e := tree(t, example)
	step := func(id string) *Step {
		for _, s := range e.Steps {
			if s.ID == id {
				return s
			}
		}
		t.Fatalf("no step %s", id)
		return nil
	}
	var got []string
	for _, c := range e.Way(step("time")) {
		got = append(got, c.Step.Name+": "+c.Label)
	}
	want := []string{"Safety: No", "Safety and withdrawal: No", "Age: 18 or older",
		"Care now: I am leaving a hospital or a residential program", "Home: Yes"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got way %q, want %q", got, want)
	}
	if way := e.Way(step("safety")); way != nil {
		t.Errorf("got way %v to the start", way)
	}
	if !e.Blocked(step("home"), step("iop-may-fit")) || e.Blocked(step("home"), step("more-support")) {
		t.Error("IOP may fit, and nothing else, comes only after Home")
	}
}

// TestSpanish proves a tree in Spanish: its ranges are read, and the rule that
// is offered can be written in its file. Messages are in English.
func TestSpanish(t *testing.T) {
	long := chain(t, 21, "help")
	long.Lang = "es"
	f := long.Prove()
	want := "## Comprobaciones: Nadie responde más de 21 preguntas."
	if len(f) != 1 || f[0].Rule != "too-long" || !f[0].Warning || !strings.HasSuffix(f[0].Help, want) {
		t.Errorf("got %v, want help that ends in %s", f, want)
	}
	text := strings.ReplaceAll(strings.ReplaceAll(example, "or more >", "o más >"), " to ", " a ")
	text = strings.ReplaceAll(text, "# Safety\n", "# Seguridad {#safety}\n")
	text = strings.ReplaceAll(text, "Safety: ", "Seguridad: ")
	es := treeIn(t, "es", text)
	if got := told(text, es.Prove()); got != "" {
		t.Errorf("the example is sound in Spanish, but:\n%s", got)
	}
}
