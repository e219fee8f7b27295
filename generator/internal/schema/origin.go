package schema

import (
	"net/url"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// origin matches an Origin: https, a host or all below one, and perhaps a port.
var origin = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^https://(\*\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:[1-9][0-9]{0,4})?$`)
})

func isOrigin(s string) bool { return origin().MatchString(s) }

// noOrigin says why text, which is no Origin, is none, and what to write.
func noOrigin(text string) (message, help string) {
	message = "“" + short(text) + "” is no address of a website as a browser knows it"
	help = "write https:// and the host, and no more, for example: https://www.clinic.example"
	bare := strings.Trim(text, "'\"")
	if bare == "*" || bare == "https:" || bare == "https://*" || bare == "any" || bare == "all" {
		return message, "to let any website show these pages, leave the key out"
	}
	if bare == "self" || bare == "none" {
		return message, "the guide itself always may; to have no such pages at all, write features: {embed: false}"
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return message, "write the host as browsers send it, with letters of English only: it begins with xn--"
	}
	if guess := originIn(text); guess != "" {
		help = "did you mean " + guess + "?"
	}
	return message, help
}

// originIn returns the Origin of an address that has more or less than that, or "".
func originIn(address string) string {
	if !strings.Contains(address, "://") {
		address = "https://" + strings.TrimPrefix(address, "//")
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(u.Host, ".") {
		return ""
	}
	if guess := "https://" + u.Host; isOrigin(guess) {
		return guess
	}
	return ""
}
