package host

import "strings"

// apache is told in .htaccess, which it reads with the site, or in apache.conf, for a
// person who may change its own configuration: faster, and with logs. Both have the
// same rules.
var apache = &Host{Name: "apache", Title: "Apache", Twins: true,
	Next: "nothing more to do where the server reads .htaccess; if you may change its own configuration, apache.conf is better, and its first lines say where it goes",
	Inside: func(s *Site) []Written {
		list := []Written{{".htaccess", s.render("apache", "apache-htaccess")}}
		if (served{s}).Framed() {
			list = append(list, Written{Framed + ".htaccess", s.render("apache", "apache-htaccess-embed")})
		}
		return list
	},
	Beside: func(s *Site) []Written { return []Written{{"apache.conf", s.render("apache", "apache.conf")}} },
}

// apacheQuote returns text as one word of Apache's configuration. Not all of Apache takes
// two backslashes for one, so there is no way to write two, or one before a quotation
// mark: text of ours has neither.
func apacheQuote(text string) string { return `"` + strings.ReplaceAll(text, `"`, "") + `"` }
