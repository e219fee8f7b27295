package serve

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// A safetyNet catches the changes that a system does not tell: those made on
// another computer of a network drive, or outside of the container that serve
// runs in, through a link from elsewhere, or in a folder whose own parent was
// moved. In these a canary is heard, which is made in here.
//
// It looks at all files, so seldom that this costs no more than one part in two
// hundred of a processor: each 2 s for a hundred files, each 8 s for 10,000.
// Without it a page could stay old for good, and nobody would know.
//
// What a look shows is told at once. If the system has still not told of it by
// a later look, and tells nothing else either, it cannot be relied on.
type safetyNet struct {
	*watcher
	seen         map[string]stamp // at the last look; nil before the first
	told, before map[string]bool  // of what the system told since the last look, and since the one before it
	missed       []string         // seen at a look, and not told so far
}

const (
	netPace  = 2 * time.Second
	netLimit = 30 * time.Second // also where looking takes long
	netShare = 200
)

// everything stands for all names in what the system told.
const everything = ""

// look sends what is seen at each look, until ctx is done.
func (n *safetyNet) look(ctx context.Context, looks chan<- map[string]stamp) {
	for {
		began := time.Now()
		now := n.scan(ctx)
		pause := min(max(n.netPace, netShare*time.Since(began)), netLimit)
		select {
		case looks <- now:
		case <-ctx.Done():
			return
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}

// note remembers what the system told: of the file at a path, and with it c.
func (n *safetyNet) note(path string, c change) {
	if n.told == nil {
		n.told = map[string]bool{}
	}
	if c.all {
		n.told[everything] = true
	}
	if _, name := n.locate(path); name != "" {
		n.told[name] = true
	}
	for _, name := range c.names {
		n.told[name] = true
	}
}

// compare returns the changes that a look shows and the system has not told, or
// an error if it has not told those of an earlier look either. While it tells
// something, what is missed may be on its way.
func (n *safetyNet) compare(now map[string]stamp) (change, error) {
	n.missed = slices.DeleteFunc(n.missed, n.knows)
	if len(n.missed) > 0 && len(n.told) == 0 {
		return change{}, errUntold(n.missed[0])
	}
	var names []string
	if n.seen != nil {
		names = slices.DeleteFunc(n.differ(n.seen, now), n.knows)
	}
	n.missed = append(n.missed, names...)
	n.seen, n.before, n.told = now, n.told, nil
	return change{names: names}, nil
}

func (n *safetyNet) knows(name string) bool {
	return n.told[name] || n.before[name] || n.told[everything] || n.before[everything]
}

func errUntold(name string) error {
	return fmt.Errorf("the system did not tell that %s was changed", name)
}
