package main

import (
	"runtime/debug"

	"iopguide/generator/internal/publish"
)

// A build ends soon, and most of what it makes it keeps. So it pays to let garbage
// lie as long as memory is plenty: collecting takes a seventh of the time of a small
// site. What is in use of a large one should not lie there twice.
const (
	plenty = 64 << 20 // bytes of garbage that no machine feels
	inUse  = 5        // bytes in use, for each of the sources

	mostGarbage, leastGarbage = 400, 50 // percent of what is in use
)

// garbage returns how much of it may lie there, in percent of what is in use, when a
// site of so many bytes is built.
func garbage(sources int64) int {
	return int(min(max(100*plenty/max(sources*inUse, 1), leastGarbage), mostGarbage))
}

// collect sets how often memory is cleared while a site is built from inputs, unless
// the person did.
func (a *app) collect(inputs []publish.Input) {
	if a.getenv("GOGC") != "" {
		return
	}
	var sources int64
	for _, in := range inputs {
		sources += in.Size
	}
	debug.SetGCPercent(garbage(sources))
}
