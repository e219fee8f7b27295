package check

import (
	"hash/maphash"
	"maps"
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/site"
)

var duplicateTitle = &Rule{Name: "duplicate-title", Severity: diag.Warning, Site: checkTitles, Same: sameTitle,
	Doc: `Reports two pages of one language with the same title. In a list of results, or of open
tabs, nobody could tell them apart.`}

// sameTitle reports whether a page has the title that it had.
func sameTitle(c site.Change) bool { return c.Old.Page.Title == c.New.Page.Title }

// A name is a title by which two pages of a language are taken for one.
type name struct{ lang, title string }

func nameOf(m *content.Meta) name { return name{m.Lang, strings.ToLower(strings.TrimSpace(m.Title))} }

// A register holds a number for each face, which those with one name share.
type register struct {
	faces []*content.Meta
	sums  []uint64
}

var nameSeed = maphash.MakeSeed()

// newRegister numbers the faces. Those that stand where they stood in old, which may be
// nil, are not read again.
func newRegister(old *register, faces []*content.Meta) *register {
	r := &register{faces, make([]uint64, len(faces))}
	for i, m := range faces {
		if old != nil && i < len(old.faces) && old.faces[i] == m {
			r.sums[i] = old.sums[i]
		} else {
			r.sums[i] = maphash.Comparable(nameSeed, nameOf(m))
		}
	}
	return r
}

// alike returns which faces may have the name of another, by their number.
func (r *register) alike() []int {
	first, more := make(map[uint64]int, len(r.sums)), map[int]bool{}
	for i, sum := range r.sums {
		if n, ok := first[sum]; ok {
			more[n], more[i] = true, true
		} else {
			first[sum] = i
		}
	}
	return slices.Sorted(maps.Keys(more))
}

func checkTitles(s *SitePass) {
	old, _ := s.noted.(*register)
	names := newRegister(old, s.Site.Faces.Pages)
	s.noted = names
	first := map[name]*content.Page{}
	for _, i := range names.alike() {
		p := s.Site.Pages[i]
		key := nameOf(p.Meta)
		switch q := first[key]; {
		case p.Title == "":
		case q == nil:
			first[key] = p
		default:
			if isCopy(q, p) {
				p, q = q, p
			}
			start, end := p.Place("title")
			from, to := q.Place("title")
			s.Add(p, diag.Diagnostic{File: p.File, Start: start, End: end,
				Message: "this title is also that of " + q.Path, Help: "give one of them another title",
				Related: []diag.Place{{File: q.File, Start: from, End: to, Note: "the other one"}}})
		}
	}
}

// isCopy reports whether p has the name of a copy of q, such as evening-group-copy.md.
func isCopy(p, q *content.Page) bool {
	original := strings.TrimSuffix(q.Path, ".md")
	return strings.HasPrefix(p.Path, original+"-") || p.Path == path.Join(q.Dir(), "copy-of-"+path.Base(q.Path))
}
