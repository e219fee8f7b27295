package publish

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// errStop is what a failpoint of the tests answers.
var errStop = errors.New("stopped by the test")

// stopAt makes step number n fail with err: that step alone, as when the disk
// refuses once, or, if dead, it and all later ones, as when the process is
// killed and cannot even tidy up.
func stopAt(t testing.TB, n int, dead bool, err error) {
	count := 0
	set(t, &failpoint, func(step, path string) error {
		count++
		if count == n || dead && count > n {
			return fmt.Errorf("%s %s: %w", step, path, err)
		}
		return nil
	})
}

// trace publishes a version and returns the kind of each step it took.
func trace(t testing.TB, dir string, version, n int) (kinds []string) {
	failpoint = func(step, path string) error {
		rel, err := filepath.Rel(filepath.Dir(dir), path)
		if err != nil {
			t.Error(err)
		}
		first, _, deeper := strings.Cut(filepath.ToSlash(rel), "/")
		kinds = append(kinds, fmt.Sprint(step, " ", first, deeper))
		return nil
	}
	defer func() { failpoint = nil }()
	mustWrite(t, dir, siteOf(version, n), Options{})
	return kinds
}

// moments returns the first, middle and last step of each kind, counted from 1.
func moments(kinds []string) (list []int) {
	at := map[string][]int{}
	for i, k := range kinds {
		at[k] = append(at[k], i+1)
	}
	for i, k := range kinds {
		all := at[k]
		if n := i + 1; n == all[0] || n == all[len(all)/2] || n == all[len(all)-1] {
			list = append(list, n)
		}
	}
	return list
}

// TestFailAtEachStep stops a publish of 2,000 files at each kind of step, and
// one of 40 files at every single step, once as a failure that can be tidied
// up and once as the death of the process.
func TestFailAtEachStep(t *testing.T) {
	for _, way := range []string{Exchange, Journal} {
		for _, n := range []int{40, many} {
			t.Run(fmt.Sprintf("%s of %d", way, n), func(t *testing.T) {
				if way == Journal {
					byFile(t)
				}
				dir := filepath.Join(tempDir(t), "public")
				trace(t, dir, 1, n)
				trace(t, dir, 2, n)
				kinds := trace(t, dir, 3, n)
				list := moments(kinds)
				if n < many {
					list = nil
					for i := range kinds {
						list = append(list, i+1)
					}
				}
				version := 4
				for _, m := range list {
					version = stopTwice(t, dir, version, n, m, way)
				}
				t.Logf("%d steps, stopped at %d of them, twice", len(kinds), len(list))
			})
		}
	}
}

// stopTwice publishes version, stopped at step m by a failure and then, or in
// the next version if this one came through, by death. In between and at the
// end it checks what is left. It returns the version to go on with.
func stopTwice(t *testing.T, dir string, version, n, m int, way string) (next int) {
	t.Helper()
	if !stopOnce(t, dir, version, n, m, false, way) {
		mustWrite(t, dir, siteOf(version, n), Options{})
		wantSite(t, dir, published(version, n))
		version++
	}
	stopOnce(t, dir, version, n, m, true, way)
	mustWrite(t, dir, siteOf(version, n), Options{})
	wantSite(t, dir, published(version, n))
	return version + 1
}

// stopOnce publishes version, stopped at step m, checks what is left, and
// reports whether that is the old site, by what the error says.
func stopOnce(t *testing.T, dir string, version, n, m int, dead bool, way string) (unchanged bool) {
	t.Helper()
	stopAt(t, m, dead, errStop)
	_, err := Write(context.Background(), dir, siteOf(version, n), Options{})
	failpoint = nil
	old, next := published(version-1, n), published(version, n)
	unchanged = err != nil && strings.Contains(err.Error(), "unchanged")
	switch {
	case err == nil: // only the lock's file was left
		wantWhole(t, dir, next, next)
	case !errors.Is(err, errStop):
		t.Fatalf("step %d, dead %v: got %v", m, dead, err)
	case unchanged && !dead:
		wantSite(t, dir, old)
	case way == Exchange:
		wantWhole(t, dir, old, next)
	default:
		wantUsable(t, dir, old, next)
	}
	return unchanged
}

// TestFailFirst stops the first publish of all, which has nothing to fall back
// on: the folder is absent or whole, and never one that is not ours.
func TestFailFirst(t *testing.T) {
	kinds := trace(t, filepath.Join(tempDir(t), "public"), 1, 20)
	for m := range kinds {
		for _, dead := range []bool{false, true} {
			dir := filepath.Join(tempDir(t), "public")
			stopAt(t, m+1, dead, errStop)
			_, err := Write(context.Background(), dir, siteOf(1, 20), Options{})
			failpoint = nil
			if err != nil && strings.Contains(err.Error(), "unchanged") && !dead {
				wantBeside(t, dir)
			}
			if _, err := os.Lstat(dir); err == nil {
				wantWhole(t, dir, published(1, 20), published(1, 20))
			}
			mustWrite(t, dir, siteOf(1, 20), Options{})
			wantSite(t, dir, published(1, 20))
		}
	}
}

// TestRecover checks that a half-made change is finished by Recover alone.
func TestRecover(t *testing.T) {
	byFile(t)
	dir := filepath.Join(tempDir(t), "public")
	if err := Recover(context.Background(), dir); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, dir, siteOf(1, 100), Options{})
	mustWrite(t, dir, siteOf(2, 100), Options{})
	puts := 0
	set(t, &failpoint, func(step, path string) error {
		if step == "put" {
			puts++
		}
		if puts > 5 {
			return errStop
		}
		return nil
	})
	_, err := Write(context.Background(), dir, siteOf(3, 100), Options{})
	if !errors.Is(err, errStop) || !strings.Contains(err.Error(), "partly new") {
		t.Fatalf("got %v", err)
	}
	failpoint = nil
	wantUsable(t, dir, published(2, 100), published(3, 100))
	if err := Recover(context.Background(), dir); err != nil {
		t.Fatal(err)
	}
	wantSite(t, dir, published(3, 100))
	if _, same := Unchanged(dir, Stamp{}, nil); same {
		t.Errorf("the stamp of a killed publish was trusted")
	}
}

// TestDamagedJournal checks that a journal that cannot be read, or that leads
// out of the destination, is dropped.
func TestDamagedJournal(t *testing.T) {
	for _, journal := range []string{"", "{", `{"Delete":["../keep"]}`, `{"Pages":["../keep"]}`, `{"Delete":["."]}`} {
		dir := filepath.Join(tempDir(t), "public")
		mustWrite(t, dir, text("a", "1"), Options{})
		keep := filepath.Join(filepath.Dir(dir), "keep")
		p, _ := locate(dir)
		if err := errors.Join(os.WriteFile(keep, nil, 0o644), os.WriteFile(p.journal, []byte(journal), 0o644)); err != nil {
			t.Fatal(err)
		}
		mustWrite(t, dir, text("a", "2"), Options{})
		wantBeside(t, dir, "keep", "public", ".public.iopguide-stamp")
	}
}

// TestFullDisk lets the disk be full at each kind of step. TestFullDiskMounted
// does the same with a disk that is full.
func TestFullDisk(t *testing.T) {
	for _, way := range []string{Exchange, Journal} {
		t.Run(way, func(t *testing.T) {
			if way == Journal {
				byFile(t)
			}
			dir := filepath.Join(tempDir(t), "public")
			mustWrite(t, dir, siteOf(1, 100), Options{})
			steps := []string{"mkdir", "write", "link", "flush"}
			if way == Journal {
				steps = append(steps, "stage")
			}
			for _, step := range steps {
				full := false
				set(t, &failpoint, func(s, path string) error {
					if s != step || full {
						return nil
					}
					full = true
					return &os.PathError{Op: s, Path: path, Err: syscall.ENOSPC}
				})
				_, err := Write(context.Background(), dir, siteOf(2, 100), Options{})
				failpoint = nil
				if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), filepath.Dir(dir)) {
					t.Errorf("%s: got %v, want one that says the disk is full, and where", step, err)
				}
				wantSite(t, dir, published(1, 100))
			}
		})
	}
}
