// Package recall tells what of our guide a clinic's site replaces, and what of
// it has been corrected since the site was built.
//
// Two questions are asked, of two sorts of sites.
//
// Of a site's folder: which of its files and entries stand in place of ours, and
// have ours changed since they were taken? A clinic that puts its own page in
// place of ours gets none of our later corrections to it. So overrides.lock
// records for each such Override what ours was (a Record), and Compare holds that
// against what ours is now: an override whose record differs is Stale. Of the
// texts that earlier releases had, an Archive tells what changed in them.
//
// Of a site that was built, maybe years ago, and is known by its manifest alone:
// what does this release know better? A Manifest names the texts of ours that the
// site was made from, by their hash, and the contacts that it shows. NewReport
// holds these against a Guide, the site that this program is shipped with, and
// adds the Advisories: what we say of each correction. Numbers that people in
// danger call come first.
//
// "Ours" is always the site that the program is shipped with, of the release at
// hand; "own" is what the clinic wrote. Nothing here prints, asks the network or
// writes to a disk.
package recall

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
)

// Hash returns a short name for a text: the same on any system, whatever ends its
// lines.
func Hash(data []byte) string {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	sum := sha256.Sum256(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")))
	return hex.EncodeToString(sum[:8])
}

// A Difference is one piece of an entry that is not as ours: its key, and what it
// is here and in ours, "" for nothing.
type Difference struct {
	Key   string `json:"key"`
	Shown string `json:"shown"`
	Ours  string `json:"ours"`
}
