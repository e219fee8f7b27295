package build

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// ways are what a person in danger uses of a contact, and what makes it one.
var ways = []string{"role", "region", "call", "text", "textWord", "press", "chat", "tty"}

// crisisKept holds said, the contacts of all layers together, against those of the
// layers below the top one: an emergency or crisis contact is not changed or taken
// away without a reason. It returns said without the contacts that are taken away. One
// that lacks its reason stays, or each page that names it would be at fault too.
// changed are the ways that differ, one of each contact, by its key.
func (r *Result) crisisKept(below, said *schema.Value) (kept *schema.Value, changed map[string]*schema.Value) {
	var gone []string
	changed = map[string]*schema.Value{}
	for _, key := range said.Keys() {
		e, was := said.Get(key), below.Get(key)
		removed := e.Get("remove").Bool()
		if way := changedWay(was, e); guarded(was) && !removed && way != nil {
			changed[key] = way
		}
		needed := guarded(was) && strings.TrimSpace(e.Get("because").Text()) == ""
		switch {
		case removed && needed:
			r.unexplained(e, "taking away", was)
			continue
		case removed && was == nil:
			r.lacking.Error(e.File, e.KeyStart, e.KeyEnd, "because", "there is no contact "+key+" to take away", "delete this entry")
			gone = append(gone, key)
			continue
		case needed && changed[key] != nil:
			r.unexplained(changed[key], "changing", was)
		}
		if way := changed[key]; way != nil {
			r.altered = append(r.altered, altered{was, way, "changed"})
		}
		if removed {
			gone = append(gone, key)
			r.altered = append(r.altered, altered{was, e, "took away"})
		}
	}
	said = said.Without(gone...)
	for _, key := range below.Keys() {
		if was := below.Get(key); guarded(was) && said.Get(key) == nil && !slices.Contains(gone, key) {
			r.vanished(key, was)
			said = said.With(key, was)
		}
	}
	return said, changed
}

// unreached holds the contacts of another language against ways that were changed in the
// first one: where the base has a way of its own in that language, the change does not
// reach it, so those who made it must say what holds there.
func (r *Result) unreached(lang string, changed map[string]*schema.Value, said *schema.Value) {
	for _, key := range slices.Sorted(maps.Keys(changed)) {
		var ours []string
		theirs := false // who says one way has thought of them all
		for _, way := range ways {
			if v := said.Get(key, way); v != nil {
				ours = append(ours, way+": "+v.Text())
				theirs = theirs || !strings.HasPrefix(v.File.Name, r.base)
			}
		}
		if at := changed[key]; len(ours) > 0 && !theirs {
			r.lacking.Error(at.File, at.KeyStart, at.KeyEnd, "because",
				"this does not reach readers of "+lang+": for them the built-in guide says "+strings.Join(ours, ", "),
				"write under "+key+" in "+dataFile(lang, "contacts")+" what holds for them, also if it is the same")
		}
	}
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

// altered is a contact of a layer below, and where another one changed it or took it
// away.
type altered struct {
	was, at *schema.Value
	how     string
}

// meant reports whether d, about a number or an address of a page, is about a.
func (a altered) meant(d diag.Diagnostic) bool {
	about := d.Message + string(d.File.Data[min(d.Start, len(d.File.Data)):min(d.End, len(d.File.Data))])
	return slices.ContainsFunc([]string{"call", "text", "tty", "chat"}, func(way string) bool {
		to := a.was.Get(way).Text()
		return to != "" && strings.Contains(about, to)
	})
}

// servesIn reports whether a could be reached in the region.
func (a altered) servesIn(region string) bool {
	where, _ := site.Region(a.was.Get("region").Text())
	return where == "" || where == region
}

// needed returns list, which is sorted, with what the base's own pages lack since a
// contact was changed or taken away told once, where that was done.
func (r *Result) needed(list diag.List) diag.List {
	all := r.settings.altered
	if len(all) == 0 {
		return list
	}
	found := make([]diag.List, len(all))
	list = slices.Clone(list)
	for i, d := range list {
		for _, a := range all {
			if d.Rule == "help-line" && a.servesIn(r.settings.config.Region) && strings.Contains(d.Help, "role: "+a.was.Get("role").Text()+" ") {
				list[i].File, list[i].Start, list[i].End = a.at.File, a.at.KeyStart, a.at.KeyEnd
				list[i].Message = "you " + a.how + " " + a.was.Get("name").Text() + ", so: " + d.Message
			}
		}
	}
	list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool {
		if !strings.HasPrefix(d.File.Name, r.base) || d.Severity != diag.Error || !slices.Contains(ofContacts, d.Rule) {
			return false
		}
		i := slices.IndexFunc(all, func(a altered) bool { return a.meant(d) })
		if i < 0 && len(all) == 1 && guarded(all[0].was) && d.Rule == "emergency-ending" && d.End > 0 {
			i = 0 // which line an ending lacks is not told at a number; without a place, a layout is at fault
		}
		if i >= 0 {
			found[i].Add(d)
		}
		return i >= 0
	})
	for i, a := range all {
		n := len(found[i])
		if n == 0 {
			continue
		}
		first := found[i][0].Position().String()
		if n > 1 {
			first = fmt.Sprintf("there are %d places, and the first is %s", n, first)
		} else {
			first = "the place is " + first
		}
		list.Error(a.at.File, a.at.KeyStart, a.at.KeyEnd, "because",
			"you "+a.how+" "+a.was.Get("name").Text()+", and the pages of the built-in guide need it as it was",
			"delete this entry, or put pages of your own in their place; "+first)
	}
	list.Sort()
	return list
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
