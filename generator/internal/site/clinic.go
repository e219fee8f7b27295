package site

import "iopguide/generator/internal/schema"

// A Clinic is the treatment center whose site this is. All but its name may be
// missing.
type Clinic struct {
	Name, URL, Phone, Text, Email, Address string
	Hours                                  ByLanguage
	Locations                              []Location
	Insurance                              []string
	Programs                               []Program
}

// A Location is one of several places where a clinic treats people.
type Location struct {
	Name, Address, Phone, URL string
	Hours                     ByLanguage
}

// A Program is one that a clinic runs.
type Program struct {
	Name, For, When ByLanguage
	URL             string
}

// ByLanguage is text by the language that it is written in; under "" what is
// written once for all of them.
type ByLanguage map[string]string

// In returns the text for readers of lang: that which is written in it, or once
// for all, or else in first, the site's first language; "" if there is none.
func (b ByLanguage) In(lang, first string) string {
	for _, key := range []string{lang, "", first} {
		if text := b[key]; text != "" {
			return text
		}
	}
	return ""
}

func newClinic(v *schema.Value) *Clinic {
	if v.Get("name") == nil {
		return nil
	}
	text := func(key string) string { return v.Get(key).Text() }
	c := &Clinic{Name: text("name"), URL: text("url"), Phone: text("phone"), Text: text("text"), Email: text("email"),
		Address: text("address"), Hours: byLanguage(v.Get("hours")), Insurance: v.Get("insurance").Texts()}
	for _, l := range v.Get("locations").List() {
		c.Locations = append(c.Locations, Location{Name: l.Get("name").Text(), Address: l.Get("address").Text(),
			Phone: l.Get("phone").Text(), URL: l.Get("url").Text(), Hours: byLanguage(l.Get("hours"))})
	}
	for _, p := range v.Get("programs").List() {
		c.Programs = append(c.Programs, Program{Name: byLanguage(p.Get("name")), For: byLanguage(p.Get("for")),
			When: byLanguage(p.Get("when")), URL: p.Get("url").Text()})
	}
	return c
}

func byLanguage(v *schema.Value) ByLanguage {
	if v == nil {
		return nil
	}
	if len(v.Keys()) == 0 {
		return ByLanguage{"": v.Text()}
	}
	b := ByLanguage{}
	for _, lang := range v.Keys() {
		b[lang] = v.Get(lang).Text()
	}
	return b
}

// Phones returns the clinic's numbers as they are written: those to call, and
// those to text.
func (c *Clinic) Phones() (call, text []string) {
	for _, l := range append([]Location{{Phone: c.Phone}}, c.Locations...) {
		if l.Phone != "" {
			call = append(call, l.Phone)
		}
	}
	if c.Text != "" {
		text = append(text, c.Text)
	}
	return call, text
}
