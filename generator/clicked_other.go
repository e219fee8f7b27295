//go:build !windows

package main

// ownWindow reports whether the program's window closes when it ends, which only
// Windows does.
func ownWindow() bool { return false }
