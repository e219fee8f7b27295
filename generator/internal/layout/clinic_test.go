package layout

import (
	"reflect"
	"testing"
)

const harbor = plain + `clinic:
  name: Harbor House
  text: "262966"
  hours: {en: Mon to Fri, es: de lunes a viernes}
  insurance: [Medicaid]
  locations:
    - {name: East, phone: 217-555-0136 ext. 12, hours: {en: Mondays}}
  programs:
    - {name: {en: Evening IOP, es: IOP de tarde}, for: Adults, url: "https://www.clinic.example/"}
`

func TestClinicByLanguage(t *testing.T) {
	en, es := shown(t, harbor, "content/a.md").Clinic(), shown(t, harbor, "content/es/get-help-now.md").Clinic()
	tests := []struct{ name, got, want string }{
		{"hours", en.Hours, "Mon to Fri"},
		{"hours in Spanish", es.Hours, "de lunes a viernes"},
		{"hours in the first language alone", es.Locations[0].Hours, "Mondays"},
		{"a program in Spanish", es.Programs[0].Name, "IOP de tarde"},
		{"what is written once", es.Programs[0].For, "Adults"},
		{"an extension", string(en.Locations[0].PhoneHref), "tel:+12175550136;ext=12"},
		{"a short number to text", string(en.TextHref), "sms:262966"},
		{"no number to call", string(en.PhoneHref), ""},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

// TestClinicShort makes sure that many locations stand on the page about this
// guide, if there is one, and few at the end of every page.
func TestClinicShort(t *testing.T) {
	const about = "-- content/about.md --\n---\ntitle: About\n---\n"
	const many = plain + "clinic: {name: Oak, locations: [{name: a}, {name: b}, {name: c}, {name: d}], programs: [{name: e}]}\n"
	tests := []struct {
		name, files    string
		near, programs int
		more           bool
	}{
		{"few", harbor + about, 1, 1, true},
		{"many", many + about, 0, 1, true},
		{"many, and no page for them", many, 4, 1, false},
		{"no more than a name", plain + "clinic: {name: Oak}\n" + about, 0, 0, false},
	}
	for _, tt := range tests {
		c := shown(t, tt.files, "content/a.md").Clinic()
		if len(c.Near) != tt.near || len(c.Offered) != tt.programs || (c.More != nil) != tt.more {
			t.Errorf("%s: got %d locations, %d programs, %v; want %d, %d, %t", tt.name, len(c.Near), len(c.Offered), c.More,
				tt.near, tt.programs, tt.more)
		}
	}
}

// TestClinicBar makes sure that the header offers to call the clinic, but not on
// the page that one opens in need.
func TestClinicBar(t *testing.T) {
	const files = plain + "clinic: {name: Oak, phone: (217) 555-0134}\n"
	got := []bool{shown(t, files, "content/a.md").Clinic().Bar, shown(t, files, "content/get-help-now.md").Clinic().Bar,
		shown(t, plain+"clinic: {name: Oak}\n", "content/a.md").Clinic().Bar}
	if want := []bool{true, false, false}; !reflect.DeepEqual(got, want) {
		t.Errorf("on a page, on get-help-now, without a phone: got %v, want %v", got, want)
	}
}
