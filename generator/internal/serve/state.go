package serve

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
)

// A state is what the preview shows. It is never changed.
type state struct {
	serial   string        // of this state
	good     *build.Result // the last one without errors; nil if there was none yet
	build    string        // the serial of the state that good came with, "" if there is none
	scripts  string        // a hash of all scripts of good
	message  []byte        // for live.js
	list     diag.List     // what is wrong
	told     string        // that, as text
	problems []problem
}

// A preview is the state that is shown, and who is told of the next one.
type preview struct {
	state  atomic.Pointer[state]
	hub    hub
	log    *slog.Logger
	report func(diag.List)
	run    string // tells the states of this run from those of others
	count  int    // of states
}

func newPreview(o Options) *preview {
	p := &preview{log: o.Log, report: o.Report, run: rand.Text()[:8]}
	p.state.Store(&state{})
	return p
}

// publish makes the state that comes of an outcome, shows it and tells it to
// the browsers. Where nothing that can be seen is different, they are not told.
func (p *preview) publish(o outcome) {
	old := p.state.Load()
	p.count++
	s := &state{serial: fmt.Sprintf("%s-%d", p.run, p.count), good: old.good, build: old.build, scripts: old.scripts}
	var changed []string
	if o.err == nil && !o.list.HasErrors() {
		s.good, s.scripts = o.result, scriptsOf(o.result)
		if changed = difference(old.good, o.result); len(changed) > 0 {
			s.build = s.serial
		}
	}
	s.list, s.told, s.problems = o.list, o.told(), problemsOf(o)
	if s.build == old.build && s.told == old.told && old.serial != "" {
		s.serial = old.serial
	}
	s.message = s.encode(old.build, changed)
	p.state.Store(s)
	if s.serial != old.serial {
		p.hub.tell(s.message)
	}
	if s.told != old.told {
		p.report(news(old.list, o.list))
	}
	p.say(old, s, o, changed)
}

// told returns what is wrong as text.
func (o outcome) told() string {
	if o.err != nil {
		return o.err.Error()
	}
	var b bytes.Buffer
	_ = diag.Print(&b, o.list, false) // a Buffer takes all
	return b.String()
}

// news returns what is worth saying again: all errors of list, and the warnings
// that old does not have, wherever they stood there.
func news(old, list diag.List) diag.List {
	type warning struct{ file, rule, message string }
	of := func(d diag.Diagnostic) warning { return warning{d.File.Name, d.Rule, d.Message} }
	known := map[warning]int{}
	for _, d := range old {
		known[of(d)]++
	}
	return slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool {
		known[of(d)]--
		return d.Severity == diag.Warning && known[of(d)] >= 0
	})
}

// difference returns the paths of the outputs that are other ones in b than in
// a, or are in one of them only.
func difference(a, b *build.Result) []string {
	if a == nil {
		a = &build.Result{}
	}
	var paths []string
	for path, o := range b.Outputs {
		if old := a.Outputs[path]; old == nil || old != o && !sameBytes(old, o) {
			paths = append(paths, path)
		}
	}
	for path := range a.Outputs {
		if b.Outputs[path] == nil {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

func sameBytes(a, b *build.Output) bool {
	x, _ := a.Bytes()
	y, _ := b.Bytes()
	return bytes.Equal(x, y)
}

// scriptsOf returns a hash of the scripts of r. A page that runs other scripts
// cannot be made like the new one in place.
func scriptsOf(r *build.Result) string {
	h := sha256.New()
	for _, path := range r.Paths() {
		if strings.HasSuffix(path, ".js") {
			data, _ := r.Outputs[path].Bytes()
			fmt.Fprintf(h, "%s %d\n", path, len(data))
			h.Write(data)
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// maxChanged is how many addresses a message names. More are not worth it: the
// browser then compares its page as it does after a break.
const maxChanged = 500

// encode returns the message for live.js. A browser that has the build from
// need look only at what changed since; any other one compares its page.
func (s *state) encode(from string, changed []string) []byte {
	m := struct {
		Serial   string    `json:"serial"`
		Build    string    `json:"build"`
		From     string    `json:"from,omitempty"`
		Scripts  string    `json:"scripts"`
		Changed  []string  `json:"changed,omitempty"`
		Errors   []problem `json:"errors"`
		More     int       `json:"more,omitempty"`
		Warnings int       `json:"warnings"`
	}{Serial: s.serial, Build: s.build, From: from, Scripts: s.scripts, Errors: s.problems}
	if from == "" || len(changed) > maxChanged {
		changed, m.From = nil, ""
	}
	for _, path := range changed {
		m.Changed = append(m.Changed, address(path))
	}
	errs, warnings := s.list.Count()
	m.Warnings, m.More = warnings, max(0, errs-len(s.problems))
	data, err := json.Marshal(m)
	if err != nil {
		panic(err) // strings and numbers only
	}
	return data
}

// say logs what was built, and for what.
func (p *preview) say(old, s *state, o outcome, changed []string) {
	took := time.Since(o.cause.since).Round(time.Millisecond)
	errs, _ := o.list.Count()
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
	case len(changed) > 0 || s.told != old.told:
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
