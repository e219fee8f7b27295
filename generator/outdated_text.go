package main

import (
	"fmt"
	"io"
	"strings"

	"iopguide/generator/internal/recall"
)

// print tells in plain words what a site shows that was corrected since, safety
// first.
func (c checked) print(w io.Writer) {
	fmt.Fprintf(w, "%s: %s, built on %s with release %s; this is %s\n",
		visible(c.Site), visible(c.Title), visible(c.Date), visible(c.Release), c.Now)
	if c.Newer {
		fmt.Fprintln(w, "  the site is of a newer release than this program: get that one and ask again")
		return
	}
	c.corrections(w, true)
	c.advisories(w, true)
	c.corrections(w, false)
	c.advisories(w, false)
	listing(w, "texts that changed in the guide since", c.Changed)
	listing(w, "texts that the site has its own in place of, and the guide changed since; run iopguide diff in the site's folder", c.Stale)
	if c.Blind {
		fmt.Fprintln(w, "  its release did not record what it was made from: build it again to be sure")
	}
	switch {
	case c.Wrong():
		fmt.Fprintln(w, "  build the site again with this release and publish it")
	case len(c.Changed)+len(c.Stale) == 0 && !c.Blind:
		fmt.Fprintln(w, "  nothing was corrected since")
	}
}

// corrections tells of the contacts that people in danger use, or of the others.
func (c checked) corrections(w io.Writer, urgent bool) {
	for _, k := range c.Contacts {
		if k.Urgent() != urgent {
			continue
		}
		fmt.Fprintf(w, "  %s%s (%s, %s)\n", weight(urgent), visible(k.Name), visible(k.Key), visible(k.Lang))
		if k.Gone {
			fmt.Fprintln(w, "    the guide does not name it any more")
		}
		for _, d := range k.Differs {
			fmt.Fprintf(w, "    %s: the site shows %s; the guide has %s\n", d.Key, told(d.Shown), told(d.Ours))
		}
		if k.Own {
			fmt.Fprintln(w, "    the site has an entry of its own for it, and the guide changed its own since")
		}
	}
}

// advisories tells of the corrections that concern safety, or of the others.
func (c checked) advisories(w io.Writer, safety bool) {
	for _, a := range c.Advisories {
		if (a.Severity == recall.Safety) == safety {
			fmt.Fprintf(w, "  %s%s, %s (%s)\n    %s\n    %s\n", weight(safety), strings.Join(append(a.Contacts, a.Pages...), ", "), a.Date, a.ID, a.Wrong, a.Do)
		}
	}
}

func weight(safety bool) string {
	if safety {
		return "SAFETY: "
	}
	return "corrected: "
}

// listing tells of some names under a heading, if there are any.
func listing(w io.Writer, heading string, names []string) {
	const most = 20
	if len(names) == 0 {
		return
	}
	fmt.Fprintf(w, "  %s:\n", heading)
	for _, name := range names[:min(len(names), most)] {
		fmt.Fprintf(w, "    %s\n", visible(name))
	}
	if more := len(names) - most; more > 0 {
		fmt.Fprintf(w, "    … and %d more\n", more)
	}
}
