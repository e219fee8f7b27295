package schema

import (
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"iopguide/generator/internal/diag"
)

// Decode reads the whole of f, a YAML file of the table field. It returns nil
// if the file cannot be trusted, and has then reported an error. A file without
// anything in it is an empty one of its kind.
func Decode(f *diag.File, field Field, list *diag.List) *Value {
	v, ok := load(f, list)
	if !ok {
		return nil
	}
	if v == nil {
		start := skipBOM(f.Data)
		v = &Value{File: f, Start: start, End: start}
		v.mapping()
	}
	c := checker{f, list}
	if c.check(v, &field, ""); v.bad {
		return nil
	}
	return v
}

// A checker makes raw Values into those of a table. It reports what does not
// fit, and leaves it out.
type checker struct {
	f    *diag.File
	list *diag.List
}

// check checks v, which stands under the key name; "" is the file itself. If it
// cannot be used it becomes bad.
func (c checker) check(v *Value, field *Field, name string) {
	switch {
	case v.bad:
	case v.null:
		if field.Required {
			c.missing(v, name+" is empty", field, name)
			v.bad = true
		}
	case field.Type == Any:
		c.any(v)
	case field.Type == List:
		c.items(v, field, name)
	case field.Type == Map:
		c.entries(v, field, name)
	case field.Type == Object:
		if c.object(v, field, name); !v.bad {
			v.kind = Object
		}
	case field.Elem != nil && v.kind == Map:
		c.entries(v, field, name)
	case len(field.Fields) > 0 && v.kind == Map:
		c.object(v, field, name)
	default:
		c.scalar(v, field, name)
	}
}

// any cleans what may be anything: keys without a value, items that are bad.
func (c checker) any(v *Value) {
	for _, k := range v.Keys() {
		c.any(v.Get(k))
	}
	for _, item := range v.List() {
		c.any(item)
	}
	v.tidy(func(item *Value) bool { return item.bad || item.null })
}

func (c checker) items(v *Value, field *Field, name string) {
	if v.kind != List {
		c.wrong(v, field, name)
		return
	}
	elem := *field.Elem
	elem.Example = field.Example
	for _, item := range v.List() {
		if item.null {
			c.list.Error(c.f, item.Start, item.End, "bad-value", "an item of "+name+" is empty", "write it, or delete its line")
			item.bad = true
		}
		c.check(item, &elem, name)
	}
	v.tidy(func(item *Value) bool { return item.bad })
}

func (c checker) entries(v *Value, field *Field, name string) {
	if v.kind != Map {
		c.wrong(v, field, name)
		return
	}
	if field.Elem.Type == Object {
		of := func(string) *Field { return field.Elem }
		c.outdented(v, of, func(k string) bool { return v.Get(k).kind != Map && !v.Get(k).null })
	}
	for _, k := range v.Keys() {
		c.check(v.Get(k), field.Elem, k)
	}
	v.tidy(nil)
}

func (c checker) object(v *Value, field *Field, name string) {
	if v.kind != Map {
		c.wrong(v, field, name)
		return
	}
	c.outdented(v, field.object, func(k string) bool {
		return field.field(k) == nil || field.object(k) != nil && v.Get(k).kind != Map && !v.Get(k).null
	})
	var meant []string // by keys that are misspelt
	for _, k := range v.Keys() {
		value := v.Get(k)
		if known := field.field(k); known != nil {
			c.check(value, known, k)
			continue
		}
		meant = append(meant, c.unknown(value, k, field, name))
		value.bad = true
	}
	for i := range field.Fields {
		f := &field.Fields[i]
		if f.Required && v.Get(f.Name) == nil && v.Get(f.Unless) == nil && !slices.Contains(meant, f.Name) {
			c.missing(v, owner(field, name)+" has no "+f.Name, f, f.Name)
		}
	}
	v.tidy(nil)
}

// owner names what has keys.
func owner(field *Field, name string) string {
	switch {
	case name != "":
		return name
	case field.Name == Page.Name:
		return "the front matter"
	case field.Name == Site.Name:
		return "site.yaml"
	}
	return "this"
}

// tidy takes out of a mapping what is bad, and what is null; and the items of a
// list that are out.
func (v *Value) tidy(out func(item *Value) bool) {
	in := v.in
	if in == nil {
		return
	}
	if slices.ContainsFunc(in.values, (*Value).isNothing) {
		in.drop()
	}
	if len(in.list) > 0 {
		in.list = slices.DeleteFunc(in.list, out)
	}
}

// isNothing reports whether v is as good as not written.
func (v *Value) isNothing() bool { return v.null || v.bad }

// drop takes out what is as good as not written, and notes what is null.
func (c *contents) drop() {
	kept := contents{list: c.list, removed: c.removed}
	for i, k := range c.keys {
		switch v := c.values[i]; {
		case !v.isNothing():
			kept.put(k, v)
		case !v.bad:
			if kept.removed == nil {
				kept.removed = map[string]*Value{}
			}
			kept.removed[k] = v
		}
	}
	*c = kept
}

// missing reports a key that is not there, or empty. It points at the key that
// v stands under.
func (c checker) missing(v *Value, message string, field *Field, name string) {
	start, end := v.KeyStart, v.KeyEnd
	if end == 0 {
		start, end = v.Start, lineAt(c.f.Data, v.Start).end
	}
	c.list.Error(c.f, start, end, "missing-key", message, "add it, for example: "+example(name, field))
}

// unknown reports a key, and returns the one that is most likely meant, or "".
func (c checker) unknown(v *Value, key string, field *Field, name string) string {
	names := field.names()
	message, help := "there is no key "+key, "the keys here are "+strings.Join(names, ", ")
	if name != "" {
		message += " in " + name
	}
	near := nearest(key, names)
	if near != "" {
		help = "did you mean " + near + "?"
	}
	c.list.Error(c.f, v.KeyStart, v.KeyEnd, "unknown-key", message, help)
	return near
}

// nearest returns the name that key most likely means, or "".
func nearest(key string, names []string) string {
	for _, name := range names {
		if folded(name) == folded(key) {
			return name
		}
	}
	if near := diag.Nearest(key, names); near != "" {
		return near
	}
	if name := likely[strings.ToLower(key)]; slices.Contains(names, name) {
		return name
	}
	return ""
}

// folded is a key in small letters, without the marks that part its words.
func folded(key string) string {
	return strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(key))
}

// wrong reports a value of another type than its field takes.
func (c checker) wrong(v *Value, field *Field, name string) {
	v.bad = true
	rule := "bad-value"
	message, help := name+" takes "+field.Type.String(), "for example: "+example(name, field)
	if name == "" {
		rule = "yaml"
		message, help = "here keys with values are expected", "write each as key: value, with a space after the colon"
		if field.Example == "" && len(field.Fields) > 0 {
			help += ", for example: " + example(field.Fields[0].Name, &field.Fields[0])
		}
	}
	if field.Type == Day {
		rule = "bad-date"
	}
	c.list.Error(c.f, v.Start, v.End, rule, message, help)
}

// example returns a line that gives the field a value.
func example(name string, field *Field) string {
	if field.Example == "" {
		return name + ":"
	}
	return name + ": " + field.Example
}

// scalar checks a value of one piece. One that is too long or none of the
// allowed ones is kept: it is what its author wrote.
func (c checker) scalar(v *Value, field *Field, name string) {
	if v.kind == List || v.kind == Map || !fits(v, field.Type) {
		c.misfit(v, field, name)
		return
	}
	v.kind = field.Type
	if field.Shown {
		c.curly(v)
	}
	switch n := utf8.RuneCountInString(v.text); {
	case field.Required && strings.TrimSpace(v.text) == "":
		v.bad = true
		c.missing(v, name+" is empty", field, name)
	case len(field.Values) > 0 && !slices.Contains(field.Values, v.text):
		c.value(v, name+" cannot be “"+short(v.text)+"”", oneOf(v.text, field.Values))
	case field.MaxLen > 0 && n > field.MaxLen:
		c.value(v, fmt.Sprintf("%s has %d characters; it may have %d", name, n, field.MaxLen), "say it in fewer words")
	case field.MaxWords > 0 && len(strings.Fields(v.text)) > field.MaxWords:
		words := len(strings.Fields(v.text))
		c.value(v, fmt.Sprintf("%s has %d words; it may have %d", name, words, field.MaxWords), "say it in fewer words")
	}
}

func (c checker) value(v *Value, message, help string) {
	c.list.Error(c.f, v.Start, v.End, "bad-value", message, help)
}

// curly warns of curly quotes around all of a value, as text that was pasted has
// them where straight ones were meant, which are no part of it.
func (c checker) curly(v *Value) {
	text := strings.TrimSpace(v.text)
	if !inCurlyQuotes(text) || c.f.Data[v.Start] != text[0] { // straight quotes stand before them, or |
		return
	}
	c.list.Warn(c.f, v.Start, v.End, "bad-value", "these curly quotes are part of the text, so readers see them",
		"take them out, or type straight ones in their place\nif readers are to see them, put straight ones around them: "+quote("“…”"))
}

// inCurlyQuotes reports whether s is one thing that is quoted, and not, say,
// two with words between them.
func inCurlyQuotes(s string) bool {
	first, n := utf8.DecodeRuneInString(s)
	last, m := utf8.DecodeLastRuneInString(s)
	if n+m > len(s) {
		return false
	}
	switch inner := s[n : len(s)-m]; first {
	case '“', '”', '„':
		return (last == '“' || last == '”') && !strings.ContainsAny(inner, "“”„")
	case '‘':
		return last == '’' && !strings.Contains(inner, "‘")
	}
	return false
}

// uncurled returns s without the curly quotes around it.
func uncurled(s string) string {
	if !inCurlyQuotes(s) {
		return s
	}
	r := []rune(s)
	return string(r[1 : len(r)-1])
}

func oneOf(text string, values []string) string {
	if near := nearest(text, values); near != "" {
		return "did you mean " + near + "?"
	}
	return "it is one of " + strings.Join(values, ", ")
}

// fits reports whether a scalar is of type t.
func fits(v *Value, t Type) bool {
	switch t {
	case Number, Flag:
		return v.kind == t
	case Day:
		_, ok := ParseDate(v.text)
		return ok
	case Every:
		_, ok := ParseInterval(v.text)
		return ok
	case Address:
		return isAddress(v.text)
	case Web:
		return isAddress(v.text) && !strings.HasPrefix(strings.ToLower(v.text), "mailto:") && !hasUser(v.text)
	case Origin:
		return isOrigin(v.text)
	case Mailbox:
		return isMailbox(v.text)
	}
	return v.kind != Flag
}

// isAddress reports whether s is a full address that is safe to link to.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	if err != nil || strings.ContainsFunc(s, unicode.IsSpace) {
		return false
	}
	switch u.Scheme {
	case "https", "http":
		return u.Hostname() != ""
	case "mailto":
		return strings.Contains(u.Opaque, "@")
	}
	return false
}

// hasUser reports whether an address holds a name or a password to log in with, which
// are nothing to publish.
func hasUser(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.User != nil
}

// isMailbox reports whether s is the address of one mailbox, and no more.
func isMailbox(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s
}

// scheme returns what an address without one most likely begins with.
func scheme(s string) string {
	switch {
	case strings.Contains(s, ":") || !strings.Contains(s, "."):
		return ""
	case strings.Contains(s, "@"):
		return "mailto:"
	}
	return "https://"
}

// misfit reports a scalar that its type does not allow, in the words that help
// most.
func (c checker) misfit(v *Value, field *Field, name string) {
	text := strings.TrimSpace(v.text)
	scalar := v.kind != List && v.kind != Map
	message, help := "", "for example: "+example(name, field)
	switch {
	case !scalar || text == "":
	case field.Type == Day:
		message = "“" + short(text) + "” is no day of the calendar"
		help = "write year, month and day, for example: " + example(name, field)
	case field.Type == Every:
		message = "“" + short(text) + "” is no span of time"
		help = "write a number with d, mo or y after it, for example: " + example(name, field)
	case field.Type == Mailbox:
		message = "“" + short(text) + "” is no mailbox"
		help = "write it as hello@clinic.example"
	case field.Type == Origin:
		message, help = noOrigin(text)
	case field.Type == Web && hasUser(text):
		message = "here is a name or a password, which would be published"
		help = "leave out what comes before the @"
	case field.Type == Web && isAddress(text):
		message = "“" + short(text) + "” is a mailbox, and here an address of the web is expected"
	case field.Type == Address, field.Type == Web:
		message = "“" + short(text) + "” is no full address"
		if guess := scheme(text) + text; fits(&Value{text: guess}, field.Type) {
			help = "did you mean " + guess + "?"
		}
	case field.Type == Text:
		message = name + " takes text, and " + text + " alone means yes or no"
		help = "put it in quotes: " + name + ": " + quote(text)
	}
	if message == "" {
		c.wrong(v, field, name)
		return
	}
	v.bad = true
	rule := "bad-value"
	if field.Type == Day {
		rule = "bad-date"
	}
	c.list.Error(c.f, v.Start, v.End, rule, message, help)
}

// short cuts what a message quotes.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// exampleOf returns the field's example as a program knows it, or nil.
func exampleOf(field *Field) any {
	if field.Example == "" {
		return nil
	}
	var list diag.List
	f := &diag.File{Name: field.Name, Data: []byte(field.Example)}
	v, _ := load(f, &list)
	if v == nil {
		return nil
	}
	if (checker{f, &list}).check(v, field, field.Name); v.bad {
		return nil
	}
	return v.Any()
}
