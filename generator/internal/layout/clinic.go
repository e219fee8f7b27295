package layout

import (
	"html/template"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/site"
)

// A Clinic is the clinic whose site this is, as a page of one language shows it.
type Clinic struct {
	Name, URL, Phone, Text, Email, Address, Hours string
	PhoneHref, TextHref                           template.URL
	Bar                                           bool // the header may offer to call it
	Locations                                     []Location
	Insurance                                     []string
	Programs                                      []Program

	Near    []Location    // all, unless they are too many for the end of every page
	Offered []Program     // likewise
	More    *content.Meta // the page that tells all of it; nil if there is no such page, or no more to tell
}

// A Location is one of the places where the clinic treats people.
type Location struct {
	Name, Address, Phone, Hours, URL string
	PhoneHref                        template.URL
}

// A Program is one that the clinic runs.
type Program struct{ Name, For, When, URL string }

// manyHere is how many locations, and how many programs, stand at the end of every
// page. Where there are more, all of them stand on the page about this guide.
const manyHere = 3

// Clinic is the clinic whose site this is, or nil.
func (f *Frame) Clinic() *Clinic {
	c := f.config.Clinic
	if c == nil {
		return nil
	}
	in := func(b site.ByLanguage) string { return b.In(f.lang.Lang, f.config.Languages[0]) }
	call := func(number string) template.URL { return phone(site.PhoneTel, number, f.config.Region) }
	k := &Clinic{Name: c.Name, URL: c.URL, Phone: c.Phone, Text: c.Text, Email: c.Email, Address: c.Address,
		Hours: in(c.Hours), PhoneHref: call(c.Phone), TextHref: phone(site.PhoneSMS, c.Text, f.config.Region),
		Bar: c.Phone != "" && !f.asks && !f.Is(f.lang.GetHelp), Insurance: c.Insurance}
	for _, l := range c.Locations {
		k.Locations = append(k.Locations, Location{Name: l.Name, Address: l.Address, Phone: l.Phone, Hours: in(l.Hours),
			URL: l.URL, PhoneHref: call(l.Phone)})
	}
	for _, p := range c.Programs {
		k.Programs = append(k.Programs, Program{in(p.Name), in(p.For), in(p.When), p.URL})
	}
	k.Near, k.Offered = few(k.Locations), few(k.Programs)
	switch {
	case f.lang.About == nil:
		k.Near, k.Offered = k.Locations, k.Programs
	case len(k.Locations)+len(k.Programs)+len(k.Insurance) > 0:
		k.More = f.lang.About
	}
	return k
}

// few returns all, or none if they are too many for the end of every page.
func few[T any](all []T) []T {
	if len(all) > manyHere {
		return nil
	}
	return all
}

// phone returns the address that calls or texts a clinic's number, as people of
// region write it.
func phone(scheme func(number, region string) string, number, region string) template.URL {
	if number == "" {
		return ""
	}
	return template.URL(scheme(number, region))
}
