package schema

import (
	"cmp"

	"iopguide/generator/internal/diag"
)

// Merge lays over upon under, the two files of one table, and returns what they
// say together. Layers are merged from the lowest up; either may be nil.
//
// The named fields of an Object merge one by one. So do the entries of a Map,
// but a Map inside a Map is replaced whole, as every list and scalar is. A key
// that over sets to null is taken away. What under has keeps its order, and
// every value its file and place.
func Merge(under, over *Value) *Value {
	switch {
	case under == nil:
		return over
	case over == nil:
		return under
	}
	m := *over
	m.in = &contents{list: over.List()}
	for _, k := range under.Keys() {
		if over.Removed(k) == nil {
			m.put(k, entry(under, over, k))
		}
	}
	for _, k := range over.Keys() {
		if under.Get(k) == nil {
			m.put(k, over.Get(k))
		}
	}
	return &m
}

// entry returns what two layers say under a key that the lower one has.
func entry(under, over *Value, key string) *Value {
	u, o := under.Get(key), over.Get(key)
	if o == nil || u.kind == Object && o.kind == Object || under.kind == Object && u.kind == Map && o.kind == Map {
		return Merge(u, o)
	}
	return o
}

// Missing reports what field asks for and v, put together from several layers,
// still lacks, each at the key that it is missing under.
func Missing(v *Value, field Field, list *diag.List) { missing(v, &field, "", list) }

func missing(v *Value, field *Field, name string, list *diag.List) {
	if v == nil {
		return
	}
	switch v.kind {
	case Object:
		c := checker{v.File, list}
		for i := range field.Fields {
			f := &field.Fields[i]
			if f.Required && v.Get(f.Name) == nil {
				c.missing(v, owner(field, name)+" has no "+f.Name, f, f.Name)
			}
			missing(v.Get(f.Name), f, f.Name, list)
		}
	case Map:
		for _, k := range v.Keys() {
			missing(v.Get(k), cmp.Or(field.Elem, &Field{}), k, list)
		}
	case List:
		for _, item := range v.List() {
			missing(item, cmp.Or(field.Elem, &Field{}), name, list)
		}
	}
}
