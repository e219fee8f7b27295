package recall

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"slices"
)

// A Guide is the site that a release is shipped with, as far as a Report needs it.
type Guide struct {
	Release    string
	Advisories []Advisory
	ours       fs.FS
	contacts   Contacts
}

// NewGuide reads the guide of a release.
func NewGuide(ours fs.FS, release string, all []Advisory) (*Guide, error) {
	contacts, err := ourContacts(ours)
	if err != nil {
		return nil, err
	}
	return &Guide{release, all, ours, contacts}, nil
}

// Contacts returns the guide's contacts.
func (g *Guide) Contacts() Contacts { return g.contacts }

// A Report says what a release knows better than a site that was built earlier.
type Report struct {
	Title      string       `json:"title"`
	Release    string       `json:"release"` // that built the site
	Date       string       `json:"date"`
	Now        string       `json:"now"`   // the release at hand
	Newer      bool         `json:"newer"` // the site's release is the later one: nothing else is known
	Contacts   []Correction `json:"contacts"`
	Advisories []Advisory   `json:"advisories"`
	Changed    []string     `json:"changed"` // sources of ours that have another text now, or are no more
	Stale      []string     `json:"stale"`   // sources that the site replaces, and ours changed since
	Blind      bool         `json:"blind"`   // the manifest is too old to tell of sources and contacts
}

// Wrong reports whether the site shows something that was corrected since.
func (r *Report) Wrong() bool { return len(r.Contacts) > 0 || len(r.Advisories) > 0 }

// Safety reports whether what was corrected may lead somebody in danger astray: a
// contact that people in danger use, or an advisory that says so.
func (r *Report) Safety() bool {
	return slices.ContainsFunc(r.Contacts, Correction.Urgent) ||
		slices.ContainsFunc(r.Advisories, func(a Advisory) bool { return a.Severity == Safety })
}

// Report holds the manifest of a site against the guide.
func (g *Guide) Report(m *Manifest) (*Report, error) {
	r := &Report{Title: m.Title, Release: m.Release, Date: m.Date, Now: g.Release,
		Contacts: []Correction{}, Advisories: []Advisory{}, Changed: []string{}, Stale: []string{}}
	if r.Newer = CompareReleases(m.Release, g.Release) > 0; r.Newer {
		return r, nil
	}
	r.Blind = m.Ours == nil
	r.Contacts = append(r.Contacts, corrections(m.Contacts, g.contacts, slices.Sorted(maps.Keys(m.Contacts)))...)
	for _, a := range g.Advisories {
		if CompareReleases(a.Release, m.Release) > 0 && concerns(a, m) {
			r.Advisories = append(r.Advisories, a)
		}
	}
	return r, g.sources(r, m)
}

// concerns reports whether an advisory is about something that the site has. One
// that names nothing is about all.
func concerns(a Advisory, m *Manifest) bool {
	if m.Ours == nil || len(a.Pages)+len(a.Contacts) == 0 {
		return true
	}
	has := func(name string) bool {
		_, ours := m.Ours[name]
		_, own := m.Replaced[name]
		return ours || own || kindOf(name) != Page
	}
	shown := func(key string) bool {
		for _, list := range m.Contacts {
			if _, ok := list[key]; ok {
				return true
			}
		}
		return false
	}
	return slices.ContainsFunc(a.Pages, has) || slices.ContainsFunc(a.Contacts, shown)
}

// sources tells which texts of ours are others now than the site was made from.
func (g *Guide) sources(r *Report, m *Manifest) error {
	hash := func(name string) (string, error) {
		data, err := fs.ReadFile(g.ours, name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) {
			return "", err
		}
		return Hash(data), nil
	}
	for name, was := range m.Ours {
		now, err := hash(name)
		if err != nil {
			return err
		}
		if now != was {
			r.Changed = append(r.Changed, name)
		}
	}
	for name, was := range m.Replaced {
		now, err := hash(name)
		if err != nil {
			return err
		}
		if was != "" && now != was {
			r.Stale = append(r.Stale, name)
		}
	}
	slices.SortFunc(r.Changed, cmp.Compare)
	slices.SortFunc(r.Stale, cmp.Compare)
	return nil
}
