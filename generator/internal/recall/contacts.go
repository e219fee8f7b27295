package recall

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"path"
	"slices"

	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

// A Contact is a phone, text or chat line as a site shows it.
type Contact struct {
	Name     string `json:"name"`
	Role     string `json:"role"` // emergency, crisis or help
	Call     string `json:"call,omitempty"`
	Press    string `json:"press,omitempty"`
	Text     string `json:"text,omitempty"`
	TextWord string `json:"textWord,omitempty"`
	Chat     string `json:"chat,omitempty"`
	TTY      string `json:"tty,omitempty"`
	URL      string `json:"url,omitempty"`
	Hours    string `json:"hours,omitempty"`

	// Own says that the site's contact was not ours when it was built, and Ours is
	// the hash of ours then, "" if we had none.
	Own  bool   `json:"own,omitempty"`
	Ours string `json:"ours,omitempty"`
}

// Contacts are the contacts by language and key.
type Contacts map[string]map[string]Contact

// NewContacts returns the contacts that a site of a region shows. Those that ours
// have otherwise, or not at all, are marked as the site's own.
func NewContacts(shown map[string]*site.Contacts, region string, ours Contacts) Contacts {
	all := Contacts{}
	for lang, list := range shown {
		all[lang] = map[string]Contact{}
		for _, k := range list.All {
			if k.Region != "" && k.Region != region {
				continue
			}
			c := Contact{Name: k.Name, Role: k.Role, Call: k.Call, Press: k.Press, Text: k.Text,
				TextWord: k.TextWord, Chat: k.Chat, TTY: k.TTY, URL: k.URL, Hours: k.Hours}
			if o, known := ours[lang][k.Key]; ours != nil && (!known || o != c) {
				c.Own = true
				if known {
					c.Ours = o.hash()
				}
			}
			all[lang][k.Key] = c
		}
	}
	return all
}

// ourContacts reads the contacts of ours.
func ourContacts(ours fs.FS) (Contacts, error) {
	settings, err := readOurs(ours, "site.yaml", schema.Site)
	if err != nil {
		return nil, err
	}
	config := site.NewConfig(settings, "")
	shown := map[string]*site.Contacts{}
	var first *schema.Value
	for i, lang := range config.Languages {
		dir, field := "", schema.Data["contacts"]
		if i > 0 {
			dir, field = lang, schema.Partial(field)
		}
		v, err := readOurs(ours, path.Join("content", dir, "_data/contacts.yaml"), field)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			first = v
		}
		shown[lang] = site.NewContacts(schema.Merge(first, v), config.Region)
	}
	return NewContacts(shown, config.Region, nil), nil
}

// readOurs reads a file of ours, nil if there is none.
func readOurs(ours fs.FS, name string, field schema.Field) (*schema.Value, error) {
	data, err := fs.ReadFile(ours, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return decode(name, data, field), nil
}

func (c Contact) hash() string {
	c.Own, c.Ours = false, ""
	data, _ := json.Marshal(c) // texts only
	return Hash(data)
}

// ways returns what people use of a contact, by the keys of contacts.yaml.
func (c Contact) ways() []Difference {
	return []Difference{{Key: "name", Shown: c.Name}, {Key: "call", Shown: c.Call}, {Key: "press", Shown: c.Press},
		{Key: "text", Shown: c.Text}, {Key: "textWord", Shown: c.TextWord}, {Key: "chat", Shown: c.Chat},
		{Key: "tty", Shown: c.TTY}, {Key: "url", Shown: c.URL}, {Key: "hours", Shown: c.Hours}}
}

// A Correction is a contact that a site shows otherwise than this release.
type Correction struct {
	Key     string       `json:"key"`
	Lang    string       `json:"language"`
	Name    string       `json:"name"`
	Role    string       `json:"role"`
	Own     bool         `json:"own"`  // the site has its own, and ours changed since
	Gone    bool         `json:"gone"` // this release does not have it any more
	Differs []Difference `json:"differs"`
}

// corrections returns where shown, the contacts of a site, differ from ours now.
// What a later language only repeats is left out.
func corrections(shown, ours Contacts, langs []string) []Correction {
	var all []Correction
	for _, lang := range langs {
		if ours[lang] == nil {
			continue
		}
		for key, c := range shown[lang] {
			now, known := ours[lang][key]
			if c.Own && (c.Ours == "" || known && c.Ours == now.hash()) {
				continue
			}
			made := Correction{Key: key, Lang: lang, Name: c.Name, Role: c.Role, Own: c.Own, Gone: !known}
			if known {
				made.Differs = c.differs(now)
			}
			if made.Gone || len(made.Differs) > 0 {
				all = append(all, made)
			}
		}
	}
	slices.SortFunc(all, func(a, b Correction) int {
		return cmp.Or(cmp.Compare(urgency[a.Role], urgency[b.Role]), cmp.Compare(a.Key, b.Key),
			cmp.Compare(slices.Index(langs, a.Lang), slices.Index(langs, b.Lang)))
	})
	return slices.CompactFunc(all, func(a, b Correction) bool {
		return a.Key == b.Key && a.Gone == b.Gone && slices.Equal(a.Differs, b.Differs)
	})
}

// urgency orders the roles of contacts: what people in danger use comes first.
var urgency = map[string]int{"emergency": 0, "crisis": 1, "help": 2}

func (c Contact) differs(now Contact) []Difference {
	var list []Difference
	theirs := now.ways()
	for i, d := range c.ways() {
		if d.Ours = theirs[i].Shown; d.Shown != d.Ours {
			list = append(list, d)
		}
	}
	return list
}

// Urgent reports whether people in danger use the contact.
func (c Correction) Urgent() bool { return c.Role != "help" }
