// Package host knows how a site must be served, and tells each sort of web server
// in its own words.
//
// There is one list: which headers a file is sent with, and for how long it may be
// kept. It is by classes of files (list.go); all that a server is told comes out of
// it, and docs/headers.md shows it. A host is a row of Hosts: a function that turns a
// Site into files. Some belong into the site itself (.htaccess, _headers); what a
// person has to put into a server's own configuration lies beside it, never in it.
//
// A page's own policy stands in the page. The header repeats one that holds for all
// pages, and adds what only a header can say: who may show the page in a frame.
package host

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"iopguide/generator/internal/diag"
)

// A Site is what a host needs to know of a site. Paths of files and addresses are
// relative to its root, with slashes, without one at the beginning.
type Site struct {
	Path      string     // at which it will be, with slashes at both ends: "/" or "/iop/"
	Base      string     // its address without a slash at its end, "" if it is not known
	Policy    string     // in which all its pages fit: a content security policy without frame-ancestors
	Frames    []string   // who may show pages of embed/ in a frame; none means anyone
	Files     []File     // sorted by path; without those of hosts and without twins
	Redirects []Redirect // sorted by From
	Logs      string     // what the owner says that the host keeps of visits, "" if nothing is said
	LogDays   int        // and for how long
}

// A File is a file of the site.
type File struct {
	Path   string // such as costs/insurance/index.html
	Hashed bool   // its name changes with its bytes

	// How many bytes it has, and their hash. Only Beside knows them: Inside is asked
	// while the files are still being made.
	Size int
	Sum  [sha256.Size]byte
}

// A Redirect leads from an old address to the one that took its place. Both are
// addresses of pages: From ends in a slash, To in a slash or, where the site's links
// do, in index.html; of the front page nothing comes before that.
type Redirect struct{ From, To string }

// Secure reports whether the site's address is known to begin with https.
func (s *Site) Secure() bool { return len(s.Base) > 8 && s.Base[:8] == "https://" }

// A Host is a sort of web server, or a service that is one.
type Host struct {
	Name  string // as --host takes it
	Title string // as people call it
	Twins bool   // it sends files that were compressed beforehand
	Next  string // what a person does with its files, in one line; may be empty

	// Refuse says why the host cannot take the site, such as more redirects than it
	// has room for, and the way out; "" if it can. It may be nil.
	Refuse func(*Site) string

	// Note says what the host will not do for the site though it can take it, such as
	// redirects that it has no room for; "" if there is nothing. It may be nil.
	Note func(*Site) string

	// Inside returns files to publish with the site, Beside those for the server's own
	// configuration. Either may be nil. Which files there are does not depend on
	// Policy, nor on sizes and sums: of Inside they are asked first without.
	Inside func(*Site) []Written
	Beside func(*Site) []Written
}

// Written is a file for a host: its name and its bytes.
type Written struct {
	Name string
	Data []byte
}

// Hosts are all that this program knows, by name.
var Hosts = []*Host{
	nginx,
	apache,
	caddy,
	lighttpd,
	iis,
	netlify,
	cloudflare,
	s3,
	azure,
	github,
	gitlab,
}

// Names returns the names of all hosts.
func Names() []string {
	names := make([]string, len(Hosts))
	for i, h := range Hosts {
		names[i] = h.Name
	}
	return names
}

// Find returns the host called name, or what was probably meant.
func Find(name string) (h *Host, near string) {
	for _, h := range Hosts {
		if h.Name == name {
			return h, ""
		}
	}
	return nil, diag.Nearest(name, Names())
}

// Packed are the ends of the names of files that have twins: text.
var Packed = []string{".html", ".css", ".js", ".svg", ".json", ".xml", ".txt"}

// Twins reports whether any of hosts sends files that were compressed beforehand.
func Twins(hosts []*Host) bool {
	return slices.ContainsFunc(hosts, func(h *Host) bool { return h.Twins })
}

// Refused says that a site is not for a host.
type Refused struct{ Reason string }

func (r *Refused) Error() string { return r.Reason }

// Inside returns the files that hosts want to have published with the site, by name.
// It returns a *Refused if one of them cannot take it, or two want different files of
// one name.
func Inside(hosts []*Host, s *Site) ([]Written, error) {
	for _, h := range hosts {
		if h.Refuse == nil {
			continue
		}
		if why := h.Refuse(s); why != "" {
			return nil, &Refused{"--host " + h.Name + ": " + why}
		}
	}
	return together(hosts, s, func(h *Host) func(*Site) []Written { return h.Inside })
}

// Beside returns the files that hosts want to have beside the site, by name. It
// returns a *Refused if two want different files of one name.
func Beside(hosts []*Host, s *Site) ([]Written, error) {
	return together(hosts, s, func(h *Host) func(*Site) []Written { return h.Beside })
}

// together collects the files that each host wants. Two may want the same.
func together(hosts []*Host, s *Site, of func(*Host) func(*Site) []Written) ([]Written, error) {
	var all []Written
	whose := map[string]*Host{}
	for _, h := range hosts {
		files := of(h)
		if files == nil {
			continue
		}
		for _, w := range files(s) {
			i := slices.IndexFunc(all, func(o Written) bool { return o.Name == w.Name })
			switch other := whose[w.Name]; {
			case i < 0:
				all, whose[w.Name] = append(all, w), h
			case !bytes.Equal(all[i].Data, w.Data):
				return nil, &Refused{fmt.Sprintf("the hosts %s and %s each want a file %s of their own; build once for each, into another folder each time",
					other.Name, h.Name, w.Name)}
			}
		}
	}
	slices.SortFunc(all, func(a, b Written) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}
