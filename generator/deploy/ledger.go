package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// ledgerName is the name of the object, beside the site's, that says which of them
// are ours.
const ledgerName = ".iopguide-deploy.json"

// A ledger is what a deploy remembers in the bucket for the next one.
type ledger struct {
	Version int    `json:"version"`
	About   string `json:"about"`
	Title   string `json:"title"` // of the site
	Base    string `json:"base"`  // its address, "" if that is not known
	Plan    string `json:"plan"`  // the mark of the plan that was put here, or is being put
	Run     string `json:"run"`   // which deploy wrote this; made up at random
	// Unfinished says that a deploy runs, was stopped, or died. One that runs writes the
	// ledger again within Again seconds; one that was stopped left 0 there.
	Unfinished bool             `json:"unfinished,omitempty"`
	Again      int              `json:"again,omitempty"`
	Files      map[string]entry `json:"files"`
	version    string           // the store's word for these bytes, "" if there is no ledger
}

// An entry is a file of ours.
type entry struct {
	Mark    string `json:"mark,omitempty"`    // of what stands there
	Version string `json:"version,omitempty"` // the store's word for it
	// Next is the mark of what a deploy means to put there. Until it says that it did,
	// either may stand there.
	Next  string `json:"next,omitempty"`
	Asset bool   `json:"asset,omitempty"`
	// Spared is the mark of the plan that first did without this asset. It stays until
	// the next plan, for readers who have a page of the site before open.
	Spared string `json:"spared,omitempty"`
}

const aboutLedger = "iopguide-deploy keeps here which files it put beside this one; without it, it will not touch them"

// bytes is the ledger as it is stored: a file a line.
func (l *ledger) bytes() []byte {
	head := *l
	head.Version, head.About, head.Files = 1, aboutLedger, nil
	var b bytes.Buffer
	start, _ := json.Marshal(head) // strings and numbers
	b.Write(bytes.TrimSuffix(start, []byte(`null}`)))
	b.WriteString("{")
	for i, path := range slices.Sorted(maps.Keys(l.Files)) {
		name, _ := json.Marshal(path)
		value, _ := json.Marshal(l.Files[path])
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, "\n%s:%s", name, value)
	}
	b.WriteString("\n}}\n")
	return b.Bytes()
}

// another reports whether the ledger is of another site than the plan: one with another
// address, or, where that is not known of both, with another title.
func (l *ledger) another(p *plan) bool {
	switch {
	case l.Plan == "":
		return false // there is no ledger
	case l.Base != "" && p.Base != "":
		return l.Base != p.Base
	}
	return l.Title != p.title
}

// called names a site.
func called(title, base string) string {
	if base == "" {
		return fmt.Sprintf("%q", title)
	}
	return fmt.Sprintf("%q at %s", title, base)
}

// parseLedger reads a ledger.
func parseLedger(data []byte) (*ledger, error) {
	var l ledger
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	if l.Version != 1 {
		return nil, fmt.Errorf("it is of version %d, and this iopguide-deploy knows version 1; use a newer one", l.Version)
	}
	return &l, nil
}
