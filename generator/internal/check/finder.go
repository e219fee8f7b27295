package check

import (
	"regexp"
	"sync"
)

// A finder returns what finds words. They are many, so it is made when it is first
// asked for: few sites need them all.
type finder = func() *regexp.Regexp

// finds returns the finder of what expr matches.
func finds(expr string) finder {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
