package host

import "strings"

// lighttpd is told in lighttpd.conf, which its own configuration includes. It cannot be
// told to send twins where there are any, so it compresses files itself.
var lighttpd = &Host{Name: "lighttpd", Title: "lighttpd",
	Next:   "include lighttpd.conf in the server's configuration; its first lines say how",
	Beside: func(s *Site) []Written { return []Written{{"lighttpd.conf", s.render("lighttpd", "lighttpd.conf")}} },
}

// lighttpdQuote returns text as one word of lighttpd's configuration, in which a
// backslash is one only before a quotation mark.
func lighttpdQuote(text string) string { return `"` + strings.ReplaceAll(text, `"`, `\"`) + `"` }

// A schemeServed is a site by one scheme. lighttpd knows no header with a condition of
// its own: where two conditions hold, it takes the list of one of them. So each list
// is whole.
type schemeServed struct {
	served
	secure bool
}

// Over is for what differs between schemes.
func (s served) Over(scheme string) schemeServed { return schemeServed{s, scheme == "https"} }

// Sent returns all headers of a class.
func (s schemeServed) Sent(class string, lasting bool) []Header {
	cache := Asking
	if lasting {
		cache = Forever
	}
	list := append(s.Of(class), Header{"Cache-Control", cache})
	if s.secure && s.HSTS() != "" {
		list = append(list, Header{"Strict-Transport-Security", s.HSTS()})
	}
	return list
}
