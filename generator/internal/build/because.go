package build

import (
	"slices"
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

// ways are what a person in danger uses of a contact, and what makes it one.
var ways = []string{"role", "region", "call", "text", "textWord", "press", "chat", "tty"}

// crisisKept holds said, the contacts of all layers together, against those of the
// layers below the top one: an emergency or crisis contact is not changed or taken
// away without a reason. It returns said without the contacts that are taken away. One
// that lacks its reason stays, or each page that names it would be at fault too.
func (r *Result) crisisKept(below, said *schema.Value) *schema.Value {
	var gone []string
	for _, key := range said.Keys() {
		e, was := said.Get(key), below.Get(key)
		removed := e.Get("remove").Bool()
		needed := guarded(was) && strings.TrimSpace(e.Get("because").Text()) == ""
		switch {
		case removed && needed:
			r.unexplained(e, "taking away", was)
			continue
		case removed && was == nil:
			r.lacking.Error(e.File, e.KeyStart, e.KeyEnd, "because", "there is no contact "+key+" to take away", "delete this entry")
		case needed:
			if way := changedWay(was, e); way != nil {
				r.unexplained(way, "changing", was)
			}
		}
		if removed {
			gone = append(gone, key)
		}
	}
	said = said.Without(gone...)
	for _, key := range below.Keys() {
		if was := below.Get(key); guarded(was) && said.Get(key) == nil && !slices.Contains(gone, key) {
			r.vanished(key, was)
			said = said.With(key, was)
		}
	}
	return said
}

// guarded reports whether people in danger use the contact.
func guarded(contact *schema.Value) bool {
	role := contact.Get("role").Text()
	return role == "emergency" || role == "crisis"
}

// changedWay returns where now differs from was in a way to reach help, or nil.
func changedWay(was, now *schema.Value) *schema.Value {
	for _, k := range ways {
		if was.Get(k).Text() == now.Get(k).Text() {
			continue
		}
		if v := now.Get(k); v != nil {
			return v
		}
		return now
	}
	return nil
}

func (r *Result) unexplained(at *schema.Value, doing string, was *schema.Value) {
	start, end := at.Start, at.End
	if at.KeyEnd > 0 {
		start, end = at.KeyStart, at.KeyEnd
	}
	r.lacking.Error(at.File, start, end, "because", doing+" "+was.Get("name").Text()+" needs a reason",
		"people in danger use it; write why beside it, for example: because: Our county has a crisis line of its own.")
}

// vanished reports a contact that a layer sets to null, where no reason can stand.
func (r *Result) vanished(key string, was *schema.Value) {
	f := was.File
	start, end := was.KeyStart, was.KeyEnd
	for _, d := range r.decoded {
		if null := d.value.Removed(key); null != nil && strings.HasSuffix(d.file.Name, "/contacts.yaml") {
			f, start, end = d.file, null.KeyStart, null.KeyEnd
		}
	}
	r.lacking.Add(diag.Diagnostic{File: f, Start: start, End: end, Severity: diag.Error, Rule: "because",
		Message: "taking away " + was.Get("name").Text() + " needs a reason",
		Help:    "people in danger use it; write " + key + ": {remove: true, because: …} with the reason"})
}
