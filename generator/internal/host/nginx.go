package host

import "strings"

// nginx is told in two files: what its http block needs, once for all sites, and what
// belongs into the server block of one.
var nginx = &Host{Name: "nginx", Title: "nginx", Twins: true,
	Next: "put nginx-http.conf and nginx-server.conf into the server's configuration; their first lines say where",
	Beside: func(s *Site) []Written {
		return []Written{
			{"nginx-http.conf", s.render("nginx", "nginx-http.conf")},
			{"nginx-server.conf", s.render("nginx", "nginx-server.conf")},
		}
	},
}

// nginxQuote returns text as one word of nginx's configuration. Text of ours has no $
// but at the end of a pattern, where it is no name of a variable.
func nginxQuote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
