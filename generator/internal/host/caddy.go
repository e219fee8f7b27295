package host

import "strings"

// caddy is told in caddy.conf, which a site block imports.
var caddy = &Host{Name: "caddy", Title: "Caddy", Twins: true,
	Next:   "import caddy.conf in the Caddyfile; its first lines say how",
	Beside: func(s *Site) []Written { return []Written{{"caddy.conf", s.render("caddy", "caddy.conf")}} },
}

// caddyQuote returns text as one word of a Caddyfile. It is between backticks, where a
// backslash is a backslash; text of ours has neither them nor the names in braces that
// Caddy would fill in.
func caddyQuote(text string) string { return "`" + strings.ReplaceAll(text, "`", "") + "`" }
