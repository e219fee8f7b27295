package host

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A rule is what a host that knows files by patterns of their addresses sends with
// those that fit one. Rules come with the general before the special, and all that fit
// a file hold for it.
type rule struct {
	pattern string   // of addresses, with the site's path: /iop/embed/*
	drop    []string // headers of the rules before it that are not sent
	headers []Header // what is sent, in place of headers of the same name before it
}

// mostRules is how many rules there are at most. A hundred is all that Cloudflare takes.
const mostRules = 100

// rules returns the list as patterns: for all files, for the pages in embed/, for each
// end of a name that is not a page's, and for single files whose name ends like that of
// others, which are kept for a shorter time. There is no rule for the last of these if
// there are too many: they are asked for again then.
func (s *Site) rules() (list []rule, left int) {
	general := s.Headers("index.html", true)
	list = []rule{{pattern: s.Path + "*", headers: general}}
	if s.frames() {
		list = append(list, special(s.Path+Framed+"*", general, s.Headers(Framed+"index.html", true)))
	}
	var single []rule
	for _, e := range s.ends() {
		of := s.Headers(e.of(), true)
		list = append(list, special(s.Path+"*"+e.end, general, of))
		if e.mixed() {
			for _, f := range e.hashed {
				single = append(single, special(s.Path+f, of, s.Headers(f, true)))
			}
		}
	}
	room := min(len(single), max(0, mostRules-len(list)))
	return append(list, single[:room]...), len(single) - room
}

// special returns the rule for pattern, under which a file that would be sent with the
// headers of general is sent with those of want.
func special(pattern string, general, want []Header) rule {
	r := rule{pattern: pattern}
	for _, h := range general {
		if !slices.ContainsFunc(want, func(w Header) bool { return w.Name == h.Name }) {
			r.drop = append(r.drop, h.Name)
		}
	}
	for _, h := range want {
		if !slices.Contains(general, h) {
			r.headers = append(r.headers, h)
		}
	}
	return r
}

// An ending is the files of a site, other than pages, whose names end alike.
type ending struct {
	end    string // such as .svg
	hashed []string
	plain  bool // some are not hashed
}

// mixed reports whether some of the files are kept forever and others are not.
func (e *ending) mixed() bool { return e.plain && len(e.hashed) > 0 }

// of returns the path of a file that stands for the others in the list.
func (e *ending) of() string {
	if e.plain {
		return "x" + e.end
	}
	return e.hashed[0]
}

// ends returns the endings of the site's files, in order.
func (s *Site) ends() []*ending {
	by := map[string]*ending{}
	var names []string
	for _, f := range s.Files {
		end := path.Ext(f.Path)
		if end == "" || end == ".html" || !simple().MatchString(f.Path) {
			continue
		}
		e := by[end]
		if e == nil {
			e = &ending{end: end}
			by[end], names = e, append(names, end)
		}
		if Cache(f.Path) == Forever {
			e.hashed = append(e.hashed, f.Path)
		} else {
			e.plain = true
		}
	}
	slices.Sort(names)
	list := make([]*ending, len(names))
	for i, n := range names {
		list[i] = by[n]
	}
	return list
}

// policyRoom is how many characters the policy of pages may have, which is not known yet
// when a host is asked whether it takes a site. Policies of real sites have about 250.
const policyRoom = 700

// widest returns s with the longest policy that there is room for.
func (s *Site) widest() *Site {
	w := *s
	w.Policy = strings.Repeat("x", policyRoom)
	return &w
}

// frames reports whether the site has pages for frames of other sites.
func (s *Site) frames() bool {
	return slices.ContainsFunc(s.Files, func(f File) bool { return strings.HasPrefix(f.Path, Framed) })
}

// simple matches a path that means the same in any host's patterns: names of letters,
// digits and -._ alone, as all of our own making are.
var simple = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*/?$`) })

// moves returns the site's redirects as addresses of its host, those alone that any
// host can write down. Those for hosts that send readers from /x/index.html to /x/
// lead there at once.
func (s *Site) moves(folders bool) []Redirect {
	var list []Redirect
	for _, r := range s.Redirects {
		if !simple().MatchString(r.From) || !strings.HasSuffix(r.From, "/") || r.To != "" && !simple().MatchString(r.To) {
			continue
		}
		to := s.Path + r.To
		if folders {
			to = strings.TrimSuffix(to, "index.html")
		}
		list = append(list, Redirect{From: s.Path + r.From, To: to})
	}
	return list
}

// line returns text without what would end a line or a header.
func line(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, text)
}
