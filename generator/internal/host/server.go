package host

import (
	"bytes"
	"embed"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/template"
	"unicode"
)

// What the servers that people run themselves have in common. Each is a template of its
// own configuration, in servers/, and a function that quotes for it.

//go:embed servers
var servers embed.FS

// twinned matches the end of the path of a file that may have a twin, twin that of a
// twin.
var (
	twinned = `\.(?:` + strings.ReplaceAll(strings.Join(Packed, "|"), ".", "") + `)`
	twin    = twinned + `\.(?:br|gz)$`
)

// hidden matches a path that has a dot file in it, or a hidden folder. The one hidden
// folder that is for the public is .well-known.
const hidden = `(?:^|/)\.(?!well-known(?:/|$))`

// A served is a site in the words of the templates.
type served struct{ *Site }

// quotes make text one word in the language of each server.
var quotes = map[string]func(string) string{
	"nginx": nginxQuote, "apache": apacheQuote, "caddy": caddyQuote, "lighttpd": lighttpdQuote,
}

// languages are the templates of each server.
var languages = sync.OnceValue(func() map[string]*template.Template {
	all := map[string]*template.Template{}
	for server, quote := range quotes {
		t := template.New(server)
		t.Funcs(template.FuncMap{
			"quote": quote, "plain": plain, "meta": regexp.QuoteMeta,
			"doubled":   func(text string) string { return strings.ReplaceAll(text, "%", "%%") },
			"backslash": func(text string) string { return strings.ReplaceAll(text, "%", `\%`) },
			"indented": func(by, name string, data any) (string, error) {
				var b bytes.Buffer
				err := t.ExecuteTemplate(&b, name, data)
				return begun().ReplaceAllString(b.String(), "\n"+by+"$1"), err
			},
		})
		all[server] = template.Must(t.ParseFS(servers, "servers/"+server+"*"))
	}
	return all
})

// begun matches where a line that is not empty begins.
var begun = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\n([^\n])`) })

// render fills the template of a server that is called name.
func (s *Site) render(server, name string) []byte {
	var b bytes.Buffer
	if err := languages()[server].ExecuteTemplate(&b, name, served{s}); err != nil {
		panic(err) // a template of ours, tested with every form of a site
	}
	return b.Bytes()
}

// Below reports whether the site is in a folder of its host.
func (s served) Below() bool { return s.Path != "/" }

// Bare is Path without the slash at its end.
func (s served) Bare() string { return strings.TrimSuffix(s.Path, "/") }

// Of returns the headers of a class, without Cache-Control.
func (s served) Of(class string) []Header {
	for _, c := range s.Classes() {
		if c.Name == class {
			return c.Headers
		}
	}
	return nil
}

// Common returns the headers of every answer.
func (s served) Common() []Header { return s.Of(Other) }

// Only returns the headers that a class has beside those of every answer.
func (s served) Only(class string) []Header { return s.Of(class)[len(s.Common()):] }

// Asking and Forever are the values of Cache-Control.
func (served) Asking() string  { return Asking }
func (served) Forever() string { return Forever }

// Lasting matches the path of a file whose name changes with its bytes, less the $ at
// its end.
func (served) Lasting() string { return strings.TrimSuffix(Hashed, "$") }

// HSTS returns the value of the header Strict-Transport-Security, "" if it is not sent.
func (s served) HSTS() string {
	if h, sent := s.Strict(); sent {
		return h.Value
	}
	return ""
}

// Framed reports whether there are pages for frames.
func (s served) Framed() bool { return s.frames() }

func (served) Twinned() string { return twinned }
func (served) Twin() string    { return twin }
func (served) Hidden() string  { return hidden }

// Visits says in a line what the owner says of the host's logs, "" if nothing.
func (s served) Visits() string { return line(s.Logs) }

// A sort is a type and the files that are sent as it.
type sort struct {
	Type string
	Ends []string // of their names, without the dot
}

// Types returns the types of files, by name.
func (served) Types() []sort {
	ends := map[string][]string{}
	for end, t := range types {
		ends[t] = append(ends[t], end[1:])
	}
	var list []sort
	for t, e := range ends {
		slices.Sort(e)
		list = append(list, sort{t, e})
	}
	slices.SortFunc(list, func(a, b sort) int { return strings.Compare(a.Type, b.Type) })
	return list
}

// A move is a redirect as servers are told of it.
type move struct {
	From string // the old address as a server sees it: decoded, without slashes at its ends
	Asks string // the same as it is asked for
	To   string // from the root of the host, as it is sent
}

// Moves returns the redirects. An old address with a character that means something to
// one of the servers is not among them: the page that stands there leads on by itself.
func (s served) Moves() []move {
	var list []move
	for _, r := range s.Redirects {
		from := strings.Trim(r.From, "/")
		if from != "" && !strings.ContainsFunc(from, strange) {
			list = append(list, move{from, escaped(from), s.Path + escaped(r.To)})
		}
	}
	return list
}

// strange reports whether r may not stand in an address that a server is told of.
func strange(r rune) bool {
	return r == unicode.ReplacementChar ||
		!unicode.In(r, unicode.Letter, unicode.Mark, unicode.Digit) && !strings.ContainsRune("-._~/ +,=@&()!:;", r)
}

// escaped returns the address of a path: what is not plain in it is written with %.
func escaped(path string) string { return (&url.URL{Path: "/" + path}).EscapedPath()[1:] }

// plain returns a value of a header, or an address, in which no character means
// anything to a server: what would is written with %, as in addresses.
func plain(value string) string {
	var b strings.Builder
	for _, c := range []byte(value) {
		switch {
		case c <= ' ' || c == 0x7f:
			b.WriteByte(' ')
		case c > 0x7f || strings.IndexByte("\"\\`${}<>|^", c) >= 0:
			const hex = "0123456789ABCDEF"
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
