package check

import (
	"slices"
	"strings"

	"iopguide/generator/internal/selfcheck"
)

var safetyAsked = &Rule{Name: "safety-asked", Always: true, Page: checkSafetyAsked,
	Doc: `Reports a way through a self-check that ends before all safety questions were asked. A safety
question is one, tables apart, that has an answer which leads straight to an emergency; every other ending
comes after each of them.`}

func checkSafetyAsked(p *Pass) {
	t := p.Page.Tree
	if !whole(p.Page) {
		return
	}
	_, others := results(t)
	for _, q := range safetyQuestions(t) {
		missed := slices.DeleteFunc(slices.Clone(others), func(r *selfcheck.Step) bool { return t.Blocked(q, r) })
		if len(missed) == 0 {
			continue
		}
		way, last, end := wayAround(t, q)
		p.Report(q.Start, q.End, "a reader can come to “"+end.Name+"” without being asked “"+q.Name+"”",
			"the way: "+way+"\nask it before “"+last.Name+"” can lead to “"+end.Name+"”: every ending but an emergency comes after it")
	}
}

// wayAround returns the shortest way to an ending below an emergency that does
// not come by q, in words; its last question, and that ending.
func wayAround(t *selfcheck.Tree, q *selfcheck.Step) (way string, last, end *selfcheck.Step) {
	from := map[*selfcheck.Step]*selfcheck.Step{}
	before := map[*selfcheck.Step]string{t.Steps[0]: ""}
	for queue := t.Steps[:1]; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		if s.Card != nil && !isEmergency(s) {
			return before[s] + s.Name, from[s], s
		}
		if s == q {
			continue
		}
		for _, b := range branchesOf(s) {
			if _, seen := before[b.to]; !seen {
				before[b.to] = before[s] + strings.TrimSpace(s.Name) + ": “" + b.label + "” → "
				from[b.to] = s
				queue = append(slices.Clip(queue), b.to)
			}
		}
	}
	return "", nil, nil
}
