package publish

import (
	"errors"
	"os"
	"slices"
)

// leavings are what a killed publish may leave, in the order of removal: a
// journal without its stage would lie.
func (p place) leavings() []string {
	return []string{p.journal, p.journal + tempSuffix, p.stage, p.fresh, p.stamp + tempSuffix}
}

// litter reports whether a publish was killed here.
func (p place) litter() bool {
	return slices.ContainsFunc(append(p.leavings(), p.lock), func(path string) bool {
		_, err := os.Lstat(path)
		return err == nil
	})
}

// recover finishes what a journal says is left to do, and removes whatever
// else a killed publish left. The caller holds the lock.
func (p place) recover() error {
	if t, ok := p.readJournal(); ok {
		if err := p.finish(t); err != nil {
			return err
		}
	}
	for _, path := range p.leavings() {
		if err := removeAll(path); err != nil {
			return err
		}
	}
	return nil
}

// undo removes what the job made before anything of it could be seen.
func (j *job) undo() error {
	var errs []error
	for _, path := range j.leavings() {
		errs = append(errs, removeAll(path))
	}
	return errors.Join(append(errs, j.restoreStamp(j.oldFile))...)
}
