package serve

import (
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"sync"
	"sync/atomic"

	"iopguide/generator/internal/build"
	"iopguide/generator/internal/diag"
)

// A state is what the preview shows. It is never changed.
type state struct {
	serial   string        // of this state
	version                // the last one without errors, so far as known
	sure     version       // the last one of which every output is known to be without errors
	unsure   []version     // shown since then, of which not every output is known; the oldest first
	last     *build.Result // what came of the last build
	part     bool          // not all of its outputs are drawn yet
	message  []byte        // for live.js
	list     diag.List     // what is wrong
	found    found         // of that, what was found in drawing outputs
	err      error         // why there is no result
	problems []problem
	follow   string // the address of the page that was saved, told once; "" for none
}

// A version is a site that is shown.
type version struct {
	good    *build.Result // nil if there was none without errors yet
	build   string        // the serial of the state that good came with, "" if there is none
	scripts string        // a hash of all scripts of good
}

// found is what was found in drawing each output, where that is anything.
type found map[*build.Output]diag.List

// A preview is the state that is shown, and who is told of the next one.
type preview struct {
	state   atomic.Pointer[state]
	hub     hub
	log     *slog.Logger
	report  func(diag.List)
	editor  string   // the form of addresses that open a file, "" for none
	folder  string   // the site's folder, absolute
	prefix  string   // of its files' names in diagnostics
	follow  bool     // tell browsers which page was saved
	pairing *pairing // nil where only this computer can ask
	run     string   // tells the states of this run from those of others
	count   int      // of states
	start   *Start   // nil where the program was begun from a shell
	acting  sync.Mutex
	token   string // that forms show, to prove that they are of this run
	end     func() // ends this preview; then nobody is answered any more
	ledger  ledger
}

func newPreview(o Options) *preview {
	p := &preview{log: o.Log, report: o.Report, editor: o.Editor, prefix: o.Prefix, follow: o.Follow, start: o.Start,
		run: rand.Text()[:8], token: rand.Text()}
	if len(o.Watch) > 0 {
		p.folder, _ = filepath.Abs(o.Watch[0]) // watch says what is wrong with it
	}
	p.state.Store(&state{})
	return p
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
		Follow   string    `json:"follow,omitempty"`
	}{Follow: s.follow, Serial: s.serial, Build: s.build, From: from, Scripts: s.scripts, Errors: s.problems}
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
