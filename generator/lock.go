package main

import (
	"fmt"
	"os"
	"path/filepath"

	"iopguide/generator/internal/diag"
	"iopguide/generator/internal/recall"
)

// writeLock writes overrides.lock into a site's folder, whole, if next is another
// than old.
func writeLock(dir string, old, next recall.Lock) error {
	before, after := old.Write(), next.Write()
	if string(before) == string(after) {
		return nil
	}
	name := filepath.Join(dir, recall.LockFile)
	err := os.WriteFile(name+".tmp", after, 0o666)
	if err == nil {
		err = os.Rename(name+".tmp", name)
	}
	if err != nil {
		os.Remove(name + ".tmp")
		return &fault{machineFault, fmt.Errorf("write %s: %w", shown(name), err)}
	}
	return nil
}

// recordTaken records that the site in dir has taken copies of the guide's own
// files, to have its own in their place.
func recordTaken(dir string, names []string) error {
	var list diag.List
	data, err := os.ReadFile(filepath.Join(dir, recall.LockFile))
	old := recall.Lock{}
	switch {
	case err == nil:
		old = recall.ReadLock(&diag.File{Name: recall.LockFile, Data: data}, &list)
	case !os.IsNotExist(err):
		return &fault{machineFault, err}
	}
	if list.HasErrors() {
		return &fault{contentFault, fmt.Errorf("%s is broken; run iopguide check", shown(filepath.Join(dir, recall.LockFile)))}
	}
	next, err := recall.Taken(old, builtIn.FS, names, release)
	if err != nil {
		return &fault{machineFault, err}
	}
	return writeLock(dir, old, next)
}
