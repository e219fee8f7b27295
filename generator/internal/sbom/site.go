package sbom

import (
	"encoding/hex"
	"io"
	"time"
)

// A Site is a website that a bill is written for. What the bill says of it is of its
// files alone: the program that built it is named as a tool, without a hash, since
// that is another on each system.
type Site struct {
	Title   string
	Sum     [32]byte  // its build hash
	Day     time.Time // on which it was built
	Builder string    // the name of the program that built it
	Release string    // and its release
	Licence string    // of what comes from the guide, as an SPDX expression
	Guide   bool      // the site has something of the guide
	Files   []File    // all that it consists of, by name
	// Own are scripts and styles of the site's owner, by their names in the sources.
	// Whose work they are nobody told us.
	Own []string
}

// A File is a file of a site.
type File struct {
	Name string
	Sum  [32]byte // SHA-256
}

// siteRef is the bill's name for the site itself.
const siteRef = "site"

// WriteSite writes the bill of a site to w. It says that the list of files is
// complete, and that the site is made with nothing but the guide: or, where the
// owner brings code of their own, that this is not known.
func WriteSite(w io.Writer, s Site) error {
	b := bill{Format: "CycloneDX", Spec: "1.6", Serial: serial(s.Sum), Version: 1,
		Metadata:   metadata{Time: stampOf(s.Day), Tools: &tools{[]component{s.tool()}}, Component: s.component()},
		Components: []component{}, Dependencies: []dependency{{siteRef, []string{}}},
		Compositions: []composition{{Aggregate: "complete", Assemblies: []string{siteRef}}, s.knownParts()},
	}
	if s.Guide {
		g := s.guide()
		b.Components = append(b.Components, g)
		b.Dependencies = []dependency{{siteRef, []string{g.Ref}}, {g.Ref, []string{}}}
	}
	return b.write(w)
}

// component returns the site itself, with its files in it.
func (s Site) component() component {
	c := component{Type: "application", Ref: siteRef, Name: s.Title, Version: hex.EncodeToString(s.Sum[:])}
	for _, f := range s.Files {
		c.Parts = append(c.Parts, component{Type: "file", Ref: siteRef + "/" + f.Name, Name: f.Name,
			Hashes: []hash{{"SHA-256", hex.EncodeToString(f.Sum[:])}}})
	}
	for _, name := range s.Own {
		c.Properties = append(c.Properties, property{"iopguide:own-code", name})
	}
	return c
}

// guide returns what the site has of the guide.
func (s Site) guide() component {
	c := s.tool()
	c.Type, c.Ref = "library", c.URL
	c.About = "words, pictures, layouts, styles and scripts of the guide that comes with the program"
	c.Licences = []licence{{s.Licence}}
	return c
}

// tool returns the program that built the site.
func (s Site) tool() component {
	return component{Type: "application", Name: s.Builder, Version: s.Release, URL: purl("generic", s.Builder, s.Release)}
}

// knownParts says whether all is known of what the site is made with.
func (s Site) knownParts() composition {
	if len(s.Own) > 0 {
		return composition{Aggregate: "unknown", Dependencies: []string{siteRef}}
	}
	return composition{Aggregate: "complete", Dependencies: []string{siteRef}}
}
