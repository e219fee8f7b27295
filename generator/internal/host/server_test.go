package host

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// own are the servers that people run themselves. generator/servers starts them.
var own = []*Host{nginx, apache, caddy, lighttpd}

// TestServersFiles holds all files of all servers against those in testdata.
func TestServersFiles(t *testing.T) {
	for name, s := range testSites() {
		s.Logs, s.LogDays = "the page and the time", 14
		for _, h := range own {
			t.Run(name+"/"+h.Name, func(t *testing.T) {
				golden(t, filepath.Join("testdata", "servers", name+"-"+h.Name+".txt"), allText(h, s))
			})
		}
	}
}

// allText returns all files of a host, each after a line with its name.
func allText(h *Host, s *Site) []byte {
	var b bytes.Buffer
	for _, f := range all(h, s) {
		fmt.Fprintf(&b, "-- %s --\n%s", f.Name, f.Data)
	}
	return b.Bytes()
}

// TestServersWithoutFrames holds that a site without pages for frames has no files and
// no rules for them.
func TestServersWithoutFrames(t *testing.T) {
	s := testSites()["root"]
	s.Files = slices.DeleteFunc(s.Files, func(f File) bool { return strings.HasPrefix(f.Path, Framed) })
	for _, h := range own {
		for _, f := range all(h, s) {
			if strings.Contains(f.Name, "embed") || bytes.Contains(f.Data, []byte("embed/")) {
				t.Errorf("%s: got %s with embed/, want none:\n%s", h.Name, f.Name, f.Data)
			}
		}
	}
}

// TestMoves holds which old addresses servers are told of.
func TestMoves(t *testing.T) {
	tests := []struct {
		name, from string
		want       move
	}{
		{"plain", "who-we-are/", move{"who-we-are", "who-we-are", "/iop/about/"}},
		{"a file", "old/page.php/", move{"old/page.php", "old/page.php", "/iop/about/"}},
		{"a space", "Old Page/", move{"Old Page", "Old%20Page", "/iop/about/"}},
		{"another script", "sobre-nosotros-ñ/", move{"sobre-nosotros-ñ", "sobre-nosotros-%C3%B1", "/iop/about/"}},
		{"the front page", "/", move{}},
		{"a quotation mark", `a"b/`, move{}},
		{"a name of a variable", "$host/", move{}},
		{"a name in braces", "{path}/", move{}},
		{"a backslash", `a\b/`, move{}},
		{"an end of line", "a\nb/", move{}},
		{"a query", "page?id=1/", move{}},
		{"a percent sign", "a%20b/", move{}},
		{"a star", "a*/", move{}},
		{"not text", "\xff/", move{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := served{&Site{Path: "/iop/", Redirects: []Redirect{{test.from, "about/"}}}}.Moves()
			if test.want == (move{}) && len(got) == 0 {
				return
			}
			if len(got) != 1 || got[0] != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// quoted matches a word in quotation marks, or a comment, in the language of a server.
var quoted = map[*Host]*regexp.Regexp{
	nginx:    regexp.MustCompile(`(?s)#[^\n]*|"(?:[^"\\]|\\.)*"|'[^']*'`),
	apache:   regexp.MustCompile(`(?m)^\s*#[^\n]*|"(?:[^"\\\n]|\\.)*"`),
	caddy:    regexp.MustCompile("#[^\\n]*|`[^`]*`" + `|"(?:[^"\\]|\\.)*"`),
	lighttpd: regexp.MustCompile(`(?s)#[^\n]*|"(?:[^"\\]|\\.)*"`),
}

// filled matches what servers fill in, also in words that are quoted.
var filled = regexp.MustCompile(`\$\{?[A-Za-z_0-9]+|%\{|\{[A-Za-z_$]|%[0-9]|\\$`)

// skeleton returns what is left of a configuration without its words: what a server
// takes for its structure, and what it fills in.
func skeleton(h *Host, text []byte) string {
	return quoted[h].ReplaceAllStringFunc(string(text), func(word string) string {
		if strings.HasPrefix(strings.TrimSpace(word), "#") {
			return "#"
		}
		word = strings.NewReplacer("%%", "", `\%`, "").Replace(word)
		if h != apache {
			word = strings.ReplaceAll(word, "%", "") // means nothing there, but for lighttpd in where a redirect leads
		}
		return fmt.Sprintf("<%q>", filled.FindAllString(word, -1))
	})
}

// FuzzServers holds that no address, policy or word of an owner breaks out of its place:
// whatever is in it, the configuration has the structure that it has without.
func FuzzServers(f *testing.F) {
	for _, seed := range []string{"x", "a b", `a"; } location / { return 200; }#`, "a\n}\n", "$host", "${HOME}", "%{HTTP_HOST}e", "{$HOME}", "{path}",
		"`", `\`, `\"`, "a\\", "%1", "$1", "#", "\r\n", "\u2028", "\xff", "ñ", "</IfModule>", `" => "x", "`, "a;b", "'"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, from, value string) {
		site := func(from, to, value string, moved bool) *Site {
			s := testSites()["path"]
			s.Policy += "; " + value
			s.Frames = []string{value}
			s.Logs = value
			s.Redirects = nil
			if moved {
				s.Redirects = []Redirect{{from, to}}
			}
			return s
		}
		hostile := site(from+"/", value, value+"x", true)
		plain := site("old/", "new/", "x", len(served{hostile}.Moves()) > 0)
		for _, h := range own {
			got, want := skeleton(h, allText(h, hostile)), skeleton(h, allText(h, plain))
			for i, line := range strings.Split(want, "\n") {
				if lines := strings.Split(got, "\n"); i >= len(lines) || lines[i] != line || len(lines) > strings.Count(want, "\n")+1 {
					t.Fatalf("%s, line %d: got %q, want %q", h.Name, i+1, lines[min(i, len(lines)-1)], line)
				}
			}
		}
	})
}
