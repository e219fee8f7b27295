package report

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"iopguide/generator/internal/browse"
)

// byWords is how scripts were looked at, and how far that goes.
const byWords = "searched every script for the words by which scripts do so; a script written to hide it could"

// origins says whom a reader's browser asks for something.
func origins(s *Subject) Section {
	sec := Section{Title: "Who learns that somebody reads",
		Intro: "Each host that a page makes a browser ask learns that somebody reads, and mostly what."}
	if s.Folder == nil {
		sec.Items = []Item{open("Other hosts that pages name", s.unbuilt()), open("Other hosts that a browser asks", s.unbuilt())}
		return sec
	}
	f := s.Folder
	read := fmt.Sprintf("read %s, %s and %s: every element, style and drawing that makes a browser fetch something, %d in all",
		plural(len(f.Pages), "page"), plural(f.Counts.Styles, "style sheet"), plural(f.Counts.Drawings, "drawing"), f.Counts.Loads)
	sec.Items = []Item{
		judged("Other hosts that pages load from", f.Leaving, "none", plural(len(f.Leaving), "place")+" that would ask another host", read),
		judged("Other hosts that pages send to, or go to, by themselves", f.Going, "none",
			plural(len(f.Going), "place")+" that would", read),
		f.scripts("Scripts that can reach another host", slices.Concat(f.Asking, f.Naming), "none has a word or an address for it"),
		s.seenOrigins(), f.linked(s.Result.Site.Config.BaseURL),
	}
	return sec
}

// scripts is what was found in scripts by their words.
func (f *Folder) scripts(what string, found []string, fine string) Item {
	if f.Counts.Scripts == 0 && len(found) == 0 {
		return Item{What: what, State: Fine, Result: "there are no scripts", How: "looked for them"}
	}
	return judged(what, found, plural(f.Counts.Scripts, "script")+"; "+fine, "scripts have such words; have somebody read them", byWords)
}

// seenOrigins is what a browser asked for while every page was open.
func (s *Subject) seenOrigins() Item {
	const what = "Other hosts that a browser asked"
	if s.Seen == nil {
		return open(what, s.Unseen)
	}
	v := s.Seen
	if v.Asked == 0 {
		return open(what, "the browser asked for nothing at all")
	}
	return judged(what, v.Contacts, "none: all that "+plural(v.Pages, "page")+" made it ask for was on the site's own host",
		plural(len(v.Contacts), "request")+" to other hosts; none was let through", opened(v))
}

// opened says how a browser looked.
func opened(v *browse.Seen) string {
	how := fmt.Sprintf("opened %s in %s, from this computer and without the internet", plural(v.Pages, "page"), v.Browser)
	if v.Left > 0 {
		how += fmt.Sprintf("; time was over before %s more", plural(v.Left, "page"))
	}
	return how
}

// linked lists the other sites that a reader can go to, from a site at base. 404.html
// names its own by whole addresses; a host that the site shares is another site all
// the same.
func (f *Folder) linked(base string) Item {
	hosts := slices.SortedFunc(maps.Keys(f.Links), func(a, b string) int {
		return cmp.Or(f.Links[b]-f.Links[a], strings.Compare(a, b))
	})
	if u, err := url.Parse(base); err == nil && strings.Trim(u.Path, "/") == "" {
		hosts = slices.DeleteFunc(hosts, func(h string) bool { return h == u.Host })
	}
	const what = "Other sites that a reader can go to by following a link"
	if len(hosts) == 0 {
		return told(what, "none", "read the links of every page")
	}
	for i, h := range hosts {
		hosts[i] = fmt.Sprintf("%s (%d)", h, f.Links[h])
	}
	return Item{What: what, State: Told, Result: plural(len(hosts), "site") + "; nothing is asked of them before a reader follows the link",
		How: "read the links of every page; the number of links stands behind each", List: []string{strings.Join(hosts, ", ")}}
}

// storage says what is kept on a reader's device.
func storage(s *Subject) Section {
	sec := Section{Title: "What is kept on a reader's device"}
	if s.Folder == nil {
		sec.Items = []Item{open("Cookies and storage", s.unbuilt())}
		return sec
	}
	f := s.Folder
	var cookies []string
	for _, p := range f.Pages {
		if p.Cookie {
			cookies = append(cookies, p.Path)
		}
	}
	sec.Items = []Item{
		f.scripts("Scripts that can set a cookie or keep something", f.Storing, "none has a word for it"),
		judged("Pages that set a cookie by an element", cookies, "none", "these do", "read every page"),
		s.seenStorage(),
	}
	if s.Live == nil {
		sec.Items = append(sec.Items, open("Cookies that the host sets", s.unasked()))
	} else {
		sec.Items = append(sec.Items, s.Live.cookies())
	}
	return sec
}

// seenStorage is what was there when every page had been opened.
func (s *Subject) seenStorage() Item {
	const what = "Cookies and storage that a browser then had"
	if s.Seen == nil {
		return open(what, s.Unseen)
	}
	found := s.Seen.Stored
	return judged(what, found, "none: no cookie, no local or session storage, no database, no cache of its own, no service worker",
		plural(len(found), "thing")+" kept", opened(s.Seen)+", clicked through the self-checks, and asked for all of these")
}
