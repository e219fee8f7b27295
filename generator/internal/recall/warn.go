package recall

import (
	"fmt"
	"path"

	"iopguide/generator/internal/diag"
)

// Warnings tells of overrides that somebody should look at, so that a page which
// we corrected is not shown as it was for ever. Settings are let be: a site has
// them to differ.
func Warnings(all []*Override, advisories []Advisory) diag.List {
	var list diag.List
	var unrecorded []*Override
	for _, o := range all {
		switch {
		case o.Kind == Setting:
		case o.State == Unrecorded && o.weighs():
			unrecorded = append(unrecorded, o)
		case o.State == Stale:
			list.Warn(o.At, o.Start, o.End, "stale-override", o.stale(advisories),
				fmt.Sprintf("run iopguide diff %s; when this is right, run iopguide diff --accept %s", o.Name(), o.Name()))
		case o.State == Gone:
			list.Warn(o.At, o.Start, o.End, "lost-override",
				"the guide no longer has the "+o.Kind+" that this stands in place of",
				"delete it if it is out of date; to keep it as your own, run iopguide diff --accept "+o.Name())
		}
	}
	if len(unrecorded) > 0 {
		list.Add(unrecordedWarning(unrecorded))
	}
	return list
}

// weighs reports whether it would matter that ours was corrected: pages tell people
// what to do, layouts show them whom to call, and contacts are who answers.
func (o *Override) weighs() bool {
	return o.Kind == Page || o.Kind == Layout || o.Kind == Entry && path.Base(o.Path) == "contacts.yaml"
}

func (o *Override) stale(advisories []Advisory) string {
	message := fmt.Sprintf("the guide changed its own %s since this one was put in its place, with release %s", o.Kind, o.Taken.Release)
	for _, a := range Since(advisories, o) {
		message += "; " + a.Severity + " correction of " + a.Date + ": " + a.Wrong
	}
	return message
}

// about is what advisories call what o stands in place of.
func (o *Override) about() string {
	if o.Key != "" {
		return o.Key
	}
	return o.Path
}

// unrecordedWarning tells of all overrides without a record at once: they are
// mended in one go.
func unrecordedWarning(all []*Override) diag.Diagnostic {
	o := all[0]
	what := "this stands"
	if n := len(all) - 1; n == 1 {
		what = "this and 1 other stand"
	} else if n > 1 {
		what = fmt.Sprintf("this and %d others stand", n)
	}
	d := diag.Diagnostic{File: o.At, Start: o.Start, End: o.End, Severity: diag.Warning, Rule: "unrecorded-override",
		Message: what + " in place of the guide's own, and nothing says of which release; a correction would go unseen",
		Help:    "run iopguide diff to compare, then iopguide diff --accept: it writes " + LockFile}
	for _, other := range all[1:] {
		d.Related = append(d.Related, diag.Place{File: other.At, Start: other.Start, End: other.End, Note: "this too"})
	}
	return d
}
