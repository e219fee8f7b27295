//go:build !linux

package publish

// mountBelow returns "": this system is not asked. Its way of telling differs
// from one file system to the next.
func mountBelow(dir string) string { return "" }
