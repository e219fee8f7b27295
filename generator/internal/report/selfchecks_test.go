package report

import (
	"slices"
	"testing"

	"iopguide/generator/internal/check"
)

// TestTreeRules holds the names of rules against the rules that there are.
func TestTreeRules(t *testing.T) {
	for _, name := range treeRules {
		if !slices.ContainsFunc(check.Rules, func(r *check.Rule) bool { return r.Name == name }) {
			t.Errorf("there is no rule %s", name)
		}
	}
	for rule, want := range map[string]bool{"too-long": true, "safety-first": true, "link-to-hidden": false, "overdue-review": false} {
		if got := ofTrees(rule); got != want {
			t.Errorf("%s: got %t, want %t", rule, got, want)
		}
	}
}
