package schema

import (
	"maps"
	"slices"
	"strconv"

	"iopguide/generator/internal/diag"
)

// A Value is a piece of YAML that was checked against its Field and knows
// where it stands. It is never changed. A nil Value is one that was not
// written: all its methods return nothing.
//
// A key whose value is null is as good as not written. Only Merge knows of it:
// it takes the key away from the layer below.
type Value struct {
	File             *diag.File
	Start, End       int // of the value
	KeyStart, KeyEnd int // of its key, of front matter its first fence; else both 0

	kind Type
	null bool      // while reading
	bad  bool      // while reading: reported, so counts as written and is left out
	text string    // of a scalar, as YAML reads it
	in   *contents // of a mapping, or of a list that is not empty
}

// A contents is what stands in a Value. Most values are scalars and have none.
type contents struct {
	list    []*Value
	keys    []string          // of a mapping, in the order written
	values  []*Value          // under them
	numbers map[string]int    // of the keys, if there are many
	removed map[string]*Value // keys whose value is null
}

// mapping makes v a mapping without keys.
func (v *Value) mapping() { v.kind, v.in = Map, &contents{} }

// put adds a key, which v has not, to a mapping.
func (v *Value) put(key string, value *Value) { v.in.put(key, value) }

// many is from how many keys on a map finds one faster than a look at each. Front
// matter has fewer.
const many = 17

func (c *contents) put(key string, value *Value) {
	c.keys, c.values = append(c.keys, key), append(c.values, value)
	switch {
	case len(c.keys) == many:
		c.numbers = make(map[string]int, 2*many)
		for i, k := range c.keys {
			c.numbers[k] = i
		}
	case c.numbers != nil:
		c.numbers[key] = len(c.keys) - 1
	}
}

// get returns the value under key, or nil.
func (c *contents) get(key string) *Value {
	if c.numbers != nil {
		if i, ok := c.numbers[key]; ok {
			return c.values[i]
		}
		return nil
	}
	for i, k := range c.keys {
		if k == key {
			return c.values[i]
		}
	}
	return nil
}

// add adds an item to a list.
func (v *Value) add(item *Value) {
	if v.in == nil {
		v.in = &contents{}
	}
	v.in.list = append(v.in.list, item)
}

// Get returns the value under the keys, one level a key, or nil.
func (v *Value) Get(keys ...string) *Value {
	for _, k := range keys {
		if v == nil || v.in == nil {
			return nil
		}
		v = v.in.get(k)
	}
	return v
}

// Keys returns the keys of a mapping in the order they are written.
func (v *Value) Keys() []string {
	if v == nil || v.in == nil {
		return nil
	}
	return v.in.keys
}

// Removed returns the value, which is null, under a key that Merge takes away from
// the layer below; nil if v does not.
func (v *Value) Removed(key string) *Value {
	if v == nil {
		return nil
	}
	return v.removed()[key]
}

// With returns v, a mapping that lacks key, with value under it.
func (v *Value) With(key string, value *Value) *Value {
	w := *v
	w.in = &contents{}
	for _, k := range v.Keys() {
		w.put(k, v.Get(k))
	}
	w.put(key, value)
	return &w
}

// Without returns v without the keys.
func (v *Value) Without(keys ...string) *Value {
	if v == nil || len(keys) == 0 {
		return v
	}
	w := *v
	w.in = &contents{}
	for _, k := range v.Keys() {
		if !slices.Contains(keys, k) {
			w.put(k, v.Get(k))
		}
	}
	return &w
}

// List returns the items of a list.
func (v *Value) List() []*Value {
	if v == nil || v.in == nil {
		return nil
	}
	return v.in.list
}

// removed returns what is null in a mapping, by key.
func (v *Value) removed() map[string]*Value {
	if v.in == nil {
		return nil
	}
	return v.in.removed
}

// Text returns a scalar as text, "" if there is none.
func (v *Value) Text() string {
	if v == nil {
		return ""
	}
	return v.text
}

// Texts returns the items of a list of scalars as text.
func (v *Value) Texts() []string {
	var texts []string
	for _, item := range v.List() {
		texts = append(texts, item.text)
	}
	return texts
}

// Bool reports whether v is true.
func (v *Value) Bool() bool { return v.Text() == "true" }

// Has reports whether v is a list that holds text.
func (v *Value) Has(text string) bool { return slices.Contains(v.Texts(), text) }

// Int returns a whole number, 0 if there is none.
func (v *Value) Int() int {
	if v == nil {
		return 0
	}
	n, err := strconv.Atoi(v.text)
	if err != nil {
		return 0
	}
	return n
}

// Date returns a day, the zero Date if there is none.
func (v *Value) Date() Date {
	d, _ := ParseDate(v.Text())
	return d
}

// Every returns a span of time, the zero Interval if there is none.
func (v *Value) Every() Interval {
	i, _ := ParseInterval(v.Text())
	return i
}

// Any returns v as a map[string]any, []any, string, int or bool, or nil.
func (v *Value) Any() any {
	if v == nil {
		return nil
	}
	switch v.kind {
	case Map, Object:
		m := make(map[string]any, len(v.Keys()))
		for _, k := range v.Keys() {
			m[k] = v.Get(k).Any()
		}
		return m
	case List:
		items := make([]any, len(v.List()))
		for i, item := range v.List() {
			items[i] = item.Any()
		}
		return items
	case Number:
		return v.Int()
	case Flag:
		return v.Bool()
	}
	return v.text
}

// Equal reports whether v and o say the same, wherever they stand.
func (v *Value) Equal(o *Value) bool {
	if v == nil || o == nil {
		return v == o
	}
	return v.kind == o.kind && v.text == o.text &&
		slices.Equal(v.Keys(), o.Keys()) &&
		maps.EqualFunc(v.removed(), o.removed(), func(*Value, *Value) bool { return true }) &&
		slices.EqualFunc(v.List(), o.List(), (*Value).Equal) &&
		!slices.ContainsFunc(v.Keys(), func(k string) bool { return !v.Get(k).Equal(o.Get(k)) })
}
