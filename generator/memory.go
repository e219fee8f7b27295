package main

import (
	"runtime/debug"

	"iopguide/generator/internal/publish"
)

// A build ends soon, and most of what it makes it keeps. So it pays to let garbage
// lie as long as memory is plenty: collecting takes a seventh of the time of a small
// site. What is in use of a large one should not lie there twice.
const (
	plenty = 80 << 20 // bytes of garbage that no machine feels
	own    = 6 << 20  // bytes in use of any site
	inUse  = 5        // bytes in use more, for each of the sources

	leastGarbage = 50  // percent of what is in use
	usual        = 100 // likewise, where Go is left alone

	// A preview stays beside the writer's other programs.
	starting = 30 // percent of what is in use, while it builds the site for the first time
	serving  = 20 // likewise, from then on: an edit makes little garbage
)

// garbage returns how much of it may lie there, in percent of what is in use, when a
// site of so many bytes is built.
func garbage(sources int64) int {
	return max(int(100*plenty/(own+min(sources, plenty)*inUse)), leastGarbage)
}

// collect sets how often memory is cleared while a site is built from inputs, unless
// the person did.
func (a *app) collect(inputs []publish.Input) {
	var sources int64
	for _, in := range inputs {
		sources += in.Size
	}
	collect(garbage(sources), a.getenv)
}

// collect sets how much garbage may lie in memory, in percent of what is in use,
// unless the person did.
func collect(percent int, getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
