package check

import (
	"strings"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/schema"
	"iopguide/generator/internal/site"
)

var clinicNumber = &Rule{Name: "clinic-number", Always: true, Site: checkClinicNumbers,
	Doc: `Reports a number of the clinic in site.yaml that cannot be called: one with too many or too few
digits for its country, one of another country than the site's region, or one that is a crisis line's. Write it
as people in your country do, such as (217) 555-0134, or with the country's code, such as +1 217 555 0134. A number
that has the right length but is given out nowhere is a warning: new ones come into use.`}

func checkClinicNumbers(s *SitePass) {
	settings := s.Site.Data.Values.Settings
	s.clinicNumber(settings.Get("clinic", "phone"), false)
	s.clinicNumber(settings.Get("clinic", "text"), true)
	for _, l := range settings.Get("clinic", "locations").List() {
		s.clinicNumber(l.Get("phone"), false)
	}
}

// clinicNumber looks at one number of the clinic. Texts may go to a short one.
func (p *SitePass) clinicNumber(v *schema.Value, texts bool) {
	if v == nil {
		return
	}
	c, region := p.Site.Config, p.Site.Config.Region
	d := diag.Diagnostic{File: v.File, Start: v.Start, End: v.End}
	phone, ok := site.ReadPhone(v.Text(), region)
	line := p.crisisLine(v.Text(), phone)
	switch {
	case line != nil:
		d.Message = v.Text() + " is the number of " + line.Name + ", not one of " + c.Clinic.Name
		d.Help = "write the clinic's own number; the help line of every page shows the other one"
	case !ok && texts && shortCode(v.Text()):
		return
	case !ok:
		d.Message = "“" + v.Text() + "” is no telephone number that can be called in " + country(region)
		d.Help = "check it digit by digit; write it with its area code" + asIn(region)
		if strings.ContainsAny(v.Text(), "“”") {
			d.Help = "its quotation marks are those of a word processor: write straight ones, or none"
		}
	case !phone.Home:
		d.Message = v.Text() + " is a number of another country, and this site is for " + country(region)
		d.Help = "write the clinic's number in " + country(region) + ", or set region in site.yaml to the clinic's country"
	case phone.Region == "":
		d.Severity = diag.Warning
		d.Message = v.Text() + " is a number that, as far as we know, nobody in " + country(region) + " has"
		d.Help = "check it digit by digit; if it is right, leave it"
	default:
		return
	}
	p.Add(nil, d)
}

// crisisLine returns the emergency number or crisis line whose number this is, or
// nil.
func (p *SitePass) crisisLine(written string, phone site.Phone) *site.Contact {
	for _, lang := range p.Site.Config.Languages {
		contacts := p.Site.Data.Contacts[lang]
		if contacts == nil {
			continue
		}
		for _, c := range contacts.All {
			if c.Role != "help" && (reachedBy(c, dialed(written), "") || phone.Dial != "" && reachedBy(c, dialed(phone.Dial), "")) {
				return c
			}
		}
	}
	return nil
}

// shortCode reports whether number is one of those to which texts go: of five or
// six digits.
func shortCode(number string) bool {
	d := dialed(number)
	return len(d) == 5 || len(d) == 6
}

// country names the region that site.yaml says by its two letters.
func country(region string) string {
	if region == "US" {
		return "the United States"
	}
	return "the region " + region
}

// asIn returns how a number of the region may be written, for a message.
func asIn(region string) string {
	if americas(region) {
		return ", for example: (217) 555-0134"
	}
	return ", or with its country's code, for example: +44 20 7946 0018"
}
