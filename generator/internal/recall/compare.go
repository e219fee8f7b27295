package recall

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
)

// The kinds of things that a site has in place of ours.
const (
	Page    = "page"    // or a piece that pages include
	Layout  = "layout"  // of layouts/
	File    = "file"    // a picture, a style: any other file
	Entry   = "entry"   // of a data file
	Setting = "setting" // of site.yaml
)

// The states of an override. A State tells whether somebody should look.
const (
	New        = "new"        // we have no such thing
	Same       = "same"       // it says what ours says
	Replaced   = "replaced"   // it stands in place of ours, which is as recorded
	Unrecorded = "unrecorded" // it stands in place of ours, and nothing tells of which version
	Stale      = "stale"      // ours has changed since
	Gone       = "gone"       // we no longer have what it stood in place of
	Removed    = "removed"    // it takes ours away
)

// An Override is a file or entry of the site's own.
type Override struct {
	Path    string // of the file, such as content/costs.md
	Key     string // of an entry or setting; "" for a whole file
	Kind    string
	State   string
	Ours    string // Hash of ours now; "" if there is none
	Taken   Record // zero if there is none
	Differs []Difference

	At         *diag.File // where it is written
	Start, End int
}

// Name returns what an override is called in a Lock and on the command line:
// content/costs.md, or content/_data/contacts.yaml#lifeline.
func (o *Override) Name() string {
	if o.Key == "" {
		return o.Path
	}
	return o.Path + "#" + o.Key
}

// Asks reports whether a person should look at the override. A setting that
// differs from ours does so on purpose, recorded or not.
func (o *Override) Asks() bool {
	return o.State == Unrecorded && o.Kind != Setting || o.State == Stale || o.State == Gone
}

// Ours is what a site's own files are compared with: the files of this release,
// those of earlier ones, and the site's records.
type Ours struct {
	Files fs.FS
	Past  *Archive
	Lock  Lock
}

// Compare returns what f, the site's own file at name, has beside, in place of and
// less than ours, in the order written. It does not say what is wrong in f: a
// build does.
func (c Ours) Compare(name string, f *diag.File) ([]*Override, error) {
	if field, ok := table(name); ok {
		return c.entries(name, f, field)
	}
	if kind := kindOf(name); kind != "" {
		return c.file(name, f, kind)
	}
	return nil, nil
}

// kindOf returns what the file at name is, or "" if it is no part of a site.
func kindOf(name string) string {
	root, _, below := strings.Cut(name, "/")
	switch {
	case !below:
		return ""
	case root == "layouts":
		return Layout
	case root == "content" && path.Ext(name) == ".md":
		return Page
	case root == "content", root == "static":
		return File
	}
	return ""
}

func (c Ours) file(name string, f *diag.File, kind string) ([]*Override, error) {
	o := &Override{Path: name, Kind: kind, At: f}
	data, err := fs.ReadFile(c.Files, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	default:
		o.Ours = Hash(data)
	}
	c.settle(o, Hash(f.Data) == o.Ours)
	return []*Override{o}, nil
}

// nothing stands in a record for ours that is no more, when a person has seen that.
const nothing = "none"

// settle sets the state of o, which is in the site; same says that it is as ours.
func (c Ours) settle(o *Override, same bool) {
	o.Taken = c.Lock[o.Name()]
	switch known := o.Taken.Ours != ""; {
	case o.Ours == "" && o.Taken.Ours == nothing:
		o.State = New
	case o.Ours == "" && (known || o.Key == "" && c.Past.Has(o.Path)):
		o.State = Gone
	case o.Ours == "":
		o.State = New
	case same:
		o.State = Same
	case !known:
		o.State = Unrecorded
	case o.Taken.Ours != o.Ours:
		o.State = Stale
	default:
		o.State = Replaced
	}
}

// entries compares a file that sets keys.
func (c Ours) entries(name string, f *diag.File, field schema.Field) ([]*Override, error) {
	var list diag.List
	if !schema.CheckText(f, &list) {
		return nil, nil
	}
	own := schema.Decode(f, field, &list)
	ours, err := readOurs(c.Files, name, field)
	if err != nil || own == nil {
		return nil, err
	}
	kind := Entry
	if name == "site.yaml" {
		kind = Setting
	}
	together := schema.Merge(ours, own)
	var found []*Override
	for _, key := range own.Keys() {
		if kind == Setting && (key == "base" || key == "omit") {
			continue
		}
		v, was, is := own.Get(key), ours.Get(key), together.Get(key)
		o := &Override{Path: name, Key: key, Kind: kind, At: f, Start: v.KeyStart, End: v.KeyEnd}
		if was != nil {
			o.Ours, o.Differs = hashOf(was), differences(was, is)
		}
		if c.settle(o, is.Equal(was)); o.Ours != "" && is.Get("remove").Bool() {
			o.State = Removed
		}
		found = append(found, o)
	}
	for _, key := range ours.Keys() {
		if v := own.Removed(key); v != nil {
			found = append(found, &Override{Path: name, Key: key, Kind: kind, State: Removed, At: f,
				Ours: hashOf(ours.Get(key)), Start: v.KeyStart, End: v.KeyEnd})
		}
	}
	return found, nil
}

// decode reads a file of ours, which tests hold to be right.
func decode(name string, data []byte, field schema.Field) *schema.Value {
	return schema.Decode(&diag.File{Name: name, Data: data}, field, new(diag.List))
}

// Accepted returns lock as it is when a person has looked at those of all, which
// are all overrides of the site, that chosen is true for: their records say what
// ours is now. Records of what the site no longer has, or has as we do, are
// dropped.
func Accepted(lock Lock, all []*Override, release string, chosen func(*Override) bool) Lock {
	next := Lock{}
	for _, o := range all {
		name := o.Name()
		old, known := lock[name]
		switch {
		case o.State == Removed, o.State == New && !known:
		case o.State == Gone && chosen(o):
			next[name] = Record{nothing, release}
		case o.Ours != "" && chosen(o) && old.Ours != o.Ours:
			next[name] = Record{o.Ours, release}
		case known:
			next[name] = old
		}
	}
	return next
}

// Taken returns lock with a record of each of ours at names, for a site that takes
// a copy of it.
func Taken(lock Lock, ours fs.FS, names []string, release string) (Lock, error) {
	next := maps.Clone(lock)
	if next == nil {
		next = Lock{}
	}
	for _, name := range names {
		data, err := fs.ReadFile(ours, name)
		if err != nil {
			return nil, err
		}
		next[name] = Record{Hash(data), release}
	}
	return next, nil
}

// Since returns what changed in ours since o, which is Stale, was taken: line by
// line of a file, key by key of an entry; and whether that is known.
func (o *Override) Since(ours fs.FS, past *Archive) ([]Line, []Difference, bool) {
	data, err := fs.ReadFile(ours, o.Path)
	if err != nil {
		return nil, nil, false
	}
	if o.Key == "" {
		was, known := past.Find(o.Path, is(o.Taken.Ours))
		return Lines(was, string(data)), nil, known
	}
	field, _ := table(o.Path)
	entry := func(text []byte) *schema.Value { return decode(o.Path, text, field).Get(o.Key) }
	was, known := past.Find(o.Path, func(text []byte) bool { return hashOf(entry(text)) == o.Taken.Ours })
	if !known {
		return nil, nil, false
	}
	return nil, differences(entry([]byte(was)), entry(data)), true
}

// Against returns how o differs from ours, line by line.
func (o *Override) Against(ours fs.FS) []Line {
	now, err := fs.ReadFile(ours, o.Path)
	if err != nil || o.Key != "" || strings.ContainsRune(string(o.At.Data), 0) {
		return nil
	}
	return Lines(string(now), string(o.At.Data))
}
