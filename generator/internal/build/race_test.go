//go:build race

package build

// raced says that the detector of races watches, with which a build takes many times as long.
const raced = true
