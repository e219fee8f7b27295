package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
)

// publish makes the state that comes of an outcome, shows it and tells it to
// the browsers. Where nothing that can be seen is different, they are not told.
func (p *preview) publish(o outcome) {
	old := p.state.Load()
	p.count++
	s := &state{serial: fmt.Sprintf("%s-%d", p.run, p.count), last: o.result, part: o.part,
		list: o.list, found: o.found, err: o.err, problems: problemsOf(o, p.prefix, p.editorLink)}
	changed := s.choose(old, o, p.hub.open())
	same := sameList(old.list, s.list) && sameError(old.err, s.err)
	if s.build == old.build && same && old.serial != "" {
		s.serial = old.serial
	}
	s.message = s.encode(old.build, changed)
	p.state.Store(s)
	if s.serial != old.serial {
		p.hub.tell(p.following(s, o, old.build, changed))
	}
	if !same {
		p.report(s.news(old))
	}
	p.say(old, s, o, changed)
}

// choose decides which site s shows, after an outcome, and returns the paths of
// the outputs that are other ones than before. While there are errors it is the
// last one that has none.
func (s *state) choose(old *state, o outcome, open pages) []string {
	s.version, s.sure, s.unsure = old.version, old.sure, old.unsure
	var changed []string
	switch {
	case o.err != nil:
	case o.part && o.list.HasErrors():
	case o.list.HasErrors():
		changed = difference(old.good, o.holds.good, open.has)
		s.version, s.sure, s.unsure = o.holds, o.holds, nil
	default:
		changed = difference(old.good, o.result, open.has)
		s.good = o.result
		if len(changed) > 0 {
			s.build = s.serial
		}
		if slices.ContainsFunc(changed, isScript) || old.good == nil {
			s.scripts = scriptsOf(s.good)
		}
		if s.unsure = append(slices.Clip(old.unsure), s.version); !o.part {
			s.sure, s.unsure = s.version, nil
		}
		s.unsure = s.unsure[max(0, len(s.unsure)-maxUnsure):]
	}
	return changed
}

// maxUnsure is how many versions are remembered that were shown, and followed by
// others before all of them was drawn.
const maxUnsure = 4

// following returns the message that tells s. Where it is to say which page was
// saved it is not the message that s keeps: a page that is opened later must not
// be led away again.
func (p *preview) following(s *state, o outcome, from string, changed []string) []byte {
	if !p.follow || len(changed) == 0 || o.err != nil || o.list.HasErrors() {
		return s.message
	}
	told := *s
	told.follow = saved(o, changed, p.hub.open())
	return told.encode(from, changed)
}

// saved returns the address of the page whose file was saved, "" if none was. Of
// several it is one that a browser has open, or else the first.
func saved(o outcome, changed []string, open pages) string {
	first := ""
	for _, p := range o.result.Site.Pages {
		name := outputOf(p.URL)
		switch {
		case !o.cause.names[p.Path] || !slices.Contains(changed, name):
		case open[name]:
			return p.URL
		case first == "":
			first = p.URL
		}
	}
	return first
}

// sameList reports whether two lists say the same. Where a file was read anew
// they are compared as a person sees them.
func sameList(a, b diag.List) bool {
	return slices.EqualFunc(a, b, func(x, y diag.Diagnostic) bool {
		if x.Severity != y.Severity || x.Rule != y.Rule || x.Message != y.Message || x.Help != y.Help {
			return false
		}
		if x.File == y.File && len(x.Related) == 0 && len(y.Related) == 0 {
			return x.Start == y.Start && x.End == y.End
		}
		return printed(x) == printed(y)
	})
}

func printed(d diag.Diagnostic) string {
	var b bytes.Buffer
	_ = diag.Print(&b, diag.List{d}, false) // a Buffer takes all
	return b.String()
}

func sameError(a, b error) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Error() == b.Error()
}

// news returns what is worth saying again of s: all errors, and the warnings
// that old does not have. Errors that were said of a part of the same outcome
// are not said again.
func (s *state) news(old *state) diag.List {
	return news(old.list, s.list, !s.completes(old))
}

// completes reports whether s is of the same build as old, which was a part.
func (s *state) completes(old *state) bool { return old.part && s.last == old.last }

// news returns the diagnostics of list that old does not have, wherever they
// stood there; with again, all errors too.
func news(old, list diag.List, again bool) diag.List {
	type said struct{ file, rule, message string }
	of := func(d diag.Diagnostic) said { return said{d.File.Name, d.Rule, d.Message} }
	known := map[said]int{}
	for _, d := range old {
		known[of(d)]++
	}
	return slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool {
		known[of(d)]--
		return known[of(d)] >= 0 && !(again && d.Severity == diag.Error)
	})
}

// difference returns the paths of the outputs that are other ones in b than in
// a, or are in one of them only, sorted. Those with the same bytes are not other
// ones, if they are drawn already, or compare names them.
func difference(a, b *build.Result, compare func(path string) bool) []string {
	if a == b {
		return nil
	}
	if b == nil {
		a, b = b, a
	}
	var paths []string
	for path, o := range b.Others(a) {
		if was, now := o[0], o[1]; was == nil || now == nil || !same(was, now, compare) {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

func same(a, b *build.Output, compare func(path string) bool) bool {
	return (a.Drawn() && b.Drawn() || compare(b.Path)) && a.Sum() == b.Sum()
}

func isScript(path string) bool { return strings.HasSuffix(path, ".js") }

// scriptsOf returns a hash of the scripts of r. A page that runs other scripts
// cannot be made like the new one in place.
func scriptsOf(r *build.Result) string {
	h := sha256.New()
	for _, path := range slices.Sorted(maps.Keys(r.Outputs)) {
		if isScript(path) {
			fmt.Fprintf(h, "%s %x\n", path, r.Outputs[path].Sum())
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// say logs what was built, and for what.
func (p *preview) say(old, s *state, o outcome, changed []string) {
	took := time.Since(o.cause.since).Round(time.Millisecond)
	errs, _ := o.list.Count()
	told := !sameList(old.list, s.list) || !sameError(old.err, s.err)
	if s.completes(old) && (errs == 0 || !told) {
		return
	}
	cause := o.cause.String()
	if old.serial == "" {
		cause = "the first build"
	}
	switch {
	case o.err != nil:
		p.log.Error(fmt.Sprintf("%s: %v; tried again each second", cause, o.err))
	case errs > 0 && s.good == nil:
		p.log.Warn(fmt.Sprintf("%s: %s; the site is shown once all is mended", cause, plural(errs, "error")))
	case errs > 0:
		p.log.Warn(fmt.Sprintf("%s: %s; the last good site stays", cause, plural(errs, "error")))
	case old.good == nil:
		p.log.Info(fmt.Sprintf("built %s in %d ms", plural(o.result.Pages, "page"), took.Milliseconds()))
	case len(changed) > 0 || told:
		note := ""
		if len(old.problems) > 0 {
			note = "; all errors are mended"
		}
		p.log.Info(fmt.Sprintf("%s → %s in %d ms%s", cause, amount(changed), took.Milliseconds(), note))
	}
}

// maxNamed is how many changed files are named.
const maxNamed = 3

// String says what changed.
func (p pending) String() string {
	names := p.sorted()
	switch {
	case p.day:
		return "a new day"
	case len(names) == 0:
		return "all files read again"
	case len(names) > maxNamed:
		return fmt.Sprintf("changed: %s and %d more", strings.Join(names[:maxNamed], ", "), len(names)-maxNamed)
	}
	return "changed: " + strings.Join(names, ", ")
}

// amount counts pages, or other files if no page is among them.
func amount(changed []string) string {
	pages := 0
	for _, path := range changed {
		if isPage(path) {
			pages++
		}
	}
	switch {
	case len(changed) == 0:
		return "no page"
	case pages == 0:
		return plural(len(changed), "file")
	}
	return plural(pages, "page")
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}
