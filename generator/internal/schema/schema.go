// Package schema describes what authors may write in YAML, reads it, and says
// what is wrong with it.
//
// A Field says what one value may be: its type, its limits, an example. The
// tables Page, Site and Data are made of Fields; they are the only place that
// knows a key. From a table come the reading, the messages and the JSON Schema
// that editors use.
//
// A Value is a piece of YAML that was checked against its Field and knows where
// it stands. Layers of one file, such as a clinic's site.yaml over ours, become
// one Value by Merge.
//
// Reading goes: bytes that are text (CheckText), the lines between the fences
// (FrontMatter; Decode takes whole files), characters that YAML or people cannot
// see, YAML to raw Values (load; flat where there are only plain lines), raw
// Values against Fields (check). Each step reports all it finds, but what YAML
// cannot parse is reported alone, since nothing after it can be trusted.
//
// Front matter never fails open: where it cannot be trusted there is no Value,
// and an error says so.
package schema

// Type says what sort of value a Field takes.
type Type int

const (
	Text    Type = iota // words; a number is read as text too
	Number              // a whole number
	Flag                // true or false
	Day                 // a day of the calendar, as 2026-11-24
	Every               // an Interval, as 12mo
	Address             // of something on the web or of a mailbox, with its scheme
	Web                 // an Address of something on the web
	Origin              // where websites are, as https://www.clinic.example or https://*.clinic.example
	Mailbox             // the address of a mailbox, as hello@clinic.example
	List                // of values that are each an Elem
	Map                 // of any keys to values that are each an Elem
	Object              // of the named Fields
	Any                 // anything
)

// phrases name the types to authors.
var phrases = map[Type]string{
	Text:    "text",
	Number:  "a whole number",
	Flag:    "true or false",
	Day:     "a day",
	Every:   "a span of time",
	Address: "a full address",
	Web:     "a full address",
	Origin:  "the address of a website, without a page",
	Mailbox: "the address of a mailbox",
	List:    "a list",
	Map:     "keys of its own, indented below it",
	Object:  "keys of its own, indented below it",
}

func (t Type) String() string { return phrases[t] }

// A Field says what a value may be. Its zero limits are no limits.
type Field struct {
	Name     string // its key; "" for an Elem
	Doc      string // what it is for, in one sentence
	Example  string // a value, as YAML
	Type     Type
	Shown    bool     // readers see it, as it is written
	Required bool     // it is to be written, and not to be empty
	Unless   string   // it need not be where this key is: a layer below may say it
	Values   []string // the only ones allowed
	MaxLen   int      // in characters
	MaxWords int
	Elem     *Field  // of a List or Map; of a Text that may also be written as a Map
	Fields   []Field // of an Object; of a Text that may also be written as an Object
}

// Partial returns field without its duties: for a file whose entries complete
// those of another, such as a translation's contacts.
func Partial(field Field) Field {
	field.Required = false
	if field.Elem != nil {
		elem := Partial(*field.Elem)
		field.Elem = &elem
	}
	fields := make([]Field, len(field.Fields))
	for i, f := range field.Fields {
		fields[i] = Partial(f)
	}
	field.Fields = fields
	return field
}

// names returns the keys of an Object.
func (f *Field) names() []string {
	names := make([]string, len(f.Fields))
	for i := range f.Fields {
		names[i] = f.Fields[i].Name
	}
	return names
}

// object returns the field for a key of an Object if it is one, too, or nil.
func (f *Field) object(name string) *Field {
	if o := f.field(name); o != nil && o.Type == Object {
		return o
	}
	return nil
}

// field returns the field for a key of an Object, or nil.
func (f *Field) field(name string) *Field {
	for i := range f.Fields {
		if f.Fields[i].Name == name {
			return &f.Fields[i]
		}
	}
	return nil
}
