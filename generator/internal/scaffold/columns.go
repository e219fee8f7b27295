package scaffold

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

// known are all columns that a table can have, in the order of site.yaml.
var known = sync.OnceValue(func() []column {
	return append([]column{{key: ProfileColumn}}, columnsOf(schema.Site.Fields, "")...)
})

// columnsOf returns the keys of fields that one cell can give a value.
func columnsOf(fields []schema.Field, prefix string) []column {
	var all []column
	for _, f := range fields {
		key := prefix + f.Name
		switch {
		case key == "base", f.Type == schema.Map:
		case f.Type == schema.Object:
			all = append(all, columnsOf(f.Fields, key+".")...)
		case f.Type == schema.List && f.Elem.Type != schema.Text:
		default:
			all = append(all, column{key, f})
		}
	}
	return all
}

// columns reads the first line of a table, nil if that cannot be used.
func (t table) columns(header []piece) []column {
	columns := make([]column, len(header))
	at := map[string]piece{}
	var unknown []piece
	for i, p := range header {
		if oneLine(p.text) == "" {
			continue
		}
		c, ok := find(oneLine(p.text))
		if !ok {
			unknown = append(unknown, p)
			continue
		}
		if _, twice := at[c.key]; twice {
			t.wrong(p, "there are two columns for "+c.key, "take one of them away")
		}
		columns[i], at[c.key] = c, p
	}
	if len(at) == 0 {
		t.wrong(header[0], "the first line names no column that this program knows",
			"call them as site.yaml calls its keys, such as name,phone,primary; if this line is a clinic already, put such a line before it")
		return nil
	}
	for _, p := range unknown {
		t.unknown(p)
	}
	t.unsure(at)
	_, profile := at[ProfileColumn]
	if _, name := at[nameColumn]; !name && !profile && len(unknown) == 0 {
		t.wrong(header[0], "there is no column name", "add one that holds what each clinic is called")
	}
	if t.list.HasErrors() {
		return nil
	}
	return columns
}

// unsure reports columns of which one says for a language what another says for all.
func (t table) unsure(at map[string]piece) {
	for _, c := range known() {
		if _, all := at[c.key]; !all {
			continue
		}
		for key, p := range at {
			if strings.HasPrefix(key, c.key+".") {
				t.wrong(p, fmt.Sprintf("the columns %s and %s cannot stand side by side", c.key, key),
					"say it in one for all languages, or in one for each")
			}
		}
	}
}

// unknown reports a column that is none.
func (t table) unknown(p piece) {
	name := oneLine(p.text)
	for _, f := range append(slices.Clone(schema.Site.Fields), schema.Site.Fields[slices.IndexFunc(schema.Site.Fields,
		func(f schema.Field) bool { return f.Name == "clinic" })].Fields...) {
		if sameKey(f.Name, name) || sameKey("clinic."+f.Name, name) {
			t.wrong(p, name+" does not fit into one cell", "take the column away; what it says can stand in site.yaml, for all sites")
			return
		}
	}
	var names []string
	for _, c := range known() {
		names = append(names, c.key, short(c.key))
	}
	help := "a column is a key of site.yaml, such as name, title, baseURL, phone, text, email, url, address, hours, " +
		"insurance, primary, accent or logo"
	if near := diag.Nearest(name, names); near != "" {
		help = "did you mean " + near + "?"
	}
	t.wrong(p, "there is no column "+name, help)
}

// find returns the column that a header means: a whole key, the last part of one, or
// either with a language behind it, as hours.es.
func find(header string) (column, bool) {
	for _, c := range known() {
		if sameKey(c.key, header) || sameKey(short(c.key), header) {
			return c, true
		}
	}
	if i := strings.LastIndexByte(header, '.'); i > 0 && len(header)-i == len(".es") {
		c, ok := find(header[:i])
		if lang := strings.ToLower(header[i+1:]); ok && c.field.Type == schema.Text && c.field.Elem != nil && isLetters(lang) {
			return column{c.key + "." + lang, *c.field.Elem}, true
		}
	}
	return column{}, false
}

func isLetters(s string) bool { return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" }

// short is the last part of a key.
func short(key string) string { return key[strings.LastIndexByte(key, '.')+1:] }

// sameKey reports whether a person who wrote header meant key.
func sameKey(key, header string) bool {
	return strings.EqualFold(key, strings.NewReplacer("-", "", "_", "", " ", "").Replace(header))
}
