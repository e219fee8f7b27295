package check

import "strings"

var offOrigin = &Rule{Name: "off-origin", Always: true, Output: checkOrigin,
	Doc: `Reports a finished page that would make the browser ask another host for something, or go
there by itself. That host would learn who reads about what.`}

const (
	fromAnother = " from another host"
	sendsTo     = " sends the reader, or what they type, to "
)

func checkOrigin(p *Pass) {
	for _, l := range p.Output.Loads {
		if leaves(l.URL) {
			p.Report(0, 0, "the finished page loads <"+l.Element+"> "+l.URL+fromAnother,
				`keep a copy in static/, and name it {{.Asset "…"}} in the layout`)
		}
	}
	for _, t := range p.Output.Targets {
		if leaves(t) {
			p.Report(0, 0, "the finished page"+sendsTo+t,
				"take it out of the layout; a link that the reader may follow is fine")
		}
	}
}

// leaves reports whether an address leads to another host, or holds what it
// loads itself, as data: and javascript: do. Browsers pass over the white space
// in an address, and take a backslash for a slash.
func leaves(url string) bool {
	url = strings.Map(func(r rune) rune {
		switch {
		case r <= ' ':
			return -1
		case r == '\\':
			return '/'
		}
		return r
	}, url)
	scheme, _, ok := strings.Cut(url, ":")
	return strings.HasPrefix(url, "//") || ok && !strings.ContainsAny(scheme, "/?#")
}
