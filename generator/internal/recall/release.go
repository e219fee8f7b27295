package recall

import (
	"cmp"
	"strconv"
	"strings"
)

// CompareReleases tells which of two releases, such as 0.9.0 and 0.10.0, is the
// later: negative if b is. A release with a suffix, such as 0.2.0-rc.1, comes
// before the one without. What is no release comes before all that are.
func CompareReleases(a, b string) int {
	x, rest := numbers(a)
	y, more := numbers(b)
	for i := range x {
		if c := cmp.Compare(x[i], y[i]); c != 0 {
			return c
		}
	}
	switch {
	case rest == more:
		return 0
	case rest == "":
		return 1
	case more == "":
		return -1
	}
	return strings.Compare(rest, more)
}

// numbers returns the three numbers of a release, and what stands behind them.
func numbers(release string) (n [3]int, rest string) {
	if !releaseForm().MatchString(release) {
		return [3]int{-1, -1, -1}, ""
	}
	release, rest, _ = strings.Cut(release, "-")
	for i, part := range strings.Split(release, ".") {
		n[i], _ = strconv.Atoi(part) // digits only
	}
	return n, rest
}
