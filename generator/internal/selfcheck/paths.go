package selfcheck

import (
	"fmt"
	"math/big"
	"strings"
)

// mostPaths is how many routes a person can be asked to review.
const mostPaths = 200

// Paths lists all routes, one a line, in the order of the answers, so that a
// reviewed list of them shows what an edit changes. If there are more than
// anybody would read, it only says how many.
func (t *Tree) Paths(string) string {
	n := t.Count().Routes
	if n.Cmp(big.NewInt(mostPaths)) > 0 {
		return fmt.Sprintf("%s routes, more than the %d that are listed\n", n, mostPaths)
	}
	var b strings.Builder
	b.WriteString(numbered(n.String(), "route") + "\n")
	t.eachRoute(func(r route) { b.WriteString(r.String() + "\n") })
	return b.String()
}

// A route is all answers that somebody gives, from the start to an ending.
type route struct {
	turns []turn
	end   *Step
}

// A turn is one answer on a route.
type turn struct {
	step *Step
	exit exit
}

// String returns the route in one line, with its ending's urgency.
func (r route) String() string {
	return r.answers() + " → " + r.end.Name + " [" + r.end.urgent() + "]"
}

// answers returns the route without its ending.
func (r route) answers() string {
	var parts []string
	for _, a := range r.turns {
		parts = append(parts, a.step.Name+": “"+a.exit.label+"”")
	}
	return strings.Join(parts, " → ")
}

// eachRoute visits all routes of a tree without a Flaw, in the order of the
// answers. The route is good until visit returns.
func (t *Tree) eachRoute(visit func(route)) {
	var turns []turn
	var walk func(s *Step)
	walk = func(s *Step) {
		if s.IsResult() {
			visit(route{turns, s})
			return
		}
		for _, e := range s.exits() {
			turns = append(turns, turn{s, e})
			walk(e.to)
			turns = turns[:len(turns)-1]
		}
	}
	walk(t.Steps[0])
}
