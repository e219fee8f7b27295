package site

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"iopguide/generator/internal/content"
	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/markdown"
)

// Targets is what the slots of one document lead to, in their order, and those
// of its footnotes.
type Targets struct {
	Slots []*Target           // the end of a link has that of its beginning
	Notes map[string]*Targets // by label
}

// A Target is what one slot leads to. For a slot that leads nowhere Problem
// says why.
type Target struct {
	Page     *content.Meta // of a link to a page
	Fragment string        // of a link, without #
	URL      string        // of a link out of the site; or to a file of it, from the root
	File     *File         // of a picture
	Source   *Source       // of a citation
	Included *Included
	Problem  *Problem
}

// Included is another document that stands in a slot.
type Included struct {
	Fragment *content.Fragment
	Targets  *Targets
}

// A Problem says why a slot leads nowhere.
type Problem struct {
	Rule          string // that reports it
	Message, Help string
	Warning       bool
	Passing       bool // only a day keeps the page away
}

// targets resolves the slots of p.
func (s *Site) targets(p *content.Page) *Targets {
	return s.resolve(p.Body, p.Path, p.Lang, nil)
}

// resolve finds what the slots of d lead to. source is the file that its links
// are relative to, above the fragments that d stands in.
func (s *Site) resolve(d *markdown.Document, source, lang string, above []string) *Targets {
	t := &Targets{Slots: make([]*Target, len(d.Slots))}
	own := make([]Target, 0, leading(d.Slots))
	open := -1 // the link that was opened last
	for i := range d.Slots {
		slot := &d.Slots[i]
		if slot.Kind == markdown.LinkClose && open >= 0 && slot.Dest == d.Slots[open].Dest {
			t.Slots[i] = t.Slots[open]
			continue
		}
		if !leads(slot.Kind) {
			t.Slots[i] = nowhere
			continue
		}
		if slot.Kind == markdown.LinkOpen {
			open = i
		}
		own = append(own, s.target(slot, source, lang, above))
		t.Slots[i] = &own[len(own)-1]
	}
	for _, n := range d.Notes {
		if t.Notes == nil {
			t.Notes = map[string]*Targets{}
		}
		t.Notes[n.Label] = s.resolve(n.Body, source, lang, above)
	}
	return t
}

// nowhere is the Target of slots that lead nowhere by themselves, such as words.
var nowhere = &Target{}

// leads reports whether slots of a kind lead to something.
func leads(k markdown.SlotKind) bool {
	switch k {
	case markdown.LinkOpen, markdown.LinkClose, markdown.Picture, markdown.Mark, markdown.Include:
		return true
	}
	return false
}

// leading returns how many of slots have a Target of their own.
func leading(slots []markdown.Slot) (n int) {
	for i := range slots {
		if k := slots[i].Kind; leads(k) && k != markdown.LinkClose {
			n++
		}
	}
	return n
}

func (s *Site) target(slot *markdown.Slot, source, lang string, above []string) Target {
	switch slot.Kind {
	case markdown.LinkOpen, markdown.LinkClose:
		return s.Link(source, lang, slot.Dest)
	case markdown.Picture:
		return s.picture(source, lang, slot.Dest)
	case markdown.Mark:
		return s.citation(slot.Dest)
	case markdown.Include:
		return s.include(source, lang, slot.Dest, above)
	}
	return Target{}
}

func (s *Site) citation(key string) Target {
	if src := s.Data.Sources[key]; src != nil {
		return Target{Source: src}
	}
	help := "add it to content/_data/sources.yaml"
	if near := diag.Nearest(key, slices.Sorted(maps.Keys(s.Data.Sources))); near != "" {
		help = "did you mean [@" + near + "]? Else " + help
	}
	return Target{Problem: &Problem{Rule: "unknown-citation", Message: "there is no source " + key, Help: help}}
}

// Link finds what an address leads to, as written in the file source.
func (s *Site) Link(source, lang, dest string) Target {
	switch scheme, _, _ := strings.Cut(dest, ":"); {
	case strings.HasPrefix(dest, "#"):
		return Target{Fragment: dest[1:]}
	case strings.HasPrefix(dest, "//"):
		return broken("an address that begins with // names another host, but not how to reach it", "write https: before it")
	case slices.Contains([]string{"https", "http", "tel", "sms", "mailto"}, strings.ToLower(scheme)) && strings.Contains(dest, ":"):
		return outside(scheme, dest)
	case strings.Contains(scheme, "/") || !strings.Contains(dest, ":"):
		return s.file(source, lang, dest)
	default:
		return broken("links cannot begin with "+scheme+":", "link to a page, or to an address that begins with https:")
	}
}

// outside is what dest leads to, which begins with scheme.
func outside(scheme, dest string) Target {
	rest := dest[len(scheme)+len(":"):]
	bare := strings.TrimLeft(rest, "/")
	web := strings.HasPrefix(strings.ToLower(scheme), "http")
	switch {
	case web && (len(rest)-len(bare) != len("//") || bare == ""):
		return broken("this address is not whole", "write "+scheme+"://"+cmp.Or(bare, "www.example.org"))
	case !web && len(bare) < len(rest):
		return broken("nothing stands between "+scheme+": and what it leads to", "write "+scheme+":"+bare)
	}
	return Target{URL: dest}
}

// pasted says of a link to no page what it was meant to be, if that is plain from
// how it is written: an address, a number or a path as other programs show it.
func (s *Site) pasted(source, lang, dest string) (t Target, ok bool) {
	slash, lower := strings.ReplaceAll(dest, `\`, "/"), strings.ToLower(dest)
	host, rest, _ := strings.Cut(lower, "/")
	switch {
	case slash != dest:
		help := "write it with /"
		if to := s.Link(source, lang, slash); to.Problem == nil || to.Problem.Rule == "link-to-hidden" {
			help = "write " + slash
		}
		return broken(`folders are parted by / in a link, not by \`, help), true
	case (host == "http" || host == "https") && rest != "":
		return broken("this address is not whole", "write "+host+"://"+strings.TrimLeft(dest[len(host):], "/")), true
	case strings.Contains(host, "@") && host == lower:
		return broken("an address of mail begins with mailto:", "write mailto:"+dest), true
	case strings.HasPrefix(host, "www.") || isHost(host):
		return broken("an address outside this site begins with https://", "write https://"+dest), true
	case strings.Trim(dest, "+0123456789 ().-") == "" && len(dest) > 2:
		return broken("a number to call begins with tel:", "write tel:"+dest+", or sms: for one that takes texts"), true
	}
	return Target{}, false
}

// isHost reports whether name looks like that of another site.
func isHost(name string) bool {
	switch _, last, ok := strings.Cut(name[max(strings.LastIndexByte(name, '.'), 0):], "."); last {
	case "org", "com", "gov", "net", "edu", "us", "info", "health":
		return ok && name[0] != '.'
	}
	return false
}

func broken(message, help string) Target {
	return Target{Problem: &Problem{Rule: "broken-link", Message: message, Help: help}}
}

// file finds the page or file of the site that dest names.
func (s *Site) file(source, lang, dest string) Target {
	name, fragment, _ := strings.Cut(dest, "#")
	if name == "" {
		return broken("the link has no address", "put the file of a page between the round brackets")
	}
	full, ok := absolute(source, name)
	if !ok {
		if t, ok := s.pasted(source, lang, dest); ok {
			return t
		}
		return broken(name+" lies outside content/", "link to a file below content/")
	}
	for _, candidate := range s.candidates(full, source, lang) {
		if p := s.Page(candidate); p != nil {
			return Target{Page: p.Meta, Fragment: fragment}
		}
		if h, ok := s.hidden[candidate]; ok {
			return Target{Problem: &Problem{Rule: "link-to-hidden", Warning: true,
				Passing: h.Date,
				Message: "this link is left out: " + h.Page.Path + " is " + h.Why,
				Help:    "its words stay; publish that page, or link to another"}}
		}
		if f := s.Data.Files[candidate]; f != nil && f.URL != "" {
			return Target{URL: f.URL, Fragment: fragment}
		}
	}
	if t, ok := s.pasted(source, lang, dest); ok {
		return t
	}
	return s.noPage(source, full, name)
}

// candidates returns the paths that a link to full may mean, in the order to
// try: the page in the language of the file that links, then the file itself,
// then the page in the first language.
func (s *Site) candidates(full, source, lang string) []string {
	langs := s.Config.Languages
	env := &content.Env{Lang: content.Lang(full, langs), Languages: langs}
	first := content.Unlocalized(full, env)
	own := content.Localized(first, lang, langs)
	if env.Lang != langs[0] && env.Lang != lang {
		return []string{full} // a link on purpose into another language
	}
	return []string{own, full, first}
}

// absolute returns the path below the source tree that name means in source.
func absolute(source, name string) (string, bool) {
	full := path.Join(path.Dir(source), name)
	if strings.HasPrefix(name, "/") {
		full = path.Join(content.Root, name)
	}
	return full, strings.HasPrefix(full, content.Root+"/")
}

func (s *Site) noPage(source, full, name string) Target {
	shown := strings.TrimPrefix(full, content.Root+"/")
	if alike := s.PageAt(full); alike != "" {
		return broken(name+" is an address; a link names a file",
			"write /"+strings.TrimPrefix(alike, content.Root+"/"))
	}
	help := "link to a file below content/, such as /get-help-now.md"
	if near := s.nearestPath(full); near != "" {
		help = "did you mean " + written(source, name, near) + "?"
	}
	return broken("there is no page "+shown, help)
}

// PageAt returns the path of the page that has the address full would mean, which
// begins with content.Root; "" if there is none.
func (s *Site) PageAt(full string) string {
	trimmed := strings.TrimSuffix(strings.TrimSuffix(full, "/index.html"), "/")
	for _, c := range []string{trimmed + ".md", trimmed + "/_index.md"} {
		if s.Page(c) != nil {
			return c
		}
	}
	return ""
}

// nearestPath returns the page that full most likely means: of the same name
// elsewhere, or of a name that differs little; rather one in the language of full.
func (s *Site) nearestPath(full string) string {
	var names []string
	alike, lang := "", content.Lang(full, s.Config.Languages)
	for _, p := range s.Pages {
		if path.Base(p.Path) == path.Base(full) && !p.IsIndex() {
			if p.Lang == lang {
				return p.Path
			}
			alike = cmp.Or(alike, p.Path)
		}
		if p.Lang == lang {
			names = append(names, p.Path)
		}
	}
	return cmp.Or(nearest(full, names), alike)
}

// nearest returns the path that full most likely means. Folders and an ending
// that both have say nothing of how near they are.
func nearest(full string, paths []string) string {
	near := diag.Nearest(full, paths)
	from, to := strings.Split(full, "/"), strings.Split(near, "/")
	for len(from) > 1 && len(to) > 1 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	bare := func(parts []string) string { return strings.TrimSuffix(strings.Join(parts, "/"), path.Ext(full)) }
	if diag.Nearest(bare(from), []string{bare(to)}) == "" {
		return ""
	}
	return near
}

// written returns the path near as a link in source would name it: in the way
// of name, from the root or relative.
func written(source, name, near string) string {
	below := strings.TrimPrefix(near, content.Root+"/")
	if strings.HasPrefix(name, "/") {
		return "/" + below
	}
	return relative(path.Dir(source), near)
}

// relative returns the path from the folder dir to the file target.
func relative(dir, target string) string {
	for {
		name, below, ok := strings.Cut(target, "/")
		rest, same := strings.CutPrefix(dir, name)
		switch {
		case !ok || !same || rest != "" && rest[0] != '/':
			return strings.Repeat("../", strings.Count(dir, "/")+1) + target
		case rest == "":
			return below
		}
		dir, target = rest[1:], below
	}
}

func (s *Site) picture(source, lang, dest string) Target {
	fail := func(message, help string) Target {
		return Target{Problem: &Problem{Rule: "broken-picture", Message: message, Help: help}}
	}
	if strings.Contains(dest, ":") || strings.HasPrefix(dest, "//") {
		return fail("a picture from another host would tell that host who reads this page",
			"save the picture beside the page and name its file")
	}
	full, ok := absolute(source, dest)
	if !ok {
		return fail(dest+" lies outside content/", "save the picture beside the page")
	}
	for _, candidate := range s.candidates(full, source, lang) {
		f := s.Data.Files[candidate]
		switch {
		case f == nil:
			continue
		case f.Problem == Refused:
			return Target{Problem: &Problem{Rule: "svg", Message: dest + " cannot be shown: " + f.Problem}}
		case f.Problem != "":
			return fail(dest+" cannot be shown: "+f.Problem, "save it again as SVG, PNG, JPEG, GIF or WebP")
		default:
			return Target{File: f}
		}
	}
	help := "save the picture beside the page"
	if near := nearest(full, slices.Sorted(maps.Keys(s.Data.Files))); near != "" {
		help = "did you mean " + relative(path.Dir(source), near) + "?"
	}
	return fail("there is no picture "+dest, help)
}

// included returns the fragment that dest names, unless it is one of above.
func (s *Site) included(source, lang, dest string, above []string) *content.Fragment {
	full, ok := absolute(source, dest)
	if !ok {
		return nil
	}
	for _, candidate := range s.candidates(full, source, lang) {
		if g := s.parts[candidate]; g != nil && !slices.Contains(above, g.Path) {
			return g
		}
	}
	return nil
}

func (s *Site) include(source, lang, dest string, above []string) Target {
	if g := s.included(source, lang, dest, above); g != nil {
		return Target{Included: &Included{g, s.resolve(g.Body, g.Path, lang, append(slices.Clip(above), g.Path))}}
	}
	fail := func(message, help string) Target {
		return Target{Problem: &Problem{Rule: "broken-include", Message: message, Help: help}}
	}
	full, ok := absolute(source, dest)
	switch {
	case !ok:
		return fail(dest+" lies outside content/", "save the fragment below content/")
	case slices.Contains(above, full):
		return fail(dest+" includes itself", "take one of the two includes out")
	case s.Page(full) != nil:
		return fail(dest+" is a page; only fragments can be included",
			"put the shared words into a file or folder whose name begins with an underscore")
	}
	help := "a fragment is a Markdown file below content/ whose name, or folder, begins with an underscore"
	if near := nearest(full, slices.Sorted(maps.Keys(s.parts))); near != "" {
		help = "did you mean " + relative(path.Dir(source), near) + "?"
	}
	return fail("there is no fragment "+dest, help)
}

// leadTo reports whether a slot of t leads to one of pages.
func (t *Targets) leadTo(pages map[*content.Meta]bool) bool {
	if len(pages) == 0 {
		return false
	}
	for i := range t.Slots {
		slot := t.Slots[i]
		if slot.Page != nil && pages[slot.Page] || slot.Included != nil && slot.Included.Targets.leadTo(pages) {
			return true
		}
	}
	for _, n := range t.Notes {
		if n.leadTo(pages) {
			return true
		}
	}
	return false
}

func keepTargets(old, made *Targets) *Targets {
	if old != nil && old.equal(made) {
		return old
	}
	return made
}

func (t *Targets) equal(o *Targets) bool {
	if len(t.Notes) != len(o.Notes) || !slices.EqualFunc(t.Slots, o.Slots, (*Target).equal) {
		return false
	}
	for label, n := range t.Notes {
		if m := o.Notes[label]; m == nil || !n.equal(m) {
			return false
		}
	}
	return true
}

func (t *Target) equal(o *Target) bool {
	a, b := *t, *o
	a.Included, b.Included, a.Problem, b.Problem = nil, nil, nil, nil
	return a == b && sameProblem(t.Problem, o.Problem) && sameIncluded(t.Included, o.Included)
}

func keepTarget(old, made *Target) *Target {
	if old != nil && made != nil && old.equal(made) {
		return old
	}
	return made
}

func sameProblem(a, b *Problem) bool {
	return a == b || a != nil && b != nil && *a == *b
}

func sameIncluded(a, b *Included) bool {
	return a == b || a != nil && b != nil && a.Fragment == b.Fragment && a.Targets.equal(b.Targets)
}
