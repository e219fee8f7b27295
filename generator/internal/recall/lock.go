package recall

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

// LockFile is the name of the file, in a site's folder, that holds its records.
const LockFile = "overrides.lock"

// A Record says what ours was when a site took or last saw it.
type Record struct {
	Ours    string // its Hash
	Release string // of the program that held it
}

// A Lock holds the records by the Name of the override.
type Lock map[string]Record

var lockTable = schema.Field{Name: "overrides", Type: schema.Map,
	Doc: "What the guide's own files and entries were when this site put its own in their place.",
	Elem: &schema.Field{Type: schema.Object, Example: `{ours: "3f9ac21b07de5511", release: 0.1.0}`, Fields: []schema.Field{
		{Name: "ours", Type: schema.Text, Required: true, Example: `"3f9ac21b07de5511"`, Doc: "The hash of ours."},
		{Name: "release", Type: schema.Text, Required: true, Example: "0.1.0", Doc: "The release that held it."},
	}}}

// ReadLock reads overrides.lock. f may be nil: a site need not have one. What
// cannot be read is reported and left out.
func ReadLock(f *diag.File, list *diag.List) Lock {
	lock := Lock{}
	if f == nil || !schema.CheckText(f, list) {
		return lock
	}
	var wrong diag.List
	v := schema.Decode(f, lockTable, &wrong)
	for _, d := range wrong {
		if d.Severity == diag.Error { // nobody writes this file by hand
			d.Help = "take the file back from a copy; or delete it, look at iopguide diff, and run iopguide diff --accept"
		}
		list.Add(d)
	}
	for _, name := range v.Keys() {
		e := v.Get(name)
		if r := (Record{e.Get("ours").Text(), e.Get("release").Text()}); r.Ours != "" && r.Release != "" {
			lock[name] = r
		}
	}
	return lock
}

const lockHead = `# Which of the guide's own files and entries this site replaces, and what they were
# when it did. iopguide diff compares, and iopguide diff --accept writes this file:
# keep it beside site.yaml, and do not edit it.
`

// Write returns the text of overrides.lock: a line for each record, sorted, so
// that a change shows as a changed line.
func (l Lock) Write() []byte {
	var b strings.Builder
	b.WriteString(lockHead)
	for _, name := range slices.Sorted(maps.Keys(l)) {
		fmt.Fprintf(&b, "%s: {ours: %s, release: %s}\n", plain(name), quote(l[name].Ours), plain(l[name].Release))
	}
	return []byte(b.String())
}

// needless are words that YAML reads as they are written.
var needless = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*/[A-Za-z0-9/._-]*(#[A-Za-z0-9_-]+)?$|^site\.yaml#[A-Za-z0-9_-]+$|^[0-9]+\.[0-9]+\.[0-9]+$`)
})

func plain(s string) string {
	if needless().MatchString(s) {
		return s
	}
	return quote(s)
}

// quote returns s as YAML and JSON both read it.
func quote(s string) string {
	data, _ := json.Marshal(s) // a string always can be
	return string(data)
}
