package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"iopguide/generator/internal/schema"
)

// unbuilt is why what concerns published files was not looked at.
func (s *Subject) unbuilt() string {
	return "there is no built site in " + s.Name + "; run iopguide build, then this report again"
}

// about is what the report is about.
func about(s *Subject) [][2]string {
	c := s.Result.Site.Config
	all := [][2]string{{"Site", c.Title}}
	add := func(name, value string) { all = append(all, [2]string{name, value}) }
	if c.Clinic != nil {
		add("Clinic", c.Clinic.Name)
	}
	switch {
	case s.Address != "":
		add("Address", s.Address)
	case c.BaseURL != "":
		add("Address", c.BaseURL+"/, as site.yaml says")
	default:
		add("Address", "not known: site.yaml has no baseURL")
	}
	add("Day of this report", s.Day.String())
	add("Made by", "iopguide "+s.Release)
	add("Folder that was looked at", s.Name)
	if s.Folder == nil {
		add("Build", "none: "+s.unbuilt())
		return all
	}
	if m := s.Folder.Manifest; m != nil {
		add("Built", m.Date+" with release "+m.Release)
	}
	add("Files", fmt.Sprintf("%s, of these %s", plural(len(s.Folder.Sums), "file"), plural(len(s.Folder.Pages), "page")))
	add("Build hash (SHA-256)", s.Folder.Hash(s.left()))
	return all
}

// left are the files of the folder that are of the site before: they stay a while, for
// readers in mid-page.
func (s *Subject) left() map[string][sha256.Size]byte {
	if s.Stamp == nil {
		return nil
	}
	_, left := s.Stamp.Sums()
	return left
}

// identity says whether the folder is what was built, and from these sources.
func identity(s *Subject) Section {
	sec := Section{Title: "Which build this is", Intro: "The build hash above is of the list that sha256sum prints of all files, sorted by path: " +
		"so anybody can tell later whether a copy is this one."}
	f := s.Folder
	if f == nil {
		sec.Items = []Item{open("The published files", s.unbuilt())}
		return sec
	}
	sec.Items = []Item{s.untouched(), s.manifest(), s.current()}
	return sec
}

// untouched says whether the files are those that the program published.
func (s *Subject) untouched() Item {
	const what = "Each file is as the program wrote it"
	if s.Stamp == nil {
		return open(what, "no whole record of the build lies beside "+s.Name+": it was copied here, or a build was broken off")
	}
	var found []string
	sums, left := s.Stamp.Sums()
	for _, name := range s.Folder.names() {
		was, known := sums[name]
		if old, of := left[name]; of && !known {
			was, known = old, true
		}
		switch {
		case !known:
			found = append(found, name+": not of the build")
		case was != s.Folder.Sums[name]:
			found = append(found, name+": changed since the build")
		}
	}
	for name := range sums {
		if _, there := s.Folder.Sums[name]; !there {
			found = append(found, name+": missing")
		}
	}
	slices.Sort(found)
	return judged(what, found, plural(len(sums), "file")+", each with the hash that the build recorded",
		plural(len(found), "file")+" not as the build left it; build and publish again, or find out who changed it",
		"read every file and compared its SHA-256 hash with the record beside the folder")
}

// manifest says whether the pages are those that the public manifest names.
func (s *Subject) manifest() Item {
	const what = "The pages are those of the site's manifest"
	m := s.Folder.Manifest
	if m == nil {
		return open(what, s.Name+" has no manifest.json that can be read")
	}
	var found []string
	for name, sum := range m.Pages {
		if was, there := s.Folder.Sums[name]; !there {
			found = append(found, name+": missing")
		} else if hex.EncodeToString(was[:]) != sum {
			found = append(found, name+": has other bytes")
		}
	}
	slices.Sort(found)
	return judged(what, found, plural(len(m.Pages), "page")+", each with the hash in manifest.json",
		plural(len(found), "page")+" not as manifest.json says", "compared hashes")
}

// current says whether the folder was built from the sources as they are.
func (s *Subject) current() Item {
	const what = "The folder was built from the sources as they are today"
	if s.Stamp == nil {
		return s.alike(what)
	}
	var found []string
	if !s.Same {
		found = append(found, "files of the site's own folder have changed since")
	}
	if m := s.Folder.Manifest; m != nil && m.Release != s.Release {
		found = append(found, "it was built with release "+m.Release+", and this is "+s.Release)
	}
	if strings.Contains(s.Stamp.Options, "drafts=true") {
		found = append(found, "it was built with drafts, which are not for readers")
	}
	if built, ok := schema.ParseDate(s.Stamp.Day); !ok {
		return open(what, "the record of the build names no day")
	} else if day, page, expires := s.Result.NextAfter(built); page != nil && !s.Day.Before(day) {
		what := "was due"
		if expires {
			what = "expired"
		}
		found = append(found, fmt.Sprintf("%s %s on %s, and it was built before that", page.File.Name, what, day))
	}
	return judged(what, found, "it was", s.Name+" is older than its sources: what this report says of reviews, sources, contacts and choices "+
		"is of the sources of today, all else is of the folder; build, publish and report again",
		"compared the hash of each source, the release, and the days on which pages are due or expire, with the record beside the folder")
}

// alike holds the pages against what the sources make today, where nothing is recorded.
func (s *Subject) alike(what string) Item {
	m := s.Folder.Manifest
	if m == nil {
		return open(what, "no whole record of the build lies beside "+s.Name+", and it has no manifest.json that can be read")
	}
	for name, sum := range m.Pages {
		o := s.Result.Outputs[name]
		if o != nil {
			if now := o.Sum(); hex.EncodeToString(now[:]) == sum {
				continue
			}
		}
		return open(what, "no whole record of the build lies beside "+s.Name+
			", and its pages are not those that the sources make with their settings of today")
	}
	return Item{What: what, State: Fine, Result: "each page is, byte for byte, what the sources make today",
		How: "built the sources in memory and compared hashes"}
}

// plural is a number with its word.
func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
