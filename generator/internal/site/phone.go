package site

import (
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
)

// A Phone is an ordinary telephone number: one that has as many digits as a
// country's numbers have, no short one such as 988.
type Phone struct {
	Dial   string // what a phone dials anywhere, such as +12175550134
	Ext    string // the extension to dial then, or ""
	Region string // whose number it is, such as US; "" if it is not given out anywhere
	Home   bool   // its country's code is that of the region it was read for
}

// ReadPhone reads a number as people of region write it, or with its country's
// code: (217) 555-0134, 1-800-FLOWERS, +44 20 7946 0018, 217-555-0134 ext. 12. ok says
// whether it is one.
func ReadPhone(number, region string) (p Phone, ok bool) {
	type written struct{ number, region string }
	type read struct {
		Phone
		ok bool
	}
	known, found := phones.Load(written{number, region})
	if !found {
		p, ok := readPhone(number, region)
		known, _ = phones.LoadOrStore(written{number, region}, read{p, ok})
	}
	return known.(read).Phone, known.(read).ok
}

// phones are the numbers that were read: a site shows the same few on every page,
// and reading one is slow.
var phones sync.Map

func readPhone(number, region string) (p Phone, ok bool) {
	n, err := phonenumbers.Parse(strings.TrimSpace(number), region)
	if err != nil || phonenumbers.IsPossibleNumberWithReason(n) != phonenumbers.IS_POSSIBLE {
		return Phone{}, false
	}
	return Phone{
		Dial:   phonenumbers.Format(n, phonenumbers.E164),
		Ext:    n.GetExtension(),
		Region: givenOut(n, region),
		Home:   int(n.GetCountryCode()) == phonenumbers.GetCountryCodeForRegion(region),
	}, true
}

// Region returns the code of the region that is written: US for USA and us; what is
// written itself if none is meant. ok says whether it is written so.
func Region(written string) (code string, ok bool) {
	r, err := language.ParseRegion(written)
	if err != nil || len(r.Canonicalize().String()) != 2 {
		return written, false
	}
	code = r.Canonicalize().String()
	return code, code == written
}

// IsRegion reports whether region is the code of one, such as US, whose numbers are known.
func IsRegion(region string) bool { return phonenumbers.GetCountryCodeForRegion(region) != 0 }

// givenOut returns the region whose number n is, region itself if that may be so:
// several regions can share a country's code, and the numbers that cost nothing.
func givenOut(n *phonenumbers.PhoneNumber, region string) string {
	if phonenumbers.IsValidNumberForRegion(n, region) {
		return region
	}
	return phonenumbers.GetRegionCodeForNumber(n)
}

// PhoneTel returns the address that calls number, as people of region write it.
func PhoneTel(number, region string) string {
	p, ok := ReadPhone(number, region)
	switch {
	case !ok:
		return Tel(number)
	case p.Ext != "":
		return "tel:" + p.Dial + ";ext=" + p.Ext
	}
	return "tel:" + p.Dial
}

// PhoneSMS returns the address that writes a text to number, as people of region
// write it. A text may go to a short one.
func PhoneSMS(number, region string) string {
	if p, ok := ReadPhone(number, region); ok {
		return "sms:" + p.Dial
	}
	return SMS(number)
}
