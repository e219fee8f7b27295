package publish

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// mount mounts at dir, until the test is over, and reports whether this
// process may do that. What these tests show is also tested without a mount,
// with injected errors, in crash_test.go.
func mount(t *testing.T, source, dir, kind string, flags uintptr, data string) bool {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount(source, dir, kind, flags, data); err != nil {
		t.Logf("NOT TESTED HERE: this process may not mount (%v)", err)
		return false
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return true
}

// A destination that is a mount point cannot be exchanged: of the same disk,
// and of another one.
func TestMountPoint(t *testing.T) {
	for _, c := range []struct {
		name  string
		mount func(t *testing.T, dir string) bool
	}{
		{"same disk", func(t *testing.T, dir string) bool { return mount(t, dir, dir, "", syscall.MS_BIND, "") }},
		{"another disk", func(t *testing.T, dir string) bool { return mount(t, "tmpfs", dir, "tmpfs", 0, "size=8m") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(tempDir(t), "public")
			if !c.mount(t, dir) {
				return
			}
			for v := 1; v < 5; v++ {
				if r := mustWrite(t, dir, siteOf(v, 200), Options{}); r.Way != Journal {
					t.Errorf("version %d: got %+v", v, r)
				}
				wantSite(t, dir, published(v, 200))
			}
			if r := mustWrite(t, dir, siteOf(4, 200), Options{}); r.Way != None {
				t.Errorf("again: got %+v", r)
			}
		})
	}
}

// TestFullDiskMounted publishes what does not fit: with the destination on the
// full disk, and with the disk being the destination.
func TestFullDiskMounted(t *testing.T) {
	for _, c := range []struct{ name, mount, dir string }{
		{"around the destination", "disk", "disk/public"},
		{"the destination", "disk", "disk"},
	} {
		t.Run(c.name, func(t *testing.T) {
			top := tempDir(t)
			dir := filepath.Join(top, c.dir)
			if !mount(t, "tmpfs", filepath.Join(top, c.mount), "tmpfs", 0, "size=1m") {
				return
			}
			mustWrite(t, dir, siteOf(1, 40), Options{})
			big := siteOf(2, 40)
			big[20].Bytes = func() ([]byte, error) { return make([]byte, 2<<20), nil }
			_, err := Write(context.Background(), dir, big, Options{})
			if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "unchanged") || !strings.Contains(err.Error(), dir) {
				t.Errorf("got %v, want one that says the disk is full, where, and that nothing changed", err)
			}
			wantSite(t, dir, published(1, 40))
			mustWrite(t, dir, siteOf(2, 40), Options{})
			wantSite(t, dir, published(2, 40))
		})
	}
}

// A folder of a container's image lies on a lower layer, which cannot be
// renamed.
func TestLowerLayer(t *testing.T) {
	top := tempDir(t)
	lower, merged := filepath.Join(top, "lower"), filepath.Join(top, "merged")
	upper, work := filepath.Join(top, "upper"), filepath.Join(top, "work")
	if err := errors.Join(os.Mkdir(upper, 0o755), os.Mkdir(work, 0o755)); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, filepath.Join(lower, "public"), siteOf(1, 200), Options{})
	if !mount(t, "overlay", merged, "overlay", 0, "lowerdir="+lower+",upperdir="+upper+",workdir="+work) {
		return
	}
	dir := filepath.Join(merged, "public")
	for v := 2; v < 5; v++ {
		if r := mustWrite(t, dir, siteOf(v, 200), Options{}); r.Way != Journal {
			t.Errorf("version %d: got %+v", v, r)
		}
		wantSite(t, dir, published(v, 200))
	}
	wantSite(t, filepath.Join(lower, "public"), published(1, 200))
}

// What is mounted within the destination is not emptied with the old site.
func TestMountWithin(t *testing.T) {
	top := tempDir(t)
	dir, films := filepath.Join(top, "a public"), filepath.Join(top, "films")
	mustWrite(t, dir, siteOf(1, 40), Options{})
	if err := errors.Join(os.Mkdir(films, 0o755), os.WriteFile(filepath.Join(films, "film"), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	if !mount(t, films, filepath.Join(dir, "films"), "", syscall.MS_BIND, "") {
		return
	}
	var refusal *Refusal
	_, err := Write(context.Background(), dir, siteOf(2, 40), Options{Force: true})
	if !errors.As(err, &refusal) || !strings.Contains(refusal.Why, filepath.Join(dir, "films")) {
		t.Errorf("got %v, want a refusal that names the mount point", err)
	}
	if _, err := os.Stat(filepath.Join(films, "film")); err != nil {
		t.Error(err)
	}
}
