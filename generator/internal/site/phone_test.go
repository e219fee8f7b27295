package site

import (
	"regexp"
	"testing"
)

func TestReadPhone(t *testing.T) {
	tests := []struct {
		number, region string
		want           Phone
		ok             bool
	}{
		{"(217) 555-0134", "US", Phone{"+12175550134", "", "US", true}, true},
		{"217.555.0134", "US", Phone{"+12175550134", "", "US", true}, true},
		{"1-800-FLOWERS", "US", Phone{"+18003569377", "", "US", true}, true},
		{"217-555-0134 ext. 12", "US", Phone{"+12175550134", "12", "US", true}, true},
		{"+1 416 555 0134", "US", Phone{"+14165550134", "", "CA", true}, true},
		{"1-555-010-0100", "US", Phone{"+15550100100", "", "", true}, true}, // of the right length
		{"+44 20 7946 0018", "US", Phone{"+442079460018", "", "GB", false}, true},
		{"020 7946 0018", "GB", Phone{"+442079460018", "", "GB", true}, true},
		{"030/12 34 56", "DE", Phone{"+4930123456", "", "DE", true}, true},
		{"55 1234 5678", "MX", Phone{"+525512345678", "", "MX", true}, true},
		{"988", "US", Phone{}, false},
		{"555-0134", "US", Phone{}, false}, // lacks its area code
		{"(217) 555-01345", "US", Phone{}, false},
		{"116 123", "GB", Phone{}, false},
		{"call us", "US", Phone{}, false},
		{"", "US", Phone{}, false},
		{"020 7946 0018", "nowhere", Phone{}, false},
	}
	for _, tt := range tests {
		if got, ok := ReadPhone(tt.number, tt.region); got != tt.want || ok != tt.ok {
			t.Errorf("%q in %s: got %+v, %t; want %+v, %t", tt.number, tt.region, got, ok, tt.want, tt.ok)
		}
	}
}

func TestPhoneAddresses(t *testing.T) {
	tests := []struct{ name, got, want string }{
		{"a call", PhoneTel("(217) 555-0134", "US"), "tel:+12175550134"},
		{"an extension", PhoneTel("217-555-0134 x12", "US"), "tel:+12175550134;ext=12"},
		{"a text", PhoneSMS("020 7946 0018", "GB"), "sms:+442079460018"},
		{"a text to a short number", PhoneSMS("262966", "US"), "sms:262966"},
		{"what is no number", PhoneTel("555-0134", "US"), "tel:5550134"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, tt.got, tt.want)
		}
	}
}

// FuzzPhone makes sure that an address to call holds nothing but a number, however
// the number is written: it is trusted to stand in a link.
func FuzzPhone(f *testing.F) {
	for _, number := range []string{"(217) 555-0134", "217-555-0136 ext. 12", "1-800-FLOWERS", "tel:+1-217;phone-context=x", "٣٣٣", "\"><b>"} {
		f.Add(number, "US")
	}
	f.Add("020 7946 0018", "GB")
	f.Add("116 123", "")
	address := regexp.MustCompile(`^(tel|sms):[0-9+]*(;ext=[0-9]+)?$`)
	f.Fuzz(func(t *testing.T, number, region string) {
		for _, got := range []string{PhoneTel(number, region), PhoneSMS(number, region)} {
			if !address.MatchString(got) {
				t.Errorf("%q in %q: got %q", number, region, got)
			}
		}
	})
}
