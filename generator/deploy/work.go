package main

import (
	"cmp"
	"maps"
	"slices"
)

// An object is one that stands in the store.
type object struct {
	version string // the store's word for its bytes
	ours    bool   // this program put it there
	mark    string // what it is, as far as known
}

// Work is what is to be done so that the store holds the plan's site.
type work struct {
	assets, added, changed, others []put    // in this order
	deleted                        []string // then these
	spared                         []string // assets that go with the next site
	lost                           []string // in the ledger, but no more in the store
	left                           []string // someone else put other things in their place
	same                           int      // files that stand there as they should
}

// A put is an upload.
type put struct {
	file
	over string // the version that stands there, "" if nothing does
}

// stages are the uploads, in the order that keeps every page whole: what pages need
// before pages, new pages before those that lead to them.
func (w *work) stages() []stage {
	return []stage{{"assets", w.assets}, {"new pages", w.added}, {"pages", w.changed}, {"other files", w.others}}
}

// A stage is uploads that may go side by side.
type stage struct {
	name string
	puts []put
}

// total counts the uploads and their bytes.
func (w *work) total() (files int, bytes int64) {
	for _, s := range w.stages() {
		for _, p := range s.puts {
			files, bytes = files+1, bytes+p.Size
		}
	}
	return files, bytes
}

// none reports whether the site stands there as it should.
func (w *work) none() bool {
	files, _ := w.total()
	return files+len(w.deleted)+len(w.spared)+len(w.lost)+len(w.left) == 0
}

// arrange compares the plan with what stands in the store. Foreign are the files of the
// plan in whose place stands something that we did not put there.
func arrange(p *plan, l *ledger, have map[string]object) (w *work, foreign []string) {
	w = &work{}
	planned := map[string]bool{}
	for _, f := range p.Files {
		planned[f.Path] = true
		o, there := have[f.Path]
		switch {
		case there && !o.ours:
			foreign = append(foreign, f.Path)
			fallthrough
		case !there || o.mark != f.mark():
			w.upload(f, o.version)
		default:
			w.same++
		}
	}
	for _, path := range slices.Sorted(maps.Keys(l.Files)) {
		if !planned[path] {
			w.leave(path, p, l, have)
		}
	}
	return w, foreign
}

func (w *work) upload(f file, over string) {
	list := &w.others
	switch {
	case f.Kind == asset:
		list = &w.assets
	case f.Kind == page && over == "":
		list = &w.added
	case f.Kind == page:
		list = &w.changed
	}
	*list = append(*list, put{f, over})
}

// leave decides about a file of ours that the plan does without.
func (w *work) leave(path string, p *plan, l *ledger, have map[string]object) {
	e := l.Files[path]
	o, there := have[path]
	switch {
	case !there:
		w.lost = append(w.lost, path)
	case !o.ours:
		w.left = append(w.left, path)
	case e.Asset && e.Spared == "":
		w.spared = append(w.spared, path)
	case e.Asset && (e.Spared == p.mark || l.Unfinished):
		// Readers may still have a page open that was live until just now.
	default:
		w.deleted = append(w.deleted, path)
	}
}

// begun returns the ledger of a deploy that begins: it says what is meant to be done.
func begun(p *plan, l *ledger, w *work, have map[string]object, run string) *ledger {
	next := &ledger{Title: p.title, Base: p.Base, Plan: p.mark, Run: run, Unfinished: true, Files: map[string]entry{}, version: l.version}
	for path, e := range l.Files {
		e.Mark, e.Version, e.Next = have[path].mark, have[path].version, ""
		if e.Spared != "" && l.Unfinished {
			e.Spared = p.mark
		}
		next.Files[path] = e
	}
	for _, f := range p.Files {
		e := next.Files[f.Path]
		e.Asset, e.Spared = f.Kind == asset, ""
		next.Files[f.Path] = e
	}
	for _, s := range w.stages() {
		for _, u := range s.puts {
			e := next.Files[u.Path]
			e.Next = u.mark()
			next.Files[u.Path] = e
		}
	}
	for _, path := range w.spared {
		e := next.Files[path]
		e.Spared = p.mark
		next.Files[path] = e
	}
	for _, path := range slices.Concat(w.lost, w.left) {
		delete(next.Files, path)
	}
	return next
}

// known says of each object in the store whether it is ours, as far as the ledger
// tells; unclear are those that must be asked.
func known(l *ledger, versions map[string]string) (have map[string]object, unclear []string) {
	have = map[string]object{}
	for path, version := range versions {
		e, listed := l.Files[path]
		have[path] = object{version: version, mark: e.Mark, ours: listed}
		if listed && (e.Next != "" || e.Version != version) {
			unclear = append(unclear, path)
		}
	}
	slices.SortFunc(unclear, cmp.Compare[string])
	return have, unclear
}
