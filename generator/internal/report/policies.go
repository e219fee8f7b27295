package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// policies says what the pages forbid to browsers.
func policies(s *Subject) Section {
	sec := Section{Title: "What pages forbid to browsers",
		Intro: "A page can carry a content security policy. A browser obeys it, whatever else the page holds."}
	if s.Folder == nil {
		sec.Items = []Item{open("Content security policies", s.unbuilt())}
		return sec
	}
	pages, none := map[string]int{}, []string(nil)
	for _, p := range s.Folder.Pages {
		if pages[p.Policy]++; p.Policy == "" {
			none = append(none, p.Path)
		}
	}
	delete(pages, "")
	var loose []string
	table := &Table{Columns: []string{"Pages", "Policy", "In plain words"}}
	for _, policy := range slices.SortedFunc(maps.Keys(pages), func(a, b string) int {
		return cmp.Or(pages[b]-pages[a], strings.Compare(a, b))
	}) {
		words, opens := plain(policy)
		table.Rows = append(table.Rows, []string{fmt.Sprint(pages[policy]), policy, words})
		if opens != "" {
			loose = append(loose, opens+" ("+plural(pages[policy], "page")+")")
		}
	}
	const how = "read the policy in every page"
	laid := told("The policies, each with how many pages have it", plural(len(table.Rows), "policy"), how)
	laid.Result = strings.Replace(laid.Result, "policys", "policies", 1)
	if len(table.Rows) > 0 {
		laid.Table = table
	}
	sec.Items = []Item{
		judged("Pages without a policy", none, "none", "these have none", how),
		judged("Policies that leave more open than the site needs", loose, "none: all is forbidden but the site's own files", "some do", how),
		judged("Scripts and styles that stand in a page or an element", s.Folder.Inline, "none, so no policy need allow them",
			"browsers will not use them under these policies", how+" and its elements"),
		laid,
	}
	return sec
}

// A ruling is a content security policy: what it allows, by directive.
type ruling map[string]string

func parsePolicy(policy string) ruling {
	r := ruling{}
	for part := range strings.SplitSeq(policy, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), " ")
		r[strings.ToLower(name)] = value
	}
	return r
}

// none reports whether the policy allows nothing of what a directive speaks of.
func (r ruling) none(directive string) bool {
	value, set := r[directive]
	return value == "'none'" || !set && r["default-src"] == "'none'" && strings.HasSuffix(directive, "-src")
}

// closed reports whether no script can fetch, and no form be sent.
func (r ruling) closed() bool { return r.none("connect-src") && r.none("form-action") }

// plain puts a policy in plain words, and says what it leaves open beyond the site's
// own files.
func plain(policy string) (words, opens string) {
	r := parsePolicy(policy)
	var says, more []string
	if r.none("default-src") {
		says = append(says, "nothing may be loaded that is not named here: no frames, no plug-ins")
	} else {
		more = append(more, "does not forbid all that it does not name")
	}
	switch {
	case r.none("script-src"):
		says = append(says, "no script runs")
	case r["script-src"] == "'self'":
		says = append(says, "only the site's own script files run, none that stands in the page")
	}
	switch {
	case r.none("connect-src") && !r.none("script-src"):
		says = append(says, "a script can send nothing, but for asking the site's own host for a picture or file")
	case r["connect-src"] == "'self'":
		says = append(says, "a script could talk with the site's own host alone")
	}
	if r.none("form-action") {
		says = append(says, "no form can be sent")
	} else {
		more = append(more, "does not forbid that forms are sent")
	}
	for _, name := range slices.Sorted(maps.Keys(r)) {
		for source := range strings.FieldsSeq(r[name]) {
			if !harmless(source) && strings.HasSuffix(name, "-src") {
				more = append(more, name+" allows "+source)
			}
		}
	}
	return strings.Join(says, "; "), strings.Join(more, ", ")
}

// harmless reports whether a source of a policy is the site itself, nothing, or bytes
// that are known.
func harmless(source string) bool {
	return source == "'self'" || source == "'none'" || strings.HasPrefix(source, "'sha")
}
