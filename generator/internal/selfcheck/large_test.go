package selfcheck

import (
	"fmt"
	"strings"
	"testing"
)

// lattice has 178 questions in layers of three, with an answer from each to
// each of the next: 3^60 routes.
func lattice(t testing.TB) *Tree {
	var b strings.Builder
	layer := func(at int) {
		for i := range 3 {
			fmt.Fprintf(&b, "- a%d > q%d-%d\n", i, at, i)
		}
	}
	b.WriteString("# Start\n")
	layer(1)
	for at := 1; at < 60; at++ {
		for i := range 3 {
			fmt.Fprintf(&b, "# q%d-%d\n", at, i)
			layer(at + 1)
		}
	}
	b.WriteString("# q60-0\n! CAUTION\n# q60-1\n! TIP\n# q60-2\n! NOTE\nlongest: 60\nfirst: start\nbefore: start: any\n")
	b.WriteString("case is anybody; Start: a0; q59-0: a1; q59-1: a1; q59-2: a1 => q60-1\n")
	return tree(t, b.String())
}

// screener is a table of 9 rows and 4 columns whose last row has cells that
// decide.
func screener(t testing.TB) *Tree {
	var b strings.Builder
	b.WriteString("# Daily life\n| In two weeks | Never | Days | Most days | Always\n")
	for i := range 8 {
		fmt.Fprintf(&b, "| Row %d | 0 | 1 | 2 | 3\n", i)
	}
	b.WriteString("| Safe | 0 | 1>help | 2>help | 3>help\n")
	b.WriteString("- 0 to 4 > r0\n- 5 to 9 > r1\n- 10 to 14 > r2\n- 15 to 19 > r3\n- 20 or more > r4\n")
	for i := range 5 {
		fmt.Fprintf(&b, "# r%d\n! TIP\n", i)
	}
	b.WriteString("# Help\n! CAUTION\n")
	b.WriteString("next: daily-life: Safe = Days | Safe = Most days | Safe = Always: help\n")
	b.WriteString("only: help: daily-life: Safe = Days | Safe = Most days | Safe = Always\n")
	for i := range 5 {
		fmt.Fprintf(&b, "case has %d; Daily life: %d => r%d\n", i*5, i*5, i)
	}
	return tree(t, b.String())
}

// binary is a tree of 2^13-1 questions and 2^13 results, each come to by one way.
func binary(t testing.TB) *Tree {
	var b strings.Builder
	const questions = 1<<13 - 1
	for i := 1; i <= questions; i++ {
		fmt.Fprintf(&b, "# q%d\n- Yes > q%d\n- No > q%d\n", i, 2*i, 2*i+1)
	}
	for i := questions + 1; i <= 2*questions+1; i++ {
		fmt.Fprintf(&b, "# q%d\n! TIP\n", i)
	}
	b.WriteString("never: q2: Yes: q3\nbefore: q2: q4\ncase is Yes; q1: Yes; q2: Yes => q8192\n")
	return tree(t, b.String())
}

// chain has n questions one after the other, with an answer from each to where
// back says.
func chain(t testing.TB, n int, back string) *Tree {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "# q%d\n- Yes > q%d\n- No > %s\n", i, i+1, back)
	}
	fmt.Fprintf(&b, "# q%d\n! TIP\n# Help\n! CAUTION\n", n)
	return tree(t, b.String())
}

// codes counts the findings of each kind.
func codes(t *Tree) string {
	n := map[string]int{}
	for _, f := range t.Prove() {
		n[f.Rule]++
	}
	return fmt.Sprint(n)
}

// TestLarge proves trees that cannot be walked way by way.
func TestLarge(t *testing.T) {
	for _, test := range []struct {
		name          string
		tree          *Tree
		routes, codes string
	}{
		{"lattice", lattice(t), "42391158275216203514294433201", "map[]"},
		{"screener", screener(t), "8", "map[]"},
		{"binary", binary(t), "8192", "map[case-failed:1]"},
		{"chain", chain(t, 30000, "help"), "30001", "map[too-long:1]"},
		{"rings", chain(t, 3000, "q0"), "1", "map[loop:20 unreachable:1]"},
		{"slips", chain(t, 3000, "hepl"), "1", "map[no-such-heading:3000]"},
	} {
		if got := codes(test.tree); got != test.codes {
			t.Errorf("%s: got %s, want %s", test.name, got, test.codes)
		}
		if got := test.tree.Count().Routes.String(); got != test.routes {
			t.Errorf("%s: got %s routes, want %s", test.name, got, test.routes)
		}
	}
	if got, want := screener(t).Count().Ways.String(), "262144"; got != want {
		t.Errorf("got %s ways to fill in 9 rows of 4, want %s", got, want)
	}
}

func benchmarkProve(b *testing.B, t *Tree) {
	for b.Loop() {
		t.Prove()
		t.Count()
	}
}

func BenchmarkProveLattice(b *testing.B)  { benchmarkProve(b, lattice(b)) }
func BenchmarkProveScreener(b *testing.B) { benchmarkProve(b, screener(b)) }
func BenchmarkProveBinary(b *testing.B)   { benchmarkProve(b, binary(b)) }
func BenchmarkProveExample(b *testing.B)  { benchmarkProve(b, tree(b, example)) }
func BenchmarkProveRings(b *testing.B)    { benchmarkProve(b, chain(b, 3000, "q0")) }

func BenchmarkMutateExample(b *testing.B) {
	e := tree(b, example)
	for b.Loop() {
		Mutate(e)
	}
}
