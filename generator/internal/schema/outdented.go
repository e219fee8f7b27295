package schema

import (
	"slices"
	"strings"
)

// outdented finds keys of v that lost the spaces before them:
//
//	clinic:
//	name: Oak Street Clinic
//	phone: (217) 555-0134
//
// It reports them, and puts them where they belong: what they say is known. of returns
// what stands below a key if that is an Object, or nil; stray reports whether a key means
// nothing where it stands.
func (c checker) outdented(v *Value, of func(key string) *Field, stray func(key string) bool) {
	keys := v.Keys()
	for i, key := range keys {
		owner := v.Get(key)
		if owner == nil || !owner.null && (owner.kind != Map || c.f.Data[owner.Start] == '{') {
			continue // it stands below another one now, or can have nothing below it
		}
		field, below := of(key), keys[i+1:]
		end := slices.IndexFunc(below, func(k string) bool {
			return field == nil || field.field(k) == nil || owner.Get(k) != nil || !stray(k)
		})
		if end < 0 {
			end = len(below)
		}
		if below = below[:end]; len(below) == 0 {
			continue
		}
		first, which := v.Get(below[0]), "it"
		if len(below) > 1 {
			which = "each of " + strings.Join(below, ", ")
		}
		help := "put two spaces before " + which
		if known := owner.Keys(); len(known) > 0 {
			help = "begin " + which + " where " + known[0] + " begins"
		}
		c.list.Error(c.f, first.KeyStart, first.KeyEnd, "unknown-key",
			below[0]+" is a part of "+key+", but its line begins where that of "+key+" begins", help)
		v.nest(owner, below)
	}
}

// nest moves keys of v, which is a mapping, into owner, which is one or null.
func (v *Value) nest(owner *Value, keys []string) {
	if owner.null {
		owner.null = false
		owner.mapping()
	}
	kept := &contents{}
	for _, k := range v.Keys() {
		if slices.Contains(keys, k) {
			owner.put(k, v.Get(k))
		} else {
			kept.put(k, v.Get(k))
		}
	}
	v.in = kept
}
