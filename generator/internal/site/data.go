package site

import (
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"iopguide/generator/internal/schema"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Data is what the pages share. Each part that pages show is kept while equal.
type Data struct {
	Contacts map[string]*Contacts // by language
	Sources  map[string]*Source   // by key
	Glossary map[string][]*Term   // by language, in the order written
	Strings  map[string]*Strings  // by language
	Assets   *Assets              // of layouts, styles and scripts
	Files    map[string]*File     // pictures and other files of content/ and static/, by path
	Cards    map[string]*Card     // by language; none without baseURL
	Values   Values

	from *Data // that assets and files were added to
}

// Values are the decoded site.yaml and data files, for the places of what they
// say. They are those of the files as they are now, also where what is said is
// kept because it is the same.
type Values struct {
	Settings                    *schema.Value
	Contacts, Glossary, Strings map[string]*schema.Value // by language
	Sources                     *schema.Value
}

// A Contact is a phone, text or chat line that content may name.
type Contact struct {
	Key, Name, Region, Role                     string // Role is emergency, crisis or help
	Call, Text, TextWord, Press, Chat, TTY, URL string
	Hours, Note                                 string
	Languages                                   []string
	Source                                      string // key of the source
	Checked                                     schema.Date
	Every                                       schema.Interval
}

// Contacts are the contacts as one language shows them.
type Contacts struct {
	All  []*Contact
	Help *Help
}

// Help is what every page offers to someone in danger: whom to call at once,
// and whom to talk with. FindProgram is a neutral way to find care.
type Help struct{ Emergency, Crisis, FindProgram *Contact }

// NewContacts reads the contacts of region, and of no region, that a language
// shows. Contacts of other regions are kept: numbers are checked against them.
func NewContacts(v *schema.Value, region string) *Contacts {
	c := &Contacts{Help: &Help{}}
	for _, key := range v.Keys() {
		e := v.Get(key)
		text := func(k string) string { return e.Get(k).Text() }
		where, _ := Region(text("region"))
		k := &Contact{Key: key, Name: text("name"), Region: where, Role: text("role"),
			Call: text("call"), Text: text("text"), TextWord: text("textWord"), Press: text("press"),
			Chat: text("chat"), TTY: text("tty"), URL: text("url"), Hours: text("hours"), Note: text("note"),
			Languages: e.Get("languages").Texts(), Source: text("source"),
			Checked: e.Get("checked").Date(), Every: e.Get("every").Every()}
		c.All = append(c.All, k)
		c.Help.take(k, region)
	}
	return c
}

func (h *Help) take(k *Contact, region string) {
	if k.Region != region && k.Region != "" {
		return
	}
	switch {
	case k.Role == "emergency" && h.Emergency == nil:
		h.Emergency = k
	case k.Role == "crisis" && h.Crisis == nil:
		h.Crisis = k
	case k.Key == "find-treatment":
		h.FindProgram = k
	}
}

// Tel returns the address that calls number.
func Tel(number string) string { return "tel:" + digits(number) }

// SMS returns the address that writes a text to number.
func SMS(number string) string { return "sms:" + digits(number) }

// digits keeps what a phone dials.
func digits(number string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
}

// A Source is one entry of sources.yaml.
type Source struct {
	Key, Label, Title, Publisher, Date, URL string
	Checked                                 schema.Date
	Every                                   schema.Interval
}

// NewSources reads the sources. Those equal to one of old stay the same.
func NewSources(v *schema.Value, old map[string]*Source) map[string]*Source {
	sources := map[string]*Source{}
	for _, key := range v.Keys() {
		e := v.Get(key)
		s := &Source{key, e.Get("label").Text(), e.Get("title").Text(), e.Get("publisher").Text(),
			e.Get("date").Text(), e.Get("url").Text(), e.Get("checked").Date(), e.Get("every").Every()}
		sources[key] = keep(old[key], s)
	}
	return sources
}

// A Term is one entry of the glossary.
type Term struct {
	Key, Term, Definition string
	Also                  []string
}

// NewTerms reads the glossary of one language.
func NewTerms(v *schema.Value) []*Term {
	var terms []*Term
	for _, key := range v.Keys() {
		e := v.Get(key)
		terms = append(terms, &Term{key, e.Get("term").Text(), e.Get("definition").Text(), e.Get("also").Texts()})
	}
	return terms
}

// Strings are the words of the interface in one language.
type Strings struct {
	Lang  string
	words map[string]map[string]string // by key and plural form
	tag   language.Tag
}

// NewStrings reads the words of lang.
func NewStrings(lang string, v *schema.Value) *Strings {
	s := &Strings{Lang: lang, words: map[string]map[string]string{}, tag: language.Make(lang)}
	for _, key := range v.Keys() {
		forms := map[string]string{}
		if e := v.Get(key); len(e.Keys()) == 0 {
			forms["other"] = e.Text()
		} else {
			for _, form := range e.Keys() {
				forms[form] = e.Get(form).Text()
			}
		}
		s.words[key] = forms
	}
	return s
}

// Has reports whether there are words for key.
func (s *Strings) Has(key string) bool { return s.words[key] != nil }

// Empty reports whether there are no words at all.
func (s *Strings) Empty() bool { return len(s.words) == 0 }

// Text returns the words for key with args put in for %s and %d. A missing key
// is shown between brackets, so that nobody overlooks it.
func (s *Strings) Text(key string, args ...any) string {
	return s.format(key, "other", args)
}

// Count returns the words for key in the plural form that n asks for.
func (s *Strings) Count(key string, n int) string {
	return s.format(key, pluralForm(s.tag, n), []any{n})
}

func (s *Strings) format(key, form string, args []any) string {
	words, ok := s.words[key][form]
	if !ok {
		if words, ok = s.words[key]["other"]; !ok {
			return "[" + key + "]"
		}
	}
	if len(args) == 0 || !strings.Contains(words, "%") {
		return words
	}
	return fmt.Sprintf(words, args...)
}

func pluralForm(tag language.Tag, n int) string {
	forms := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two",
		plural.Few: "few", plural.Many: "many"}
	if name, ok := forms[plural.Cardinal.MatchPlural(tag, n, 0, 0, 0, 0)]; ok {
		return name
	}
	return "other"
}

// Assets are the addresses, from the site's root, of the static files that
// layouts name.
type Assets struct {
	Fonts bool  // styles may load fonts
	Logo  *Logo // nil without one
	Icon  Icon  // a file of static/; "" is ours
	urls  map[string]string
}

// NewAssets returns the addresses of files: source name below static/ to the
// published path.
func NewAssets(urls map[string]string) *Assets {
	a := &Assets{urls: urls}
	for name := range urls {
		a.Fonts = a.Fonts || slices.Contains([]string{".woff2", ".woff", ".ttf", ".otf"}, path.Ext(name))
	}
	return a
}

// URL returns the published path of the file, and whether there is one.
func (a *Assets) URL(name string) (string, bool) {
	u, ok := a.urls[name]
	return u, ok
}

// Below reports whether a file is published below url.
func (a *Assets) Below(url string) bool {
	for _, u := range a.urls {
		if strings.HasPrefix(u, url[1:]) {
			return true
		}
	}
	return false
}

// A Card is the picture that stands beside links to pages of a language, where
// people share them.
type Card struct {
	URL, Alt      string // published, from the root; what it says
	Width, Height int
}

// ShareLine is the key of the words on it that are true of any page.
const ShareLine = "share-line"

// A File is a picture or other file of content/ that a page may show or link.
type File struct {
	Path, URL     string // of the source, such as content/a/b.svg; published, from the root
	Name          string // of the source, as its author knows it
	Width, Height int    // of a picture
	SVG           string // the drawing, ready to stand in a page; "" for other files
	Problem       string // why it cannot be shown
}

// IsDrawing reports whether f is an SVG, which a page shows, and none of the programs
// that show where a shared link leads.
func (f *File) IsDrawing() bool { return strings.EqualFold(path.Ext(f.Path), ".svg") }

// Refused is the Problem of a drawing in whose own file it is told why it cannot be
// shown.
const Refused = "its drawing was refused"

// office are the endings of documents that people write with office programs.
var office = []string{".doc", ".docx", ".docm", ".dot", ".dotx", ".odt", ".rtf", ".pages", ".pub",
	".xls", ".xlsx", ".xlsm", ".ods", ".numbers", ".ppt", ".pptx", ".pptm", ".pps", ".ppsx", ".odp"}

// IsOffice reports whether a file of this name is a document of an office program.
func IsOffice(name string) bool {
	return slices.Contains(office, strings.ToLower(path.Ext(name)))
}

// keep returns old if it is equal to made, and made otherwise.
func keep[T any](old, made *T) *T {
	if old != nil && reflect.DeepEqual(old, made) {
		return old
	}
	return made
}

// KeepData returns d with every part that is equal to old's taken from old, which
// may be nil.
func KeepData(old, d *Data) *Data {
	if old == nil {
		return d
	}
	for lang, c := range d.Contacts {
		if o := old.Contacts[lang]; o != nil && o != c {
			c.Help = keep(o.Help, c.Help)
			d.Contacts[lang] = keep(o, c)
		}
	}
	keepParts(old.Strings, d.Strings)
	keepParts(old.Files, d.Files)
	keepParts(old.Cards, d.Cards)
	d.Assets = keep(old.Assets, d.Assets)
	return d
}

func keepParts[T any](old, made map[string]*T) {
	for key, m := range made {
		if o := old[key]; o != nil && o != m {
			made[key] = keep(o, m)
		}
	}
}

// With returns d with assets, files and cards, or old, which may be nil, if that is the
// same. Every part that is equal to old's is old's.
func (d *Data) With(old *Data, assets *Assets, files map[string]*File, cards map[string]*Card) *Data {
	made := *d
	made.Assets, made.Files, made.Cards, made.from = assets, files, cards, d
	KeepData(old, &made)
	if old != nil && d == old.from && made.Assets == old.Assets && maps.Equal(old.Files, made.Files) && maps.Equal(old.Cards, made.Cards) {
		return old
	}
	return &made
}
