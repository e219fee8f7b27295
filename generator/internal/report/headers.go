package report

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/host"
)

// unasked is why the live site was not asked.
func (s *Subject) unasked() string {
	return "no address was named; run this again with --address and the address of the first page"
}

// headers says whether the live site answers with the list of package host.
func headers(s *Subject) Section {
	sec := Section{Title: "What the host sends", Intro: "What the pages themselves cannot say, the host must: who may frame them, how long they may be kept, " +
		"that a type is what it says. docs/headers.md holds the list, by name and value."}
	points := []string{"Headers of each class of files", "The live site is this build", "Encryption",
		"A page that there is not", "An old address"}
	why := ""
	switch {
	case s.Folder == nil:
		why = s.unbuilt()
	case s.Live == nil:
		why = s.unasked()
	case s.Live.Broken != "":
		why = "the host could not be asked: " + s.Live.Broken
	}
	if why != "" {
		for _, p := range points {
			sec.Items = append(sec.Items, open(p, why))
		}
		return sec
	}
	l := s.Live
	sec.Items = []Item{l.classes(), l.same(s.Name), l.encrypted(), l.gone(), l.led()}
	return sec
}

// classes says which headers are not as in the list.
func (l *Live) classes() Item {
	var found, asked []string
	for _, q := range l.Files {
		asked = append(asked, q.Class+": "+q.Address)
		if q.Err != "" || q.Status != http.StatusOK {
			found = append(found, q.answered())
			continue
		}
		for _, d := range q.Differs {
			found = append(found, q.Address+": "+d)
		}
	}
	i := judged("Headers of each class of files", found, "each is as in the list", plural(len(found), "difference")+" from the list; "+
		"build with --host and the name of your host, and give it those files",
		fmt.Sprintf("asked for %s, one of each class and time of keeping, and compared each header of the list with what came", plural(len(asked), "file")))
	if len(found) == 0 {
		i.List = asked
	}
	return i
}

func (l *Live) same(name string) Item {
	const what = "The live site is this build"
	var found []string
	if !l.Same {
		found = append(found, "its manifest.json is another, or there is none")
	}
	for _, q := range l.Files {
		switch {
		case q.Err != "" || q.Status != http.StatusOK:
			found = append(found, q.answered())
		case q.Other:
			found = append(found, q.Address+": other bytes than in "+name)
		}
	}
	files := plural(len(l.Files), "file")
	return judged(what, found, "its manifest.json, which holds the hash of every page, and "+files+" are the same",
		"it is not, or the host changes what it sends: publish "+name+" again",
		"compared its manifest.json and the "+files+" asked for above with those in the folder, byte for byte; the others were not asked for")
}

// encrypted says whether readers come to the site by https alone.
func (l *Live) encrypted() Item {
	const what = "Encryption"
	if l.Base.Scheme != "https" {
		return Item{What: what, State: Look, How: "read the address",
			Result: "the address that was named begins with http: anybody on the way can read and change the pages"}
	}
	q := l.Plain
	how := "asked for " + q.Address
	switch {
	case q.Err != "":
		return told(what, "the site came by https; the address without encryption was not reached: "+q.Err, how)
	case q.moved() && strings.HasPrefix(q.Location, "https://"):
		return Item{What: what, State: Fine, Result: fmt.Sprintf("the site came by https, and http leads there (%d)", q.Status), How: how}
	}
	return Item{What: what, State: Look, How: how,
		Result: fmt.Sprintf("the site came by https, but http answers %d and does not lead there", q.Status)}
}

// gone says what the host answers where there is no page.
func (l *Live) gone() Item {
	q := l.Absent
	found := q.Differs
	if q.Err != "" || q.Status != http.StatusNotFound {
		found = append([]string{q.answered()}, found...)
	}
	if q.Err == "" && q.Other {
		found = append(found, "it does not show 404.html, so it has no help line")
	}
	return judged("A page that there is not", found, "404, with the site's own page and help line", "not as it should be", "asked for "+q.Address)
}

// led says where an old address leads.
func (l *Live) led() Item {
	const what = "An old address"
	if len(l.Old) == 0 {
		return told(what, "the site has none", "read the pages")
	}
	q := l.Old[0]
	how := "asked for " + q.Address
	switch {
	case q.Err != "" || q.Other || !q.moved() && q.Status != http.StatusOK:
		return Item{What: what, State: Look, Result: strings.TrimSuffix("does not lead on: "+q.answered()+" "+q.Location, " "), How: how}
	case q.moved():
		return Item{What: what, State: Fine, Result: fmt.Sprintf("leads on (%d)", q.Status), How: how}
	}
	return Item{What: what, State: Fine, Result: "shows the page that leads on", How: how}
}

// cookies says what the host sets.
func (l *Live) cookies() Item {
	const what = "Cookies that the host sets"
	if l.Broken != "" {
		return open(what, "the host could not be asked: "+l.Broken)
	}
	return judged(what, l.Chips, "none", "the host, or something before it, sets cookies",
		fmt.Sprintf("looked at the answers to %s", plural(len(l.Files)+len(l.Old)+1, "question")))
}

// Host returns what package host needs to know of the folder, to be at base, whose path
// ends in a slash. frames are those who may show pages in a frame.
func (f *Folder) Host(base *url.URL, frames []string) *host.Site {
	var all []string
	for _, p := range f.Pages {
		if p.Policy != "" {
			all = append(all, p.Policy)
		}
	}
	slices.Sort(all)
	return &host.Site{Path: base.Path, Base: strings.TrimSuffix(base.String(), "/"),
		Policy: build.Union(slices.Compact(all)), Frames: frames}
}
